//! Draws from a [`Polytope`]: uniform, or weighted by its triangles.
//!
//! The polytope falls into **parts** that are independent of one another: where there is a sum, all uncertain blocks
//! form one part; otherwise every block outside the order is a part, and the chain is cut wherever the bounds alone keep
//! two neighbours in order. How a part is drawn is told in `part.rs`. Numbers are rounded to ticks last, within bounds
//! and order, and the sum is mended to the tick: the last block that has room takes the rounding. Only where all
//! blocks with room have several members can the sum be off, by fewer ticks than a block has members.

use super::part::Part;
use super::polytope::Polytope;
use super::stream::Stream;

/// A polytope made ready for drawing.
#[derive(Clone, Debug)]
pub(super) struct Sampler {
    polytope: Polytope,
    /// By member: the block it is in.
    block_of: Vec<usize>,
    pub(super) parts: Vec<Part>,
}

impl Sampler {
    pub(super) fn new(polytope: Polytope) -> Self {
        let mut block_of = vec![0; polytope.blocks.iter().map(|block| block.members.len()).sum()];
        for (at, block) in polytope.blocks.iter().enumerate() {
            block.members.iter().for_each(|member| block_of[*member] = at);
        }
        let parts = parts(&polytope).into_iter().map(|blocks| Part::new(&polytope, blocks)).collect();
        Self { polytope, block_of, parts }
    }

    /// By member: a number in ticks.
    pub(super) fn draw(&self, stream: &mut Stream) -> Vec<i128> {
        let mut numbers: Vec<i128> = self.polytope.blocks.iter().map(|block| block.low).collect();
        for part in &self.parts {
            for (block, x) in part.blocks.iter().zip(part.draw(stream)) {
                numbers[*block] = x.round() as i128;
            }
        }
        self.mend(&mut numbers);
        self.block_of.iter().map(|block| numbers[*block]).collect()
    }

    /// Within bounds and order, with the sum as exact as ticks allow: the last blocks with room take the rounding.
    fn mend(&self, numbers: &mut [i128]) {
        let Polytope { blocks, chain, total } = &self.polytope;
        for (at, block) in blocks.iter().enumerate() {
            let before = if at > 0 && at < *chain { numbers[at - 1] } else { block.low };
            numbers[at] = numbers[at].max(before).clamp(block.low, block.high);
        }
        let Some(total) = total else { return };
        let sum: i128 = blocks.iter().zip(numbers.iter()).map(|(block, x)| block.size() * x).sum();
        let mut left = total - sum;
        for at in (0..blocks.len()).rev().filter(|at| !blocks[*at].still()) {
            if left == 0 {
                return;
            }
            let block = &blocks[at];
            let low = if at > 0 && at < *chain { block.low.max(numbers[at - 1]) } else { block.low };
            let high = if at + 1 < *chain { block.high.min(numbers[at + 1]) } else { block.high };
            let moved = (numbers[at] + left / block.size()).clamp(low, high) - numbers[at];
            numbers[at] += moved;
            left -= moved * block.size();
        }
    }
}

/// The blocks of each part; certain ones are in none.
fn parts(polytope: &Polytope) -> Vec<Vec<usize>> {
    let blocks = &polytope.blocks;
    let uncertain: Vec<usize> = (0..blocks.len()).filter(|at| !blocks[*at].still()).collect();
    if polytope.total.is_some() {
        return if uncertain.is_empty() { Vec::new() } else { vec![uncertain] };
    }
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for at in uncertain {
        match parts.last_mut() {
            Some(part)
                if at < polytope.chain && part.last().is_some_and(|last| blocks[*last].high > blocks[at].low) =>
            {
                part.push(at);
            }
            _ => parts.push(vec![at]),
        }
    }
    parts
}
