//! Plans: whether an order holds by itself, stage by stage, and what would make it hold; trust and inspection.

use super::Order;
use crate::chart::{Chart, Picture, StageBox, StageChart};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::settlement::say::{range, rounded, short};
use crate::text::{Text, anchor};
use zopa_lens::Arithmetic;
use zopa_lens::roadmap::{OrderFound, PatienceFound, PlanFound, StageFound};
use zopa_lens::{Share, Worth};

/// Plans, and parties across the table of stages.
const PLANS: usize = 8;
const ACROSS: usize = 5;
/// Decimals of a slack, and of a patience.
const SLACK: usize = 2;
const PATIENCE: usize = 3;

/// What is said of a case without plans.
pub(super) const NO_PLANS: &str = "No plan is entered, so whether an order would hold by itself cannot be said. The case would need a plan with its stages, each party's patience and what lasting peace is worth to it, and for each step what it costs and what it is worth.";
/// What is said of a case in which nobody has to trust, as far as entered.
const NO_TRUST: &str = "Nothing is entered on trust or inspection. The case would need, for whoever has to trust another, the payoffs of keeping and breaking one's word; for steps that can be broken unseen, what a breach gains and what it loses when seen.";

/// The section "Plans".
pub(super) fn plans(order: &Order<'_>, document: &mut Document) {
    document.heading(2, "Plans", "plans");
    let found = &order.found.plans;
    if found.is_empty() {
        document.push_on(Content::Paragraph(Text::from(NO_PLANS)), &order.run.basis);
        return;
    }
    for plan in found.iter().take(PLANS) {
        document.heading(3, &plan.title, &anchor("plan", &plan.plan));
        let text = Text::new().plain(plan.sentence.clone());
        document.push_on(Content::Paragraph(order.ledger.on_basis(text, &plan.basis)), &plan.basis);
        if plan.missing.is_empty() {
            told(order, plan, document);
        } else {
            let items = plan.missing.iter().map(|missing| Item::from(Text::new().plain(missing.clone()))).collect();
            super::part(document, &plan.plan, "The case would need");
            document.push_on(Content::List { numbered: false, items }, &plan.basis);
        }
    }
    if let Some(more) = super::more(found.len(), PLANS, "plan in the JSON answer", "plans in the JSON answer") {
        document.push(Content::Note(more.text));
    }
}

fn told(order: &Order<'_>, plan: &PlanFound, document: &mut Document) {
    if let Some(best) = plan.orders.get(plan.best) {
        document.push_on(Content::Chart(Box::new(chart(order, plan, best))), &plan.basis);
    }
    for (place, known) in plan.orders.iter().enumerate() {
        if place == plan.best || known.planned {
            stages(order, plan, place, document);
        }
    }
    others(order, plan, document);
    let list = |title: &str, all: Vec<&String>, document: &mut Document| {
        if all.is_empty() {
            return;
        }
        super::part(document, &plan.plan, title);
        let items = all.into_iter().map(|said| Item::from(Text::new().plain(said.clone()))).collect();
        document.push_on(Content::List { numbered: false, items }, &plan.basis);
    };
    additions(plan, document);
    patience(order, plan, document);
    list("What decides", plan.decides.iter().map(|decider| &decider.sentence).collect(), document);
    list("Taken for granted", plan.granted.iter().collect(), document);
    let mut notes = vec!["Slack is what a party would lose by cheating at that stage, on its own scale; below 0 it gains by it. Where scales of parties differ, the weakest stage is that with the least slack in hundredths of a scale.".to_string()];
    if plan.arithmetic == Arithmetic::Sampled {
        notes.push(
            "A range holds nine draws of ten; a share counts draws of the numbers entered, and is no forecast.".into(),
        );
    }
    document.push(Content::Note(Text::new().plain(notes.join(" "))));
}

/// A slack, a patience or an amount with no more digits than it deserves.
fn worth(worth: &Worth, decimals: usize) -> String {
    match worth {
        Worth::Point(value) => rounded(*value, decimals),
        Worth::Between(low, high) => range(*low, *high, decimals),
    }
}

