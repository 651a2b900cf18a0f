//! The report as a paper: what the typesetter needs, made of the frozen content alone.

use documents::{
    ChiffreCle, EnTete, Figure, LigneRapport, Place, Rapport as Papier, SectionRapport as Section, Signe,
};
use droit::evaluation::{Chiffre, Contenu, Donnee, EtatRapport, Rapport, SectionRapport};
use droit::indicateur::{Indicateur, Periode, Variante};
use jiff::Timestamp;

use crate::evaluation::dessins::{self, dessin};
use crate::evaluation::ecriture::{dire_la_completude, dire_la_surete, ecrire};
use crate::evaluation::{comparees, figures};
use crate::gabarits::texte;

/// The paper; `instant` is when its content was frozen, or read.
pub(super) fn rediger(
    contenu: &Contenu,
    rapport: &Rapport,
    (reference, instant): (String, Timestamp),
    site: Option<&str>,
) -> Papier {
    let signe = match &rapport.etat {
        EtatRapport::Signe(s) => {
            Some(Signe { nom: s.nom.to_string(), qualite: s.qualite.to_string(), le: s.le })
        }
        EtatRapport::Brouillon => None,
    };
    let id = contenu.id_de_l_instantane().filter(|_| signe.is_some());
    Papier {
        en_tete: EnTete {
            emetteur: contenu.emetteur.clone(),
            territoire: contenu.lieu.nom.clone(),
            reference,
            le: contenu.arrete_le,
            instant,
            bandeau: None,
        },
        sujet: contenu.lieu.nom.clone(),
        periode: contenu.periode_dite.clone(),
        bornes: (contenu.du, contenu.au),
        numero: rapport.numero.nombre(),
        corrections: contenu
            .corrections
            .iter()
            .map(|c| {
                format!(
                    "Version {}, signée le {}. Corrigée parce que : {}",
                    c.numero,
                    texte::jour(c.signee_le),
                    c.motif
                )
            })
            .collect(),
        cles: figures::CLES.iter().filter_map(|indicateur| cle(contenu, *indicateur)).collect(),
        variantes: Variante::TOUS.iter().map(|variante| variante.libelle().to_owned()).collect(),
        sections: SectionRapport::TOUS.iter().filter_map(|section| rubrique(contenu, *section)).collect(),
        methode: methode(contenu),
        limites: limites(contenu),
        instantane: contenu.instantane.clone(),
        adresse_instantane: id
            .zip(site)
            .map(|(id, site)| format!("{}/indicateurs/instantanes/{id}", site.trim_end_matches('/'))),
        id_instantane: id.map(str::to_owned),
        signe,
    }
}

fn cle(contenu: &Contenu, indicateur: Indicateur) -> Option<ChiffreCle> {
    let donnee =
        du_perimetre(contenu, indicateur, contenu.premiere).find(|donnee| donnee.modalite.is_none())?;
    let precision = match &donnee.chiffre {
        Chiffre::Quotient { .. } => figures::termes(&donnee.chiffre),
        Chiffre::Part { .. } => {
            format!("{}, intervalle de {}", figures::termes(&donnee.chiffre), dire_la_surete(donnee))
        }
        _ => dire_la_surete(donnee),
    };
    Some(ChiffreCle { valeur: ecrire(donnee), libelle: libelle(contenu, indicateur), precision })
}

fn libelle(contenu: &Contenu, indicateur: Indicateur) -> String {
    let presentee = contenu.indicateurs.iter().find(|presentee| presentee.code == indicateur.code());
    presentee.map_or_else(|| indicateur.code().to_owned(), |presentee| presentee.libelle.clone())
}

fn du_perimetre(
    contenu: &Contenu,
    indicateur: Indicateur,
    variante: Variante,
) -> impl Iterator<Item = &Donnee> {
    contenu.donnees.iter().filter(move |d| d.indicateur == indicateur && d.variante == variante)
}

