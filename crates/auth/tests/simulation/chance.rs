//! What the dice decide here.

use std::sync::Mutex;

use bluestem_model::chance::Random;

use crate::dice::Dice;

impl Dice {
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
