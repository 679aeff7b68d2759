//! From a draft to a case: every name resolved, every contradiction in the case's own terms told.

mod conflicts;
mod further;
mod issues;
mod ledger;
mod names;
mod numbers;
mod options;
mod outcomes;
mod probing;
mod process;
mod quotes;
mod rules;
mod tables;

use crate::case::{Case, Issue, Materials, Party, Source};
use crate::decode::{Reader, Value};
use crate::diagnostic::{Diagnostic, Severity, shown};
use crate::draft::{Draft, Marking, Role, Seat};
use crate::ids::{PartyId, SourceId};
use crate::limits;
use crate::node::{Kind, Node, Style};
use crate::span::{At, Span};
use crate::trim::Trimmed;
use names::{Names, What};
pub use outcomes::{GroupOutcome, read_changed_package, read_issue, read_outcome, read_outcomes, read_package};
pub(crate) use quotes::stands_in;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use tables::Tables;

impl Case {
    /// Checks a tree into a case.
    ///
    /// # Errors
    /// Every problem found, errors and warnings, in the order of the files.
    pub fn build(tree: Node, materials: Arc<Materials>) -> Result<Self, Vec<Diagnostic>> {
        let case = Self::build_trimmed(with_entry_ids(tree), materials, Trimmed::default(), None)?;
        let mut problems: Vec<Diagnostic> = Vec::new();
        for (name, scenario) in case.draft.scenarios.iter() {
            if let Err(errors) = case.with(&crate::overlay::Overlay::scenario(scenario)) {
                for error in errors.into_iter().filter(|error| error.severity == Severity::Error) {
                    let text = format!("scenario `{}`: {}", name.value, error.message);
                    if !problems.iter().any(|known| known.message == text) {
                        problems.push(Diagnostic { message: text, ..error });
                    }
                }
            }
        }
        if problems.is_empty() {
            return Ok(case);
        }
        problems.extend(case.warnings.iter().cloned());
        Err(sorted(problems))
    }

    /// Checks a tree from which an overlay took things away. The tables of `known`, the case before the overlay, are
    /// not read again.
    pub(crate) fn build_trimmed(
        tree: Node,
        materials: Arc<Materials>,
        trimmed: Trimmed,
        known: Option<&Self>,
    ) -> Result<Self, Vec<Diagnostic>> {
        if let Some(later) = later_format(&tree) {
            return Err(vec![later]);
        }
        let mut reader = Reader::default();
        let draft = Draft::read(&tree, &mut reader);
        let Some(draft) = draft else {
            return Err(sorted(reader.finish()));
        };
        let names = Names::of(&draft, &mut reader);
        let mut check = Checker {
            draft: &draft,
            materials: &materials,
            trimmed: &trimmed,
            names,
            reader,
            parties: Vec::new(),
            sources: Vec::new(),
            issues: Vec::new(),
            rule_budget: limits::RULE_STEPS,
            logic_rules: Vec::new(),
            resolved: BTreeMap::new(),
        };
        check.header();
        check.parties = check.parties();
        check.sources = check.sources();
        check.issues = check.issues();
        let logic = check.logic();
        let entries = check.entries();
        let lines = check.lines();
        let packages = check.packages();
        check.preferences();
        let tables = check.tables(known);
        check.process();
        check.outside(&tree);
        check.conflicts();
        check.further();
        check.probing();
        let (parties, sources, issues, rules) = (check.parties, check.sources, check.issues, check.resolved);
        let (errors, warnings): (Vec<_>, Vec<_>) =
            check.reader.finish().into_iter().partition(|problem| problem.severity == Severity::Error);
        if !errors.is_empty() {
            return Err(sorted(errors.into_iter().chain(warnings).collect()));
        }
        let hash = canonical_hash(&draft, &parties, &tables);
        let (draft, tree) = (Arc::new(draft), Arc::new(tree));
        let warnings = sorted(warnings);
        Ok(Self {
            tree,
            materials,
            trimmed,
            draft,
            hash,
            parties,
            issues,
            sources,
            entries,
            lines,
            packages,
            logic,
            tables,
            rules: Arc::new(rules),
            warnings,
        })
    }
}

/// The problems in the order of the files, each once.
fn sorted(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.sort_by_key(|problem| problem.span());
    let mut told: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    for problem in problems {
        if !told.iter().rev().take_while(|other| other.span() == problem.span()).any(|other| *other == problem) {
            told.push(problem);
        }
    }
    told
}

