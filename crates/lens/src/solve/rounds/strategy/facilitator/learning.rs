//! A facilitator who learns what parties want from what they accept, reject and bracket, and puts the text that tells most.

use super::belief::{Belief, POINTS};
use super::board::Board;
use crate::solve::rounds::menu::{Package, Spent};
use crate::solve::rounds::protocol::{Action, Ask};
use crate::solve::rounds::record::{Act, BRACKETS_MAX, Track};
use crate::solve::rounds::strategy::Strategy;
use crate::solve::rounds::view::View;

/// After so many rounds it has asked enough, and calls for signatures.
const LEARN_MAX: u32 = 400;
/// So many last rounds are calls for signatures.
pub(super) const CALLS: u32 = 3;
/// Preferences for which a best text is looked for in every round.
const POOL: usize = 6;
/// Questions weighed in every round.
const QUESTIONS: usize = 14;
/// One question in so many asks whether a text would be signed.
const SIGNED_EVERY: usize = 7;
/// Climbs to the text of the greatest estimated product, in every round and for a call.
const CLIMBS: (usize, usize) = (4, 32);
/// Gains below this are taken as this, so that logarithms are.
const LEAST_GAIN: f64 = 0.02;

/// The steps of a round:
///
/// 1. Answers since the last go into a sample of preferences for every party ([`Belief`]).
/// 2. The *best text*: the greatest product of mean gains, by climbs from several texts (Nash 1950, over estimates).
/// 3. A few rivals: the best texts for preferences drawn from the samples (Thompson 1933), and questions made of them: a
///    text, or one changed a little, beside an earlier text or beside no deal.
/// 4. It puts the question with the greatest expected fall in the variance of `log gain(rival) - log gain(best text)`, summed over
///    parties and rivals: what would change the choice, not what is merely unknown. A bracket counts for each variable it
///    tells about, times the chance that the party does not accept.
///
/// In the last [`CALLS`] rounds it calls for signatures under the best text; who refuses tells that no deal is better for it. What
/// was refused is not called again while there is another text that was put.
#[derive(Default)]
pub(super) struct Learner {
    seen: usize,
    pub board: Option<Board>,
    pub beliefs: Vec<Belief>,
    /// What was put before, in order.
    pub texts: Vec<(Vec<u16>, Package)>,
    /// Whether the last text was a call.
    called: bool,
    /// What was called and not signed.
    pub refused: Vec<Package>,
    /// The best text, until anything new is known.
    best: Option<(Vec<u16>, Package)>,
}

impl Learner {
    /// Its board; made, with what it holds possible of each party, when it is asked first.
    pub fn board(&mut self, view: &mut View<'_>) -> Board {
        self.board.take().unwrap_or_else(|| {
            let board = Board::new(view);
            self.beliefs = (0..view.seats.saturating_sub(1)).map(|_| Belief::new(&board, view.stream)).collect();
            board
        })
    }

    /// Takes in the answers; whether there were any.
    pub fn listen(&mut self, view: &mut View<'_>, board: &Board) -> bool {
        let new: Vec<_> = view.since(&mut self.seen).collect();
        let mut heard = false;
        // What is said on a track beside the table answers no text.
        for own in new.into_iter().filter(|own| !matches!(own.track, Track::Channel(_))) {
            match own.act {
                Act::Put | Act::Call => self.called = own.act == Act::Call,
                Act::Accept | Act::Sign | Act::Reject | Act::Bracket => {
                    let Some(text) = own.package.and_then(|package| board.text(view, package)) else { continue };
                    let Some(belief) = self.beliefs.get_mut(own.seat) else { continue };
                    let yes = matches!(own.act, Act::Accept | Act::Sign);
                    heard = true;
                    let beside = own.beside.filter(|_| !self.called);
                    let Some(beside) = beside.and_then(|package| board.text(view, package)) else {
                        belief.signs(board, &text, yes, view.stream);
                        continue;
                    };
                    if own.act == Act::Bracket {
                        let differ = (0..text.len().min(BRACKETS_MAX)).filter(|at| text[*at] != beside[*at]);
                        for variable in differ {
                            let (new, old) =
                                (board.cell(variable, text[variable]), board.cell(variable, beside[variable]));
                            let (low, high) = if own.brackets.has(variable) { (new, old) } else { (old, new) };
                            belief.ranks(board, low, high, view.stream);
                        }
                    }
                    let (better, worse) = if yes { (&text, &beside) } else { (&beside, &text) };
                    belief.prefers(board, better, worse, view.stream);
                }
                _ => {}
            }
        }
        if heard {
            self.beliefs.iter_mut().for_each(|own| own.settle(board, view.stream));
        }
        heard
    }

