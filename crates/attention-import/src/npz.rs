//! `.npz`: a zip archive of `.npy` files, stored or deflated.

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rawzip::{CompressionMethod, ZipArchive, ZipVerification, crc32};

use crate::{
    File,
    array::Budget,
    error::{ImportError, quote},
    fields::Fields,
    npy,
};

/// A header, beside the numbers.
const HEADER: u64 = 1 << 16;

/// Reads every array whose name starts with `prefix`.
pub fn read(
    file: &File<'_>,
    prefix: Option<&str>,
    fields: &mut Fields,
    budget: &mut Budget,
) -> Result<(), ImportError> {
    let broken = |error: rawzip::Error| {
        ImportError::file(file.name, "a zip archive of .npy files", error.to_string())
    };
    let archive = ZipArchive::from_slice(file.bytes).map_err(broken)?;
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().map_err(broken)? {
        let path = entry.file_path();
        let name = std::str::from_utf8(path.as_bytes())
            .ok()
            .and_then(|name| name.strip_suffix(".npy"))
            .ok_or_else(|| {
                let got = quote(&String::from_utf8_lossy(path.as_bytes()));
                ImportError::file(file.name, "files that end in .npy", got)
            })?;
        let Some(name) = name.strip_prefix(prefix.unwrap_or_default()) else {
            continue;
        };
        let place = format!("{}: {name}", file.name);
        let field = fields.claim(name, &place)?;

        let size = entry.uncompressed_size_hint();
        if size > budget.left() as u64 * 8 + HEADER {
            return Err(budget.exceeded(&place, format!("{size} bytes")));
        }
        let member = archive.get_entry(entry.wayfinder()).map_err(broken)?;
        let unpacked;
        let bytes = match entry.compression_method() {
            CompressionMethod::STORE => member.data(),
            CompressionMethod::DEFLATE => {
                // What the archive says is a limit, not a promise: memory
                // grows with what really comes out.
                unpacked = decompress_to_vec_with_limit(member.data(), size as usize).map_err(
                    |error| {
                        let expected = format!("{size} bytes of deflated data");
                        ImportError::file(&place, expected, error.to_string())
                    },
                )?;
                &unpacked
            }
            other => {
                let got = format!("compression method {}", other.as_u16());
                return Err(ImportError::file(&place, "stored or deflated data", got));
            }
        };
        let found = ZipVerification {
            crc: crc32(bytes),
            uncompressed_size: bytes.len() as u64,
        };
        member.claim_verifier().valid(found).map_err(|error| {
            ImportError::file(&place, "data as it was packed", error.to_string())
        })?;
        fields.put(field, npy::read(bytes, &place, budget)?);
    }
    Ok(())
}
