//! Laws that every case of the catalog must keep: of the basis, of overlays, of the hash.

use crate::folder::{catalog, every_day, read, with};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use zopa_case::{Case, DateSpan, FileId, Kind, Node, Overlay, Style};
use zopa_lens::diff::diff;
use zopa_lens::gaps::{Settings, gaps};
use zopa_lens::settlement::{self, debrief};
use zopa_lens::{Unwatched, beliefs, probes, roadmap, rounds, shifts, stability};
use zopa_wire::{
    Memory, beliefs_findings, debrief_findings, diff_findings, gaps_findings, probes_findings, read_case, read_text,
    roadmap_findings, rounds_findings, shifts_findings, stability_findings, write_yaml,
};

/// The lens `gaps`, as bytes.
fn gaps_of(case: &Case) -> Value {
    gaps_findings(case, &gaps(case, &Settings::default()).findings)
}

/// Equal values can differ in the order of their keys; equal bytes cannot.
fn bytes(value: &Value) -> String {
    value.to_string()
}

/// Every finding by id: each object that has an id and a basis, without the findings inside it.
fn by_id(findings: &Value) -> BTreeMap<String, Value> {
    fn walk(value: &Value, found: &mut BTreeMap<String, Value>) -> Value {
        match value {
            Value::Array(items) => Value::Array(items.iter().map(|item| walk(item, found)).collect()),
            Value::Object(pairs) => {
                let inner: Map<String, Value> =
                    pairs.iter().map(|(key, value)| (key.clone(), walk(value, found))).collect();
                match (inner.get("id").and_then(Value::as_str), inner.get("basis")) {
                    (Some(id), Some(_)) => {
                        let id = id.to_string();
                        let doubled = found.insert(id.clone(), Value::Object(inner));
                        assert!(doubled.is_none(), "two findings are called {id}");
                        json!({"finding": id})
                    }
                    _ => Value::Object(inner),
                }
            }
            other => other.clone(),
        }
    }
    let mut found = BTreeMap::new();
    let mut top = findings.clone();
    // The findings that stand in lists of the verdict are findings of their own.
    if let Value::Object(pairs) = &mut top {
        for key in ["ask_next", "issues", "brackets", "contradictions", "falls", "moved"] {
            if let Some(list) = pairs.shift_remove(key) {
                walk(&list, &mut found);
            }
        }
    }
    walk(&top, &mut found);
    found
}

fn rests_on(finding: &Value, source: &str) -> bool {
    finding["basis"]["sources"].as_array().unwrap().iter().any(|name| name == source)
}

/// The law of the basis for one source, with what broke it.
fn check(before: &Value, after: &Value, source: &str, broken: &mut Vec<String>) {
    let (before, after) = (by_id(before), by_id(after));
    for (id, finding) in &before {
        match (rests_on(finding, source), after.get(id)) {
            (false, Some(still)) if bytes(still) == bytes(finding) => {}
            (false, Some(still)) => {
                broken.push(format!("without {source}: {id} does not rest on it, but was\n{finding}\nand is\n{still}"));
            }
            (false, None) => broken.push(format!("without {source}: {id} does not rest on it, but is gone")),
            (true, Some(still)) if rests_on(still, source) => {
                broken.push(format!("without {source}: {id} still rests on it"));
            }
            (true, _) => {}
        }
    }
    for (id, finding) in &after {
        if !before.contains_key(id) && rests_on(finding, source) {
            broken.push(format!("without {source}: {id} is new and rests on it"));
        }
    }
}

fn sources(case: &Case) -> Vec<String> {
    case.sources().iter().map(|source| source.name.clone()).collect()
}

#[track_caller]
fn none_broken(broken: &[String]) {
    assert!(broken.is_empty(), "{} times:\n{}", broken.len(), broken[..broken.len().min(5)].join("\n\n"));
}

/// The law of the basis for `gaps` on a case cut to its day: findings that do not rest on a source are the same,
/// byte for byte, without it; the others lose it from their basis. What broke it.
pub fn basis_law(known: &Case) -> Vec<String> {
    let mut broken = Vec::new();
    let before = gaps_of(known);
    for source in sources(known) {
        let without = with(known, &Overlay::default().without(&source));
        assert!(!sources(&without).contains(&source));
        let after = gaps_of(&without);
        check(&before, &after, &source, &mut broken);
        // What falls or is weaker with another source rests on that one, whatever this one weakened before.
        for fall in after["falls"].as_array().unwrap() {
            let rests = |name: &Value| {
                let entry = without.entries().iter().find(|entry| entry.name == *name);
                entry.is_some_and(|entry| entry.sources.iter().any(|id| without.source(*id).name == fall["source"]))
            };
            let weaker = fall["weaker"].as_array().unwrap().iter();
            broken.extend(weaker.filter(|name| !rests(name)).map(|name| format!("{} names {name}", fall["id"])));
        }
    }
    broken
}

