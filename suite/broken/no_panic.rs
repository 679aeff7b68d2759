//! No input makes the readers panic: each gives a case, or problems with places that fit and a way out.

use super::{Files, root};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use zopa_case::draft::Edit;
use zopa_case::{At, Case, Diagnostic, Kind, Materials, Node, Overlay, Severity, Span, Style, Texts, rule};
use zopa_wire::{Memory, World as _, read_case};

/// Whether a problem can be shown: a message and, for an error, a way out, each on one line, and places inside their files.
pub fn is_sound(problem: &Diagnostic, texts: Option<&Texts>) -> Result<(), String> {
    let help = problem.help.as_deref().unwrap_or("");
    if problem.message.is_empty() || (problem.severity == Severity::Error && help.is_empty()) {
        return Err(format!("no message or no way out: {problem:?}"));
    }
    if problem.message.contains(['\n', '\r']) || help.contains(['\n', '\r']) {
        return Err(format!("more than one line: {problem:?}"));
    }
    if problem.message.len() + help.len() > 2_000 {
        return Err(format!("too long to read: {problem:?}"));
    }
    if problem.labels.is_empty() {
        return Err(format!("no place: {problem:?}"));
    }
    for label in &problem.labels {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        let fits = texts.is_none_or(|texts| texts.text(label.span.file).get(start..end).is_some());
        if start > end || !fits {
            return Err(format!("a place outside its file: {problem:?}"));
        }
    }
    Ok(())
}

fn are_sound(problems: &[Diagnostic], texts: &Texts) -> Result<(), TestCaseError> {
    problems.iter().try_for_each(|problem| is_sound(problem, Some(texts)).map_err(TestCaseError::fail))
}

/// A case, or problems that say why not.
pub fn is_answered(case: Result<Case, Vec<Diagnostic>>, texts: &Texts) -> Result<Option<Case>, TestCaseError> {
    match case {
        Ok(case) => {
            are_sound(case.warnings(), texts)?;
            prop_assert!(case.warnings().iter().all(|problem| problem.severity == Severity::Warning));
            Ok(Some(case))
        }
        Err(problems) => {
            prop_assert!(problems.iter().any(|problem| problem.severity == Severity::Error), "no error: {problems:?}");
            are_sound(&problems, texts)?;
            Ok(None)
        }
    }
}

fn survives(files: &Files) -> Result<(), TestCaseError> {
    let (case, texts) = match read_case(files) {
        Ok(case) => (Ok(case.clone()), case.materials().texts.clone()),
        Err(unread) => (Err(unread.diagnostics), unread.texts),
    };
    if let Some(case) = is_answered(case, &texts)? {
        // A case that stands is known on its own day too.
        let known = is_answered(case.known(), &texts)?;
        prop_assert!(known.is_some(), "a case that falls on its own day");
    }
    Ok(())
}

/// The folders below `folder` that hold a case.
fn cases_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    if folder.join("case.yaml").is_file() {
        found.push(folder.to_path_buf());
    }
    entries.iter().filter(|path| path.is_dir()).for_each(|path| cases_below(path, found));
}

fn files_below(folder: &Path, prefix: &str, files: &mut Files) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        let name = format!("{prefix}{}", path.file_name().and_then(|name| name.to_str()).expect("a name"));
        if path.is_dir() {
            files_below(&path, &format!("{name}/"), files);
        } else {
            files.0.push((name, Ok(std::fs::read(&path).expect("a file"))));
        }
    }
}

/// Every case of the catalog, with its files.
fn catalog() -> &'static [Files] {
    static CATALOG: OnceLock<Vec<Files>> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let mut folders = Vec::new();
        cases_below(&root().join("catalog"), &mut folders);
        let cases = folders.iter().map(|folder| {
            let mut files = Files::default();
            files_below(folder, "", &mut files);
            files
        });
        cases.collect()
    })
}

/// The cases of the catalog that can be read, checked.
fn checked() -> &'static [Case] {
    static CHECKED: OnceLock<Vec<Case>> = OnceLock::new();
    CHECKED.get_or_init(|| catalog().iter().filter_map(|files| read_case(files).ok()).collect())
}

/// What is done to a file.
#[derive(Clone, Debug)]
pub enum Harm {
    Put(Index, u8),
    Flip(Index, u8),
    Cut(Index, usize),
    Word(Index, Index),
    Swap(Index, Index),
    Drop(Index),
    Double(Index, Index),
    Deeper(Index, usize),
}

