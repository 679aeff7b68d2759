//! Beyond single decision makers with one order each: coalitions, states that cannot be compared, large differences.

use super::{Beside, CONCEPTS, more_in, name, numbers, part, sentences};
use crate::document::{Content, Document, Row, Table, columns};
use crate::text::Text;
use crate::words;
use zopa_lens::stability::{Form, StatesByConcept};

/// Coalitions told.
const COALITIONS: usize = 30;
/// States named in a cell.
const NAMED: usize = 12;

/// Coalitions, states that cannot be compared, large differences, and what was left out.
pub(super) fn beyond(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    if let Some(mixed) = &found.mixed {
        part(document, found, "Each in its own way");
        let states = match mixed.states.is_empty() {
            true => String::new(),
            false if mixed.count as usize > mixed.states.len().min(NAMED) => {
                let shown = &mixed.states[..mixed.states.len().min(NAMED)];
                let left = words::count(&(mixed.count - shown.len() as u64));
                format!(" States: {} and {left} more.", numbers(shown, NAMED))
            }
            false => format!(" States: {}.", numbers(&mixed.states, NAMED)),
        };
        document.push_on(Content::Paragraph(Text::from(format!("{}{states}", mixed.sentence))), &found.basis);
    }
    if let Some(limited) = &found.limited {
        part(document, found, "Limited moves");
        let row = |(moves, states): &(usize, Vec<u64>)| Row {
            anchor: String::new(),
            cells: vec![Text::from(moves.to_string()), Text::from(numbers(states, NAMED))],
        };
        let table = Table {
            caption: format!("{}: limited moves", found.title),
            columns: columns(&["Moves looked ahead", "States that hold for both"]),
            rows: limited.horizons.iter().map(row).collect(),
        };
        document.push_on(Content::Table(table), &found.basis);
        document.push_on(Content::Paragraph(Text::from(limited.sentence.as_str())), &found.basis);
    }
    if !found.coalitions.is_empty() {
        part(document, found, "Who would leave together");
        sentences(document, found, found.coalitions.iter().take(COALITIONS).map(|own| own.sentence.as_str()));
        more_in(document, found.coalitions.len(), COALITIONS, "coalition and state", "coalitions and states");
    }
    if !found.forms.is_empty() {
        part(document, found, "Where states cannot be compared");
        let row = |(form, states): &(Form, StatesByConcept)| Row {
            anchor: String::new(),
            cells: [Text::from(meaning(*form))]
                .into_iter()
                .chain(CONCEPTS.map(|concept| cell(states, concept)))
                .collect(),
        };
        let mut titles = vec!["Who leaves, and what deters"];
        titles.extend(CONCEPTS.map(name));
        let table = Table {
            caption: format!("{}: equilibria where states cannot be compared", found.title),
            columns: columns(&titles),
            rows: found.forms.iter().map(row).collect(),
        };
        document.push_on(Content::Table(table), &found.basis);
    }
    if !found.strength.is_empty() {
        part(document, found, "How strongly equilibria hold");
        let rows = found.strength.iter().map(|own| Row {
            anchor: String::new(),
            cells: vec![
                Text::from(name(own.concept)),
                Text::from(numbers(&own.strong, NAMED)),
                Text::from(numbers(&own.weak, NAMED)),
            ],
        });
        let table = Table {
            caption: format!("{}: strong and weak equilibria", found.title),
            columns: columns(&["Concept", "Every gain is answered by something much worse", "Others"]),
            rows: rows.collect(),
        };
        document.push_on(Content::Table(table), &found.basis);
    }
    if !found.left_out.is_empty() {
        let text = format!("Not looked at, since the model is too large: {}.", found.left_out.join("; "));
        document.push(Content::Note(Text::from(text)));
    }
}

fn cell(states: &StatesByConcept, concept: zopa_lens::stability::Concept) -> Text {
    let own = states.iter().find(|(of, _)| *of == concept);
    Text::from(own.map_or_else(|| "not worked out".into(), |(_, states)| numbers(states, NAMED)))
}

/// How a form treats what is not known (Li, Hipel, Kilgour & Fang 2004).
fn meaning(form: Form) -> &'static str {
    match form {
        Form::A => "a: leaves also for what may be no better; deterred by what is known to be no better",
        Form::B => "b: leaves for what is better; deterred by what is known to be no better",
        Form::C => "c: leaves also for what may be no better; deterred also by what may be no better",
        Form::D => "d: leaves for what is better; deterred also by what may be no better",
    }
}
