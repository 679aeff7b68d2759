//! Teaching material from a case: the public information, role sheets, score sheets, the sheets of facilitator and
//! instructor, and the debrief.
//!
//! A sheet is made of the case as its reader may see it ([`zopa_case::Overlay::audience`]); nothing is filtered here. Values
//! are the exception to "what is not marked is public": in a role play a party's numbers are its own, so that the public
//! sheet shows nobody's and the sheets of a party its own alone, whatever their marking. The sheets of players do not carry
//! the hash of the case: it covers numbers that they may not see, and a number with few digits could be found by trying.

mod debrief;
mod facilitator;
mod instructor;
mod known;
mod outcomes;
mod public;
mod role;
mod score;

pub use debrief::debrief_document;
pub use facilitator::facilitator_sheet;
pub use instructor::instructor_sheet;
pub use public::public_sheet;
pub use role::role_sheet;
pub use score::score_sheet;

use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::text::Text;
use crate::words;
use zopa_case::{Case, DateSpan, Issue, Number, PartyId};

/// A sheet without blocks.
fn sheet(case: &Case, what: &str, caution: Text) -> Document {
    let mut caution = caution;
    if case.draft().fictional.as_ref().is_some_and(|fictional| fictional.value) {
        caution = Text::new().strong("FICTIONAL.").plain(" Parties, places and numbers are invented. ").then(caution);
    }
    Document {
        title: format!("{}: {what}", case.title()),
        subtitle: vec![Text::from(format!("As of {}.", words::day(&DateSpan::day(case.as_of()))))],
        cautions: vec![caution],
        ..Document::default()
    }
}

/// The last line of a sheet for players.
fn made_by(program: &str, document: &mut Document) {
    let day = document.subtitle.first().map(Text::words).unwrap_or_default();
    document.colophon.push(Text::from(format!("{day} Made by {program}.")));
}

/// A paragraph.
fn say(document: &mut Document, text: impl Into<Text>) {
    document.push(Content::Paragraph(text.into()));
}

/// A list, where there is anything in it.
fn list(document: &mut Document, items: Vec<Item>) {
    if !items.is_empty() {
        document.push(Content::List { numbered: false, items });
    }
}

/// A table, where it has a row.
fn table(document: &mut Document, caption: &str, titles: &[&str], rows: Vec<Row>) {
    if !rows.is_empty() {
        document.push(Content::Table(Table { caption: caption.to_string(), columns: columns(titles), rows }));
    }
}

/// A row without an anchor.
fn row(cells: Vec<Text>) -> Row {
    Row { anchor: String::new(), cells }
}

/// What an option says, with its unit on a number issue.
fn says(issue: &Issue, option: usize) -> String {
    let Some(option) = issue.options.get(option) else { return String::new() };
    match (&option.value, &issue.unit) {
        (Some(value), Some(unit)) => format!("{value} {unit}"),
        (Some(value), None) => value.to_string(),
        (None, _) if option.text == option.name => String::new(),
        (None, _) => option.text.clone(),
    }
}

/// How many options of an issue a package takes, in a sentence.
fn takes(issue: &Issue) -> &'static str {
    match issue.choose {
        zopa_case::draft::Choose::One => "An agreement takes one of these.",
        zopa_case::draft::Choose::Any => "An agreement takes one of these or several together (written with +).",
        zopa_case::draft::Choose::Sequence => {
            "An agreement takes one of these or several in an order (written with then)."
        }
    }
}

/// The names of parties, said in a list.
fn names(case: &Case, parties: &[PartyId]) -> String {
    words::list(&parties.iter().map(|party| case.party(*party).title.as_str()).collect::<Vec<_>>())
}

/// A number as it is written on a sheet: with all its digits.
fn number(value: Number) -> Text {
    Text::from(value.to_string())
}

/// A gain with its sign: `+12`, `-3`, `0`.
fn signed(value: Number) -> String {
    if value.0 > 0 { format!("+{value}") } else { value.to_string() }
}

/// The name of a file of a party: letters, digits, `-` and `_` of its id; what else there is becomes its code.
pub fn sheet_name(what: &str, party: &str) -> String {
    let mut name = format!("{what}-");
    for letter in party.chars() {
        if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_') {
            name.push(letter);
        } else {
            name.push_str(&format!("_{:x}_", u32::from(letter)));
        }
    }
    name.push_str(".md");
    name
}

/// Who plays a role with an interest of its own: parties of role `party`, those whose yes some issue needs, and those with
/// preferences, by index. Asked of the whole case.
pub fn players(case: &Case) -> Vec<usize> {
    let plays = |at: &usize| {
        let id = PartyId::new(*at);
        let party = case.party(id);
        party.roles.contains(&zopa_case::draft::Role::Party)
            || case.issues().iter().any(|issue| issue.consent.contains(&id))
            || case.draft().preferences.get(&party.name).is_some()
    };
    (0..case.parties().len()).filter(plays).collect()
}

/// Who facilitates, by index.
pub fn facilitators(case: &Case) -> Vec<usize> {
    let facilitates = |at: &usize| case.parties()[*at].roles.contains(&zopa_case::draft::Role::Facilitator);
    (0..case.parties().len()).filter(facilitates).collect()
}

#[cfg(test)]
mod tests {
    use super::{sheet_name, signed};
    use zopa_case::Number;

    #[test]
    fn names_of_files_hold_nothing_that_a_folder_could_read_as_a_way() {
        assert_eq!(sheet_name("role", "harbour-league"), "role-harbour-league.md");
        assert_eq!(sheet_name("score", "../a b"), "score-_2e__2e__2f_a_20_b.md");
    }

    #[test]
    fn gains_have_their_sign() {
        let said = [5, 0, -3].map(|value| signed(Number::whole(value)));
        assert_eq!(said, ["+5", "0", "-3"]);
    }
}
