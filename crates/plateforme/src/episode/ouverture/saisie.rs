//! The opening as typed: every field kept as it came, then understood, with all that is wrong at once.

use std::collections::{BTreeMap, BTreeSet};

use droit::decision::{ActeNgap, DiagnosticPrealable, DrapeauRouge, TypeDiagnostic, TypeStructure};
use droit::document::ListePrenoms;
use droit::episode::{Confirmation, Cote, Localisation, Region};
use droit::identifiant::{CodeDepartement, DatamatrixIns, EpisodeId, Ins, OidIns, StatutIdentite};
use droit::patient::{Identite, Sexe, Traits};
use droit::reglement::Signes;
use droit::texte::TexteLibre;
use jiff::civil::Date;

use crate::config::Monde;
use crate::episode::champ::{entre, facultatif, jour, oui_non, phrase};
use crate::episode::ins::{self, Scan};
use crate::episode::seance::lire_acte;
use crate::gabarits::Erreurs;

/// The fields of the form, besides the signs and their motives.
const CHAMPS: &[&str] = &[
    "cle",
    "geste",
    "departement",
    "structure",
    "ins",
    "oid",
    "nom",
    "prenom",
    "sexe",
    "ne_le",
    "lieu_naissance",
    "prenoms",
    "scan",
    "statut",
    "region",
    "cote",
    "diagnostic",
    "type_diagnostic",
    "date_diagnostic",
    "en_rapport",
    "medecin_traitant",
    "premier",
    "le",
    "acte",
    "depistage",
    "nouveau_probleme",
    "confirmation",
];

/// What the form sends.
#[derive(Clone, Debug, Default)]
pub struct Saisie {
    champs: BTreeMap<String, String>,
    /// The signs ticked.
    pub signes: BTreeSet<String>,
}

/// What the MK does first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Premier {
    /// A séance, which counts.
    Seance,
    /// A bilan alone.
    Bilan,
}

/// What was understood.
#[derive(Clone, Debug)]
pub struct Lue {
    /// Key of the episode to be.
    pub cle: EpisodeId,
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// Structure.
    pub structure: TypeStructure,
    /// Who the patient is.
    pub identite: Identite,
    /// All his given names, when they were typed or scanned.
    pub prenoms: Option<ListePrenoms>,
    /// Place treated.
    pub localisation: Localisation,
    /// Day of the first act.
    pub le: Date,
    /// Which act.
    pub premier: Premier,
    /// Its line of the NGAP.
    pub acte: Option<ActeNgap>,
    /// Has the patient a médecin traitant.
    pub medecin_traitant: bool,
    /// Proof of diagnosis.
    pub diagnostic: Option<DiagnosticPrealable>,
    /// Warning signs.
    pub drapeaux: Vec<DrapeauRouge>,
    /// In what way it is a new problem.
    pub nouveau_probleme: Option<TexteLibre>,
    /// Why it goes on, where the rules ask.
    pub confirmation: Option<Confirmation>,
}

