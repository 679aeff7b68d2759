//! Logs of talks between two people read, the partner's priority order guessed after each offer, the guesses scored.
//!
//! The format and the scores are described in `README.md` beside this file. A guess is a distribution over all orders of the
//! issues, so that ties are scored by their expectation and nothing hangs on how they are broken.

use std::collections::BTreeMap;

/// Issues at most: 720 orders.
pub const ISSUES_MAX: usize = 6;
/// Packages at most that the posterior looks through.
const PACKAGES_MAX: usize = 1 << 16;

/// A talk.
#[derive(Clone, Debug, PartialEq)]
pub struct Talk {
    /// Its name.
    pub name: String,
    /// The two sides.
    pub sides: [String; 2],
    /// The issues.
    pub issues: Vec<Issue>,
    /// By side and issue: how much it matters to the side.
    pub worth: [Vec<f64>; 2],
    /// What was offered, in order: the side, and an option an issue.
    pub offers: Vec<(usize, Vec<usize>)>,
    /// How it ended, as written.
    pub outcome: String,
}

/// An issue: its options, the best for the first side first.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Its name.
    pub name: String,
    /// Its options.
    pub options: Vec<String>,
    /// Whether both sides like the same options best; else their orders are opposite.
    pub same: bool,
}

impl Issue {
    /// How good an option is for a side, from 0 to 1, in even steps.
    fn good(&self, side: usize, option: usize) -> f64 {
        let steps = (self.options.len() - 1).max(1) as f64;
        let from_best = option as f64 / steps;
        if side == 0 || self.same { 1.0 - from_best } else { from_best }
    }
}

/// Reads a talk.
///
/// # Errors
/// The line, counted from 1, and what is wrong with it.
pub fn read(text: &str) -> Result<Talk, String> {
    let (mut name, mut outcome) = (None, None);
    let mut sides: Option<[String; 2]> = None;
    let mut issues: Vec<Issue> = Vec::new();
    let mut worth: [Option<Vec<f64>>; 2] = [None, None];
    let mut offers = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let wrong = |what: &str| format!("line {}: {what}", at + 1);
        let (key, rest) = line.split_once(':').ok_or_else(|| wrong("no colon"))?;
        let (words, rest) = (key.split_whitespace().collect::<Vec<_>>(), rest.trim());
        let side = |who: &str| {
            let known = sides.as_ref().ok_or_else(|| wrong("`sides` must come first"))?;
            known.iter().position(|own| own == who).ok_or_else(|| wrong(&format!("there is no side `{who}`")))
        };
        match words.as_slice() {
            ["talk"] => name = Some(rest.to_string()),
            ["outcome"] => outcome = Some(rest.to_string()),
            ["sides"] => {
                let own: Vec<String> = rest.split(',').map(|own| own.trim().to_string()).collect();
                sides = Some(own.try_into().map_err(|_| wrong("two sides are needed, with a comma between"))?);
            }
            ["issue", issue] | ["issue", issue, "(same)"] => {
                let options: Vec<String> = rest.split('|').map(|own| own.trim().to_string()).collect();
                if options.len() < 2 {
                    return Err(wrong("an issue needs two options or more, with | between"));
                }
                issues.push(Issue { name: (*issue).to_string(), options, same: words.len() == 3 });
                if issues.len() > ISSUES_MAX {
                    return Err(wrong(&format!("more than {ISSUES_MAX} issues")));
                }
            }
            ["worth", who] => {
                let pairs = pairs(rest, &issues).map_err(|what| wrong(&what))?;
                let numbers = pairs.iter().map(|own| own.parse::<f64>().ok().filter(|own| own.is_finite()));
                worth[side(who)?] = Some(numbers.collect::<Option<_>>().ok_or_else(|| wrong("a worth is no number"))?);
            }
            ["offer", who] => {
                let pairs = pairs(rest, &issues).map_err(|what| wrong(&what))?;
                let option = |(issue, own): (&Issue, &String)| issue.options.iter().position(|known| known == own);
                let taken = issues.iter().zip(&pairs).map(option).collect::<Option<_>>();
                offers.push((side(who)?, taken.ok_or_else(|| wrong("an option is none of its issue's"))?));
            }
            _ => return Err(wrong(&format!("`{key}` is no key"))),
        }
    }
    let [Some(one), Some(two)] = worth else { return Err("the worth of both sides is needed".into()) };
    let missing = |what: &str| format!("`{what}` is missing");
    if issues.is_empty() {
        return Err(missing("issue"));
    }
    Ok(Talk {
        name: name.ok_or_else(|| missing("talk"))?,
        sides: sides.ok_or_else(|| missing("sides"))?,
        issues,
        worth: [one, two],
        offers,
        outcome: outcome.ok_or_else(|| missing("outcome"))?,
    })
}

