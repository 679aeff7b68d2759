//! Who stands where: the tables of the core issues, and the further issues in short.

use super::joined;
use super::ledger::Ledger;
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::gap_table::{GapTable, distance, pair, reference};
use crate::sign::{Sign, key};
use crate::text::{Inline, Text, anchor};
use crate::words;
use std::collections::{BTreeMap, BTreeSet};
use zopa_case::{Issue, Order};
use zopa_lens::Run;
use zopa_lens::gaps::{Gap, Gaps, IssueGap, Mark, MarkKind, Status};

/// The status as shown: the page says `not stated`, JSON `not-stated`.
pub(super) fn status_words(status: Status) -> &'static str {
    match status {
        Status::Agreed => "agreed",
        Status::Refused => "refused",
        Status::Apart => "apart",
        Status::Unclear => "unclear",
        Status::NotStated => "not stated",
    }
}

fn is_core(ledger: &Ledger<'_>, gap: &IssueGap) -> bool {
    ledger.issue(gap.issue).is_some_and(|issue| issue.core)
}

/// The core issues, or all where the case names none, each with its table.
pub(super) fn who_stands_where(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let core: Vec<&IssueGap> = gaps.findings.issues.iter().filter(|gap| is_core(ledger, gap)).collect();
    let shown = if core.is_empty() { gaps.findings.issues.iter().collect() } else { core };
    tables(ledger, &shown, &gaps.findings.issues, document);
}

/// Every issue with its table.
pub(super) fn every_issue(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let all: Vec<&IssueGap> = gaps.findings.issues.iter().collect();
    tables(ledger, &all, &[], document);
}

fn tables(ledger: &Ledger<'_>, shown: &[&IssueGap], keyed: &[IssueGap], document: &mut Document) {
    document.heading(2, "Who stands where", "who-stands-where");
    let tables: Vec<GapTable> = shown.iter().map(|gap| GapTable::of(ledger, gap)).collect();
    let others: Vec<Sign> =
        keyed.iter().flat_map(|gap| gap.marks.iter().map(|mark| Sign::of(mark, reference(ledger, mark)))).collect();
    let used: Vec<&Sign> = tables.iter().flat_map(GapTable::signs).chain(&others).collect();
    document.push(Content::Key(key(&used)));
    for (gap, table) in shown.iter().zip(tables) {
        document.heading(3, &table.title.clone(), &table.anchor.clone());
        document.push_on(Content::Gap(Box::new(table)), &gap.basis);
        document.push_on(Content::List { numbered: false, items: beneath(ledger, gap) }, &gap.basis);
    }
}

/// What is said under a table: status, distances, conditions, and what no option expresses.
fn beneath(ledger: &Ledger<'_>, gap: &IssueGap) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let status =
        Text::new().strong(status_words(gap.status).to_uppercase()).plain(format!(". {}", without_status(gap)));
    items.push(ledger.on_basis(status, &gap.basis).into());
    for (outcome, conditions) in &gap.agreed_on_condition {
        let text = Text::new()
            .plain(format!("Would be agreed on {outcome} if conditions were met: {}.", conditions.join("; ")));
        items.push(text.into());
    }
    if gap.status != Status::NotStated && !gap.silent.is_empty() {
        items.push(Text::new().plain(format!("Silent on this: {}.", ledger.parties(&gap.silent))).into());
    }
    items.extend(distances(ledger, gap).into_iter().map(Item::from));
    items.extend(conditions(ledger, gap));
    for remark in &gap.remarks {
        let account = if remark.account { ", by another's account" } else { "" };
        let text = Text::new()
            .party(ledger.party(remark.party))
            .plain(format!(": {}{account}", remark.text.trim().trim_end_matches('.')));
        items.push(ledger.with_sources(text, &remark.sources).into());
    }
    items
}

