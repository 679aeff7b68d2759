//! Those who must agree at home, the sessions, the steps, and the single text.

use super::basics::Marking;
use super::ledger::Answer;
use crate::date::DateSpan;
use crate::decode::{OneOrMany, Pairs, Prose, record, words};
use crate::quantity::{Duration, Quantity};
use crate::rule::RuleText;
use crate::span::At;

words! {
    /// How a ratifier decides.
    pub enum RatifierRule "ratifier rule" {
        /// One person.
        Leader = "leader",
        /// Factions by weight against a threshold.
        Majority = "majority",
        /// Every faction can stop it.
        Veto = "veto",
        /// A vote of the people.
        Referendum = "referendum",
    }
}

record! {
    /// Who must agree at home before a party's yes holds.
    pub struct Ratifier "ratifier" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// Whose ratifier.
        party: At<String> = "party",
        /// leader, majority, veto or referendum.
        rule: At<RatifierRule> = "rule",
        /// Share of weight needed, 0 to 1 (majority, referendum): 0.5 asks for more than half, any other number for at least that share.
        threshold: Option<Quantity> = "threshold",
        /// Which packages need it; all unless said.
        about: Option<RuleText> = "about",
        /// What must have happened before it can decide.
        needs: Option<RuleText> = "needs",
        /// Those who vote.
        factions: Pairs<Faction> = "factions",
        /// Polls, each tied to the question it asked.
        polls: Vec<Poll> = "polls",
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
    /// A group within a ratifier.
    pub struct Faction "faction" {
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// Votes or weight.
        weight: Quantity = "weight",
        /// What it would let through, as a rule.
        accepts: Option<RuleText> = "accepts",
        /// A remark.
        note: Option<Prose> = "note",
    }
}

words! {
    /// How well a poll's question fits the rule it is used for.
    pub enum Fit "fit" {
        /// The same question.
        Exact = "exact",
        /// A question like it.
        Near = "near",
        /// Another question; shown, not used.
        Unfit = "none",
    }
}

record! {
    /// A poll: what was asked, of how many, and the shares that answered.
    pub struct Poll "poll" {
        /// Name.
        id: Option<At<String>> = "id",
        /// The rule the question comes nearest to.
        asks: Option<RuleText> = "asks",
        /// exact, near or none.
        fit: At<Fit> = "fit",
        /// The question, in the poll's words.
        wording: At<String> = "wording",
        /// Days in the field.
        date: At<DateSpan> = "date",
        /// People asked.
        asked: At<u64> = "asked",
        /// Answers and their shares in per cent.
        shares: Pairs<Quantity> = "shares",
        /// The answers that count as a yes to the ratifier's question.
        in_favour: OneOrMany<At<String>> = "in favour",
        /// The answers that count as a no; the rest is undecided.
        against: OneOrMany<At<String>> = "against",
        /// Margin of error in points, as quoted.
        margin: Option<Quantity> = "margin",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
    }
}