/// `food 3, water 1` by issue, each named once.
fn pairs(text: &str, issues: &[Issue]) -> Result<Vec<String>, String> {
    let mut own: BTreeMap<&str, &str> = BTreeMap::new();
    for pair in text.split(',') {
        let (issue, value) =
            pair.trim().split_once(char::is_whitespace).ok_or_else(|| format!("`{}` is no pair", pair.trim()))?;
        if own.insert(issue, value.trim()).is_some() {
            return Err(format!("`{issue}` is named twice"));
        }
    }
    let found: Option<Vec<String>> =
        issues.iter().map(|issue| own.get(issue.name.as_str()).map(|own| (*own).to_string())).collect();
    match found {
        Some(found) if own.len() == issues.len() => Ok(found),
        _ => Err("every issue is named once, and nothing else".into()),
    }
}

/// All orders of so many issues, most important first.
pub fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1);
    let put = |order: &Vec<usize>, at: usize| {
        let mut order = order.clone();
        order.insert(at, count - 1);
        order
    };
    shorter.iter().flat_map(|order| (0..count).map(move |at| put(order, at))).collect()
}

/// A guess: the chance of each order, in the order of [`orders`].
pub type Guess = Vec<f64>;

/// Makes a guess of a side from its offers so far.
type Method = fn(&Talk, usize, &[Vec<usize>]) -> Guess;

/// Who guesses.
pub const METHODS: [(&str, Method); 3] =
    [("first offer", first_offer), ("option frequency", frequency), ("posterior", posterior)];

/// The more of an issue somebody asks for in the first offer, the more it matters.
pub fn first_offer(talk: &Talk, side: usize, offers: &[Vec<usize>]) -> Guess {
    let Some(first) = offers.first() else { return by_scores(&vec![0.0; talk.issues.len()]) };
    let scores: Vec<f64> = talk.issues.iter().zip(first).map(|(issue, option)| issue.good(side, *option)).collect();
    by_scores(&scores)
}

/// The more often the option most offered of an issue was offered, the more the issue matters.
pub fn frequency(talk: &Talk, _: usize, offers: &[Vec<usize>]) -> Guess {
    let most = |issue: usize| {
        let times = |option: usize| offers.iter().filter(|own| own[issue] == option).count();
        (0..talk.issues[issue].options.len()).map(times).max().unwrap_or(0) as f64
    };
    by_scores(&(0..talk.issues.len()).map(most).collect::<Vec<f64>>())
}

/// All orders that keep the scores, alike; issues of equal score come in any order.
fn by_scores(scores: &[f64]) -> Guess {
    let keeps = |order: &Vec<usize>| order.windows(2).all(|pair| scores[pair[0]] >= scores[pair[1]]);
    let kept: Vec<f64> = orders(scores.len()).iter().map(|order| f64::from(keeps(order))).collect();
    let all: f64 = kept.iter().sum();
    kept.into_iter().map(|own| own / all).collect()
}

/// How much a side gives way from one offer to the next, of what the best package is worth to it.
const CONCESSIONS: [f64; 6] = [0.0, 0.02, 0.05, 0.1, 0.15, 0.25];
/// How far offers are from what is aimed at.
const SPREAD: f64 = 0.06;

