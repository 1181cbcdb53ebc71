//! What the first pass over a file is in every format.

use crate::LoadError;
use crate::csv::FrameError;
use crate::report::FileFault;

/// Rows between two words about progress.
pub(crate) const PACE: u64 = 8192;

/// What some programs put before the first line.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a file is not read on.
pub(crate) enum Stop {
    /// The file has a fault.
    File(FileFault),
    /// The load cannot go on.
    Load(LoadError),
}

impl From<LoadError> for Stop {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<FrameError> for Stop {
    fn from(error: FrameError) -> Self {
        Self::File(match error {
            FrameError::Io(error) => FileFault::Io(error.kind()),
            FrameError::OpenQuote(line) => FileFault::OpenQuote(line),
        })
    }
}
