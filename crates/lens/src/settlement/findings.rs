//! What the lens `settlement` finds.

use crate::run::Basis;
use crate::share::Share;
use crate::worth::Worth;
use num_bigint::BigUint;
use zopa_case::Number;

/// A package with what it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valued {
    /// Which outcome it takes on each issue, by index.
    pub package: Vec<usize>,
    /// By party that has values: the party's index and its value.
    pub values: Vec<(usize, Worth)>,
}

/// How many packages the zone has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// Counted.
    Exact(BigUint),
    /// Proved to lie between.
    Bounded(BigUint, BigUint),
    /// Estimated from packages drawn at random: a 95 per cent interval, and how many were drawn.
    Sampled(BigUint, BigUint, u64),
}

/// Is there a zone of possible agreement?
#[derive(Clone, Debug)]
pub struct Zone {
    /// `settlement.zone`.
    pub id: String,
    /// Whether it is empty; `None`: not enough information, or it hangs on the draw.
    pub empty: Option<bool>,
    /// Its size, with points.
    pub size: Option<Size>,
    /// The share of draws with a zone; with points one draw.
    pub share: Option<Share>,
    /// A package in it (with draws: the one that is in the zone of most draws of those looked at).
    pub example: Option<Valued>,
    /// In one sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// What is known of a party's values.
#[derive(Clone, Debug)]
pub struct PartyValues {
    /// The party.
    pub party: usize,
    /// Whether a deal needs its yes.
    pub consents: bool,
    /// `100`, `1`, `raw`, as entered; `None` without preferences.
    pub scale: Option<String>,
    /// The no-deal value as entered: `55`, `[55, 69]`.
    pub no_deal: Option<String>,
    /// What keeps it from being valued, in words.
    pub missing: Vec<String>,
    /// Its best admissible value, and the value it cannot do worse than: with draws 5 to 95 of a hundred.
    pub best: Option<Worth>,
    /// See [`PartyValues::best`].
    pub worst: Option<Worth>,
    /// Best and worst value within the zone.
    pub best_in_zone: Option<Worth>,
    /// See [`PartyValues::best_in_zone`].
    pub worst_in_zone: Option<Worth>,
    /// Share of draws in which its best admissible value is below its no-deal value: it alone closes the zone.
    pub closes_alone: Option<Share>,
}

/// The efficient packages of the zone.
#[derive(Clone, Debug, Default)]
pub struct Efficient {
    /// How many distinct value vectors.
    pub vectors: usize,
    /// How many packages have them.
    pub count: BigUint,
    /// Whether none is left out.
    pub complete: bool,
    /// By party with values: how much better a package that is left out can be, unless it is less than that above a no-deal
    /// value. Empty where complete.
    pub epsilon: Vec<(usize, Number)>,
    /// Packages, one a vector, the first party's best first; at most [`super::LISTED`].
    pub packages: Vec<Valued>,
    /// Why there is no list, where there is none.
    pub why_not: Option<String>,
}

/// A solution concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concept {
    /// Largest product of gains (Nash 1950).
    Nash,
    /// Leximin of gains (Kalai 1977).
    Egalitarian,
    /// Leximin of gains over best gains (Kalai & Smorodinsky 1975), discrete.
    KalaiSmorodinsky,
    /// Least spread of gains over best gains.
    KsMinSpread,
    /// Largest sum of values.
    MaxWelfare,
    /// Least common depth in the parties' rankings (Brams & Kilgour 2001).
    Fallback,
}

impl Concept {
    /// All of them, in the order of a page.
    pub const ALL: [Self; 6] =
        [Self::Nash, Self::Egalitarian, Self::KalaiSmorodinsky, Self::KsMinSpread, Self::MaxWelfare, Self::Fallback];

