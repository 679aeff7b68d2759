//! What the lens `roadmap` finds.

use crate::run::{Arithmetic, Basis, Stop};
use crate::share::Share;
use crate::worth::Worth;
use jiff::civil::Date;

/// All findings of the lens `roadmap`. Parties are indices into the case's parties; steps, ratifiers and actions are
/// told by id.
#[derive(Clone, Debug)]
pub struct Roadmap {
    /// Every step, in file order: where it stands, and what it waits for.
    pub steps: Vec<StepFound>,
    /// Steps that parties read differently, in file order.
    pub mismatches: Vec<Mismatch>,
    /// What waits for each other, by the first step of each.
    pub deadlocks: Vec<Deadlock>,
    /// When steps can come about; empty without steps.
    pub calendar: Calendar,
    /// Plans of the case with what each holds by itself, in file order.
    pub plans: Vec<PlanFound>,
    /// Where one party has to trust another, in file order.
    pub trust: Vec<TrustFound>,
    /// How surely a breach must be seen, by step and party in file order.
    pub inspections: Vec<Inspection>,
}

/// Something that a step, ratifier or action does: an event that others wait for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventFound {
    /// The step, ratifier or action, by id.
    pub of: String,
    /// As a rule says it: `begun(..)`, `done(..)`, `held(.. for 60 days)`, `passed(..)`, `taken(..)`.
    pub event: String,
    /// In words: `Withdrawal has begun`.
    pub words: String,
}

/// Where a condition comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The step's own precondition.
    Precondition,
    /// An entry of the ledger with a condition.
    Entry,
    /// An option that sets an order, which a party holds.
    Option,
    /// What a ratifier needs before it can decide.
    Ratifier,
}

impl Origin {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Precondition => "precondition",
            Self::Entry => "entry",
            Self::Option => "option",
            Self::Ratifier => "ratifier",
        }
    }
}

/// A condition that must be met before something can come about.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// Stable id: what waits, who states it in what, and a number where one origin has several conditions.
    pub id: String,
    /// What waits: a step or a ratifier, by id.
    pub from: String,
    /// The condition as a rule.
    pub rule: String,
    /// The condition in words.
    pub words: String,
    /// What it names, each once.
    pub events: Vec<EventFound>,
    /// Where it comes from.
    pub origin: Origin,
    /// The entry, step or ratifier that states it, or `ISSUE.OPTION`, by id; several joined by ` or `.
    pub stated_in: String,
    /// Whose condition it is, where that is known.
    pub owner: Option<usize>,
    /// Known only by another's account.
    pub account: bool,
    /// When it was said or published, as written.
    pub date: String,
    /// Days from then to the day of the case; `None` without a date.
    pub age: Option<i32>,
    /// Ids of its sources.
    pub sources: Vec<String>,
    /// Whether it is met on the day of the case.
    pub met: bool,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was done.
    Done,
    /// It has begun.
    Begun,
    /// No condition is unmet and nobody's line is crossed: it can be done now.
    Now,
    /// It waits for others that can be done.
    Waits,
    /// It can be done in no order: what it waits for waits for it, or for something that is locked.
    Locked,
    /// Nothing is unmet, and every way of doing it crosses a line on record or is refused.
    Refused,
}

impl Standing {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Begun => "begun",
            Self::Now => "now",
            Self::Waits => "waits",
            Self::Locked => "locked",
            Self::Refused => "refused",
        }
    }
}