/// A section; none when it would be empty.
fn rubrique(contenu: &Contenu, section: SectionRapport) -> Option<Section> {
    let commentaire: Vec<String> = contenu
        .commentaire(section)
        .map(|dit| dit.lines().map(str::trim).filter(|ligne| !ligne.is_empty()).map(str::to_owned).collect())
        .unwrap_or_default();
    let lignes: Vec<LigneRapport> = Indicateur::TOUS
        .iter()
        .filter(|indicateur| Some(indicateur.famille()) == section.famille())
        .flat_map(|indicateur| lignes(contenu, *indicateur))
        .collect();
    let figures = dessiner(contenu, section);
    let vide = commentaire.is_empty() && lignes.is_empty() && figures.is_empty();
    (!vide).then(|| Section { titre: section.titre().to_owned(), commentaire, lignes, figures })
}

/// The lines of an indicator: the whole, then its parts, each under every variant.
fn lignes(contenu: &Contenu, indicateur: Indicateur) -> Vec<LigneRapport> {
    let mut cles: Vec<Option<(String, String)>> = Vec::new();
    for donnee in contenu.donnees.iter().filter(|d| d.indicateur == indicateur) {
        let cle = donnee.modalite.as_ref().map(|m| (m.code.clone(), m.libelle.clone()));
        if !cles.contains(&cle) {
            cles.push(cle);
        }
    }
    let mut lignes = Vec::new();
    if cles.first().is_some_and(Option::is_some) {
        let vides = Variante::TOUS.iter().map(|_| [String::new(), String::new()]).collect();
        lignes.push(LigneRapport { libelle: libelle(contenu, indicateur), detail: false, valeurs: vides });
    }
    lignes.extend(cles.into_iter().map(|cle| {
        LigneRapport {
            libelle: cle
                .as_ref()
                .map_or_else(|| libelle(contenu, indicateur), |(_, libelle)| libelle.clone()),
            detail: cle.is_some(),
            valeurs: Variante::TOUS
                .iter()
                .map(|variante| valeur(contenu, indicateur, *variante, cle.as_ref()))
                .collect(),
        }
    }));
    lignes
}

fn valeur(
    contenu: &Contenu,
    indicateur: Indicateur,
    variante: Variante,
    cle: Option<&(String, String)>,
) -> [String; 2] {
    let code = cle.map(|(code, _)| code);
    let de = |code: Option<&String>| {
        du_perimetre(contenu, indicateur, variante).find(|d| d.modalite.as_ref().map(|m| &m.code) == code)
    };
    let dite = |d: &Donnee| d.modalite.is_some();
    // A part that is not told counts nothing where others are; where none is, it is as hidden as the whole.
    let entier = || de(None).filter(|d| d.chiffre.est_masque());
    let aucune = || !du_perimetre(contenu, indicateur, variante).any(dite);
    let trouvee = de(code).or_else(|| aucune().then(entier).flatten());
    let rien = if code.is_some() { "0" } else { "–" };
    trouvee.map_or_else(
        || [rien.to_owned(), String::new()],
        |donnee| {
            let sous = match &donnee.chiffre {
                Chiffre::Quotient { .. } => figures::termes(&donnee.chiffre),
                Chiffre::Part { .. } => {
                    format!("{} ; {}", figures::termes(&donnee.chiffre), dire_la_surete(donnee))
                }
                _ => dire_la_surete(donnee),
            };
            [ecrire(donnee), sous]
        },
    )
}

fn dessiner(contenu: &Contenu, section: SectionRapport) -> Vec<Figure> {
    let cle = contenu.lieu.cle.as_str();
    let premieres: Vec<Donnee> =
        contenu.donnees.iter().filter(|d| d.variante == contenu.premiere).cloned().collect();
    let tous = match section {
        SectionRapport::Synthese => vec![dessin(
            Place::Mois,
            "Mois par mois",
            Some("Trait plein : séances. Tirets : patients."),
            figures::mois(&contenu.mois, mois(contenu, &periodes(contenu)), cle),
        )],
        SectionRapport::Participation if !contenu.lieux.is_empty() => vec![dessin(
            Place::Participation,
            "Praticiens autorisés par CPTS",
            None,
            comparees::participation(&contenu.par_lieu, &contenu.lieux, comparees::Maille::Cpts),
        )],
        SectionRapport::Soins => vec![dessins::seances(&premieres, &contenu.lieu.nom, cle)],
        SectionRapport::Orientation if !contenu.lieux.is_empty() => {
            let ensemble = figures::de(&premieres, Indicateur::TauxOrientation, cle);
            vec![dessins::orientation_par_cpts(&contenu.par_lieu, &contenu.lieux, ensemble)]
        }
        _ => Vec::new(),
    };
    tous.into_iter().flatten().collect()
}

