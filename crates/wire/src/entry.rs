//! `zopa add`: a sentence becomes a ledger entry, and an entry is written into a file without touching
//! anything else in it.

use crate::text::{read_text, write_yaml};
use zopa_case::decode::Word;
use zopa_case::draft::Stance;
use zopa_case::{At, FileId, Kind, Node, Span};

/// A sentence such as `ukraine accepts territory t3 if passed(referendum)`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryText {
    /// Who.
    pub party: String,
    /// What it does with the options; `None` for `backs` and `off ladder`.
    pub stance: Option<Stance>,
    /// On which issue.
    pub issue: Option<String>,
    /// Which options.
    pub options: Vec<String>,
    /// Whom it backs.
    pub backs: Option<String>,
    /// The position off the ladder, in words.
    pub off_ladder: Option<String>,
    /// The condition, as a rule.
    pub condition: Option<String>,
}

/// The file to write, with its new text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// The file's name.
    pub file: String,
    /// Its text with the entry in it.
    pub text: String,
    /// The lines added.
    pub added: String,
}

/// Takes a sentence apart: `PARTY STANCE ISSUE OPTION [or OPTION].. [if RULE]`, `PARTY backs PARTY [on ISSUE]`,
/// `PARTY off ladder ISSUE WORDS`. Options are joined by `or`, `and` or commas.
///
/// # Errors
/// What is missing, with the form of a sentence.
pub fn parse_entry(sentence: &str) -> Result<EntryText, String> {
    let form = "write PARTY STANCE ISSUE OPTION [or OPTION] [if RULE], such as: ukraine accepts territory t3 if passed(referendum)";
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let condition_at = words.iter().position(|word| *word == "if");
    let (said, condition) = match condition_at {
        Some(at) => (&words[..at], Some(words[at + 1..].join(" "))),
        None => (&words[..], None),
    };
    if condition.as_ref().is_some_and(String::is_empty) {
        return Err(format!("no rule follows `if`; {form}"));
    }
    let [party, rest @ ..] = said else { return Err(format!("the sentence is empty; {form}")) };
    let mut entry = EntryText {
        party: (*party).to_string(),
        stance: None,
        issue: None,
        options: Vec::new(),
        backs: None,
        off_ladder: None,
        condition,
    };
    match rest {
        ["backs", backed, tail @ ..] => {
            entry.backs = Some((*backed).to_string());
            entry.issue = match tail {
                [] => None,
                ["on", issue] => Some((*issue).to_string()),
                _ => return Err("write PARTY backs PARTY on ISSUE".into()),
            };
            return Ok(entry);
        }
        ["off", "ladder", issue, tail @ ..] if !tail.is_empty() => {
            entry.issue = Some((*issue).to_string());
            entry.off_ladder = Some(tail.join(" "));
            return Ok(entry);
        }
        _ => {}
    }
    let stances = Stance::ALL.iter().filter_map(|(word, stance, _)| {
        let parts: Vec<&str> = word.split(' ').collect();
        rest.starts_with(&parts).then_some((*stance, parts.len()))
    });
    let Some((stance, length)) = stances.max_by_key(|(_, length)| *length) else {
        let word = rest.first().copied().unwrap_or_default();
        let known: Vec<&str> = Stance::ALL.iter().map(|(word, ..)| *word).collect();
        return Err(format!("`{word}` is no stance; {}", zopa_case::way_out(word, "stance", known.iter().copied())));
    };
    entry.stance = Some(stance);
    let [issue, options @ ..] = &rest[length..] else {
        return Err(format!("no issue follows `{}`; {form}", stance.word()));
    };
    entry.issue = Some((*issue).to_string());
    let mut current: Vec<&str> = Vec::new();
    let mut finish = |current: &mut Vec<&str>| {
        if !current.is_empty() {
            entry.options.push(current.join(" "));
            current.clear();
        }
    };
    for word in options {
        match *word {
            "or" | "and" | "," => finish(&mut current),
            word => {
                current.push(word.trim_end_matches(','));
                let ends = word.ends_with(',');
                if ends {
                    finish(&mut current);
                }
            }
        }
    }
    finish(&mut current);
    if entry.options.is_empty() {
        return Err(format!("no option of `{issue}` is named; {form}"));
    }
    if let Some(odd) = entry.options.iter().find(|option| option.contains(' ') && !option.contains(" then ")) {
        return Err(format!("`{odd}` is not one option; join options with `or`: {}", odd.replace(' ', " or ")));
    }
    Ok(entry)
}