/// A step: where it stands, what it waits for, what it opens.
#[derive(Clone, Debug, PartialEq)]
pub struct StepFound {
    /// Stable id: `roadmap.step.STEP`.
    pub id: String,
    /// The step, by id.
    pub step: String,
    /// Name as shown.
    pub title: String,
    /// Who does it.
    pub actors: Vec<usize>,
    /// Who verifies it.
    pub verifier: Option<String>,
    /// Where it stands.
    pub standing: Standing,
    /// Its conditions.
    pub waits: Vec<Wait>,
    /// Steps and ratifiers whose last unmet condition it would meet, by id.
    pub opens: Vec<String>,
    /// Steps and ratifiers that name it in a condition, by id.
    pub named_by: Vec<String>,
    /// Lines that every way of doing it crosses, by id, each with whose it is and whether it is the analyst's reading.
    pub crosses: Vec<(String, usize, bool)>,
    /// Parties that refuse every way of doing it in their own words.
    pub refused_by: Vec<usize>,
    /// Parties that would act or consent and whose yes to no way of doing it is on record.
    pub no_yes_of: Vec<usize>,
    /// What it takes for granted: that the package says so, or that something has not happened.
    pub granted: Vec<String>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A field of a step that parties read differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRead {
    /// start, end, area, object, exceptions or proof.
    pub field: &'static str,
    /// What each says: the party, its words, the sources. Parties that say the same stand together in order.
    pub readings: Vec<(usize, String, Vec<String>)>,
}

/// A step that parties read differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// Stable id: `roadmap.mismatch.STEP`, of two steps of one name `roadmap.mismatch.STEP+STEP`.
    pub id: String,
    /// The steps, by id: one, or several of one name.
    pub steps: Vec<String>,
    /// Name as shown.
    pub title: String,
    /// The fields that are read differently.
    pub fields: Vec<FieldRead>,
    /// Actors whose reading is not on record.
    pub silent: Vec<usize>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A way out of a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct Exit {
    /// What it takes the place of: the condition, by id.
    pub wait: String,
    /// What would have to happen instead, as a rule; for an option that nobody of those concerned has spoken on, the
    /// option, `ISSUE = OPTION`.
    pub rule: String,
    /// In words; for an option the title of its issue.
    pub words: String,
    /// On record as an alternative by the condition's owner. Otherwise the owner has said nothing on it.
    pub on_record: bool,
    /// Whether it can be done as far as the record goes.
    pub possible: bool,
    /// The owner.
    pub owner: Option<usize>,
    /// When it was said, as written.
    pub date: String,
    /// Days from then to the day of the case.
    pub age: Option<i32>,
    /// Ids of its sources.
    pub sources: Vec<String>,
    /// Parties that would have to act and have not answered it on record.
    pub unanswered: Vec<usize>,
    /// Parties that want or accept it on record, for an option.
    pub wanted_by: Vec<usize>,
}

/// One thing waits for another, within a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// What waits, by id.
    pub from: String,
    /// For what, by id.
    pub to: String,
    /// The event it waits for, as a rule.
    pub event: String,
    /// The condition, by id.
    pub wait: String,
    /// Whose condition.
    pub owner: Option<usize>,
    /// Known only by another's account.
    pub account: bool,
    /// When it was said, as written.
    pub date: String,
    /// Ids of its sources.
    pub sources: Vec<String>,
}

/// A usual way to take a condition out of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WayOut {
    /// Both take effect at the same moment, by one act.
    Simultaneous,
    /// What is done first is held by a third party until the other is done.
    Escrow,
    /// A part of the step first, for a part of what it waits for.
    Partial,
    /// The vote is taken first, in force only when its condition is met.
    ConditionalRatification,
}

impl WayOut {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Simultaneous => "simultaneous-entry",
            Self::Escrow => "escrow",
            Self::Partial => "partial-step",
            Self::ConditionalRatification => "conditional-ratification",
        }
    }
}

/// A minimal set of conditions without which nothing of a lock waits for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// The conditions, by id.
    pub waits: Vec<String>,
    /// For each condition, usual ways to do without it.
    pub ways: Vec<Vec<WayOut>>,
    /// In a sentence.
    pub sentence: String,
}

