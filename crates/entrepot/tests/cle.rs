//! The master key: its two spellings, its file, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use entrepot::chiffre::{CleInvalide, CleMaitresse};

fn path(nom: &str) -> PathBuf {
    let chemin = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{nom}-{}", std::process::id()));
    if chemin.exists() {
        fs::remove_file(&chemin).unwrap();
    }
    chemin
}

#[test]
fn hexadecimal_and_base64_give_the_same_key() {
    let hex: CleMaitresse = "07".repeat(32).parse().unwrap();
    let base64: CleMaitresse = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=".parse().unwrap();
    assert!(hex == base64 && hex == CleMaitresse::new([7; 32]));
}

#[test]
fn a_short_or_odd_key_is_refused() {
    for texte in ["", "00", "zz", &"0".repeat(63), &"g".repeat(64), &"é".repeat(32)] {
        assert!(matches!(texte.parse::<CleMaitresse>(), Err(CleInvalide::Forme)), "{texte:?}");
    }
}

#[test]
fn the_key_file_is_created_for_its_owner_alone_then_read_again() {
    let chemin = path("cle-neuve");
    let creee = CleMaitresse::from_file(&chemin, [3; 32]).unwrap();
    assert_eq!(fs::metadata(&chemin).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(CleMaitresse::from_file(&chemin, [4; 32]).unwrap() == creee);
}

#[test]
fn a_key_file_open_to_others_is_refused() {
    let chemin = path("cle-ouverte");
    CleMaitresse::from_file(&chemin, [3; 32]).unwrap();
    fs::set_permissions(&chemin, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(CleMaitresse::from_file(&chemin, [3; 32]), Err(CleInvalide::Droits(_))));
}

#[test]
fn a_key_is_never_shown() {
    assert_eq!(format!("{:?}", CleMaitresse::new([7; 32])), "CleMaitresse(…)");
}