/// The sentence of the status, without the status word where it begins with it.
fn without_status(gap: &IssueGap) -> String {
    let word = status_words(gap.status);
    let rest = gap
        .sentence
        .get(..word.len())
        .filter(|start| start.eq_ignore_ascii_case(word))
        .map(|_| &gap.sentence[word.len()..]);
    let rest = rest.and_then(|rest| rest.strip_prefix([':', '.', ' ']));
    words::sentence(rest.unwrap_or(&gap.sentence))
}

/// The distances that are given, then why others are not; nothing where the options have no order to measure on.
fn distances(ledger: &Ledger<'_>, gap: &IssueGap) -> Vec<Text> {
    let Some(issue) = ledger.issue(gap.issue) else { return Vec::new() };
    if gap.status == Status::Agreed || matches!(issue.order, Order::Compiler | Order::Unordered) {
        return Vec::new();
    }
    let measured = |between: &Gap| between.width.is_some() || between.with_conditions.is_some();
    let together = |between: &Gap| between.width.as_deref() == Some("0");
    let mut same: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut reasons: Vec<&str> = Vec::new();
    for between in &gap.gaps {
        if let (true, Some((option, _))) = (together(between), between.nearest) {
            let both = [between.parties.0, between.parties.1];
            match same.iter_mut().find(|(known, _)| *known == option) {
                Some((_, parties)) => {
                    let new: Vec<usize> = both.into_iter().filter(|party| !parties.contains(party)).collect();
                    parties.extend(new);
                }
                None => same.push((option, both.to_vec())),
            }
        } else if !measured(between) {
            let why = between.why_not.as_deref().unwrap_or("the record does not hold it");
            if !reasons.contains(&why) {
                reasons.push(why);
            }
        }
    }
    let apart =
        gap.gaps.iter().filter(|between| measured(between) && !(together(between) && between.nearest.is_some()));
    let mut said: Vec<Text> = apart.map(|between| distance_said(ledger, issue, between)).collect();
    said.extend(same.into_iter().map(|(option, parties)| {
        let titles =
            parties.iter().filter_map(|party| ledger.case.parties().get(*party)).map(|party| party.title.as_str());
        let together = words::list(&titles.collect::<Vec<&str>>());
        Text::new().plain(format!("No distance between {together}: {}.", option_name(issue, option)))
    }));
    if !reasons.is_empty() {
        let which = if said.is_empty() { "No distance is counted" } else { "No other distance is counted" };
        said.push(Text::new().plain(format!("{which}: {}.", together_said(ledger, &reasons))));
    }
    said
}

/// Reasons that differ only in the parties they name are told once, with all these parties.
fn together_said(ledger: &Ledger<'_>, reasons: &[&str]) -> String {
    let split: Vec<Vec<&str>> = reasons.iter().map(|reason| reason.split(' ').collect()).collect();
    let shared = (0..)
        .take_while(|at| split.iter().all(|all| all.get(*at).is_some() && all.get(*at) == split[0].get(*at)))
        .count();
    if reasons.len() < 3 || shared < 4 {
        return reasons.join("; ");
    }
    let rest: Vec<String> = split.iter().map(|all| all[shared..].join(" ")).collect();
    let named = |title: &&str| rest.iter().any(|rest| rest.contains(title));
    let parties: Vec<&str> = ledger.case.parties().iter().map(|party| party.title.as_str()).filter(named).collect();
    if parties.is_empty() {
        reasons.join("; ")
    } else {
        format!("{} {}", split[0][..shared].join(" "), words::list(&parties))
    }
}

fn option_name(issue: &Issue, option: usize) -> &str {
    issue.options.get(option).map_or("?", |option| option.name.as_str())
}