    /// The key used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nash => "nash",
            Self::Egalitarian => "egalitarian",
            Self::KalaiSmorodinsky => "kalai-smorodinsky",
            Self::KsMinSpread => "ks-min-spread",
            Self::MaxWelfare => "max-welfare",
            Self::Fallback => "fallback",
        }
    }

    /// The name used on a page.
    pub fn title(self) -> &'static str {
        match self {
            Self::Nash => "Nash",
            Self::Egalitarian => "Egalitarian",
            Self::KalaiSmorodinsky => "Kalai-Smorodinsky",
            Self::KsMinSpread => "KS min-spread",
            Self::MaxWelfare => "Maximum welfare",
            Self::Fallback => "Fallback bargaining",
        }
    }
}

/// The packages a concept chooses, with points.
#[derive(Clone, Debug)]
pub struct Point {
    /// `settlement.point.nash` and so on.
    pub id: String,
    /// Which concept.
    pub concept: Concept,
    /// The packages; equal ones beside each other, at most 32.
    pub packages: Vec<Valued>,
    /// How many there are, if that was counted.
    pub count: Option<u64>,
    /// For fallback: the common depth reached.
    pub depth: Option<BigUint>,
    /// Whether it is proved that nothing is better.
    pub proved: bool,
    /// Parties with nothing to gain, left out of product and ratios.
    pub left_out: Vec<usize>,
    /// Why there is none.
    pub why_not: Option<String>,
    /// What the reader must know of it, such as that it adds parties' scales.
    pub note: Option<String>,
    /// What it rests on.
    pub basis: Basis,
}

/// A package over the draws.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// `settlement.candidate.N`, or the id of a package of the case.
    pub id: String,
    /// The package, with values.
    pub valued: Valued,
    /// The package of the case that it is.
    pub named: Option<String>,
    /// Share of draws in which it is in the zone.
    pub in_zone: Share,
    /// Share in which no admissible package dominates it; of fewer draws.
    pub efficient: Option<Share>,
    /// Share in which it is the Nash point.
    pub nash: Share,
    /// By party whose consent a deal needs: acceptable to it in every, in some, or in no consistent set of numbers.
    pub acceptable: Vec<(usize, Acceptable)>,
    /// Lines it crosses, by id.
    pub crosses: Vec<String>,
    /// What it rests on.
    pub basis: Basis,
}

/// Whether a package is worth no deal to a party (Greco, Mousseau & Slowinski 2008).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptable {
    /// In every consistent set of numbers.
    Necessarily,
    /// In some, not in all.
    Possibly,
    /// In none.
    Never,
    /// The party has no values or no no-deal value.
    NotKnown,
}

impl Acceptable {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Necessarily => "necessarily",
            Self::Possibly => "possibly",
            Self::Never => "never",
            Self::NotKnown => "not-known",
        }
    }
}

/// How much an assumption decides: the share with a zone where it is low, and where it is high.
#[derive(Clone, Debug)]
pub struct Decider {
    /// `settlement.decides.PATH`.
    pub id: String,
    /// Path of the quantity.
    pub path: String,
    /// In words.
    pub title: String,
    /// Where its lowest third ends and its highest begins; for a line: not real, real.
    pub thirds: (String, String),
    /// Share with a zone in the draws of its lowest third.
    pub low: Share,
    /// The same in its highest third.
    pub high: Share,
    /// In one sentence.
    pub sentence: String,
}

