//! Comma-separated values (RFC 4180) as a stream of records with line numbers.
//!
//! Our own reader, because two things are asked of it that the `csv` crate does not tell: whether the last
//! record was whole (line end, closing quote), and a bound on the memory that a stray quote can take.

mod cells;
mod frame;
#[cfg(test)]
mod fuzz;

pub(crate) use cells::Cells;
pub(crate) use frame::{Frame, FrameError, Frames};
