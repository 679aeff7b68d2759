//! How days, numbers and lists are said.

use zopa_case::DateSpan;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("?")
}

/// `24 Dec 2025`, `Feb 2026`, `2026`, `17-18 Feb 2026`, `Aug 2025 to Jan 2026`, with `about` before it where it is not exact.
pub(crate) fn day(span: &DateSpan) -> String {
    let (first, last) = (span.first, span.last);
    let about = if span.about { "about " } else { "" };
    let single = |day: i8, of: i8, year: i16| format!("{day} {} {year}", month(of));
    let whole_months = first.day() == 1 && last == last.last_of_month();
    let said = if first == last {
        single(first.day(), first.month(), first.year())
    } else if whole_months && first.month() == 1 && last.month() == 12 && first.year() == last.year() {
        first.year().to_string()
    } else if whole_months && (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} {}", month(first.month()), first.year())
    } else if whole_months {
        format!("{} {} to {} {}", month(first.month()), first.year(), month(last.month()), last.year())
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}-{} {} {}", first.day(), last.day(), month(last.month()), last.year())
    } else {
        format!(
            "{} to {}",
            single(first.day(), first.month(), first.year()),
            single(last.day(), last.month(), last.year())
        )
    };
    format!("{about}{said}")
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
