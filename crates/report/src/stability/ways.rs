//! Who would leave today's state, and the ways from it to equilibria.

use super::{Beside, part, pictures, sentences};
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use zopa_lens::stability::EngineUsed;

/// States to which the ways are told.
const TOLD: usize = 6;
/// Actions named of which it is not said whether they are being done.
const SILENT: usize = 8;

/// Who would leave today's state.
pub(super) fn today(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    part(document, found, "Today");
    let Some(today) = found.today else {
        let text = if found.actions.iter().any(|action| action.today.is_none()) {
            let silent: Vec<String> = found
                .actions
                .iter()
                .filter(|action| action.today.is_none())
                .map(|action| format!("\"{}\"", action.title))
                .collect();
            let which = match silent.len() {
                0..=SILENT => words::list(&silent),
                more => format!("{} and {} other actions", silent[..SILENT].join(", "), more - SILENT),
            };
            format!("Today's state is not said. The case would need, of {which}, whether it is being done.")
        } else {
            "Today's state is one that cannot be, by the rules entered. The case would need what is being done today, or other rules.".to_string()
        };
        document.push_on(Content::Paragraph(Text::from(text)), &found.basis);
        return;
    };
    let text = Text::new().strong(format!("State {today}")).plain(format!(": {}.", beside.taken(today)));
    let text = match found.leaves_today.is_empty() && found.engine == EngineUsed::States {
        true => text.plain(" Nobody would leave it."),
        false => text,
    };
    document.push_on(Content::Paragraph(text), &found.basis);
    sentences(document, found, found.leaves_today.iter().map(|leaving| leaving.sentence.as_str()));
}

/// The ways from today to the first equilibria told.
pub(super) fn ways(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    let Some(today) = found.today.filter(|_| found.engine == EngineUsed::States) else { return };
    let goals: Vec<_> = found.told.iter().filter(|state| state.state != today).collect();
    if goals.is_empty() {
        return;
    }
    part(document, found, "Ways from today");
    let items: Vec<Item> = goals
        .iter()
        .take(TOLD)
        .map(|goal| {
            let head = Text::new().strong(format!("State {}", goal.state));
            if goal.moves.is_none() {
                return Item::from(head.plain(": no legal way leads there from today."));
            }
            let shortest = line(beside, today, &goal.way);
            let below = match &goal.gaining_way {
                Some(way) if *way == goal.way => vec![format!("Shortest, and everybody gains by its move: {shortest}")],
                Some(way) => {
                    vec![
                        format!("Shortest: {shortest}"),
                        format!("Everybody gains by its move: {}", line(beside, today, way)),
                    ]
                }
                None => {
                    vec![format!("Shortest: {shortest}"), "No way on which everybody gains by its move.".to_string()]
                }
            };
            let moves = words::counted(goal.way.len(), "move", "moves");
            Item {
                text: head.plain(format!(", {moves} from today")),
                below: below.into_iter().map(Text::from).collect(),
            }
        })
        .collect();
    document.push_on(Content::List { numbered: false, items }, &found.basis);
    super::more_in(document, goals.len(), TOLD, "equilibrium with its ways", "equilibria with their ways");
    pictures::tree(beside, document);
}

/// A way in a line: `today -> Norland ends "..": state 5 -> ..`.
fn line(beside: &Beside<'_>, today: u64, way: &[(usize, u64)]) -> String {
    let mut from = today;
    let mut said = "today".to_string();
    for (mover, to) in way {
        let change = beside.change(from, *to);
        said.push_str(&format!(" -> {} {change}: state {to}", beside.ledger.party(*mover)));
        from = *to;
    }
    said
}
