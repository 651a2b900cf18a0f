//! The whole matrix: each actor, tied to the thing or not, before each action. `o` opens, `.` answers as for nothing.

use jiff::civil::date;

use super::*;
use crate::decision::TypeStructure;
use crate::declaration::{Declaration, EtatDeclaration, FicheDeclaration, MotifRefus, MotifRetrait, Origine};
use crate::episode::{
    Compte, Cote, Episode, EtatEpisode, Fiche, IssueEpisode, Localisation, Rang, Region, Seance,
};
use crate::identifiant::{DeclarationId, EpisodeId, PatientId, SeanceId};
use crate::organisme::TypeOrganisme;

const SUIVEUR: PraticienId = PraticienId::new(1);
const CONFRERE: PraticienId = PraticienId::new(2);
const ETRANGER: PraticienId = PraticienId::new(3);

fn departement(code: &str) -> CodeDepartement {
    code.parse().unwrap()
}

fn seance(n: u16, par: PraticienId) -> Seance {
    Seance {
        id: SeanceId::new(n.into()),
        le: date(2026, 3, 1),
        saisie_le: jiff::Timestamp::UNIX_EPOCH,
        par,
        compte: Rang::nouveau(n).map_or(Compte::Excedent, Compte::Place),
        acte: None,
        note: "douleur à la marche".parse().ok(),
    }
}

fn episode(etat: EtatEpisode) -> Episode {
    Episode::relu(Fiche {
        id: EpisodeId::new(1),
        patient: PatientId::new(1),
        localisation: Localisation::nouvelle(Region::RachisLombaire, Cote::SansObjet).unwrap(),
        departement: departement("45"),
        type_structure: TypeStructure::Cpts,
        ouvert_le: date(2026, 2, 2),
        fin_le: Some(date(2026, 5, 2)),
        plafond: Some(8),
        participants: vec![SUIVEUR, CONFRERE],
        seances: vec![seance(1, SUIVEUR), seance(2, CONFRERE)],
        diagnostic: None,
        drapeaux: Vec::new(),
        amelioration: None,
        orientations: Vec::new(),
        evenements: Vec::new(),
        etat,
        version: 3,
    })
}

fn declaration(etat: EtatDeclaration) -> Declaration {
    Declaration::relue(FicheDeclaration {
        id: DeclarationId::new(1),
        praticien: SUIVEUR,
        departement: departement("45"),
        cpts: CptsId::new(1),
        origine: Origine::Cpts,
        justificatif: None,
        depose_le: None,
        etat,
        version: 1,
    })
}

fn acteurs() -> Vec<(&'static str, Acteur)> {
    let ars = |code| Acteur::AgentArs { departements: vec![departement(code)] };
    vec![
        ("mk participant", Acteur::Mk { praticien: SUIVEUR }),
        ("mk autre", Acteur::Mk { praticien: ETRANGER }),
        ("cpts", Acteur::CoordinationCpts { cpts: CptsId::new(1) }),
        ("cpts autre", Acteur::CoordinationCpts { cpts: CptsId::new(2) }),
        ("medecin", Acteur::Medecin { praticien: SUIVEUR }),
        ("ars", ars("45")),
        ("ars autre", ars("83")),
        ("cpam", Acteur::AgentCpam { departement: departement("45") }),
        ("comite", Acteur::MembreComite { departement: departement("45") }),
        ("admin", Acteur::Administrateur),
    ]
}

fn signe<T, E>(issue: Result<T, E>) -> char {
    if issue.is_ok() { 'o' } else { '.' }
}

/// Columns: episode (voir, modifier, aperçu, tableau, document du premier), declaration (voir, modifier, instruire), then file, membres,
/// caisse, comptes, then transmissions (of the CPAM, of the MSA, transmettre).
fn ligne(acteur: &Acteur, e: &Episode, d: &Declaration) -> String {
    [
        signe(voir(acteur, e)),
        signe(modifier(acteur, e.clone())),
        signe(apercevoir(acteur, e)),
        signe(tableau(acteur)),
        signe(lire_document(acteur, SUIVEUR)),
        ' ',
        signe(voir_declaration(acteur, d)),
        signe(modifier_declaration(acteur, d.clone())),
        signe(instruire(acteur, d.clone())),
        ' ',
        signe(file_ars(acteur)),
        signe(membres(acteur)),
        signe(liste_caisse(acteur)),
        signe(comptes(acteur)),
        ' ',
        signe(voir_transmissions(acteur, departement("45"), TypeOrganisme::Cpam)),
        signe(voir_transmissions(acteur, departement("45"), TypeOrganisme::Msa)),
        signe(transmettre(acteur, departement("45"))),
    ]
    .iter()
    .collect()
}

const ATTENDU: &str = "\
mk participant | ooooo oo. .... ...
mk autre       | ..oo. ... .... ...
cpts           | ..... oo. .o.. ...
cpts autre     | ..... ... .o.. ...
medecin        | ..... ... .... ...
ars            | ..... o.o o.o. ooo
ars autre      | ..... ... o.o. ...
cpam           | ..... ... ..o. o..
comite         | ..... ... .... ...
admin          | ..... ... ...o ...
";

#[test]
fn la_matrice_vaut_dans_tous_les_etats() {
    let jour = date(2026, 3, 1);
    let clos = EtatEpisode::Clos { le: jour, issue: IssueEpisode::Abandon };
    let declarations = [
        EtatDeclaration::Brouillon,
        EtatDeclaration::Deposee { le: jour },
        EtatDeclaration::ACompleter { le: jour, pieces: Vec::new(), precision: None },
        EtatDeclaration::Validee { le: jour, effet_du: Some(jour) },
        EtatDeclaration::Refusee { le: jour, motifs: vec![MotifRefus::Doublon], precision: None },
        EtatDeclaration::Retiree { au: jour, motif: MotifRetrait::Volontaire },
    ];
    for e in [episode(EtatEpisode::Ouvert), episode(clos)] {
        for d in declarations.iter().cloned().map(declaration) {
            let trouve: String =
                acteurs().iter().map(|(nom, a)| format!("{nom:<14} | {}\n", ligne(a, &e, &d))).collect();
            assert_eq!(trouve, ATTENDU, "{:?} / {:?}", e.etat, d.etat);
        }
    }
}

#[test]
fn le_confrere_n_a_ni_nom_ni_note() {
    let episode = episode(EtatEpisode::Ouvert);
    let vue = voir(&Acteur::Mk { praticien: SUIVEUR }, &episode).unwrap();
    let lu: Vec<_> = vue.seances.iter().map(|s| (s.auteur, s.note.is_some(), s.rang)).collect();
    assert_eq!(lu, [(Auteur::Soi, true, Some(1)), (Auteur::Confrere, false, Some(2))]);
    assert_eq!(vue.confreres, 1);
    let apercu = apercevoir(&Acteur::Mk { praticien: ETRANGER }, &episode).unwrap();
    assert_eq!(apercu, VueAutrePraticien { seances: 2, derniere_le: Some(date(2026, 3, 1)) });
}
