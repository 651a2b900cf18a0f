//! `/remises/{id}`: one delivery, what was done of it, what can be done now.

use axum::extract::{Path, State};
use droit::decision::TypeDiagnostic;
use droit::document::Ecart;
use droit::episode::Episode;
use droit::reglement::nom_du_diagnostic;
use droit::remise::{
    Canal, Destinataire, Etat, NatureReponse, ObjetVolonte, Preuve, Volonte, Volontes, retenue,
};
use entrepot::boite::Recu;
use entrepot::chiffre::Trousseau;
use entrepot::lien::{Lien as LienMedecin, Reponse as Avis};
use entrepot::remise::{EnListe, Fait};
use entrepot::{Echec, Tx, boite, episode, lien, patient, remise, volonte};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{avertissement, destinataire, etat, nom, precision, titre, tracer};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Avis as Annonce, Champ, Erreurs, Etape, Lien, Page, Reponse, Style, Ton, action, alerte, bouton, carte,
    fiche, frise, lien_bouton, resume, texte,
};
use crate::remise::lien::reponse::{self, Dite};
use crate::remise::propositions::Propositions;
use crate::remise::{charger, ecart};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// What the page shows.
pub struct Vue {
    /// The delivery.
    pub remise: EnListe,
    faits: Vec<Fait>,
    volontes: Volontes,
    lien: Option<LienMedecin>,
    reponses: Vec<Avis>,
    courriers: Vec<Recu>,
    propositions: Propositions,
    episode: Episode,
    /// The type to choose on the portal of the DMP.
    type_dmp: Option<&'static str>,
    /// What the document no longer tells of the file; nothing once a version replaces it.
    ecarts: Vec<Ecart>,
    /// Today, where the care is given.
    pub jour: Date,
}

impl Vue {
    /// Reads it for the MK it belongs to, and says so in the journal.
    ///
    /// # Errors
    /// When it is not his, or the base fails.
    pub async fn lire(app: &App, identite: &Identite, id: &str) -> Result<Self, Failure> {
        let suivie = charger(app, identite, id).await?;
        let (trousseau, cle) = (app.entrepot.trousseau().clone(), suivie.id);
        let (remise, faits, volontes, lien, reponses, courriers, (propositions, episode, type_dmp, ecarts)) =
            app.entrepot
                .lire(move |tx| {
                    let remise = remise::une(tx, &trousseau, cle)?.ok_or(Echec::Absent)?;
                    let patient = remise.patient;
                    let propositions = propositions(tx, &trousseau, &remise)?;
                    let episode = episode::charger(tx, &trousseau, remise.episode)?.ok_or(Echec::Absent)?;
                    let document = crate::remise::document(tx, &trousseau, remise.suivie.document)?;
                    let type_dmp = match remise.suivie.remise.canal {
                        Canal::Dmp => formats::cda::genre(&document).map(|code| code.libelle.as_str()),
                        _ => None,
                    };
                    let fiche =
                        entrepot::document::charger(tx, remise.suivie.document)?.ok_or(Echec::Absent)?;
                    let ecarts = match fiche.remplace_par {
                        Some(_) => Vec::new(),
                        None => ecart::lire(tx, &trousseau, &document)?,
                    };
                    Ok::<_, Echec>((
                        remise,
                        remise::historique(tx, cle)?,
                        volonte::du_patient(tx, patient)?,
                        lien::de_la_remise(tx, cle)?,
                        lien::reponses(tx, &trousseau, cle)?,
                        boite::de_la_remise(tx, &trousseau, cle)?,
                        (propositions, episode, type_dmp, ecarts),
                    ))
                })
                .await?;
        tracer(app, identite, format!("remise/{cle}")).await?;
        let fuseau = app.reglement.fuseau(remise.departement);
        let jour = app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?;
        Ok(Self {
            remise,
            faits,
            volontes,
            lien,
            reponses,
            courriers,
            propositions,
            episode,
            type_dmp,
            ecarts,
            jour,
        })
    }
}