impl Saisie {
    /// An empty form with these answers.
    pub fn avec<'a>(champs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let champs = champs.into_iter().map(|(nom, valeur)| (nom.to_owned(), valeur)).collect();
        Self { champs, signes: BTreeSet::new() }
    }

    /// The fields of a request; the name of the first unknown one otherwise.
    ///
    /// # Errors
    /// The name of a field that the form does not have.
    pub fn depuis(paires: Vec<(String, String)>) -> Result<Self, String> {
        let mut saisie = Self::default();
        for (nom, valeur) in paires {
            if nom == "signe" {
                saisie.signes.insert(valeur);
            } else if CHAMPS.contains(&nom.as_str()) || nom.starts_with("motif-") {
                saisie.champs.insert(nom, valeur);
            } else {
                return Err(nom);
            }
        }
        Ok(saisie)
    }

    /// Ticks a sign, with its motive.
    pub fn signaler(&mut self, code: String, motif: Option<String>) {
        self.champs.insert(format!("motif-{code}"), motif.unwrap_or_default());
        self.signes.insert(code);
    }

    /// Fills the patient with what a scan says. It qualifies nothing: somebody must still see a document.
    pub fn remplir(&mut self, lu: &Scan) {
        let traits = &lu.traits;
        let champs = [
            ("ins", lu.ins.as_str().to_owned()),
            ("oid", lu.ins.oid().as_str().to_owned()),
            ("nom", traits.nom_naissance().to_owned()),
            ("prenom", traits.prenom().to_owned()),
            ("prenoms", lu.prenoms.as_str().to_owned()),
            ("sexe", traits.sexe().code().to_owned()),
            ("ne_le", traits.ne_le().to_string()),
            (
                "lieu_naissance",
                lu.lieu_naissance.as_ref().map(|lieu| lieu.as_str().to_owned()).unwrap_or_default(),
            ),
            ("statut", DatamatrixIns::STATUT.code().to_owned()),
        ];
        self.champs.extend(champs.map(|(nom, valeur)| (nom.to_owned(), valeur)));
    }

    /// A field as typed.
    pub fn champ(&self, nom: &str) -> &str {
        self.champs.get(nom).map_or("", |valeur| valeur.trim())
    }

    /// What was understood, or every field to correct.
    ///
    /// # Errors
    /// Every field to correct.
    pub fn lire(&self, aujourd_hui: Date, monde: Monde) -> Result<Lue, Erreurs> {
        let mut e = Erreurs::default();
        let cle = e.noter("cle", self.champ("cle").parse());
        let departement = e.noter("departement", self.champ("departement").parse());
        let structure =
            self.code("structure", TypeStructure::depuis_code, "Choisissez la structure.", &mut e);
        let identite = self.identite(aujourd_hui, monde, &mut e);
        let prenoms = e.noter(
            "prenoms",
            facultatif(self.champ("prenoms"), |liste| ins::prenoms(liste, self.champ("prenom"))),
        );
        let localisation = self.localisation(&mut e);
        let le = e.noter("le", jour(self.champ("le"), "Indiquez la date du premier acte."));
        let premier = e.noter(
            "premier",
            entre(
                self.champ("premier"),
                ("seance", Premier::Seance),
                ("bilan", Premier::Bilan),
                "Dites si c’est une séance ou un bilan seul.",
            ),
        );
        let acte = e.noter("acte", facultatif(self.champ("acte"), lire_acte));
        let medecin = e.noter(
            "medecin_traitant",
            oui_non(self.champ("medecin_traitant"), "Dites si le patient a un médecin traitant."),
        );
        let diagnostic = self.diagnostic(aujourd_hui, &mut e);
        let drapeaux = self.drapeaux(&mut e);
        let nouveau_probleme =
            e.noter("nouveau_probleme", facultatif(self.champ("nouveau_probleme"), str::parse::<TexteLibre>));
        let motif = e.noter("confirmation", facultatif(self.champ("confirmation"), str::parse::<TexteLibre>));
        let lue = (|| {
            Some(Lue {
                cle: cle?,
                departement: departement?,
                structure: structure?,
                identite: identite?,
                prenoms: prenoms?,
                localisation: localisation?,
                le: le?,
                premier: premier?,
                acte: acte?,
                medecin_traitant: medecin?,
                diagnostic: diagnostic?,
                drapeaux,
                nouveau_probleme: nouveau_probleme?,
                confirmation: motif?.map(|motif| Confirmation { motif }),
            })
        })();
        lue.filter(|_| e.est_vide()).ok_or(e)
    }

    fn code<T>(
        &self,
        nom: &str,
        lire: fn(&str) -> Option<T>,
        message: &str,
        erreurs: &mut Erreurs,
    ) -> Option<T> {
        erreurs.noter(nom, lire(self.champ(nom)).ok_or(message))
    }

    fn identite(&self, aujourd_hui: Date, monde: Monde, erreurs: &mut Erreurs) -> Option<Identite> {
        let oid = OidIns::depuis_code(self.champ("oid")).unwrap_or(OidIns::Nir);
        let lu = erreurs
            .noter("ins", facultatif(self.champ("ins"), |texte| Ins::sous(oid, texte)).map_err(phrase));
        if let Some(Some(lu)) = &lu {
            erreurs.noter("oid", ins::admis(monde, lu.oid()));
        }
        let sexe =
            self.code("sexe", Sexe::depuis_code, "Choisissez le sexe inscrit à l’état civil.", erreurs);
        let ne_le = erreurs.noter("ne_le", jour(self.champ("ne_le"), "Indiquez la date de naissance."));
        let lieu = erreurs
            .noter("lieu_naissance", facultatif(self.champ("lieu_naissance"), str::parse).map_err(phrase));
        let statut = self.code(
            "statut",
            StatutIdentite::depuis_code,
            "Dites comment l’identité a été vérifiée.",
            erreurs,
        );
        let traits = self.traits(sexe?, ne_le?, aujourd_hui, erreurs);
        Some(Identite { traits: traits?, ins: lu?, lieu_naissance: lieu?, statut: statut? })
    }

    fn traits(&self, sexe: Sexe, ne_le: Date, aujourd_hui: Date, erreurs: &mut Erreurs) -> Option<Traits> {
        use droit::patient::TraitsInvalides as Faute;
        let traits = Traits::nouveaux(self.champ("nom"), self.champ("prenom"), sexe, ne_le, aujourd_hui);
        let champ = match &traits {
            Err(Faute::Prenom) => "prenom",
            Err(Faute::Naissance) => "ne_le",
            Err(Faute::Nom | Faute::Longueur | Faute::Caractere) | Ok(_) => "nom",
        };
        erreurs.noter(champ, traits.map_err(phrase))
    }

    fn localisation(&self, erreurs: &mut Erreurs) -> Option<Localisation> {
        let region = self.code("region", Region::depuis_code, "Choisissez la région du corps.", erreurs)?;
        let cote = if region.a_deux_cotes() { self.champ("cote") } else { Cote::SansObjet.code() };
        let cote = Cote::depuis_code(cote).unwrap_or(Cote::SansObjet);
        erreurs.noter("cote", Localisation::nouvelle(region, cote).map_err(phrase))
    }

    /// `Some(None)`: no proof, said so.
    fn diagnostic(&self, aujourd_hui: Date, erreurs: &mut Erreurs) -> Option<Option<DiagnosticPrealable>> {
        let present = oui_non(self.champ("diagnostic"), "Dites si un diagnostic a déjà été posé.");
        if !erreurs.noter("diagnostic", present)? {
            return Some(None);
        }
        let type_diagnostic =
            self.code("type_diagnostic", TypeDiagnostic::depuis_code, "Choisissez le document.", erreurs);
        let date = erreurs
            .noter("date_diagnostic", jour(self.champ("date_diagnostic"), "Indiquez la date du document."));
        let en_rapport = erreurs.noter(
            "en_rapport",
            oui_non(self.champ("en_rapport"), "Dites si le document concerne ce problème."),
        );
        if date.is_some_and(|date| date > aujourd_hui) {
            erreurs
                .ajouter("date_diagnostic", "Le document est daté d’après aujourd’hui : vérifiez sa date.");
        }
        Some(Some(DiagnosticPrealable {
            type_diagnostic: type_diagnostic?,
            date: date?,
            en_rapport: en_rapport?,
            enregistre_le: aujourd_hui,
        }))
    }

    fn drapeaux(&self, erreurs: &mut Erreurs) -> Vec<DrapeauRouge> {
        let mut drapeaux = Vec::new();
        for code in &self.signes {
            let Some(signe) = Signes::embarques().ok().and_then(|signes| signes.signe(code)) else {
                erreurs.ajouter("depistage", format!("Le signe « {code} » est inconnu."));
                continue;
            };
            let motif = self.champ(&format!("motif-{code}"));
            let motif = (!motif.is_empty()).then(|| motif.to_owned());
            drapeaux.push(DrapeauRouge { code: code.clone(), gravite: signe.gravite, motif });
        }
        if self.signes.is_empty() && self.champ("depistage") != "fait" {
            erreurs.ajouter(
                "depistage",
                "Recherchez ces signes, puis cochez ceux qui sont présents ou dites qu’il n’y en a aucun.",
            );
        }
        drapeaux
    }
}