fn distance_said(ledger: &Ledger<'_>, issue: &Issue, between: &Gap) -> Text {
    let ends = |ends: Option<(usize, usize)>| {
        ends.map(|(one, two)| format!(" ({} to {})", option_name(issue, one), option_name(issue, two)))
            .unwrap_or_default()
    };
    let mut text = Text::new().plain(format!("{}: ", pair(ledger, between)));
    let with = between.with_conditions.as_ref().filter(|with| between.width.as_ref() != Some(*with));
    text = match (&between.width, with) {
        (Some(width), None) => text.plain(format!("{} apart{}", distance(issue, width), ends(between.nearest))),
        (Some(width), Some(with)) => text.plain(format!(
            "{} apart{}; counting what is accepted on a condition {}{}",
            distance(issue, width),
            ends(between.nearest),
            distance(issue, with),
            ends(between.nearest_with_conditions)
        )),
        (None, Some(with)) => text.plain(format!(
            "counting what is accepted on a condition {} apart{}",
            distance(issue, with),
            ends(between.nearest_with_conditions)
        )),
        (None, None) => text.plain("no distance is counted"),
    };
    for (at, line) in between.lines_between.iter().enumerate() {
        let lead = if at == 0 { "; between them or on them: " } else { ", " };
        text = text.plain(lead).with(line_link(ledger, line));
    }
    text.plain(".")
}

fn line_link(ledger: &Ledger<'_>, id: &str) -> Inline {
    use zopa_case::decode::Word;
    let known = ledger.case.lines().iter().find(|line| line.name == id);
    let text = known.map_or_else(
        || id.to_string(),
        |line| format!("{}'s {} {id} ({})", ledger.case.party(line.party).title, line.kind.word(), line.text),
    );
    Inline::Item { anchor: anchor("line", id), text }
}

/// One line for each conditional stance: party, options, the condition as written.
fn conditions(ledger: &Ledger<'_>, gap: &IssueGap) -> Vec<Item> {
    let Some(issue) = ledger.issue(gap.issue) else { return Vec::new() };
    let mut said: Vec<(&Mark, Vec<&str>)> = Vec::new();
    for mark in gap
        .marks
        .iter()
        .filter(|mark| mark.condition.is_some() && matches!(mark.kind, MarkKind::Stance(_)) && !mark.older)
    {
        let option = option_name(issue, mark.option);
        match said.iter_mut().find(|(known, _)| known.from == mark.from && known.kind == mark.kind) {
            Some((_, options)) => options.push(option),
            None => said.push((mark, vec![option])),
        }
    }
    let item = |(mark, options): (&Mark, Vec<&str>)| {
        let account = if mark.account { ", by another's account" } else { "" };
        let text = Text::new().party(ledger.party(mark.party)).plain(format!(
            " {} {} if ",
            mark.kind.word(),
            options.join(" or ")
        ));
        let text = text.code(mark.condition.clone().unwrap_or_default()).plain(account);
        Item::from(ledger.with_sources(text, &mark.sources))
    };
    said.into_iter().map(item).collect()
}

/// The issues beside the core, one row each.
pub(super) fn further(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let has_core = gaps.findings.issues.iter().any(|gap| is_core(ledger, gap));
    let rest: Vec<&IssueGap> = gaps.findings.issues.iter().filter(|gap| has_core && !is_core(ledger, gap)).collect();
    if rest.is_empty() {
        return;
    }
    document.heading(2, "Further issues", "further-issues");
    let rows = rest.iter().map(|gap| {
        let name = ledger.issue(gap.issue).map_or("?", |issue| issue.name.as_str());
        let mut title = Text::new().strong(ledger.issue_title(gap.issue));
        if let Some(part) = ledger.issue(gap.issue).and_then(|issue| issue.part_of) {
            title = title.plain(format!(" (part of: {})", ledger.case.issue(part).title));
        }
        Row { anchor: anchor("issue", name), cells: vec![title, status_cell(ledger, gap), positions(ledger, gap)] }
    });
    let table = Table {
        caption: "Further issues: status and positions on record".into(),
        columns: columns(&["Issue", "Status", "On record (marks as above)"]),
        rows: rows.collect(),
    };
    document.push_on(Content::Table(table), &joined(rest.iter().map(|gap| &gap.basis)));
}

fn status_cell(ledger: &Ledger<'_>, gap: &IssueGap) -> Text {
    let text = Text::new().strong(status_words(gap.status));
    match gap.status {
        Status::Agreed => text.plain(format!(": {}", gap.agreed.join(" or "))),
        Status::NotStated => text.plain(format!(": {}", ledger.parties(&gap.silent))),
        _ if gap.owners.is_empty() => text,
        _ => text.plain(format!(": {}", ledger.parties(&gap.owners))),
    }
}