/// The lens `roadmap`, as bytes.
fn roadmap_of(case: &Case) -> Value {
    let few = roadmap::Settings { draws: 8, searches: 1, ..roadmap::Settings::default() };
    roadmap_findings(case, &roadmap::roadmap(case, &few, &Unwatched).findings)
}

/// Answers before and without each source of a case: where what does not rest on it differs.
fn without_each(known: &Case, of: &dyn Fn(&Case) -> Value) -> Vec<String> {
    let mut broken = Vec::new();
    let before = of(known);
    for source in sources(known) {
        check(&before, &of(&with(known, &Overlay::default().without(&source))), &source, &mut broken);
    }
    broken
}

/// The same law for `roadmap`. What broke it.
fn basis_law_of_the_order(known: &Case) -> Vec<String> {
    let mut broken = Vec::new();
    let before = roadmap_of(known);
    for source in sources(known) {
        let without = with(known, &Overlay::default().without(&source));
        check(&before, &roadmap_of(&without), &source, &mut broken);
    }
    broken
}

/// The same law for `stability`. What broke it.
fn basis_law_beside_the_table(known: &Case) -> Vec<String> {
    let few = stability::Settings { draws: 8, told: 4, ..stability::Settings::default() };
    let of = |case: &Case| stability_findings(case, &stability::stability(case, &few, &Unwatched).findings);
    without_each(known, &of)
}

/// The same law for `rounds`. What broke it.
fn basis_law_of_rounds(known: &Case) -> Vec<String> {
    let usual = rounds::Settings::assumed(known).unwrap();
    let few = rounds::Settings { runs: 16, rounds: 8, search: 1 << 8, threads: 1, ..usual };
    let of = |case: &Case| rounds_findings(case, &rounds::rounds(case, &few, &Unwatched).findings);
    without_each(known, &of)
}

/// The same law for `shifts`. What broke it.
fn basis_law_of_shifts(known: &Case) -> Vec<String> {
    let few = shifts::Settings { draws: 8, rows: 4, grid: 3, ..shifts::Settings::default() };
    let of = |case: &Case| shifts_findings(case, &shifts::shifts(case, &few, &Unwatched).findings);
    without_each(known, &of)
}

/// The same law for `beliefs`. What broke it.
fn basis_law_of_beliefs(known: &Case) -> Vec<String> {
    let few = beliefs::Settings { draws: 32, zone: 8, steps: 1 << 12, threads: 1, ..beliefs::Settings::default() };
    without_each(known, &|case| beliefs_findings(case, &beliefs::beliefs(case, &few, &Unwatched).findings))
}

/// The same law for `probes`. What broke it.
fn basis_law_of_probes(known: &Case) -> Vec<String> {
    let of = |case: &Case| {
        let few =
            probes::Settings { draws: 16, steps: 1 << 12, threads: 1, ..probes::Settings::assumed(case).unwrap() };
        probes_findings(case, &probes::probes(case, &few, &Unwatched).findings)
    };
    without_each(known, &of)
}

/// The same law for `debrief`, of all drafts and of no deal. What broke it.
fn basis_law_of_the_debrief(known: &Case) -> Vec<String> {
    let few = settlement::Settings { draws: 16, ..settlement::Settings::default() };
    let mut outcomes = debrief::drafts(known);
    outcomes.push(debrief::Outcome { label: "no deal".into(), package: None });
    let of = |case: &Case| {
        let run = debrief::debrief(case, &outcomes, &few);
        debrief_findings(case, &run.findings, run.arithmetic)
    };
    without_each(known, &of)
}

/// Runs a check on every case of the catalog, each on a thread of its own.
#[track_caller]
fn for_each_case(check: impl Fn(&str, &Case) -> Vec<String> + Sync) {
    let cases = catalog();
    let broken: Vec<String> = std::thread::scope(|scope| {
        let run = |(name, folder): &(String, std::path::PathBuf)| {
            let found = check(name, &read(folder));
            found.into_iter().map(|broken| format!("{name}: {broken}")).collect::<Vec<_>>()
        };
        let running: Vec<_> = cases.iter().map(|case| scope.spawn(move || run(case))).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|_| vec!["stopped".into()])).collect()
    });
    none_broken(&broken);
}

