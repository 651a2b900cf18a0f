//! The pages of the bridge: choose a file, see what it would change, confirm; take the decisions back.

use droit::decision::Statut;
use droit::identifiant::CodeDepartement;
use entrepot::demarche::{Etendue, Lecture, Reglage};
use formats::demarche::LigneFautive;
use maud::{Markup, html};

use super::projet::{Ligne, Projet};
use crate::connexion::{Identite, Visiteur};
use crate::gabarits::{
    Avis, Erreurs, Lien, Page, Style, Tableau, Ton, alerte, badge, bouton, bouton_pour, carte, lien_bouton,
    resume, texte,
};
use crate::serveur::App;

fn fil() -> [Lien; 2] {
    [Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Instruction", "/instruction")]
}

/// What could not be read.
pub struct Fautes<'f> {
    /// Each dossier or line at fault.
    pub lignes: &'f [LigneFautive],
    /// What the agent may read again without them: the department, and the status he said.
    pub relire: Option<(CodeDepartement, Option<Statut>)>,
}

/// The page of the bridge.
pub fn accueil(
    identite: &Identite,
    reglages: &[Reglage],
    erreurs: &Erreurs,
    fautes: &Fautes<'_>,
    repris: Option<u64>,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let avis = repris.map(|nombre| Avis {
        ton: Ton::Succes,
        message: format!(
            "{}.",
            texte::compte(nombre, "dossier repris ou actualisé", "dossiers repris ou actualisés")
        ),
    });
    Page::new("démarches-simplifiées", &visiteur)
        .fil(fil())
        .avis(avis)
        .chapo(html! { "Reprenez ici les dossiers reçus sur démarches-simplifiées, et emportez les décisions prises ici." })
        .rendre(html! {
            (resume(erreurs))
            @if !fautes.lignes.is_empty() {
                (Tableau::new("Dossiers à corriger", &["Ligne", "Ce qui ne va pas"])
                    .lignes(fautes.lignes.iter().map(|faute| vec![html! { (faute.ligne) }, html! { (faute.raison) }])).rendre())
            }
            @if let Some((departement, statut)) = fautes.relire {
                form.barre-action method="post" action="/demarches/lecture" {
                    input type="hidden" name="departement" value=(departement);
                    input type="hidden" name="statut" value=(statut.map_or("", Statut::code));
                    input type="hidden" name="laisser" value="oui";
                    p { "Ces dossiers se corrigent sur démarches-simplifiées. Vous pouvez reprendre tous les autres dès maintenant : ceux-ci le seront à une prochaine lecture." }
                    (bouton(Style::Secondaire, "Lire les autres dossiers"))
                }
            }
            div.deux {
                div.pile {
                    (carte("Lire les dossiers en ligne", &lecture(reglages)))
                    (carte("Reprendre un export", &formulaire(reglages)))
                }
                (carte("Emporter les décisions", &html! {
                    p { "Chaque dossier repris, sous son numéro, avec son état ici." }
                    ul.puces {
                        @for code in reglages.iter().map(|reglage| reglage.departement) {
                            li {
                                "Département " (code) " : "
                                a href=(format!("/demarches/decisions.csv?departement={code}")) { "CSV" } " · "
                                a href=(format!("/demarches/decisions.xlsx?departement={code}")) { "XLSX" }
                            }
                        }
                    }
                }))
            }
        })
}

/// One button per department whose démarche is known.
fn lecture(reglages: &[Reglage]) -> Markup {
    html! {
        div #champ-lecture tabindex="-1" {
            @for reglage in reglages {
                @match reglage.joignable() {
                    Some(numero) => form.rang method="post" action="/demarches/lecture" {
                        input type="hidden" name="departement" value=(reglage.departement);
                        p { "Département " (reglage.departement) " : démarche n° " (numero) ". Tous ses dossiers sont lus ; rien n’est écrit avant l’aperçu." }
                        (statuts(&format!("champ-statut-{}", reglage.departement)))
                        (bouton_pour(Style::Secondaire, "Lire les dossiers", reglage.departement.as_str()))
                    },
                    None => p { "Département " (reglage.departement) " : la démarche n’est pas enregistrée. L’administrateur du site peut le faire, avec un jeton de l’espace administrateur de démarches-simplifiées." },
                }
            }
        }
    }
}

/// What the agent says of those of whom the form does not ask their status.
fn statuts(id: &str) -> Markup {
    html! {
        div.champ {
            label for=(id) { "Statut, quand le formulaire ne le demande pas" }
            select id=(id) name="statut" {
                option value="" { "Aucun : signaler ces dossiers" }
                option value=(Statut::Titulaire.code()) { "Tous titulaires" }
                option value=(Statut::Collaborateur.code()) { "Tous collaborateurs" }
            }
        }
    }
}

