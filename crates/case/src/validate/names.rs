//! The names of a case's items, and finding one with a way out when it is not there.

use super::Checker;
use crate::decode::{Reader, a};
use crate::diagnostic::{Diagnostic, shown, way_out};
use crate::draft::Draft;
use crate::limits;
use crate::rule;
use crate::span::{At, Span};
use std::collections::BTreeMap;

/// A kind of item that others refer to by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Party,
    Issue,
    Source,
    Entry,
    Line,
    Package,
    Step,
    Ratifier,
    Action,
    Driver,
    Lever,
}

impl What {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Issue => "issue",
            Self::Source => "source",
            Self::Entry => "ledger entry",
            Self::Line => "line",
            Self::Package => "package",
            Self::Step => "step",
            Self::Ratifier => "ratifier",
            Self::Action => "action",
            Self::Driver => "driver",
            Self::Lever => "leverage",
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Party => "unknown-party",
            Self::Issue => "unknown-issue",
            Self::Source => "unknown-source",
            Self::Entry => "unknown-entry",
            Self::Line => "unknown-line",
            Self::Package => "unknown-package",
            Self::Step => "unknown-step",
            Self::Ratifier => "unknown-ratifier",
            Self::Action => "unknown-action",
            Self::Driver => "unknown-driver",
            Self::Lever => "unknown-leverage",
        }
    }
}

/// An id names one thing in the whole case, so that taking that thing away can never be taken for another. Parties,
/// issues and scenarios, which are never taken away, have names of their own.
fn one_name_one_thing<'a>(kinds: impl Iterator<Item = &'a (&'static str, Vec<&'a At<String>>)>, reader: &mut Reader) {
    let mut first: BTreeMap<&str, (&'static str, Span)> = BTreeMap::new();
    for (what, ids) in kinds {
        for id in ids {
            match first.get(id.value.as_str()) {
                Some((other, span)) if other != what => reader.report(
                    Diagnostic::error(
                        "doubled-id",
                        id.span,
                        format!("the id `{}` is given to {} and to {}", id.value, a(other), a(what)),
                    )
                    .also(*span, format!("the {other}"))
                    .help("give one of the two another id: an id names one thing in the whole case"),
                ),
                _ => {
                    first.insert(&id.value, (what, id.span));
                }
            }
        }
    }
}

/// Every id of a case, by kind.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_kind: BTreeMap<What, (Vec<String>, BTreeMap<String, usize>)>,
}

