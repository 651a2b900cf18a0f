//! The screening: every sign with its question; a script hides those of other regions.

use droit::decision::Gravite;
use droit::episode::Region;
use droit::identifiant::EpisodeId;
use droit::reglement::{Signe, Signes};
use entrepot::Tx;
use maud::{Markup, html};

use super::saisie::Saisie;
use crate::gabarits::{Erreurs, Ton, badge};

/// Keeps which signs this page asked to look for: the list may change, not what was asked that day.
pub fn noter(tx: &mut Tx, episode: EpisodeId, region: Region) {
    match Signes::embarques() {
        Ok(signes) => entrepot::episode::noter_les_signes(tx, episode, &signes.cherches(region)),
        Err(cause) => tracing::error!(%cause, "the signs looked for are not kept: none could be read"),
    }
}

/// The list.
pub fn rendre(saisie: &Saisie, erreurs: &Erreurs) -> Markup {
    let signes: Vec<&Signe> = Signes::embarques().map(|signes| signes.iter().collect()).unwrap_or_default();
    html! {
        fieldset.champ.champ-invalide[erreurs.de("depistage").is_some()] #champ-depistage tabindex="-1" {
            legend { "Cochez ce qui est présent" }
            p.champ-aide { "Liste du produit, pas une liste officielle. Un signe critique arrête l’accès direct ; une alerte demande un motif." }
            @if let Some(erreur) = erreurs.de("depistage") { p.champ-erreur { span.lecteur { "Erreur : " } (erreur) } }
            ul.signes { @for signe in signes { (ligne(signe, saisie)) } }
            label.reponse.depistage for="depistage-fait" {
                input #depistage-fait type="checkbox" name="depistage" value="fait" checked[saisie.champ("depistage") == "fait"];
                span.reponse-texte { "J’ai recherché ces signes : aucun autre n’est présent" }
            }
        }
    }
}

fn ligne(signe: &Signe, saisie: &Saisie) -> Markup {
    let (id, motif) = (format!("signe-{}", signe.code), format!("motif-{}", signe.code));
    let coche = saisie.signes.contains(&signe.code);
    html! {
        li.signe data-regions=(regions(signe)) {
            label.reponse for=(id) {
                input id=(id) type="checkbox" name="signe" value=(signe.code) checked[coche];
                span.signe-question { (signe.question) }
                @match signe.gravite {
                    Gravite::Critique => (badge(Ton::Erreur, "Critique")),
                    Gravite::Alerte => (badge(Ton::Attention, "Alerte")),
                }
            }
            @if signe.gravite == Gravite::Alerte {
                div.champ.signe-motif {
                    label for=(motif) { "Pourquoi poursuivre" span.lecteur { " malgré : " (signe.libelle) } }
                    input id=(motif) name=(motif) type="text" value=(saisie.champ(&motif)) autocomplete="off";
                }
            }
        }
    }
}

/// The regions where the sign is looked for; empty when it always is.
fn regions(signe: &Signe) -> String {
    if signe.est_general() {
        return String::new();
    }
    Region::TOUS.iter().filter(|r| signe.concerne(**r)).map(|r| r.code()).collect::<Vec<_>>().join(" ")
}