/// Things that wait for each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadlock {
    /// Stable id: `roadmap.deadlock.` and its first step or ratifier.
    pub id: String,
    /// The first step of it in file order, by id.
    pub goal: String,
    /// All of it, by id: steps in file order, then ratifiers.
    pub members: Vec<String>,
    /// Names as shown, in the same order.
    pub titles: Vec<String>,
    /// Whether every alternative locks; else it locks unless a way out is taken.
    pub locked: bool,
    /// The ways out: first those on record, then options that the owner has not spoken on.
    pub unless: Vec<Exit>,
    /// Who waits for what.
    pub edges: Vec<Edge>,
    /// Minimal sets of conditions that lock it when no way out is taken, by id.
    pub cores: Vec<Vec<String>>,
    /// Minimal sets of conditions whose fall would free all of it.
    pub cuts: Vec<Cut>,
    /// Whether cores and cuts are all there are.
    pub complete: bool,
    /// Steps and ratifiers outside that cannot come about before it, by id.
    pub holds_up: Vec<String>,
    /// Steps of it that parties read differently, by id.
    pub mismatched: Vec<String>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// When steps can come about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    /// Stable id: `roadmap.calendar`.
    pub id: String,
    /// Every step and ratifier that can come about, steps in file order, then ratifiers.
    pub dates: Vec<Dated>,
    /// The chain that makes the end as late as it is: events in order, each with its earliest day.
    pub critical: Vec<(EventFound, Date)>,
    /// Deadlines that cannot be kept, and other conflicts of dates.
    pub conflicts: Vec<DateConflict>,
    /// Whether the latest days were computed (limit).
    pub complete: bool,
    /// What it rests on.
    pub basis: Basis,
}

/// When a step or ratifier can come about. All days are bounds: what has no duration counts as taking none.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// The step or ratifier, by id.
    pub of: String,
    /// Name as shown.
    pub title: String,
    /// The first day on which it can begin, or the day it began; for a ratifier the first day on which it can say yes.
    pub begin: Date,
    /// The first day on which it can be done.
    pub done: Date,
    /// Whether its duration is given.
    pub duration_known: bool,
    /// The last day on which it can begin without a deadline being missed that could be kept; `None`: no deadline
    /// hangs on it.
    pub latest: Option<Date>,
    /// Its own deadline.
    pub deadline: Option<Date>,
    /// Whether it lies on the chain that makes the end as late as it is.
    pub critical: bool,
}

/// A conflict of dates.
#[derive(Clone, Debug, PartialEq)]
pub struct DateConflict {
    /// Stable id: `roadmap.conflict.` and the step or leverage.
    pub id: String,
    /// The step or leverage, by id.
    pub of: String,
    /// Whether the deadline is a facilitator's: its own step, condition or leverage.
    pub facilitators: bool,
    /// The deadline; `None`: a step is asked to hold for longer than it lasts.
    pub deadline: Option<Date>,
    /// The first day possible.
    pub earliest: Option<Date>,
    /// The events on the way that make it late, in order.
    pub chain: Vec<(EventFound, Date)>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A stage of an order of steps.
#[derive(Clone, Debug, PartialEq)]
pub struct StageFound {
    /// The steps taken at once, by id.
    pub steps: Vec<String>,
    /// By party that could cheat in it: the slack on its own scale, and in how many draws it is not below 0.
    pub slack: Vec<(usize, Worth, Share)>,
}

/// An order of steps, and whether nobody gains by cheating in it.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderFound {
    /// Whether it is the one that the plan gives.
    pub planned: bool,
    /// The stages.
    pub stages: Vec<StageFound>,
    /// The least slack over stages and parties; where scales differ, in hundredths of each party's scale.
    pub least: Option<Worth>,
    /// In how many draws it holds.
    pub holds: Share,
    /// The weakest stage: number from 0, party, its slack.
    pub weakest: Option<(usize, usize, Worth)>,
    /// Conditions on record that it breaks, in words; what breaks one cannot be planned so.
    pub breaks: Vec<String>,
}

/// What would make an order hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AdditionKind {
    /// Something of the party's, lost when it cheats in that stage.
    Deposit,
    /// More worth of lasting peace to the party.
    Guarantee,
    /// A better chance that cheating in that stage is seen.
    Verification,
    /// The stage in equal parts, one after the other.
    Splitting,
}

impl AdditionKind {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Guarantee => "guarantee",
            Self::Verification => "verification",
            Self::Splitting => "splitting",
        }
    }
}

