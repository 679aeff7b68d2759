//! What a deal is worth to a party: orders, ranges, points. Never for real people.

use super::basics::Marking;
use crate::decode::{OneOrMany, Pairs, Prose, record, words};
use crate::quantity::{Quantity, Scale};
use crate::rule::RuleText;
use crate::span::At;

record! {
    /// A party's values. Beside the keys below, each issue's id is a key with weight, values, order.
    pub struct Preferences "preferences" {
        /// 100, 1 or raw: the scale of weights, values and no-deal value.
        scale: At<Scale> = "scale",
        /// Value of no deal, on the same scale; no default.
        no_deal: Option<Quantity> = "no deal",
        /// Issues by falling swing (worst to best option); equal ones joined by =.
        order_of_weights: Vec<At<String>> = "order of weights",
        /// Worth by issue.
        issues: Pairs<IssueWorth> = rest,
        /// Value added when a rule holds.
        linkages: Vec<Linkage> = "linkages",
        /// CSV file beside the case with one row a package, instead of weights and values.
        table: Option<At<String>> = "table",
        /// What later agreement loses in value; kept for the rounds, no part of any other answer.
        discount: Option<Discount> = "discount",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// What an issue is worth to a party.
    pub struct IssueWorth "worth of an issue" {
        /// Weight of the issue.
        weight: Option<Quantity> = "weight",
        /// Values of options; what is left out is between those known by the order.
        values: Pairs<Quantity> = "values",
        /// Options from worst to best; equal ones joined by =.
        order: Vec<At<String>> = "order",
    }
}

record! {
    /// How a party's values fall while the talks go on.
    pub struct Discount "discount" {
        /// What the value is multiplied by, 0 to 1; 1 is no loss.
        factor: Quantity = "factor",
        /// How often.
        per: At<DiscountPer> = "per",
    }
}

words! {
    /// How often a discount is taken.
    pub enum DiscountPer "discount" {
        /// Once for every round that has passed: value times factor to the power of the rounds.
        Round = "round",
        /// Over the whole time of the talks: value times factor to the power of the share of it that has passed.
        Time = "time",
    }
}

record! {
    /// A value that comes on top when a rule over several issues holds.
    pub struct Linkage "linkage" {
        /// Name.
        id: At<String> = "id",
        /// The rule.
        when: RuleText = "when",
        /// Added value (may be negative), on the party's scale.
        value: Quantity = "value",
        /// A remark.
        note: Option<Prose> = "note",
    }
}