/// The share of draws with a zone as a party's no-deal value moves, all else as drawn.
#[derive(Clone, Debug)]
pub struct Curve {
    /// `settlement.curve.PARTY`.
    pub id: String,
    /// The party.
    pub party: usize,
    /// No-deal value, and the share of draws with a zone.
    pub points: Vec<(Number, Share)>,
    /// The no-deal value as entered, low and high.
    pub entered: Option<(Number, Number)>,
    /// The value at which half of the draws have a zone, with the values at which the interval of the share holds
    /// one half; `None` if no value of the grid does.
    pub half: Option<(Number, Number)>,
    /// In one sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// Two issues that two parties weigh unlike: what each could give for what.
#[derive(Clone, Debug)]
pub struct Trade {
    /// `settlement.trade.N`.
    pub id: String,
    /// The parties.
    pub parties: (usize, usize),
    /// The issue that matters more to the first party, and the one that matters more to the second.
    pub issues: (usize, usize),
    /// Share of draws in which that is so.
    pub share: Share,
    /// In one sentence.
    pub sentence: String,
}

/// Adjusted Winner (Brams & Taylor 1996).
#[derive(Clone, Debug)]
pub struct AdjustedWinner {
    /// `settlement.adjusted-winner`.
    pub id: String,
    /// The two parties.
    pub parties: (usize, usize),
    /// By divisible issue: the share that goes to the first party, as a fraction.
    pub to_first: Vec<(usize, (Number, Number))>,
    /// Points of the two before anything is handed over.
    pub initial: (Number, Number),
    /// The issue that is split, if one is.
    pub split: Option<usize>,
    /// Points in the end, on 100; exact fractions rounded to 12 places.
    pub points: (Number, Number),
    /// Why there is none.
    pub why_not: Option<String>,
    /// In one sentence.
    pub sentence: String,
}

/// Single text improvement (Fisher; Raiffa 1982): from a draft, step by step, each better for all.
#[derive(Clone, Debug)]
pub struct Improvement {
    /// `settlement.text.PACKAGE`.
    pub id: String,
    /// The package of the case it starts from.
    pub from: String,
    /// The drafts, the first as it stands.
    pub steps: Vec<Valued>,
    /// Whether it is proved that no text dominates the last.
    pub complete: bool,
    /// In one sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// Zeuthen's risk limits of two standing offers (Zeuthen 1930; Harsanyi 1956).
#[derive(Clone, Debug)]
pub struct RiskLimits {
    /// `settlement.risk-limits`.
    pub id: String,
    /// The parties.
    pub parties: (usize, usize),
    /// The packages of the case that they offer.
    pub offers: (String, String),
    /// `(u_i(own) - u_i(other)) / (u_i(own) - d_i)`, rounded to 12 places; `None` where the denominator is 0.
    pub limits: (Option<Number>, Option<Number>),
    /// Who concedes next: the lower limit; `None` if they are equal.
    pub concedes: Option<usize>,
    /// In one sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// Inducements and pressure that together open a zone.
#[derive(Clone, Debug)]
pub struct Levers {
    /// `settlement.leverage.N`.
    pub id: String,
    /// Ids of the levers used.
    pub levers: Vec<String>,
    /// Share of draws with a zone when they are used.
    pub share: Share,
    /// The same without any.
    pub without: Share,
    /// Cost to each party that brings one, on its own scale.
    pub costs: Vec<(usize, Worth)>,
    /// Whether one of them is pressure: the zone holds only while the pressure lasts.
    pub lasts_with_pressure: bool,
    /// In one sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// What the lens finds.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// All packages.
    pub packages: BigUint,
    /// Those that keep the logic.
    pub logical: Option<BigUint>,
    /// Those that keep the logic and every line that counts for a deal.
    pub admissible: Option<BigUint>,
    /// Is there a zone?
    pub zone: Zone,
    /// How many sets of numbers were drawn; 0: points.
    pub draws: u64,
    /// Every party that has values or whose yes is needed.
    pub parties: Vec<PartyValues>,
    /// With points.
    pub efficient: Efficient,
    /// With points.
    pub points: Vec<Point>,
    /// Packages over the draws.
    pub candidates: Vec<Candidate>,
    /// Which assumptions decide, the most telling first.
    pub decides: Vec<Decider>,
    /// One a party whose yes is needed.
    pub curves: Vec<Curve>,
    /// What could be traded.
    pub trades: Vec<Trade>,
    /// Two parties with divisible issues.
    pub adjusted_winner: Option<AdjustedWinner>,
    /// From each draft of the case.
    pub texts: Vec<Improvement>,
    /// Two parties with an offer each.
    pub risk_limits: Option<RiskLimits>,
    /// Leverage of the case.
    pub leverage: Vec<Levers>,
    /// What ratifiers and mandates of the case let through.
    pub home: super::home::HomeFindings,
    /// Shares of draws in which a package of the zone passes every ratifier: for certain, and possibly.
    pub at_home: Option<[Share; 2]>,
    /// What cannot be said, and what it would need.
    pub not_said: Vec<String>,
}
