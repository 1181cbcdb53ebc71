//! Two tables read side by side in the order of their keys, and what makes the second equal to the first.

use std::cmp::Ordering;

use tokio::sync::mpsc;

use super::content::Content;
use super::row::Row;
use crate::StoreError;

/// Rows that come in bunches; a failure is the last thing that comes.
pub(crate) type Bunches = mpsc::Receiver<Result<Vec<Row>, StoreError>>;

/// Rows one by one.
pub(crate) struct Rows {
    bunches: Bunches,
    bunch: std::vec::IntoIter<Row>,
}

impl Rows {
    /// The rows of these bunches.
    pub(crate) fn new(bunches: Bunches) -> Self {
        Self { bunches, bunch: Vec::new().into_iter() }
    }

    /// The next row.
    pub(crate) async fn next(&mut self) -> Result<Option<Row>, StoreError> {
        loop {
            if let Some(row) = self.bunch.next() {
                return Ok(Some(row));
            }
            match self.bunches.recv().await {
                Some(bunch) => self.bunch = bunch?.into_iter(),
                None => return Ok(None),
            }
        }
    }
}

/// Collects rows into bunches of a size that a channel may hold some of.
#[derive(Default)]
pub(crate) struct Bunch {
    rows: Vec<Row>,
    bytes: usize,
}

impl Bunch {
    /// Adds a row, and returns what was collected when it is enough.
    pub(crate) fn add(&mut self, row: Row) -> Option<Vec<Row>> {
        self.bytes += row.tuple.len();
        self.rows.push(row);
        (self.rows.len() >= 500 || self.bytes >= 1 << 19).then(|| self.take())
    }

    /// What is collected.
    pub(crate) fn take(&mut self) -> Vec<Row> {
        self.bytes = 0;
        std::mem::take(&mut self.rows)
    }
}

/// What one transaction changes: rows are taken away first.
#[derive(Default)]
pub(crate) struct Change {
    /// Rows of the target that the source does not have like this.
    pub(crate) gone: Vec<Vec<u8>>,
    /// Rows of the source that the target does not have like this.
    pub(crate) new: Vec<Vec<u8>>,
    bytes: usize,
}

impl Change {
    /// Whether it is enough for one transaction.
    fn is_full(&self) -> bool {
        self.gone.len() + self.new.len() >= 5_000 || self.bytes >= 4 << 20
    }

    /// Whether it changes nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty()
    }
}

/// Two sides of one table.
pub(crate) struct Merge {
    source: Rows,
    target: Rows,
    ours: Option<Row>,
    theirs: Option<Row>,
    /// What was read of the source.
    pub(crate) content: Content,
}

impl Merge {
    /// Begins with the first rows.
    pub(crate) async fn new(source: Bunches, target: Bunches) -> Result<Self, StoreError> {
        let (mut source, mut target) = (Rows::new(source), Rows::new(target));
        let (ours, theirs) = (source.next().await?, target.next().await?);
        Ok(Self { source, target, ours, theirs, content: Content::default() })
    }

    /// The next change; one that is empty at the end.
    pub(crate) async fn next(&mut self) -> Result<Change, StoreError> {
        let mut change = Change::default();
        while !change.is_full() {
            let order = match (&self.ours, &self.theirs) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(ours), Some(theirs)) => ours.key.cmp(&theirs.key),
            };
            let ours = if order.is_le() { self.take_ours().await? } else { None };
            let theirs = if order.is_ge() { self.take_theirs().await? } else { None };
            if ours == theirs {
                continue;
            }
            if let Some(row) = theirs {
                change.bytes += row.tuple.len();
                change.gone.push(row.tuple);
            }
            if let Some(row) = ours {
                change.bytes += row.tuple.len();
                change.new.push(row.tuple);
            }
        }
        Ok(change)
    }

    async fn take_ours(&mut self) -> Result<Option<Row>, StoreError> {
        let next = self.source.next().await?;
        let ours = std::mem::replace(&mut self.ours, next);
        if let Some(row) = &ours {
            self.content.add(&row.tuple);
        }
        Ok(ours)
    }

    async fn take_theirs(&mut self) -> Result<Option<Row>, StoreError> {
        let next = self.target.next().await?;
        Ok(std::mem::replace(&mut self.theirs, next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(u8, u8)]) -> Bunches {
        let (sender, bunches) = mpsc::channel(8);
        for (key, value) in rows {
            let row = Row { key: vec![*key], tuple: vec![*key, *value] };
            sender.try_send(Ok(vec![row])).unwrap();
        }
        bunches
    }

    async fn change(source: &[(u8, u8)], target: &[(u8, u8)]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>, u64) {
        let mut merge = Merge::new(rows(source), rows(target)).await.unwrap();
        let change = merge.next().await.unwrap();
        assert!(merge.next().await.unwrap().is_empty());
        (change.gone, change.new, merge.content.rows)
    }

    #[tokio::test]
    async fn what_is_missing_comes_what_is_too_much_goes_and_what_differs_is_replaced() {
        let (gone, new, read) = change(&[(1, 0), (3, 0), (4, 1), (9, 0)], &[(2, 0), (3, 0), (4, 0)]).await;
        assert_eq!((gone, read), (vec![vec![2, 0], vec![4, 0]], 4));
        assert_eq!(new, [[1, 0], [4, 1], [9, 0]]);
        let (gone, new, _) = change(&[(1, 0), (2, 0)], &[(1, 0), (2, 0)]).await;
        assert!(gone.is_empty() && new.is_empty());
        let (gone, new, _) = change(&[], &[(1, 0), (2, 0)]).await;
        assert_eq!((gone.len(), new.len()), (2, 0));
    }

    #[tokio::test]
    async fn a_side_that_fails_ends_it() {
        let (sender, bunches) = mpsc::channel(8);
        sender.try_send(Err(StoreError::Backend("broken".to_owned()))).unwrap();
        assert!(Merge::new(rows(&[(1, 0)]), bunches).await.is_err());
    }
}
