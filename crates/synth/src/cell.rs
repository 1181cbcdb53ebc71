//! Values as text in a cell of a source file.

use bluestem_model::number::Money;

use crate::day::Day;

/// A value that can stand in a cell.
pub(crate) trait Cell {
    fn write(self, text: &mut Vec<u8>);
}

impl Cell for &str {
    fn write(self, text: &mut Vec<u8>) {
        text.extend_from_slice(self.as_bytes());
    }
}

impl Cell for &String {
    fn write(self, text: &mut Vec<u8>) {
        text.extend_from_slice(self.as_bytes());
    }
}

impl<T: Cell> Cell for Option<T> {
    fn write(self, text: &mut Vec<u8>) {
        if let Some(value) = self {
            value.write(text);
        }
    }
}

impl Cell for u64 {
    #[allow(clippy::cast_possible_truncation)] // a remainder by 10
    fn write(self, text: &mut Vec<u8>) {
        let start = text.len();
        let mut rest = self;
        loop {
            text.push(b'0' + (rest % 10) as u8);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if let Some(digits) = text.get_mut(start..) {
            digits.reverse();
        }
    }
}

impl Cell for i64 {
    fn write(self, text: &mut Vec<u8>) {
        if self < 0 {
            text.push(b'-');
        }
        self.unsigned_abs().write(text);
    }
}

impl Cell for u16 {
    fn write(self, text: &mut Vec<u8>) {
        u64::from(self).write(text);
    }
}

/// Dollars with two places: `12.50`.
impl Cell for Money {
    fn write(self, text: &mut Vec<u8>) {
        if self.0 < 0 {
            text.push(b'-');
        }
        (self.0.unsigned_abs() / 100).write(text);
        text.push(b'.');
        padded(self.0.unsigned_abs() % 100, 2, text);
    }
}

/// A number in thousandths: `30`, `2.500`.
pub(crate) struct Thousandths(pub(crate) i64);

impl Cell for Thousandths {
    fn write(self, text: &mut Vec<u8>) {
        (self.0 / 1000).write(text);
        let fraction = self.0.unsigned_abs() % 1000;
        if fraction > 0 {
            text.push(b'.');
            padded(fraction, 3, text);
        }
    }
}

/// ISO 8601 date.
impl Cell for Day {
    fn write(self, text: &mut Vec<u8>) {
        let (year, month, day) = self.parts();
        padded(year.unsigned_abs(), 4, text);
        text.push(b'-');
        padded(month.unsigned_abs(), 2, text);
        text.push(b'-');
        padded(day.unsigned_abs(), 2, text);
    }
}

/// A number with leading zeros, at least `width` digits of it.
#[allow(clippy::cast_possible_truncation)] // a remainder by 10
pub(crate) fn padded(number: u64, width: u32, text: &mut Vec<u8>) {
    for place in (0..width).rev() {
        text.push(b'0' + (number / 10_u64.pow(place) % 10) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: impl Cell) -> String {
        let mut text = Vec::new();
        value.write(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn cells_have_the_forms_of_the_source() {
        assert_eq!(text(-42_i64), "-42");
        assert_eq!(text(0_u64), "0");
        assert_eq!(text(Money(1205)), "12.05");
        assert_eq!(text(Thousandths(2500)), "2.500");
        assert_eq!(text(Thousandths(30_000)), "30");
        assert_eq!(text(Day::NEVER), "9999-12-31");
    }
}
