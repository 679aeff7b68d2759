//! Ids of a case made of names that other programs allow.

use super::folded;
use std::collections::{BTreeMap, BTreeSet};

/// Letters of an id that are taken from a name; a number may follow.
const LETTERS: usize = 56;

/// Ids that mean something else: words of rules, keys of preferences, audiences.
const TAKEN: [&str; 16] = [
    "and", "or", "not", "implies", "includes", "before", "scale", "table", "source", "note", "marking", "discount",
    "linkages", "public", "internal", "then",
];

/// Names and their places, found letter for letter or as people read them.
pub(super) struct Known<'n> {
    exact: BTreeMap<&'n str, usize>,
    near: BTreeMap<String, usize>,
}

impl<'n> Known<'n> {
    /// Of names that stand twice the first counts.
    pub(super) fn of(names: impl Iterator<Item = &'n str>) -> Self {
        let mut known = Self { exact: BTreeMap::new(), near: BTreeMap::new() };
        for (at, name) in names.enumerate() {
            known.exact.entry(name).or_insert(at);
            known.near.entry(folded(name)).or_insert(at);
        }
        known
    }

    /// The place of a name, letter for letter.
    pub(super) fn exact(&self, name: &str) -> Option<usize> {
        self.exact.get(name).copied()
    }

    /// The place of a name, capitals and blanks aside.
    pub(super) fn near(&self, name: &str) -> Option<usize> {
        self.exact(name).or_else(|| self.near.get(&folded(name)).copied())
    }
}

/// Ids of parties or issues, each once: small letters, digits, hyphens; `what` stands in for a name without any.
pub(super) fn ids<'a>(names: impl Iterator<Item = &'a str>, what: &str) -> Vec<String> {
    distinct(names, what, |letter| letter.to_ascii_lowercase())
}

/// Ids of the options of an issue, each once; capitals stay.
pub(super) fn option_ids<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    distinct(names, "option", |letter| letter)
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>, what: &str, letter: impl Fn(char) -> char) -> Vec<String> {
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    names
        .map(|name| {
            let mut stem = slug(name, &letter);
            if stem.is_empty() || TAKEN.contains(&stem.as_str()) {
                stem = if stem.is_empty() { what.to_string() } else { format!("{stem}-{what}") };
            }
            let mut id = stem.clone();
            let count = next.entry(stem.clone()).or_insert(1);
            while !used.insert(id.clone()) {
                *count += 1;
                id = format!("{stem}-{count}");
            }
            id
        })
        .collect()
}

/// The letters and digits of a name, everything else one hyphen.
fn slug(name: &str, letter: impl Fn(char) -> char) -> String {
    let mut out = String::new();
    for sign in name.chars() {
        if out.len() >= LETTERS {
            break;
        }
        if sign.is_ascii_alphanumeric() {
            out.push(letter(sign));
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_matches('-').to_string()
}

#[cfg(test)]
mod tests {
    use super::{ids, option_ids};

    #[test]
    fn names_become_ids_that_differ() {
        let made =
            ids(["Car Price", "car-price", "", "Größe", "table", "  ", "and", "car price-2"].into_iter(), "issue");
        let expected =
            ["car-price", "car-price-2", "issue", "gr-e", "table-issue", "issue-2", "and-issue", "car-price-2-2"];
        assert_eq!(made, expected);
        assert_eq!(option_ids(["60 Gb", "60 GB", "5", "-5"].into_iter()), ["60-Gb", "60-GB", "5", "5-2"]);
        assert!(option_ids([&*"x".repeat(500)].into_iter())[0].len() <= 64);
    }
}
