//! The marks of a gap table: letters that read without colour, and what they mean in words.

use zopa_case::draft::Stance;
use zopa_lens::gaps::{Mark, MarkKind};

/// What a mark leads to: an entry, line or package of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Anchor of the item.
    pub anchor: String,
    /// What stands there, in words: stance, day, sources, condition.
    pub words: String,
}

/// A mark in a cell: what a party does with an option, and how sure that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign {
    /// What it does; `None`: not stated, which is not a no.
    pub kind: Option<MarkKind>,
    /// Only on a condition.
    pub conditional: bool,
    /// Known by somebody else's account only.
    pub account: bool,
    /// The analyst's reading.
    pub our_reading: bool,
    /// Contradicted by another statement that is kept.
    pub contradicted: bool,
    /// Replaced by a later statement.
    pub older: bool,
    /// A source of it was taken away and others are left.
    pub weaker: bool,
    /// Where it comes from; several where the same was said more than once.
    pub references: Vec<Reference>,
}

/// The sign of a kind without anything that weakens it.
pub(crate) fn bare(kind: Option<MarkKind>) -> Sign {
    Sign {
        kind,
        conditional: false,
        account: false,
        our_reading: false,
        contradicted: false,
        older: false,
        weaker: false,
        references: Vec::new(),
    }
}

impl Sign {
    /// The sign of a mark.
    pub(crate) fn of(mark: &Mark, reference: Reference) -> Self {
        Self {
            kind: Some(mark.kind),
            conditional: mark.condition.is_some() || mark.kind == MarkKind::MayCrossLine,
            account: mark.account,
            our_reading: mark.our_reading,
            contradicted: mark.contradicted,
            older: mark.older,
            weaker: mark.weaker,
            references: vec![reference],
        }
    }

    /// The mark as letters: `W*!`, `(A)`, `#~`.
    pub fn letters(&self) -> String {
        let letter = letter(self.kind);
        let mut letters = if self.conditional { format!("({letter})") } else { letter.to_string() };
        let flags = [
            (self.account, '*'),
            (self.our_reading, '~'),
            (self.contradicted, '!'),
            (self.older, '-'),
            (self.weaker, '<'),
        ];
        letters.extend(flags.iter().filter(|(set, _)| *set).map(|(_, flag)| *flag));
        letters
    }

    /// The mark in words: `wants, by another's account, contradicted`.
    pub fn words(&self) -> String {
        let mut words = vec![meaning(self.kind)];
        let flags = [
            (self.conditional && self.kind != Some(MarkKind::MayCrossLine), "on a condition"),
            (self.account, "by another's account"),
            (self.our_reading, "in our reading"),
            (self.contradicted, "contradicted"),
            (self.older, "older, replaced"),
            (self.weaker, "a source of it is gone"),
        ];
        words.extend(flags.iter().filter(|(set, _)| *set).map(|(_, word)| *word));
        words.join(", ")
    }

    /// How far it falls short of the party's own, present words: the less the stronger.
    fn weakness(&self) -> u8 {
        u8::from(self.older) * 4 + u8::from(self.account) * 2 + u8::from(self.our_reading)
    }

    /// Puts the same thing said more than once into one sign: the strongest form is shown, every place is kept.
    pub(crate) fn merge(self, cell: &mut Vec<Sign>) {
        let same = cell.iter_mut().find(|known| known.kind == self.kind && known.conditional == self.conditional);
        match same {
            None => cell.push(self),
            Some(known) => {
                let contradicted = known.contradicted || (self.contradicted && !self.older);
                let (mut shown, other) =
                    if self.weakness() < known.weakness() { (self, known.clone()) } else { (known.clone(), self) };
                shown.contradicted |= contradicted;
                shown.references.extend(other.references);
                *known = shown;
            }
        }
    }
}