/// The months of the report: what it reads was as it is on the day of the publication.
fn mois<'m>(contenu: &Contenu, periodes: &'m [Periode]) -> figures::Mois<'m> {
    let lus_le = contenu.publie_le.unwrap_or(contenu.arrete_le);
    figures::Mois::nouveaux(periodes, lus_le)
}

fn periodes(contenu: &Contenu) -> Vec<Periode> {
    let mut periodes: Vec<Periode> = Vec::new();
    for periode in contenu.mois.iter().filter_map(|donnee| donnee.periode.parse().ok()) {
        if !periodes.contains(&periode) {
            periodes.push(periode);
        }
    }
    periodes
}

fn methode(contenu: &Contenu) -> Vec<String> {
    let mut methode = vec![
        "Les chiffres viennent des épisodes enregistrés par les praticiens au moment des soins : personne ne les a saisis une seconde fois.".to_owned(),
        lecture(contenu),
        "Chaque indicateur est donné sous trois variantes, parce qu’elles répondent à trois questions : les épisodes ouverts dans la période, les épisodes clos dans la période, les faits survenus dans la période.".to_owned(),
        format!(
            "La première page et les comparaisons retiennent : {}. Les courbes mois par mois montrent les faits survenus dans chaque mois.",
            minuscule(contenu.premiere.libelle())
        ),
        "Intervalles à 95 % : méthode de Wilson pour une part, approximation de Byar pour un taux d’événements. Une moyenne est donnée avec sa médiane et ses quartiles.".to_owned(),
    ];
    let complet = &contenu.completude;
    if !complet.renseignements.is_empty() {
        let detail: Vec<String> = complet
            .renseignements
            .iter()
            .map(|r| {
                let part = r.chiffre.ecrire(',').map(|part| format!("{part}\u{a0}%"));
                format!("{} : {}", minuscule(&r.libelle), part.unwrap_or_else(|| r.chiffre.etat().to_owned()))
            })
            .collect();
        methode.push(format!("{} Moyenne de : {}.", dire_la_completude(complet), detail.join(" ; ")));
    }
    methode
}

fn minuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    let premiere = lettres.next().map(|lettre| lettre.to_lowercase().to_string()).unwrap_or_default();
    format!("{premiere}{}", lettres.as_str())
}

fn lecture(contenu: &Contenu) -> String {
    let lus = texte::jour(contenu.arrete_le);
    match contenu.publie_le {
        Some(le) => format!(
            "Ce sont ceux de la publication du {}, lus le {lus} puis figés avec leurs définitions. D’une publication à l’autre, un nombre qui a bougé de moins de 11 patients garde sa valeur : il peut s’écarter d’autant des épisodes, et des parts ne pas faire exactement leur total.",
            texte::jour(le)
        ),
        None => format!(
            "Ils ont été lus le {lus} dans un seul état de la base, puis figés avec leurs définitions."
        ),
    }
}

fn limites(contenu: &Contenu) -> Vec<String> {
    let mut limites = vec![
        "Ne sont comptés que les soins enregistrés sur la plateforme : un praticien qui facture en accès direct sans l’utiliser n’y est pas.".to_owned(),
        "Les événements indésirables sont ceux qui ont été signalés : un taux bas peut dire peu d’événements ou peu de signalements.".to_owned(),
        "Ces chiffres décrivent ; ils ne disent pas ce qui serait arrivé sans l’accès direct.".to_owned(),
    ];
    if contenu.masque() {
        limites.push("« non publié » : le nombre vient de moins de 11 patients, ou permettrait d’en retrouver un par différence.".to_owned());
    }
    limites
}