impl Names {
    /// Gathers the ids; doubled and misshapen ones are problems.
    pub(super) fn of(draft: &Draft, reader: &mut Reader) -> Self {
        let mut names = Self::default();
        let mut add = |what: What, ids: Vec<&At<String>>| names.add(what, &ids, reader);
        add(What::Party, draft.parties.iter().map(|(key, _)| key).collect());
        add(What::Issue, draft.issues.iter().map(|(key, _)| key).collect());
        add(What::Source, draft.sources.iter().map(|(key, _)| key).collect());
        add(What::Line, draft.lines.iter().map(|line| &line.id).collect());
        add(What::Package, draft.packages.iter().map(|package| &package.id).collect());
        add(What::Step, draft.steps.iter().map(|step| &step.id).collect());
        add(What::Ratifier, draft.ratifiers.iter().map(|ratifier| &ratifier.id).collect());
        add(What::Action, draft.actions.iter().map(|action| &action.id).collect());
        add(What::Driver, draft.drivers.iter().map(|driver| &driver.id).collect());
        add(What::Lever, draft.leverage.iter().map(|lever| &lever.id).collect());
        add(What::Entry, draft.ledger.iter().filter_map(|entry| entry.id.as_ref()).collect());
        let tracks = draft.rounds.iter().flat_map(|rounds| &rounds.tracks);
        let rest: [(&'static str, Vec<&At<String>>); 9] = [
            ("mandate", draft.mandates.iter().map(|mandate| &mandate.id).collect()),
            ("session", draft.sessions.iter().map(|session| &session.id).collect()),
            ("plan", draft.plans.iter().map(|plan| &plan.id).collect()),
            ("conflict", draft.conflicts.iter().map(|conflict| &conflict.id).collect()),
            ("trust", draft.trust.iter().map(|trust| &trust.id).collect()),
            ("power", draft.power.iter().map(|power| &power.id).collect()),
            ("back channel", tracks.map(|track| &track.id).collect()),
            ("article", draft.text.iter().map(|article| &article.id).collect()),
            ("logic rule", draft.logic.iter().filter_map(|rule| rule.id.as_ref()).collect()),
        ];
        for (_, ids) in &rest {
            Self::default().add(What::Line, ids, reader);
        }
        Self::default().add(What::Line, &draft.scenarios.iter().map(|(key, _)| key).collect::<Vec<_>>(), reader);
        let entries = draft.ledger.iter().filter_map(|entry| entry.id.as_ref());
        let kinds: [(&'static str, Vec<&At<String>>); 9] = [
            ("source", draft.sources.iter().map(|(key, _)| key).collect()),
            ("ledger entry", entries.collect()),
            ("line", draft.lines.iter().map(|line| &line.id).collect()),
            ("package", draft.packages.iter().map(|package| &package.id).collect()),
            ("step", draft.steps.iter().map(|step| &step.id).collect()),
            ("ratifier", draft.ratifiers.iter().map(|ratifier| &ratifier.id).collect()),
            ("action", draft.actions.iter().map(|action| &action.id).collect()),
            ("driver", draft.drivers.iter().map(|driver| &driver.id).collect()),
            ("leverage", draft.leverage.iter().map(|lever| &lever.id).collect()),
        ];
        one_name_one_thing(kinds.iter().chain(&rest), reader);
        names
    }

    fn add(&mut self, what: What, ids: &[&At<String>], reader: &mut Reader) {
        let (list, table) = self.by_kind.entry(what).or_default();
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for id in ids {
            if let Some(taken) = taken(what, &id.value) {
                let message = format!("`{}` cannot be the id of {}: it is {taken}", id.value, a(what.word()));
                reader.report(Diagnostic::error("id-form", id.span, message).help(format!(
                    "take another id, such as `{}-{}`",
                    id.value,
                    what.word()
                )));
            }
            check_id(what, id, reader);
            if let Some(earlier) = first.insert(&id.value, id.span) {
                reader.report(
                    Diagnostic::error("doubled-id", id.span, format!("the id `{}` is given twice", id.value))
                        .also(earlier, "first here")
                        .help("give one of the two another id"),
                );
            }
            table.insert(id.value.clone(), list.len());
            list.push(id.value.clone());
        }
    }

    fn known(&self, what: What) -> impl Iterator<Item = &str> + Clone {
        self.by_kind.get(&what).into_iter().flat_map(|(list, _)| list.iter().map(String::as_str))
    }

    fn position(&self, what: What, name: &str) -> Option<usize> {
        self.by_kind.get(&what).and_then(|(_, table)| table.get(name)).copied()
    }
}

/// What an id means already, where it does.
fn taken(what: What, id: &str) -> Option<&'static str> {
    match (what, id) {
        (What::Issue, "scale" | "table" | "source" | "note" | "marking" | "linkages" | "discount") => {
            Some("a key of `preferences`, where issues stand beside the keys")
        }
        (What::Issue, word) if rule::WORDS.contains(&word) => Some("a word of rules"),
        (What::Party, "public" | "internal") => Some("an audience"),
        _ => None,
    }
}

fn check_id(what: What, id: &At<String>, reader: &mut Reader) {
    let capitals = what == What::Source;
    let made = what == What::Entry && id.value.contains('.');
    let fits = |letter: char| {
        letter.is_ascii_lowercase()
            || letter.is_ascii_digit()
            || letter == '-'
            || (capitals && letter.is_ascii_uppercase())
    };
    let start = id.value.chars().next().is_some_and(|letter| letter.is_ascii_alphanumeric());
    let made_fits = |letter: char| fits(letter) || letter == '.' || letter == '~' || letter.is_ascii_uppercase();
    let letters = if made { id.value.chars().all(made_fits) } else { id.value.chars().all(fits) };
    if start && letters && (made || id.value.len() <= limits::ID_CHARS) {
        return;
    }
    let better: String = id
        .value
        .chars()
        .map(|letter| if capitals { letter } else { letter.to_ascii_lowercase() })
        .map(|letter| if fits(letter) { letter } else { '-' })
        .take(limits::ID_CHARS)
        .collect();
    let better = better.trim_matches('-');
    let hint = if better.is_empty() { String::new() } else { format!("; write `{better}`") };
    let capital = if capitals { "letters" } else { "small letters" };
    reader.report(
        Diagnostic::error("id-form", id.span, format!("`{}` cannot be an id", shown(&id.value)))
            .help(format!("an id has {capital}, digits and hyphens, at most {}{hint}", limits::ID_CHARS)),
    );
}

impl Checker<'_> {
    /// The index of a name; unknown names are a problem unless their item was taken away by an overlay
    /// or could not be read.
    pub(super) fn find(&mut self, what: What, name: &str, span: Span) -> Option<usize> {
        let position = self.names.position(what, name);
        // Parties and issues are never taken away, so what is gone under such a name was something else.
        let gone = !matches!(what, What::Party | What::Issue) && self.trimmed.gone.contains(name);
        if position.is_none() && !gone && !self.reader.broken.contains(name) {
            if self.reader.is_full() {
                self.reader.count_error(true);
                return None;
            }
            let help = way_out(name, what.word(), self.names.known(what));
            self.report(
                Diagnostic::error(what.code(), span, format!("there is no {} `{}`", what.word(), shown(name)))
                    .help(help),
            );
        }
        position
    }

    /// The indices of names, each once, in rising order.
    pub(super) fn names_of(&mut self, what: What, names: &[At<String>]) -> Vec<usize> {
        let mut found: Vec<usize> = names.iter().filter_map(|name| self.find(what, &name.value, name.span)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
