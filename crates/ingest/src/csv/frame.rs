//! Cuts a stream into records.

use std::io::{self, Read};

use memchr::{memchr, memchr2};

/// A record may be this long, in bytes. The widest view of the source stays below 20 KiB.
const LONGEST: usize = 1 << 20;
const CHUNK: usize = 1 << 18;

/// Why the stream cannot be read on.
#[derive(Debug)]
pub(crate) enum FrameError {
    /// The file does not read.
    Io(io::Error),
    /// A quote that opens in the record at this line does not close, or the record is longer than any.
    OpenQuote(u32),
}

/// One record, still with its quotes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame<'a> {
    /// Its bytes without the line end.
    pub(crate) bytes: &'a [u8],
    /// The line on which it begins, from 1.
    pub(crate) line: u32,
    /// Whether it spans several lines.
    pub(crate) multiline: bool,
    /// Whether a line end follows it.
    pub(crate) ended: bool,
}

/// The records of a stream.
pub(crate) struct Frames<R> {
    source: R,
    delimiter: u8,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    at_end: bool,
    line: u32,
}

/// Where a record ends in the buffer.
struct Extent {
    length: usize,
    breaks: u32,
    ended: bool,
}

impl<R: Read> Frames<R> {
    /// The records of comma-separated values.
    pub(crate) fn new(source: R) -> Self {
        Self::delimited(source, b',')
    }

    /// The records of values with `delimiter` between them.
    pub(crate) fn delimited(source: R, delimiter: u8) -> Self {
        Self { source, delimiter, buffer: vec![0; CHUNK], start: 0, filled: 0, at_end: false, line: 1 }
    }

    /// The next record; None behind the last one.
    pub(crate) fn next(&mut self) -> Result<Option<Frame<'_>>, FrameError> {
        let extent = loop {
            let pending = self.buffer.get(self.start..self.filled).unwrap_or_default();
            match extent_of(pending, self.delimiter, self.at_end) {
                Some(Ok(extent)) => break extent,
                Some(Err(())) => return Err(FrameError::OpenQuote(self.line)),
                None if pending.len() > LONGEST => return Err(FrameError::OpenQuote(self.line)),
                None if self.at_end => return Ok(None),
                None => self.fill().map_err(FrameError::Io)?,
            }
        };
        let (start, line) = (self.start, self.line);
        self.start += extent.length + usize::from(extent.ended);
        self.line = self.line.saturating_add(extent.breaks).saturating_add(1);
        let bytes = self.buffer.get(start..start + extent.length).unwrap_or_default();
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        Ok(Some(Frame { bytes, line, multiline: extent.breaks > 0, ended: extent.ended }))
    }

    /// The stream.
    pub(crate) fn source(&self) -> &R {
        &self.source
    }

    /// The stream, given back.
    pub(crate) fn into_source(self) -> R {
        self.source
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.start = 0;
        if self.buffer.len() - self.filled < CHUNK / 2 {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let free = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let read = self.source.read(free)?;
        self.filled += read;
        self.at_end = read == 0;
        Ok(())
    }
}

/// The extent of the record at the start of `bytes`: None when more bytes are needed or none are left, an
/// error when a quote is open at the end of the stream.
fn extent_of(bytes: &[u8], delimiter: u8, at_end: bool) -> Option<Result<Extent, ()>> {
    // Nearly every record: no quote before its line end.
    let line_end = memchr(b'\n', bytes);
    let first_line = bytes.get(..line_end.unwrap_or(bytes.len())).unwrap_or_default();
    if memchr(b'"', first_line).is_none() {
        return match line_end {
            Some(length) => Some(Ok(Extent { length, breaks: 0, ended: true })),
            None if at_end && !bytes.is_empty() => {
                Some(Ok(Extent { length: bytes.len(), breaks: 0, ended: false }))
            }
            None => None,
        };
    }
    quoted_extent(bytes, delimiter, at_end)
}

fn quoted_extent(bytes: &[u8], delimiter: u8, at_end: bool) -> Option<Result<Extent, ()>> {
    let (mut at, mut quoted, mut breaks) = (0, false, 0);
    // A quote opens at the start of a cell, or right behind the one that closed: `""` is a quote in a cell.
    let mut closed_at = None;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\n', rest)) {
        let place = at + found;
        at = place + 1;
        let is_break = bytes.get(place) == Some(&b'\n');
        match (is_break, quoted) {
            (true, false) => return Some(Ok(Extent { length: place, breaks, ended: true })),
            (true, true) => breaks += 1,
            (false, true) => {
                quoted = false;
                closed_at = Some(place);
            }
            (false, false) => {
                let before = place.checked_sub(1);
                let starts_cell = before.is_none_or(|before| bytes.get(before) == Some(&delimiter));
                quoted = starts_cell || (before.is_some() && before == closed_at);
            }
        }
    }
    match (at_end, quoted) {
        (false, _) => None,
        (true, true) => Some(Err(())),
        (true, false) => Some(Ok(Extent { length: bytes.len(), breaks, ended: false })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Records = Vec<(Vec<u8>, u32, bool, bool)>;

    /// Gives one byte a read, so that every record is met half read.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(1);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn frames(text: &[u8]) -> Result<Records, FrameError> {
        let mut whole = Frames::new(text);
        let mut dripped = Frames::new(Drip(text));
        let mut records = Vec::new();
        loop {
            let one = whole.next();
            let other = dripped.next();
            match (one, other) {
                (Ok(Some(one)), Ok(Some(other))) => {
                    assert_eq!(one, other);
                    records.push((one.bytes.to_vec(), one.line, one.multiline, one.ended));
                }
                (Ok(None), Ok(None)) => return Ok(records),
                (Err(one), Err(_)) => return Err(one),
                (one, other) => panic!("{one:?} but dripped {other:?}"),
            }
        }
    }

    fn record(text: &str, line: u32, multiline: bool, ended: bool) -> (Vec<u8>, u32, bool, bool) {
        (text.as_bytes().to_vec(), line, multiline, ended)
    }

    #[test]
    fn line_ends_of_both_kinds_and_none() {
        let found = frames(b"a,b\r\nc,d\n\ne").unwrap();
        assert_eq!(
            found,
            [
                record("a,b", 1, false, true),
                record("c,d", 2, false, true),
                record("", 3, false, true),
                record("e", 4, false, false)
            ]
        );
        assert!(frames(b"").unwrap().is_empty());
    }

    #[test]
    fn quotes_may_hold_line_ends_and_quotes() {
        let found = frames(b"\"a\nb\",\"c\"\"\n\"\nd,5\" pipe\ne").unwrap();
        assert_eq!(
            found,
            [
                record("\"a\nb\",\"c\"\"\n\"", 1, true, true),
                record("d,5\" pipe", 4, false, true),
                record("e", 5, false, false)
            ]
        );
    }

    #[test]
    fn an_open_quote_is_named_by_the_line_of_its_record() {
        assert!(matches!(frames(b"a\nb,\"c\nd\n"), Err(FrameError::OpenQuote(2))));
        let endless = [b"\"".as_slice(), &vec![b'x'; 3 * LONGEST]].concat();
        assert!(matches!(frames_once(&endless), FrameError::OpenQuote(1)));
    }

    fn frames_once(text: &[u8]) -> FrameError {
        Frames::new(text).next().unwrap_err()
    }
}