#[test]
fn what_does_not_rest_on_a_source_is_the_same_without_it() {
    for_each_case(|name, case| {
        let known = case.known().unwrap();
        assert!(by_id(&gaps_of(&known)).len() > known.issues().len(), "{name} has findings");
        basis_law(&known)
    });
}

#[test]
fn an_order_that_does_not_rest_on_a_source_is_the_same_without_it() {
    for_each_case(|_, case| basis_law_of_the_order(&case.known().unwrap()));
}

#[test]
fn what_holds_beside_the_table_is_the_same_without_a_source_it_does_not_rest_on() {
    for_each_case(|_, case| basis_law_beside_the_table(&case.known().unwrap()));
}

#[test]
fn further_rounds_that_do_not_rest_on_a_source_are_the_same_without_it() {
    for_each_case(|_, case| basis_law_of_rounds(&case.known().unwrap()));
}

#[test]
fn shifts_that_do_not_rest_on_a_source_are_the_same_without_it() {
    for_each_case(|_, case| basis_law_of_shifts(&case.known().unwrap()));
}

#[test]
fn beliefs_that_do_not_rest_on_a_source_are_the_same_without_it() {
    for_each_case(|_, case| basis_law_of_beliefs(&case.known().unwrap()));
}

#[test]
fn probes_that_do_not_rest_on_a_source_are_the_same_without_it() {
    for_each_case(|_, case| basis_law_of_probes(&case.known().unwrap()));
}

#[test]
fn a_debrief_that_does_not_rest_on_a_source_is_the_same_without_it() {
    for_each_case(|_, case| basis_law_of_the_debrief(&case.known().unwrap()));
}

#[test]
fn a_change_that_does_not_rest_on_a_source_is_the_same_without_it() {
    for_each_case(|_, case| {
        let whole = with(case, &every_day());
        let to = DateSpan::day(case.as_of());
        // From the beginning, and from the ends of the first, the middle and the last session.
        let mut days: Vec<_> = sessions(case).into_iter().map(|day| day.last).filter(|day| *day < to.last).collect();
        days.sort_unstable();
        let some = [days.first(), days.get(days.len() / 2), days.last()].into_iter().flatten();
        let mut days: Vec<_> = some.map(|day| DateSpan::day(*day)).chain(DateSpan::parse("1990-01-01")).collect();
        days.dedup();
        let mut broken = Vec::new();
        for from in days {
            let before = diff(case, &Overlay::default(), from, to).unwrap().findings;
            for source in sources(&whole) {
                let after = diff(case, &Overlay::default().without(&source), from, to).unwrap().findings;
                check(&diff_findings(case, &before), &diff_findings(case, &after), &source, &mut broken);
                let rests = |name: &&String| {
                    let entry = whole.entries().iter().find(|entry| entry.name == **name);
                    entry.is_some_and(|entry| entry.sources.iter().any(|id| whole.source(*id).name == source))
                };
                let gone = before.new_entries.iter().filter(|name| !after.new_entries.contains(name));
                broken.extend(gone.filter(|name| !rests(name)).map(|name| format!("{name} is new no longer")));
            }
        }
        broken
    });
}

fn sessions(case: &Case) -> Vec<DateSpan> {
    case.draft().sessions.iter().map(|session| session.date.value).collect()
}

#[test]
fn a_change_changes_what_is_said() {
    for_each_case(|_, case| {
        let to = DateSpan::day(case.as_of());
        let mut broken = Vec::new();
        for from in sessions(case).into_iter().map(|day| DateSpan::day(day.last)).filter(|from| from.last < to.last) {
            let moved = diff(case, &Overlay::default(), from, to).unwrap().findings.moved;
            broken.extend(moved.into_iter().filter(|change| change.was == change.now).map(|change| change.sentence));
        }
        broken
    });
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    for_each_case(|_, case| {
        let known = case.known().unwrap();
        let again = case.known().unwrap();
        let mut broken = Vec::new();
        if bytes(&gaps_of(&known)) != bytes(&gaps_of(&again)) {
            broken.push("gaps differs from itself".to_string());
        }
        let (from, to) = (DateSpan::parse("1990-01-01").unwrap(), DateSpan::day(case.as_of()));
        let run = || diff_findings(case, &diff(case, &Overlay::default(), from, to).unwrap().findings).to_string();
        if run() != run() {
            broken.push("diff differs from itself".to_string());
        }
        broken
    });
}

