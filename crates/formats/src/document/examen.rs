//! What an examination finds, as JSON: measures refer to their movement or score by code.

use droit::decision::{ActeNgap, DrapeauRouge};
use droit::document::{
    Amplitude, Cible, Deficiences, Dixiemes, Douleur, Echelles, Force, Incapacites, Mouvements, Objectif,
    ResultatObjectif, Score, Sensibilite,
};
use serde::{Deserialize, Serialize};

use super::valeur::{Chiffre, Ecrit, ecrit, lu, tous};
use droit::decision::{Coefficient, Gravite};
use droit::document::{Atteinte, Circonstance, CotationForce, EtatSensibilite, Intensite};
use droit::episode::Cote;
use droit::texte::{Intitule, TexteLibre};

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AmplitudeEcrite {
    mouvement: String,
    cote: Ecrit<Cote>,
    degres: i16,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "AmplitudeEcrite", into = "AmplitudeEcrite")]
struct AmplitudeJson(Amplitude);

impl TryFrom<AmplitudeEcrite> for AmplitudeJson {
    type Error = String;

    fn try_from(ecrite: AmplitudeEcrite) -> Result<Self, String> {
        let mouvements = Mouvements::embarques().map_err(|faute| faute.to_string())?;
        let code = &ecrite.mouvement;
        let mouvement =
            mouvements.mouvement(code).ok_or_else(|| format!("« {code} » n’est pas un mouvement connu"))?;
        Amplitude::nouvelle(mouvement, ecrite.cote.0, ecrite.degres).map(Self).map_err(|f| f.to_string())
    }
}

impl From<AmplitudeJson> for AmplitudeEcrite {
    fn from(AmplitudeJson(amplitude): AmplitudeJson) -> Self {
        let mouvement = amplitude.mouvement().code.clone();
        Self { mouvement, cote: Ecrit(amplitude.cote()), degres: amplitude.degres() }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScoreEcrit {
    echelle: String,
    dixiemes: u32,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "ScoreEcrit", into = "ScoreEcrit")]
struct ScoreJson(Score);

impl TryFrom<ScoreEcrit> for ScoreJson {
    type Error = String;

