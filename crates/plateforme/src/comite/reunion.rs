//! `/comite/reunions/{id}`: a meeting for those who sit, and for those who organise what may be done of it.

use axum::extract::{Path, State};
use droit::comite::{CompteRendu, DecisionComite, EtatDecision, EtatReunion, Reunion};
use entrepot::comite;
use jiff::civil::Date;
use maud::{Markup, html};

use super::convocation::{ordre, rendezvous};
use super::{Comite, badge_de_la_decision, badge_de_la_reunion, ouvrir, quand, titre};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Avis, Champ, Erreurs, Lien, Page, Reponse, Style, Ton, alerte, bouton, carte, lien_bouton, resume, texte,
};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// What was typed and is wrong, under the step it was typed for.
#[derive(Default)]
pub struct Saisie {
    /// The errors.
    pub erreurs: Erreurs,
    /// What was typed.
    pub champs: Champs,
}

impl Saisie {
    fn pour(&self, pas: &str) -> Erreurs {
        if self.champs.un("pas") == pas { self.erreurs.clone() } else { Erreurs::default() }
    }

    fn ouvert(&self, pas: &str) -> bool {
        self.champs.un("pas") == pas
    }

    fn tape<'s>(&'s self, pas: &str, nom: &str) -> &'s str {
        if self.ouvert(pas) { self.champs.un(nom) } else { "" }
    }
}

/// The page.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let (reunion, lu) = ouvrir(&app, &identite, &id).await?;
    let fait = match champs.un("fait") {
        "convoquee" => Some("Les invitations partent."),
        "changee" => Some("C’est enregistré."),
        _ => None,
    };
    page(&app, &identite, (&reunion, &lu), &Saisie::default(), fait).await
}

/// The page with a form to correct, or a word on what was done.
pub async fn page(
    app: &App,
    identite: &Identite,
    (reunion, lu): (&Reunion, &Comite),
    saisie: &Saisie,
    fait: Option<&str>,
) -> Result<Markup, Failure> {
    let id = reunion.id;
    let minutes: Vec<CompteRendu> = app.entrepot.lire(move |tx| comite::comptes_rendus(tx, id)).await?;
    let visiteur = Visiteur::from(identite);
    let adresse = format!("/comite/reunions/{}", reunion.id);
    let intitule = titre(reunion);
    Ok(Page::new(&intitule, &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Comité de suivi", format!("/comite?departement={}", lu.departement)),
        ])
        .avis(fait.map(Avis::succes))
        .chapo(html! { (badge_de_la_reunion(reunion)) " Le " (quand(reunion)) "." })
        .rendre(html! {
            div.deux {
                div.pile-large {
                    @if let EtatReunion::Annulee { motif } = &reunion.etat { (alerte(Ton::Attention, "Cette réunion est annulée.", &html! { p { "« " (motif) " »" } })) }
                    (carte("Ordre du jour", &points(reunion, lu, saisie)))
                    @if matches!(reunion.etat, EtatReunion::Tenue { .. }) {
                        (carte("Compte rendu", &compte_rendu(reunion, lu, &minutes, saisie)))
                        div #decisions { (carte("Décisions", &decisions(app, reunion, lu, saisie))) }
                    }
                }
                div.pile-large {
                    (carte("Documents", &html! {
                        div.pile {
                            (lien_bouton(Style::Secondaire, &format!("{adresse}/dossier.pdf"), "Dossier de séance (PDF)"))
                            (lien_bouton(Style::Secondaire, &format!("{adresse}/invitation.ics"), "Ajouter à mon agenda (ICS)"))
                            @if let Some(id) = &reunion.instantane {
                                p.champ-aide { "Le dossier montre l’" a href=(format!("{}/{id}", crate::indicateur::instantanes::LISTE)) { "instantané " code { (id) } } ", pris pour la dernière année complète." }
                            }
                        }
                    }))
                    (carte("Membres", &presences(reunion, lu, saisie)))
                    @if lu.organise() && reunion.etat == EtatReunion::Convoquee { (carte("Changer", &changer(reunion, saisie))) }
                }
            }
        }))
}

fn formulaire(
    reunion: &Reunion,
    pas: &str,
    e: &Erreurs,
    champs: &Markup,
    envoyer: &str,
    style: Style,
) -> Markup {
    html! {
        form.formulaire method="post" action=(format!("/comite/reunions/{}", reunion.id)) novalidate {
            (resume(e))
            input type="hidden" name="version" value=(reunion.version);
            input type="hidden" name="pas" value=(pas);
            (champs)
            div.formulaire-fin { (bouton(style, envoyer)) }
        }
    }
}

