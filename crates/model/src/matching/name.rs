//! Names.

use super::letters::{folded, words};

/// Marks of a generation, which some sources write behind the family name and others leave out. `V` is not
/// among them: it is a name, too.
const GENERATIONS: [&str; 8] = ["JR", "SR", "II", "III", "IV", "2ND", "3RD", "4TH"];

/// A name as it is compared: its words joined, without a mark of the generation behind them. None for a name
/// without letters.
pub(super) fn normal(name: &str) -> Option<String> {
    let mut parts: Vec<String> = words(&folded(name)).collect();
    while parts.len() > 1 && parts.last().is_some_and(|last| GENERATIONS.contains(&last.as_str())) {
        parts.pop();
    }
    let joined = parts.concat();
    joined.chars().any(char::is_alphabetic).then_some(joined)
}
