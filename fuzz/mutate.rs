//! Inputs for fuzz targets: what is kept in `fuzz/corpus`, and changes of it. Included by the crates' tests; runs on
//! stable Rust, in `cargo test`. `BLUESTEM_FUZZ` multiplies the number of cases.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;

/// The kept inputs of a target. An input that once failed a target is added as a file.
pub(crate) fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut paths: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{}", folder.display());
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// So many cases, times `BLUESTEM_FUZZ`. What fails is not written beside the source: it belongs into the corpus.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let factor = std::env::var("BLUESTEM_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(1_u32);
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(count.saturating_mul(factor)) }
}

/// One of `seeds` with up to eight changes: bytes set, put in, taken out, repeated; a token put in; the end cut
/// off; the end of another seed put on.
pub(crate) fn mutated(
    seeds: Vec<Vec<u8>>,
    tokens: &'static [&'static str],
) -> impl Strategy<Value = Vec<u8>> {
    let change = (0_u8..7, any::<Index>(), 1_usize..48, any::<u8>(), any::<Index>());
    (any::<Index>(), proptest::collection::vec(change, 0..8)).prop_map(move |(seed, changes)| {
        let mut bytes = seed.get(&seeds).clone();
        for (kind, at, length, byte, other) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            match kind {
                0 => bytes.iter_mut().skip(at).take(1).for_each(|found| *found = byte),
                1 => bytes.insert(at, byte),
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
                4 => drop(bytes.splice(at..at, other.get(tokens).bytes())),
                5 => bytes.truncate(at),
                _ => {
                    let tail = other.get(&seeds);
                    bytes.truncate(at);
                    bytes.extend_from_slice(&tail[tail.len() / 2..]);
                }
            }
        }
        bytes
    })
}