record! {
    /// A sitting of the talks.
    pub struct Session "session" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// Day or days.
        date: At<DateSpan> = "date",
        /// formal, back channel, military ..
        track: At<String> = "track",
        /// Where.
        place: Option<At<String>> = "place",
        /// Who sat there.
        participants: Vec<At<String>> = "participants",
        /// How long: 2 h, ~6 h, 40 min, 3 days.
        duration: Option<At<Duration>> = "duration",
        /// What was put on the table.
        proposals: Vec<Proposal> = "proposals",
        /// Each party's account of the session.
        readouts: Vec<Readout> = "readouts",
        /// What came of it.
        outcome: Option<Outcome> = "outcome",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// Something proposed in a session: a package, a step, or terms.
    pub struct Proposal "proposal" {
        /// Name.
        id: Option<At<String>> = "id",
        /// Who proposed it.
        by: At<String> = "by",
        /// To whom.
        to: OneOrMany<At<String>> = "to",
        /// A package of the case.
        package: Option<At<String>> = "package",
        /// A step of the case.
        step: Option<At<String>> = "step",
        /// Options by issue.
        terms: Pairs<OneOrMany<At<String>>> = "terms",
        /// Answers to it.
        answers: Vec<Answer> = "answers",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// A party's account of a session, in its speaker's words.
    pub struct Readout "readout" {
        /// Whose account.
        party: At<String> = "party",
        /// The speaker.
        by: Option<At<String>> = "by",
        /// Day.
        date: Option<At<DateSpan>> = "date",
        /// What was said, in short.
        text: Option<Prose> = "text",
        /// Words of the source.
        quote: Option<At<String>> = "quote",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source" required,
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// What came of a session.
    pub struct Outcome "outcome" {
        /// Whether a joint statement was issued.
        joint_statement: Option<At<bool>> = "joint statement",
        /// Whether a roadmap was agreed.
        roadmap: Option<At<bool>> = "roadmap",
        /// Whether somebody left.
        walk_out: Option<At<String>> = "walk-out",
        /// In short.
        text: Option<Prose> = "text",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
    }
}

record! {
    /// Something that somebody would do.
    pub struct Step "step" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// Who does it.
        actor: OneOrMany<At<String>> = "actor" required,
        /// What it is, in words.
        text: Option<Prose> = "text",
        /// What it makes true of a package, as a rule.
        realises: Option<RuleText> = "realises",
        /// What must have happened before, as a rule.
        precondition: Option<RuleText> = "precondition",
        /// Whose precondition it is, where a source says.
        asked_by: Option<At<String>> = "asked by",
        /// Who verifies it.
        verifier: Option<At<String>> = "verifier",
        /// Whether it can be undone; true unless said.
        reversible: Option<At<bool>> = "reversible",
        /// How long it takes.
        duration: Option<At<Duration>> = "duration",
        /// Not before this day.
        earliest: Option<At<DateSpan>> = "earliest",
        /// Deadline: the last day on which it may be done.
        deadline: Option<At<DateSpan>> = "deadline",
        /// When it began, if it has.
        begun: Option<At<DateSpan>> = "begun",
        /// When it was done or ended, if it has.
        done: Option<At<DateSpan>> = "done",
        /// How each party reads it.
        readings: Pairs<StepReading> = "readings",
        /// Cost to parties.
        cost: Pairs<Quantity> = "cost",
        /// Worth to parties.
        worth: Pairs<Quantity> = "worth",
        /// Deposits of parties, lost on cheating.
        deposit: Pairs<Quantity> = "deposit",
        /// Chance that cheating on it is seen, 0 to 1; 1 unless said.
        detection: Option<Quantity> = "detection",
        /// What a party that breaks it gains unseen and loses when seen.
        stakes: Pairs<Stakes> = "stakes",
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
    /// What breaking a step is worth to a party (inspection games: Dresher 1962).
    pub struct Stakes "stakes" {
        /// Gain from a breach that is not seen.
        gain: Quantity = "gain",
        /// Loss from one that is.
        loss: Quantity = "loss",
    }
}

record! {
    /// An order in which steps could be taken, to be tested for whether it holds by itself.
    pub struct Plan "plan" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// The stages in order: each a step, or several taken at once.
        stages: Vec<OneOrMany<At<String>>> = "stages",
        /// What a party's values are multiplied by from one stage to the next, 0 to 1.
        patience: Pairs<Quantity> = "patience",
        /// Value of lasting peace after the last stage, under its guarantees, by party.
        lasting_peace: Pairs<Quantity> = "lasting peace",
        /// Steps at most that may be taken at once in another order; 1 unless said.
        group_at_most: Option<At<u64>> = "group at most",
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
    /// What is at stake for a party that has to trust another (Kydd 2005).
    pub struct Trust "trust" {
        /// Name.
        id: At<String> = "id",
        /// Who has to trust.
        party: At<String> = "party",
        /// Whom.
        whom: At<String> = "whom",
        /// The step it is about.
        step: Option<At<String>> = "step",
        /// Payoff where both keep their word.
        reward: Quantity = "reward",
        /// Payoff of cheating alone.
        temptation: Quantity = "temptation",
        /// Payoff where both cheat.
        punishment: Quantity = "punishment",
        /// Payoff of being cheated.
        sucker: Quantity = "sucker",
        /// Chance that the other is trustworthy, as the party holds it, 0 to 1.
        believed: Option<Quantity> = "believed",
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
    /// How one party reads a step.
    pub struct StepReading "reading of a step" {
        /// When it starts.
        start: Option<At<String>> = "start",
        /// When it ends.
        end: Option<At<String>> = "end",
        /// Where it holds.
        area: Option<At<String>> = "area",
        /// What it covers.
        object: Option<At<String>> = "object",
        /// What it leaves out.
        exceptions: Option<At<String>> = "exceptions",
        /// What counts as proof.
        proof: Option<At<String>> = "proof",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// Words of the source.
        quote: Option<At<String>> = "quote",
        /// A remark.
        note: Option<Prose> = "note",
    }
}

words! {
    /// How far an article of the single text is.
    pub enum ArticleStatus "article status" {
        /// Agreed.
        Agreed = "agreed",
        /// In brackets.
        Bracketed = "bracketed",
        /// Left to leaders.
        Referred = "referred to leaders",
    }
}

record! {
    /// An article of the single negotiating text.
    pub struct Article "article" {
        /// Name.
        id: At<String> = "id",
        /// Heading.
        title: Option<At<String>> = "title",
        /// The issue it settles.
        issue: Option<At<String>> = "issue",
        /// The words, with a number at each bracket.
        text: At<String> = "text",
        /// agreed, bracketed or referred to leaders.
        status: At<ArticleStatus> = "status",
        /// The brackets.
        brackets: Vec<Bracket> = "brackets",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// A bracket in the text: whose, and what each side would write.
    pub struct Bracket "bracket" {
        /// Who put it.
        owner: OneOrMany<At<String>> = "owner" required,
        /// What each party would write.
        alternatives: Pairs<At<String>> = "alternatives",
        /// A remark.
        note: Option<Prose> = "note",
    }
}
