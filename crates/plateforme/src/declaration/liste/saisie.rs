//! The form of a new list: paste or choose a file, say what holds for all; and the drafts to resume.

use droit::decision::Statut;
use droit::declaration::QualiteMembre;
use droit::reglement;
use entrepot::declaration::{ListeResumee, listes_de_la_cpts};
use maud::{Markup, html};

use crate::connexion::{Identite, Visiteur};
use crate::declaration::confirmation::fin_d_annee;
use crate::declaration::fiche::statut as libelle_du_statut;
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, action, bouton, carte, resume, texte,
};
use crate::ici::Ici;
use crate::saisie::Champs;
use crate::serveur::App;

/// The statuses a list may give: a replacement takes no part, an assistant or a salaried MK is told one by one.
const STATUTS: [Statut; 2] = [Statut::Titulaire, Statut::Collaborateur];

/// The page.
pub async fn page(
    app: &App,
    identite: &Identite,
    ici: &Ici,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    let cpts = ici.cpts.id;
    let brouillons = app.entrepot.lire(move |tx| listes_de_la_cpts(tx, cpts)).await?;
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Déclarer plusieurs praticiens", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Déclarations", "/declarations")])
        .chapo(html! { "Collez vos numéros RPPS ou choisissez un fichier : chaque ligne est vérifiée, puis vous déclarez en une fois tout ce qui est vert." })
        .rendre(html! {
            div.pile-large {
                @if !brouillons.is_empty() { (reprendre(app, ici, &brouillons)) }
                (formulaire(app, ici, champs, erreurs))
            }
        }))
}

fn reprendre(app: &App, ici: &Ici, brouillons: &[ListeResumee]) -> Markup {
    let fuseau = ici.departements.first().map_or("Europe/Paris", |code| app.reglement.fuseau(*code));
    Tableau::new("Vos listes", &["Liste", "Lignes", "Déclarées", "Supprimer"])
        .lignes(brouillons.iter().map(|liste| {
            let quand = texte::instant(liste.modifie_le, fuseau);
            vec![
                html! { a href=(format!("/declarer/liste/{}", liste.id)) { "Liste du " (quand) } },
                html! { (liste.lignes) },
                html! { (liste.declarees) },
                action(
                    Style::Discret,
                    &format!("/declarer/liste/{}/supprimer", liste.id),
                    "Supprimer",
                    &format!("la liste du {quand}"),
                ),
            ]
        }))
        .rendre()
}

fn formulaire(app: &App, ici: &Ici, champs: &Champs, erreurs: &Erreurs) -> Markup {
    html! {
        form.formulaire.large method="post" action="/declarer/liste" enctype="multipart/form-data" novalidate {
            (resume(erreurs))
            div.deux {
                (carte("1. La liste", &liste(champs, erreurs)))
                (carte("2. Ce qui vaut pour tous", &pour_tous(app, ici, champs, erreurs)))
            }
            div.formulaire-fin { (bouton(Style::Principal, "Vérifier la liste")) }
        }
    }
}

fn liste(champs: &Champs, erreurs: &Erreurs) -> Markup {
    html! {
        div.coller {
            (Champ::zone("liste", "Numéros RPPS").facultatif()
                .aide("Un par ligne, ou des lignes copiées de votre tableur : la colonne RPPS est trouvée toute seule.")
                .valeur(champs.un("liste")).erreurs(erreurs).rendre())
        }
        div.champ.champ-invalide[erreurs.de("fichier").is_some()] {
            label for="champ-fichier" { "Ou un fichier " span.champ-mention { "(facultatif)" } }
            p.champ-aide id="aide-fichier" { "Un classeur .xlsx ou un fichier .csv de 4 Mio et 500 lignes au plus. S’il est choisi, il remplace le texte collé." }
            @if let Some(erreur) = erreurs.de("fichier") {
                p.champ-erreur id="erreur-fichier" { span.lecteur { "Erreur : " } (erreur) }
            }
            input id="champ-fichier" type="file" name="fichier" accept=".csv,.txt,.xlsx" aria-describedby="aide-fichier";
        }
    }
}

fn pour_tous(app: &App, ici: &Ici, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let statuts = STATUTS.iter().map(|s| Reponse::new(s.code(), libelle_du_statut(*s))).collect();
    let qualites = QualiteMembre::TOUS.iter().map(|q| Reponse::new(q.code(), q.libelle())).collect();
    let tape = |nom: &str, defaut: String| match champs.un(nom) {
        "" => defaut,
        tape => tape.to_owned(),
    };
    let fin = match champs.iter().find(|(nom, _)| *nom == "membre_au") {
        Some((_, tape)) => tape.to_owned(),
        None => fin_d_annee(ici.le).to_string(),
    };
    html! {
        (Champ::boutons("statut", "Ceux que la plateforme ne connaît pas encore exercent comme", statuts)
            .aide("Vous pourrez le changer ligne par ligne. Les remplaçants ne peuvent pas participer.")
            .valeur(tape("statut", Statut::Titulaire.code().to_owned())).erreurs(erreurs).rendre())
        (Champ::boutons("qualite", "Ceux qui ne sont pas encore parmi vos membres y entrent comme", qualites)
            .valeur(tape("qualite", qualite_usuelle(app, ici).code().to_owned())).erreurs(erreurs).rendre())
        (Champ::date("membre_du", "Membres depuis le").aide("Le jour de leur adhésion, si elle n’est pas déjà enregistrée.")
            .valeur(tape("membre_du", ici.le.to_string())).erreurs(erreurs).rendre())
        (Champ::date("membre_au", "Membres jusqu’au").facultatif()
            .aide("Le dernier jour de leur adhésion, souvent le 31 décembre : vous serez prévenu avant. Effacez-le s’il n’y en a pas.")
            .valeur(fin).erreurs(erreurs).rendre())
    }
}

/// The quality the department asks for; a plain member where it asks for none.
fn qualite_usuelle(app: &App, ici: &Ici) -> QualiteMembre {
    let exigee = |code| app.reglement.parametres(code).qualite_de_membre.au(ici.le).connue;
    let active =
        ici.departements.iter().any(|code| exigee(*code) == Some(reglement::QualiteMembre::MembreActif));
    if active { QualiteMembre::MembreActif } else { QualiteMembre::Adherent }
}
