//! Proofs: their name and their bytes sealed, in pieces, each bound to its place; where the search for viruses stands.

use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, PieceId, PraticienId};
use droit::piece::{Analyse, FichePiece, NomFichier, ObjetPiece, Piece, PieceDeposee, PieceRetiree};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chiffre::{Cellule, Trousseau};
use crate::colonne::{cellule, desceller, illisible, sceller};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

/// The bytes of one sealed piece: an envelope is opened whole, and the base sends no row larger than it needs.
const MORCEAU: usize = 512 * 1024;
/// The search for viruses waits this long after a failure, longer each time, up to ten minutes.
const PATIENCE_SECONDES: i64 = 10;
const PATIENCE_MAX_SECONDES: i64 = 600;

const DEPOSER: &str =
    "INSERT INTO piece (id, praticien, cpts, declaration, genre, nom, taille, morceaux, empreinte,
        a_analyser_le, depose_par, depose_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10)";
const MORCELER: &str = "INSERT INTO piece_morceau (piece, rang, contenu) VALUES ($1, $2, $3)";
const PAR_CLE: &str =
    "SELECT p.id, p.praticien, p.cpts, p.declaration, d.departement, p.genre, p.nom, p.taille,
        p.empreinte, p.examen, p.analyse_le, p.signature, p.depose_par, p.depose_le
    FROM piece p LEFT JOIN declaration d ON d.id = p.declaration
    WHERE p.id = $1 AND p.retiree_le IS NULL";
const PAR_DECLARATION: &str =
    "SELECT p.id, p.praticien, p.cpts, p.declaration, d.departement, p.genre, p.nom,
        p.taille, p.empreinte, p.examen, p.analyse_le, p.signature, p.depose_par, p.depose_le
    FROM piece p JOIN declaration d ON d.id = p.declaration
    WHERE p.declaration = $1 AND p.retiree_le IS NULL ORDER BY p.depose_le, p.id";
const NOMBRE: &str = "SELECT count(*) AS nombre FROM piece
    WHERE declaration = $1 AND retiree_le IS NULL AND examen <> 'infectee'";
const PAR_ADHESION: &str =
    "SELECT p.id, p.praticien, p.cpts, p.declaration, NULL AS departement, p.genre, p.nom,
        p.taille, p.empreinte, p.examen, p.analyse_le, p.signature, p.depose_par, p.depose_le
    FROM piece p
    WHERE p.praticien = $1 AND p.cpts = $2 AND p.declaration IS NULL AND p.retiree_le IS NULL
    ORDER BY p.depose_le, p.id";
const A_ANALYSER: &str =
    "SELECT p.id, p.praticien, p.cpts, p.declaration, d.departement, p.genre, p.nom, p.taille,
        p.empreinte, p.examen, p.analyse_le, p.signature, p.depose_par, p.depose_le
    FROM piece p LEFT JOIN declaration d ON d.id = p.declaration
    WHERE p.examen = 'en-attente' AND p.retiree_le IS NULL AND p.a_analyser_le <= $1
    ORDER BY p.a_analyser_le, p.id LIMIT $2";
const CONTENU: &str = "SELECT rang, contenu FROM piece_morceau WHERE piece = $1 ORDER BY rang";
const CONCLURE: &str = "UPDATE piece SET examen = $2, analyse_le = $3, signature = $4
    WHERE id = $1 AND examen = 'en-attente'";
const REPOUSSER: &str = "UPDATE piece SET essais = essais + 1,
        a_analyser_le = $2 + CASE WHEN essais < 6 THEN $3 * (essais + 1) * (essais + 1) ELSE $4 END
    WHERE id = $1 AND examen = 'en-attente'";
const RETIRER: &str = "UPDATE piece SET retiree_le = $2 WHERE id = $1 AND retiree_le IS NULL";
const EFFACER: &str = "DELETE FROM piece_morceau WHERE piece = $1";
const PERIMEES: &str = "SELECT p.id FROM piece p LEFT JOIN declaration d ON d.id = p.declaration
    WHERE p.retiree_le IS NULL AND (
        (d.etat IN ('refusee', 'retiree') AND d.etat_le < $1)
        OR (p.declaration IS NULL AND NOT EXISTS (SELECT 1 FROM adhesion a
            WHERE a.praticien = p.praticien AND a.cpts = p.cpts AND (a.au IS NULL OR a.au >= $1))))
    ORDER BY p.id LIMIT $2";

