//! Cuts a record into cells.

use memchr::memchr;

/// The cells of one record, without quotes. Kept from record to record, so that none allocates.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    /// Takes the cells of `record`.
    pub(crate) fn split(&mut self, record: &[u8]) {
        self.text.clear();
        self.ends.clear();
        let mut rest = record;
        loop {
            let (end, quoted) = match rest.strip_prefix(b"\"") {
                Some(inner) => (self.push_quoted(inner) + 1, true),
                None => (memchr(b',', rest).unwrap_or(rest.len()), false),
            };
            if !quoted {
                self.text.extend_from_slice(rest.get(..end).unwrap_or_default());
            }
            self.ends.push(self.text.len());
            match rest.get(end + 1..) {
                Some(behind) => rest = behind,
                None => return,
            }
        }
    }

    /// Takes a quoted cell whose opening quote was read, and gives its length up to the next comma. What stands
    /// between the closing quote and the comma belongs to the cell, as in the `csv` crate.
    fn push_quoted(&mut self, inner: &[u8]) -> usize {
        let mut at = 0;
        loop {
            let rest = inner.get(at..).unwrap_or_default();
            let quote = memchr(b'"', rest).unwrap_or(rest.len());
            self.text.extend_from_slice(rest.get(..quote).unwrap_or_default());
            at += quote + 1;
            if inner.get(at) != Some(&b'"') {
                break;
            }
            self.text.push(b'"');
            at += 1;
        }
        let rest = inner.get(at..).unwrap_or_default();
        let comma = memchr(b',', rest).unwrap_or(rest.len());
        self.text.extend_from_slice(rest.get(..comma).unwrap_or_default());
        at.min(inner.len()) + comma
    }

    /// How many there are; one at least.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Cell number `index`, from 0.
    pub(crate) fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// All cells.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(record: &str) -> Vec<String> {
        let mut cells = Cells::default();
        cells.split(b"left,over");
        cells.split(record.as_bytes());
        cells.iter().map(|cell| String::from_utf8(cell.to_vec()).unwrap()).collect()
    }

    #[test]
    fn cells_are_cut_at_commas() {
        assert_eq!(split("a,,b,"), ["a", "", "b", ""]);
        assert_eq!(split(""), [""]);
        assert_eq!(split(","), ["", ""]);
    }

    #[test]
    fn quotes_protect_commas_and_are_taken_off() {
        assert_eq!(split("\"a,b\",c"), ["a,b", "c"]);
        assert_eq!(split("x,\"say \"\"hi\"\"\",\"\""), ["x", "say \"hi\"", ""]);
        assert_eq!(split("5\" pipe,y"), ["5\" pipe", "y"]);
        assert_eq!(split("\"a\"b,c"), ["ab", "c"]);
        assert_eq!(split("\"a\nb\""), ["a\nb"]);
        assert_eq!(split("a,\"open"), ["a", "open"]);
    }
}