/// The steps of an order: `a + b, c`.
fn steps(order: &Order<'_>, found: &OrderFound) -> String {
    let stage = |stage: &StageFound| stage.steps.iter().map(|id| order.title(id)).collect::<Vec<_>>().join(" + ");
    found.stages.iter().map(stage).collect::<Vec<_>>().join("; ")
}

/// In how many draws an order holds.
fn holds(share: &Share) -> String {
    match (share.n(), short(share).as_str()) {
        (1, "yes") => "holds".into(),
        (1, _) => "does not hold".into(),
        (_, "all") => "holds in all draws".into(),
        (_, "none") => "holds in no draw".into(),
        (_, part) => format!("holds in {part} of the draws"),
    }
}

/// Stages of one order: steps, and the slack of every party with the share of draws in which it is not below 0.
fn stages(order: &Order<'_>, plan: &PlanFound, place: usize, document: &mut Document) {
    let Some(found) = plan.orders.get(place) else { return };
    let what = match (found.planned, place == plan.best) {
        (true, true) => "As planned",
        (true, false) => "As planned, for comparison",
        (false, _) => "Another order, the best found",
    };
    super::part(document, &plan.plan, what);
    document.push(Content::Paragraph(Text::new().plain(format!("It {}.", holds(&found.holds)))));
    let mut parties: Vec<usize> =
        found.stages.iter().flat_map(|stage| stage.slack.iter().map(|(party, ..)| *party)).collect();
    parties.sort_unstable();
    parties.dedup();
    let weakest = found.weakest.as_ref().map(|(stage, party, _)| (*stage, *party));
    let said = |at: usize, party: usize, slack: &Worth, share: &Share| {
        let of = if share.n() > 1 { format!(" ({})", short(share)) } else { String::new() };
        let text = format!("{}{of}", worth(slack, SLACK));
        if weakest == Some((at, party)) {
            Text::new().strong(format!("{text} weakest"))
        } else {
            Text::new().plain(text)
        }
    };
    let names = |stage: &StageFound| Text::new().plain(order.titles(&stage.steps));
    let beside = parties.len() <= ACROSS;
    let row = |(at, stage): (usize, &StageFound)| {
        let number = Text::from((at + 1).to_string());
        let cell = |party: &usize| {
            let own = stage.slack.iter().find(|(known, ..)| known == party);
            own.map_or_else(|| Text::from("none"), |(_, slack, share)| said(at, *party, slack, share))
        };
        let cells: Vec<Text> = if beside {
            parties.iter().map(cell).collect()
        } else {
            let lines = stage.slack.iter().fold(Text::new(), |text, (party, slack, share)| {
                text.new_line().plain(format!("{} ", order.ledger.party(*party))).then(said(at, *party, slack, share))
            });
            vec![lines]
        };
        Row { anchor: String::new(), cells: [number, names(stage)].into_iter().chain(cells).collect() }
    };
    let mut titles = vec!["Stage".to_string(), "Steps".into()];
    if beside {
        titles.extend(parties.iter().map(|party| format!("Slack of {}", order.ledger.party(*party))));
    } else {
        titles.push("Slack".into());
    }
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let rows = found.stages.iter().enumerate().map(row).collect();
    let table = Table { caption: format!("{}: {what}", plan.title), columns: columns(&titles), rows };
    document.push_on(Content::Table(table), &plan.basis);
    if !found.breaks.is_empty() {
        document.push(Content::Paragraph(Text::new().strong("It breaks what is on record:")));
        let items = found.breaks.iter().map(|said| Item::from(Text::new().plain(said.clone()))).collect();
        document.push_on(Content::List { numbered: false, items }, &plan.basis);
    }
}

/// Orders that are neither the best nor the one planned.
fn others(order: &Order<'_>, plan: &PlanFound, document: &mut Document) {
    let all = plan.orders.iter().enumerate().filter(|(place, known)| *place != plan.best && !known.planned);
    let items: Vec<Item> = all
        .map(|(_, known)| Item::from(Text::new().plain(format!("{} ({})", steps(order, known), holds(&known.holds)))))
        .collect();
    if !items.is_empty() {
        super::part(document, &plan.plan, "Other orders looked at");
        document.push_on(Content::List { numbered: false, items }, &plan.basis);
    }
}

