//! What was said: entries, packages, lines, mandates, and the case's logic.

use super::basics::Marking;
use crate::date::DateSpan;
use crate::decode::{OneOrMany, Pairs, Prose, record, words};
use crate::quantity::Quantity;
use crate::rule::RuleText;
use crate::span::At;

words! {
    /// How an entry came to be known.
    pub enum Stated "stated" {
        /// Said in public by the party.
        Public = "public",
        /// Said by the party to those who keep the case.
        Private = "private",
        /// Got out without the party's consent.
        Leaked = "leaked",
        /// Told by somebody else.
        Reported = "reported",
        /// Concluded by the analyst.
        Inferred = "inferred",
    }
}

words! {
    /// What an entry does with options.
    pub enum Stance "stance" {
        /// Wants them.
        Wants = "wants",
        /// Wants them, and refuses the rest while this stands.
        Demands = "demands",
        /// Would take them.
        Accepts = "accepts",
        /// Refuses them.
        Rejects = "rejects",
        /// Offers them; not an acceptance.
        Offers = "offers",
        /// Floats them; not an acceptance.
        Floats = "floats",
        /// Wants one of them; the source does not say which.
        OneOf = "one of",
        /// Wants something between two options that is not on the ladder; never counted as either.
        Between = "between",
        /// Wants all of them together (issues with `choose: any`).
        WantsAll = "wants all",
    }
}

/// The options of a stance on one issue; the issue is `None` where the entry's `issue:` names it.
pub type OptionsOn = (Option<At<String>>, Vec<At<String>>);

/// One stance of an entry: the stance and the options it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct StanceOn {
    /// What is done with the options.
    pub stance: Stance,
    /// Options per issue.
    pub on: Vec<OptionsOn>,
}

/// A remark on how firmly the source puts it, in the source's words.
pub type Hedge = At<String>;

