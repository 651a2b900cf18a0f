//! The form of a new episode, and the answer above its last button.

use droit::acces;
use droit::decision::{Decision, Issue, TypeDiagnostic, TypeStructure};
use droit::episode::{Cote, Empechement, Region};
use droit::identifiant::{CodeDepartement, StatutIdentite};
use droit::patient::Sexe;
use droit::reglement::{ListeDiagnostics, nom_du_diagnostic};
use jiff::civil::Date;
use maud::{Markup, html};

use super::etat::Etat;
use super::saisie::Saisie;
use super::{Reponse as Issue_, SCAN, dire, signes};
use crate::connexion::{Identite, Visiteur};
use crate::episode::acte;
use crate::episode::champ::{majuscule, reponses_oui_non as oui_non};
use crate::episode::exercice::Exercice;
use crate::episode::ins::autorites;
use crate::episode::page::fil;
use crate::gabarits::{
    self, Champ, Erreurs, Page, Reponse, Style, Ton, alerte, groupe, lien_bouton, resume, texte,
};
use crate::serveur::App;

/// The page.
pub fn rendre(
    app: &App,
    identite: &Identite,
    exercice: &Exercice,
    saisie: &Saisie,
    erreurs: &Erreurs,
    reponse: &Issue_,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let chapo = html! { "Le patient, le problème, les signes d’alerte : la décision vous est montrée avant d’être enregistrée." };
    Page::new("Nouvel épisode", &visiteur).fil(fil()).chapo(chapo).rendre(html! {
        (resume(erreurs))
        (datamatrix(saisie, erreurs))
        form.formulaire.ouverture method="post" action="/episodes" novalidate {
            input type="hidden" name="cle" value=(saisie.champ("cle"));
            (groupe("1. Le patient", &patient(app, saisie, erreurs)))
            (groupe("2. Le problème", &probleme(app, saisie, erreurs)))
            (groupe("3. Ce qui décide", &branche(app, saisie, erreurs)))
            (groupe("4. Signes d’alerte", &signes::rendre(saisie, erreurs)))
            (cadre(app, exercice, saisie, erreurs))
            (suite(app, identite, saisie, erreurs, reponse))
        }
    })
}

fn champ<'a>(champ: Champ<'a>, nom: &str, saisie: &Saisie, erreurs: &'a Erreurs) -> Markup {
    champ.valeur(saisie.champ(nom)).erreurs(erreurs).rendre()
}

fn patient(app: &App, s: &Saisie, e: &Erreurs) -> Markup {
    let sexes = vec![
        Reponse::new(Sexe::Feminin.code(), "Féminin"),
        Reponse::new(Sexe::Masculin.code(), "Masculin"),
        Reponse::new(Sexe::Indetermine.code(), "Indéterminé"),
    ];
    let statuts = vec![
        Reponse::new(StatutIdentite::Provisoire.code(), "Provisoire : rien n’a été vérifié"),
        Reponse::new(StatutIdentite::Validee.code(), "Validée : pièce d’identité vue"),
        Reponse::new(StatutIdentite::Recuperee.code(), "Récupérée : traits reçus du téléservice INSi"),
        Reponse::new(StatutIdentite::Qualifiee.code(), "Qualifiée : téléservice et pièce d’identité"),
    ];
    html! {
        (champ(Champ::texte("ins", "Matricule INS").facultatif().clavier("numeric").controle("ins")
            .aide("15 caractères, clé comprise ; sans lui, les traits suffisent."), "ins", s, e))
        div.champs-deux {
            (champ(Champ::texte("nom", "Nom de naissance"), "nom", s, e))
            (champ(Champ::texte("prenom", "Premier prénom de naissance"), "prenom", s, e))
        }
        div.champs-deux {
            div.choix-rang { (champ(Champ::boutons("sexe", "Sexe", sexes), "sexe", s, e)) }
            (champ(Champ::date("ne_le", "Date de naissance"), "ne_le", s, e))
        }
        details.plus open[complete(s, e)] {
            summary { "Vérification de l’identité" }
            div.pile {
                (champ(Champ::liste("statut", "Statut de l’identité", statuts), "statut", s, e))
                (champ(Champ::texte("lieu_naissance", "Lieu de naissance (code officiel géographique)").facultatif().aide("Cinq caractères, par exemple 45234."), "lieu_naissance", s, e))
                (champ(Champ::texte("prenoms", "Tous les prénoms de naissance").facultatif().aide("Dans l’ordre de l’état civil, le premier d’abord, séparés par des espaces."), "prenoms", s, e))
                (champ(Champ::liste("oid", "Autorité du matricule INS", autorites(app.ecoute.monde)), "oid", s, e))
            }
        }
    }
}