fn points(reunion: &Reunion, lu: &Comite, saisie: &Saisie) -> Markup {
    let ecrits = reunion.ordre_du_jour.iter().map(|point| point.as_str()).collect::<Vec<_>>().join("\n");
    let champs = if saisie.ouvert("ordonner") {
        saisie.champs.clone()
    } else {
        Champs::new(vec![("ordre".to_owned(), ecrits)])
    };
    let e = saisie.pour("ordonner");
    html! {
        @if reunion.ordre_du_jour.is_empty() { p.champ-aide { (sans_ordre_du_jour(reunion, lu.le)) } }
        @else { ol { @for point in &reunion.ordre_du_jour { li { (point) } } } }
        @if lu.organise() && reunion.etat == EtatReunion::Convoquee {
            details.plus open[saisie.ouvert("ordonner")] {
                summary { "Modifier l’ordre du jour" }
                (formulaire(reunion, "ordonner", &e, &ordre(&champs, &e), "Enregistrer l’ordre du jour", Style::Secondaire))
            }
        }
    }
}

/// What is true of a meeting without an agenda.
pub(super) fn sans_ordre_du_jour(reunion: &Reunion, le: Date) -> &'static str {
    match reunion.etat {
        EtatReunion::Convoquee if le <= reunion.rendezvous.le => "L’ordre du jour n’est pas encore établi.",
        EtatReunion::Annulee { .. } => "La réunion a été annulée sans ordre du jour.",
        EtatReunion::Convoquee | EtatReunion::Tenue { .. } => {
            "Aucun ordre du jour n’a été enregistré pour cette réunion."
        }
    }
}

fn presences(reunion: &Reunion, lu: &Comite, saisie: &Saisie) -> Markup {
    if let EtatReunion::Tenue { presents } = &reunion.etat {
        return html! {
            p.champ-aide { (texte::compte(presents.len() as u64, "présent", "présents")) "." }
            ul.liste-liens { @for membre in presents.iter().filter_map(|id| lu.membre(*id)) { li { (membre.nom) span.sous { (lu.institution(membre)) } } } }
        };
    }
    let tenable = lu.organise() && reunion.etat == EtatReunion::Convoquee && lu.le >= reunion.rendezvous.le;
    let e = saisie.pour("tenir");
    let cases = lu
        .siegeant(reunion)
        .map(|membre| Reponse::new(membre.id.to_string(), membre.nom.as_str()).aide(lu.institution(membre)))
        .collect();
    html! {
        @if tenable {
            (formulaire(reunion, "tenir", &e, &Champ::cases("present", "Présents", cases)
                .valeurs(saisie.champs.tous("present").map(str::to_owned)).erreurs(&e).rendre(), "Enregistrer les présences", Style::Principal))
        } @else {
            ul.liste-liens { @for membre in lu.siegeant(reunion) { li { (membre.nom) span.sous { (lu.institution(membre)) } } } }
        }
    }
}

fn changer(reunion: &Reunion, saisie: &Saisie) -> Markup {
    let prevu = &reunion.rendezvous;
    let actuels = || {
        Champs::new(vec![
            ("le".to_owned(), prevu.le.to_string()),
            ("heure".to_owned(), format!("{:02}:{:02}", prevu.heure.hour(), prevu.heure.minute())),
            ("duree".to_owned(), prevu.duree.to_string()),
            ("lieu".to_owned(), prevu.lieu.to_string()),
        ])
    };
    let champs = if saisie.ouvert("deplacer") { saisie.champs.clone() } else { actuels() };
    let (deplacer, annuler) = (saisie.pour("deplacer"), saisie.pour("annuler"));
    html! {
        details.plus open[saisie.ouvert("deplacer")] {
            summary { "Déplacer la réunion" }
            p.champ-aide { "Chaque membre reçoit l’invitation corrigée." }
            (formulaire(reunion, "deplacer", &deplacer, &rendezvous(&champs, &deplacer), "Envoyer le changement", Style::Secondaire))
        }
        details.plus open[saisie.ouvert("annuler")] {
            summary { "Annuler la réunion" }
            (formulaire(reunion, "annuler", &annuler, &Champ::zone("motif", "Pourquoi").valeur(saisie.tape("annuler", "motif")).erreurs(&annuler).rendre(), "Annuler la réunion", Style::Danger))
        }
    }
}

