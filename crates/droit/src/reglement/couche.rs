//! Layers of files: the national one defines the parameters, a regime or a department overlays their values.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Value;

use super::brut::{EchelonBrut, ParametreBrut, VarianteBrute};
use super::erreur::ReglementInvalide;
use super::lecture::Lisible;
use super::parametre::{Echelon, Origine, Serie, Valeur, Variante};
use super::registre::{Lieu, Registre};

/// What a parameter is, whatever its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Label shown to people.
    pub libelle: String,
    /// Unit, plural; empty when there is none.
    pub unite: String,
    /// May a department specify it.
    pub precisable: bool,
    /// Heading under which it is shown.
    pub section: String,
}

/// A file of parameters, parsed but not understood.
pub(super) struct Couche<'f> {
    pub fichier: &'f str,
    /// Keys that are not parameters: `section`, `departement`.
    pub tete: BTreeMap<String, Value>,
    pub parametres: BTreeMap<String, ParametreBrut>,
}

/// Keys of a file that head it and are no parameter.
const TETES: [&str; 2] = ["section", "departement"];

impl<'f> Couche<'f> {
    /// Parses a file; `cles` are the parameters some rule reads.
    pub fn lire(fichier: &'f str, contenu: &str, cles: &[&str]) -> Result<Self, ReglementInvalide> {
        let syntaxe = |detail: String| ReglementInvalide::Syntaxe { fichier: fichier.to_owned(), detail };
        let table: toml::Table = toml::from_str(contenu).map_err(|erreur| syntaxe(erreur.to_string()))?;
        let (tete, corps): (Vec<_>, Vec<_>) =
            table.into_iter().partition(|(cle, _)| TETES.contains(&cle.as_str()));
        let mut parametres = BTreeMap::new();
        for (cle, valeur) in corps {
            if !cles.contains(&cle.as_str()) {
                return Err(ReglementInvalide::CleInconnue { fichier: fichier.to_owned(), cle });
            }
            let brut: ParametreBrut =
                valeur.try_into().map_err(|erreur| syntaxe(format!("« {cle} » : {erreur}")))?;
            if brut.valeurs.is_empty() && brut.sans_objet.is_none() {
                return Err(Lieu { fichier, cle: &cle }.faute("ce paramètre n'a aucune valeur"));
            }
            parametres.insert(cle, brut);
        }
        Ok(Self { fichier, tete: tete.into_iter().collect(), parametres })
    }
}

/// A parameter through the layers read so far.
#[derive(Clone)]
pub(super) struct Superposition<'f> {
    pub definition: Definition,
    /// Why it has no object in this regime, when it has none.
    pub sans_objet: Option<String>,
    echelons: Vec<(&'f str, Origine, EchelonBrut)>,
}

/// The parameters by key, after some layers.
#[derive(Clone, Default)]
pub(super) struct Couches<'f>(BTreeMap<String, Superposition<'f>>);

impl<'f> Couches<'f> {
    /// Adds a national file: its parameters are new and fully defined.
    pub fn definir(&mut self, couche: Couche<'f>) -> Result<(), ReglementInvalide> {
        let fichier = couche.fichier;
        let section =
            couche.tete.get("section").and_then(Value::as_str).ok_or_else(|| {
                Lieu { fichier, cle: "section" }.faute("ce titre manque en tête du fichier")
            })?;
        for (cle, brut) in couche.parametres {
            let lieu = Lieu { fichier, cle: &cle };
            let definition = Definition {
                libelle: brut.libelle.ok_or_else(|| lieu.faute("libelle manque"))?,
                unite: brut.unite.unwrap_or_default(),
                precisable: brut.precisable.ok_or_else(|| lieu.faute("precisable manque"))?,
                section: section.to_owned(),
            };
            let echelons = brut.valeurs.into_iter().map(|e| (fichier, Origine::Nationale, e)).collect();
            let neuve = Superposition { definition, sans_objet: brut.sans_objet, echelons };
            if self.0.contains_key(&cle) {
                return Err(lieu.faute("ce paramètre est déjà défini par un autre fichier national"));
            }
            self.0.insert(cle, neuve);
        }
        Ok(())
    }

