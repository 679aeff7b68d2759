//! What YAML readers take a word without quotes for.
//!
//! Held side by side are YAML 1.1 as its specification and PyYAML resolve it (and for truth values
//! and times of day other YAML 1.1 readers that take more), and the core schema of YAML 1.2. A word
//! on which they part is not read at all.

use super::problems::shown;

/// What a plain scalar is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A text to every reader.
    Text,
    /// Nothing to every reader.
    Nothing,
    /// `true` or `false`.
    Truth,
    /// The same number to every reader.
    Number,
    /// A calendar date; a text to YAML 1.2, which means the same day.
    Date,
    /// Readers part.
    Parted(Parted),
}

/// How readers part on a plain scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parted {
    /// `yes`, `off`, `n` ...
    Word,
    /// `True`, `FALSE`, `Null` ...
    Capital,
    /// `0123`, `0o17`.
    Octal,
    /// `1:30`.
    Sixties,
    /// `1_000`, `1e3`, `-.5`, `0b1`.
    Number,
    /// `2026-02-18 10:00`.
    Time,
    /// `=`, `<<`.
    Sign,
}

impl Parted {
    /// What is wrong with `text`, in one sentence.
    pub(super) fn message(self, text: &str) -> String {
        let text = shown(text);
        let how = match self {
            Self::Word => "YAML 1.1 readers take it for a truth value, YAML 1.2 readers for a text",
            Self::Capital => "readers agree on it in lower case only",
            Self::Octal => "some readers count it in base 8, some in base 10, some take it for a text",
            Self::Sixties => "YAML 1.1 readers take it for a number in base 60, YAML 1.2 readers for a text",
            Self::Number => "some readers take it for a number, some for a text",
            Self::Time => {
                "YAML 1.1 readers take it for a point in time and may shift its hour, YAML 1.2 readers for a text"
            }
            Self::Sign => "YAML 1.1 readers take it for a command, YAML 1.2 readers for a text",
        };
        format!("YAML readers part on `{text}`: {how}")
    }

    /// The way out for `text`.
    pub(super) fn help(self, text: &str, key: bool) -> String {
        let quoted = format!("put it in quotes: `\"{}\"`", shown(text));
        let digits = text.trim_start_matches('0');
        match self {
            Self::Word if key && text.eq_ignore_ascii_case("on") => {
                format!("the key of a day is `date`; else {quoted}")
            }
            _ if key => quoted,
            Self::Octal if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("for a number write `{}`; for a text {quoted}", shown(digits))
            }
            Self::Word => format!("{quoted}; for a truth value write `true` or `false`"),
            Self::Capital => format!("write `{}`, or {quoted}", text.to_ascii_lowercase()),
            Self::Octal | Self::Number => {
                format!("{quoted}; for a number write it out, such as `15`, `1000` or `-0.5`")
            }
            Self::Sixties | Self::Time | Self::Sign => quoted,
        }
    }
}

/// What readers take the plain scalar `text` for.
pub(super) fn reading(text: &str) -> Reading {
    let Some(first) = text.bytes().next() else {
        return Reading::Nothing;
    };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => number_or_date(text),
        _ if text.len() <= 5 => word(text),
        _ => Reading::Text,
    }
}

/// What a word of at most five letters is taken for.
fn word(text: &str) -> Reading {
    match text {
        "~" | "null" => Reading::Nothing,
        "true" | "false" => Reading::Truth,
        "True" | "TRUE" | "False" | "FALSE" | "Null" | "NULL" => Reading::Parted(Parted::Capital),
        "y" | "Y" | "yes" | "Yes" | "YES" | "n" | "N" | "no" | "No" | "NO" | "on" | "On" | "ON" | "off" | "Off"
        | "OFF" => Reading::Parted(Parted::Word),
        "=" | "<<" => Reading::Parted(Parted::Sign),
        _ => Reading::Text,
    }
}

fn number_or_date(text: &str) -> Reading {
    let signed = text.starts_with(['+', '-']);
    let body = if signed { &text[1..] } else { text };
    if matches!(body, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Reading::Number;
    }
    if let Some(parted) = base(body, signed) {
        return parted;
    }
    if sixties(body) {
        return Reading::Parted(Parted::Sixties);
    }
    if let Some(reading) = decimal(body, signed) {
        return reading;
    }
    if signed { Reading::Text } else { date(text) }
}

