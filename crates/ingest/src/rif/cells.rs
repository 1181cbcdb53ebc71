//! Cuts a line of the research format into cells: `|` divides them, `\` escapes, quotes may hold anything.

use memchr::{memchr, memchr2};

/// The cells of one line, without quotes and escapes. Kept from line to line, so that none allocates.
#[derive(Debug, Default)]
pub(super) struct RifCells {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl RifCells {
    /// Takes the cells of `line`.
    pub(super) fn split(&mut self, line: &[u8]) {
        self.text.clear();
        self.ends.clear();
        if memchr2(b'\\', b'"', line).is_some() {
            self.split_slowly(line);
            return;
        }
        self.split_plainly(line);
    }

    /// Takes the cells of `line` as if nothing were escaped or quoted: some writers escape nothing, and then a
    /// backslash at the end of a value is a backslash.
    pub(super) fn split_plainly(&mut self, line: &[u8]) {
        self.text.clear();
        self.ends.clear();
        for cell in line.split(|byte| *byte == b'|') {
            self.text.extend_from_slice(cell);
            self.ends.push(self.text.len());
        }
    }

    fn split_slowly(&mut self, line: &[u8]) {
        let (mut rest, mut quoted, mut cell_starts) = (line, false, true);
        while let Some((&byte, behind)) = rest.split_first() {
            rest = behind;
            match (byte, quoted) {
                (b'\\', _) => rest = self.push_escaped(rest),
                (b'"', false) if cell_starts => quoted = true,
                (b'"', true) if rest.first() == Some(&b'"') => {
                    self.text.push(b'"');
                    rest = rest.get(1..).unwrap_or_default();
                }
                (b'"', true) => quoted = false,
                (b'|', false) => {
                    self.ends.push(self.text.len());
                    cell_starts = true;
                    continue;
                }
                _ => self.text.push(byte),
            }
            cell_starts = false;
        }
        self.ends.push(self.text.len());
    }

    /// Takes what follows a backslash and gives the rest. Only what means something else without it is escaped; in
    /// front of anything else a backslash is a backslash.
    fn push_escaped<'l>(&mut self, rest: &'l [u8]) -> &'l [u8] {
        if let Some((&byte @ (b'|' | b'\\' | b'"'), behind)) = rest.split_first() {
            self.text.push(byte);
            return behind;
        }
        self.text.push(b'\\');
        rest
    }

    /// How many there are; one at least.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Cell number `index`, from 0.
    pub(super) fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// All cells.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

/// Whether a line has any of the delimiters.
pub(super) fn has_delimiter(line: &[u8]) -> bool {
    memchr(b'|', line).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Vec<String> {
        let mut cells = RifCells::default();
        cells.split(b"left|over");
        cells.split(line.as_bytes());
        cells.iter().map(|cell| String::from_utf8(cell.to_vec()).unwrap()).collect()
    }

    #[test]
    fn escapes_and_quotes() {
        assert_eq!(split("a||b|"), ["a", "", "b", ""]);
        assert_eq!(split(r"34867\|COLOMBIA|x"), ["34867|COLOMBIA", "x"]);
        assert_eq!(split(r#""a|b"|"say ""hi"""|5" pipe"#), ["a|b", "say \"hi\"", "5\" pipe"]);
        assert_eq!(split(r"a\\|\n|end\"), [r"a\", r"\n", r"end\"]);
    }
}
