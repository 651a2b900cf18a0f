//! Alerts as those who must look see them: of whom, on which file, and who looked already.

use droit::acces::Regard;
use droit::identifiant::{CodeDepartement, CompteId, DeclarationId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::alerte::{Alerte, lire};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const DU_DEPARTEMENT: &str =
    "SELECT a.import, a.rpps, a.rang, a.praticien, i.extrait_le, c.genre, c.departement, c.modes_avant,
        c.modes_apres, p.nom, p.prenom, d.id AS declaration, d.departement AS dossier_departement,
        d.etat AS dossier_etat, s.nom AS nom_cpts, v.vue_le, v.commentaire, k.nom AS vue_par,
        (SELECT max(x.extrait_le) FROM annuaire_import x
            WHERE x.etat = 'en-place' AND x.numero < a.import) AS avant
    FROM declaration d
    JOIN alerte_annuaire a ON a.praticien = d.praticien AND a.etat = 'ouverte'
    JOIN annuaire_import i ON i.numero = a.import AND i.etat = 'en-place'
    JOIN annuaire_changement c ON c.import = a.import AND c.rpps = a.rpps AND c.rang = a.rang
    JOIN praticien p ON p.id = d.praticien
    JOIN cpts s ON s.id = d.cpts
    LEFT JOIN alerte_vue v ON v.import = a.import AND v.rpps = a.rpps AND v.rang = a.rang AND v.pour = $2
    LEFT JOIN compte k ON k.id = v.compte
    WHERE d.departement = $1 AND d.etat NOT IN ('brouillon', 'refusee', 'retiree')
        AND (c.departement IS NULL OR c.departement = $1) AND (v.vue_le IS NULL) = ($3 = 0)
    ORDER BY a.import DESC, p.recherche, a.rang, d.id LIMIT $4";
const DE_LA_CPTS: &str =
    "SELECT a.import, a.rpps, a.rang, a.praticien, i.extrait_le, c.genre, c.departement, c.modes_avant,
        c.modes_apres, p.nom, p.prenom, d.id AS declaration, d.departement AS dossier_departement,
        d.etat AS dossier_etat, s.nom AS nom_cpts, v.vue_le, v.commentaire, k.nom AS vue_par,
        (SELECT max(x.extrait_le) FROM annuaire_import x
            WHERE x.etat = 'en-place' AND x.numero < a.import) AS avant
    FROM alerte_annuaire a
    JOIN annuaire_import i ON i.numero = a.import AND i.etat = 'en-place'
    JOIN annuaire_changement c ON c.import = a.import AND c.rpps = a.rpps AND c.rang = a.rang
    JOIN praticien p ON p.id = a.praticien
    LEFT JOIN declaration d ON d.praticien = a.praticien AND d.cpts = $1
        AND d.etat NOT IN ('brouillon', 'refusee', 'retiree')
    LEFT JOIN cpts s ON s.id = d.cpts
    LEFT JOIN alerte_vue v ON v.import = a.import AND v.rpps = a.rpps AND v.rang = a.rang AND v.pour = $2
    LEFT JOIN compte k ON k.id = v.compte
    WHERE a.etat = 'ouverte' AND (v.vue_le IS NULL) = ($3 = 0)
        AND (c.departement IS NULL OR d.id IS NULL OR c.departement = d.departement)
        AND (d.id IS NOT NULL OR EXISTS (SELECT 1 FROM adhesion m WHERE m.praticien = a.praticien
            AND m.cpts = $1 AND m.du <= $5 AND (m.au IS NULL OR m.au >= $5)))
    ORDER BY a.import DESC, p.recherche, a.rang, d.id LIMIT $4";
const VOIR: &str = "INSERT INTO alerte_vue (import, rpps, rang, pour, compte, vue_le, commentaire)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

/// Which alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vues {
    /// Those nobody has looked at.
    Aucune,
    /// Those somebody has.
    Deja,
}

/// An alert, of whom, and the file it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlerteSuivie {
    /// The alert.
    pub alerte: Alerte,
    /// For whom it is shown.
    pub regard: Regard,
    /// Name of the MK.
    pub nom: String,
    /// His first name.
    pub prenom: String,
    /// The extraction that still said otherwise.
    pub avant: Option<Date>,
    /// The declaration it is about; a member may have none.
    pub dossier: Option<DossierAlerte>,
    /// Who looked.
    pub vue: Option<Vue>,
}

/// The declaration an alert is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierAlerte {
    /// Declaration.
    pub declaration: DeclarationId,
    /// Its department.
    pub departement: CodeDepartement,
    /// Code of its state.
    pub etat: String,
    /// Its CPTS.
    pub nom_cpts: String,
}

/// Somebody looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vue {
    /// Who.
    pub par: String,
    /// When.
    pub le: Timestamp,
    /// What he did about it.
    pub commentaire: Option<String>,
}

/// The alerts somebody must look at, or has; the latest first. Memberships are those of a day.
///
/// # Errors
/// When the base fails.
pub fn alertes_pour(
    tx: &mut Tx,
    regard: Regard,
    vues: Vues,
    le: Date,
    au_plus: u32,
) -> Result<Vec<AlerteSuivie>, Echec> {
    let vues = i64::from(vues == Vues::Deja);
    let lignes = match regard {
        Regard::Departement(code) => tx.query(DU_DEPARTEMENT, &params![code, regard.cle(), vues, au_plus])?,
        Regard::Cpts(cpts) => tx.query(DE_LA_CPTS, &params![cpts, regard.cle(), vues, au_plus, le])?,
    };
    lignes.iter().map(|ligne| suivie(ligne, regard)).collect()
}

/// Somebody looked for these. Fails with [`Echec::Conflit`] when another did before.
pub fn voir(
    tx: &mut Tx,
    vue: &AlerteSuivie,
    compte: CompteId,
    commentaire: Option<&str>,
    instant: Timestamp,
) {
    let alerte = &vue.alerte;
    let valeurs = params![
        alerte.import,
        alerte.rpps.as_str(),
        alerte.rang,
        vue.regard.cle(),
        compte,
        instant,
        commentaire,
    ];
    tx.enqueue_one(VOIR, valeurs);
    let sujet = format!("praticien/{}", alerte.praticien);
    let mut entree = Entree::new(instant, format!("compte/{compte}"), "annuaire.voir-alerte", sujet);
    entree.details = serde_json::json!({
        "import": alerte.import,
        "genre": alerte.changement.genre.code(),
        "pour": vue.regard.cle(),
    })
    .to_string();
    tx.tracer(entree);
}

fn suivie(ligne: &Row, regard: Regard) -> Result<AlerteSuivie, Echec> {
    let vue_le: Option<Timestamp> = ligne.get("vue_le")?;
    let vue = match vue_le {
        None => None,
        Some(le) => Some(Vue { par: ligne.get("vue_par")?, le, commentaire: ligne.get("commentaire")? }),
    };
    let declaration: Option<DeclarationId> = ligne.get("declaration")?;
    let dossier = match declaration {
        None => None,
        Some(declaration) => Some(DossierAlerte {
            declaration,
            departement: ligne.get("dossier_departement")?,
            etat: ligne.get("dossier_etat")?,
            nom_cpts: ligne.get("nom_cpts")?,
        }),
    };
    Ok(AlerteSuivie {
        alerte: lire(ligne)?,
        regard,
        nom: ligne.get("nom")?,
        prenom: ligne.get("prenom")?,
        avant: ligne.get("avant")?,
        dossier,
        vue,
    })
}