/// Is there something to see in the folded part: a fault, or what a scan filled in.
fn complete(s: &Saisie, e: &Erreurs) -> bool {
    let fautif = ["lieu_naissance", "statut", "prenoms", "oid"].iter().any(|nom| e.de(nom).is_some());
    fautif || ["lieu_naissance", "prenoms"].iter().any(|nom| !s.champ(nom).is_empty())
}

/// A form of its own: the key that ends a scan must not press a button of the other one.
fn datamatrix(s: &Saisie, e: &Erreurs) -> Markup {
    let lu = s.champ("geste") == SCAN && e.de("scan").is_none();
    html! {
        @if lu {
            div.reponse-serveur role="status" tabindex="-1" {
                (alerte(Ton::Info, "Datamatrix lu", &html! { p { "Les traits sont remplis ci-dessous. La lecture ne vérifie pas l’identité : comparez-les à une pièce d’identité." } }))
            }
        }
        details.plus.datamatrix open[e.de("scan").is_some()] {
            summary { "Remplir avec un datamatrix INS" }
            form.formulaire method="post" action="/episodes" novalidate {
                @for nom in ["cle", "departement", "structure", "premier", "le"] { input type="hidden" name=(nom) value=(s.champ(nom)); }
                (champ(Champ::zone("scan", "Contenu du code").aide("Placez le curseur ici, puis scannez le code qui accompagne l’identité du patient, ou collez son texte. Réglez la douchette pour écrire <GS> à la place du séparateur de groupe."), "scan", s, e))
                div.formulaire-fin { button.bouton.bouton-secondaire type="submit" name="geste" value=(SCAN) { "Remplir les traits" } }
            }
        }
    }
}

fn probleme(app: &App, s: &Saisie, e: &Erreurs) -> Markup {
    let regions = Region::TOUS.iter().map(|r| Reponse::new(r.code(), r.libelle())).collect();
    let cotes = [Cote::Gauche, Cote::Droit, Cote::LesDeux]
        .map(|c| Reponse::new(c.code(), majuscule(c.libelle())))
        .to_vec();
    let premiers = vec![
        Reponse::new("seance", "Une séance").aide("Elle compte dans le plafond."),
        Reponse::new("bilan", "Un bilan seul").aide("Il ouvre l’épisode sans compter de séance."),
    ];
    let departement: Option<CodeDepartement> = s.champ("departement").parse().ok();
    let jour: Option<Date> = s.champ("le").parse().ok();
    let actes =
        departement.zip(jour).map(|(d, jour)| acte::choix(app.reglement, d, jour)).unwrap_or_default();
    html! {
        (champ(Champ::liste("region", "Région du corps", regions), "region", s, e))
        div.choix-rang.cote data-cote=(membres()) { (champ(Champ::boutons("cote", "Côté", cotes).aide("Pour un membre seulement."), "cote", s, e)) }
        div.choix-rang { (champ(Champ::boutons("premier", "Premier acte", premiers), "premier", s, e)) }
        div.champs-deux {
            (champ(Champ::date("le", "Date de ce premier acte"), "le", s, e))
            (champ(Champ::liste("acte", "Acte de la nomenclature", actes).facultatif(), "acte", s, e))
        }
        @if e.de("nouveau_probleme").is_some() || !s.champ("nouveau_probleme").is_empty() {
            (champ(Champ::zone("nouveau_probleme", "En quoi est-ce un nouveau problème ?"), "nouveau_probleme", s, e))
        }
    }
}

/// The regions that have a side, for the script.
fn membres() -> String {
    Region::TOUS.iter().filter(|r| r.a_deux_cotes()).map(|r| r.code()).collect::<Vec<_>>().join(" ")
}