#[test]
fn a_day_later_than_all_dates_changes_nothing() {
    for_each_case(|_, case| {
        let day = |text: &str| Overlay::default().as_of(DateSpan::parse(text).unwrap().last);
        let (one, two) = (with(case, &day("3000")), with(case, &day("3001")));
        let rest = |case: &Case| without_key(case.tree(), "as of");
        let mut broken = Vec::new();
        if write_yaml(&rest(&one)) != write_yaml(&rest(&two)) {
            broken.push("the cases differ in more than their day".to_string());
        }
        if write_yaml(&rest(&one)) != write_yaml(&without_key(case.tree(), "as of")) {
            broken.push("a day after all dates takes something away".to_string());
        }
        let few = Settings { falls: false, ..Settings::default() };
        let findings = |case: &Case| gaps_findings(case, &gaps(case, &few).findings).to_string();
        if findings(&one) != findings(&two) {
            broken.push("the findings differ".to_string());
        }
        broken
    });
}

#[test]
fn the_day_of_the_case_is_what_is_known() {
    for_each_case(|_, case| {
        let known = case.known().unwrap();
        let again = [known.known().unwrap(), with(case, &Overlay::default().as_of(case.as_of()))];
        again.iter().filter(|again| again.hash() != known.hash()).map(|_| "cut twice".to_string()).collect()
    });
}

#[test]
fn the_order_in_which_sources_go_does_not_matter() {
    for_each_case(|_, case| {
        let known = case.known().unwrap();
        let names = sources(&known);
        let mut broken = Vec::new();
        for (at, one) in names.iter().enumerate() {
            // Each with its neighbour and with one far off: all pairs would take minutes.
            for two in [(at + 1) % names.len(), (at + names.len() / 2) % names.len()] {
                let two = &names[two];
                let without = |case: &Case, source: &str| with(case, &Overlay::default().without(source));
                let together = with(&known, &Overlay::default().without(one).without(two));
                for other in [without(&without(&known, one), two), without(&without(&known, two), one)] {
                    if other.hash() != together.hash() {
                        broken.push(format!("{one} and {two}"));
                    }
                }
            }
        }
        broken
    });
}

#[test]
fn every_scenario_applies() {
    let mut count = 0;
    for (name, folder) in catalog() {
        let case = read(&folder);
        for (scenario, edits) in case.draft().scenarios.iter() {
            let after = with(&case, &Overlay::scenario(edits));
            assert_ne!(after.hash(), case.known().unwrap().hash(), "{name}: {} changes nothing", scenario.value);
            count += 1;
        }
    }
    assert!(count >= 3);
}

/// The files of a case folder, by name.
fn files(folder: &Path) -> Vec<(String, String)> {
    let yaml = crate::folder::names(folder, |path| path.extension().is_some_and(|end| end == "yaml"));
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    yaml.iter().map(|name| (name.clone(), text(name))).collect()
}

/// The hash of a case in memory, without the texts of its sources.
#[track_caller]
fn hash_of(files: &[(String, String)]) -> String {
    let world = Memory::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let read = read_case(&world).unwrap_or_else(|unread| {
        panic!("{:?}", unread.diagnostics.iter().map(|problem| problem.line(&unread.texts)).collect::<Vec<_>>())
    });
    read.hash().to_string()
}

fn map_scalars(node: &Node, change: &mut dyn FnMut(&Kind) -> Kind) -> Node {
    let kind = match &node.kind {
        Kind::List(items) => Kind::List(items.iter().map(|item| map_scalars(item, change)).collect()),
        Kind::Map(pairs) => {
            Kind::Map(pairs.iter().map(|(key, value)| (key.clone(), map_scalars(value, change))).collect())
        }
        scalar => change(scalar),
    };
    Node { span: node.span, kind }
}

fn without_key(node: &Node, key: &str) -> Node {
    let Kind::Map(pairs) = &node.kind else { return node.clone() };
    Node::made(Kind::Map(pairs.iter().filter(|(name, _)| name.value != key).cloned().collect()))
}

/// Every map's keys in reverse where their order says nothing: in records, not in maps from names.
fn reverse_records(node: &Node, shape: &zopa_case::decode::Shape) -> Node {
    use zopa_case::decode::Shape;
    let kind = match (shape, &node.kind) {
        (Shape::Record(record), Kind::Map(pairs)) => {
            let fields = (record.fields)();
            let below = |(key, value): &(zopa_case::At<String>, Node)| {
                let field = fields.iter().find(|field| field.key == key.value);
                (key.clone(), field.map_or_else(|| value.clone(), |field| reverse_records(value, &field.shape)))
            };
            // Stances and issues of preferences keep the order among themselves: it is theirs.
            let (named, rest): (Vec<_>, Vec<_>) = pairs.iter().partition(|(key, _)| {
                let stance: Option<zopa_case::draft::Stance> = zopa_case::decode::Word::from_word(&key.value);
                (stance.is_none() || record.name != "ledger entry") && fields.iter().any(|field| field.key == key.value)
            });
            Kind::Map(named.into_iter().rev().chain(rest).map(below).collect())
        }
        (Shape::List(item) | Shape::OneOrMany(item), Kind::List(items)) => {
            Kind::List(items.iter().map(|below| reverse_records(below, item)).collect())
        }
        (Shape::OneOrMany(item), _) => return reverse_records(node, item),
        (Shape::Map(item), Kind::Map(pairs)) => {
            Kind::Map(pairs.iter().map(|(key, below)| (key.clone(), reverse_records(below, item))).collect())
        }
        (_, kind) => kind.clone(),
    };
    Node { span: node.span, kind }
}

