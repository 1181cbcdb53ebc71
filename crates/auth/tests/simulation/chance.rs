//! Chance that follows from a seed.

use std::sync::Mutex;

use bluestem_model::chance::Random;

/// A small generator (SplitMix64).
#[derive(Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap()
    }

    pub(crate) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    /// The place of one of so many; None of none. The later ones more often than not.
    pub(crate) fn place(&mut self, count: usize) -> Option<usize> {
        let far = self.below(count.max(1));
        let near = self.below(2);
        (count > 0).then(|| if self.one_in(2) { count.saturating_sub(1 + near) } else { far })
    }
}

/// The secrets of a run.
pub(crate) struct Chance(pub(crate) Mutex<Dice>);

impl Random for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        let mut dice = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&dice.next().to_le_bytes()[..chunk.len()]);
        }
    }
}
