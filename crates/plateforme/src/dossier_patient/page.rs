//! The page of the patient: four cards, each with its own form.

use droit::document::{InsRetenue, Sujet};
use droit::identifiant::StatutIdentite;
use droit::remise::{ObjetVolonte, Volonte};
use maud::{Markup, html};

use super::Vue;
use crate::connexion::{Identite, Visiteur};
use crate::episode::ins;
use crate::episode::page::{fil_de, nom};
use crate::gabarits::{
    Avis, Champ, Erreurs, Page, Reponse, Style, Tableau, Ton, badge, bouton, carte, fiche, lien_bouton,
    resume, texte,
};
use crate::saisie::Champs;
use crate::serveur::App;

/// The page.
pub(super) fn rendre(
    app: &App,
    identite: &Identite,
    vue: &Vue,
    champs: &Champs,
    e: &Erreurs,
    fait: &str,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let qui = nom(&vue.dossier.patient.identite);
    Page::new("Patient", &visiteur)
        .fil(fil_de(vue.episode(), &qui))
        .avis(annonce(fait))
        .chapo(html! { (qui) ", né(e) le " (texte::jour(vue.dossier.patient.identite.traits.ne_le())) })
        .rendre(html! {
            div.pile-large {
                (resume(e))
                div.deux {
                    div.pile-large { (etat(vue)) (datamatrix(vue, champs, e)) (identite_a_la_main(app, vue, champs, e)) }
                    div.pile-large { (medecin(app, vue, champs, e)) (volontes(vue, champs, e)) }
                }
            }
        })
}

fn annonce(fait: &str) -> Option<Avis> {
    let message = match fait {
        "scan" => "Datamatrix lu : l’identité est complétée.",
        "identite" => "Identité enregistrée.",
        "correction" => {
            "Identité corrigée : elle est de nouveau provisoire. Corrigez aussi les documents qui portent l’ancienne."
        }
        "boite" => "Adresse du médecin enregistrée.",
        "volonte" => "Réponse du patient enregistrée.",
        _ => return None,
    };
    Some(Avis::succes(message))
}

/// Does the number leave with the documents, and if not, what to do.
fn etat(vue: &Vue) -> Markup {
    let patient = &vue.dossier.patient;
    let sujet = Sujet {
        id: patient.id,
        identite: patient.identite.clone(),
        prenoms: patient.prenoms.clone(),
        nom_utilise: None,
        adresse: None,
        telephone: None,
    };
    let issue: Result<(), InsRetenue> = sujet.ins_transmissible().map(|_| ());
    carte(
        "Identité",
        &html! {
            (fiche(&[
                ("Nom de naissance", html! { (patient.identite.traits.nom_naissance()) }),
                ("Premier prénom", html! { (patient.identite.traits.prenom()) }),
                ("Statut", html! { (badge(ton(patient.identite.statut), libelle(patient.identite.statut))) }),
                ("Matricule INS", html! { @match &patient.identite.ins { Some(ins) => (ins.as_str()), None => "Non renseigné" } }),
                ("Prénoms", html! { @match &patient.prenoms { Some(prenoms) => (prenoms.as_str()), None => "Non renseignés" } }),
                ("Lieu de naissance", html! { @match &patient.identite.lieu_naissance { Some(lieu) => (lieu.as_str()), None => "Non renseigné" } }),
            ]))
            p {
                @match issue {
                    Ok(()) => { "Les documents partent avec le matricule INS." }
                    Err(retenue) => (retenue.libelle()),
                }
            }
            p { (lien_bouton(Style::Discret, &format!("/episodes/{}/patient/correction", vue.episode()), "Corriger un trait d’identité")) }
            details.plus {
                summary { "Ce que chaque statut permet" }
                (Tableau::new("Statuts de l’identité", &["Statut", "Ce qui a été vérifié", "Ce qu’il permet"])
                    .lignes(StatutIdentite::TOUS.iter().map(|statut| vec![
                        html! { (libelle(*statut)) },
                        html! { (verifie(*statut)) },
                        html! { (permet(*statut)) },
                    ]))
                    .rendre())
            }
        },
    )
}

