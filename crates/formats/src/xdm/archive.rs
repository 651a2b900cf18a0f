//! Files packed in a given order, with nothing of the moment in them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::XdmRefuse;

/// Packs the files, dated 1980 as the format has no « no date ».
pub(super) fn emballer(fichiers: &[(&str, &[u8])]) -> Result<Vec<u8>, XdmRefuse> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .unix_permissions(0o644)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (nom, octets) in fichiers {
        zip.start_file(*nom, options).map_err(|faute| XdmRefuse::Archive(faute.to_string()))?;
        zip.write_all(octets).map_err(|faute| XdmRefuse::Archive(faute.to_string()))?;
    }
    let ecrit = zip.finish().map_err(|faute| XdmRefuse::Archive(faute.to_string()))?;
    Ok(ecrit.into_inner())
}