/// The least of one kind that makes an order hold, all else as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Addition {
    /// What kind.
    pub kind: AdditionKind,
    /// Who brings it; `None`: nobody in particular.
    pub party: Option<usize>,
    /// The stage, from 0; `None`: at the end.
    pub stage: Option<usize>,
    /// How much: on the party's scale, a chance, or a number of parts. Over draws in which it is needed.
    pub amount: Worth,
    /// In how many draws it (with the others of its kind) is enough where the order does not hold.
    pub enough: Share,
    /// In a sentence.
    pub sentence: String,
}

/// An assumption that decides whether the order holds.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDecider {
    /// Path of the number.
    pub path: String,
    /// What it is, in words.
    pub title: String,
    /// The ends of the lowest and the highest third of its draws, in words.
    pub thirds: (String, String),
    /// The share of draws that hold in the lowest third, and in the highest.
    pub shares: (Share, Share),
    /// In a sentence.
    pub sentence: String,
}

/// The least patience with which a party keeps an order, its other numbers as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct PatienceFound {
    /// The party.
    pub party: usize,
    /// From 0 to 1; `None`: no patience is enough.
    pub least: Option<Worth>,
    /// In how many draws some patience is enough.
    pub some: Share,
}

/// A plan: whether it holds by itself, and whether another order would.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFound {
    /// Stable id: `roadmap.plan.PLAN`.
    pub id: String,
    /// The plan, by id.
    pub plan: String,
    /// Name as shown.
    pub title: String,
    /// What is missing before anything can be said, in words; then the rest is empty.
    pub missing: Vec<String>,
    /// Exact where all numbers are points, sampled over draws where not.
    pub arithmetic: Arithmetic,
    /// Draws made; 1 where all numbers are points.
    pub draws: u64,
    /// The order as planned first, then others: the best found, by the share of draws in which they hold.
    pub orders: Vec<OrderFound>,
    /// The order of `orders` that does best, as an index.
    pub best: usize,
    /// Where all numbers are points: an upper bound of the least slack of any order; equal to the best's where that
    /// is proved to be the best.
    pub bound: Option<Worth>,
    /// Whether the best order is proved to be the best (of every draw in which it was looked for).
    pub proved: bool,
    /// Draws in which the best order was looked for.
    pub searched: u64,
    /// Of the best order where it does not hold in every draw: what would make it hold.
    pub additions: Vec<Addition>,
    /// By party, with the best order.
    pub patience: Vec<PatienceFound>,
    /// What the best order hangs on.
    pub decides: Vec<PlanDecider>,
    /// What was taken for granted, in words.
    pub granted: Vec<String>,
    /// Why the search ended.
    pub stop: Stop,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// Whether a party can risk to trust another (Kydd 2005).
#[derive(Clone, Debug, PartialEq)]
pub struct TrustFound {
    /// Stable id: `roadmap.trust.TRUST`.
    pub id: String,
    /// Who has to trust.
    pub party: usize,
    /// Whom.
    pub whom: usize,
    /// The step it is about, by id.
    pub step: Option<String>,
    /// The chance from which on to trust pays, at least and at most, with the numbers entered. `None` in place of a
    /// number: with these it never pays, whatever the chance.
    pub threshold: (Option<f64>, Option<f64>),
    /// Whether it pays at the chance believed; `None`: not said, or it hangs on where in their ranges the numbers are.
    pub pays: Option<bool>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// How surely a breach must be seen so that it does not pay (Dresher 1962; Avenhaus et al. 1996).
#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    /// Stable id: `roadmap.inspection.STEP.PARTY`.
    pub id: String,
    /// The step, by id.
    pub step: String,
    /// The party that could break it.
    pub party: usize,
    /// The least and the largest that the chance of being seen must be, with the numbers entered.
    pub needed: (f64, f64),
    /// Whether the chance entered is enough; `None`: none entered, or it hangs on where in their ranges the numbers are.
    pub enough: Option<bool>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}
