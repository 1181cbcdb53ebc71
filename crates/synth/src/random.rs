//! Chance that is the same on every machine: integers only, no floating point, no hash order.

/// xoshiro256** 1.0 of Blackman and Vigna (prng.di.unimi.it, public domain), its state filled by SplitMix64.
/// Not fit for secrets.
pub(crate) struct Rng([u64; 4]);

/// The step of SplitMix64.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output function of SplitMix64: a bijection that spreads every bit of its input.
pub(crate) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Rng {
    /// The stream of `subject` number `number` under `seed`. Streams do not depend on each other, so what is
    /// drawn for one person never changes what is drawn for the next.
    pub(crate) fn stream(seed: u64, subject: u64, number: u64) -> Self {
        let mut state = mix(mix(seed.wrapping_add(GOLDEN)) ^ subject.wrapping_mul(GOLDEN)) ^ mix(number);
        Self(std::array::from_fn(|_| {
            state = state.wrapping_add(GOLDEN);
            mix(state)
        }))
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        let Self([s0, s1, s2, s3]) = self;
        let result = s1.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = *s1 << 17;
        *s2 ^= *s0;
        *s3 ^= *s1;
        *s1 ^= *s2;
        *s0 ^= *s3;
        *s2 ^= shifted;
        *s3 = s3.rotate_left(45);
        result
    }

    /// A number in `0..limit`; 0 when the limit is 0. The bias (limit / 2^64) does not matter here.
    #[allow(clippy::cast_possible_truncation)] // the product's upper half is less than the limit
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(limit)) >> 64) as u64
    }

    /// A number in `low..=high`; `low` when the range is empty.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(0);
        low.saturating_add_unsigned(self.below(width))
    }

    /// True in `per_mille` of 1,000 draws.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the items.
    pub(crate) fn pick<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        *self.choose(items)
    }

    /// One of the items.
    #[allow(clippy::indexing_slicing)] // below(N) is less than N
    pub(crate) fn choose<'a, T, const N: usize>(&mut self, items: &'a [T; N]) -> &'a T {
        const { assert!(N > 0) };
        &items[usize::try_from(self.below(N as u64)).unwrap_or(0)]
    }

    /// One of the items, each as often as its weight says.
    #[allow(clippy::indexing_slicing)] // N is greater than 0
    pub(crate) fn weighted<'a, T, const N: usize>(&mut self, items: &'a [(u64, T); N]) -> &'a T {
        const { assert!(N > 0) };
        let mut place = self.below(items.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in items {
            if place < *weight {
                return item;
            }
            place -= weight;
        }
        &items[N - 1].1
    }

    /// One of a list; None only of an empty one.
    pub(crate) fn one_of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(usize::try_from(self.below(items.len() as u64)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_xoshiro256_starstar() {
        // First outputs for the state 1, 2, 3, 4, as the authors' C program gives them.
        let mut rng = Rng([1, 2, 3, 4]);
        let first: Vec<u64> = (0..4).map(|_| rng.bits()).collect();
        assert_eq!(first, [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240]);
        // First output of SplitMix64 for the seed 0.
        assert_eq!(mix(GOLDEN), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn ranges_are_kept() {
        let mut rng = Rng::stream(1, 2, 3);
        assert!((0..1000).map(|_| rng.between(-3, 3)).all(|number| (-3..=3).contains(&number)));
        assert_eq!(rng.between(5, 4), 5);
        assert_eq!((0..1000).filter(|_| *rng.weighted(&[(0, 1), (5, 2)]) == 1).count(), 0);
    }
}