/// A harm to a file.
pub fn harm() -> impl Strategy<Value = Harm> {
    let place = any::<Index>;
    let letter = || prop_oneof![any::<u8>(), select(b"\n\t :-#[]{},'\"&*!|>~=().0129yn".to_vec())];
    prop_oneof![
        2 => (place(), letter()).prop_map(|(at, letter)| Harm::Put(at, letter)),
        1 => (place(), any::<u8>()).prop_map(|(at, mask)| Harm::Flip(at, mask)),
        1 => (place(), 1..40_usize).prop_map(|(at, length)| Harm::Cut(at, length)),
        6 => (place(), place()).prop_map(|(at, from)| Harm::Word(at, from)),
        3 => (place(), place()).prop_map(|(one, two)| Harm::Swap(one, two)),
        3 => place().prop_map(Harm::Drop),
        2 => (place(), place()).prop_map(|(from, to)| Harm::Double(from, to)),
        1 => (place(), 1..6_usize).prop_map(|(at, spaces)| Harm::Deeper(at, spaces)),
    ]
}

/// The words of a text: its runs of letters, digits, hyphens and dots.
fn words(text: &[u8]) -> Vec<std::ops::Range<usize>> {
    let in_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in text.iter().enumerate().filter(|(_, byte)| in_word(**byte)) {
        match found.last_mut() {
            Some(word) if word.end == at => word.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// Does a harm to a file.
pub fn harmed(text: &mut Vec<u8>, harm: &Harm) {
    if text.is_empty() {
        return;
    }
    let length = text.len();
    match harm {
        Harm::Put(at, letter) => text.insert(at.index(length + 1), *letter),
        Harm::Flip(at, mask) => text[at.index(length)] ^= mask,
        Harm::Cut(at, count) => {
            let start = at.index(length);
            text.drain(start..(start + count).min(length));
        }
        Harm::Word(at, from) => {
            let words = words(text);
            if !words.is_empty() {
                let word = text[words[from.index(words.len())].clone()].to_vec();
                text.splice(words[at.index(words.len())].clone(), word);
            }
        }
        Harm::Swap(..) | Harm::Drop(_) | Harm::Double(..) | Harm::Deeper(..) => {
            let mut lines: Vec<Vec<u8>> = text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
            let count = lines.len();
            match harm {
                Harm::Swap(one, two) => lines.swap(one.index(count), two.index(count)),
                Harm::Drop(at) => drop(lines.remove(at.index(count))),
                Harm::Double(from, to) => lines.insert(to.index(count + 1), lines[from.index(count)].clone()),
                Harm::Deeper(at, spaces) => drop(lines[at.index(count)].splice(..0, vec![b' '; *spaces])),
                _ => {}
            }
            *text = lines.concat();
        }
    }
}

/// A case of the catalog with one file harmed.
fn harmed_case() -> impl Strategy<Value = Files> {
    (any::<Index>(), any::<Index>(), prop::collection::vec(harm(), 1..6)).prop_map(|(case, file, harms)| {
        let mut files = catalog()[case.index(catalog().len())].clone();
        let listed = files.list();
        let name = &listed[file.index(listed.len())];
        if let Some((_, Ok(text))) = files.0.iter_mut().find(|(known, _)| known == name) {
            harms.iter().for_each(|harm| harmed(text, harm));
        }
        files
    })
}

fn token_soup() -> impl Strategy<Value = String> {
    let token = select(vec![
        "uplands", "status", "u1", "u5", "and", "or", "not", "implies", "includes", "before", "=", "!=", ">=", "<=",
        ">", "<", "|", "(", ")", "begun", "done", "held", "passed", "taken", "for", "60", "0", "-5", "1.5", "days",
        "day", "in", "{", "}", ",", "&", "é", "≥", "\n", "..", "then", "\u{0}", "\"",
    ]);
    prop::collection::vec((token, select(vec![" ", "", "  "])), 0..40)
        .prop_map(|tokens| tokens.into_iter().flat_map(|(token, gap)| [token, gap]).collect())
}

/// Any tree: keys and words that the case file knows, mixed with ones it does not.
fn any_node() -> impl Strategy<Value = Node> {
    let word = select(vec![
        "zopa",
        "1",
        "case",
        "as of",
        "2026-02-18",
        "~2026-02..2025",
        "parties",
        "issues",
        "north",
        "name",
        "role",
        "party",
        "kind",
        "ladder",
        "menu",
        "number",
        "choose",
        "any",
        "sequence",
        "from",
        "to",
        "step",
        "marks",
        "0",
        "-3.5",
        "1e9",
        "ledger",
        "date",
        "wants",
        "between",
        "one of",
        "wants all",
        "source",
        "stated",
        "public",
        "lines",
        "never",
        "a = b",
        "a >= 1 and held(x for 3 days)",
        "preferences",
        "scale",
        "raw",
        "100",
        "weight",
        "values",
        "order",
        "order of weights",
        "scenarios",
        "edits",
        "set",
        "as",
        "id",
        "",
        "text",
        "\n",
        "é",
        "true",
        "internal",
        "north-confidential",
        "not for trade",
        "quote",
        "30..50",
        "a then b",
        "a = b = c",
        "~2 h",
        "B2",
    ]);
    let scalar = (word.clone(), any::<bool>()).prop_map(|(text, plain)| {
        let style = if plain { Style::Plain } else { Style::Quoted };
        Node::made(Kind::Scalar { text: text.to_string(), style, verbatim: false })
    });
    let leaf = prop_oneof![8 => scalar, 1 => Just(Node::made(Kind::Empty))];
    leaf.prop_recursive(6, 80, 8, move |inner| {
        let pair =
            (word.clone(), inner.clone()).prop_map(|(key, node)| (At::new(key.to_string(), Span::default()), node));
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(|items| Node::made(Kind::List(items))),
            prop::collection::vec(pair, 0..8).prop_map(|pairs| Node::made(Kind::Map(pairs))),
        ]
    })
}

/// How many nodes a tree has.
fn count(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::List(items) => items.iter().map(count).sum(),
        Kind::Map(pairs) => pairs.iter().map(|(_, item)| count(item)).sum(),
        _ => 0,
    }
}

/// The node at a place of the tree, counted from above.
fn node_at<'n>(node: &'n mut Node, at: &mut usize) -> Option<&'n mut Node> {
    if *at == 0 {
        return Some(node);
    }
    *at -= 1;
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().find_map(|item| node_at(item, at)),
        Kind::Map(pairs) => pairs.iter_mut().find_map(|(_, item)| node_at(item, at)),
        _ => None,
    }
}

