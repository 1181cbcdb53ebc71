//! What stands for the identity that the public research files lack.

/// Letters that an identifier may have.
const LETTERS: &[u8] = b"ACDEFGHJKMNPQRTUVWXY";
const DIGITS: &[u8] = b"0123456789";

/// An identifier made of the person's number: of the form of a Medicare Beneficiary Identifier, with the letter S in
/// the second place, which no real one has. Other numbers below 3 x 10^11 give other identifiers.
pub fn synthetic_mbi(number: i64) -> String {
    let mut rest = number.unsigned_abs().wrapping_mul(2).wrapping_add(u64::from(number < 0));
    let mut take = |from: &[&[u8]]| {
        let size = from.iter().map(|letters| letters.len() as u64).sum::<u64>();
        let mut place = usize::try_from(rest % size).unwrap_or(0);
        rest /= size;
        for letters in from {
            if let Some(letter) = letters.get(place) {
                return char::from(*letter);
            }
            place -= letters.len();
        }
        '0'
    };
    // From the last place to the first, so that neighbours differ where one looks.
    let places: [&[&[u8]]; 10] = [
        &[DIGITS],
        &[DIGITS],
        &[LETTERS],
        &[LETTERS],
        &[DIGITS],
        &[DIGITS, LETTERS],
        &[LETTERS],
        &[DIGITS],
        &[DIGITS, LETTERS],
        &[b"123456789"],
    ];
    let mut letters: Vec<char> = places.into_iter().map(&mut take).collect();
    letters.insert(9, 'S');
    letters.iter().rev().collect()
}

/// A family name made of the person's number.
pub fn synthetic_name(number: i64) -> String {
    format!("Beneficiary{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_an_identifier_of_its_own() {
        let numbers = (-500..500).chain([-100_000_000_000_i64, 99_999_999_999, 299_999_999_999]);
        let mut seen = std::collections::BTreeSet::new();
        for number in numbers {
            let mbi = synthetic_mbi(number);
            assert_eq!((mbi.len(), mbi.as_bytes()[1]), (11, b'S'), "{mbi}");
            assert!(seen.insert(mbi), "{number}");
        }
    }
}
