//! The outline of each zone of the body chart: one drawing for the screen and for paper.

use super::zone::{Face, Zone};
use crate::episode::Cote;

/// Width of a drawing, in its own unit.
pub const LARGEUR: u16 = 200;
/// Height of a drawing, in its own unit.
pub const HAUTEUR: u16 = 456;

impl Zone {
    /// The outline, as the path of an SVG: on the left half of the drawing, or across its middle. A zone
    /// [`Self::en_miroir`] is drawn on the other half.
    pub fn contour(&self) -> Option<&'static str> {
        let partie = &self.partie().code;
        propre_a_la_face(partie, self.face()).or_else(|| des_deux_faces(partie))
    }

    /// From the front the patient's left is on the right of the drawing; from the back it is on the left.
    pub fn en_miroir(&self) -> bool {
        matches!((self.face(), self.cote()), (Face::Avant, Cote::Gauche) | (Face::Arriere, Cote::Droit))
    }

    /// The middle of the zone on the drawing, where a mark goes.
    pub fn milieu(&self) -> Option<(u16, u16)> {
        let contour = self.contour()?;
        let nombres: Vec<u16> =
            contour.split(|c: char| !c.is_ascii_digit()).filter_map(|nombre| nombre.parse().ok()).collect();
        let entre = |rang: usize| {
            let valeurs = nombres.iter().skip(rang).step_by(2).copied();
            Some(valeurs.clone().min()?.midpoint(valeurs.max()?))
        };
        let (x, y) = (entre(0)?, entre(1)?);
        Some((if self.en_miroir() { LARGEUR - x } else { x }, y))
    }
}

fn des_deux_faces(partie: &str) -> Option<&'static str> {
    Some(match partie {
        "cou" => "M87 76C95 82 105 82 113 76L114 93 86 93Z",
        "epaule" => "M82 95C63 95 50 103 48 123L63 127 64 117C65 107 72 99 82 95Z",
        "bras" => "M47 126L62 130 59 167C54 169 47 168 42 164Z",
        "coude" => "M42 167C47 171 54 172 58 170L56 187C51 189 44 187 39 184Z",
        "avant-bras" => "M38 187C44 190 51 192 55 190L47 231C43 232 38 231 33 228Z",
        "poignet" => "M32 231C37 234 42 235 46 234L44 245C40 246 35 245 30 242Z",
        "main" => {
            "M29 245C34 248 40 249 44 248 46 259 43 271 38 279 33 283 26 280 25 273 24 263 25 253 29 245Z"
        }
        "cuisse" => "M63 249L79 243C86 245 91 251 96 259L92 317C84 320 73 319 65 316 62 293 60 270 63 249Z",
        "genou" => "M65 319C73 322 84 323 92 320L91 345C84 348 74 347 67 344Z",
        "jambe" => "M67 347C74 350 84 351 91 348L87 407C82 409 76 409 71 407 67 387 64 367 67 347Z",
        "cheville" => "M71 410C76 412 82 412 87 410L87 423C82 425 76 425 71 423Z",
        "pied" => {
            "M71 426C76 428 82 428 87 426 89 434 87 444 78 446 69 447 60 446 60 440 61 434 67 431 71 426Z"
        }
        _ => return None,
    })
}

fn propre_a_la_face(partie: &str, face: Face) -> Option<&'static str> {
    Some(match (face, partie) {
        (Face::Avant, "crane") => "M74 41C71 17 85 5 100 5 115 5 129 17 126 41Z",
        (Face::Avant, "visage-machoire") => "M74 44L99 44 99 78C87 77 77 64 74 44Z",
        (Face::Avant, "thorax") => "M85 96L99 96 99 160 66 157 66 120C66 108 74 99 85 96Z",
        (Face::Avant, "abdomen") => "M66 160L99 163 99 217 68 209C66 193 65 176 66 160Z",
        (Face::Avant, "hanche") => "M68 212L80 216 77 240 63 246C61 234 64 222 68 212Z",
        (Face::Avant, "aine") => "M83 217L96 221 92 251C88 246 84 242 80 240Z",
        (Face::Avant, "perinee") => "M98 223L102 223 106 256C103 262 97 262 94 256Z",
        (Face::Arriere, "crane") => {
            "M74 42C71 17 85 5 100 5 115 5 129 17 126 42 124 62 114 77 100 77 86 77 76 62 74 42Z"
        }
        (Face::Arriere, "trapeze") => "M87 95L95 95 93 119C84 113 74 106 68 100 75 97 82 96 87 95Z",
        (Face::Arriere, "omoplate") => "M66 104C75 111 84 117 92 122L91 160 66 157C65 140 64 120 66 104Z",
        (Face::Arriere, "rachis-dorsal") => "M97 95L103 95 107 162 93 162Z",
        (Face::Arriere, "lombes") => "M66 160L91 163 90 206 68 204C66 190 65 175 66 160Z",
        (Face::Arriere, "rachis-lombaire") => "M93 165L107 165 107 206 93 206Z",
        (Face::Arriere, "sacrum") => "M92 209L108 209 103 237C101 240 99 240 97 237Z",
        (Face::Arriere, "hanche") => "M67 207L78 208 74 232 63 246C61 234 63 219 67 207Z",
        (Face::Arriere, "fesse") => "M81 208L89 209 95 239 98 256C90 264 75 262 65 250L77 233Z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SchemaCorporel;

    #[test]
    fn chaque_zone_a_son_contour_et_son_milieu_dans_le_dessin() {
        for zone in SchemaCorporel::embarque().unwrap().zones() {
            let (x, y) = zone.milieu().unwrap_or_else(|| panic!("{} n’a pas de contour", zone.code()));
            assert!((20..LARGEUR - 20).contains(&x) && (20..HAUTEUR).contains(&y), "{}", zone.code());
        }
    }

    #[test]
    fn la_gauche_du_patient_est_a_droite_de_face_et_a_gauche_de_dos() {
        let schema = SchemaCorporel::embarque().unwrap();
        let x = |code: &str| schema.zone(code).unwrap().milieu().unwrap().0;
        assert!(x("avant-genou-gauche") > 100 && x("avant-genou-droit") < 100);
        assert!(x("arriere-genou-gauche") < 100 && x("arriere-genou-droit") > 100);
        assert_eq!(x("avant-genou-gauche") + x("avant-genou-droit"), LARGEUR);
        assert_eq!(x("arriere-rachis-lombaire"), 100);
    }
}