/// The file written again from its tree.
fn rewritten(text: &str, change: impl Fn(Node) -> Node) -> String {
    write_yaml(&change(read_text(FileId(0), text).unwrap()))
}

/// Paths of sources' texts are left out, so that the case stands without them.
fn plain(files: Vec<(String, String)>) -> Vec<(String, String)> {
    let without_texts = |tree: Node| {
        let Kind::Map(mut parts) = tree.kind else { panic!("a map of parts") };
        for (_, part) in parts.iter_mut().filter(|(key, _)| key.value == "sources") {
            let Kind::Map(sources) = &mut part.kind else { panic!("sources by id") };
            sources.iter_mut().for_each(|(_, source)| *source = without_key(source, "text"));
        }
        Node::made(Kind::Map(parts))
    };
    files.into_iter().map(|(name, text)| (name, rewritten(&text, without_texts))).collect()
}

#[test]
fn comments_quoting_and_the_order_of_keys_do_not_change_the_hash() {
    use zopa_case::decode::Value as _;
    for (name, folder) in catalog() {
        let files = plain(files(&folder));
        let hash = hash_of(&files);
        let each = |change: &dyn Fn(&str) -> String| {
            hash_of(&files.iter().map(|(name, text)| (name.clone(), change(text))).collect::<Vec<_>>())
        };
        let commented = |text: &str| text.lines().map(|line| format!("{line} # a remark\n\n")).collect::<String>();
        // Only lines that end in a plain scalar take a remark: a block or a quoted text can run on.
        let is_block = |text: &str| text.contains(": |") || text.contains(": >");
        assert_eq!(each(&|text| if is_block(text) { text.into() } else { commented(text) }), hash, "{name}: comments");
        let quoted = |kind: &Kind| match kind {
            Kind::Scalar { text, verbatim, .. } if text != "true" && text != "false" => {
                Kind::Scalar { text: text.clone(), style: Style::Quoted, verbatim: *verbatim }
            }
            other => other.clone(),
        };
        let quote = |text: &str| rewritten(text, |tree| map_scalars(&tree, &mut |kind| quoted(kind)));
        assert_eq!(each(&quote), hash, "{name}: quoting");
        let reverse = |text: &str| {
            rewritten(text, |tree| {
                let Kind::Map(parts) = reverse_records(&tree, &zopa_case::draft::Draft::shape()).kind else {
                    panic!("a map of parts")
                };
                Node::made(Kind::Map(parts))
            })
        };
        assert_eq!(each(&reverse), hash, "{name}: order of keys");
    }
}

#[test]
fn any_value_changes_the_hash() {
    let (_, folder) = catalog().into_iter().find(|(name, _)| name.ends_with("twin")).unwrap();
    let files = plain(files(&folder));
    let hash = hash_of(&files);
    let mut changed = 0;
    for (at, (_, text)) in files.iter().enumerate() {
        let tree = read_text(FileId(0), text).unwrap();
        let mut count = 0;
        map_scalars(&tree, &mut |kind| {
            count += 1;
            kind.clone()
        });
        // Every eleventh value, made a little longer; where that breaks the case the change has been seen as well.
        for which in (0..count).step_by(11) {
            let mut place = 0;
            let other = map_scalars(&tree, &mut |kind| {
                place += 1;
                match kind {
                    Kind::Scalar { text, style, .. } if place == which + 1 => {
                        Kind::Scalar { text: format!("{text}1"), style: *style, verbatim: false }
                    }
                    kind => kind.clone(),
                }
            });
            let mut files = files.clone();
            files[at].1 = write_yaml(&other);
            let world = Memory::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
            if let Ok(case) = read_case(&world) {
                assert_ne!(case.hash(), hash, "value {which} of {}", files[at].0);
                changed += 1;
            }
        }
    }
    assert!(changed > 40, "{changed}");
}
