//! The settings of Pro Santé Connect: what the ANS gives when the site is registered.

use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use passerelles::pro_sante_connect::{ProSanteConnect, Reglage, ReglageInvalide};
use passerelles::{AdresseDeService, Secret};

use crate::connexion::pages::pro_sante_connect::{RETOUR, SORTIE};
use crate::connexion::pro_sante_connect::Psc;

/// A visitor waits: four calls at most must fit in the time a request has.
const DELAI: Duration = Duration::from_secs(4);

/// Pro Santé Connect.
#[derive(Args, Clone, Debug, Default)]
pub struct ReglagesPsc {
    /// Document de découverte de Pro Santé Connect ; sans lui, le site n’en parle pas.
    #[arg(long, env = "PSC_DECOUVERTE", value_name = "URL", requires_all = ["psc_client", "psc_secret"])]
    pub psc_decouverte: Option<AdresseDeService>,

    /// Émetteur attendu ; sans lui, ce qui précède « /.well-known/ » dans cette adresse.
    #[arg(long, env = "PSC_EMETTEUR", value_name = "URL")]
    pub psc_emetteur: Option<String>,

    /// Identifiant de ce site chez Pro Santé Connect (client_id).
    #[arg(long, env = "PSC_CLIENT", value_name = "IDENTIFIANT")]
    pub psc_client: Option<String>,

    /// Secret de ce site chez Pro Santé Connect (client_secret).
    #[arg(long, env = "PSC_SECRET", hide_env_values = true, value_name = "SECRET")]
    pub psc_secret: Option<Secret>,
}

/// The settings cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PscInvalide {
    /// Nobody can be sent back here.
    #[error(
        "PSC_DECOUVERTE : indiquez aussi URL_PUBLIQUE, l’adresse où Pro Santé Connect renvoie les navigateurs"
    )]
    SansAdresse,
    /// Nothing says who signs.
    #[error("PSC_DECOUVERTE : {0}")]
    Reglage(#[from] ReglageInvalide),
}

impl ReglagesPsc {
    /// The provider, when there is one.
    ///
    /// # Errors
    /// Which setting cannot work.
    pub fn ouvrir(&self, url_publique: Option<&str>) -> Result<Option<Arc<Psc>>, PscInvalide> {
        let (Some(decouverte), Some(client), Some(secret)) =
            (&self.psc_decouverte, &self.psc_client, &self.psc_secret)
        else {
            return Ok(None);
        };
        let site = url_publique.ok_or(PscInvalide::SansAdresse)?.trim_end_matches('/');
        let reglage = Reglage {
            decouverte: decouverte.clone(),
            emetteur: self.psc_emetteur.clone(),
            client: client.clone(),
            secret: secret.clone(),
            retour: format!("{site}{RETOUR}"),
            sortie: format!("{site}{SORTIE}"),
            delai: DELAI,
        };
        Ok(Some(Arc::new(Psc::new(ProSanteConnect::new(reglage)?))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rien_sans_reglage_et_rien_sans_adresse_publique() {
        assert!(ReglagesPsc::default().ouvrir(None).unwrap().is_none());
        let regle = |decouverte: &str| ReglagesPsc {
            psc_decouverte: Some(decouverte.parse().unwrap()),
            psc_client: Some("acces-direct".to_owned()),
            psc_secret: Some(Secret::from("secret")),
            ..ReglagesPsc::default()
        };
        let standard = "https://psc.example/.well-known/wallet-openid-configuration";
        assert_eq!(regle(standard).ouvrir(None).unwrap_err(), PscInvalide::SansAdresse);
        let site = Some("https://acces.example/");
        let psc = regle(standard).ouvrir(site).unwrap().unwrap();
        assert_eq!(psc.fournisseur().emetteur(), "https://psc.example");
        assert!(regle("https://psc.example/decouverte").ouvrir(site).is_err(), "l’émetteur manque");
    }
}