/// The addresses to propose for the médecin traitant.
fn propositions(tx: &mut Tx, trousseau: &Trousseau, remise: &EnListe) -> Result<Propositions, Echec> {
    if remise.suivie.destinataire != Destinataire::MedecinTraitant {
        return Ok(Propositions::Aucune);
    }
    let fiche = patient::charger(tx, trousseau, remise.patient)?.ok_or(Echec::Absent)?;
    let medecin = patient::medecin(tx, trousseau, &fiche)?;
    Propositions::lire(tx, &medecin)
}

/// The page.
///
/// # Errors
/// When the delivery is not this MK's, or the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    Ok(rendre(&app, &identite, &vue, &Erreurs::default(), annonce(champs.un("fait")), None))
}

fn annonce(fait: &str) -> Option<Annonce> {
    let message = match fait {
        "envoi" => "L’envoi est demandé.",
        "remis" => "C’est noté.",
        "abandon" => "Cette remise est abandonnée.",
        "volonte" => "La réponse du patient est notée.",
        "lu" => "C’est noté comme lu.",
        "adresse" => "Le document repart à la nouvelle adresse.",
        "copie" => "La copie du patient est préparée.",
        "adresse-a" => "Le document est adressé à ce médecin.",
        _ => return None,
    };
    Some(Annonce::succes(message))
}

