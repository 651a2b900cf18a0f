//! The fields of a report, the same from an episode and without one: two minutes, nothing that names anybody.

use droit::anonymat::Indice;
use droit::episode::{Complement, GraviteEvenement, InformationPatient, MomentEvenement, NatureEvenement};
use droit::evenement::{Faits, RegleEvenement};
use droit::identifiant::EvenementId;
use droit::reglement::Registre;
use droit::texte::TexteLibre;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use crate::anonymat;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse, source};
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaisieEvenement {
    /// Key drawn by the page: sent twice, the event is recorded once.
    pub cle: String,
    /// Department, where it is not that of an episode.
    #[serde(default)]
    pub departement: String,
    /// Day.
    #[serde(default)]
    pub le: String,
    #[serde(default)]
    gravite: String,
    #[serde(default)]
    nature: String,
    #[serde(default)]
    moment: String,
    #[serde(default)]
    information: String,
    #[serde(default)]
    circonstances: String,
    #[serde(default)]
    mesures: String,
    #[serde(default)]
    tel_quel: String,
    /// What in its words may lead to somebody, once looked for.
    #[serde(skip)]
    pub passages: Vec<Indice>,
}

impl SaisieEvenement {
    /// An empty form of this day.
    pub fn vierge(cle: String, le: String) -> Self {
        Self { cle, le, ..Self::default() }
    }

    /// The fields, in the order in which one thinks.
    pub fn champs(&self, regle: &RegleEvenement<'_>, e: &Erreurs) -> Markup {
        let gravites = GraviteEvenement::TOUS.iter().map(|gravite| {
            let aide = if regle.oblige(*gravite) {
                "À déclarer sans délai sur le portail national : nous vous y guidons ensuite."
            } else {
                ""
            };
            Reponse::new(gravite.code(), gravite.libelle()).aide(aide)
        });
        html! {
            input type="hidden" name="cle" value=(self.cle);
            (Champ::boutons("gravite", "Gravité", gravites.collect()).valeur(self.gravite.as_str()).erreurs(e).rendre())
            (Champ::liste("nature", "Nature", reponses(NatureEvenement::TOUS, |n| (n.code(), n.libelle()))).valeur(self.nature.as_str()).erreurs(e).rendre())
            (Champ::date("le", "Date de l’événement").valeur(self.le.as_str()).erreurs(e).rendre())
            (Champ::boutons("moment", "Moment", reponses(MomentEvenement::TOUS, |m| (m.code(), m.libelle()))).valeur(self.moment.as_str()).erreurs(e).rendre())
            (Champ::zone("circonstances", "Ce qui s’est passé").aide("Les faits en quelques phrases, sans nommer personne.").valeur(self.circonstances.as_str()).erreurs(e).rendre())
            (Champ::zone("mesures", "Ce qui a été fait").aide("Pour le patient, et pour que cela ne se reproduise pas.").valeur(self.mesures.as_str()).erreurs(e).rendre())
            (Champ::boutons("information", "Le patient est-il informé ?", reponses(InformationPatient::TOUS, |i| (i.code(), i.libelle()))).valeur(self.information.as_str()).erreurs(e).rendre())
            (anonymat::quand_meme(&self.passages))
        }
    }

    /// Looks once for what may lead to somebody in its words: a report is warned about, never stopped.
    ///
    /// # Errors
    /// When the base fails.
    pub async fn relire(
        &self,
        app: &App,
        concernes: Vec<String>,
    ) -> Result<Option<(Self, Erreurs)>, Failure> {
        if self.tel_quel == "oui" {
            return Ok(None);
        }
        let mut erreurs = Erreurs::default();
        let textes = [("circonstances", self.circonstances.as_str()), ("mesures", self.mesures.as_str())];
        let passages = anonymat::avertir(app, &textes, concernes, &mut erreurs).await?;
        Ok((!passages.is_empty()).then(|| (Self { passages, ..self.clone() }, erreurs)))
    }

    /// Reads it, every error at once.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn lire(&self) -> Result<(EvenementId, Faits), Erreurs> {
        let mut e = Erreurs::default();
        let id: Option<EvenementId> = e.noter("cle", self.cle.parse());
        let gravite =
            e.noter("gravite", GraviteEvenement::depuis_code(&self.gravite).ok_or("Choisissez la gravité."));
        let nature = e.noter(
            "nature",
            NatureEvenement::depuis_code(&self.nature).ok_or("Choisissez la nature de l’événement."),
        );
        let le: Option<Date> =
            e.noter("le", self.le.trim().parse().map_err(|_| "Indiquez la date de l’événement."));
        let moment =
            e.noter("moment", MomentEvenement::depuis_code(&self.moment).ok_or("Dites quand c’est arrivé."));
        let circonstances = texte("circonstances", &self.circonstances, &mut e);
        let mesures = texte("mesures", &self.mesures, &mut e);
        let information = e.noter(
            "information",
            InformationPatient::depuis_code(&self.information).ok_or("Dites si le patient est informé."),
        );
        let lue = (|| {
            let complement =
                Complement { nature: Some(nature?), moment: Some(moment?), information: Some(information?) };
            let faits = Faits {
                le: le?,
                gravite: gravite?,
                complement,
                circonstances: circonstances?,
                mesures: mesures?,
            };
            Some((id?, faits))
        })();
        lue.ok_or(e)
    }
}

/// Where an event goes, by severity, with the text that says so.
pub fn circuit(regle: &RegleEvenement<'_>, registre: &Registre) -> Markup {
    html! {
        details.plus {
            summary { "Où va ce signalement ?" }
            ul {
                li { "Toujours : à l’ARS du département, par Accès Direct. Elle seule et vous le lisez." }
                li {
                    "Événement grave ou décès : aussi sur le "
                    @match &regle.portail.connue {
                        Some(adresse) => a href=(adresse) rel="noreferrer" { "portail national des signalements" },
                        None => "portail national des signalements",
                    }
                    ", sans délai, puis l’analyse"
                    @if let Some(mois) = regle.delai_mois.connue { " dans les " (mois) " mois" } ". "
                    (source(&regle.a_declarer.source, registre))
                }
                li { "Matériel, médicament ou infection : le même portail prévient l’autorité compétente." }
            }
        }
    }
}

fn reponses<T: Copy>(toutes: &[T], lire: impl Fn(T) -> (&'static str, &'static str)) -> Vec<Reponse> {
    let reponse = |valeur: &T| {
        let (code, libelle) = lire(*valeur);
        Reponse::new(code, libelle)
    };
    toutes.iter().map(reponse).collect()
}

/// A text that must be there.
pub fn texte(nom: &str, saisie: &str, e: &mut Erreurs) -> Option<TexteLibre> {
    e.noter(nom, saisie.parse::<TexteLibre>().map_err(|erreur| phrase(&erreur)))
}

/// An error of the law as a sentence.
pub fn phrase(erreur: &impl std::fmt::Display) -> String {
    let texte = erreur.to_string();
    let mut signes = texte.chars();
    let debut: String = signes.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{debut}{}.", signes.as_str().replace('\'', "’"))
}
