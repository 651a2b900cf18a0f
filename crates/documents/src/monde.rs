//! What the engine may see: embedded templates and fonts, and the value to show. Everything else is refused.

use std::borrow::Cow;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

/// Name and text of each template; the first is the paper that the others write on.
const GABARITS: [(&str, &str); 8] = [
    ("papier.typ", include_str!("../gabarits/papier.typ")),
    ("decision.typ", include_str!("../gabarits/decision.typ")),
    ("certificat.typ", include_str!("../gabarits/certificat.typ")),
    ("clinique.typ", include_str!("../gabarits/clinique.typ")),
    ("attestation.typ", include_str!("../gabarits/attestation.typ")),
    ("rapport.typ", include_str!("../gabarits/rapport.typ")),
    ("seance.typ", include_str!("../gabarits/seance.typ")),
    ("recepisse.typ", include_str!("../gabarits/recepisse.typ")),
];

const POLICES: [&[u8]; 3] = [
    include_bytes!("../polices/AtkinsonHyperlegibleNext_400Regular.ttf"),
    include_bytes!("../polices/AtkinsonHyperlegibleNext_400Regular_Italic.ttf"),
    include_bytes!("../polices/AtkinsonHyperlegibleNext_600SemiBold.ttf"),
];

/// The value of the document, as templates name it.
const DONNEES: &str = "donnees.json";
/// Whether the paper numbers its pages itself, as templates name it.
const PAGINATION: &str = "pagination.json";

/// How pages are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// There is one, said beforehand: nothing is laid out twice to learn it.
    Une,
    /// As many as there are, counted by the engine.
    Comptees,
}

/// Read once for the whole life of the program.
struct Fonds {
    bibliotheque: LazyHash<Library>,
    livre: LazyHash<FontBook>,
    polices: Vec<Font>,
    sources: Vec<(&'static str, Source)>,
}

static FONDS: LazyLock<Fonds> = LazyLock::new(|| {
    let polices: Vec<Font> =
        POLICES.into_iter().filter_map(|octets| Font::new(Bytes::new(octets), 0)).collect();
    let sources = GABARITS
        .into_iter()
        .filter_map(|(nom, texte)| fichier(nom).map(|id| (nom, Source::new(id, texte.to_owned()))));
    Fonds {
        bibliotheque: LazyHash::new(Library::default()),
        livre: LazyHash::new(FontBook::from_fonts(&polices)),
        sources: sources.collect(),
        polices,
    }
});

/// Can every embedded font draw this sign.
pub fn couvre(signe: char) -> bool {
    FONDS.polices.iter().all(|police| police.info().coverage.contains(u32::from(signe)))
}

fn fichier(nom: &str) -> Option<FileId> {
    VirtualPath::new(nom).ok().map(|chemin| RootedPath::new(VirtualRoot::Project, chemin).intern())
}

/// One document to typeset.
pub struct Monde {
    principal: FileId,
    donnees: Bytes,
    images: Vec<(&'static str, Bytes)>,
    pagination: Pagination,
}

impl Monde {
    /// The template of this name with its value and its images; `None` if there is no such template.
    pub fn new(
        gabarit: &str,
        donnees: String,
        images: Vec<(&'static str, Cow<'static, str>)>,
    ) -> Option<Self> {
        let principal = FONDS.sources.iter().find(|(nom, _)| *nom == gabarit)?.1.id();
        let images = images.into_iter().map(|(nom, svg)| (nom, Bytes::from_string(svg))).collect();
        Some(Self { principal, donnees: Bytes::from_string(donnees), images, pagination: Pagination::Une })
    }

    /// The same with its pages counted.
    pub fn en_comptant(self) -> Self {
        Self { pagination: Pagination::Comptees, ..self }
    }
}

impl World for Monde {
    fn library(&self) -> &LazyHash<Library> {
        &FONDS.bibliotheque
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONDS.livre
    }

    fn main(&self) -> FileId {
        self.principal
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let trouvee = FONDS.sources.iter().find(|(_, source)| source.id() == id);
        trouvee.map(|(_, source)| source.clone()).ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let nom = id.vpath().get_without_slash();
        if *id.root() == VirtualRoot::Project && nom == DONNEES {
            return Ok(self.donnees.clone());
        }
        if *id.root() == VirtualRoot::Project && nom == PAGINATION {
            let comptees: &[u8] = if self.pagination == Pagination::Comptees { b"true" } else { b"false" };
            return Ok(Bytes::new(comptees));
        }
        let image = self.images.iter().find(|(image, _)| *id.root() == VirtualRoot::Project && *image == nom);
        image.map(|(_, octets)| octets.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, rang: usize) -> Option<Font> {
        FONDS.polices.get(rang).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tout_ce_qui_est_embarque_se_lit() {
        assert_eq!(FONDS.polices.len(), POLICES.len());
        assert_eq!(FONDS.sources.len(), GABARITS.len());
    }

    #[test]
    fn rien_d_autre_ne_s_ouvre() {
        let monde = Monde::new("decision.typ", "{}".to_owned(), Vec::new()).unwrap();
        for nom in ["etc/passwd", "autre.json", "polices/a.ttf"] {
            let id = fichier(nom).unwrap();
            assert_eq!(monde.file(id), Err(FileError::AccessDenied));
            assert_eq!(monde.source(id).err(), Some(FileError::AccessDenied));
        }
    }
}