/// Numbers in another base than ten, from their mark on.
fn base(body: &str, signed: bool) -> Option<Reading> {
    let digits = body.get(2..).filter(|digits| !digits.is_empty())?;
    let all = |of: fn(&u8) -> bool| digits.bytes().all(|byte| of(&byte) || byte == b'_');
    match &body.as_bytes()[..2] {
        b"0x" if all(u8::is_ascii_hexdigit) => Some(match signed || digits.contains('_') {
            true => Reading::Parted(Parted::Number),
            false => Reading::Number,
        }),
        b"0b" if all(|byte| matches!(byte, b'0' | b'1')) => Some(Reading::Parted(Parted::Number)),
        b"0o" if all(|byte| matches!(byte, b'0'..=b'7')) => Some(Reading::Parted(Parted::Octal)),
        _ => None,
    }
}

/// `1:30` and its like: digits, then groups of one or two digits under 60, then maybe a fraction.
fn sixties(body: &str) -> bool {
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let mut groups = whole.split(':');
    let first = groups.next().unwrap_or("");
    let mut later = 0;
    for group in groups {
        later += 1;
        let fits = match group.as_bytes() {
            [one] => one.is_ascii_digit(),
            [ten, one] => matches!(ten, b'0'..=b'5') && one.is_ascii_digit(),
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    later > 0 && first.starts_with(|c: char| c.is_ascii_digit()) && digits(first) && digits(fraction)
}

/// Whether `text` is only digits and underscores.
fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// Numbers in base ten: `[whole][.fraction][e[sign]power]`.
fn decimal(body: &str, signed: bool) -> Option<Reading> {
    let (number, power) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let fraction_text = fraction.unwrap_or("");
    let bare = power.map(|power| power.trim_start_matches(['+', '-']));
    let counted = whole.bytes().chain(fraction_text.bytes()).any(|byte| byte.is_ascii_digit());
    let power_fits = bare.is_none_or(|bare| {
        let sign = power.map_or(0, str::len) - bare.len();
        sign <= 1 && !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())
    });
    // An underscore first makes a text; PyYAML allows it anywhere later.
    if !digits(whole) || !digits(fraction_text) || !counted || !power_fits || number.starts_with('_') {
        return None;
    }
    let parted = if number.contains('_') {
        true
    } else {
        match (fraction, power) {
            (None, None) if whole.len() > 1 && whole.starts_with('0') => {
                return Some(Reading::Parted(Parted::Octal));
            }
            (None, None) => false,
            (None, Some(_)) => true,
            (Some(_), Some(power)) if !power.starts_with(['+', '-']) => true,
            (Some(_), _) => whole.is_empty() && signed,
        }
    };
    Some(if parted { Reading::Parted(Parted::Number) } else { Reading::Number })
}

/// A date, a date with a time, or a text.
fn date(text: &str) -> Reading {
    let length = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text;
    let mut parts = [0; 3];
    for (at, part) in parts.iter_mut().enumerate() {
        *part = length(rest);
        rest = &rest[*part..];
        if at < 2 {
            match rest.strip_prefix('-') {
                Some(after) => rest = after,
                None => return Reading::Text,
            }
        }
    }
    if parts[0] != 4 || !(1..=2).contains(&parts[1]) || !(1..=2).contains(&parts[2]) {
        return Reading::Text;
    }
    if rest.is_empty() {
        return if parts == [4, 2, 2] { Reading::Date } else { Reading::Text };
    }
    let time = rest.strip_prefix(['T', 't']).unwrap_or_else(|| rest.trim_start_matches([' ', '\t']));
    let hour = length(time);
    let clock = time.len() < rest.len()
        && (1..=2).contains(&hour)
        && time[hour..].starts_with(':')
        && time.bytes().all(|byte| byte.is_ascii_digit() || b":.+-Zz \t".contains(&byte));
    if clock { Reading::Parted(Parted::Time) } else { Reading::Text }
}