/// The error for a case of another format; nothing else can be said of it.
fn later_format(tree: &Node) -> Option<Diagnostic> {
    let version = tree.get("zopa")?;
    let Kind::Scalar { text, .. } = &version.kind else { return None };
    let number: u64 = text.parse().ok().filter(|number| *number != 1)?;
    let message = format!("this is format {number}; this program reads format 1");
    Some(
        Diagnostic::error("version", version.span, message)
            .help("write `zopa: 1` if the case is of that format, or use a newer program"),
    )
}

/// Gives every ledger entry without an id one made of party, issue and date, so that overlays can
/// name it and removing one entry does not rename another. Hidden and public entries count apart.
fn with_entry_ids(mut tree: Node) -> Node {
    let Kind::Map(parts) = &mut tree.kind else { return tree };
    let Some((_, Node { kind: Kind::List(entries), .. })) = parts.iter_mut().find(|(key, _)| key.value == "ledger")
    else {
        return tree;
    };
    let text = |entry: &Node, key: &str| match entry.get(key) {
        Some(Node { kind: Kind::Scalar { text, .. }, .. }) => Some(text.clone()),
        _ => None,
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        if !matches!(entry.kind, Kind::Map(_)) || entry.get("id").is_some() {
            continue;
        }
        let issue = text(entry, "issue").or_else(|| first_issue(entry)).unwrap_or_else(|| "all".into());
        let (Some(party), Some(date)) = (text(entry, "party"), text(entry, "date")) else { continue };
        let marking = text(entry, "marking").map(|marking| format!(".{marking}")).unwrap_or_default();
        let stem = format!("{party}.{issue}.{date}{marking}");
        let count = counts.entry(stem.clone()).or_insert(0);
        *count += 1;
        let span = entry.span;
        if let Kind::Map(pairs) = &mut entry.kind {
            let id = Kind::Scalar { text: format!("{stem}.{count}"), style: Style::Quoted, verbatim: false };
            pairs.push((At::new("id".to_string(), span), Node { span, kind: id }));
        }
    }
    tree
}

fn first_issue(entry: &Node) -> Option<String> {
    let Kind::Map(pairs) = &entry.kind else { return None };
    pairs.iter().find_map(|(key, node)| {
        use crate::decode::Word;
        crate::draft::Stance::from_word(&key.value)?;
        match &node.kind {
            Kind::Map(issues) => issues.first().map(|(issue, _)| issue.value.clone()),
            _ => None,
        }
    })
}

/// SHA-256 over the draft written back as a tree: kinds, lengths and texts, keys in the order of the
/// format's own declaration; then over the full tables, by party.
fn canonical_hash(draft: &Draft, parties: &[Party], tables: &Tables) -> String {
    fn feed(hash: &mut Sha256, node: &Node) {
        let text = |hash: &mut Sha256, text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        match &node.kind {
            Kind::Empty => hash.update(b"e"),
            Kind::Scalar { text: value, .. } => {
                hash.update(b"s");
                text(hash, value);
            }
            Kind::List(items) => {
                hash.update(b"l");
                hash.update((items.len() as u64).to_le_bytes());
                items.iter().for_each(|item| feed(hash, item));
            }
            Kind::Map(pairs) => {
                hash.update(b"m");
                hash.update((pairs.len() as u64).to_le_bytes());
                for (key, value) in pairs {
                    text(hash, &key.value);
                    feed(hash, value);
                }
            }
        }
    }
    let mut hash = Sha256::new();
    if let Some(node) = draft.write() {
        feed(&mut hash, &node);
    }
    for (party, table) in parties.iter().zip(tables) {
        if let Some(table) = table {
            feed(&mut hash, &Node::text(party.name.clone()));
            hash.update(table.digest());
        }
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").ok();
        hex
    })
}

/// What the checks share.
struct Checker<'a> {
    draft: &'a Draft,
    materials: &'a Materials,
    trimmed: &'a Trimmed,
    names: Names,
    reader: Reader,
    parties: Vec<Party>,
    sources: Vec<Source>,
    issues: Vec<Issue>,
    rule_budget: usize,
    /// Every rule met, by its text: a name means the same in the whole case.
    resolved: BTreeMap<String, crate::rule::Rule>,
    logic_rules: Vec<crate::rule::Rule>,
}