/// Keeps a proof: its bytes sealed in pieces, its name sealed.
pub fn deposer(tx: &mut Tx, trousseau: &Trousseau, piece: &PieceDeposee, contenu: &[u8]) {
    let declaration = match piece.objet {
        ObjetPiece::Declaration(id, _) => Some(id),
        ObjetPiece::Adhesion => None,
    };
    let nom = sceller(trousseau, cellule("piece", "nom", piece.id.bits()), piece.nom.as_str().as_bytes());
    let valeurs = params![
        piece.id,
        piece.praticien,
        piece.cpts,
        declaration,
        piece.type_piece,
        nom,
        i64::try_from(piece.taille).unwrap_or(i64::MAX),
        i64::try_from(contenu.chunks(MORCEAU).len()).unwrap_or(i64::MAX),
        piece.empreinte,
        piece.depose_le,
        piece.depose_par
    ];
    tx.enqueue_one(DEPOSER, valeurs);
    for (rang, clair) in (0_u32..).zip(contenu.chunks(MORCEAU)) {
        let scelle = sceller(trousseau, place(piece.id, rang), clair);
        tx.enqueue_one(MORCELER, params![piece.id, rang, scelle]);
    }
    let mut entree =
        tracer(piece.depose_le, format!("compte/{}", piece.depose_par), "piece.deposer", piece.id);
    entree.details = json!({ "genre": piece.type_piece.code(), "taille": piece.taille }).to_string();
    tx.tracer(entree);
}

/// The place of one sealed piece: two of them exchanged no longer open.
fn place(piece: PieceId, rang: u32) -> Cellule {
    let empreinte = Sha256::digest([piece.bits().to_be_bytes().as_slice(), &rang.to_be_bytes()].concat());
    let mut octets = [0; 16];
    octets.iter_mut().zip(empreinte).for_each(|(place, octet)| *place = octet);
    Cellule { table: "piece_morceau", colonne: "contenu", ligne: Uuid::from_bytes(octets) }
}

/// The proof; `None` when there is none, or no longer.
///
/// # Errors
/// When the base fails or the name does not open.
pub fn charger(tx: &mut Tx, trousseau: &Trousseau, id: PieceId) -> Result<Option<Piece>, Echec> {
    tx.query_opt(PAR_CLE, &params![id])?.map(|ligne| lire(trousseau, &ligne)).transpose()
}

