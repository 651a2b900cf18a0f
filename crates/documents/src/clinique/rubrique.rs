//! What each document says, section by section; a section that has nothing to say is not there.

use droit::decision::DrapeauRouge;
use droit::document::{Bilan, CompteRendu, Contenu, Document, Examen, LettreOrientation, Soins};
use droit::reglement::Signes;
use droit::texte::TexteLibre;
use jiff::civil::Date;

use super::examen::{deficiences, evolutions, incapacites};
use super::feuille::{Bloc, Section};
use super::gabarit::Gabarit;
use super::schema::schema;

/// The sections of a document.
pub fn sections(document: &Document, gabarit: &Gabarit, le: Date) -> Vec<Section> {
    let toutes = match &document.contenu {
        Contenu::Bilan(bilan) => du_bilan(bilan),
        Contenu::CompteRendu(compte_rendu) => du_compte_rendu(compte_rendu),
        Contenu::Orientation(lettre) => de_la_lettre(lettre),
        Contenu::Justificatif(justificatif) => gabarit.remplir(document, justificatif, le),
    };
    toutes.into_iter().filter(|section| !section.blocs.is_empty()).collect()
}

fn section(titre: &'static str, blocs: Vec<Bloc>) -> Section {
    Section { titre: titre.into(), blocs }
}

fn mots(texte: &TexteLibre) -> Vec<Bloc> {
    vec![Bloc::Texte { texte: texte.to_string() }]
}

fn mots_s_il_y_en_a(texte: Option<&TexteLibre>) -> Vec<Bloc> {
    texte.map(mots).unwrap_or_default()
}

fn fait(nom: &str, valeur: impl Into<String>) -> Bloc {
    Bloc::Fait { nom: nom.to_owned(), valeur: valeur.into() }
}

fn du_bilan(bilan: &Bilan) -> Vec<Section> {
    let examen = schema(&bilan.schema).into_iter().chain(deficiences(&bilan.deficiences)).collect();
    let objectifs = bilan.objectifs.iter().map(ToString::to_string).collect();
    let protocole = &bilan.protocole;
    let prevu = format!(
        "{}, {} par semaine, {}, {}",
        nombre_de_seances(protocole.nombre.nombre().into()),
        protocole.rythme.fois(),
        protocole.lieu.libelle(),
        protocole.modalite.libelle()
    );
    vec![
        section(
            "Motif et histoire",
            [mots(&bilan.motif), mots_s_il_y_en_a(bilan.anamnese.as_ref())].concat(),
        ),
        section(
            "Signes d’alerte",
            signes(&bilan.depistage.presents, absents(bilan.depistage.cherches.len())),
        ),
        section("Zones douloureuses et déficiences", examen),
        section("Incapacités", incapacites(&bilan.incapacites)),
        section(
            "Diagnostic kinésithérapique et pronostic",
            [mots(&bilan.diagnostic), mots_s_il_y_en_a(bilan.pronostic.as_ref())].concat(),
        ),
        section("Objectifs", vec![Bloc::Liste { lignes: objectifs }]),
        section(
            "Traitement prévu",
            [vec![fait("Séances", prevu)], actes(bilan), mots(&protocole.techniques)].concat(),
        ),
        section("Conseils", mots_s_il_y_en_a(bilan.conseils.as_ref())),
    ]
}

fn nombre_de_seances(nombre: u32) -> String {
    let mot = if nombre > 1 { "séances" } else { "séance" };
    format!("{nombre} {mot}")
}

fn actes(bilan: &Bilan) -> Vec<Bloc> {
    let ecrits: Vec<String> = bilan.protocole.actes.iter().map(ToString::to_string).collect();
    if ecrits.is_empty() { Vec::new() } else { vec![fait("Actes de la nomenclature", ecrits.join(", "))] }
}