impl EntryText {
    /// The entry as a tree; `more` are further keys (`date`, `source`, `by` ..) in the order to be written.
    pub fn node(&self, more: &[(&str, Node)]) -> Node {
        let mut pairs: Vec<(&str, Node)> = Vec::new();
        let take = |key: &str| more.iter().find(|(name, _)| *name == key).map(|(_, node)| node.clone());
        pairs.extend(take("id").map(|node| ("id", node)));
        pairs.extend(take("date").map(|node| ("date", node)));
        pairs.push(("party", Node::plain(self.party.clone())));
        pairs.extend(self.issue.iter().map(|issue| ("issue", Node::plain(issue.clone()))));
        if let Some(stance) = self.stance {
            let options = self.options.iter().map(|option| Node::plain(option.clone())).collect();
            pairs.push((stance.word(), Node::made(Kind::List(options))));
        }
        pairs.extend(self.backs.iter().map(|backs| ("backs", Node::plain(backs.clone()))));
        pairs.extend(self.off_ladder.iter().map(|words| ("off ladder", Node::text(words.clone()))));
        pairs.extend(self.condition.iter().map(|rule| ("if", Node::text(rule.clone()))));
        pairs.extend(
            more.iter().filter(|(key, _)| !["id", "date"].contains(key)).map(|(key, node)| (*key, node.clone())),
        );
        let named = |key: &str| At::new(key.to_string(), Span::default());
        Node::made(Kind::Map(pairs.into_iter().map(|(key, node)| (named(key), node)).collect()))
    }
}

/// Puts an entry behind the last one of the ledger. `files` are the case's files in reading order; the last
/// that has a ledger is written, else the first. Everything else in the file stays letter for letter.
///
/// # Errors
/// Why the entry cannot be put there safely, with the lines to add by hand.
pub fn insert_entry(files: &[(String, String)], entry: &Node) -> Result<Insertion, String> {
    let lines = write_yaml(entry);
    let by_hand = |reason: &str| format!("{reason}; add these lines to the ledger by hand:\n{}", item(&lines, 2));
    let with_ledger = files.iter().rev().find(|(_, text)| ledger(text).is_some());
    let Some((name, text)) = with_ledger.or(files.first()) else { return Err(by_hand("the case has no file")) };
    if name.ends_with(".json") {
        return Err(by_hand("a JSON file is not written by `add`"));
    }
    let (text_after, added) = match ledger(text) {
        None => {
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            let added = format!("{gap}\nledger:\n{}", item(&lines, 2));
            (format!("{text}{added}"), added)
        }
        Some(node) => insert(text, &node, &lines)
            .ok_or_else(|| by_hand("the ledger's layout is not one that can be extended safely"))?,
    };
    if !only_added(text, &text_after, entry) {
        return Err(by_hand("the file would not read back with just this entry more"));
    }
    Ok(Insertion { file: name.clone(), text: text_after, added })
}

fn ledger(text: &str) -> Option<Node> {
    read_text(FileId(0), text).ok()?.get("ledger").cloned()
}

/// The lines of an entry as a list item, indented.
fn item(lines: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let mut out = String::new();
    for (at, line) in lines.lines().enumerate() {
        out.push_str(&format!("{pad}{}{line}\n", if at == 0 { "- " } else { "  " }));
    }
    out
}

fn insert(text: &str, ledger: &Node, lines: &str) -> Option<(String, String)> {
    let (start, end) = (ledger.span.start as usize, ledger.span.end as usize);
    match &ledger.kind {
        Kind::List(items) if text.get(start..=start) == Some("[") => {
            // A list in brackets: the entry goes before the closing one, in brackets too.
            let close = end.checked_sub(1)?;
            let comma = if items.is_empty() { "" } else { ", " };
            let body: Vec<&str> = lines.lines().collect();
            let added = format!("{comma}{{{}}}", body.join(", "));
            Some((format!("{}{added}{}", text.get(..close)?, text.get(close..)?), added))
        }
        Kind::List(items) => {
            let last = items.last()?;
            let before = text.get(..last.span.start as usize)?;
            let dash = before.trim_end_matches([' ', '\t', '\n', '\r']).strip_suffix('-')?.len();
            let indent = text.get(..dash)?.rsplit('\n').next()?.chars().count();
            let line_end = text.get(last.span.end as usize..)?.find('\n');
            let at = line_end.map_or(text.len(), |offset| last.span.end as usize + offset + 1);
            let gap = if line_end.is_none() { "\n" } else { "" };
            let added = format!("{gap}{}", item(lines, indent));
            Some((format!("{}{added}{}", text.get(..at)?, text.get(at..)?), added))
        }
        Kind::Empty => {
            let line_end = text.get(end..)?.find('\n');
            let at = line_end.map_or(text.len(), |offset| end + offset + 1);
            let gap = if line_end.is_none() { "\n" } else { "" };
            let added = format!("{gap}{}", item(lines, 2));
            Some((format!("{}{added}{}", text.get(..at)?, text.get(at..)?), added))
        }
        _ => None,
    }
}

/// Whether the new text reads as the old one with just this entry behind the others.
fn only_added(before: &str, after: &str, entry: &Node) -> bool {
    let (Ok(before), Ok(after)) = (read_text(FileId(0), before), read_text(FileId(0), after)) else { return false };
    let items = |node: &Node| match node.get("ledger").map(|ledger| &ledger.kind) {
        Some(Kind::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    let (old, mut new) = (items(&before), items(&after));
    let last = new.pop();
    let rest = |node: &Node| match &node.kind {
        Kind::Map(pairs) => pairs.iter().filter(|(key, _)| key.value != "ledger").cloned().collect(),
        _ => Vec::new(),
    };
    let same_entry = last.is_some_and(|last| write_yaml(&last) == write_yaml(entry));
    old == new && rest(&before) == rest(&after) && same_entry
}