    fn try_from(ecrit: ScoreEcrit) -> Result<Self, String> {
        let echelles = Echelles::embarquees().map_err(|faute| faute.to_string())?;
        let code = &ecrit.echelle;
        let echelle = echelles.echelle(code).ok_or_else(|| format!("« {code} » n’est pas un score connu"))?;
        Score::nouveau(echelle, Dixiemes(ecrit.dixiemes)).map(Self).map_err(|faute| faute.to_string())
    }
}

impl From<ScoreJson> for ScoreEcrit {
    fn from(ScoreJson(score): ScoreJson) -> Self {
        Self { echelle: score.echelle().code.clone(), dixiemes: score.valeur().0 }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DouleurJson {
    circonstance: Ecrit<Circonstance>,
    intensite: Chiffre<Intensite>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ForceJson {
    groupe: Ecrit<Intitule>,
    cote: Ecrit<Cote>,
    cotation: Chiffre<CotationForce>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SensibiliteJson {
    territoire: Ecrit<Intitule>,
    cote: Ecrit<Cote>,
    etat: Ecrit<EtatSensibilite>,
}

impl From<Douleur> for DouleurJson {
    fn from(d: Douleur) -> Self {
        Self { circonstance: Ecrit(d.circonstance), intensite: Chiffre(d.intensite) }
    }
}

impl From<DouleurJson> for Douleur {
    fn from(d: DouleurJson) -> Self {
        Self { circonstance: d.circonstance.0, intensite: d.intensite.0 }
    }
}

impl From<Force> for ForceJson {
    fn from(f: Force) -> Self {
        Self { groupe: Ecrit(f.groupe), cote: Ecrit(f.cote), cotation: Chiffre(f.cotation) }
    }
}

impl From<ForceJson> for Force {
    fn from(f: ForceJson) -> Self {
        Self { groupe: f.groupe.0, cote: f.cote.0, cotation: f.cotation.0 }
    }
}

impl From<Sensibilite> for SensibiliteJson {
    fn from(s: Sensibilite) -> Self {
        Self { territoire: Ecrit(s.territoire), cote: Ecrit(s.cote), etat: Ecrit(s.etat) }
    }
}

impl From<SensibiliteJson> for Sensibilite {
    fn from(s: SensibiliteJson) -> Self {
        Self { territoire: s.territoire.0, cote: s.cote.0, etat: s.etat.0 }
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DeficiencesJson {
    douleurs: Vec<DouleurJson>,
    amplitudes: Vec<AmplitudeJson>,
    forces: Vec<ForceJson>,
    sensibilites: Vec<SensibiliteJson>,
    observations: Option<Ecrit<TexteLibre>>,
}

impl From<Deficiences> for DeficiencesJson {
    fn from(d: Deficiences) -> Self {
        Self {
            douleurs: tous(d.douleurs),
            amplitudes: d.amplitudes.into_iter().map(AmplitudeJson).collect(),
            forces: tous(d.forces),
            sensibilites: tous(d.sensibilites),
            observations: ecrit(d.observations),
        }
    }
}

impl From<DeficiencesJson> for Deficiences {
    fn from(d: DeficiencesJson) -> Self {
        Self {
            douleurs: tous(d.douleurs),
            amplitudes: d.amplitudes.into_iter().map(|AmplitudeJson(amplitude)| amplitude).collect(),
            forces: tous(d.forces),
            sensibilites: tous(d.sensibilites),
            observations: lu(d.observations),
        }
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct IncapacitesJson {
    scores: Vec<ScoreJson>,
    observations: Option<Ecrit<TexteLibre>>,
}

impl From<Incapacites> for IncapacitesJson {
    fn from(i: Incapacites) -> Self {
        Self { scores: i.scores.into_iter().map(ScoreJson).collect(), observations: ecrit(i.observations) }
    }
}

impl From<IncapacitesJson> for Incapacites {
    fn from(i: IncapacitesJson) -> Self {
        Self {
            scores: i.scores.into_iter().map(|ScoreJson(score)| score).collect(),
            observations: lu(i.observations),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum CibleJson {
    Douleur { circonstance: Ecrit<Circonstance>, au_plus: Chiffre<Intensite> },
    Amplitude(AmplitudeJson),
    Score(ScoreJson),
}

impl From<Cible> for CibleJson {
    fn from(cible: Cible) -> Self {
        match cible {
            Cible::Douleur { circonstance, au_plus } => {
                Self::Douleur { circonstance: Ecrit(circonstance), au_plus: Chiffre(au_plus) }
            }
            Cible::Amplitude(amplitude) => Self::Amplitude(AmplitudeJson(amplitude)),
            Cible::Score(score) => Self::Score(ScoreJson(score)),
        }
    }
}

impl From<CibleJson> for Cible {
    fn from(cible: CibleJson) -> Self {
        match cible {
            CibleJson::Douleur { circonstance, au_plus } => {
                Self::Douleur { circonstance: circonstance.0, au_plus: au_plus.0 }
            }
            CibleJson::Amplitude(AmplitudeJson(amplitude)) => Self::Amplitude(amplitude),
            CibleJson::Score(ScoreJson(score)) => Self::Score(score),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectifJson {
    libelle: Ecrit<TexteLibre>,
    cible: Option<CibleJson>,
}

impl From<Objectif> for ObjectifJson {
    fn from(o: Objectif) -> Self {
        Self { libelle: Ecrit(o.libelle), cible: o.cible.map(CibleJson::from) }
    }
}

impl From<ObjectifJson> for Objectif {
    fn from(o: ObjectifJson) -> Self {
        Self { libelle: o.libelle.0, cible: o.cible.map(Cible::from) }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResultatJson {
    objectif: ObjectifJson,
    atteinte: Ecrit<Atteinte>,
    commentaire: Option<Ecrit<TexteLibre>>,
}

impl From<ResultatObjectif> for ResultatJson {
    fn from(r: ResultatObjectif) -> Self {
        Self { objectif: r.objectif.into(), atteinte: Ecrit(r.atteinte), commentaire: ecrit(r.commentaire) }
    }
}

impl From<ResultatJson> for ResultatObjectif {
    fn from(r: ResultatJson) -> Self {
        Self { objectif: r.objectif.into(), atteinte: r.atteinte.0, commentaire: lu(r.commentaire) }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DrapeauJson {
    code: String,
    gravite: Ecrit<Gravite>,
    motif: Option<String>,
}

impl From<DrapeauRouge> for DrapeauJson {
    fn from(d: DrapeauRouge) -> Self {
        Self { code: d.code, gravite: Ecrit(d.gravite), motif: d.motif }
    }
}

impl From<DrapeauJson> for DrapeauRouge {
    fn from(d: DrapeauJson) -> Self {
        Self { code: d.code, gravite: d.gravite.0, motif: d.motif }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActeJson {
    lettre: String,
    coefficient: Ecrit<Coefficient>,
}

impl From<ActeNgap> for ActeJson {
    fn from(a: ActeNgap) -> Self {
        Self { lettre: a.lettre, coefficient: Ecrit(a.coefficient) }
    }
}

impl From<ActeJson> for ActeNgap {
    fn from(a: ActeJson) -> Self {
        Self { lettre: a.lettre, coefficient: a.coefficient.0 }
    }
}