fn du_compte_rendu(compte_rendu: &CompteRendu) -> Vec<Section> {
    let apres = Examen { deficiences: &compte_rendu.deficiences, incapacites: &compte_rendu.incapacites };
    let depart = compte_rendu.depart.as_ref();
    let evolution = depart.and_then(|depart| {
        evolutions(Examen { deficiences: &depart.deficiences, incapacites: &depart.incapacites }, apres)
    });
    let resultats = compte_rendu.resultats.iter().map(|resultat| {
        let commentaire = resultat.commentaire.as_ref().map_or_else(String::new, ToString::to_string);
        vec![resultat.objectif.to_string(), resultat.atteinte.libelle().to_owned(), commentaire]
    });
    let resultats: Vec<Vec<String>> = resultats.collect();
    let objectifs = (!resultats.is_empty()).then_some(Bloc::Tableau {
        colonnes: vec!["Objectif", "Résultat", "Commentaire"],
        lignes: resultats,
    });
    let incidents = compte_rendu.incidents.iter().map(|incident| {
        let jour = incident.le.strftime("%d/%m/%Y");
        format!("{jour}, {} : {}", incident.gravite.libelle().to_lowercase(), incident.circonstances)
    });
    let incidents: Vec<String> = incidents.collect();
    let incidents = (!incidents.is_empty()).then_some(Bloc::Liste { lignes: incidents });
    vec![
        section("Soins réalisés", soins(&compte_rendu.soins)),
        section(
            "Diagnostic kinésithérapique",
            depart.map(|depart| mots(&depart.diagnostic)).unwrap_or_default(),
        ),
        section("Résultats", objectifs.into_iter().chain(evolution).collect()),
        section("Commentaire", mots_s_il_y_en_a(compte_rendu.commentaire.as_ref())),
        section("Événements indésirables", incidents.into_iter().collect()),
        section("Issue", vec![Bloc::Texte { texte: compte_rendu.issue.libelle().to_owned() }]),
        section("Suites", mots(&compte_rendu.suites)),
        section("Conseils", mots_s_il_y_en_a(compte_rendu.conseils.as_ref())),
    ]
}

fn de_la_lettre(lettre: &LettreOrientation) -> Vec<Section> {
    let faits = vec![
        fait("Pour", lettre.destination.libelle()),
        fait("Délai", lettre.urgence.libelle()),
        fait("Motif", lettre.motif.libelle()),
    ];
    vec![
        section("Orientation", [faits, mots_s_il_y_en_a(lettre.precision.as_ref())].concat()),
        section("Question posée", mots(&lettre.question)),
        section("Signes d’alerte", signes(&lettre.drapeaux, "Aucun signe d’alerte relevé.".to_owned())),
        section("Constatations", mots_s_il_y_en_a(lettre.constatations.as_ref())),
        section("Soins déjà réalisés", soins(&lettre.soins)),
        section("Déjà tenté", mots_s_il_y_en_a(lettre.deja_tente.as_ref())),
    ]
}

fn soins(soins: &Soins) -> Vec<Bloc> {
    let jours: Vec<String> = soins.seances.iter().map(|jour| jour.strftime("%d/%m/%Y").to_string()).collect();
    let dates = (!jours.is_empty()).then(|| fait("Dates", jours.join(", ")));
    [Bloc::Texte { texte: soins.en_clair() }].into_iter().chain(dates).collect()
}

/// That no sign was found, and how many were looked for where it is known.
fn absents(cherches: usize) -> String {
    match cherches {
        0 => "Aucun signe d’alerte relevé ; le nombre de signes recherchés n’est pas connu.".to_owned(),
        1 => "Un signe recherché, non relevé.".to_owned(),
        nombre => format!("{nombre} signes recherchés, aucun relevé."),
    }
}

/// The signs found with what was decided; or these words, when none was.
fn signes(presents: &[DrapeauRouge], aucun: String) -> Vec<Bloc> {
    if presents.is_empty() {
        return vec![Bloc::Texte { texte: aucun }];
    }
    let connus = Signes::embarques().ok();
    let dire = |drapeau: &DrapeauRouge| {
        let signe = connus.and_then(|signes| signes.signe(&drapeau.code));
        let nom = signe.map_or(drapeau.code.as_str(), |signe| signe.libelle.as_str());
        match &drapeau.motif {
            Some(motif) => format!("{nom} : {motif}"),
            None => nom.to_owned(),
        }
    };
    vec![Bloc::Liste { lignes: presents.iter().map(dire).collect() }]
}
