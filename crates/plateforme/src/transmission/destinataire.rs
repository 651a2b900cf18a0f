//! `/transmissions/{id}`: one local body, its files, how it is reached.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces;
use droit::identifiant::{CodeDepartement, DestinataireId};
use droit::organisme::TypeOrganisme;
use entrepot::Echec;
use entrepot::recherche::mots;
use entrepot::transmission::{self, Destinataire, Rejet, Transmission};
use maud::{Markup, html};

use super::composition::Etendue;
use super::{composer, fichier, liste, saisie, visible};
use crate::connexion::{AgentArs, Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, Ton, action, alerte, carte, fiche, formulaire,
    lien_bouton, texte,
};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The most files shown.
const MAXIMUM: u16 = 100;

fn fil() -> [Lien; 2] {
    [Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Transmissions", "/transmissions")]
}

/// One body and its files.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let id: DestinataireId = id.parse().map_err(|_| Failure::Introuvable)?;
    let destinataire = visible(&app, &identite, id).await?;
    let (fichiers, rejets) = app
        .entrepot
        .lire(move |tx| {
            Ok::<_, Echec>((
                transmission::transmissions(tx, id, None, MAXIMUM)?,
                transmission::rejets(tx, id)?,
            ))
        })
        .await?;
    let visiteur = Visiteur::from(&identite);
    let regle = acces::transmettre(&identite.acteur, destinataire.departement).is_ok();
    Ok(Page::new(&destinataire.nom, &visiteur).fil(fil()).rendre(html! {
        div.pile-large {
            @if regle { (reglages(&destinataire)) (refuses(&app, &destinataire, &rejets)) }
            (tableau(&app, &identite, &destinataire, &fichiers))
        }
    }))
}

fn reglages(destinataire: &Destinataire) -> Markup {
    let reglages = &destinataire.reglages;
    let adresse = format!("/transmissions/{}", destinataire.id);
    let canal = match reglages.canal {
        transmission::Canal::Dossier => "Dossier",
        transmission::Canal::Sftp => "SFTP",
        transmission::Canal::Courriel => "Courriel",
    };
    carte(
        "Réglages",
        &html! {
            (fiche(&[
                ("Organisme", html! { (destinataire.organisme.sigle()) ", département " (destinataire.departement) }),
                ("Code dans les fichiers", html! { code { (destinataire.code) } }),
                ("Envoi", html! { (canal) " : " (reglages.adresse) }),
                ("Rythme", html! { (liste::nom_du_rythme(reglages.rythme)) }),
            ]))
            div.actions {
                (lien_bouton(Style::Secondaire, &format!("{adresse}/reglages"), "Modifier les réglages"))
                @if destinataire.reglages.etat == transmission::EtatDestinataire::Actif {
                    (action(Style::Secondaire, &format!("{adresse}/complet"), "Envoyer une liste complète", ""))
                }
            }
        },
    )
}

fn refuses(app: &App, destinataire: &Destinataire, rejets: &[Rejet]) -> Markup {
    let fuseau = app.reglement.fuseau(destinataire.departement);
    html! {
        @if !rejets.is_empty() {
            (alerte(Ton::Attention, "Des accusés de réception déposés n’ont pas pu être enregistrés.", &html! {
                ul { @for rejet in rejets { li { (rejet.nom) ", " (texte::instant(rejet.rejete_le, fuseau)) " : " (rejet.motif) "." } } }
            }))
        }
    }
}

fn tableau(app: &App, identite: &Identite, destinataire: &Destinataire, fichiers: &[Transmission]) -> Markup {
    let (fuseau, maintenant) = (app.reglement.fuseau(destinataire.departement), app.horloge.maintenant());
    if fichiers.is_empty() {
        return alerte(Ton::Info, "Le premier fichier, complet, part dans quelques secondes.", &html! {});
    }
    Tableau::new("Fichiers", &["Fichier", "Envoi", "Accusé de réception", "Télécharger", "Action"])
        .lignes(fichiers.iter().map(|f| {
            vec![
                liste::numero(f, fuseau),
                liste::envoi(f, fuseau),
                liste::accuse(destinataire, f, fuseau, maintenant),
                fichier::liens(f),
                fichier::actions(identite, destinataire, f),
            ]
        }))
        .rendre()
}

/// The form of a new body.
pub async fn nouveau(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
) -> Result<Markup, Failure> {
    Ok(page_nouveau(&app, &identite, &departements, &Champs::default(), &Erreurs::default()))
}

fn page_nouveau(
    app: &App,
    identite: &Identite,
    departements: &[CodeDepartement],
    tapes: &Champs,
    erreurs: &Erreurs,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let maintenant = app.horloge.maintenant();
    let nommes: Vec<String> =
        departements.iter().flat_map(|d| liste::organismes_nommes(app.reglement, *d, maintenant)).collect();
    let nom = |code: &CodeDepartement| app.reglement.departement(*code).map_or("", |d| d.nom.as_str());
    let choix = departements.iter().map(|d| Reponse::new(d.as_str(), format!("{} ({d})", nom(d)))).collect();
    let organismes = TypeOrganisme::TOUS.iter().map(|o| Reponse::new(o.code(), o.sigle())).collect();
    let champs = html! {
        (Champ::liste("departement", "Département", choix).valeur(tapes.un("departement")).erreurs(erreurs).rendre())
        (Champ::boutons("organisme", "Organisme", organismes).valeur(tapes.un("organisme")).erreurs(erreurs).rendre())
        (Champ::texte("nom", "Nom de l’organisme").valeur(tapes.un("nom")).erreurs(erreurs).aide("Par exemple CPAM du Loiret.").rendre())
        (saisie::champs(|champ| tapes.un(champ).to_owned(), erreurs))
    };
    Page::new("Ajouter un organisme", &visiteur)
        .fil(fil())
        .chapo(html! { "La liste complète lui part dès l’enregistrement ; ensuite, ce qui change." })
        .rendre(html! {
            div.pile-large {
                @if !nommes.is_empty() {
                    (alerte(Ton::Info, &format!("Les règles du département nomment : {}.", nommes.join(", ")), &html! {}))
                }
                (formulaire("/transmissions", erreurs, &champs, "Enregistrer"))
            }
        })
}

