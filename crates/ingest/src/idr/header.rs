//! The header line of a file, and how a row is checked by it.

use bluestem_model::column::{Column, Kind, View, clm};
use bluestem_model::number::Decimal;
use bluestem_model::time::parse_date;

use super::join::join_columns;
use crate::csv::Cells;
use crate::report::{FileFault, Reason};
use crate::row::put_cell;
use crate::spill::JoinKey;

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Header {
    /// Known columns in the order of the view's table, as records want them.
    columns: Vec<HeaderColumn>,
    /// Positions of the columns that say where a row belongs.
    joins: Vec<(Column, usize)>,
    /// Number of columns, unknown ones included.
    pub(super) width: usize,
    /// Names of the unknown ones.
    pub(super) unknown: Vec<String>,
}

#[derive(Debug)]
struct HeaderColumn {
    column: Column,
    kind: Kind,
    position: usize,
}

/// What checking a row found.
pub(super) struct Checked {
    /// The first cell that is wrong.
    pub(super) wrong: Option<(Column, Reason)>,
    /// A timestamp that does not read.
    pub(super) odd_timestamp: Option<Column>,
}

/// Columns beside the key without which no row of `view` could be served.
fn needed(view: View) -> &'static [Column] {
    match view {
        View::Clm => &[clm::CLM_UNIQ_ID, clm::BENE_SK],
        _ => &[],
    }
}

impl Header {
    /// Reads the header line of a file of `view`.
    pub(super) fn read(view: View, cells: &Cells) -> Result<Self, FileFault> {
        let mut columns: Vec<HeaderColumn> = Vec::new();
        let mut unknown = Vec::new();
        for (position, name) in cells.iter().enumerate() {
            let name = String::from_utf8_lossy(name);
            let name = name.trim();
            let found = view.column(&name.to_ascii_uppercase());
            match found.and_then(|column| Some((column, column.spec()?))) {
                Some((column, spec)) => columns.push(HeaderColumn { column, kind: spec.kind, position }),
                // A trailing comma in the header is no column.
                None if name.is_empty() => {}
                None => unknown.push(name.chars().take(64).collect()),
            }
        }
        columns.sort_by_key(|column| column.column);
        let twice = columns.windows(2).find_map(|pair| match pair {
            [one, other] if one.column == other.column => Some(one.column),
            _ => None,
        });
        if let Some(column) = twice {
            return Err(FileFault::RepeatedColumn(column.name()));
        }
        let position_of = |wanted: Column| {
            columns.iter().find(|column| column.column == wanted).map(|column| column.position)
        };
        for (index, spec) in view.spec().columns.iter().enumerate() {
            let column = Column::new(view, u8::try_from(index).unwrap_or(u8::MAX));
            if spec.key && position_of(column).is_none() {
                return Err(FileFault::MissingColumn(spec.name));
            }
        }
        if let Some(absent) = needed(view).iter().find(|column| position_of(**column).is_none()) {
            return Err(FileFault::MissingColumn(absent.name()));
        }
        let joins = join_columns(view)
            .iter()
            .map(|column| match position_of(*column) {
                Some(position) => Ok((*column, position)),
                None => Err(FileFault::MissingColumn(column.name())),
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { columns, joins, width: cells.len(), unknown })
    }

    /// The numbers that say where the row belongs; the column at fault when one is empty or no number.
    pub(super) fn join_key(&self, cells: &Cells) -> Result<JoinKey, (Column, Reason)> {
        let mut key = [0; 4];
        for (slot, (column, position)) in key.iter_mut().zip(&self.joins) {
            let text = match cells.get(*position).map(value_of) {
                None | Some(Ok("")) => return Err((*column, Reason::MissingKey)),
                Some(Err(reason)) => return Err((*column, reason)),
                Some(Ok(text)) => text,
            };
            *slot = text.parse().map_err(|_| (*column, Reason::WrongType(Kind::Integer)))?;
        }
        Ok(key)
    }

    /// Checks every cell and puts those that are present into `into`.
    pub(super) fn check(&self, cells: &Cells, into: &mut Vec<u8>) -> Checked {
        let mut checked = Checked { wrong: None, odd_timestamp: None };
        into.clear();
        for HeaderColumn { column, kind, position } in &self.columns {
            let text = match value_of(cells.get(*position).unwrap_or_default()) {
                Ok("") => continue,
                Ok(text) => text,
                Err(reason) => {
                    checked.wrong.get_or_insert((*column, reason));
                    continue;
                }
            };
            if !is_of_kind(*kind, text) {
                if *kind == Kind::Timestamp {
                    checked.odd_timestamp.get_or_insert(*column);
                } else {
                    checked.wrong.get_or_insert((*column, Reason::WrongType(*kind)));
                }
            }
            put_cell(into, *column, text);
        }
        if checked.wrong.is_none() {
            checked.wrong = self.empty_key(cells);
        }
        checked
    }

    /// The first column of the key that holds a number and is empty. Keys of other kinds may be empty: the
    /// source has such rows, and they are told apart by the rest of the key.
    fn empty_key(&self, cells: &Cells) -> Option<(Column, Reason)> {
        let is_empty = |column: &&HeaderColumn| {
            column.kind == Kind::Integer
                && column.column.spec().is_some_and(|spec| spec.key)
                && cells.get(column.position).is_none_or(|cell| value_of(cell) == Ok(""))
        };
        self.columns.iter().find(is_empty).map(|column| (column.column, Reason::MissingKey))
    }

    /// Whether a last line with this many cells, and no line end, may be whole all the same: nothing but
    /// bookkeeping is missing behind a cell that cannot go on.
    pub(super) fn may_end_with(&self, cells: &Cells) -> bool {
        let bookkeeping = |position: usize| {
            let column = self.columns.iter().find(|column| column.position == position);
            column.is_some_and(|column| column.kind == Kind::Timestamp)
        };
        let last = cells.len().checked_sub(1).and_then(|last| cells.get(last));
        cells.len() >= self.width || (last == Some(b"~") && (cells.len()..self.width).all(bookkeeping))
    }
}

/// The value of a cell: without blanks around it, empty for `~`.
fn value_of(cell: &[u8]) -> Result<&str, Reason> {
    let text = std::str::from_utf8(cell).map_err(|_| Reason::NotUtf8)?.trim();
    Ok(if text == "~" { "" } else { text })
}

fn is_of_kind(kind: Kind, text: &str) -> bool {
    match kind {
        Kind::Text => true,
        Kind::Integer => text.parse::<i64>().is_ok(),
        Kind::Decimal => Decimal::parse(text).is_some(),
        // Of a timestamp the date and the separator are enough: it is only kept and ordered by.
        Kind::Date | Kind::Timestamp => parse_date(text).is_some(),
    }
}
