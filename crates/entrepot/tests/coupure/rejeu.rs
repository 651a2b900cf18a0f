//! Replays the log of a simulated disk up to a cut, and makes the images that the cut may leave.
//!
//! What was synchronised is there. What was written since may be there wholly, not at all, in part, or torn at a sector.

use super::vfs::{Fichier, Operation};

const SECTEUR: usize = 512;

/// What a file holds, `None` when it does not exist.
pub type Contenu = Option<Vec<u8>>;

/// The files found after a cut.
#[derive(Clone, Debug, Default)]
pub struct Image {
    pub base: Contenu,
    pub wal: Contenu,
    pub journal: Contenu,
}

/// What becomes of the operations that no sync had confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coupe {
    Aucune,
    Toutes,
    Moitie,
    Dechiree,
}

impl Coupe {
    pub const TOUTES: [Self; 4] = [Self::Aucune, Self::Toutes, Self::Moitie, Self::Dechiree];
}

/// Does the disk do what a sync asks?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disque {
    Honnete,
    /// It answers that it did.
    Menteur,
}

/// The disk at one point of the log.
pub struct Rejeu<'a> {
    disque: Disque,
    durable: Image,
    attente: Vec<&'a Operation>,
    acquittes: Vec<i64>,
}

impl<'a> Rejeu<'a> {
    pub fn new(disque: Disque) -> Self {
        Self { disque, durable: Image::default(), attente: Vec::new(), acquittes: Vec::new() }
    }

    /// The facts acknowledged before this point.
    pub fn acquittes(&self) -> &[i64] {
        &self.acquittes
    }

    /// All that was done so far is on the disk, whatever the disk does with syncs from here on.
    pub fn settle(&mut self) {
        for operation in std::mem::take(&mut self.attente) {
            apply(&mut self.durable, operation);
        }
    }

    pub fn advance(&mut self, operation: &'a Operation) {
        match operation {
            Operation::Acquittement { fait } => self.acquittes.push(*fait),
            Operation::Sync { fichier } if self.disque == Disque::Honnete => self.synchronise(*fichier),
            Operation::Sync { .. } => {}
            autre => self.attente.push(autre),
        }
    }

    /// The file's own operations are durable; so are deletions of any file, as on ext4.
    fn synchronise(&mut self, fichier: Fichier) {
        for operation in std::mem::take(&mut self.attente) {
            if target(operation) == Some(fichier) || matches!(operation, Operation::Suppression { .. }) {
                apply(&mut self.durable, operation);
            } else {
                self.attente.push(operation);
            }
        }
    }

    /// The image left by a cut at this point.
    pub fn image(&self, coupe: Coupe, hasard: &mut Hasard) -> Image {
        let mut image = self.durable.clone();
        for operation in &self.attente {
            match coupe {
                Coupe::Aucune => {}
                Coupe::Toutes => apply(&mut image, operation),
                Coupe::Moitie if hasard.heads() => apply(&mut image, operation),
                Coupe::Moitie => {}
                Coupe::Dechiree => tear(&mut image, operation, hasard),
            }
        }
        image
    }
}

/// A small deterministic source: the same seed gives the same cuts.
pub struct Hasard(u64);

impl Hasard {
    pub fn new(graine: u64) -> Self {
        Self(graine.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn heads(&mut self) -> bool {
        self.next() >> 32 & 1 == 1
    }
}

fn target(operation: &Operation) -> Option<Fichier> {
    match operation {
        Operation::Ecriture { fichier, .. }
        | Operation::Troncature { fichier, .. }
        | Operation::Sync { fichier }
        | Operation::Suppression { fichier } => Some(*fichier),
        Operation::Acquittement { .. } => None,
    }
}

fn file(image: &mut Image, fichier: Fichier) -> &mut Contenu {
    match fichier {
        Fichier::Base => &mut image.base,
        Fichier::Wal => &mut image.wal,
        Fichier::Journal => &mut image.journal,
    }
}

fn apply(image: &mut Image, operation: &Operation) {
    match operation {
        Operation::Ecriture { fichier, place, octets } => write(file(image, *fichier), *place, octets),
        Operation::Troncature { fichier, taille } => {
            file(image, *fichier).get_or_insert_default().resize(*taille, 0);
        }
        Operation::Suppression { fichier } => *file(image, *fichier) = None,
        Operation::Sync { .. } | Operation::Acquittement { .. } => {}
    }
}

/// Keeps a random half of the sectors of a write.
fn tear(image: &mut Image, operation: &Operation, hasard: &mut Hasard) {
    let Operation::Ecriture { fichier, place, octets } = operation else {
        if hasard.heads() {
            apply(image, operation);
        }
        return;
    };
    for (rang, secteur) in octets.chunks(SECTEUR).enumerate() {
        if hasard.heads() {
            write(file(image, *fichier), place + rang * SECTEUR, secteur);
        }
    }
}

fn write(contenu: &mut Contenu, place: usize, octets: &[u8]) {
    let contenu = contenu.get_or_insert_default();
    let fin = place + octets.len();
    if contenu.len() < fin {
        contenu.resize(fin, 0);
    }
    contenu[place..fin].copy_from_slice(octets);
}