/// Bayes over orders and even concessions. An order stands for the centroid of its weights (Barron & Barrett 1996); offer `k`
/// is aimed at `1 - k c` and drawn from all packages by how near they are to it, normalised over them, so that an order
/// cannot look likely by having many packages near (Hindriks & Tykhonov 2008 leave that out).
pub fn posterior(talk: &Talk, side: usize, offers: &[Vec<usize>]) -> Guess {
    let orders = orders(talk.issues.len());
    let sizes: Vec<usize> = talk.issues.iter().map(|issue| issue.options.len()).collect();
    let all = sizes.iter().try_fold(1_usize, |product, size| product.checked_mul(*size));
    let Some(all) = all.filter(|all| *all <= PACKAGES_MAX) else { return by_scores(&vec![0.0; sizes.len()]) };
    let count = talk.issues.len();
    let centroid: Vec<f64> =
        (0..count).map(|rank| (rank..count).map(|at| 1.0 / (at + 1) as f64).sum::<f64>() / count as f64).collect();
    let mut chances = Vec::with_capacity(orders.len());
    for order in &orders {
        let mut weights = vec![0.0; count];
        order.iter().zip(&centroid).for_each(|(issue, weight)| weights[*issue] = *weight);
        let value = |package: &[usize]| -> f64 {
            let parts = talk.issues.iter().zip(package).zip(&weights);
            parts.map(|((issue, option), weight)| weight * issue.good(side, *option)).sum()
        };
        let values: Vec<f64> = (0..all)
            .map(|mut at| {
                let package: Vec<usize> = sizes
                    .iter()
                    .map(|size| {
                        let own = at % size;
                        at /= size;
                        own
                    })
                    .collect();
                value(&package)
            })
            .collect();
        let mut chance = 0.0;
        for concession in CONCESSIONS {
            let mut likely = 1.0;
            for (k, offer) in offers.iter().enumerate() {
                let aim = (1.0 - k as f64 * concession).max(0.0);
                let near = |value: f64| {
                    let apart = (value - aim) / SPREAD;
                    1.0 / (1.0 + apart * apart) / (1.0 + apart * apart)
                };
                likely *= near(value(offer)) / values.iter().map(|own| near(*own)).sum::<f64>();
            }
            chance += likely;
        }
        chances.push(chance);
    }
    let sum: f64 = chances.iter().sum();
    if sum > 0.0 { chances.into_iter().map(|own| own / sum).collect() } else { by_scores(&vec![0.0; count]) }
}

/// How a guess did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Guesses scored.
    pub n: usize,
    /// Expected share of orders guessed in full: of the likeliest orders, those that the truth allows.
    pub full: f64,
    /// Expected share of top issues guessed: of the issues likeliest on top, those that are.
    pub top: f64,
    /// Brier score of the chances of each issue to be on top: 0 is perfect, 2 the worst.
    pub brier: f64,
}

/// Scores one guess. Where issues matter alike to the partner any order of them is right, and each is on top in part.
pub fn score(worth: &[f64], guess: &Guess) -> Score {
    let orders = orders(worth.len());
    let most = guess.iter().copied().fold(0.0, f64::max);
    let right = |order: &[usize]| order.windows(2).all(|pair| worth[pair[0]] >= worth[pair[1]]);
    let modes: Vec<&Vec<usize>> =
        orders.iter().zip(guess).filter(|(_, chance)| **chance >= most - 1e-12).map(|(order, _)| order).collect();
    let full = modes.iter().filter(|order| right(order)).count() as f64 / modes.len() as f64;
    let mut on_top = vec![0.0; worth.len()];
    orders.iter().zip(guess).for_each(|(order, chance)| on_top[order[0]] += chance);
    let best = worth.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let tops: Vec<bool> = worth.iter().map(|own| *own == best).collect();
    let count = tops.iter().filter(|top| **top).count() as f64;
    let likeliest = on_top.iter().copied().fold(0.0, f64::max);
    let guessed: Vec<usize> = (0..worth.len()).filter(|at| on_top[*at] >= likeliest - 1e-12).collect();
    let top = guessed.iter().filter(|at| tops[**at]).count() as f64 / guessed.len() as f64;
    let brier = on_top.iter().zip(&tops).map(|(chance, top)| {
        let apart = chance - if *top { 1.0 / count } else { 0.0 };
        apart * apart
    });
    Score { n: 1, full, top, brier: brier.sum() }
}

/// By method and number of offers heard (1, 2, ..): the mean scores over both sides of all talks.
pub fn scores(talks: &[Talk]) -> Vec<(&'static str, Vec<Score>)> {
    let mut all = Vec::new();
    for (name, method) in METHODS {
        let mut by_number: Vec<Score> = Vec::new();
        for (talk, side) in talks.iter().flat_map(|talk| [(talk, 0), (talk, 1)]) {
            let own: Vec<Vec<usize>> =
                talk.offers.iter().filter(|(by, _)| *by == side).map(|(_, offer)| offer.clone()).collect();
            for heard in 1..=own.len() {
                let one = score(&talk.worth[side], &method(talk, side, &own[..heard]));
                by_number.resize(by_number.len().max(heard), Score::default());
                let sum = &mut by_number[heard - 1];
                sum.n += 1;
                sum.full += one.full;
                sum.top += one.top;
                sum.brier += one.brier;
            }
        }
        for sum in by_number.iter_mut().filter(|sum| sum.n > 0) {
            let n = sum.n as f64;
            (sum.full, sum.top, sum.brier) = (sum.full / n, sum.top / n, sum.brier / n);
        }
        all.push((name, by_number));
    }
    all
}
