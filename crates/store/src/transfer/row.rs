//! Rows as they travel: as PostgreSQL's binary COPY writes them, whichever side they come from.

use std::borrow::Cow;

use super::table::{Kind, Table};
use crate::StoreError;

/// A value in PostgreSQL's binary form; nothing for NULL.
pub(crate) type Field<'v> = Option<Cow<'v, [u8]>>;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its primary key in bytes that sort as the keys do: numbers by value, texts and bytes byte by byte.
    pub(crate) key: Vec<u8>,
    /// The row as binary COPY writes it: the number of its fields, then each field's length and bytes.
    pub(crate) tuple: Vec<u8>,
}

impl Row {
    /// The row of `table` with these fields, one for each column.
    pub(crate) fn new(table: &Table, fields: &[Field<'_>]) -> Result<Self, StoreError> {
        let damaged =
            || StoreError::Damaged(format!("a row of {} does not fit its table", table.full_name()));
        let mut tuple = i16::try_from(fields.len()).map_err(|_| damaged())?.to_be_bytes().to_vec();
        for field in fields {
            match field {
                Some(bytes) => {
                    tuple.extend(i32::try_from(bytes.len()).map_err(|_| damaged())?.to_be_bytes());
                    tuple.extend_from_slice(bytes);
                }
                None => tuple.extend((-1_i32).to_be_bytes()),
            }
        }
        let mut key = Vec::new();
        for place in &table.key {
            let (column, field) = table.columns.get(*place).zip(fields.get(*place)).ok_or_else(damaged)?;
            sortable(&mut key, column.kind, field.as_deref().ok_or_else(damaged)?);
        }
        Ok(Self { key, tuple })
    }
}

/// Appends a field so that the whole sorts by it, whatever follows.
fn sortable(key: &mut Vec<u8>, kind: Kind, field: &[u8]) {
    match kind {
        Kind::Int2 | Kind::Int4 | Kind::Int8 => {
            // Two's complement, the highest bit turned over: negative numbers come first.
            let turned = field.iter().enumerate().map(|(at, byte)| if at == 0 { byte ^ 0x80 } else { *byte });
            key.extend(turned);
        }
        Kind::Text | Kind::Bytea => {
            for byte in field {
                key.push(*byte);
                if *byte == 0 {
                    key.push(0xff);
                }
            }
            key.extend([0, 0]);
        }
    }
}

/// A number in the width of its column.
pub(crate) fn number(kind: Kind, value: i64) -> Option<Vec<u8>> {
    Some(match kind {
        Kind::Int2 => i16::try_from(value).ok()?.to_be_bytes().to_vec(),
        Kind::Int4 => i32::try_from(value).ok()?.to_be_bytes().to_vec(),
        Kind::Int8 => value.to_be_bytes().to_vec(),
        Kind::Text | Kind::Bytea => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::table::Column;

    fn table() -> Table {
        let column = |name: &str, kind| Column { name: name.to_owned(), kind };
        Table {
            plane: "claims",
            name: "t".to_owned(),
            columns: vec![column("text", Kind::Text), column("number", Kind::Int2)],
            key: vec![0, 1],
            references: Vec::new(),
            numbered: None,
        }
    }

    fn row(text: &[u8], value: i64) -> Row {
        Row::new(&table(), &[Some(text.into()), number(Kind::Int2, value).map(Cow::Owned)]).unwrap()
    }

    #[test]
    fn keys_sort_by_text_and_then_by_number() {
        let sorted =
            [row(b"", 5), row(b"\0", 0), row(b"a", -7), row(b"a", 300), row(b"a\0", -9), row(b"aa", -9)];
        for pair in sorted.windows(2) {
            assert!(pair[0].key < pair[1].key, "{pair:?}");
        }
    }

    #[test]
    fn a_row_is_what_binary_copy_writes() {
        assert_eq!(row(b"ab", 258).tuple, [0, 2, 0, 0, 0, 2, b'a', b'b', 0, 0, 0, 2, 1, 2]);
        let empty = Row::new(&Table { key: Vec::new(), ..table() }, &[None, None]).unwrap();
        assert_eq!(empty.tuple, [0, 2, 255, 255, 255, 255, 255, 255, 255, 255]);
        assert!(Row::new(&table(), &[None, None]).is_err(), "no key is empty");
        assert_eq!(number(Kind::Int2, 40_000), None);
    }
}