/// The tree of a catalog case with some nodes replaced: by others of the same tree, or by any.
fn grafted() -> impl Strategy<Value = (usize, Node)> {
    let graft = (any::<Index>(), prop_oneof![any::<Index>().prop_map(Ok), any_node().prop_map(Err)]);
    (any::<Index>(), prop::collection::vec(graft, 1..5)).prop_map(|(case, grafts)| {
        let case = case.index(checked().len());
        let mut tree = checked()[case].tree().clone();
        for (to, from) in grafts {
            let size = count(&tree);
            let new = match from {
                Ok(from) => node_at(&mut tree, &mut from.index(size)).cloned(),
                Err(node) => Some(node),
            };
            let mut to = to.index(size);
            if let (Some(old), Some(new)) = (node_at(&mut tree, &mut to), new) {
                *old = new;
            }
        }
        (case, tree)
    })
}

/// Every path of a tree, as overlays write them.
fn paths(node: &Node, path: &str, found: &mut Vec<String>) {
    let mut below = |name: &str, item: &Node| {
        let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
        paths(item, &path, found);
        found.push(path);
    };
    match &node.kind {
        Kind::Map(pairs) => pairs.iter().for_each(|(key, item)| below(&key.value, item)),
        Kind::List(items) => items.iter().for_each(|item| {
            if let Some(Node { kind: Kind::Scalar { text, .. }, .. }) = item.get("id") {
                below(text, item);
            }
        }),
        _ => {}
    }
}

/// An edit, made of numbers that pick from what the case has.
#[derive(Clone, Debug)]
struct Pick(usize, Index, Index, Node);

fn edit(case: &Case, Pick(kind, one, two, node): &Pick) -> Edit {
    let at = |text: &str| At::new(text.to_string(), Span::default());
    let name = |names: Vec<&str>| at(if names.is_empty() { "nothing" } else { names[one.index(names.len())] });
    let number = |at: usize| ["0", "1", "0.5", "55", "-1", "1000000000000000"][at % 6];
    match kind {
        0 => Edit::WithoutSource(name(case.sources().iter().map(|source| source.name.as_str()).collect())),
        1 => Edit::WithoutEntry(name(case.entries().iter().map(|entry| entry.name.as_str()).collect())),
        2 => Edit::LiftLine(name(case.lines().iter().map(|line| line.name.as_str()).collect())),
        3 => {
            let years = i16::try_from(one.index(9_999)).unwrap_or(0);
            let day = case.as_of().with().year(years).build().unwrap_or(case.as_of());
            Edit::AsOf(At::new(zopa_case::DateSpan::day(day), Span::default()))
        }
        4 | 5 => {
            let mut known = Vec::new();
            paths(case.tree(), "", &mut known);
            let quantities: Vec<&str> = known
                .iter()
                .filter(|path| {
                    *kind == 4 || ["weight", "firmness", "no deal", "today"].iter().any(|end| path.ends_with(end))
                })
                .map(String::as_str)
                .collect();
            let to = if two.index(4) == 0 { node.clone() } else { Node::plain(number(two.index(6))) };
            Edit::Set { path: name(quantities), to }
        }
        6 => Edit::AddEntry(node.clone()),
        7 => Edit::AddLine(node.clone()),
        8 => {
            let Kind::List(items) = case.tree().get("ledger").map_or(&Kind::Empty, |ledger| &ledger.kind) else {
                return Edit::AddEntry(node.clone());
            };
            Edit::AddEntry(items[one.index(items.len())].clone())
        }
        _ => Edit::WithoutSource(at("NOBODY")),
    }
}

