//! What happens around the table: actions, drivers, the costs of fighting, leverage, ripeness.

use super::basics::Marking;
use crate::date::DateSpan;
use crate::decode::{OneOrMany, Pairs, Prose, record, words};
use crate::quantity::{Duration, Quantity};
use crate::rule::RuleText;
use crate::span::At;

words! {
    /// Which way an action can be changed.
    pub enum Moves "moves" {
        /// Taken up and given up.
        Both = "both",
        /// Only taken up.
        Forward = "forward",
        /// Only given up.
        Back = "back",
    }
}

words! {
    /// Whether an action is being taken today.
    pub enum Today "today" {
        /// It is.
        Taken = "taken",
        /// It is not.
        NotTaken = "not taken",
    }
}

record! {
    /// A yes-or-no course of action of a party beside the table.
    pub struct Action "action" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// Who decides it.
        party: At<String> = "party",
        /// both (unless said), forward or back.
        moves: Option<At<Moves>> = "moves",
        /// taken or not taken.
        today: Option<At<Today>> = "today",
        /// It can be taken only while this rule holds.
        only_if: Option<RuleText> = "only if",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// A graph model of what happens beside the table: courses of action, what cannot be, and who prefers what (Fang, Hipel & Kilgour 1993).
    pub struct Conflict "conflict" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// The actions it is about, in the order of the bits of a state's number; all of the case unless given.
        actions: Vec<At<String>> = "actions",
        /// Rules over `taken(..)`: what can never be.
        impossible: Vec<RuleText> = "impossible",
        /// Who prefers which states. A party without an entry is taken by what its linkages over `taken(..)` are worth.
        preferences: Pairs<StatePreferences> = "preferences",
        /// Rules over `taken(..)`: what somebody would like to see hold; asked how it could.
        wanted: Vec<RuleText> = "wanted",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// Words of the source.
        quote: Option<At<String>> = "quote",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// Which states of a conflict a party prefers: by statements, or by a ranking.
    pub struct StatePreferences "preferences over states" {
        /// Rules over `taken(..)` in falling order of importance: of two states the better is that in which the first statement that tells them apart holds. Of those listed together the order is not known.
        statements: Vec<OneOrMany<RuleText>> = "statements",
        /// States by number, best first; equal ones together. Bit j of a number is the conflict's action j.
        ranking: Vec<OneOrMany<At<u64>>> = "ranking",
        /// A difference that one of the first so many statements makes is a large one; in a ranking, one of so many places or more.
        much: Option<At<u64>> = "much",
        /// Rules over `taken(..)`: states that one of these tells apart cannot be compared.
        unknown: Vec<RuleText> = "unknown",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// Something outside the room that moves the talks.
    pub struct Driver "driver" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: At<String> = "name",
        /// Unit.
        unit: Option<At<String>> = "unit",
        /// Value today.
        today: Option<Quantity> = "today",
        /// Range it can take, [low, high].
        range: Option<Quantity> = "range",
        /// Day it was looked at.
        date: Option<At<DateSpan>> = "date",
        /// After this long it is stale.
        stale_after: Option<At<Duration>> = "stale after",
        /// What it does to quantities of the case.
        effects: Vec<Effect> = "effects",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// Words of the source.
        quote: Option<At<String>> = "quote",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// What a driver does to a quantity.
    pub struct Effect "effect" {
        /// Path of the quantity, such as preferences.north.no deal or lines.ridge.firmness.
        quantity: At<String> = "quantity",
        /// Change of the quantity for one unit by which the driver moves away from today.
        by: Quantity = "by",
        /// A remark.
        note: Option<Prose> = "note",
    }
}

record! {
    /// Chances and costs of fighting, where somebody states them.
    pub struct Power "power" {
        /// Name.
        id: At<String> = "id",
        /// What is fought over, or the indivisible pie.
        about: Option<At<String>> = "about",
        /// Chance of winning, by party, 0 to 1.
        chance: Pairs<Quantity> = "chance",
        /// Cost of fighting, by party, as a share of what is fought over.
        cost: Pairs<Quantity> = "cost",
        /// Chance of winning a period later, by party, 0 to 1: what is fought over then yields period by period.
        next: Pairs<Quantity> = "next",
        /// What a period later counts for, 0 to 1.
        patience: Option<Quantity> = "patience",
        /// Who states it.
        by: Option<At<String>> = "by",
        /// Day.
        date: Option<At<DateSpan>> = "date",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source" required,
        /// Words of the source.
        quote: Option<At<String>> = "quote",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

words! {
    /// What kind of leverage.
    pub enum LeverKind "leverage kind" {
        /// Adds to the worth of a deal.
        Inducement = "inducement",
        /// Takes from the value of no deal.
        Pressure = "pressure",
    }
}

record! {
    /// An inducement or pressure that somebody could bring.
    pub struct Lever "leverage" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// Who brings it.
        by: At<String> = "by",
        /// Whom it moves.
        upon: At<String> = "upon",
        /// inducement or pressure.
        kind: At<LeverKind> = "kind",
        /// How much it moves, on the scale of the party moved.
        worth: Option<Quantity> = "worth",
        /// What it costs the one who brings it.
        cost: Option<Quantity> = "cost",
        /// Chance that it is believed, 0 to 1.
        credibility: Option<Quantity> = "credibility",
        /// Last day it is on offer.
        until: Option<At<DateSpan>> = "until",
        /// The condition, as a rule.
        condition: Option<RuleText> = "if",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// Words of the source.
        quote: Option<At<String>> = "quote",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

words! {
    /// An analyst's vote on an element of ripeness.
    pub enum Vote "vote" {
        /// Seen.
        Present = "present",
        /// Not seen.
        Absent = "absent",
        /// Cannot be said.
        Unclear = "unclear",
    }
}

record! {
    /// One analyst's vote on one element of ripeness (Zartman 2000).
    pub struct RipenessVote "ripeness vote" {
        /// Such as hurting stalemate, way out, valid spokesman.
        element: At<String> = "element",
        /// About which party; all unless said.
        party: Option<At<String>> = "party",
        /// Who votes.
        analyst: At<String> = "analyst",
        /// present, absent or unclear.
        vote: At<Vote> = "vote",
        /// Day.
        date: At<DateSpan> = "date",
        /// What it rests on.
        evidence: Option<Prose> = "evidence",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}