fn formulaire(reglages: &[Reglage]) -> Markup {
    html! {
        form.formulaire method="post" action="/demarches" enctype="multipart/form-data" novalidate {
            div.champ {
                label for="champ-departement" { "Département" }
                select id="champ-departement" name="departement" { @for code in reglages.iter().map(|reglage| reglage.departement) { option value=(code) { (code) } } }
            }
            div.champ {
                label for="champ-fichier" { "Fichier exporté" }
                p.champ-aide id="aide-fichier" { "CSV ou XLSX, avec sa ligne de titres. Rien n’est écrit avant que vous ayez vu l’aperçu." }
                input id="champ-fichier" type="file" name="fichier" accept=".csv,.xlsx" aria-describedby="aide-fichier";
            }
            (statuts("champ-statut"))
            div.formulaire-fin { (bouton(Style::Principal, "Voir l’aperçu")) }
        }
    }
}

/// What would be done.
pub fn apercu(app: &App, identite: &Identite, lecture: &Lecture, lignes: &[Ligne]) -> Markup {
    let visiteur = Visiteur::from(identite);
    let compte =
        |voulu: fn(&Projet) -> bool| lignes.iter().filter(|ligne| voulu(&ligne.projet)).count() as u64;
    let fautes = compte(|projet| matches!(projet, Projet::Faute(_)));
    let utiles =
        compte(|projet| matches!(projet, Projet::Creer { .. } | Projet::Lier(_) | Projet::Decider(_)));
    let departement = app.reglement.departement(lecture.departement).map_or("", |d| d.nom.as_str());
    Page::new("Aperçu de la reprise", &visiteur)
        .fil(fil().into_iter().chain([Lien::new("démarches-simplifiées", "/demarches")]))
        .chapo(html! { (lecture.origine) ", " (departement) " (" (lecture.departement) "). Rien n’est encore écrit." })
        .rendre(html! {
            div.pile {
                @if fautes > 0 && lecture.etendue == Etendue::Partielle {
                    (alerte(Ton::Attention, &format!("{}.", texte::compte(fautes, "dossier sera laissé de côté", "dossiers seront laissés de côté")),
                        &html! { p { "Ils pourront être repris à une prochaine lecture, une fois corrigés." } }))
                } @else if fautes > 0 {
                    div role="alert" {
                        (alerte(Ton::Erreur, &format!("{} : rien ne peut être repris.", texte::compte(fautes, "dossier à corriger", "dossiers à corriger")),
                            &html! { p { "Un export est repris en entier ou pas du tout. Corrigez, puis importez de nouveau." } }))
                    }
                }
                (Tableau::new(&texte::compte(lignes.len() as u64, "dossier", "dossiers"), &["Dossier", "Praticien", "CPTS", "État là-bas", "Ce qui sera fait"])
                    .lignes(lignes.iter().map(rangee)).rendre())
                @if (fautes == 0 || lecture.etendue == Etendue::Partielle) && utiles > 0 {
                    form.barre-action method="post" action=(format!("/demarches/{}/reprendre", lecture.id)) {
                        p { "Les décisions prises là-bas sont reprises à leur date ; la liste publique et la caisse suivent." }
                        (bouton(Style::Principal, &format!("Reprendre {}", texte::compte(utiles, "dossier", "dossiers"))))
                    }
                } @else {
                    div.rang { (lien_bouton(Style::Secondaire, "/demarches", "Importer un autre fichier")) }
                }
            }
        })
}

fn rangee(ligne: &Ligne) -> Vec<Markup> {
    let dossier = &ligne.dossier;
    let (ton, mot, suite) = match &ligne.projet {
        Projet::Creer { praticien: Some(_), .. } => (Ton::Succes, "Créée", String::new()),
        Projet::Creer { praticien: None, .. } => {
            (Ton::Succes, "Créée", "Le praticien est nouveau ici.".to_owned())
        }
        Projet::Lier(_) => (Ton::Info, "Rattachée", "Une déclaration existe déjà ici.".to_owned()),
        Projet::Decider(_) => (Ton::Succes, "Décidée", format!("{} là-bas.", dossier.etat.libelle())),
        Projet::Rien => (Ton::Neutre, "Inchangée", String::new()),
        Projet::Ecart(raison) => (Ton::Attention, "Laissée", format!("Décisions différentes : {raison}.")),
        Projet::Faute(raison) => (Ton::Erreur, "À corriger", raison.clone()),
    };
    vec![
        html! { "n° " (dossier.numero) },
        html! { (dossier.prenom) " " (dossier.nom) span.sous { (dossier.rpps) } },
        html! { (dossier.cpts) },
        html! { (dossier.etat.libelle()) @if let Some(le) = dossier.traite_le { span.sous { (texte::jour_court(le)) } } },
        html! { (badge(ton, mot)) @if !suite.is_empty() { span.sous { (suite) } } },
    ]
}
