//! How days, numbers and lists are said.

use zopa_case::DateSpan;

/// A day in words ([`DateSpan::in_words`]).
pub(crate) fn day(span: &DateSpan) -> String {
    span.in_words()
}

/// A day as a finding writes it, said as [`day`] says it; what is no date stays as it is.
pub(crate) fn day_of(text: &str) -> String {
    DateSpan::parse(text).map_or_else(|_| text.to_string(), |span| day(&span))
}

/// A count with its digits in threes; past 18 digits the leading ones and the power of ten.
pub(crate) fn count(number: &impl ToString) -> String {
    let digits = number.to_string();
    if digits.len() > 18 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("about {}.{} x 10^{}", &digits[..1], &digits[1..3], digits.len() - 1);
    }
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// `1 source`, `3 sources`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{} {many}", count(&number)) }
}

/// `1 package`, `3 packages`, of a count of any size.
pub(crate) fn counted_with(number: &impl ToString, one: &str, many: &str) -> String {
    if number.to_string() == "1" { format!("1 {one}") } else { format!("{} {many}", count(number)) }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [all @ .., last] => {
            let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", all.join(", "), last.as_ref())
        }
    }
}

/// A sentence with a capital first letter and a stop at the end.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let ends = text.ends_with(['.', '?', '!', '"']);
    format!("{}{}{}", first.to_uppercase(), letters.as_str(), if ends { "" } else { "." })
}