fn ton(statut: StatutIdentite) -> Ton {
    match statut {
        StatutIdentite::Qualifiee => Ton::Succes,
        StatutIdentite::Validee | StatutIdentite::Recuperee => Ton::Info,
        StatutIdentite::Provisoire => Ton::Attention,
    }
}

fn libelle(statut: StatutIdentite) -> &'static str {
    match statut {
        StatutIdentite::Provisoire => "Provisoire",
        StatutIdentite::Recuperee => "Récupérée",
        StatutIdentite::Validee => "Validée",
        StatutIdentite::Qualifiee => "Qualifiée",
    }
}

fn verifie(statut: StatutIdentite) -> &'static str {
    match statut {
        StatutIdentite::Provisoire => "Rien : les traits ont été saisis, ou lus dans un datamatrix.",
        StatutIdentite::Recuperee => "Les traits reçus du téléservice INSi, sans pièce d’identité vue.",
        StatutIdentite::Validee => "Une pièce d’identité a été vue, sans réponse du téléservice.",
        StatutIdentite::Qualifiee => "Les deux : pièce d’identité vue et téléservice interrogé.",
    }
}

fn permet(statut: StatutIdentite) -> &'static str {
    match statut {
        StatutIdentite::Qualifiee => {
            "Le matricule part avec les documents : DMP, messagerie de Mon espace santé, médecin."
        }
        _ => {
            "Les documents partent sans matricule vers le médecin ; ni DMP par l’application, ni messagerie du patient."
        }
    }
}

fn datamatrix(vue: &Vue, champs: &Champs, e: &Erreurs) -> Markup {
    carte(
        "Lire un datamatrix INS",
        &html! {
            form.formulaire method="post" action=(format!("/episodes/{}/patient/scan", vue.episode())) novalidate {
                (Champ::zone("scan", "Contenu du code").valeur(champs.un("scan"))
                    .aide("Placez le curseur ici, puis scannez le code avec une douchette. Réglez-la pour écrire <GS> à la place du séparateur de groupe. La lecture complète l’identité ; elle ne la qualifie pas.")
                    .erreurs(e).rendre())
                (bouton(Style::Secondaire, "Compléter l’identité"))
            }
        },
    )
}

fn identite_a_la_main(app: &App, vue: &Vue, champs: &Champs, e: &Erreurs) -> Markup {
    let (patient, connue) = (&vue.dossier.patient, &vue.dossier.patient.identite);
    let reprise = !champs.un("statut").is_empty();
    let valeur = |nom: &str, connu: String| if reprise { champs.un(nom).to_owned() } else { connu };
    let statuts =
        StatutIdentite::TOUS.iter().map(|s| Reponse::new(s.code(), libelle(*s)).aide(verifie(*s))).collect();
    let autorites = ins::autorites(app.ecoute.monde);
    let defaut = ins::autorite_usuelle(app.ecoute.monde);
    let connu = connue.ins.as_ref();
    carte(
        "Compléter à la main",
        &html! {
            form.formulaire method="post" action=(format!("/episodes/{}/patient/identite", vue.episode())) novalidate {
                (Champ::texte("prenoms", "Tous les prénoms de naissance").facultatif()
                    .valeur(valeur("prenoms", patient.prenoms.as_ref().map(|p| p.as_str().to_owned()).unwrap_or_default()))
                    .aide("Dans l’ordre de l’état civil, le premier d’abord, séparés par des espaces.").erreurs(e).rendre())
                (Champ::texte("lieu_naissance", "Lieu de naissance (code officiel géographique)").facultatif()
                    .valeur(valeur("lieu_naissance", connue.lieu_naissance.as_ref().map(|l| l.as_str().to_owned()).unwrap_or_default()))
                    .aide("Cinq caractères, par exemple 45234.").erreurs(e).rendre())
                (Champ::texte("ins", "Matricule INS").facultatif().clavier("numeric").controle("ins")
                    .valeur(valeur("ins", connu.map(|ins| ins.as_str().to_owned()).unwrap_or_default())).erreurs(e).rendre())
                (Champ::liste("oid", "Autorité du matricule", autorites)
                    .valeur(valeur("oid", connu.map_or(defaut, |ins| ins.oid()).as_str().to_owned())).erreurs(e).rendre())
                (Champ::boutons("statut", "Vérification de l’identité", statuts)
                    .valeur(valeur("statut", connue.statut.code().to_owned())).erreurs(e).rendre())
                (bouton(Style::Principal, "Enregistrer l’identité"))
            }
        },
    )
}

