//! The text of a case's files, YAML or JSON, into a tree of [`Node`]s with their places, and back.
//!
//! Read is the part of YAML that YAML 1.1 readers (PyYAML, most editors) and YAML 1.2 readers take
//! to the same values, without anchors, aliases, tags and second documents; JSON is a part of it.
//! All problems of a file come in one go, so the file is read into a marked tree of its own: a
//! deserializer stops at the first error and loses the places.
//!
//! Under it stands `granit-parser` 2.2, an event parser. It was taken over `saphyr-parser` 0.3
//! because it counts places in bytes (the other counts characters), bounds how deep maps and lists
//! may nest, and goes on past an unknown alias; on 8 MiB of hostile text of fifty kinds it took at
//! most 1.2 s, the other 4.3 s.

mod json;
mod plain;
mod problems;
mod read;
mod slip;
#[cfg(test)]
mod tests;
mod tree;
mod unseen;
mod yaml;

use zopa_case::{Diagnostic, FileId, Span, limits};

pub use {json::write_json, read::read_text, yaml::write_yaml};

/// The text of a file from its bytes: at most [`limits::FILE_BYTES`] of UTF-8.
///
/// # Errors
/// `limit-bytes` for a longer file, `not-utf8` with the first byte that is not UTF-8; `name` is the
/// file's name as messages say it.
pub fn decode_utf8(name: &str, file: FileId, bytes: &[u8]) -> Result<String, Diagnostic> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(too_long(Some(name), file, bytes.len()));
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let message = if wide {
        format!("`{name}` is UTF-16 text, not UTF-8 (byte offset {at})")
    } else {
        format!("`{name}` is not UTF-8 text: byte 0x{:02x} at byte offset {at}", bytes[at])
    };
    Err(Diagnostic::error("not-utf8", Span::new(file, at, at), message)
        .help("save the file as UTF-8; a text editor offers this under \"save as\" or \"encoding\""))
}

/// The error for a file of `bytes` bytes, over the limit.
fn too_long(name: Option<&str>, file: FileId, bytes: usize) -> Diagnostic {
    let name = name.map_or_else(|| "the file".to_owned(), |name| format!("`{name}`"));
    let message = format!("{name} has {bytes} bytes; at most {} are read", limits::FILE_BYTES);
    Diagnostic::error("limit-bytes", Span::new(file, 0, 0), message)
        .help("split the case into a folder of several files; keep long source texts in files of their own")
}