/// Records a body.
pub async fn ajouter(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    if let Some(nouveau) =
        lire_nouveau(&app, &departements, &champs, &mut erreurs).filter(|_| erreurs.est_vide())
    {
        let (par, maintenant, adresse) =
            (identite.compte, app.horloge.maintenant(), format!("/transmissions/{}", nouveau.id));
        let ecriture = app.entrepot.ecrire(move |tx| {
            transmission::ajouter(tx, &nouveau, par, maintenant);
            Ok::<(), Echec>(())
        });
        match ecriture.await {
            Ok(()) => return Ok(Redirect::to(&adresse).into_response()),
            Err(Echec::Doublon { .. }) => {
                erreurs.ajouter("nom", "Cet organisme est déjà enregistré dans ce département.")
            }
            Err(echec) => return Err(echec.into()),
        }
    }
    let page = page_nouveau(&app, &identite, &departements, &champs, &erreurs);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn lire_nouveau(
    app: &App,
    departements: &[CodeDepartement],
    champs: &Champs,
    erreurs: &mut Erreurs,
) -> Option<Destinataire> {
    let choisi = champs.un("departement").parse().ok().filter(|code| departements.contains(code));
    let departement = erreurs.noter("departement", choisi.ok_or("Choisissez un de vos départements."));
    let organisme = TypeOrganisme::depuis_code(champs.un("organisme")).ok_or("Choisissez un organisme.");
    let organisme = erreurs.noter("organisme", organisme);
    let nom = champs.un("nom");
    let juste = (2..=80).contains(&nom.chars().count()) && !mots(nom).is_empty();
    let nom =
        erreurs.noter("nom", juste.then(|| nom.to_owned()).ok_or("Écrivez le nom, en 80 signes au plus."));
    let reglages = saisie::lire(champs, erreurs);
    let (departement, nom) = (departement?, nom?);
    Some(Destinataire {
        id: DestinataireId::new(app.alea.uuid(app.horloge.maintenant()).as_u128()),
        code: code(departement, &nom),
        nom,
        organisme: organisme?,
        departement,
        reglages: reglages?,
        dernier_numero: 0,
        version: 1,
    })
}

/// « CPAM du Loiret » in the Loiret: `45-cpam-du-loiret`.
fn code(departement: CodeDepartement, nom: &str) -> String {
    let simple: String = mots(nom).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let mots = simple.split_whitespace().collect::<Vec<_>>().join("-");
    format!("{}-{mots}", departement.as_str().to_ascii_lowercase()).chars().take(60).collect()
}

/// The form of the settings.
pub async fn reglages_de(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let id = id.parse().map_err(|_| Failure::Introuvable)?;
    let destinataire = visible(&app, &identite, id).await?;
    let connus = saisie::en_champs(&destinataire.reglages);
    let valeur = |nom: &str| {
        connus.iter().find(|(champ, _)| *champ == nom).map(|(_, valeur)| valeur.clone()).unwrap_or_default()
    };
    Ok(page_reglages(&identite, &destinataire, valeur, &Erreurs::default()))
}

fn page_reglages(
    identite: &Identite,
    destinataire: &Destinataire,
    valeur: impl Fn(&str) -> String,
    erreurs: &Erreurs,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let adresse = format!("/transmissions/{}", destinataire.id);
    let champs = html! {
        input type="hidden" name="version" value=(destinataire.version);
        (saisie::champs(valeur, erreurs))
    };
    Page::new("Réglages de l’envoi", &visiteur)
        .fil(fil().into_iter().chain([Lien::new(&destinataire.nom, &adresse)]))
        .rendre(formulaire(&format!("{adresse}/reglages"), erreurs, &champs, "Enregistrer"))
}

/// Changes the settings.
pub async fn regler(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let id: DestinataireId = id.parse().map_err(|_| Failure::Introuvable)?;
    let destinataire = visible(&app, &identite, id).await?;
    let mut erreurs = Erreurs::default();
    let lus = saisie::lire(&champs, &mut erreurs).filter(|_| erreurs.est_vide());
    let Some(lus) = lus else {
        let page = page_reglages(&identite, &destinataire, |nom| champs.un(nom).to_owned(), &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let version = champs.un("version").parse().unwrap_or(0);
    let (par, maintenant) = (identite.compte, app.horloge.maintenant());
    let ecriture = app.entrepot.ecrire(move |tx| {
        transmission::regler(tx, id, version, &lus, par, maintenant);
        Ok::<(), Echec>(())
    });
    match ecriture.await {
        Ok(()) => Ok(Redirect::to(&format!("/transmissions/{id}")).into_response()),
        Err(Echec::Conflit) => Err(Failure::Conflit(
            "les réglages ont changé entre-temps : relisez-les, puis recommencez".to_owned(),
        )),
        Err(echec) => Err(echec.into()),
    }
}

/// Composes a complete file at once; the worker hands it over.
pub async fn completer(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id: DestinataireId = id.parse().map_err(|_| Failure::Introuvable)?;
    visible(&app, &identite, id).await?;
    composer(&app, id, Etendue::Tout).await?;
    Ok(Redirect::to(&format!("/transmissions/{id}")))
}
