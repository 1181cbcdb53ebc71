//! The runner of jobs: takes what is due, keeps the lease while a [`Handler`] works, and notes how it ended.
//!
//! Any number of runners may share one store, in one process or in many. What a handler does must bear being done
//! again from its beginning: a job whose worker died is given to another one.

mod attempt;
mod backoff;
mod ending;
mod handler;
mod lease;
mod metric;
mod observe;
mod runner;
mod work;

pub use handler::{Failure, Handler, Success};
pub use metric::METRICS;
pub use runner::{Parts, Runner, Settings, Standing};
pub use work::Work;