pub fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() }
}

#[test]
fn the_catalog_can_be_read() {
    assert!(!catalog().is_empty(), "the catalog has no case");
    assert_eq!(checked().len(), catalog().len(), "a case of the catalog cannot be read");
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn any_text_is_a_case_or_refused(text in any::<String>()) {
        survives(&Files(vec![("case.yaml".into(), Ok(text.into_bytes()))]))?;
    }

    #[test]
    fn any_text_behind_a_head_is_a_case_or_refused(text in "[a-z0-9:|=\\-,{}\\[\\]\"' \n~.]{0,200}") {
        let head = "zopa: 1\ncase: x\nas of: 2026-02-18\nparties: {a: {name: A, role: party}}\nissues: {b: {name: B, kind: number, from: 0, to: 9, step: 1}}\n";
        let world = Memory::new([("case.yaml", head), ("more.yaml", text.as_str())]);
        if let Err(unread) = read_case(&world) {
            are_sound(&unread.diagnostics, &unread.texts)?;
        }
    }

    #[test]
    fn a_harmed_case_is_a_case_or_refused(files in harmed_case()) {
        survives(&files)?;
    }

    #[test]
    fn a_grafted_tree_is_a_case_or_refused((case, tree) in grafted()) {
        let materials = Arc::new(checked()[case].materials().clone());
        is_answered(Case::build(tree, materials.clone()), &materials.texts)?;
    }

    #[test]
    fn an_overlay_gives_a_case_or_is_refused(
        case in any::<Index>(),
        picks in prop::collection::vec((0..10_usize, any::<Index>(), any::<Index>(), any_node()), 0..5),
        audience in prop::option::weighted(0.4, any::<Index>()),
    ) {
        let case = &checked()[case.index(checked().len())];
        let mut overlay = Overlay::default();
        for (kind, one, two, node) in picks {
            overlay.edits.push(edit(case, &Pick(kind, one, two, node)));
        }
        let audiences: Vec<&str> = ["public", "internal", "nobody"]
            .into_iter()
            .chain(case.parties().iter().map(|party| party.name.as_str()))
            .collect();
        overlay = overlay.audience(audience.map(|at| audiences[at.index(audiences.len())]));
        let texts = &case.materials().texts;
        if let Some(other) = is_answered(case.with(&overlay), texts)? {
            is_answered(other.known(), texts)?;
        }
    }

    #[test]
    fn scenarios_give_cases(case in any::<Index>(), scenario in any::<Index>()) {
        let case = &checked()[case.index(checked().len())];
        let scenarios = &case.draft().scenarios;
        if !scenarios.is_empty() {
            let overlay = Overlay::scenario(&scenarios[scenario.index(scenarios.len())].1);
            is_answered(case.with(&overlay), &case.materials().texts)?;
        }
    }
}

proptest! {
    #![proptest_config(config(4_096))]

    #[test]
    fn any_text_is_a_rule_or_refused(text in any::<String>()) {
        is_a_rule_or_refused(&text)?;
    }

    #[test]
    fn any_tokens_are_a_rule_or_refused(text in token_soup()) {
        is_a_rule_or_refused(&text)?;
    }

    #[test]
    fn any_tree_is_a_case_or_refused(tree in any_node()) {
        is_answered(Case::build(tree, Arc::new(Materials::default())), &Texts::default())?;
    }
}

fn is_a_rule_or_refused(text: &str) -> Result<(), TestCaseError> {
    if let Err(error) = rule::parse(text) {
        prop_assert!(text.get(error.start..error.end).is_some(), "{error:?}");
        prop_assert!(!error.message.is_empty() && !error.help.is_empty(), "{error:?}");
    }
    Ok(())
}

#[test]
fn long_and_deep_rules_are_refused() {
    for piece in ["(", "not ", "a = b and ", "a = b implies ", "a", "é", "a = b or not (", ")"] {
        for count in [1, 63, 64, 65, 66, 200, 10_000] {
            is_a_rule_or_refused(&piece.repeat(count)).expect("an answer");
            is_a_rule_or_refused(&format!("{}a = b{}", "(".repeat(count), ")".repeat(count))).expect("an answer");
        }
    }
}
