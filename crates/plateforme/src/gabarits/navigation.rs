//! Where one can go, by role.

use droit::acces::Role;

use crate::connexion::Identite;

/// A link of a menu or of a breadcrumb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lien {
    /// What it says.
    pub libelle: String,
    /// Where it goes.
    pub adresse: String,
}

impl Lien {
    /// A link.
    pub fn new(libelle: impl Into<String>, adresse: impl Into<String>) -> Self {
        Self { libelle: libelle.into(), adresse: adresse.into() }
    }
}

/// The public pages: in the header of visitors, in the footer of everybody.
const PUBLIC: &[(&str, &str)] = &[
    ("Accueil", "/"),
    ("Puis-je y aller ?", "/puis-je-y-aller"),
    ("Trouver un kiné", "/annuaire"),
    ("Règles", "/regles"),
    ("Chiffres", "/evaluation"),
];

/// Public pages looked for more rarely: in the footer alone.
const PIED: &[(&str, &str)] =
    &[("Vérifier une autorisation", "/verifier"), ("Indicateurs", "/indicateurs/definitions")];

/// The public pages that somebody signed in keeps at hand.
const PUBLIC_DES_CONNECTES: &[(&str, &str)] = &[("Annuaire", "/annuaire"), ("Règles", "/regles")];

/// The links of a role, before the public ones.
pub fn liens_du_role(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::Administrateur => &[
            ("Tableau de bord", "/tableau-de-bord"),
            ("Comptes", "/administration/comptes"),
            ("CPTS", "/administration/cpts"),
            ("Kinésithérapeutes", "/administration/praticiens"),
            ("Démarches", "/administration/demarches"),
            ("Justificatifs", "/administration/justificatifs"),
            ("Messagerie", "/administration/messagerie"),
            ("Annuaire MSSanté", "/administration/annuaire-mssante"),
        ],
        Role::Mk => &[
            ("Tableau de bord", "/tableau-de-bord"),
            ("Nouvel épisode", "/episodes/nouveau"),
            ("Facturation", "/facturation"),
            ("Remises", "/remises"),
            ("Mes déclarations", "/mes-declarations"),
            ("Événements", "/evenements"),
            ("Fiche annuelle", "/mes-fiches"),
            ("Ma fiche publique", "/ma-fiche-publique"),
            ("Mon activité", "/evaluation"),
        ],
        Role::CoordinationCpts => &[
            ("Tableau de bord", "/tableau-de-bord"),
            ("Membres", "/membres"),
            ("Déclarations", "/declarations"),
            ("Alertes", "/alertes"),
            ("Ma CPTS", "/ma-cpts"),
            ("Évaluation", "/evaluation"),
            ("Campagnes", "/campagnes"),
        ],
        Role::AgentArs => &[
            ("Tableau de bord", "/tableau-de-bord"),
            ("Instruction", "/instruction"),
            ("CPTS", "/cpts"),
            ("Autorisations", "/autorisations"),
            ("Transmissions", "/transmissions"),
            ("Événements", "/evenements"),
            ("Évaluation", "/evaluation"),
            ("Campagnes", "/campagnes"),
            ("Comité", "/comite"),
        ],
        Role::AgentCpam => &[
            ("Tableau de bord", "/tableau-de-bord"),
            ("Autorisations", "/autorisations"),
            ("Fichiers reçus", "/transmissions"),
            ("CPTS", "/cpts"),
            ("Évaluation", "/evaluation"),
            ("Comité", "/comite"),
            ("Retours d’expérience", "/retours"),
        ],
        Role::MembreComite => &[
            ("Tableau de bord", "/tableau-de-bord"),
            ("Comité", "/comite"),
            ("Évaluation", "/evaluation"),
            ("Retours d’expérience", "/retours"),
        ],
        Role::Medecin => &[("Tableau de bord", "/tableau-de-bord")],
    }
}

/// Where somebody of this role begins his work.
pub fn premiere_page(role: Role) -> &'static str {
    liens_du_role(role).first().map_or("/", |(_, adresse)| adresse)
}

/// The links of a visitor's menu.
pub(super) fn publics() -> impl Iterator<Item = (&'static str, &'static str)> {
    PUBLIC.iter().copied()
}

/// Where whoever sits in a monitoring committee with the account of his CPTS, or his own, finds it.
const COMITE: (&str, &str) = ("Comité", "/comite");

/// The links of the menu of somebody signed in: those of his role, and the committee in which he sits.
pub(super) fn du_menu(identite: &Identite) -> impl Iterator<Item = (&'static str, &'static str)> {
    let siens = liens_du_role(identite.acteur.role());
    let siege = identite.sieges > 0 && !siens.contains(&COMITE);
    siens.iter().copied().chain(siege.then_some(COMITE))
}

/// The public links that stay beside the name of somebody signed in.
pub(super) fn a_portee() -> impl Iterator<Item = (&'static str, &'static str)> {
    PUBLIC_DES_CONNECTES.iter().copied()
}

/// The links of the footer, on every page.
pub(super) fn pied() -> impl Iterator<Item = (&'static str, &'static str)> {
    PUBLIC.iter().chain(PIED).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chaque_lien_mene_a_une_route() {
        let routes = crate::serveur::routes();
        let chemins: Vec<_> = routes.lignes().map(|ligne| ligne.chemin).collect();
        let roles = Role::TOUS.iter().flat_map(|role| liens_du_role(*role));
        for (libelle, adresse) in roles.chain(PUBLIC).chain(PIED).chain(PUBLIC_DES_CONNECTES) {
            assert!(chemins.contains(adresse), "« {libelle} » mène à {adresse}, qui n’existe pas");
        }
    }
}
