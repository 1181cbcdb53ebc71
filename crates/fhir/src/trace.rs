//! Where written values come from: the writer tells a trace of each value as it writes it.

use bluestem_model::record::Reads;

/// Something that is told of every value that is written.
pub(crate) trait Trace {
    /// The value that begins at byte `at` is made of `parts`, one behind the other; none for what is no text.
    fn value(&mut self, at: usize, parts: &[&str]);
}

/// One value that was written.
#[derive(Debug)]
pub(crate) struct Written {
    /// Where it begins in the output.
    pub(crate) at: usize,
    /// Address and length of the texts that it is made of. A text that stands in the record is a cell of it.
    pub(crate) parts: Vec<(usize, usize)>,
    /// How many cells had been read by then.
    pub(crate) reads: usize,
}

/// Notes every value together with how far the reading of the record was.
#[derive(Debug)]
pub(crate) struct Notes<'r> {
    reads: &'r Reads,
    pub(crate) written: Vec<Written>,
}

impl<'r> Notes<'r> {
    /// Notes for what is written of a record whose reads go to `reads`.
    pub(crate) fn new(reads: &'r Reads) -> Self {
        Self { reads, written: Vec::new() }
    }
}

impl Trace for Notes<'_> {
    fn value(&mut self, at: usize, parts: &[&str]) {
        let parts = parts.iter().filter(|part| !part.is_empty());
        let parts = parts.map(|part| (part.as_ptr().addr(), part.len())).collect();
        self.written.push(Written { at, parts, reads: self.reads.count() });
    }
}
