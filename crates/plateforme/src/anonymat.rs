//! What a text would tell of somebody: searched with what the installation knows, shown passage by passage.

use std::collections::{BTreeSet, HashSet};

use droit::anonymat::{self, Indice, Lexique};
use entrepot::praticien;
use maud::{Markup, html};

use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse, Ton, alerte};
use crate::publication::commune;
use crate::serveur::App;

/// What the installation knows of the words of some texts.
pub struct Savoir {
    connus: HashSet<String>,
    concernes: Vec<String>,
}

impl Savoir {
    /// Reads it; `concernes` are the names of those the texts are about.
    ///
    /// # Errors
    /// When the base fails.
    pub async fn lire(app: &App, textes: &[&str], concernes: Vec<String>) -> Result<Self, Failure> {
        let noms: HashSet<String> = textes.iter().flat_map(|texte| anonymat::noms_possibles(texte)).collect();
        let noms: Vec<String> = noms.into_iter().collect();
        let connus = match noms.as_slice() {
            [] => HashSet::new(),
            _ => app.entrepot.lire(move |tx| praticien::noms_connus(tx, &noms)).await?,
        };
        Ok(Self { connus, concernes })
    }

    /// Applies it.
    pub fn avec<T>(&self, usage: impl FnOnce(&Lexique<'_>) -> T) -> T {
        let concernes: Vec<&str> = self.concernes.iter().map(String::as_str).collect();
        usage(&Lexique { concernes: &concernes, connus: Some(&self.connus), communes: Some(commune::noms()) })
    }
}

/// What kinds of passages of these texts may lead to somebody, without looking in the base and without saying the words.
pub fn apercu(textes: &[&str]) -> BTreeSet<&'static str> {
    let lexique = Lexique { communes: Some(commune::noms()), ..Lexique::default() };
    let indices = textes.iter().flat_map(|texte| anonymat::chercher(texte, &lexique));
    indices.map(|indice| indice.libelle()).collect()
}

/// Notes on each field what in it may lead to somebody; gives all the passages.
///
/// # Errors
/// When the base fails.
pub async fn avertir(
    app: &App,
    champs: &[(&str, &str)],
    concernes: Vec<String>,
    erreurs: &mut Erreurs,
) -> Result<Vec<Indice>, Failure> {
    let textes: Vec<&str> = champs.iter().map(|(_, texte)| *texte).collect();
    let savoir = Savoir::lire(app, &textes, concernes).await?;
    let mut tous = Vec::new();
    for (nom, texte) in champs {
        let indices = savoir.avec(|lexique| anonymat::chercher(texte, lexique));
        if !indices.is_empty() {
            let dits: Vec<String> = indices.iter().map(|indice| format!("« {} »", indice.mots)).collect();
            erreurs.ajouter(nom, format!("Ce récit semble désigner quelqu’un : {}.", dits.join(", ")));
        }
        tous.extend(indices);
    }
    Ok(tous)
}

/// Above the button of a form that is never stopped: what was found, and how to send it as it is.
pub fn quand_meme(passages: &[Indice]) -> Markup {
    html! {
        @if !passages.is_empty() {
            (alerte(Ton::Attention, "Rien n’est encore enregistré : corrigez ces mots ci-dessus.", &html! {
                (liste(passages))
                (Champ::cases(TEL_QUEL, "Ces mots sont nécessaires, ou ne désignent personne ?", vec![Reponse::new("oui", "Enregistrer quand même")]).facultatif().rendre())
            }))
        }
    }
}

/// The field by which one says to record a text as it is.
pub const TEL_QUEL: &str = "tel_quel";

/// The passages, one by line.
pub fn liste(passages: &[Indice]) -> Markup {
    html! { ul { @for passage in passages { li { (passage) } } } }
}
