//! What each kind of document says, as JSON: one shape for the draft and for the validated document.

use droit::decision::TypeDiagnostic;
use droit::document::{
    BilanDeDepart, BrouillonBilan, BrouillonCompteRendu, BrouillonLettre, BrouillonProtocole, Depistage,
    Incident, Justificatif, LieuDeSoin, Modalite, NombreSeances, ParSemaine, SeanceFacturee, Soins, Zone,
};
use droit::episode::{Destination, GraviteEvenement, IssueEpisode, MotifOrientation, Urgence};
use droit::identifiant::NumeroAm;
use droit::reglement::PieceFacturation;
use droit::texte::TexteLibre;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::examen::{ActeJson, DeficiencesJson, DrapeauJson, IncapacitesJson, ObjectifJson, ResultatJson};
use super::valeur::{Chiffre, Ecrit, ecrit, ensemble, lu, tous};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DepistageJson {
    cherches: Vec<String>,
    presents: Vec<DrapeauJson>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProtocoleJson {
    actes: Vec<ActeJson>,
    techniques: Option<Ecrit<TexteLibre>>,
    nombre: Option<Chiffre<NombreSeances>>,
    par_semaine: Option<Chiffre<ParSemaine>>,
    lieu: Option<Ecrit<LieuDeSoin>>,
    modalite: Option<Ecrit<Modalite>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BilanJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fait_le: Option<Date>,
    motif: Option<Ecrit<TexteLibre>>,
    anamnese: Option<Ecrit<TexteLibre>>,
    depistage: Option<DepistageJson>,
    schema: Vec<Ecrit<Zone>>,
    deficiences: DeficiencesJson,
    incapacites: IncapacitesJson,
    diagnostic: Option<Ecrit<TexteLibre>>,
    pronostic: Option<Ecrit<TexteLibre>>,
    objectifs: Vec<ObjectifJson>,
    protocole: ProtocoleJson,
    conseils: Option<Ecrit<TexteLibre>>,
}

impl From<Depistage> for DepistageJson {
    fn from(d: Depistage) -> Self {
        Self { cherches: d.cherches.into_iter().collect(), presents: tous(d.presents) }
    }
}

impl From<DepistageJson> for Depistage {
    fn from(d: DepistageJson) -> Self {
        Self { cherches: d.cherches.into_iter().collect(), presents: tous(d.presents) }
    }
}

impl From<BrouillonProtocole> for ProtocoleJson {
    fn from(p: BrouillonProtocole) -> Self {
        Self {
            actes: tous(p.actes),
            techniques: ecrit(p.techniques),
            nombre: p.nombre.map(Chiffre),
            par_semaine: p.rythme.map(Chiffre),
            lieu: ecrit(p.lieu),
            modalite: ecrit(p.modalite),
        }
    }
}

impl From<ProtocoleJson> for BrouillonProtocole {
    fn from(p: ProtocoleJson) -> Self {
        Self {
            actes: tous(p.actes),
            techniques: lu(p.techniques),
            nombre: p.nombre.map(|Chiffre(nombre)| nombre),
            rythme: p.par_semaine.map(|Chiffre(rythme)| rythme),
            lieu: lu(p.lieu),
            modalite: lu(p.modalite),
        }
    }
}

impl From<BrouillonBilan> for BilanJson {
    fn from(b: BrouillonBilan) -> Self {
        Self {
            fait_le: b.fait_le,
            motif: ecrit(b.motif),
            anamnese: ecrit(b.anamnese),
            depistage: b.depistage.map(DepistageJson::from),
            schema: b.schema.into_iter().map(Ecrit).collect(),
            deficiences: b.deficiences.into(),
            incapacites: b.incapacites.into(),
            diagnostic: ecrit(b.diagnostic),
            pronostic: ecrit(b.pronostic),
            objectifs: tous(b.objectifs),
            protocole: b.protocole.into(),
            conseils: ecrit(b.conseils),
        }
    }
}

impl From<BilanJson> for BrouillonBilan {
    fn from(b: BilanJson) -> Self {
        Self {
            fait_le: b.fait_le,
            motif: lu(b.motif),
            anamnese: lu(b.anamnese),
            depistage: b.depistage.map(Depistage::from),
            schema: ensemble(b.schema),
            deficiences: b.deficiences.into(),
            incapacites: b.incapacites.into(),
            diagnostic: lu(b.diagnostic),
            pronostic: lu(b.pronostic),
            objectifs: tous(b.objectifs),
            protocole: b.protocole.into(),
            conseils: lu(b.conseils),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SoinsJson {
    ouvert_le: Date,
    seances: Vec<Date>,
    bilan_le: Option<Date>,
}

impl From<Soins> for SoinsJson {
    fn from(s: Soins) -> Self {
        Self { ouvert_le: s.ouvert_le, seances: s.seances, bilan_le: s.bilan_le }
    }
}

impl From<SoinsJson> for Soins {
    fn from(s: SoinsJson) -> Self {
        Self { ouvert_le: s.ouvert_le, seances: s.seances, bilan_le: s.bilan_le }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DepartJson {
    le: Date,
    diagnostic: Ecrit<TexteLibre>,
    deficiences: DeficiencesJson,
    incapacites: IncapacitesJson,
}

impl From<BilanDeDepart> for DepartJson {
    fn from(d: BilanDeDepart) -> Self {
        let diagnostic = Ecrit(d.diagnostic);
        Self { le: d.le, diagnostic, deficiences: d.deficiences.into(), incapacites: d.incapacites.into() }
    }
}

impl From<DepartJson> for BilanDeDepart {
    fn from(d: DepartJson) -> Self {
        let diagnostic = d.diagnostic.0;
        Self { le: d.le, diagnostic, deficiences: d.deficiences.into(), incapacites: d.incapacites.into() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IncidentJson {
    le: Date,
    gravite: Ecrit<GraviteEvenement>,
    circonstances: Ecrit<TexteLibre>,
}

impl From<Incident> for IncidentJson {
    fn from(i: Incident) -> Self {
        Self { le: i.le, gravite: Ecrit(i.gravite), circonstances: Ecrit(i.circonstances) }
    }
}

impl From<IncidentJson> for Incident {
    fn from(i: IncidentJson) -> Self {
        Self { le: i.le, gravite: i.gravite.0, circonstances: i.circonstances.0 }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompteRenduJson {
    soins: SoinsJson,
    depart: Option<DepartJson>,
    resultats: Vec<ResultatJson>,
    deficiences: DeficiencesJson,
    incapacites: IncapacitesJson,
    commentaire: Option<Ecrit<TexteLibre>>,
    incidents: Vec<IncidentJson>,
    issue: Option<Ecrit<IssueEpisode>>,
    suites: Option<Ecrit<TexteLibre>>,
    conseils: Option<Ecrit<TexteLibre>>,
}

impl From<BrouillonCompteRendu> for CompteRenduJson {
    fn from(c: BrouillonCompteRendu) -> Self {
        Self {
            soins: c.soins.into(),
            depart: c.depart.map(DepartJson::from),
            resultats: tous(c.resultats),
            deficiences: c.deficiences.into(),
            incapacites: c.incapacites.into(),
            commentaire: ecrit(c.commentaire),
            incidents: tous(c.incidents),
            issue: ecrit(c.issue),
            suites: ecrit(c.suites),
            conseils: ecrit(c.conseils),
        }
    }
}

impl From<CompteRenduJson> for BrouillonCompteRendu {
    fn from(c: CompteRenduJson) -> Self {
        Self {
            soins: c.soins.into(),
            depart: c.depart.map(BilanDeDepart::from),
            resultats: tous(c.resultats),
            deficiences: c.deficiences.into(),
            incapacites: c.incapacites.into(),
            commentaire: lu(c.commentaire),
            incidents: tous(c.incidents),
            issue: lu(c.issue),
            suites: lu(c.suites),
            conseils: lu(c.conseils),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LettreJson {
    motif: Option<Ecrit<MotifOrientation>>,
    precision: Option<Ecrit<TexteLibre>>,
    destination: Option<Ecrit<Destination>>,
    urgence: Option<Ecrit<Urgence>>,
    drapeaux: Vec<DrapeauJson>,
    question: Option<Ecrit<TexteLibre>>,
    constatations: Option<Ecrit<TexteLibre>>,
    soins: SoinsJson,
    deja_tente: Option<Ecrit<TexteLibre>>,
}

impl From<BrouillonLettre> for LettreJson {
    fn from(l: BrouillonLettre) -> Self {
        Self {
            motif: ecrit(l.motif),
            precision: ecrit(l.precision),
            destination: ecrit(l.destination),
            urgence: ecrit(l.urgence),
            drapeaux: tous(l.drapeaux),
            question: ecrit(l.question),
            constatations: ecrit(l.constatations),
            soins: l.soins.into(),
            deja_tente: ecrit(l.deja_tente),
        }
    }
}

impl From<LettreJson> for BrouillonLettre {
    fn from(l: LettreJson) -> Self {
        Self {
            motif: lu(l.motif),
            precision: lu(l.precision),
            destination: lu(l.destination),
            urgence: lu(l.urgence),
            drapeaux: tous(l.drapeaux),
            question: lu(l.question),
            constatations: lu(l.constatations),
            soins: l.soins.into(),
            deja_tente: lu(l.deja_tente),
        }
    }
}

/// The only document the payer asks for today; another one is another variant.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PieceJson {
    #[serde(rename = "annexe-1")]
    Annexe1,
    Aucune,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeanceJson {
    le: Date,
    acte: Option<ActeJson>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PreuveJson {
    genre: Ecrit<TypeDiagnostic>,
    le: Date,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JustificatifJson {
    piece: PieceJson,
    numero_am: Ecrit<NumeroAm>,
    soins: SoinsJson,
    seances: Vec<SeanceJson>,
    diagnostic: Option<PreuveJson>,
}

impl From<Justificatif> for JustificatifJson {
    fn from(j: Justificatif) -> Self {
        let piece = match j.piece {
            PieceFacturation::Annexe1 => PieceJson::Annexe1,
            PieceFacturation::Aucune => PieceJson::Aucune,
        };
        let seance = |s: SeanceFacturee| SeanceJson { le: s.le, acte: s.acte.map(ActeJson::from) };
        Self {
            piece,
            numero_am: Ecrit(j.numero_am),
            soins: j.soins.into(),
            seances: j.seances.into_iter().map(seance).collect(),
            diagnostic: j.diagnostic.map(|(genre, le)| PreuveJson { genre: Ecrit(genre), le }),
        }
    }
}

impl From<JustificatifJson> for Justificatif {
    fn from(j: JustificatifJson) -> Self {
        let piece = match j.piece {
            PieceJson::Annexe1 => PieceFacturation::Annexe1,
            PieceJson::Aucune => PieceFacturation::Aucune,
        };
        let seance = |s: SeanceJson| SeanceFacturee { le: s.le, acte: s.acte.map(Into::into) };
        Self {
            piece,
            numero_am: j.numero_am.0,
            soins: j.soins.into(),
            seances: j.seances.into_iter().map(seance).collect(),
            diagnostic: j.diagnostic.map(|preuve| (preuve.genre.0, preuve.le)),
        }
    }
}