fn branche(app: &App, s: &Saisie, e: &Erreurs) -> Markup {
    html! {
        div.choix-rang { (champ(Champ::boutons("diagnostic", "Un médecin a-t-il déjà posé un diagnostic ?", oui_non()).aide("Avec un document qui le montre : le plafond de séances et les trois mois sont alors levés."), "diagnostic", s, e)) }
        div.preuve data-si="diagnostic=oui" {
            (champ(Champ::liste("type_diagnostic", "Quel document ?", preuves(app, s)).facultatif(), "type_diagnostic", s, e))
            div.champs-deux {
                (champ(Champ::date("date_diagnostic", "Date du document").facultatif(), "date_diagnostic", s, e))
                div.choix-rang { (champ(Champ::boutons("en_rapport", "Concerne-t-il ce problème ?", oui_non()), "en_rapport", s, e)) }
            }
        }
        div.choix-rang { (champ(Champ::boutons("medecin_traitant", "Le patient a-t-il un médecin traitant ?", oui_non()), "medecin_traitant", s, e)) }
    }
}

/// The documents, those on the department's list marked as such.
fn preuves(app: &App, s: &Saisie) -> Vec<Reponse> {
    let liste =
        s.champ("departement").parse().ok().zip(s.champ("le").parse().ok()).map(|(departement, le)| {
            let structure = TypeStructure::depuis_code(s.champ("structure")).unwrap_or(TypeStructure::Cpts);
            app.reglement.au(le, departement, structure).diagnostics
        });
    TypeDiagnostic::TOUS
        .iter()
        .map(|preuve| {
            let admis = match liste.and_then(|liste| liste.connue.as_ref()) {
                Some(ListeDiagnostics::Fermee(admis)) if !admis.contains(preuve) => {
                    " (hors de la liste du département)"
                }
                _ => "",
            };
            Reponse::new(preuve.code(), format!("{}{admis}", majuscule(nom_du_diagnostic(*preuve))))
        })
        .collect()
}

/// Where the care is given: known from the MK's file, folded away unless it has to be changed.
fn cadre(app: &App, exercice: &Exercice, s: &Saisie, e: &Erreurs) -> Markup {
    let mut codes = exercice.departements();
    codes.extend(s.champ("departement").parse().ok().filter(|code| !codes.contains(code)));
    let departements = codes
        .iter()
        .map(|code| {
            let nom = app.reglement.departement(*code).map_or(code.as_str(), |d| &d.nom);
            Reponse::new(code.to_string(), format!("{nom} ({code})"))
        })
        .collect();
    let structures =
        TypeStructure::TOUS.iter().map(|t| Reponse::new(t.code(), nom_de_structure(*t))).collect();
    html! {
        details.plus.cadre open[e.de("departement").is_some() || e.de("structure").is_some()] {
            summary { "Cadre : " (s.champ("structure")) ", département " (s.champ("departement")) }
            div.champs-deux {
                (champ(Champ::liste("departement", "Département du cabinet", departements), "departement", s, e))
                (champ(Champ::liste("structure", "Structure", structures), "structure", s, e))
            }
        }
    }
}

fn nom_de_structure(structure: TypeStructure) -> &'static str {
    match structure {
        TypeStructure::Cpts => "CPTS (expérimentation)",
        TypeStructure::Msp => "Maison de santé",
        TypeStructure::Cds => "Centre de santé",
        TypeStructure::Esp => "Équipe de soins primaires",
        TypeStructure::Ess => "Équipe de soins spécialisés",
        TypeStructure::Etablissement => "Établissement de santé",
        TypeStructure::Esms => "Établissement ou service médico-social",
        TypeStructure::Cabinet => "Cabinet, hors de toute structure",
    }
}

