//! What the address of the queue asks for, and the same address with one thing changed.

use droit::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId};
use maud::{Markup, html};

use super::Feu;
use super::attente::{Attente, Voulues};
use crate::pourcent;
use crate::saisie::Champs;

/// The states an agent follows.
pub const ETATS: &[&str] = &["deposee", "a-completer", "validee", "suspendue", "refusee", "retiree"];

/// What the address asks for.
#[derive(Clone)]
pub struct Filtre {
    /// The departments of the agent.
    pub siens: Vec<CodeDepartement>,
    /// One of them only.
    pub choisi: Option<CodeDepartement>,
    /// The state.
    pub etat: &'static str,
    /// Those whose checks come to this.
    pub feu: Option<Feu>,
    /// Those of this CPTS.
    pub cpts: Option<CptsId>,
    /// Those of an MK so named or numbered.
    pub qui: Option<String>,
    /// Those that are late.
    pub retard: Retenue,
    /// Those the agent took a step on.
    pub miens: Retenue,
    /// In which order.
    pub ordre: Ordre,
    /// The last line of the page before.
    pub apres: Option<DeclarationId>,
}

/// Does the address keep only some lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Retenue {
    /// All of them.
    Toutes,
    /// These only.
    Celles,
}

/// What comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ordre {
    /// What is late, then what is blocked.
    Urgence,
    /// What waits longest.
    Anciennete,
}

impl Retenue {
    fn lire(valeur: &str) -> Self {
        if valeur == "oui" { Self::Celles } else { Self::Toutes }
    }

    /// Its word in the address.
    pub fn code(self) -> &'static str {
        if self == Self::Celles { "oui" } else { "" }
    }
}

impl Filtre {
    /// Reads it; a department that is not the agent's is as if it had not been asked.
    pub fn lire(champs: &Champs, siens: Vec<CodeDepartement>) -> Self {
        Self {
            choisi: champs.un("departement").parse().ok().filter(|code| siens.contains(code)),
            siens,
            etat: ETATS.iter().copied().find(|etat| *etat == champs.un("etat")).unwrap_or("deposee"),
            feu: Feu::depuis_code(champs.un("verification")),
            cpts: champs.un("cpts").parse().ok(),
            qui: Some(champs.un("qui").trim()).filter(|qui| !qui.is_empty()).map(str::to_owned),
            retard: Retenue::lire(champs.un("retard")),
            miens: Retenue::lire(champs.un("miens")),
            ordre: if champs.un("tri") == "anciennete" { Ordre::Anciennete } else { Ordre::Urgence },
            apres: champs.un("apres").parse().ok(),
        }
    }

    /// What it asks of the base.
    pub fn voulues(&self, compte: CompteId) -> Voulues {
        Voulues {
            departements: self.choisi.map_or_else(|| self.siens.clone(), |code| vec![code]),
            etat: self.etat,
            cpts: self.cpts,
            touchees_par: (self.miens == Retenue::Celles).then_some(compte),
            qui: self.qui.clone(),
        }
    }

    /// Does a line pass what the checks and the clock say.
    pub fn garde(&self, attente: &Attente) -> bool {
        self.feu.is_none_or(|feu| attente.feu == feu)
            && (self.retard == Retenue::Toutes || attente.en_retard())
    }

    fn valeurs(&self) -> [(&'static str, String); 8] {
        [
            ("departement", self.choisi.map(|code| code.to_string()).unwrap_or_default()),
            ("etat", self.etat.to_owned()),
            ("verification", self.feu.map_or("", Feu::code).to_owned()),
            ("cpts", self.cpts.map(|id| id.to_string()).unwrap_or_default()),
            ("qui", self.qui.clone().unwrap_or_default()),
            ("retard", self.retard.code().to_owned()),
            ("miens", self.miens.code().to_owned()),
            ("tri", if self.ordre == Ordre::Anciennete { "anciennete" } else { "" }.to_owned()),
        ]
    }

    /// The address of the same list with one thing changed; the first page of it.
    pub fn adresse(&self, cle: &str, valeur: &str) -> String {
        let tous = self.valeurs().into_iter().filter(|(nom, _)| *nom != cle);
        format!("/instruction?{}", dites(tous.chain([(cle, valeur.to_owned())])))
    }

    /// The address of another page about the same lines.
    pub fn adresse_de(&self, page: &str) -> String {
        format!("{page}?{}", dites(self.valeurs().into_iter()))
    }

    /// What a form must keep of it.
    pub fn champs_caches(&self, sauf: &[&str]) -> Markup {
        html! {
            @for (nom, valeur) in self.valeurs().iter().filter(|(nom, v)| !v.is_empty() && !sauf.contains(nom)) {
                input type="hidden" name=(nom) value=(valeur);
            }
        }
    }
}

fn dites<'v>(valeurs: impl Iterator<Item = (&'v str, String)>) -> String {
    let dites = valeurs.filter(|(_, valeur)| !valeur.is_empty());
    let dites: Vec<_> = dites.map(|(nom, valeur)| format!("{nom}={}", pourcent::valeur(&valeur))).collect();
    dites.join("&")
}
