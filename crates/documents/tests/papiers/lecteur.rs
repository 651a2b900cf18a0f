//! Reads a PDF back, with a program that did not write it: its text, its properties.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Rect};

/// The text of every page, without its spaces: where a line breaks does not matter.
pub fn texte(octets: &[u8]) -> String {
    sans_blancs(&ecouter(octets).mots)
}

/// How many shapes the pages draw.
pub fn formes(octets: &[u8]) -> usize {
    ecouter(octets).formes
}

fn ecouter(octets: &[u8]) -> Oreille {
    let pdf = Pdf::new(octets.to_vec()).unwrap();
    let cache = InterpreterCache::new();
    let mut oreille = Oreille::default();
    for page in pdf.pages().iter() {
        let cadre = Rect::new(0.0, 0.0, 1.0, 1.0);
        let reglages = InterpreterSettings::default();
        let mut contexte = Context::new(Affine::IDENTITY, cadre, &cache, pdf.xref(), reglages);
        interpret_page(page, &mut contexte, &mut oreille);
    }
    oreille
}

pub fn sans_blancs(texte: &str) -> String {
    texte.chars().filter(|signe| !signe.is_whitespace()).collect()
}

pub fn pages(octets: &[u8]) -> usize {
    Pdf::new(octets.to_vec()).unwrap().pages().len()
}

/// What the file says of itself in its metadata, as XML.
pub fn proprietes(octets: &[u8]) -> String {
    let texte = String::from_utf8_lossy(octets);
    let debut = texte.find("<x:xmpmeta").unwrap();
    let fin = texte.find("</x:xmpmeta>").unwrap();
    texte[debut..fin].to_owned()
}

#[derive(Default)]
struct Oreille {
    mots: String,
    formes: usize,
}

impl Device<'_> for Oreille {
    fn draw_glyph(&mut self, signe: &Glyph<'_>, _: Affine, _: Affine, _: &Paint<'_>, _: &GlyphDrawMode) {
        match signe.as_unicode() {
            Some(BfString::Char(lettre)) => self.mots.push(lettre),
            Some(BfString::String(lettres)) => self.mots.push_str(&lettres),
            None => self.mots.push('\u{fffd}'),
        }
    }

    /// A path may hold many outlines: each one begins by a move.
    fn draw_path(&mut self, trace: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {
        self.formes += trace.to_svg().matches('M').count();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
