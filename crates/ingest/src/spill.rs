//! Puts rows aside by the record they belong to, so that memory does not grow with the delivery.
//!
//! Rows with the same first key number land in the same partition. What is put aside stays in memory while it is
//! small; beyond that it goes to one temporary file a partition, which has no name and so goes with the process
//! however it ends. Both are read back by the same code.

use std::fs::File;
use std::io::{self, Read, Seek, Write};

use bluestem_model::column::View;

use crate::LoadError;
use crate::report::Place;
use crate::row::RawRow;

/// Up to four numbers that say where a row belongs; unused ones are 0.
pub(crate) type JoinKey = [i64; 4];

/// So much is kept in memory before it goes to files.
const IN_MEMORY: usize = 64 << 20;
/// What one partition should hold.
const PARTITION: u64 = 24 << 20;
const MOST_PARTITIONS: u64 = 256;

/// Bytes of an entry before its cells: length, view, key, file, line.
const HEAD: usize = 4 + 1 + 32 + 4 + 4;

/// What is put aside under a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry<'a> {
    /// A row.
    Row(RawRow<'a>),
    /// A row was refused here.
    Refused(Place),
}

/// Rows by partition.
pub(crate) struct Spill {
    partitions: Vec<Pile>,
    in_memory: usize,
    limit: usize,
}

/// One partition while it grows: what is on disk, and what comes behind it.
#[derive(Default)]
struct Pile {
    file: Option<File>,
    buffer: Vec<u8>,
}

impl Spill {
    /// A spill for about `bytes` of source. The number of partitions depends on nothing else.
    pub(crate) fn new(bytes: u64) -> Self {
        Self::with_limits(bytes.div_ceil(PARTITION), IN_MEMORY)
    }

    fn with_limits(partitions: u64, limit: usize) -> Self {
        let count = usize::try_from(partitions.clamp(1, MOST_PARTITIONS)).unwrap_or(1);
        Self { partitions: (0..count).map(|_| Pile::default()).collect(), in_memory: 0, limit }
    }

    /// How many partitions there are.
    pub(crate) fn len(&self) -> usize {
        self.partitions.len()
    }

    /// The partition of a key.
    pub(crate) fn partition_of(&self, key: &JoinKey) -> usize {
        // Fibonacci hashing: surrogate keys may be consecutive.
        let mixed = key[0].cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        usize::try_from(mixed % self.partitions.len() as u64).unwrap_or(0)
    }

    /// Puts a row aside.
    pub(crate) fn push(&mut self, key: &JoinKey, row: &RawRow<'_>) -> Result<(), LoadError> {
        self.put(key, row.view.number(), row.place, row.cells)
    }

    /// Notes that a row of this key was refused.
    pub(crate) fn push_refused(&mut self, key: &JoinKey, place: Place) -> Result<(), LoadError> {
        self.put(key, 0, place, &[])
    }

    fn put(&mut self, key: &JoinKey, view: u8, place: Place, cells: &[u8]) -> Result<(), LoadError> {
        let length = u32::try_from(cells.len()).map_err(|_| LoadError::TooMany("bytes in a row"))?;
        let partition = self.partition_of(key);
        let Some(Pile { buffer, .. }) = self.partitions.get_mut(partition) else { return Ok(()) };
        buffer.extend_from_slice(&length.to_le_bytes());
        buffer.push(view);
        for number in key {
            buffer.extend_from_slice(&number.to_le_bytes());
        }
        buffer.extend_from_slice(&place.file.to_le_bytes());
        buffer.extend_from_slice(&place.line.to_le_bytes());
        buffer.extend_from_slice(cells);
        self.in_memory += HEAD + cells.len();
        if self.in_memory > self.limit {
            self.flush().map_err(LoadError::Spill)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.in_memory = 0;
        self.partitions.iter_mut().try_for_each(Pile::flush)
    }

    /// Takes what was put aside in partition `number`, sorted by key and, within one, in the order in which it
    /// was put aside.
    pub(crate) fn take(&mut self, number: usize) -> Result<Partition, LoadError> {
        let pile = self.partitions.get_mut(number).map(std::mem::take).unwrap_or_default();
        self.in_memory = self.in_memory.saturating_sub(pile.buffer.len());
        Partition::read(pile.into_bytes().map_err(LoadError::Spill)?)
    }
}

impl Pile {
    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        file.write_all(&self.buffer)?;
        self.buffer.clear();
        self.file = Some(file);
        Ok(())
    }