/// The page, with the link just made when there is one: it is shown this once.
pub fn rendre(
    app: &App,
    identite: &Identite,
    vue: &Vue,
    erreurs: &Erreurs,
    annonce: Option<Annonce>,
    lien_neuf: Option<&Markup>,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let (remise, fuseau) = (&vue.remise, app.reglement.fuseau(vue.remise.departement));
    let fil = [Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Remises", "/remises")];
    let page_titre = format!("{} : {}", destinataire(&remise.suivie), remise.genre.titre());
    let chapo = html! { (nom(&remise.identite)) ", " (titre(remise)) };
    Page::new(&page_titre, &visiteur).fil(fil).avis(annonce).chapo(chapo).rendre(html! {
        div.pile-large {
            (avertissement(app, remise.suivie.praticien))
            (resume(erreurs))
            (ecart::avis(&vue.ecarts, (remise.episode, remise.suivie.document)))
            @if let Some(lien) = lien_neuf { (lien) }
            (reponses(app, vue))
            (courriers(vue, fuseau))
            div.deux {
                div.pile-large { (situation(app, vue, fuseau)) (gestes(app, vue, erreurs)) }
                div.pile-large { (historique(vue, fuseau)) }
            }
        }
    })
}

fn situation(app: &App, vue: &Vue, fuseau: &str) -> Markup {
    let suivie = &vue.remise.suivie;
    let adresse = suivie.adresse.as_deref().filter(|_| suivie.remise.canal == Canal::MssanteProfessionnel);
    let mut faits = vec![
        ("État", html! { (etat(&suivie.remise.etat)) " " (precision(app, &vue.remise, fuseau)) }),
        ("Moyen", html! { (suivie.remise.canal.libelle()) }),
        ("Dû depuis le", html! { (texte::instant(vue.remise.composee_le, fuseau)) }),
    ];
    if let Some(adresse) = adresse {
        faits.push(("Adresse", html! { (adresse) }));
    }
    if suivie.remise.essais > 0 {
        faits.push(("Essais", html! { (suivie.remise.essais) }));
    }
    if suivie.remise.doublons_possibles > 0 {
        let dits = texte::compte(
            suivie.remise.doublons_possibles.into(),
            "envoi à l’issue inconnue",
            "envois à l’issue inconnue",
        );
        faits.push(("Doublon possible", html! { (dits) " : le destinataire a peut-être reçu ce document plusieurs fois, sous le même identifiant." }));
    }
    let document = suivie.document;
    carte(
        "Où en est cette remise",
        &html! {
            (fiche(&faits))
            div.rang {
                (lien_bouton(Style::Discret, &format!("/episodes/{}/documents/{document}", vue.remise.episode), "Voir le document"))
                (lien_bouton(Style::Discret, &format!("/documents/{document}/remises"), "Ses autres destinataires"))
            }
            @if let Some(type_dmp) = vue.type_dmp {
                p { "Sur le portail web du DMP, choisissez le type « " strong { (type_dmp) } " »." }
                div.rang {
                    (lien_bouton(Style::Discret, &format!("/episodes/{}/documents/{document}/document.pdf", vue.remise.episode), "PDF à déposer"))
                    (lien_bouton(Style::Discret, &format!("/episodes/{}/documents/{document}/IHE_XDM.zip", vue.remise.episode), "Archive IHE XDM"))
                }
            }
        },
    )
}

fn gestes(app: &App, vue: &Vue, e: &Erreurs) -> Markup {
    let suivie = &vue.remise.suivie;
    if !suivie.remise.etat.attend_quelqu_un() {
        return html! {};
    }
    let adresse = |fin: &str| format!("/remises/{}/{fin}", suivie.id);
    let part = machine(app, suivie.remise.canal) && retenue(suivie.remise.canal, &vue.ecarts).is_none();
    let medecin = matches!(suivie.destinataire, Destinataire::MedecinTraitant | Destinataire::AutreMedecin);
    let payeur = suivie.destinataire == Destinataire::Payeur;
    html! {
        @if let Some(objet) = question(vue) {
            (carte(objet.libelle(), &html! {
                p { "Le patient doit pouvoir s’y opposer avant le premier envoi. Sa réponse vaut pour les documents suivants ; elle est datée, et peut changer." }
                form.formulaire method="post" action=(adresse("volonte")) {
                    input type="hidden" name="objet" value=(objet.code());
                    div.rang {
                        button.bouton.bouton-principal type="submit" name="volonte" value=(Volonte::Accord.code()) { (if part { "Il ne s’oppose pas : envoyer" } else { "Il ne s’oppose pas" }) }
                        button.bouton.bouton-secondaire type="submit" name="volonte" value=(Volonte::Opposition.code()) { "Il s’oppose" }
                    }
                }
            }))
        } @else if part {
            (carte("Envoyer", &html! {
                @if let Etat::Compose = suivie.remise.etat { p { "Rien n’est encore parti." } }
                (action(Style::Principal, &adresse("envoyer"), if suivie.remise.essais > 0 { "Envoyer de nouveau" } else { "Envoyer" }, ""))
            }))
        }
        @if medecin || payeur { (par_messagerie(app, vue, &adresse("adresse"), e)) }
        @if medecin { (par_lien(app, &adresse("lien"))) }
        (a_la_main(vue, &adresse("remise"), e))
        (carte("Ne pas remettre", &html! {
            form.formulaire method="post" action=(adresse("abandonner")) {
                (Champ::texte("motif", "Pourquoi").erreurs(e).rendre())
                (bouton(Style::Danger, "Abandonner cette remise"))
            }
        }))
    }
}

/// What must be asked of the patient first, if anything.
fn question(vue: &Vue) -> Option<ObjetVolonte> {
    let suivie = &vue.remise.suivie;
    let objet = match suivie.remise.canal {
        Canal::MssantePatient => ObjetVolonte::MessageriePatient,
        Canal::Dmp => ObjetVolonte::Dmp,
        Canal::MssanteProfessionnel | Canal::MainPropre | Canal::Lien => return None,
    };
    vue.volontes.sur(objet).is_none().then_some(objet)
}

fn machine(app: &App, canal: Canal) -> bool {
    use droit::remise::Voie::Ouverte;
    match canal {
        Canal::MssanteProfessionnel | Canal::MssantePatient => app.voies().messagerie.voie() == Ouverte,
        Canal::Dmp => app.voies().dmp.voie() == Ouverte,
        Canal::MainPropre | Canal::Lien => false,
    }
}

fn par_messagerie(app: &App, vue: &Vue, adresse: &str, e: &Erreurs) -> Markup {
    let suivie = &vue.remise.suivie;
    let (libelle, aide) = match suivie.destinataire {
        Destinataire::Payeur => {
            ("Adresse MSSanté du payeur", "Seuls les domaines de l’espace de confiance sont admis.")
        }
        _ => (
            "Adresse MSSanté du médecin",
            "Elle est retenue pour ce patient. Seuls les domaines de l’espace de confiance sont admis.",
        ),
    };
    if app.voies().messagerie.voie() == droit::remise::Voie::Absente {
        return html! {};
    }
    carte(
        "Par la messagerie sécurisée",
        &html! {
            (vue.propositions.rendre(&app.voies().liste, (adresse, "adresse")))
            form.formulaire method="post" action=(adresse) novalidate {
                (Champ::texte("adresse", libelle).valeur(suivie.adresse.as_deref().unwrap_or_default()).aide(aide).erreurs(e).rendre())
                (bouton(Style::Secondaire, "Envoyer à cette adresse"))
            }
        },
    )
}

fn par_lien(app: &App, adresse: &str) -> Markup {
    html! {
        @if app.ecoute.url_publique.is_some() || app.ecoute.monde == crate::config::Monde::Fictif {
            (carte("Par un lien sécurisé", &html! {
                p { "Pour un médecin sans MSSanté : un lien qui ne s’ouvre qu’une fois, et un code à lui donner autrement. Il lit le document et vous répond." }
                (action(Style::Secondaire, adresse, "Créer le lien", ""))
            }))
        }
    }
}

/// What a person did herself.
fn a_la_main(vue: &Vue, adresse: &str, e: &Erreurs) -> Markup {
    let canal = vue.remise.suivie.remise.canal;
    let (titre, libelle, envoyer) = match canal {
        Canal::Dmp => ("Déposé sur le portail du DMP", "Déposé le", "Déclarer déposé"),
        _ => ("Remis en main propre", "Remis le", "Déclarer remis"),
    };
    carte(
        titre,
        &html! {
            form.formulaire method="post" action=(adresse) novalidate {
                (Champ::date("le", libelle).valeur(vue.jour.to_string()).erreurs(e).rendre())
                (bouton(if canal == Canal::MainPropre { Style::Principal } else { Style::Secondaire }, envoyer))
            }
        },
    )
}

fn historique(vue: &Vue, fuseau: &str) -> Markup {
    let etapes: Vec<Etape> = vue
        .faits
        .iter()
        .rev()
        .map(|fait| {
            let (ton, titre) = dit(&fait.fait);
            Etape {
                ton,
                quand: texte::instant(fait.instant, fuseau),
                titre: titre.to_owned(),
                detail: html! { @if let Some(cause) = &fait.cause { p { (cause) } } },
            }
        })
        .collect();
    carte(
        "Tout ce qui s’est passé",
        &html! {
            (frise(&etapes))
            @if let Some(lien) = &vue.lien { p.sous { (etat_du_lien(lien, fuseau)) } }
        },
    )
}

fn etat_du_lien(lien: &LienMedecin, fuseau: &str) -> String {
    let quand = |le| texte::instant(le, fuseau);
    match (lien.ouvert_le, lien.ferme_le) {
        (_, Some(le)) => format!("Lien fermé le {}.", quand(le)),
        (Some(le), None) => format!("Lien ouvert par le médecin le {}.", quand(le)),
        (None, None) => format!("Lien valable jusqu’au {}, pas encore ouvert.", quand(lien.expire_le)),
    }
}

/// An event of the ledger, in words.
fn dit(fait: &str) -> (Ton, &'static str) {
    match fait {
        "composee" => (Ton::Neutre, "Remise due"),
        "demandee" => (Ton::Info, "Envoi demandé"),
        "precisee" => (Ton::Neutre, "Toujours due"),
        "commencee" => (Ton::Info, "Envoi commencé"),
        "acceptee" => (Ton::Info, "Accepté par le serveur du destinataire"),
        "empechee" => (Ton::Attention, "Envoi empêché, nouvel essai prévu"),
        "incertaine" => (Ton::Attention, "Issue inconnue : doublon possible"),
        "retenue" => (Ton::Attention, "Retenu avant l’envoi"),
        "refusee" => (Ton::Erreur, "Rejeté"),
        "retardee" => (Ton::Attention, "Retardé, le serveur du destinataire réessaie"),
        "delai-ecoule" => (Ton::Attention, "Sans réponse dans le délai"),
        "annulee" => (Ton::Neutre, "Annulé"),
        autre => match Preuve::depuis_code(autre) {
            Some(preuve) => (Ton::Succes, majuscule_de(preuve)),
            None => (Ton::Neutre, "Autre fait"),
        },
    }
}

fn majuscule_de(preuve: Preuve) -> &'static str {
    match preuve {
        Preuve::BoiteAtteinte => "Arrivé dans la boîte du destinataire",
        Preuve::Integration => "Intégré par le logiciel du destinataire",
        Preuve::Lecture => "Ouvert par le destinataire",
        Preuve::RecepisseDmp => "Déposé dans le DMP, récépissé reçu",
        Preuve::DepotDeclare => "Déposé sur le portail du DMP, déclaré par vous",
        Preuve::RemiseDeclaree => "Remis en main propre, déclaré par vous",
    }
}

