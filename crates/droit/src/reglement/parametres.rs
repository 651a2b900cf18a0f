//! The one list of the parameters the rules know: a key of the files is a field here, or it is refused.

use jiff::civil::Date;

use super::choix::{
    Declarant, DepartEpisode, EffetDiagnostic, EffetFinAdhesion, PieceFacturation, PriseEnCompteFiche,
    QualiteMembre, RythmeEvaluation, RythmeListe, TestCpts,
};
use super::couche::Couches;
use super::erreur::ReglementInvalide;
use super::lecture::Lisible;
use super::ngap::ZoneTarifaire;
use super::parametre::{Origine, Serie, Source, Variante};
use super::registre::Registre;
use super::territoire::{EffetDuDroit, LieuExercice, ListeDiagnostics, Portee, Regime};
use crate::comite::Institution;
use crate::decision::Statut;
use crate::episode::GraviteEvenement;
use crate::fiche_cpts::EtapeFiche;

macro_rules! parametres {
    ($($(#[$doc:meta])* $champ:ident : $type:ty,)+) => {
        /// Every parameter, understood, for one regime and one department.
        #[derive(Clone, Debug)]
        pub struct Parametres { $($(#[$doc])* pub $champ: $type,)+ }

        impl Parametres {
            /// The keys, in the order of presentation.
            pub(super) const CLES: &'static [&'static str] = &[$(stringify!($champ),)+];

            pub(super) fn comprendre(couches: &Couches<'_>, registre: &Registre) -> Result<Self, ReglementInvalide> {
                Ok(Self { $($champ: Champ::comprendre(stringify!($champ), couches, registre)?,)+ })
            }

            /// Every parameter as it reads on a day, in the order of presentation.
            pub(super) fn lectures(&self, le: Date) -> Vec<(&'static str, Option<Lecture<'_>>)> {
                vec![$((stringify!($champ), self.$champ.lecture(le)),)+]
            }
        }
    };
}

parametres! {
    /// Is the department one of those of the experiment.
    designe: Serie<bool>,
    /// First day, inclusive.
    debut: Serie<Date>,
    /// Last day, inclusive.
    fin: Option<Serie<Date>>,
    /// Last day of enrolment, inclusive.
    fin_inscriptions: Option<Serie<Date>>,
    /// Regime of a CPTS.
    regime_cpts: Serie<Regime>,
    /// Regime of a maison de santé.
    regime_msp: Serie<Regime>,
    /// Regime of a centre de santé.
    regime_cds: Serie<Regime>,
    /// Regime of an équipe de soins primaires.
    regime_esp: Serie<Regime>,
    /// Regime of an équipe de soins spécialisés.
    regime_ess: Serie<Regime>,
    /// Regime of an établissement de santé.
    regime_etablissement: Serie<Regime>,
    /// Regime of an établissement or service social or médico-social.
    regime_esms: Serie<Regime>,
    /// Regime of a practice outside every structure.
    regime_cabinet: Serie<Regime>,
    /// Who declares.
    declarant: Serie<Declarant>,
    /// Address of the form of declaration.
    formulaire: Serie<String>,
    /// How the CPTS is tied to the department.
    test_cpts: Serie<TestCpts>,
    /// The CPTS of the department known to take part, by name.
    cpts_nommees: Serie<Vec<String>>,
    /// Is the fiche annexed to the projet de santé required.
    fiche_exigee: Serie<bool>,
    /// The step of that fiche from which a declaration may be made.
    etape_de_la_fiche: Serie<EtapeFiche>,
    /// Who has to answer before it counts as taken into account.
    prise_en_compte_de_la_fiche: Serie<PriseEnCompteFiche>,
    /// Statuses admitted.
    statuts_admis: Serie<Vec<Statut>>,
    /// Statuses excluded.
    statuts_exclus: Serie<Vec<Statut>>,
    /// What the MK must be in the CPTS.
    qualite_de_membre: Serie<QualiteMembre>,
    /// Accepted proofs of membership.
    preuves_adhesion: Serie<Vec<String>>,
    /// Days before the end of a membership at which its parties are reminded.
    rappels_adhesion: Serie<Vec<u16>>,
    /// What becomes of the authorisation when the membership ends.
    effet_fin_adhesion: Serie<EffetFinAdhesion>,
    /// Which place of practice counts.
    lieu_exercice: Serie<LieuExercice>,
    /// Must the MK be on the ARS's list.
    autorisation: Serie<bool>,
    /// The event that opens the right to practise.
    effet_du_droit: Serie<EffetDuDroit>,
    /// Days the ARS gives itself to decide.
    delai_de_decision: Serie<u16>,
    /// When the list is updated.
    rythme_de_la_liste: Serie<RythmeListe>,
    /// Bodies that receive the names.
    organismes_locaux: Serie<Vec<String>>,
    /// How an MK leaves.
    retrait: Serie<String>,
    /// Months to contest a decision before the administrative court.
    delai_de_recours: Serie<u16>,
    /// Cap of séances without prior diagnosis.
    plafond: Serie<u16>,
    /// What the cap counts.
    portee: Serie<Portee>,
    /// Does a bilan alone count as a séance.
    bilan_seul_compte: Serie<bool>,
    /// Length of an episode without diagnosis, in calendar months.
    duree_episode: Serie<u8>,
    /// What starts the clock of an episode.
    depart_episode: Serie<DepartEpisode>,
    /// Accepted proofs of a prior diagnosis.
    diagnostics: Serie<ListeDiagnostics>,
    /// From when a diagnosis learnt during an episode lifts its limits.
    effet_du_diagnostic: Serie<EffetDiagnostic>,
    /// What holds once a diagnosis is known.
    soins_avec_diagnostic: Serie<String>,
    /// Is the patient to be oriented to a doctor when his state calls for it.
    orientation: Serie<bool>,
    /// May two séances be done on one day.
    deux_seances: Serie<bool>,
    /// Days after which a séance may no longer be entered.
    saisie_tardive: Serie<u16>,
    /// Ranks of séance at which the MK is warned.
    alertes_seances: Serie<Vec<u16>>,
    /// Days of the episode at which the MK is warned.
    alertes_jours: Serie<Vec<u16>>,
    /// Are the bilan and the report sent to the patient, the médecin traitant and the DMP.
    transmission: Serie<bool>,
    /// Circuit for a patient without médecin traitant.
    circuit_sans_medecin: Serie<String>,
    /// Whose number is the prescriber's on the bill.
    prescripteur: Serie<String>,
    /// What is joined to the bill.
    piece_de_facturation: Serie<PieceFacturation>,
    /// Value of the key letters.
    zone_de_valeur: Serie<ZoneTarifaire>,
    /// Age, in months, at which a prescription can no longer be renewed by the MK.
    renouvellement_mois: Serie<u8>,
    /// Months a copy of a renewed prescription is kept.
    copie_renouvellement_mois: Serie<u8>,
    /// Indicators of the evaluation.
    indicateurs: Serie<Vec<String>>,
    /// How often the data are sent.
    rythme_de_l_evaluation: Serie<RythmeEvaluation>,
    /// Meetings of the monitoring committee, in months after the start.
    comite_de_suivi: Serie<Vec<u16>>,
    /// Who sits in it.
    membres_du_comite: Serie<Vec<Institution>>,
    /// Severities of an adverse event that oblige to declare it to the ARS.
    evenements_a_declarer: Serie<Vec<GraviteEvenement>>,
    /// Address of the national portal where adverse events are declared.
    portail_de_signalement: Serie<String>,
    /// Months to send the analysis of a serious event.
    delai_de_l_analyse: Serie<u8>,
    /// Days after the report at which the analysis is reminded of.
    rappels_de_l_analyse: Serie<Vec<u16>>,
    /// Days before the deadline of an annual campaign at which the MK is reminded.
    rappels_de_campagne: Serie<Vec<u16>>,
}

/// A parameter as it reads on a day.
pub(super) struct Lecture<'r> {
    pub depuis: Date,
    pub origine: Origine,
    /// Writes the value with its unit; `None` when it is unknown.
    pub valeur: Option<&'r dyn Ecrire>,
    pub precision: &'r str,
    pub source: &'r Source,
    pub variantes: &'r [Variante],
}

/// A value that can be written without knowing its type.
pub(super) trait Ecrire {
    fn ecrire(&self, unite: &str) -> String;
}

impl<T: Lisible> Ecrire for T {
    fn ecrire(&self, unite: &str) -> String {
        self.afficher(unite)
    }
}

/// A field of [`Parametres`]: a series, or an optional one where a regime may know no such thing.
trait Champ: Sized {
    fn comprendre(cle: &str, couches: &Couches<'_>, registre: &Registre) -> Result<Self, ReglementInvalide>;
    fn lecture(&self, le: Date) -> Option<Lecture<'_>>;
}

impl<T: Lisible> Champ for Serie<T> {
    fn comprendre(cle: &str, couches: &Couches<'_>, registre: &Registre) -> Result<Self, ReglementInvalide> {
        couches
            .parametre(cle)?
            .serie(cle, registre)?
            .ok_or_else(|| ReglementInvalide::ParametreManquant { cle: cle.to_owned() })
    }

    fn lecture(&self, le: Date) -> Option<Lecture<'_>> {
        let echelon = self.echelon_au(le);
        Some(Lecture {
            depuis: echelon.depuis,
            origine: echelon.origine,
            valeur: echelon.valeur.connue.as_ref().map(|valeur| valeur as &dyn Ecrire),
            precision: &echelon.valeur.precision,
            source: &echelon.valeur.source,
            variantes: &echelon.valeur.variantes,
        })
    }
}

impl<T: Lisible> Champ for Option<Serie<T>> {
    fn comprendre(cle: &str, couches: &Couches<'_>, registre: &Registre) -> Result<Self, ReglementInvalide> {
        couches.parametre(cle)?.serie(cle, registre)
    }

    fn lecture(&self, le: Date) -> Option<Lecture<'_>> {
        self.as_ref()?.lecture(le)
    }
}