record! {
    /// One dated, sourced line of the ledger. Beside the keys below it has one or several stances
    /// (wants, demands, accepts, rejects, offers, floats, one of, between, wants all), each with
    /// options of `issue:` or a map from issues to options.
    pub struct Entry "ledger entry" {
        /// Stable name; else made of party, issue and date.
        id: Option<At<String>> = "id",
        /// Day it was said.
        date: At<DateSpan> = "date",
        /// Who said it, or is said to have.
        party: At<String> = "party",
        /// The issue the stances are about.
        issue: Option<At<String>> = "issue",
        /// The stances.
        stances: Vec<StanceOn> = stances,
        /// A position that no option expresses, in words.
        off_ladder: Option<At<String>> = "off ladder",
        /// The party it stands behind in this.
        backs: Option<At<String>> = "backs",
        /// How far, or of what, where the source says or fails to say.
        extent: Option<At<String>> = "extent",
        /// The condition, as a rule.
        condition: Option<RuleText> = "if",
        /// public, private, leaked, reported or inferred.
        stated: At<Stated> = "stated",
        /// The speaker.
        by: Option<At<String>> = "by",
        /// The party through which it is known.
        via: Option<At<String>> = "via",
        /// How firmly the source puts it, in its words.
        hedge: Option<Hedge> = "hedge",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source" required,
        /// Words that stand in the text of one of the sources.
        quote: Option<At<String>> = "quote",
        /// Options that the analyst reads into the source beyond its words.
        our_reading: OneOrMany<At<String>> = "our reading",
        /// Day the entry was made.
        entered: Option<At<DateSpan>> = "entered",
        /// Entries that this one replaces, in our reading.
        replaces: OneOrMany<At<String>> = "replaces",
        /// Entries that this one does not replace though the rules would, in our reading.
        stands_beside: OneOrMany<At<String>> = "stands beside",
        /// Entries that this one contradicts; both are kept.
        disputes: OneOrMany<At<String>> = "disputes",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

words! {
    /// What form a package was given in.
    pub enum Form "form" {
        /// A draft text.
        Draft = "draft",
        /// A paper without letterhead.
        NonPaper = "non-paper",
        /// Spoken.
        Oral = "oral",
    }
}

words! {
    /// An answer to a proposal.
    pub enum Says "answer" {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Yes to part of it, or with changes.
        But = "but",
        /// Asked, and no answer came.
        Silent = "silent",
    }
}

record! {
    /// A party's answer to a package or proposal. `yes` and `no` are written in quotes.
    pub struct Answer "answer" {
        /// Who answers.
        party: At<String> = "party",
        /// Day of the answer.
        date: Option<At<DateSpan>> = "date",
        /// "yes", "no", but, silent.
        says: At<Says> = "says",
        /// What it asks for instead: options by issue.
        counter: Pairs<OneOrMany<At<String>>> = "counter",
        /// How it came to be known; public unless said.
        stated: Option<At<Stated>> = "stated",
        /// The speaker.
        by: Option<At<String>> = "by",
        /// The party through which it is known.
        via: Option<At<String>> = "via",
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
    /// A draft or offer as a whole: no single term of it counts as accepted by its author.
    pub struct Package "package" {
        /// Name.
        id: At<String> = "id",
        /// Title as shown.
        name: Option<At<String>> = "name",
        /// Day it was given.
        date: At<DateSpan> = "date",
        /// Whose it is.
        by: OneOrMany<At<String>> = "by" required,
        /// To whom.
        to: OneOrMany<At<String>> = "to",
        /// draft, non-paper or oral.
        form: Option<At<Form>> = "form",
        /// How it came to be known; public unless said.
        stated: Option<At<Stated>> = "stated",
        /// Options by issue.
        terms: Pairs<OneOrMany<At<String>>> = "terms",
        /// The condition, as a rule.
        condition: Option<RuleText> = "if",
        /// Nothing is agreed until everything is; true unless said.
        whole: Option<At<bool>> = "whole",
        /// Day it lapses.
        expires: Option<At<DateSpan>> = "expires",
        /// Answers to it.
        answers: Vec<Answer> = "answers",
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
    /// What kind of limit a line is.
    pub enum LineKind "line kind" {
        /// An institutional limit: constitution, law, a leader's word.
        Red = "red line",
        /// The tactical limit of a mandate.
        Bottom = "bottom line",
    }
}

words! {
    /// Who reads the line into the source.
    pub enum Reading "reading" {
        /// The party states it.
        Stated = "stated",
        /// The analyst reads it so; it neither accepts nor refuses on record.
        Analyst = "analyst",
    }
}

record! {
    /// A limit of a party: a rule that must never hold, or must always hold.
    pub struct Line "line" {
        /// Name.
        id: At<String> = "id",
        /// Whose line.
        party: At<String> = "party",
        /// red line or bottom line.
        kind: At<LineKind> = "kind",
        /// What must never be: a rule. Give `never` or `always`.
        never: Option<RuleText> = "never",
        /// What must always be: a rule.
        always: Option<RuleText> = "always",
        /// The line is in force while this rule holds; always unless said.
        condition: Option<RuleText> = "if",
        /// P(the line is real given what was said): 0 to 1, a range, or left out.
        firmness: Option<Quantity> = "firmness",
        /// Constitution, law, leader's word, mandate ..
        origin: Option<At<String>> = "origin",
        /// stated (unless said) or analyst.
        reading: Option<At<Reading>> = "reading",
        /// Explains a block, is never offered as an opening.
        not_for_trade: Option<At<bool>> = "not for trade",
        /// Day it was stated.
        date: Option<At<DateSpan>> = "date",
        /// The speaker.
        by: Option<At<String>> = "by",
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
    /// A rule that every package must keep, whoever signs it.
    pub struct LogicRule "logic rule" {
        /// Name; `logic.1` and so on where left out.
        id: Option<At<String>> = "id",
        /// The rule.
        rule: RuleText = "rule",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark: why no package can be otherwise.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// What a delegation may agree to at the table.
    pub struct Mandate "mandate" {
        /// Name.
        id: At<String> = "id",
        /// Whose delegation.
        party: At<String> = "party",
        /// What it may agree to, as a rule.
        within: RuleText = "within",
        /// From this day.
        from: Option<At<DateSpan>> = "from",
        /// Until this day.
        until: Option<At<DateSpan>> = "until",
        /// public, private, leaked, reported or inferred.
        stated: Option<At<Stated>> = "stated",
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
