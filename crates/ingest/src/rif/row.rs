//! A checked row on its way from file to record.

use bluestem_model::rif::{RifColumn, RifType};

/// Puts a value into a row: the column's place in the type's table (two bytes), the length (two bytes), the text.
pub(super) fn put_value(into: &mut Vec<u8>, place: u16, text: &str) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    into.extend_from_slice(&place.to_le_bytes());
    into.extend_from_slice(&length.to_le_bytes());
    into.extend_from_slice(text.as_bytes());
}

/// The values of a row in the order of the file, with their columns.
pub(super) fn values(kind: RifType, row: &[u8]) -> impl Iterator<Item = (&'static RifColumn, &str)> {
    let mut rest = row;
    std::iter::from_fn(move || {
        let (place, behind) = rest.split_first_chunk::<2>()?;
        let (length, behind) = behind.split_first_chunk::<2>()?;
        let (text, behind) = behind.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        rest = behind;
        let column = kind.columns().get(usize::from(u16::from_le_bytes(*place)))?;
        Some((column, std::str::from_utf8(text).unwrap_or_default()))
    })
}

/// The value of one column; None when absent.
pub(super) fn value_of<'r>(kind: RifType, row: &'r [u8], name: &str) -> Option<&'r str> {
    values(kind, row).find(|(column, _)| column.name == name).map(|(_, text)| text)
}