fn additions(plan: &PlanFound, document: &mut Document) {
    if plan.additions.is_empty() {
        return;
    }
    super::part(document, &plan.plan, "What would make it hold");
    document.push(Content::Paragraph(Text::from("The least of each kind, all else as it is.")));
    let items = plan.additions.iter().map(|addition| {
        let enough = match (addition.enough.n(), addition.enough.hits() == addition.enough.n()) {
            (1, _) => String::new(),
            (_, true) => " Enough wherever it does not hold.".into(),
            (_, false) => format!(" Enough in {} of the draws in which it does not hold.", short(&addition.enough)),
        };
        Item::from(Text::new().strong(addition.kind.word()).plain(format!(": {}{enough}", addition.sentence)))
    });
    document.push_on(Content::List { numbered: false, items: items.collect() }, &plan.basis);
}

fn patience(order: &Order<'_>, plan: &PlanFound, document: &mut Document) {
    if plan.patience.is_empty() {
        return;
    }
    super::part(document, &plan.plan, "Least patience");
    let draws = plan.arithmetic == Arithmetic::Sampled;
    let row = |found: &PatienceFound| {
        let least = found.least.as_ref().map_or_else(|| "none is enough".to_string(), |least| worth(least, PATIENCE));
        let mut cells = vec![Text::new().party(order.ledger.party(found.party)), Text::new().plain(least)];
        cells.extend(draws.then(|| Text::new().plain(short(&found.some))));
        Row { anchor: String::new(), cells }
    };
    let mut titles = vec!["Party", "Keeps the order from a patience of (0 to 1)"];
    titles.extend(draws.then_some("Draws in which some patience is enough"));
    let table = Table {
        caption: format!("{}: least patience", plan.title),
        columns: columns(&titles),
        rows: plan.patience.iter().map(row).collect(),
    };
    document.push_on(Content::Table(table), &plan.basis);
}

/// The stages of the best order as a picture.
fn chart(order: &Order<'_>, plan: &PlanFound, best: &OrderFound) -> Chart {
    let stage = |(at, stage): (usize, &StageFound)| {
        let weakest = best.weakest.as_ref().filter(|(weakest, ..)| *weakest == at);
        StageBox {
            steps: stage.steps.iter().map(|id| order.title(id).to_string()).collect(),
            slack: stage
                .slack
                .iter()
                .map(|(party, slack, _)| (order.ledger.party(*party).to_string(), worth(slack, SLACK)))
                .collect(),
            weakest: weakest.and_then(|(_, party, _)| stage.slack.iter().position(|(known, ..)| known == party)),
        }
    };
    let which = if best.planned { "as planned" } else { "the best order found" };
    Chart {
        anchor: anchor("stages", &plan.plan),
        title: format!("{}: stages, {which}", plan.title),
        caption: Text::new().plain(format!(
            "The stages in order ({which}). Below each step the slack of every party that could cheat in it; the weakest has a thick frame."
        )),
        picture: Picture::Stages(StageChart { stages: best.stages.iter().enumerate().map(stage).collect() }),
        tables: Vec::new(),
    }
}

/// The section "Trust and inspection".
pub(super) fn trust(order: &Order<'_>, document: &mut Document) {
    document.heading(2, "Trust and inspection", "trust");
    let (trust, inspections) = (&order.found.trust, &order.found.inspections);
    if trust.is_empty() && inspections.is_empty() {
        document.push_on(Content::Paragraph(Text::from(NO_TRUST)), &order.run.basis);
        return;
    }
    let told = trust.iter().map(|found| (found.sentence.as_str(), &found.basis));
    let told = told.chain(inspections.iter().map(|found| (found.sentence.as_str(), &found.basis)));
    let bases = trust.iter().map(|found| &found.basis).chain(inspections.iter().map(|found| &found.basis));
    let basis = crate::brief::joined(bases);
    document.push_on(Content::List { numbered: false, items: order.sentences(told) }, &basis);
}
