//! Characters that cannot be seen and that readers of YAML refuse or part on.

use granit_parser::{ErrorKind, ScanError};
use zopa_case::Diagnostic;

use super::problems::{Problems, Source};

/// Reports every character that no YAML text may hold as such, and line breaks that only YAML 1.1 knows.
pub(super) fn report(source: &Source, problems: &mut Problems) {
    let bytes = source.text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        // Most bytes are neither control characters nor the first of one.
        if !matches!(byte, 0..0x20 | 0x7f | 0xc2 | 0xe2 | 0xef) || matches!(byte, b'\t' | b'\n' | b'\r') {
            continue;
        }
        let Some(c) = source.text[at..].chars().next().filter(|c| is_unseen(*c)) else {
            continue;
        };
        let span = source.span(at, at + c.len_utf8());
        let code = c as u32;
        problems.add(|| match c {
            '\u{85}' | '\u{2028}' | '\u{2029}' => {
                let message = format!("the unseen character U+{code:04X} ends the line for YAML 1.1 readers only");
                Diagnostic::error("yaml-ambiguous", span, message).help("put a space or a line break in its place")
            }
            '\u{feff}' => {
                let message = "an unseen byte-order mark (U+FEFF) stands inside the file";
                Diagnostic::error("yaml-syntax", span, message)
                    .help("delete it: remove the characters here and type them anew")
            }
            _ => {
                let message = format!("the unseen character U+{code:04X} may not stand in YAML");
                Diagnostic::error("yaml-syntax", span, message)
                    .help("delete it; in double quotes it can be written as `\\x..` or `\\u....`")
            }
        });
    }
}

/// Whether [`report`] reports a character.
fn is_unseen(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        _ => c.is_control(),
    }
}

/// Whether what ended the reading was reported by [`report`].
pub(super) fn ended(error: &ScanError) -> bool {
    match error.kind() {
        ErrorKind::UnexpectedCharacter { character } => is_unseen(*character),
        kind => matches!(kind, ErrorKind::BomInsideDocument),
    }
}
