//! `zopa add`: one more entry, and what it changes.

use super::view;
use crate::args::Add;
use crate::disk::{Disk, write_whole};
use crate::output::{Fault, Status, answer, tell};
use zopa_case::{Case, Kind, Node};
use zopa_lens::gaps::{self, Settings};
use zopa_wire::{Insertion, World, insert_entry, parse_entry, read_case};

/// A case's files with one of them replaced.
struct Changed<'a> {
    disk: &'a Disk,
    insertion: &'a Insertion,
}

impl World for Changed<'_> {
    fn list(&self) -> Vec<String> {
        self.disk.list()
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        if name == self.insertion.file { Ok(self.insertion.text.clone().into_bytes()) } else { self.disk.read(name) }
    }
}

/// Adds an entry: the case must be valid before and after, else nothing is written.
///
/// # Errors
/// The sentence cannot be read, or the case with the entry has problems.
pub fn add(args: &Add) -> Result<Status, Fault> {
    let before = view::read(&args.case)?;
    let entry = parse_entry(&args.entry).map_err(Fault::new)?.node(&keys(args));
    let materials = before.materials();
    let files: Vec<(String, String)> = materials
        .texts
        .files()
        .filter(|(_, name, _)| !materials.tables.contains_key(*name))
        .map(|(_, name, text)| (name.to_string(), text.to_string()))
        .collect();
    let insertion = insert_entry(&files, &entry).map_err(Fault::new)?;
    let disk = Disk::open(&args.case)?;
    let after = read_case(&Changed { disk: &disk, insertion: &insertion })
        .map_err(|unread| Fault::problems(&unread.diagnostics, &unread.texts))?;
    let new: Vec<_> = after
        .warnings()
        .iter()
        .filter(|warning| !before.warnings().iter().any(|old| old.message == warning.message))
        .cloned()
        .collect();
    if !new.is_empty() {
        tell(&zopa_report::render_diagnostics(&new, &after.materials().texts, false));
    }
    if !args.dry_run {
        write_whole(&disk.path(&insertion.file), &insertion.text)?;
    }
    let verb = if args.dry_run { "would be added to" } else { "added to" };
    answer(&format!(
        "{verb} {}:\n{}\n{}",
        insertion.file,
        insertion.added.trim_matches('\n'),
        changes(&before, &after)?
    ))?;
    Ok(Status::Yes)
}

fn keys(args: &Add) -> Vec<(&'static str, Node)> {
    let plain = |text: &String| Node::plain(text.clone());
    let list = |items: &[String]| match items {
        [one] => plain(one),
        many => Node::made(Kind::List(many.iter().map(plain).collect())),
    };
    let text = |text: &String| Node::text(text.clone());
    let mut keys = vec![("date", plain(&args.date)), ("stated", plain(&args.stated))];
    keys.extend(args.id.as_ref().map(|id| ("id", plain(id))));
    keys.extend(args.by.as_ref().map(|by| ("by", text(by))));
    keys.extend(args.via.as_ref().map(|via| ("via", plain(via))));
    keys.extend(args.hedge.as_ref().map(|hedge| ("hedge", text(hedge))));
    keys.push(("source", list(&args.source)));
    keys.extend(args.quote.as_ref().map(|quote| ("quote", text(quote))));
    keys.extend((!args.replaces.is_empty()).then(|| ("replaces", list(&args.replaces))));
    keys.extend((!args.disputes.is_empty()).then(|| ("disputes", list(&args.disputes))));
    keys.extend(args.note.as_ref().map(|note| ("note", text(note))));
    keys.extend(args.marking.as_ref().map(|marking| ("marking", plain(marking))));
    keys
}

/// What the brief says otherwise than before.
fn changes(before: &Case, after: &Case) -> Result<String, Fault> {
    let known = |case: &Case| case.known().map_err(|problems| view::faults(case, &problems));
    let (was, now) = (known(before)?, known(after)?);
    let settings = Settings { falls: false, ask: false };
    let (old, new) = (gaps::gaps(&was, &settings).findings, gaps::gaps(&now, &settings).findings);
    let mut lines = Vec::new();
    if now.entries().len() == was.entries().len() {
        lines.push(format!("The entry does not count on {}: it or its source is later.", now.as_of()));
    }
    for issue in &new.issues {
        let Some(earlier) = old.issues.iter().find(|old| old.issue == issue.issue) else { continue };
        let title = &now.issues()[issue.issue].title;
        if earlier.status != issue.status {
            lines.push(format!("{title}: {} becomes {}.", earlier.status.word(), issue.status.word()));
        } else if earlier.sentence != issue.sentence {
            lines.push(format!("{title}: {}", issue.sentence));
        } else if earlier.marks != issue.marks {
            lines.push(format!("{title}: marks change, the status stays {}.", issue.status.word()));
        }
    }
    fn count(count: &Option<impl std::fmt::Display>) -> String {
        count.as_ref().map_or("not counted".to_string(), ToString::to_string)
    }
    let verdicts = [&old.verdict, &new.verdict].map(|verdict| {
        format!(
            "{}, accepted {}, refused by nobody {}",
            verdict.answer.word(),
            count(&verdict.accepted),
            count(&verdict.refused_by_nobody)
        )
    });
    if verdicts[0] != verdicts[1] {
        lines.push(format!("Verdict: {}; before: {}.", verdicts[1], verdicts[0]));
    }
    for found in new
        .contradictions
        .iter()
        .filter(|found| !old.contradictions.iter().any(|old| old.id == found.id && old.statements == found.statements))
    {
        lines.push(format!("Contradiction: {}", found.sentence));
    }
    if lines.is_empty() {
        lines.push("The brief says the same as before.".into());
    }
    Ok(lines.join("\n"))
}