/// What each party says, a line each: options with the marks they carry, and an option's words where it is first named.
fn positions(ledger: &Ledger<'_>, gap: &IssueGap) -> Text {
    let Some(issue) = ledger.issue(gap.issue) else { return Text::new() };
    let mut text = Text::new();
    let mut named: BTreeSet<usize> = BTreeSet::new();
    for party in 0..ledger.case.parties().len() {
        let groups = alike(cells(ledger, gap, party));
        let remarks: Vec<_> = gap.remarks.iter().filter(|remark| remark.party == party).collect();
        if groups.is_empty() && remarks.is_empty() {
            continue;
        }
        text = text.new_line().party(ledger.party(party)).plain(": ");
        let mut lead = "";
        for (signs, options) in groups {
            text = text.plain(lead);
            for sign in signs {
                text = text.with(Inline::Sign(sign)).plain(" ");
            }
            text = text.plain(options_said(issue, &options, &mut named));
            lead = "; ";
        }
        for remark in remarks {
            let account = if remark.account { ", by another's account" } else { "" };
            text = text.plain(format!("{lead}{}{account}", remark.text.trim().trim_end_matches('.')));
            lead = "; ";
        }
    }
    if text.is_empty() {
        text = text.plain("Nothing on record.");
    }
    ledger.with_sources(text, &gap.basis.sources)
}

/// Options that carry the same marks together, in the order of the first of them.
fn alike(cells: BTreeMap<usize, Vec<Sign>>) -> Vec<(Vec<Sign>, Vec<usize>)> {
    let letters = |signs: &[Sign]| signs.iter().map(Sign::letters).collect::<Vec<_>>();
    let mut groups: Vec<(Vec<Sign>, Vec<usize>)> = Vec::new();
    for (option, signs) in cells {
        match groups.iter_mut().find(|(known, _)| letters(known) == letters(&signs)) {
            None => groups.push((signs, vec![option])),
            Some((known, options)) => {
                options.push(option);
                for (kept, sign) in known.iter_mut().zip(signs) {
                    let new = sign
                        .references
                        .into_iter()
                        .filter(|new| kept.references.iter().all(|known| known.anchor != new.anchor));
                    kept.references.extend(new.collect::<Vec<_>>());
                }
            }
        }
    }
    groups
}

/// A party's signs by option.
fn cells(ledger: &Ledger<'_>, gap: &IssueGap, party: usize) -> BTreeMap<usize, Vec<Sign>> {
    let mut cells: BTreeMap<usize, Vec<Sign>> = BTreeMap::new();
    for mark in gap.marks.iter().filter(|mark| mark.party == party) {
        Sign::of(mark, reference(ledger, mark)).merge(cells.entry(mark.option).or_default());
    }
    cells
}

/// `z2 (United States-Ukraine joint venture ..)` for one that was not named before, `y30, y35, y40` for several,
/// the ends of a long run.
fn options_said(issue: &Issue, options: &[usize], named: &mut BTreeSet<usize>) -> String {
    let name = |option: &usize| option_name(issue, *option);
    match options {
        [one] => match issue.options.get(*one).filter(|option| !option.text.is_empty() && option.text != option.name) {
            Some(option) if named.insert(*one) => format!("{} ({})", option.name, short(&option.text, 60)),
            _ => name(one).to_string(),
        },
        [first, .., last] if options.len() > 4 && last - first + 1 == options.len() => {
            format!("{} to {}", name(first), name(last))
        }
        all => all.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}

/// The beginning of a text, cut at a word.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(' ').filter(|end| *end > most / 2).unwrap_or(cut.len());
    // A bracket that would stay open goes with what is cut.
    let open = cut[..end].rfind('(').filter(|open| *open > 0 && !cut[*open..end].contains(')'));
    format!("{}…", cut[..open.unwrap_or(end)].trim_end_matches([',', ';', ':', ' ', '.']))
}
