//! How days, numbers and lists are said.

use zopa_case::DateSpan;
use zopa_lens::phrase;
pub(crate) use zopa_lens::phrase::{count, counted};

/// A day in words ([`DateSpan::in_words`]).
pub(crate) fn day(span: &DateSpan) -> String {
    span.in_words()
}

/// A day as a finding writes it, said as [`day`] says it; what is no date stays as it is.
pub(crate) fn day_of(text: &str) -> String {
    DateSpan::parse(text).map_or_else(|_| text.to_string(), |span| day(&span))
}

/// `1 package`, `3 packages`, of a count of any size.
pub(crate) fn counted_with(number: &impl ToString, one: &str, many: &str) -> String {
    if number.to_string() == "1" { format!("1 {one}") } else { format!("{} {many}", count(number)) }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    phrase::list(items, "and")
}

/// A sentence with a capital first letter and a stop at the end.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let ends = text.is_empty() || text.ends_with(['.', '?', '!', '"']);
    format!("{}{}", phrase::capital(text), if ends { "" } else { "." })
}