fn compte_rendu(reunion: &Reunion, lu: &Comite, minutes: &[CompteRendu], saisie: &Saisie) -> Markup {
    let (dernier, e) = (minutes.first(), saisie.pour("rediger"));
    let brouillon = dernier.filter(|une| une.valide.is_none());
    let tape = match saisie.tape("rediger", "texte") {
        "" => brouillon.or(dernier).map(|une| une.texte.to_string()).unwrap_or_default(),
        tape => tape.to_owned(),
    };
    let adresse = format!("/comite/reunions/{}/compte-rendu", reunion.id);
    html! {
        @for une in minutes.iter().filter(|une| une.valide.is_some()) {
            @if let Some((le, _)) = une.valide { p.champ-aide { "Version " (une.numero) ", validée le " (texte::jour(le)) "." @if let Some(motif) = &une.motif { " Motif : " (motif) } } }
            p.echange-texte { (une.texte) }
        }
        @if minutes.iter().all(|une| une.valide.is_none()) && !lu.organise() { p.champ-aide { "Le compte rendu n’est pas encore validé." } }
        @if lu.organise() {
            @if let Some(brouillon) = brouillon {
                form.action method="post" action=(adresse) {
                    input type="hidden" name="pas" value="valider";
                    input type="hidden" name="numero" value=(brouillon.numero);
                    input type="hidden" name="texte" value=(brouillon.texte);
                    p { "Brouillon de la version " (brouillon.numero) " : relisez-le, puis validez-le. Il ne changera plus." }
                    p.echange-texte { (brouillon.texte) }
                    (bouton(Style::Principal, "Valider le compte rendu"))
                }
            }
            details.plus open[minutes.is_empty() || saisie.ouvert("rediger")] {
                summary { @if brouillon.is_some() || minutes.is_empty() { "Rédiger le compte rendu" } @else { "Écrire une nouvelle version" } }
                form.formulaire method="post" action=(adresse) novalidate {
                    (resume(&e))
                    input type="hidden" name="pas" value="rediger";
                    (Champ::zone("texte", "Compte rendu").valeur(tape).erreurs(&e).rendre())
                    @if dernier.is_some_and(|une| une.numero > 1 || une.valide.is_some()) {
                        (Champ::zone("motif", "Pourquoi une nouvelle version").valeur(saisie.tape("rediger", "motif")).erreurs(&e).rendre())
                    }
                    div.formulaire-fin { (bouton(Style::Secondaire, "Enregistrer le brouillon")) }
                }
            }
        }
    }
}

fn decisions(app: &App, reunion: &Reunion, lu: &Comite, saisie: &Saisie) -> Markup {
    let prises: Vec<&DecisionComite> = lu.prises(reunion).collect();
    let e = saisie.pour("decider");
    let cle = app.alea.uuid(app.horloge.maintenant()).to_string();
    let membres = lu
        .en_poste()
        .map(|membre| {
            Reponse::new(membre.id.to_string(), format!("{}, {}", membre.nom, lu.institution(membre)))
        })
        .collect();
    html! {
        @if prises.is_empty() { p.champ-aide { "Aucune décision enregistrée." } }
        @for decision in prises { (une_decision(decision, lu)) }
        @if lu.organise() {
            details.plus open[saisie.ouvert("decider")] {
                summary { "Ajouter une décision" }
                form.formulaire method="post" action=(format!("/comite/reunions/{}/decisions", reunion.id)) novalidate {
                    (resume(&e))
                    input type="hidden" name="pas" value="decider";
                    input type="hidden" name="cle" value=(cle);
                    (Champ::zone("decision", "Décision").valeur(saisie.tape("decider", "decision")).erreurs(&e).rendre())
                    (Champ::liste("responsable", "Responsable", membres).valeur(saisie.tape("decider", "responsable")).erreurs(&e).rendre())
                    (Champ::date("echeance", "Échéance").valeur(saisie.tape("decider", "echeance")).erreurs(&e).rendre())
                    div.formulaire-fin { (bouton(Style::Secondaire, "Ajouter la décision")) }
                }
            }
        }
    }
}

fn une_decision(decision: &DecisionComite, lu: &Comite) -> Markup {
    let qui = lu
        .membre(decision.responsable)
        .map_or_else(|| "—".to_owned(), |membre| format!("{}, {}", membre.nom, lu.institution(membre)));
    let pas = |pas: &str, libelle: &str, style: Style, motif: &Markup| {
        html! {
            form.action method="post" action=(format!("/comite/decisions/{}", decision.id)) {
                input type="hidden" name="reunion" value=(decision.reunion);
                input type="hidden" name="version" value=(decision.version);
                input type="hidden" name="pas" value=(pas);
                (motif)
                (bouton(style, libelle))
            }
        }
    };
    html! {
        div.notification {
            div.notification-corps {
                p.notification-titre { (decision.texte) }
                p { (qui) ", pour le " (texte::jour(decision.echeance)) " " (badge_de_la_decision(decision, lu.le)) }
                @if let EtatDecision::Abandonnee { motif, .. } = &decision.etat { p { "« " (motif) " »" } }
                @if lu.organise() {
                    @if decision.etat == EtatDecision::Ouverte {
                        (pas("faire", "Marquer comme faite", Style::Discret, &html! {}))
                        details.plus {
                            summary { "Abandonner" }
                            (pas("abandonner", "Abandonner", Style::Discret, &html! {
                                label for=(format!("motif-{}", decision.id)) { "Pourquoi" }
                                input id=(format!("motif-{}", decision.id)) name="motif" type="text" required;
                            }))
                        }
                    } @else { (pas("reprendre", "Reprendre", Style::Discret, &html! {})) }
                }
            }
        }
    }
}