fn reponses(app: &App, vue: &Vue) -> Markup {
    let fuseau = app.reglement.fuseau(vue.remise.departement);
    html! {
        @for avis in &vue.reponses {
            @let dite = Dite::lire(&avis.contenu);
            (alerte(Ton::Info, &format!("Réponse du médecin : {}", avis.nature.libelle().to_lowercase()), &html! {
                p.sous { (dite.signature()) ", le " (texte::instant(avis.recue_le, fuseau)) }
                p.texte-libre { (dite.texte) }
                @if let Some(le) = dite.diagnostic_le { p { "Diagnostic posé le " (texte::jour(le)) "." } }
                @if avis.nature != NatureReponse::Avis { (preuve_a_confirmer(vue, avis, &dite)) }
                @if avis.vue_le.is_none() {
                    form.action method="post" action=(format!("/remises/{}/reponse-lue", vue.remise.suivie.id)) {
                        input type="hidden" name="reponse" value=(avis.id);
                        (bouton(Style::Secondaire, "Marquer comme lue"))
                    }
                }
            }))
        }
    }
}

/// The proof is the MK's act: the same form as that of the episode, filled with what the doctor said. The rules ask that
/// he hold the document.
fn preuve_a_confirmer(vue: &Vue, avis: &Avis, dite: &Dite) -> Markup {
    let ouvert = vue.episode.etat == droit::episode::EtatEpisode::Ouvert;
    let deja = vue.episode.diagnostic.as_ref().is_some_and(|d| d.id.bits() == avis.id.as_u128());
    if deja {
        return html! { p { strong { "Cette réponse est enregistrée comme preuve de diagnostic." } } };
    }
    if !ouvert {
        return html! { p { "L’épisode est clos : rien n’est plus à enregistrer." } };
    }
    let types = TypeDiagnostic::TOUS.iter().map(|t| Reponse::new(t.code(), nom_du_diagnostic(*t))).collect();
    let e = Erreurs::default();
    let le = dite.diagnostic_le.unwrap_or(vue.jour);
    html! {
        details.plus {
            summary { "Enregistrer comme preuve de diagnostic" }
            form.formulaire method="post" action=(format!("/episodes/{}/diagnostic", vue.remise.episode)) novalidate {
                p { "Gardez le document du médecin : il peut vous être demandé." }
                input type="hidden" name="cle" value=(avis.id);
                (Champ::liste("type_diagnostic", "Document", types).valeur(reponse::piece(avis.nature).code()).erreurs(&e).rendre())
                (Champ::date("date", "Date du document").valeur(le.to_string()).erreurs(&e).rendre())
                input type="hidden" name="en_rapport" value="oui";
                (bouton(Style::Principal, "Enregistrer la preuve"))
            }
        }
    }
}

fn courriers(vue: &Vue, fuseau: &str) -> Markup {
    html! {
        @for recu in &vue.courriers {
            (alerte(Ton::Info, "Message reçu du destinataire", &html! {
                p.sous { "Le " (texte::instant(recu.recu_le, fuseau)) @if !recu.domaine.is_empty() { ", depuis " (recu.domaine) } }
                p.texte-libre { (recu.dit.as_deref().unwrap_or("Le logiciel du destinataire a répondu sans explication.")) }
                @if recu.vu_le.is_none() { (action(Style::Secondaire, &format!("/remises/{}/messages-lus", vue.remise.suivie.id), "Marquer comme lu", "")) }
            }))
        }
    }
}