    /// The same parameters with the values of `couche` from their days on; a department only where precisable.
    pub fn superposer(&self, couche: &Couche<'f>, origine: Origine) -> Result<Self, ReglementInvalide> {
        let mut resultat = self.clone();
        for (cle, brut) in &couche.parametres {
            let lieu = Lieu { fichier: couche.fichier, cle };
            let dessous = resultat
                .0
                .get_mut(cle)
                .ok_or_else(|| ReglementInvalide::ParametreManquant { cle: cle.clone() })?;
            let renomme = brut.libelle.is_some() && origine == Origine::Departementale;
            if renomme || brut.unite.is_some() || brut.precisable.is_some() {
                return Err(
                    lieu.faute("libelle, unite et precisable se définissent dans un fichier national")
                );
            }
            if let Some(libelle) = &brut.libelle {
                dessous.definition.libelle.clone_from(libelle);
            }
            if origine == Origine::Departementale && !dessous.definition.precisable {
                return Err(ReglementInvalide::NonPrecisable {
                    fichier: couche.fichier.to_owned(),
                    cle: cle.clone(),
                });
            }
            dessous.recouvrir(couche.fichier, origine, brut, lieu)?;
        }
        Ok(resultat)
    }

    /// The parameter of a key.
    pub fn parametre(&self, cle: &str) -> Result<&Superposition<'f>, ReglementInvalide> {
        self.0.get(cle).ok_or_else(|| ReglementInvalide::ParametreManquant { cle: cle.to_owned() })
    }

    /// What every parameter is.
    pub fn definitions(&self) -> BTreeMap<String, Definition> {
        self.0.iter().map(|(cle, parametre)| (cle.clone(), parametre.definition.clone())).collect()
    }
}

impl<'f> Superposition<'f> {
    /// The values of `brut` replace those below from its first day on.
    fn recouvrir(
        &mut self,
        fichier: &'f str,
        origine: Origine,
        brut: &ParametreBrut,
        lieu: Lieu<'_>,
    ) -> Result<(), ReglementInvalide> {
        if let Some(premier) = brut.valeurs.first() {
            let debut = lieu.jour(&premier.depuis)?;
            let mut gardes = Vec::new();
            for garde in self.echelons.drain(..) {
                if lieu.jour(&garde.2.depuis)? < debut {
                    gardes.push(garde);
                }
            }
            self.echelons = gardes;
            self.echelons.extend(brut.valeurs.iter().map(|e| (fichier, origine, e.clone())));
        } else {
            self.echelons.clear();
        }
        self.sans_objet.clone_from(&brut.sans_objet);
        Ok(())
    }

    /// Understands the values; `None` when the parameter has no object here.
    pub fn serie<T: Lisible>(
        &self,
        cle: &str,
        registre: &Registre,
    ) -> Result<Option<Serie<T>>, ReglementInvalide> {
        let mut echelons = Vec::with_capacity(self.echelons.len());
        for (fichier, origine, brut) in &self.echelons {
            echelons.push(echelon(Lieu { fichier, cle }, *origine, brut, registre)?);
        }
        let Some((fichier, ..)) = self.echelons.last() else { return Ok(None) };
        Serie::new(echelons)
            .map(Some)
            .ok_or_else(|| Lieu { fichier, cle }.faute("les dates « depuis » doivent croître strictement"))
    }
}

fn echelon<T: Lisible>(
    lieu: Lieu<'_>,
    origine: Origine,
    brut: &EchelonBrut,
    registre: &Registre,
) -> Result<Echelon<T>, ReglementInvalide> {
    let connue = match (&brut.valeur, brut.inconnu) {
        (Some(valeur), None) => Some(T::lire(valeur).map_err(|detail| lieu.faute(&detail))?),
        (None, Some(true)) if brut.precision.is_some() => None,
        _ => {
            return Err(lieu.faute("donnez soit « valeur », soit « inconnu = true » avec une « precision »"));
        }
    };
    let depuis: Date = lieu.jour(&brut.depuis)?;
    let variantes = brut
        .variantes
        .iter()
        .map(|variante| lire_variante(lieu, variante, registre))
        .collect::<Result<_, _>>()?;
    let valeur = Valeur {
        connue,
        precision: brut.precision.clone().unwrap_or_default(),
        source: registre.source(lieu, &brut.source)?,
        variantes,
    };
    Ok(Echelon { depuis, origine, valeur })
}

fn lire_variante(
    lieu: Lieu<'_>,
    brute: &VarianteBrute,
    registre: &Registre,
) -> Result<Variante, ReglementInvalide> {
    Ok(Variante {
        valeur: brute.valeur.clone(),
        source: registre.source(lieu, &brute.source)?,
        ecartee: brute.ecartee.clone(),
        plus_stricte: brute.plus_stricte,
    })
}