/// The proofs joined to a declaration, oldest first.
///
/// # Errors
/// As [`charger`].
pub fn de_la_declaration(
    tx: &mut Tx,
    trousseau: &Trousseau,
    declaration: DeclarationId,
) -> Result<Vec<Piece>, Echec> {
    tx.query(PAR_DECLARATION, &params![declaration])?.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

/// How many files of a declaration may be opened, or will be once searched for viruses.
///
/// # Errors
/// When the base fails.
pub fn nombre(tx: &mut Tx, declaration: DeclarationId) -> Result<u32, Echec> {
    let nombre: i64 = tx.query_one(NOMBRE, &params![declaration])?.get("nombre")?;
    Ok(u32::try_from(nombre).unwrap_or(u32::MAX))
}

/// The proofs of the membership of an MK in a CPTS, oldest first.
///
/// # Errors
/// As [`charger`].
pub fn de_l_adhesion(
    tx: &mut Tx,
    trousseau: &Trousseau,
    praticien: PraticienId,
    cpts: CptsId,
) -> Result<Vec<Piece>, Echec> {
    tx.query(PAR_ADHESION, &params![praticien, cpts])?.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

/// The content, checked against the hash taken when it came.
///
/// # Errors
/// When the base fails, or the content was altered.
pub fn contenu(tx: &mut Tx, trousseau: &Trousseau, piece: &Piece) -> Result<Vec<u8>, Echec> {
    let mut clair = Vec::new();
    for (rang, ligne) in (0_u32..).zip(tx.query(CONTENU, &params![piece.id])?) {
        let scelle: Vec<u8> = ligne.get("contenu")?;
        clair.extend(desceller(trousseau, place(piece.id, rang), &scelle)?);
    }
    if Sha256::digest(&clair).as_slice() != piece.empreinte {
        return Err(illisible(place(piece.id, 0), &"le contenu ne correspond plus à son empreinte"));
    }
    Ok(clair)
}

/// Leaves a line in the journal: somebody opened a proof.
pub fn tracer_la_lecture(tx: &mut Tx, piece: PieceId, acteur: &str, instant: Timestamp) {
    tx.tracer(tracer(instant, acteur, "piece.ouvrir", piece));
}

/// Erases the bytes at once; what is left says that there was a file.
pub fn retirer(tx: &mut Tx, fait: &PieceRetiree) {
    let auteur = fait.auteur();
    effacer(tx, fait.piece(), &format!("compte/{}", auteur.compte), "piece.retirer", auteur.maintenant);
}

fn effacer(tx: &mut Tx, piece: PieceId, acteur: &str, action: &str, instant: Timestamp) {
    tx.enqueue_one(RETIRER, params![piece, instant]);
    tx.enqueue(EFFACER, params![piece]);
    tx.tracer(tracer(instant, acteur, action, piece));
}

/// Erases the proofs of what ended before a day, some at a time; says how many.
///
/// # Errors
/// When the base fails.
pub fn purger(tx: &mut Tx, avant: Date, limite: u16, instant: Timestamp) -> Result<u64, Echec> {
    let perimees: Vec<PieceId> =
        tx.query(PERIMEES, &params![avant, limite])?.iter().map(|l| l.get("id")).collect::<Result<_, _>>()?;
    for piece in &perimees {
        effacer(tx, *piece, "systeme", "piece.purger", instant);
    }
    Ok(perimees.len() as u64)
}

/// The proofs that nobody searched for viruses yet and whose turn has come.
///
/// # Errors
/// As [`charger`].
pub fn a_analyser(
    tx: &mut Tx,
    trousseau: &Trousseau,
    maintenant: Timestamp,
    limite: u16,
) -> Result<Vec<Piece>, Echec> {
    tx.query(A_ANALYSER, &params![maintenant, limite])?.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

/// Nothing was found.
pub fn declarer_saine(tx: &mut Tx, piece: PieceId, instant: Timestamp) {
    tx.enqueue_one(CONCLURE, params![piece, "saine", instant, None::<String>]);
    tx.tracer(tracer(instant, "systeme", "piece.saine", piece));
}

/// A virus was found: the bytes go at once, the name of what was found stays.
pub fn declarer_infectee(tx: &mut Tx, piece: PieceId, signature: &str, instant: Timestamp) {
    tx.enqueue_one(CONCLURE, params![piece, "infectee", instant, signature]);
    tx.enqueue(EFFACER, params![piece]);
    tx.tracer(tracer(instant, "systeme", "piece.infectee", piece));
}

/// The scanner did not answer: it will be asked again, later each time.
pub fn repousser(tx: &mut Tx, piece: PieceId, instant: Timestamp) {
    let secondes = |secondes: i64| secondes * 1_000_000;
    let valeurs = params![piece, instant, secondes(PATIENCE_SECONDES), secondes(PATIENCE_MAX_SECONDES)];
    tx.enqueue_one(REPOUSSER, valeurs);
}

fn tracer(instant: Timestamp, acteur: impl Into<String>, action: &str, piece: PieceId) -> Entree {
    Entree::new(instant, acteur, action, format!("piece/{piece}"))
}

fn lire(trousseau: &Trousseau, ligne: &Row) -> Result<Piece, Echec> {
    let id: PieceId = ligne.get("id")?;
    let lieu = cellule("piece", "nom", id.bits());
    let nom = desceller(trousseau, lieu, &ligne.get::<Vec<u8>>("nom")?)?;
    let nom = String::from_utf8(nom).map_err(|cause| illisible(lieu, &cause))?;
    let empreinte: Vec<u8> = ligne.get("empreinte")?;
    let declaration: Option<DeclarationId> = ligne.get("declaration")?;
    let objet = match declaration {
        Some(id) => ObjetPiece::Declaration(id, ligne.get::<CodeDepartement>("departement")?),
        None => ObjetPiece::Adhesion,
    };
    let cpts: CptsId = ligne.get("cpts")?;
    Ok(Piece::relue(FichePiece {
        id,
        praticien: ligne.get("praticien")?,
        cpts,
        objet,
        type_piece: ligne.get("genre")?,
        nom: NomFichier::relu(nom),
        taille: u64::try_from(ligne.get::<i64>("taille")?).unwrap_or_default(),
        empreinte: empreinte.try_into().map_err(|_| illisible(lieu, &"l’empreinte n’a pas 32 octets"))?,
        analyse: analyse(ligne)?,
        depose_par: ligne.get("depose_par")?,
        depose_le: ligne.get("depose_le")?,
    }))
}

fn analyse(ligne: &Row) -> Result<Analyse, Echec> {
    Ok(match ligne.get::<String>("examen")?.as_str() {
        "en-attente" => Analyse::EnAttente,
        "saine" => Analyse::Saine { le: ligne.get("analyse_le")? },
        _ => Analyse::Infectee { le: ligne.get("analyse_le")?, signature: ligne.get("signature")? },
    })
}
