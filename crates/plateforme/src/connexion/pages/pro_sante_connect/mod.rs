//! The pages of Pro Santé Connect: the button, the way out to the provider, the way back, an account to open, the end of
//! both sessions.

mod depart;
mod inscription;
mod issue;
mod medecin;
mod retour;
mod sortie;

use maud::{Markup, html};

use crate::gabarits::icone::{Icone, icone};
use crate::pourcent;

pub use depart::partir;
pub use inscription::{accepter, proposer};
pub use retour::revenir;
pub use sortie::{quitter, sorti};

/// Where a request begins.
pub const DEPART: &str = "/connexion/pro-sante-connect";
/// Where the provider sends the browser back to.
pub const RETOUR: &str = "/connexion/pro-sante-connect/retour";
/// Where somebody vouched for opens his account.
pub const INSCRIPTION: &str = "/connexion/pro-sante-connect/inscription";
/// Where it sends it back to once its own session is over.
pub const SORTIE: &str = "/deconnexion/pro-sante-connect";

/// The button, in the words the provider asks for; `suite` is where to go afterwards.
pub fn bouton(suite: &str) -> Markup {
    let adresse = match suite {
        "/" => DEPART.to_owned(),
        suite => format!("{DEPART}?suite={}", pourcent::adresse(suite)),
    };
    html! {
        a.bouton.bouton-psc href=(adresse) {
            (icone(Icone::CarteDeProfessionnel))
            "S’identifier avec Pro Santé Connect"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn la_suite_voyage_entiere_dans_le_bouton() {
        assert!(bouton("/").into_string().contains("href=\"/connexion/pro-sante-connect\""));
        let lien = bouton("/remises?etat=a-faire&page=2").into_string();
        assert!(lien.contains("?suite=/remises%3Fetat%3Da-faire%26page%3D2\""), "{lien}");
    }
}