/// The letter of a kind of mark.
fn letter(kind: Option<MarkKind>) -> &'static str {
    match kind {
        None => ".",
        Some(MarkKind::Stance(stance)) => match stance {
            Stance::Wants => "W",
            Stance::Demands => "D",
            Stance::Accepts => "A",
            Stance::Rejects => "X",
            Stance::Offers => "O",
            Stance::Floats => "F",
            Stance::OneOf => "w",
            Stance::Between => "b",
            Stance::WantsAll => "W&",
        },
        Some(MarkKind::CrossesLine | MarkKind::MayCrossLine) => "#",
        Some(MarkKind::InDraft) => "d",
    }
}

fn meaning(kind: Option<MarkKind>) -> &'static str {
    match kind {
        None => "not stated",
        Some(MarkKind::Stance(stance)) => match stance {
            Stance::Wants => "wants",
            Stance::Demands => "demands",
            Stance::Accepts => "accepts",
            Stance::Rejects => "rejects",
            Stance::Offers => "offers",
            Stance::Floats => "floats",
            Stance::OneOf => "wants one of these, which is not said",
            Stance::Between => "wants something between, no option",
            Stance::WantsAll => "wants all of these together",
        },
        Some(MarkKind::CrossesLine) => "crosses a line of the party",
        Some(MarkKind::MayCrossLine) => "may cross a line, with some of the rest",
        Some(MarkKind::InDraft) => "stands in a draft of the party",
    }
}

/// Every kind of mark, in the order of the key.
const KINDS: [MarkKind; 12] = [
    MarkKind::Stance(Stance::Wants),
    MarkKind::Stance(Stance::Demands),
    MarkKind::Stance(Stance::WantsAll),
    MarkKind::Stance(Stance::OneOf),
    MarkKind::Stance(Stance::Between),
    MarkKind::Stance(Stance::Accepts),
    MarkKind::Stance(Stance::Offers),
    MarkKind::Stance(Stance::Floats),
    MarkKind::Stance(Stance::Rejects),
    MarkKind::CrossesLine,
    MarkKind::MayCrossLine,
    MarkKind::InDraft,
];

/// The key of the marks in use: kinds first, then `not stated`, then what weakens a mark. In the latter the sign's
/// letters are those of the flag alone (see [`key_letters`]).
pub(crate) fn key(used: &[&Sign]) -> Vec<(Sign, String)> {
    let mut key: Vec<(Sign, String)> = Vec::new();
    for kind in KINDS {
        if used.iter().any(|sign| sign.kind == Some(kind)) {
            let sign = Sign { conditional: kind == MarkKind::MayCrossLine, ..bare(Some(kind)) };
            key.push((sign, meaning(Some(kind)).to_string()));
        }
    }
    key.push((bare(None), "not stated (is not no)".to_string()));
    let condition = |sign: &&Sign| sign.conditional && sign.kind != Some(MarkKind::MayCrossLine);
    let none = || bare(None);
    let flags: [(bool, Sign, &str); 6] = [
        (used.iter().any(condition), Sign { conditional: true, ..none() }, "on a condition"),
        (used.iter().any(|sign| sign.account), Sign { account: true, ..none() }, "by another's account"),
        (used.iter().any(|sign| sign.our_reading), Sign { our_reading: true, ..none() }, "in our reading"),
        (used.iter().any(|sign| sign.contradicted), Sign { contradicted: true, ..none() }, "contradicted"),
        (used.iter().any(|sign| sign.older), Sign { older: true, ..none() }, "older, replaced"),
        (used.iter().any(|sign| sign.weaker), Sign { weaker: true, ..none() }, "weaker: a source of it is gone"),
    ];
    key.extend(flags.into_iter().filter(|(used, ..)| *used).map(|(_, sign, words)| (sign, words.to_string())));
    key
}

/// The letters of a line of the key: a flag stands alone, without the point of `not stated`.
pub(crate) fn key_letters(sign: &Sign) -> String {
    let letters = sign.letters();
    if sign.kind.is_some() || letters == "." {
        return letters;
    }
    if sign.conditional { "( )".into() } else { letters.trim_start_matches('.').to_string() }
}
