//! What a deal is worth to a party: orders, ranges, points. Never for real people.

use super::basics::Marking;
use crate::decode::{OneOrMany, Pairs, Prose, record};
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
        /// File with one row a package, instead of weights and values.
        table: Option<At<String>> = "table",
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