/// The answer, and the buttons it allows.
fn suite(app: &App, identite: &Identite, s: &Saisie, e: &Erreurs, reponse: &Issue_) -> Markup {
    html! {
        @match reponse {
            Issue_::Rien => (boutons("Voir la décision", None)),
            Issue_::Decision(decision) => (decidee(app, s, e, decision)),
            Issue_::EnCours(etat) => (en_cours(identite, s, e, etat)),
            Issue_::Empeche(Empechement::NouvelEpisodeAMotiver) => {
                div.reponse-serveur role="alert" tabindex="-1" {
                    (alerte(Ton::Attention, &dire(Empechement::NouvelEpisodeAMotiver), &html! {
                        p { "Un nouvel épisode pour la même région n’est pas une façon de remettre le compte à zéro." }
                    }))
                    (champ(Champ::zone("nouveau_probleme", "En quoi est-ce un nouveau problème ?"), "nouveau_probleme", s, e))
                }
                (boutons("Revoir la décision", Some("Ouvrir l’épisode")))
            }
            Issue_::Empeche(empechement) => {
                div.reponse-serveur role="alert" tabindex="-1" { (alerte(Ton::Erreur, &dire(*empechement), &html! { p { "Rien n’a été enregistré." } })) }
                (boutons("Revoir la décision", None))
            }
            Issue_::Plusieurs => {
                div.reponse-serveur role="alert" tabindex="-1" {
                    (alerte(Ton::Attention, "Plusieurs patients ont ces traits", &html! { p { "Ajoutez le matricule INS pour savoir lequel." } }))
                }
                (boutons("Revoir la décision", None))
            }
        }
    }
}

fn decidee(app: &App, s: &Saisie, e: &Erreurs, decision: &Decision<'_>) -> Markup {
    html! {
        div.reponse-serveur tabindex="-1" { (gabarits::decision(decision, app.reglement.registre())) }
        @match decision.issue {
            Issue::Accordee => (boutons("Revoir la décision", Some("Ouvrir l’épisode"))),
            Issue::AConfirmer => {
                (champ(Champ::zone("confirmation", "Pourquoi vous confirmez").aide("Votre motif est conservé avec la décision."), "confirmation", s, e))
                (boutons("Revoir la décision", Some("Confirmer et ouvrir l’épisode")))
            }
            Issue::Refusee => {
                p { "Rien n’a été enregistré. Corrigez ce qui doit l’être, ou adressez le patient à un médecin." }
                (boutons("Revoir la décision", None))
            }
        }
    }
}

/// A number and a date, never a name.
fn en_cours(identite: &Identite, s: &Saisie, e: &Erreurs, etat: &Etat) -> Markup {
    let Some(episode) = &etat.en_cours else { return html! {} };
    if acces::voir(&identite.acteur, episode).is_ok() {
        return html! {
            div.reponse-serveur role="alert" tabindex="-1" {
                (alerte(Ton::Info, "Vous suivez déjà ce patient pour cette région", &html! {
                    p { (lien_bouton(Style::Secondaire, &format!("/episodes/{}", episode.id), "Ouvrir son épisode")) }
                }))
            }
        };
    }
    let Ok(vue) = acces::apercevoir(&identite.acteur, episode) else { return html! {} };
    html! {
        div.reponse-serveur role="alert" tabindex="-1" {
            (alerte(Ton::Info, "Un confrère suit déjà ce patient pour cette région", &html! {
                p {
                    strong { (texte::compte(vue.seances.into(), "séance faite", "séances faites")) " sans diagnostic" }
                    @if let Some(le) = vue.derniere_le { ", la dernière le " (texte::jour(le)) }
                    ". En rejoignant l’épisode, vos séances et les siennes se comptent ensemble."
                }
            }))
            @if !s.champ("confirmation").is_empty() { (champ(Champ::zone("confirmation", "Pourquoi vous confirmez"), "confirmation", s, e)) }
        }
        div.formulaire-fin {
            button.bouton.bouton-principal type="submit" name="geste" value="rejoindre" { "Rejoindre cet épisode" }
            button.bouton.bouton-secondaire type="submit" name="geste" value="voir" { "Revoir la décision" }
        }
    }
}

/// Show first; the other button when the rules allow it. The first of the form is the one that Enter presses.
fn boutons(voir: &str, ouvrir: Option<&str>) -> Markup {
    html! {
        div.formulaire-fin {
            @if let Some(ouvrir) = ouvrir {
                button.bouton.bouton-principal type="submit" name="geste" value="ouvrir" { (ouvrir) }
                button.bouton.bouton-secondaire type="submit" name="geste" value="voir" { (voir) }
            } @else {
                button.bouton.bouton-principal type="submit" name="geste" value="voir" { (voir) }
            }
        }
    }
}