fn medecin(app: &App, vue: &Vue, champs: &Champs, e: &Erreurs) -> Markup {
    let connue = vue.boite.as_deref().unwrap_or_default();
    let saisie = if champs.un("boite").is_empty() { connue } else { champs.un("boite") };
    let adresse = format!("/episodes/{}/patient/boite", vue.episode());
    carte(
        "Médecin traitant",
        &html! {
            p { (lien_bouton(Style::Discret, &format!("/episodes/{}/medecin-traitant", vue.episode()), "Nom et adresse du médecin")) }
            (vue.propositions.rendre(&app.voies().liste, (&adresse, "boite")))
            form.formulaire method="post" action=(adresse) novalidate {
                (Champ::texte("boite", "Son adresse MSSanté").facultatif().valeur(saisie)
                    .aide("Par exemple nom@operateur.mssante.fr. Avec elle, bilans et comptes rendus partent dès leur validation.")
                    .erreurs(e).rendre())
                (bouton(Style::Secondaire, "Enregistrer l’adresse"))
            }
        },
    )
}

fn volontes(vue: &Vue, champs: &Champs, e: &Erreurs) -> Markup {
    carte(
        "Ce que veut le patient",
        &html! {
            p { "Sa réponse est notée avant tout envoi, avec sa date. Une nouvelle réponse remplace la précédente, qui reste au dossier." }
            @for objet in ObjetVolonte::TOUS { (volonte(vue, *objet, champs, e)) }
            @if !vue.volontes.toutes().is_empty() {
                details.plus {
                    summary { "Toutes ses réponses" }
                    (Tableau::new("Réponses du patient", &["Jour", "À propos de", "Réponse"])
                        .lignes(vue.volontes.toutes().iter().rev().map(|dite| vec![
                            html! { (texte::jour(dite.le)) },
                            html! { (dite.objet.libelle()) },
                            html! { (dite.volonte.libelle()) },
                        ]))
                        .rendre())
                }
            }
        },
    )
}

fn volonte(vue: &Vue, objet: ObjetVolonte, champs: &Champs, e: &Erreurs) -> Markup {
    let (champ, quand) = (format!("volonte-{}", objet.code()), format!("le-{}", objet.code()));
    let dite = vue.volontes.sur(objet);
    let reponses = Volonte::TOUS.iter().map(|v| Reponse::new(v.code(), v.libelle())).collect();
    let valeur = match champs.un(&champ) {
        "" => dite.map_or("", |dite| dite.volonte.code()),
        saisie => saisie,
    };
    let le = match champs.un(&quand) {
        "" => vue.jour.to_string(),
        saisie => saisie.to_owned(),
    };
    html! {
        form.formulaire.volonte method="post" action=(format!("/episodes/{}/patient/volonte", vue.episode())) novalidate {
            input type="hidden" name="objet" value=(objet.code());
            div.choix-rang { (Champ::boutons(&champ, objet.libelle(), reponses).valeur(valeur).erreurs(e).rendre()) }
            p.sous {
                @match dite {
                    None => "Jamais demandé.",
                    Some(dite) => { (dite.volonte.libelle()) ", le " (texte::jour(dite.le)) "." }
                }
            }
            div.rang {
                (Champ::date(&quand, "Dit le").valeur(le).erreurs(e).rendre())
                button.bouton.bouton-secondaire type="submit" { "Noter" span.lecteur { " : " (objet.libelle()) } }
            }
        }
    }
}
