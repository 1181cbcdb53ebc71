//! Rows of CMS's dictionary of v2 that do not hold as they are written, and why.

use bluestem_model::rif::RifType;

use crate::dictionary::Status;

/// Why rows do not hold.
#[derive(Debug)]
pub(crate) struct Review {
    /// The columns; `*` at the end stands for any rest. Empty: rows by number.
    columns: &'static [&'static str],
    /// Numbers of rows; empty: any.
    ids: &'static [&'static str],
    /// The types of claims; empty: any.
    kinds: &'static [RifType],
    status: Status,
    why: &'static str,
}

/// Every row that does not hold.
pub(crate) const REVIEW: &[Review] = &[];

impl Review {
    /// Whether this is why the row does not hold.
    pub(crate) fn explains(&self, id: &str, column: &str, kind: RifType, status: Status) -> bool {
        let named = |pattern: &&str| match pattern.strip_suffix('*') {
            Some(stem) => column.starts_with(stem),
            None => *pattern == column,
        };
        (self.columns.is_empty() || self.columns.iter().any(named))
            && (self.ids.is_empty() || self.ids.contains(&id))
            && (self.kinds.is_empty() || self.kinds.contains(&kind))
            && self.status == status
            && self.why.len() > 20
    }
}
