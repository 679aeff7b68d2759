//! Entries, lines and packages.

use super::Checker;
use super::names::What;
use crate::case::{Entry, Line, Package, StanceOn, Term};
use crate::decode::{OneOrMany, Pairs, Word};
use crate::diagnostic::Diagnostic;
use crate::draft::{self, Choose, Reading, Stance, Stated};
use crate::ids::{EntryId, IssueId, PartyId};
use crate::limits;
use crate::rule::{Decided, Rule};
use crate::span::At;

fn text(at: &Option<At<String>>) -> Option<String> {
    at.as_ref().map(|text| text.value.clone())
}

impl Checker<'_> {
    pub(super) fn entries(&mut self) -> Vec<Entry> {
        let draft = self.draft;
        let entries: Vec<Entry> = draft.ledger.iter().map(|entry| self.entry(entry)).collect();
        self.against_itself(&entries);
        entries
    }

    fn entry(&mut self, entry: &draft::Entry) -> Entry {
        let name = entry.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let issue = entry.issue.as_ref().and_then(|issue| self.issue_id(issue));
        let mut stances = Vec::new();
        for stance in &entry.stances {
            for (on, options) in &stance.on {
                if options.is_empty() && !self.faulted(entry.here.0) {
                    let place = on.as_ref().map_or(entry.here.0, |on| on.span);
                    self.report(
                        Diagnostic::error("says-nothing", place, format!("`{}` names no option", stance.stance.word()))
                            .help("name one or more options, or remove the stance"),
                    );
                }
                let on = match on {
                    Some(on) => self.issue_id(on),
                    None if entry.issue.is_some() => issue,
                    None => {
                        if !self.faulted(entry.here.0) {
                            let place = options.first().map_or(entry.here.0, |option| option.span);
                            self.report(
                                Diagnostic::error("missing-key", place, "the stance names options of no issue")
                                    .help("add `issue: ..`, or write the options by issue: wants: {issue: option}"),
                            );
                        }
                        None
                    }
                };
                stances.extend(on.and_then(|on| self.stance(stance.stance, on, options)));
            }
        }
        let silent = entry.stances.is_empty() && entry.off_ladder.is_none() && entry.backs.is_none();
        if silent && !self.faulted(entry.here.0) {
            self.report(
                Diagnostic::error("says-nothing", entry.here.0, "the entry says nothing about any option")
                    .help("add a stance: wants, demands, accepts, rejects, offers, floats, one of, between, wants all, off ladder or backs"),
            );
        }
        let off_ladder = entry.off_ladder.as_ref().and_then(|words| {
            if issue.is_none() && entry.issue.is_none() && !self.faulted(entry.here.0) {
                self.report(
                    Diagnostic::error("missing-key", words.span, "`off ladder` needs an issue")
                        .help("add `issue: ..` to the entry"),
                );
            }
            issue.map(|issue| (issue, words.value.clone()))
        });
        let backs = entry
            .backs
            .as_ref()
            .and_then(|backs| self.party_id(backs))
            .map(|party| (party, issue, text(&entry.extent)));
        self.source_dates(entry);
        self.quote(&name, entry.quote.as_ref(), &entry.source);
        Entry {
            date: entry.date.value,
            party: self.party_id(&entry.party).unwrap_or(PartyId::new(0)),
            our_reading: self.our_reading(entry, &stances),
            stances,
            off_ladder,
            backs,
            condition: self.condition_of(entry.condition.as_ref()),
            stated: entry.stated.value,
            by: text(&entry.by),
            via: entry.via.as_ref().and_then(|via| self.party_id(via)),
            hedge: text(&entry.hedge),
            sources: self.source_ids(&entry.source),
            quote: text(&entry.quote),
            replaces: self.entry_ids(entry, &entry.replaces),
            stands_beside: self.entry_ids(entry, &entry.stands_beside),
            disputes: self.entry_ids(entry, &entry.disputes),
            note: text(&entry.note),
            marking: self.marking(entry.marking.as_ref()),
            weaker: self.trimmed.weaker.contains(&name),
            name,
        }
    }

    fn entry_ids(&mut self, entry: &draft::Entry, names: &[At<String>]) -> Vec<EntryId> {
        for name in names {
            if entry.id.as_ref().is_some_and(|id| id.value == name.value) {
                self.report(
                    Diagnostic::error(
                        "refers-to-itself",
                        name.span,
                        format!("the entry `{}` refers to itself", name.value),
                    )
                    .help("name another entry"),
                );
            }
        }
        self.names_of(What::Entry, names).into_iter().map(EntryId::new).collect()
    }

    fn stance(&mut self, stance: Stance, issue: IssueId, options: &[At<String>]) -> Option<StanceOn> {
        if options.is_empty() {
            return None;
        }
        let (mut found, mut outcomes) = (Vec::new(), Vec::new());
        for option in options {
            let (options, named) = self.options(issue, option);
            found.extend(options);
            outcomes.extend(named);
        }
        for list in [&mut found, &mut outcomes] {
            list.sort_unstable();
            list.dedup();
        }
        let choose = self.issues.get(issue.index()).map(|issue| issue.choose);
        let name = self.issues.get(issue.index()).map(|issue| issue.name.clone()).unwrap_or_default();
        let place = options[0].span;
        if stance == Stance::WantsAll && choose == Some(Choose::One) {
            self.report(
                Diagnostic::error("stance-choice", place, format!("`wants all` asks for several options of `{name}`, of which a package takes one"))
                    .help("write `wants` (either would do) or `one of` (the source does not say which), or give the issue `choose: any`"),
            );
        }
        if stance == Stance::Between && choose != Some(Choose::One) {
            self.report(
                Diagnostic::error(
                    "stance-choice",
                    place,
                    format!("nothing lies between options of `{name}`, which can be combined"),
                )
                .help("write `one of` where the source does not say which, or `off ladder` with the position in words"),
            );
        } else if stance == Stance::Between && options.len() != 2 {
            let place = options.get(2).map_or(place, |third| third.span);
            let count = if options.len() == 1 { "one stands".to_string() } else { format!("{} stand", options.len()) };
            let message = format!("`between` names the two options it lies between; here {count}");
            self.report(Diagnostic::error("stance-choice", place, message).help("write between: [low, high]"));
        }
        Some(StanceOn { stance, issue, options: found, outcomes })
    }

    fn our_reading(&mut self, entry: &draft::Entry, stances: &[StanceOn]) -> Vec<(IssueId, usize)> {
        let mut read = Vec::new();
        for name in entry.our_reading.iter() {
            let named = stances.iter().flat_map(|stance| stance.options.iter().map(|option| (stance.issue, *option)));
            let found: Vec<_> = named
                .filter(|(issue, option)| self.issues[issue.index()].options[*option].name == name.value)
                .collect();
            if found.is_empty() && !self.faulted(entry.here.0) {
                self.report(
                    Diagnostic::error(
                        "unknown-option",
                        name.span,
                        format!("`{}` is no option of this entry's stances", name.value),
                    )
                    .help("name options that the entry takes a stance on and that go beyond the source's words"),
                );
            }
            read.extend(found);
        }
        read.sort_unstable();
        read.dedup();
        read
    }

    /// A source cannot have been used before it was published, nor hold words said after it.
    fn source_dates(&mut self, entry: &draft::Entry) {
        let draft = self.draft;
        let dated: Vec<_> = entry
            .source
            .iter()
            .filter_map(|name| draft.sources.get(&name.value).map(|source| (name, source.date.clone())))
            .collect();
        if let Some(entered) = &entry.entered {
            for (name, date) in &dated {
                if date.value.later_than(&entered.value) {
                    self.report(
                        Diagnostic::error(
                            "source-after-use",
                            name.span,
                            format!(
                                "`{}` was published on {}, after the entry was made on {}",
                                name.value, date.value, entered.value
                            ),
                        )
                        .also(date.span, "published here")
                        .help("correct one of the two dates, or name the source that was used"),
                    );
                }
            }
        }
        let about = entry.date.value.about || dated.iter().any(|(_, date)| date.value.about);
        if !about && !dated.is_empty() && dated.iter().all(|(_, date)| entry.date.value.later_than(&date.value)) {
            let latest = dated.iter().map(|(_, date)| date.value.last).max();
            let latest = latest.map(|day| day.to_string()).unwrap_or_default();
            self.report(
                Diagnostic::warning(
                    "source-before-words",
                    entry.date.span,
                    format!("said on {}, but the latest of its sources is of {latest}", entry.date.value),
                )
                .help("a source cannot hold words said after it: correct a date, or add the source that reports them"),
            );
        }
    }

    /// Own words of one party on one day that cannot both stand: kept, and said.
    fn against_itself(&mut self, entries: &[Entry]) {
        let mut by_day: std::collections::BTreeMap<(PartyId, crate::date::DateSpan), Vec<usize>> =
            std::collections::BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            // What is wrong in an entry may be what makes it contradict another.
            if entry.own() && !self.faulted(self.draft.ledger[at].here.0) {
                by_day.entry((entry.party, entry.date)).or_default().push(at);
            }
        }
        let mut pairs = limits::SAME_DAY_PAIRS;
        for same_day in by_day.values() {
            for (place, first) in same_day.iter().enumerate() {
                for second in &same_day[place + 1..] {
                    if pairs == 0 || self.reader.is_full() {
                        return;
                    }
                    pairs -= 1;
                    let (one, two) = (&entries[*first], &entries[*second]);
                    let settled = [one, two].iter().any(|entry| {
                        let decided = || entry.replaces.iter().chain(&entry.stands_beside).chain(&entry.disputes);
                        decided().any(|id| id.index() == *first || id.index() == *second)
                    });
                    if !settled && let Some(issue) = conflict(one, two, &self.issues) {
                        let (issue, party) =
                            (self.issues[issue.index()].name.clone(), self.parties[one.party.index()].title.clone());
                        let (here, there) = (self.draft.ledger[*second].here.0, self.draft.ledger[*first].here.0);
                        self.report(
                            Diagnostic::warning(
                                "against-itself",
                                here,
                                format!("{party} speaks against itself on `{issue}` on {}", one.date),
                            )
                            .also(there, "the other entry")
                            .help("both are kept; `replaces`, `stands beside` or `disputes` says how you read them"),
                        );
                    }
                }
            }
        }
    }

    pub(super) fn lines(&mut self) -> Vec<Line> {
        let draft = self.draft;
        draft.lines.iter().filter_map(|line| self.line(line)).collect()
    }

    fn line(&mut self, line: &draft::Line) -> Option<Line> {
        let party = self.party_id(&line.party);
        let (rule, never) = match (&line.never, &line.always) {
            (Some(rule), None) => (rule, true),
            (None, Some(rule)) => (rule, false),
            (Some(_), Some(always)) => {
                self.report(
                    Diagnostic::error(
                        "line-rule",
                        always.text.span,
                        format!("the line `{}` has both `never` and `always`", line.id.value),
                    )
                    .help("keep one of the two, or make it two lines"),
                );
                return None;
            }
            (None, None) => {
                if !self.faulted(line.here.0) {
                    let message = format!("the line `{}` has neither `never` nor `always`", line.id.value);
                    self.report(
                        Diagnostic::error("line-rule", line.id.span, message)
                            .help("add `never: RULE` for what must not be, or `always: RULE` for what must be"),
                    );
                }
                return None;
            }
        };
        if let Some(firmness) = &line.firmness {
            self.share("firmness", firmness);
        }
        self.quote(&line.id.value, line.quote.as_ref(), &line.source);
        let condition = self.condition_of(line.condition.as_ref());
        let marking = self.marking(line.marking.as_ref());
        let sources = self.source_ids(&line.source);
        let resolved = self.rule(rule)?;
        let crossing = if never { resolved } else { resolved.negated() };
        self.idle_line(line, rule, &crossing, condition.as_ref().map(|condition| &condition.rule));
        Some(Line {
            name: line.id.value.clone(),
            party: party?,
            kind: line.kind.value,
            crossing,
            text: format!("{} {}", if never { "never" } else { "always" }, rule.text.value),
            condition,
            firmness: line.firmness.clone(),
            origin: text(&line.origin),
            reading: line.reading.as_ref().map_or(Reading::Stated, |reading| reading.value),
            not_for_trade: line.not_for_trade.as_ref().is_some_and(|marked| marked.value),
            sources,
            quote: text(&line.quote),
            note: text(&line.note),
            marking,
            weaker: self.trimmed.weaker.contains(&line.id.value),
        })
    }

    fn idle_line(
        &mut self,
        line: &draft::Line,
        rule: &crate::rule::RuleText,
        crossing: &Rule,
        condition: Option<&Rule>,
    ) {
        let in_force = Rule::And(condition.into_iter().chain([crossing]).cloned().collect());
        if self.can_hold(&in_force) == Decided::Impossible {
            self.report(
                Diagnostic::error(
                    "line-idle",
                    rule.text.span,
                    format!("no option can cross the line `{}`", line.id.value),
                )
                .help("under the case's logic it excludes nothing; look for a wrong comparison, or remove it"),
            );
        } else if condition.is_none() && self.can_hold(&crossing.clone().negated()) == Decided::Impossible {
            self.report(
                Diagnostic::warning(
                    "line-closed",
                    rule.text.span,
                    format!("every package crosses the line `{}`", line.id.value),
                )
                .help("`never` says what must not be, `always` what must be; perhaps the other is meant"),
            );
        }
    }

    pub(super) fn packages(&mut self) -> Vec<Package> {
        let draft = self.draft;
        draft
            .packages
            .iter()
            .map(|package| {
                let name = package.id.value.clone();
                self.condition_of(package.condition.as_ref());
                self.quote(&name, package.quote.as_ref(), &package.source);
                self.answers(&package.answers);
                Package {
                    title: package.name.as_ref().map_or_else(|| name.clone(), |title| title.value.clone()),
                    date: package.date.value,
                    by: self.party_ids(&package.by),
                    to: self.party_ids(&package.to),
                    form: package.form.as_ref().map(|form| form.value),
                    stated: package.stated.as_ref().map_or(Stated::Public, |stated| stated.value),
                    terms: self.terms(&package.terms),
                    sources: self.source_ids(&package.source),
                    marking: self.marking(package.marking.as_ref()),
                    weaker: self.trimmed.weaker.contains(&name),
                    name,
                }
            })
            .collect()
    }

    /// Terms by issue.
    pub(super) fn terms(&mut self, terms: &Pairs<OneOrMany<At<String>>>) -> Vec<Term> {
        let mut found = Vec::new();
        for (issue, written) in terms.iter() {
            let Some(issue) = self.issue_id(issue) else { continue };
            let (mut options, mut outcomes) = (Vec::new(), Vec::new());
            for option in written.iter() {
                let (named, ordered) = self.options(issue, option);
                options.extend(named);
                outcomes.extend(ordered);
            }
            options.sort_unstable();
            options.dedup();
            found.push(Term { issue, options, outcomes });
        }
        found
    }

    pub(super) fn answers(&mut self, answers: &[draft::Answer]) {
        for answer in answers {
            self.party_id(&answer.party);
            if let Some(via) = &answer.via {
                self.party_id(via);
            }
            self.terms(&answer.counter);
            self.source_ids(&answer.source);
            self.marking(answer.marking.as_ref());
            self.quote("", answer.quote.as_ref(), &answer.source);
        }
    }
}

/// The issue on which two entries cannot both stand, if there is one: one refuses what the other
/// wants or takes, or both want and nothing would serve both.
fn conflict(one: &Entry, two: &Entry, issues: &[crate::case::Issue]) -> Option<IssueId> {
    if one.condition.is_some() || two.condition.is_some() {
        return None;
    }
    let for_it = |stance: Stance| matches!(stance, Stance::Wants | Stance::Demands | Stance::Accepts);
    let wanting = |stance: Stance| matches!(stance, Stance::Wants | Stance::Demands);
    for a in &one.stances {
        for b in two.stances.iter().filter(|b| b.issue == a.issue) {
            let share = a.options.iter().any(|option| b.options.contains(option));
            let opposed =
                (for_it(a.stance) && b.stance == Stance::Rejects) || (a.stance == Stance::Rejects && for_it(b.stance));
            let one_choice = issues[a.issue.index()].choose == Choose::One;
            if (opposed && share) || (wanting(a.stance) && wanting(b.stance) && one_choice && !share) {
                return Some(a.issue);
            }
        }
    }
    None
}