    /// The text of the greatest product of mean gains that so many climbs meet.
    fn best(&self, view: &mut View<'_>, board: &Board, climbs: usize) -> Result<Option<(Vec<u16>, Package)>, Spent> {
        let parties: Vec<(&[f64], f64)> = self.beliefs.iter().map(|own| (&own.mean.0[..], own.mean.1)).collect();
        let mut best: Option<(f64, Vec<u16>)> = None;
        for climb in 0..climbs {
            let last = self.best.as_ref().filter(|_| climb == 0).map(|own| own.0.clone());
            let Some(mut text) = last.map_or_else(|| board.any(view), |text| Ok(Some(text)))? else { continue };
            let height = board.climb(view, &parties, &mut text);
            if best.as_ref().is_none_or(|(most, _)| height > *most) {
                best = Some((height, text));
            }
        }
        Ok(best.and_then(|(_, text)| board.package(view, &text).map(|package| (text, package))))
    }

    /// In place of a best text that was refused: the text with the greatest product of mean gains that was put and not
    /// called yet.
    pub fn instead(&mut self, board: &Board, best: (Vec<u16>, Package)) -> (Vec<u16>, Package) {
        if self.refused.contains(&best.1) {
            let parties: Vec<(&[f64], f64)> = self.beliefs.iter().map(|own| (&own.mean.0[..], own.mean.1)).collect();
            let open = self.texts.iter().filter(|own| !self.refused.contains(&own.1));
            let rated = open.map(|own| (board.height(&parties, &own.0), own));
            let other = rated.max_by(|a, b| a.0.total_cmp(&b.0)).map(|own| own.1.clone());
            match other {
                Some(other) => return other,
                // Nothing is left: once more from the best down.
                None => self.refused.clear(),
            }
        }
        best
    }

    /// Best texts for preferences drawn from the samples; the best text stands first.
    fn rivals(&self, view: &mut View<'_>, board: &Board, best: &[u16]) -> Vec<Vec<u16>> {
        let mut rivals = vec![best.to_vec()];
        for _ in 0..POOL {
            let drawn = |own: &'_ Belief, view: &mut View<'_>| view.stream.below(own.tables.len() as u64) as usize;
            let at: Vec<usize> = self.beliefs.iter().map(|own| drawn(own, view)).collect();
            let parties: Vec<(&[f64], f64)> =
                self.beliefs.iter().zip(at).map(|(own, at)| (&own.tables[at][..], own.no_deals[at])).collect();
            let mut text = board.shaken(view, best, 0.5);
            board.climb(view, &parties, &mut text);
            if !rivals.contains(&text) {
                rivals.push(text);
            }
        }
        rivals
    }

    /// What to ask: a text, and the place of an earlier one or no deal.
    fn question(&self, view: &mut View<'_>, board: &Board, best: &[u16]) -> Option<(Vec<u16>, Option<usize>)> {
        let rivals = self.rivals(view, board, best);
        let stakes: Vec<Stakes> = self.beliefs.iter().map(|own| Stakes::new(own, board, &rivals)).collect();
        let mut most: Option<(f64, Vec<u16>, Option<usize>)> = None;
        for question in 0..QUESTIONS {
            let of = &rivals[view.stream.below(rivals.len() as u64) as usize];
            let text = if view.stream.uniform() < 0.5 { of.clone() } else { board.shaken(view, of, 0.4) };
            let signed = self.texts.is_empty() || question % SIGNED_EVERY == SIGNED_EVERY - 1;
            let beside = if signed { None } else { Some(self.earlier(view)) };
            if beside.is_some_and(|at| self.texts[at].0 == text) {
                continue;
            }
            let other = beside.map(|at| &self.texts[at].0[..]);
            let parts = self.beliefs.iter().zip(&stakes);
            let worth: f64 = parts.map(|(own, stakes)| stakes.worth(own, board, &text, other)).sum();
            if most.as_ref().is_none_or(|own| worth > own.0) {
                most = Some((worth, text, beside));
            }
        }
        most.map(|(_, text, beside)| (text, beside))
    }

