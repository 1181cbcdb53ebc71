//! The stored form of a record.

use super::{Origin, Record, RecordError, RowHead};
use crate::column::View;

pub(super) const VERSION: u8 = 1;

pub(super) fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, RecordError> {
        let byte = self.bytes.get(self.at).copied().ok_or(RecordError::Damaged(self.at))?;
        self.at += 1;
        Ok(byte)
    }

    fn number(&mut self) -> Result<u32, RecordError> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(number).map_err(|_| RecordError::Damaged(self.at));
            }
        }
        Err(RecordError::Damaged(self.at))
    }

    fn text(&mut self) -> Result<&'a str, RecordError> {
        let length = self.number()? as usize;
        let start = self.at;
        let text = start
            .checked_add(length)
            .and_then(|end| self.bytes.get(start..end))
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .ok_or(RecordError::Damaged(start))?;
        self.at += length;
        Ok(text)
    }
}

/// The cells in the stored form of a row: place and text.
pub(super) fn cells_of(bytes: &[u8]) -> impl Iterator<Item = (u8, &str)> {
    let mut reader = Reader { bytes, at: 0 };
    std::iter::from_fn(move || Some((reader.byte().ok()?, reader.text().ok()?)))
}

pub(super) fn decode(bytes: &[u8]) -> Result<Record<'_>, RecordError> {
    let mut reader = Reader { bytes, at: 0 };
    let version = reader.byte()?;
    if version != VERSION {
        return Err(RecordError::Version(version));
    }
    let count = reader.number()? as usize;
    // A damaged count must not reserve more than the bytes could hold.
    let mut record = Record {
        rows: Vec::with_capacity(count.min(bytes.len() / 4)),
        cells: Vec::with_capacity(bytes.len() / 8),
        reads: None,
    };
    for _ in 0..count {
        let number = reader.byte()?;
        let view = View::from_number(number).ok_or(RecordError::Damaged(reader.at))?;
        let origin = Origin { file: reader.number()?, line: reader.number()? };
        let cells = reader.number()?;
        let first = record.cells.len();
        for _ in 0..cells {
            let place = reader.byte()?;
            record.cells.push((place, reader.text()?));
        }
        record.rows.push(RowHead { view, origin, first, end: record.cells.len() });
    }
    if reader.at != bytes.len() {
        return Err(RecordError::Damaged(reader.at));
    }
    Ok(record)
}
