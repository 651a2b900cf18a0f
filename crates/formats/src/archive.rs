//! Files packed in a given order, with nothing of the moment in them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// An archive that cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("l’archive ne se compose pas : {cause}")]
pub struct ArchiveImpossible {
    cause: String,
}

impl ArchiveImpossible {
    fn de(cause: impl std::fmt::Display) -> Self {
        Self { cause: cause.to_string() }
    }
}

/// Packs the files, dated 1980 as the format has no « no date ».
///
/// # Errors
/// When a name or a size is beyond the format.
pub fn emballer(fichiers: &[(&str, &[u8])]) -> Result<Vec<u8>, ArchiveImpossible> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .unix_permissions(0o644)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (nom, octets) in fichiers {
        zip.start_file(*nom, options).map_err(ArchiveImpossible::de)?;
        zip.write_all(octets).map_err(ArchiveImpossible::de)?;
    }
    Ok(zip.finish().map_err(ArchiveImpossible::de)?.into_inner())
}