    /// The place of an earlier text, recent ones more often.
    fn earlier(&self, view: &mut View<'_>) -> usize {
        let count = self.texts.len();
        let among = if view.stream.uniform() < 0.7 { count } else { count.min(6) };
        count - 1 - view.stream.below(among as u64) as usize
    }
}

impl Strategy for Learner {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        if !matches!(ask, Ask::Text(_)) {
            return Ok(Action::Pass);
        }
        let board = self.board(view);
        let heard = self.listen(view, &board);
        let call = view.rounds - view.round <= CALLS || view.round >= LEARN_MAX;
        if heard || self.best.is_none() || view.rounds - view.round == CALLS || view.round == LEARN_MAX {
            self.best = self.best(view, &board, if call { CLIMBS.1 } else { CLIMBS.0 })?;
        }
        let mut action = Action::Pass;
        if let Some((best, package)) = self.best.clone() {
            let asked = if call { None } else { self.question(view, &board, &best) };
            let asked = asked.and_then(|(text, beside)| Some((board.package(view, &text)?, text, beside)));
            if let Some((package, text, beside)) = asked {
                action = Action::Beside(package, beside.map(|at| self.texts[at].1));
                if self.texts.iter().all(|(_, own)| *own != package) {
                    self.texts.push((text, package));
                }
            } else {
                let (_, package) = self.instead(&board, (best, package));
                self.refused.push(package);
                action = Action::Call(package);
            }
        }
        self.board = Some(board);
        Ok(action)
    }
}

/// What hangs on one party's preferences: by rival and point, the logarithm of its gain over that of the best text.
struct Stakes {
    logs: Vec<[f64; POINTS]>,
    sums: Vec<f64>,
}

impl Stakes {
    fn new(belief: &Belief, board: &Board, rivals: &[Vec<u16>]) -> Self {
        let points = || belief.tables.iter().zip(&belief.no_deals);
        let gains = |text: &Vec<u16>| -> [f64; POINTS] {
            let mut logs = [0.0; POINTS];
            for (log, (table, no_deal)) in logs.iter_mut().zip(points()) {
                *log = libm::log((board.value(table, text) - no_deal).max(LEAST_GAIN));
            }
            logs
        };
        let base = gains(&rivals[0]);
        let over = |text: &Vec<u16>| {
            let mut logs = gains(text);
            logs.iter_mut().zip(&base).for_each(|(log, base)| *log -= base);
            logs
        };
        let logs: Vec<[f64; POINTS]> = rivals[1..].iter().map(over).collect();
        Self { sums: logs.iter().map(|own| own.iter().sum()).collect(), logs }
    }

    /// The expected fall in variance when it is known which of the points are right: those of the bits or the others.
    fn fall(&self, bits: u32) -> f64 {
        let (yes, all) = (f64::from(bits.count_ones()), POINTS as f64);
        if yes == 0.0 || yes == all {
            return 0.0;
        }
        let mut fall = 0.0;
        for (logs, sum) in self.logs.iter().zip(&self.sums) {
            let own: f64 = logs.iter().enumerate().map(|(at, log)| if bits >> at & 1 == 1 { *log } else { 0.0 }).sum();
            let apart = own / yes - (sum - own) / (all - yes);
            fall += apart * apart;
        }
        fall * yes * (all - yes) / (all * all)
    }

    /// What the answer to a question is worth.
    fn worth(&self, belief: &Belief, board: &Board, text: &[u16], beside: Option<&[u16]>) -> f64 {
        let points = || belief.tables.iter().zip(&belief.no_deals);
        let bits = |yes: &dyn Fn(&[f64], f64) -> bool| -> u32 {
            points().enumerate().map(|(at, (table, no_deal))| u32::from(yes(table, *no_deal)) << at).sum()
        };
        let accepts = bits(&|table, no_deal| {
            board.value(table, text) >= beside.map_or(no_deal, |beside| board.value(table, beside))
        });
        let mut worth = self.fall(accepts);
        let refuses = 1.0 - f64::from(accepts.count_ones()) / POINTS as f64;
        if let Some(beside) = beside
            && refuses > 0.0
        {
            for (variable, (new, old)) in text.iter().zip(beside).enumerate().filter(|(_, (a, b))| a != b) {
                let (new, old) = (board.cell(variable, *new), board.cell(variable, *old));
                worth += refuses * self.fall(bits(&|table, _| table[new] >= table[old]));
            }
        }
        worth
    }
}
