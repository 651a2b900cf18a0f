//! The name and the status of an MK, corrected by himself, by his CPTS or by the administrator.
//!
//! Whoever no longer has a status that takes part keeps his declarations: the ARS of each is told, with his CPTS, and
//! decides. What he does meanwhile is refused by the rules, which read the status.

use droit::decision::TypeStructure;
use droit::declaration::{Declaration, EtatDeclaration};
use droit::identifiant::{CompteId, PraticienId};
use droit::notification::Nature;
use droit::reglement::Reglement;
use entrepot::notification::{Avis as Annonce, Destinataire, deposer};
use entrepot::praticien::{self, Etat, Praticien};
use entrepot::{Echec, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};

use super::praticien::saisie::{champ_du_statut, champs_d_identite, lire_l_identite, lire_le_statut};
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::gabarits::{Erreurs, formulaire};
use crate::saisie::Champs;
use crate::serveur::App;

/// A correction, by whom and when.
#[derive(Clone, Debug)]
struct Correction {
    praticien: PraticienId,
    avant: Etat,
    apres: Etat,
    auteur: CompteId,
    le: Date,
    instant: Timestamp,
}

/// Corrects the MK as the form says; `None` when something is wrong with it, noted where it is.
///
/// # Errors
/// When somebody corrected him since the form was shown, or the base fails.
pub async fn corriger(
    app: &App,
    identite: &Identite,
    praticien: &Praticien,
    champs: &Champs,
    erreurs: &mut Erreurs,
) -> Result<Option<()>, Failure> {
    let (nom, statut) = (lire_l_identite(champs, erreurs), lire_le_statut(champs, erreurs));
    let (Some((nom, prenom)), Some(statut)) = (nom, statut) else { return Ok(None) };
    let mut aucune = Erreurs::default();
    let lu = Champs::new(
        ["nom", "prenom", "statut"]
            .map(|n| (n.to_owned(), champs.un(&format!("lu_{n}")).to_owned()))
            .to_vec(),
    );
    let avant = match (lire_l_identite(&lu, &mut aucune), lire_le_statut(&lu, &mut aucune)) {
        (Some((nom, prenom)), Some(statut)) => Etat { nom, prenom, statut },
        _ => praticien.etat(),
    };
    let apres = Etat { nom, prenom, statut };
    if apres == avant {
        return Ok(Some(()));
    }
    let correction = Correction {
        praticien: praticien.id,
        avant,
        apres,
        auteur: identite.compte,
        le: app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?,
        instant: app.horloge.maintenant(),
    };
    let reglement = app.reglement;
    match app.entrepot.ecrire(move |tx| correction.inscrire(tx, reglement)).await {
        Err(Echec::Conflit) => Err(Failure::Conflit(
            "cette identité a été corrigée entre-temps : rouvrez la page avant de la corriger".to_owned(),
        )),
        autre => Ok(autre.map(Some)?),
    }
}

impl Correction {
    fn inscrire(&self, tx: &mut Tx, reglement: &'static Reglement) -> Result<(), Echec> {
        let acteur = format!("compte/{}", self.auteur);
        praticien::corriger(tx, (self.praticien, &self.avant), &self.apres, &acteur, self.instant)?;
        if self.avant.statut == self.apres.statut {
            return Ok(());
        }
        for declaration in entrepot::declaration::du_praticien(tx, self.praticien)? {
            if est_chez_l_ars(&declaration) && self.exclut(reglement, &declaration) {
                self.avertir(tx, &declaration);
            }
        }
        Ok(())
    }

    /// Did the new status take part before, and does it no more.
    fn exclut(&self, reglement: &'static Reglement, declaration: &Declaration) -> bool {
        let droit = reglement.au(self.le, declaration.departement, TypeStructure::Cpts);
        let exclus = droit.statuts_exclus.connue.as_deref().unwrap_or_default();
        exclus.contains(&self.apres.statut) && !exclus.contains(&self.avant.statut)
    }

    fn avertir(&self, tx: &mut Tx, declaration: &Declaration) {
        let annonce = Annonce {
            nature: Nature::StatutExclu,
            cle: format!("declaration/{}/statut/{}", declaration.id, self.instant.as_microsecond()),
            declaration: Some(declaration.id),
            praticien: None,
            lien: format!("/declarations/{}", declaration.id),
            auteur: Some(self.auteur),
            instant: self.instant,
        };
        for destinataire in [
            Destinataire::Ars(declaration.departement),
            Destinataire::Cpts(declaration.cpts),
            Destinataire::Praticien(declaration.praticien),
        ] {
            deposer(tx, destinataire, &annonce);
        }
    }
}

/// In progress or accepted: a volunteer's name has not reached it.
fn est_chez_l_ars(declaration: &Declaration) -> bool {
    declaration.etat.en_cours() && declaration.etat != EtatDeclaration::Brouillon
}

/// What the MK is called and how he exercises, ready to be corrected; what was typed stays.
pub fn carte(adresse: &str, praticien: &Praticien, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let lus = [
        ("nom", praticien.nom.as_str()),
        ("prenom", praticien.prenom.as_str()),
        ("statut", praticien.statut.code()),
    ];
    let montres = if erreurs.est_vide() {
        Champs::new(lus.map(|(nom, valeur)| (nom.to_owned(), valeur.to_owned())).to_vec())
    } else {
        champs.clone()
    };
    let corps = html! {
        @for (nom, valeur) in lus { input type="hidden" name=(format!("lu_{nom}")) value=(valeur); }
        (champs_d_identite(&montres, erreurs))
        (champ_du_statut(&montres, erreurs))
        p.champ-aide { "Indiquez un nouveau statut le jour où il prend effet. S’il exclut de l’accès direct alors qu’une déclaration est déposée ou acceptée, l’ARS du département est prévenue aussitôt." }
    };
    formulaire(adresse, erreurs, &corps, "Enregistrer")
}
