//! Decimal numbers of the source and money.

use std::fmt;

/// A decimal number with four places, as the source's amounts have at most. Holds up to 14 digits before the
/// point, which is more than any amount of the source has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(i64);

const ONE: i64 = 10_000;

impl Decimal {
    /// Reads `-12`, `12.3`, `.5`. None for anything else, for more than 14 digits before the point. Places
    /// behind the fourth are rounded half away from zero.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if (whole.is_empty() && fraction.is_empty()) || whole.len() > 14 {
            return None;
        }
        let mut value = 0_i64;
        for digit in whole.bytes() {
            value = value * 10 + digit_value(digit)?;
        }
        value *= ONE;
        let mut place = ONE / 10;
        for (position, digit) in fraction.bytes().enumerate() {
            let digit = digit_value(digit)?;
            value += digit * place;
            if position == 4 && digit >= 5 {
                value += 1;
            }
            place /= 10;
        }
        Some(Self(if negative { -value } else { value }))
    }

    /// The amount in cents, rounded half away from zero.
    pub fn to_money(self) -> Money {
        let half = if self.0 < 0 { -50 } else { 50 };
        Money((self.0 + half) / 100)
    }

    /// Its sign (true: negative), the digits before the point and the four behind it. For writers that must not
    /// allocate.
    pub fn parts(self) -> (bool, u64, u16) {
        let (value, one) = (self.0.unsigned_abs(), ONE.unsigned_abs());
        (self.0 < 0, value / one, u16::try_from(value % one).unwrap_or(0))
    }

    /// Whether it is greater than zero.
    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The part before the point.
    pub fn whole(self) -> i64 {
        self.0 / ONE
    }
}

impl fmt::Display for Decimal {
    /// The shortest form: `12`, `0.57`, `-3.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (negative, whole, fraction) = self.parts();
        let sign = if negative { "-" } else { "" };
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{fraction:04}");
        write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl From<Money> for Decimal {
    fn from(amount: Money) -> Self {
        Self(amount.0.saturating_mul(ONE / 100))
    }
}

/// An amount in cents of a US dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub i64);

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), |sum, amount| Self(sum.0.saturating_add(amount.0)))
    }
}

impl fmt::Display for Money {
    /// Dollars in the shortest form: `239.54`, `0.5`, `12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Decimal::from(*self).fmt(f)
    }
}

fn digit_value(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_round_to_cents_before_they_are_added() {
        // The four cost parts of a pharmacy claim and the total that BFD v3 serves for them.
        let parts = ["182999.73", "953796.3849", "280044.0714", "839989.68"];
        let sum: Money = parts.iter().map(|part| Decimal::parse(part).unwrap().to_money()).sum();
        assert_eq!(sum.to_string(), "2256829.86");
    }

    #[test]
    fn odd_forms() {
        assert_eq!(Decimal::parse("-0.57").unwrap().to_string(), "-0.57");
        assert_eq!(Decimal::parse(".5").unwrap().to_string(), "0.5");
        assert_eq!(Decimal::parse("0012").unwrap().to_string(), "12");
        for bad in ["", "-", ".", "1e5", "1,000", "123456789012345", "--1"] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
    }
}
