//! Keys and identifiers: each a permutation of a running number, so that none appears twice however many are
//! made, and person `n` keeps theirs however many follow.

use crate::random::mix;

/// Keys that one person may use: the current one and an earlier one.
const KEYS: u64 = 2;
/// Medicare Beneficiary Identifiers that one person may use.
const MBIS: u64 = 4;
/// Claim records that one person may have.
pub(crate) const RECORDS: u64 = 1 << 16;
/// People that one data set may have, so that no claim number repeats.
pub(crate) const PEOPLE: u64 = 100_000_000;

const SMALLEST_PERSON_KEY: u64 = 100_000_000;
const PERSON_KEYS: u64 = 900_000_000;
const SMALLEST_CLAIM_NUMBER: u64 = 1_000_000_000_000;
const CLAIM_NUMBERS: u64 = 9_000_000_000_000;
/// As many as the pattern of [`mbi`] allows.
const MBI_NUMBERS: u64 = 9 * 30 * 10 * 20 * 30 * 10 * 20 * 20 * 10 * 10;

/// Letters of Medicare Beneficiary Identifiers: all but S, L, O, I, B and Z.
const LETTERS: &[u8; 20] = b"ACDEFGHJKMNPQRTUVWXY";
/// The same and the digits.
const LETTERS_AND_DIGITS: &[u8; 30] = b"0123456789ACDEFGHJKMNPQRTUVWXY";

/// `number` at another place of `0..range`: a bijection, since 982,451,653 (a prime) divides no range here.
#[allow(clippy::cast_possible_truncation)] // the remainder is less than the range
fn permute(number: u64, seed: u64, range: u64) -> u64 {
    let place = u128::from(number) * 982_451_653 + u128::from(mix(seed)) % u128::from(range);
    (place % u128::from(range)) as u64
}

/// `BENE_SK` of a person; `version` 0 is the current key, 1 an earlier one. Negative, as synthetic keys are.
pub(crate) fn person_key(seed: u64, person: u64, version: u64) -> i64 {
    let place = permute(person * KEYS + version, seed, PERSON_KEYS);
    -(SMALLEST_PERSON_KEY + place).cast_signed()
}

/// `CLM_UNIQ_ID` of the `record`-th claim record of a person.
pub(crate) fn claim_number(seed: u64, person: u64, record: u64) -> i64 {
    let place = permute(person * RECORDS + record, seed, CLAIM_NUMBERS);
    -(SMALLEST_CLAIM_NUMBER + place).cast_signed()
}

/// A negative surrogate key that looks like the source's 18- and 19-digit ones.
pub(crate) fn surrogate(seed: u64, subject: u64, number: u64) -> i64 {
    -(mix(mix(seed ^ subject) ^ number) >> 1).cast_signed() - 1
}

/// `CLM_CNTL_NUM`: 14 digits and three letters, with the sign of synthetic numbers.
pub(crate) fn control_number(claim_number: i64) -> String {
    let number = claim_number.unsigned_abs();
    let mut text = format!("-{number:014}");
    let mut letters = mix(number);
    for _ in 0..3 {
        text.push(char::from(b'A' + u8::try_from(letters % 26).unwrap_or(0)));
        letters /= 26;
    }
    text
}

/// A Medicare Beneficiary Identifier: the format of CMS, with the letter S, that real ones never have, in the
/// second place. `version` 0 is the current one.
#[allow(clippy::indexing_slicing)] // every index is a remainder by the list's length
pub(crate) fn mbi(seed: u64, person: u64, version: u64) -> String {
    let mut rest = permute(person * MBIS + version, seed, MBI_NUMBERS);
    let mut take = |list: &[u8]| {
        let digit = list[usize::try_from(rest % list.len() as u64).unwrap_or(0)];
        rest /= list.len() as u64;
        char::from(digit)
    };
    let digits = b"0123456789";
    let mut text = String::with_capacity(11);
    text.push(take(b"123456789"));
    text.push('S');
    for list in [
        LETTERS_AND_DIGITS.as_slice(),
        digits,
        LETTERS,
        LETTERS_AND_DIGITS,
        digits,
        LETTERS,
        LETTERS,
        digits,
        digits,
    ] {
        text.push(take(list));
    }
    text
}

/// A National Provider Identifier from nine digits: the tenth is the Luhn check digit over `80840` and the nine
/// (CMS, "Requirements for National Provider Identifier and NPI check digit").
pub(crate) fn npi(nine: u64) -> String {
    let payload = format!("{:09}", nine % 1_000_000_000);
    // 24 is what the prefix 80840 adds to the sum.
    let sum = payload.bytes().enumerate().fold(24, |sum, (place, byte)| {
        let digit = u32::from(byte - b'0');
        let counted = if place % 2 == 0 { digit * 2 } else { digit };
        sum + counted / 10 + counted % 10
    });
    format!("{payload}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_standard_npi_has_its_check_digit() {
        // The example of the CMS document.
        assert_eq!(npi(123_456_789), "1234567893");
    }

    #[test]
    fn identifiers_do_not_repeat() {
        let keys: BTreeSet<i64> =
            (0..20_000).flat_map(|n| [person_key(7, n, 0), person_key(7, n, 1)]).collect();
        assert_eq!(keys.len(), 40_000);
        assert!(keys.iter().all(|key| (-999_999_999..=-100_000_000).contains(key)));
        let mbis: BTreeSet<String> = (0..20_000).flat_map(|n| [mbi(7, n, 0), mbi(7, n, 1)]).collect();
        assert_eq!(mbis.len(), 40_000);
        let claims: BTreeSet<i64> =
            (0..100).flat_map(|n| (0..100).map(move |k| claim_number(7, n, k))).collect();
        assert_eq!(claims.len(), 10_000);
    }

    #[test]
    fn ranges_and_the_factor_have_no_common_divisor() {
        for range in [PERSON_KEYS, CLAIM_NUMBERS, MBI_NUMBERS] {
            assert_ne!(range % 982_451_653, 0);
        }
        const { assert!(PEOPLE * RECORDS <= CLAIM_NUMBERS && PEOPLE * MBIS <= MBI_NUMBERS) };
        const { assert!(PEOPLE * KEYS <= PERSON_KEYS) };
    }
}