    fn into_bytes(self) -> io::Result<Vec<u8>> {
        let Some(mut file) = self.file else { return Ok(self.buffer) };
        let mut bytes = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        bytes.extend_from_slice(&self.buffer);
        Ok(bytes)
    }
}

/// One partition in memory.
pub(crate) struct Partition {
    bytes: Vec<u8>,
    /// Key and start of every entry.
    entries: Vec<(JoinKey, usize)>,
}

impl Partition {
    fn read(bytes: Vec<u8>) -> Result<Self, LoadError> {
        let mut entries = Vec::with_capacity(bytes.len() / 256);
        let mut at = 0;
        while at < bytes.len() {
            let head = head_at(&bytes, at).ok_or(LoadError::DamagedSpill)?;
            entries.push((head.key, at));
            at += HEAD + head.length;
        }
        entries.sort_unstable();
        Ok(Self { bytes, entries })
    }

    /// The entries of each key, keys ascending.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (JoinKey, impl Iterator<Item = Entry<'_>> + Clone)> {
        self.entries.chunk_by(|left, right| left.0 == right.0).filter_map(|group| {
            let (key, _) = group.first()?;
            Some((*key, group.iter().filter_map(|(_, at)| self.entry(*at))))
        })
    }

    fn entry(&self, at: usize) -> Option<Entry<'_>> {
        let head = head_at(&self.bytes, at)?;
        let cells = self.bytes.get(at + HEAD..at + HEAD + head.length)?;
        Some(match View::from_number(head.view) {
            Some(view) => Entry::Row(RawRow { view, place: head.place, cells }),
            None => Entry::Refused(head.place),
        })
    }
}

struct Head {
    length: usize,
    view: u8,
    key: JoinKey,
    place: Place,
}

fn head_at(bytes: &[u8], at: usize) -> Option<Head> {
    let rest = bytes.get(at..)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (&view, mut rest) = rest.split_first()?;
    let mut key = [0; 4];
    for number in &mut key {
        let (bytes, behind) = rest.split_first_chunk::<8>()?;
        *number = i64::from_le_bytes(*bytes);
        rest = behind;
    }
    let (file, rest) = rest.split_first_chunk::<4>()?;
    let (line, _) = rest.split_first_chunk::<4>()?;
    let place = Place { file: u32::from_le_bytes(*file), line: u32::from_le_bytes(*line) };
    Some(Head { length: u32::from_le_bytes(*length) as usize, view, key, place })
}

#[cfg(test)]
mod tests {
    use bluestem_model::column::clm_val;

    use super::*;
    use crate::row::put_cell;

    /// What comes back from a spill: key, line and value of each row in order.
    fn round_trip(partitions: u64, limit: usize) -> Vec<(JoinKey, u32, Option<String>)> {
        let mut spill = Spill::with_limits(partitions, limit);
        for line in 0..300_u32 {
            let key = [i64::from(line % 7), 0, 0, i64::from(line % 3)];
            let place = Place { file: 1, line };
            if line == 250 {
                spill.push_refused(&key, place).unwrap();
                continue;
            }
            let mut cells = Vec::new();
            put_cell(&mut cells, clm_val::CLM_VAL_CD, &format!("value {line}"));
            spill.push(&key, &RawRow { view: View::ClmVal, place, cells: &cells }).unwrap();
        }
        let mut found = Vec::new();
        for number in 0..spill.len() {
            let partition = spill.take(number).unwrap();
            for (key, entries) in partition.groups() {
                for entry in entries {
                    found.push(match entry {
                        Entry::Row(row) => {
                            (key, row.place.line, row.text(clm_val::CLM_VAL_CD).map(str::to_owned))
                        }
                        Entry::Refused(place) => (key, place.line, None),
                    });
                }
            }
        }
        found
    }

    #[test]
    fn what_is_put_aside_comes_back_by_key_and_in_order() {
        let in_memory = round_trip(1, usize::MAX);
        assert_eq!(in_memory.len(), 300);
        assert!(in_memory.is_sorted_by_key(|(key, line, _)| (*key, *line)));
        assert_eq!(in_memory.iter().filter(|(.., value)| value.is_none()).count(), 1);

        let mut on_disk = round_trip(5, 1000);
        on_disk.sort();
        assert_eq!(on_disk, in_memory);
    }
}