impl Checker<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.reader.report(diagnostic);
    }

    fn header(&mut self) {
        let draft = self.draft;
        if draft.as_of.first != draft.as_of.last {
            self.report(
                Diagnostic::error("date", draft.as_of.span, format!("`as of: {}` is not one day", draft.as_of.value))
                    .help(format!("write the day, such as {}", draft.as_of.last)),
            );
        }
        let counts = [
            ("parties", draft.parties.len(), limits::PARTIES),
            ("issues", draft.issues.len(), limits::ISSUES),
            ("scenarios", draft.scenarios.len(), limits::SCENARIOS),
        ];
        for (what, count, limit) in counts {
            let span = match what {
                "parties" => draft.parties.0.get(limit).map(|(key, _)| key.span),
                "issues" => draft.issues.0.get(limit).map(|(key, _)| key.span),
                _ => draft.scenarios.0.get(limit).map(|(key, _)| key.span),
            };
            if count > limit {
                self.report(
                    Diagnostic::error(
                        "limit-items",
                        span.unwrap_or_default(),
                        format!("the case has {count} {what}; the limit is {limit}"),
                    )
                    .help("split the case, or join what always goes together"),
                );
            }
        }
        if let Some(Marking::Party(party)) = draft.marking.as_ref().map(|marking| &marking.value) {
            self.find(What::Party, party, draft.marking.as_ref().map(|marking| marking.span).unwrap_or_default());
        }
    }

    /// Whether an error was told inside `place`: what is missing there may follow from it.
    fn faulted(&self, place: Span) -> bool {
        self.reader.diagnostics.iter().any(|problem| {
            let span = problem.span();
            problem.severity == Severity::Error
                && span.file == place.file
                && place.start <= span.start
                && span.end <= place.end
        })
    }

    /// The place of bytes `start..end` of a text; the whole where it does not stand in the file letter for letter.
    fn within(&self, text: &At<String>, start: usize, end: usize) -> Span {
        if self.materials.texts.excerpt(text.span) == text.value { text.span.part(start, end) } else { text.span }
    }

    fn parties(&mut self) -> Vec<Party> {
        let draft = self.draft;
        let parties = draft.parties.iter().map(|(key, party)| Party {
            name: key.value.clone(),
            title: party.name.value.clone(),
            roles: party.role.iter().map(|role| role.value).collect(),
            seat: party.seat.as_ref().map_or(Seat::Table, |seat| seat.value),
            backs: self.names_of(What::Party, &party.backs).into_iter().map(PartyId::new).collect(),
        });
        let parties: Vec<Party> = parties.collect();
        let faulted = draft.parties.iter().any(|(_, party)| self.faulted(party.here.0));
        let some_broken = !self.reader.broken.is_empty();
        if !parties.iter().any(|party| party.roles.contains(&Role::Party)) && !faulted && !some_broken {
            let span = draft.parties.first().map(|(key, _)| key.span).unwrap_or_default();
            self.report(
                Diagnostic::error("no-party", span, "nobody in the case has the role `party`")
                    .help("give `role: party` to those whose consent a deal needs"),
            );
        }
        parties
    }

    fn sources(&mut self) -> Vec<Source> {
        let draft = self.draft;
        draft
            .sources
            .iter()
            .map(|(key, source)| {
                if let Some(file) = &source.text
                    && let Some(Err(reason)) = self.materials.documents.get(&file.value)
                {
                    let reason = reason.clone();
                    self.report(
                        Diagnostic::error(
                            "missing-text",
                            file.span,
                            format!("the text `{}` cannot be read: {reason}", shown(&file.value)),
                        )
                        .help(
                            "put the file into the case's folder and name it as seen from there, or leave `text` out",
                        ),
                    );
                }
                Source {
                    name: key.value.clone(),
                    title: source.title.value.clone(),
                    publisher: source.publisher.as_ref().map(|text| text.value.clone()),
                    date: source.date.value,
                    grade: source.grade.value,
                    urls: source.url.iter().map(|url| url.value.clone()).collect(),
                    marking: self.marking(source.marking.as_ref()),
                    note: source.note.as_ref().map(|text| text.value.clone()),
                }
            })
            .collect()
    }

    /// The marking in force, its party checked; the case's own where none is given.
    fn marking(&mut self, marking: Option<&At<Marking>>) -> Marking {
        let Some(marking) = marking else {
            return self.draft.marking.as_ref().map(|marking| marking.value.clone()).unwrap_or_default();
        };
        if let Marking::Party(party) = &marking.value {
            self.find(What::Party, party, marking.span);
        }
        marking.value.clone()
    }

    fn source_ids(&mut self, sources: &[At<String>]) -> Vec<SourceId> {
        self.names_of(What::Source, sources).into_iter().map(SourceId::new).collect()
    }

    fn party_id(&mut self, party: &At<String>) -> Option<PartyId> {
        self.find(What::Party, &party.value, party.span).map(PartyId::new)
    }

    fn party_ids(&mut self, parties: &[At<String>]) -> Vec<PartyId> {
        self.names_of(What::Party, parties).into_iter().map(PartyId::new).collect()
    }
}
