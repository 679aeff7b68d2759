//! How lists and counts are said in sentences: by the lenses and by the pages made of them.

/// `a`, `a and b`, `a, b and c`.
pub fn list<S: AsRef<str>>(items: &[S], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [start @ .., end] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", start.join(", "), end.as_ref())
        }
    }
}

/// A count with its digits in threes; past 18 digits the leading ones and the power of ten.
pub fn count(number: &impl ToString) -> String {
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

/// `1 party`, `3 parties`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{} {many}", count(&number)) }
}

/// The text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
