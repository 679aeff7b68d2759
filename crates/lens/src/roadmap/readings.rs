//! Do the parties mean the same step: readings of one step, or of steps of one name, held against each other.

use super::findings::{FieldRead, Mismatch};
use crate::phrase::{counted, list};
use crate::run::Basis;
use std::collections::BTreeMap;
use zopa_case::draft::{self, Step, StepReading};
use zopa_case::{At, Case, PartyId};

type Field = fn(&StepReading) -> &Option<At<String>>;

/// The fields of a reading.
const FIELDS: [(&str, Field); 6] = [
    ("start", |reading| &reading.start),
    ("end", |reading| &reading.end),
    ("area", |reading| &reading.area),
    ("object", |reading| &reading.object),
    ("exceptions", |reading| &reading.exceptions),
    ("proof", |reading| &reading.proof),
];

/// Steps that parties read differently.
///
/// Two readings of a field are the same where their words are, whatever capitals and spaces. A party that says nothing
/// of a field differs from nobody in it.
pub(super) fn mismatches(case: &Case) -> Vec<Mismatch> {
    let steps = &case.draft().steps;
    let mut found: Vec<(usize, Mismatch)> = Vec::new();
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        by_name.entry(plain(title(step))).or_default().push(at);
        found.extend(mismatch(case, &[step]).map(|mismatch| (at, mismatch)));
    }
    for group in by_name.values().filter(|group| group.len() > 1) {
        let of_one_name: Vec<&Step> = group.iter().map(|at| &steps[*at]).collect();
        found.extend(mismatch(case, &of_one_name).map(|mismatch| (group[0], mismatch)));
    }
    found.sort_by_key(|found| (found.0, found.1.steps.len()));
    found.into_iter().map(|(_, mismatch)| mismatch).collect()
}

fn title(step: &Step) -> &str {
    draft::title(&step.id, &step.name)
}

/// Words without capitals, spaces and the full stop at the end.
fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('.').to_string()
}

fn mismatch(case: &Case, steps: &[&Step]) -> Option<Mismatch> {
    let party = |name: &str| case.party_named(name).map(PartyId::index);
    let readings: Vec<(usize, &StepReading)> = steps
        .iter()
        .flat_map(|step| step.readings.iter())
        .filter_map(|(name, reading)| Some((party(&name.value)?, reading)))
        .collect();
    let mut fields = Vec::new();
    for (field, of) in FIELDS {
        let mut told: Vec<(usize, String, Vec<String>)> = readings
            .iter()
            .filter_map(|(party, reading)| {
                let sources = reading.source.iter().map(|source| source.value.clone()).collect();
                Some((*party, of(reading).as_ref()?.value.clone(), sources))
            })
            .collect();
        let first = told.first().map(|(_, words, _)| plain(words));
        if told.iter().all(|(_, words, _)| Some(plain(words)) == first) {
            continue;
        }
        // Those that say the same stand together.
        let place = told.clone();
        told.sort_by_key(|(_, words, _)| place.iter().position(|(_, other, _)| plain(other) == plain(words)));
        fields.push(FieldRead { field, readings: told });
    }
    if fields.is_empty() {
        return None;
    }
    let mut silent: Vec<usize> =
        steps.iter().flat_map(|step| step.actor.iter()).filter_map(|actor| party(&actor.value)).collect();
    silent.sort_unstable();
    silent.dedup();
    silent.retain(|actor| readings.iter().all(|(party, _)| party != actor));
    let mut basis = Basis::default();
    for step in steps {
        basis.item(case, &step.source, step.marking.as_ref());
        step.readings.iter().for_each(|(_, reading)| basis.item(case, &reading.source, None));
    }
    let ids: Vec<String> = steps.iter().map(|step| step.id.value.clone()).collect();
    Some(Mismatch {
        id: format!("roadmap.mismatch.{}", ids.join("+")),
        title: title(steps[0]).to_string(),
        sentence: sentence(case, steps, &fields, &silent),
        steps: ids,
        fields,
        silent,
        basis,
    })
}

/// One sentence with the readings and their sources.
fn sentence(case: &Case, steps: &[&Step], fields: &[FieldRead], silent: &[usize]) -> String {
    let name = |party: usize| case.parties()[party].title.as_str();
    let each: Vec<String> = fields
        .iter()
        .map(|read| {
            let mut groups: Vec<(String, Vec<&str>, Vec<String>)> = Vec::new();
            for (party, words, sources) in &read.readings {
                match groups.iter_mut().find(|(own, _, _)| plain(own) == plain(words)) {
                    Some((_, parties, cited)) => {
                        parties.push(name(*party));
                        cited.extend(
                            sources.iter().filter(|source| !cited.contains(source)).cloned().collect::<Vec<_>>(),
                        );
                    }
                    None => groups.push((words.clone(), vec![name(*party)], sources.clone())),
                }
            }
            let told: Vec<String> = groups
                .iter()
                .map(|(words, parties, sources)| {
                    let cited = if sources.is_empty() { String::new() } else { format!(" [{}]", sources.join(", ")) };
                    format!("{} \"{words}\"{cited}", list(parties, "and"))
                })
                .collect();
            format!("{}: {}", read.field, told.join(", "))
        })
        .collect();
    let parties: std::collections::BTreeSet<usize> =
        fields.iter().flat_map(|read| read.readings.iter().map(|(party, ..)| *party)).collect();
    let what = match steps.len() {
        1 => "is not the same step to".to_string(),
        many => format!("is the name of {} that differ, to", counted(many, "step", "steps")),
    };
    let names: Vec<&str> = parties.iter().map(|party| name(*party)).collect();
    let silent: Vec<&str> = silent.iter().map(|party| name(*party)).collect();
    let silent = match silent.as_slice() {
        [] => String::new(),
        all => format!("; no reading of {} is on record", list(all, "or")),
    };
    format!("\"{}\" {what} {}: {}{silent}.", title(steps[0]), list(&names, "and"), each.join("; "))
}
