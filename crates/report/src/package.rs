//! One package looked at, as a page: what was said of it, lines, what it is worth, who is short.

use crate::brief::{BriefOptions, page};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::settlement::say::{decimals, range, rounded, short};
use crate::text::Text;
use zopa_case::{Case, Truth};
use zopa_lens::settlement::{Acceptable, Look, PartyLook, Said};
use zopa_lens::{Run, Worth};

/// A package looked at.
///
/// `case` is the case it was looked at in (cut to its day and audience).
pub fn package_document(case: &Case, run: &Run<Look>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "package", options, |ledger, document| {
        let found = &run.findings;
        document.heading(2, "This package", "package");
        document.push_on(Content::Paragraph(Text::from(found.sentence.as_str())), &run.basis);
        let party = |at: usize| ledger.party(at);
        said(case, found, &party, document);
        rules(found, document);
        lines(case, found, &party, document);
        if found.parties.iter().any(|own| own.worth.is_some()) {
            worth(found, &party, document);
        }
    })
}

fn said<'a>(case: &Case, found: &Look, party: &dyn Fn(usize) -> &'a str, document: &mut Document) {
    if found.said.is_empty() {
        return;
    }
    document.heading(3, "Said of it on record", "package-said");
    let heads =
        ["Issue", "Taken", "Want or accept it", "Refuse it", "On a condition", "Spoke of other things", "Silent"];
    let rows = found.said.iter().map(|own| {
        let issue = &case.issues()[own.issue];
        let of = |said: Said| {
            let all = own.by.iter().filter(|(_, known)| *known == said).map(|(at, _)| party(*at));
            all.enumerate()
                .fold(Text::new(), |text, (at, name)| text.plain(if at == 0 { "" } else { ", " }).party(name))
        };
        let all = [Said::Accepts, Said::Refuses, Said::Depends, Said::Otherwise, Said::Silent].map(of);
        let name = issue.outcome_name(own.outcome);
        let text = issue.options.iter().find(|option| option.name == name).map(|option| option.text.as_str());
        let taken = match text.filter(|text| !text.is_empty() && *text != name) {
            Some(text) => Text::new().strong(&name).plain(format!(" {text}")),
            None => Text::new().strong(&name),
        };
        let taken = [Text::from(issue.title.as_str()), taken];
        Row { anchor: own.id.clone(), cells: taken.into_iter().chain(all).collect() }
    });
    let table = Table {
        caption: "What each whose yes is needed said of it".into(),
        columns: columns(&heads),
        rows: rows.collect(),
    };
    document.push(Content::Table(table));
}

fn rules(found: &Look, document: &mut Document) {
    let item = |(name, text): &(String, String), lead: &str| {
        Item::from(Text::new().plain(lead).code(name).plain(": ").code(text))
    };
    let items: Vec<Item> = (found.breaks.iter().map(|own| item(own, "Broken: ")))
        .chain(found.open_rules.iter().map(|own| item(own, "Hangs on what is open: ")))
        .collect();
    if !items.is_empty() {
        document.heading(3, "Rules of the case", "package-rules");
        document.push(Content::List { numbered: false, items });
    }
}

fn lines<'a>(case: &Case, found: &Look, party: &dyn Fn(usize) -> &'a str, document: &mut Document) {
    if found.lines.is_empty() {
        return;
    }
    document.heading(3, "Lines", "package-lines");
    let rows = found.lines.iter().map(|own| {
        let known = case.line(own.line);
        let crossed = if own.crossed == Truth::Yes { "crossed" } else { "hangs on what is open, or on events" };
        let cells = vec![
            Text::new().code(&known.name),
            Text::new().party(party(known.party.index())),
            Text::new().code(&known.text),
            Text::from(crossed),
            Text::from(if known.not_for_trade { "not for trade" } else { "" }),
        ];
        Row { anchor: own.id.clone(), cells }
    });
    let heads = ["Line", "Of", "Says", "By this package", ""];
    let table =
        Table { caption: "Lines that it crosses, or may".into(), columns: columns(&heads), rows: rows.collect() };
    document.push(Content::Table(table));
}

fn worth<'a>(found: &Look, party: &dyn Fn(usize) -> &'a str, document: &mut Document) {
    document.heading(3, "Worth", "package-worth");
    let said = |own: &PartyLook, worth: Option<Worth>| match worth {
        None => Text::from("not known"),
        Some(worth) => {
            let digits = decimals(own.entered.scale.as_deref());
            Text::from(match worth {
                Worth::Point(value) => rounded(value, digits),
                Worth::Between(low, high) => range(low, high, digits),
            })
        }
    };
    let rows = found.parties.iter().map(|own| {
        let consents = own.entered.consents;
        let nothing = || Text::from(if consents { "not known" } else { "its yes is not needed" });
        let cells = vec![
            Text::new().party(party(own.entered.party)),
            said(own, own.worth),
            if consents { said(own, own.no_deal) } else { nothing() },
            own.short.as_ref().map_or_else(nothing, |share| match (found.draws, share.hits()) {
                (1, 0) => Text::from("no"),
                (1, _) => Text::from("yes"),
                _ => Text::from(short(share)),
            }),
            own.by.map_or_else(Text::new, |by| said(own, Some(by))),
            Text::from(own.acceptable.map_or("", acceptable)),
        ];
        Row { anchor: own.id.clone(), cells }
    });
    let heads = ["Party", "Worth", "No deal", "Short", "By", "Worth no deal at least"];
    let caption = match found.draws {
        1 => "What it is worth to each, on its own scale",
        _ => "What it is worth to each, on its own scale: from the 5th to the 95th of a hundred draws",
    };
    document.push(Content::Table(Table { caption: caption.into(), columns: columns(&heads), rows: rows.collect() }));
}

fn acceptable(known: Acceptable) -> &'static str {
    match known {
        Acceptable::Necessarily => "in every set of numbers",
        Acceptable::Possibly => "in some sets of numbers",
        Acceptable::Never => "in none",
        Acceptable::NotKnown => "not known",
    }
}
