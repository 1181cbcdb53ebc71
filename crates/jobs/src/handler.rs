//! What does the jobs of one kind.

use async_trait::async_trait;

use crate::Work;

/// Does the jobs of one kind.
///
/// It runs on a thread of its own, so it may compute for long. Work that was begun by an attempt before this one is
/// for it to find and to take up, by the number of the job or by what it works on.
#[async_trait]
pub trait Handler: Send + Sync {
    /// The kind, without spaces.
    fn kind(&self) -> &'static str;

    /// Does a job. Says how far it is by [`Work::report`], and asks [`Work::step`] between two steps whether to go on.
    async fn run(&self, work: &Work) -> Result<Success, Failure>;
}

/// How a job went well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Success {
    /// It is done.
    Done {
        /// What came of it, as JSON.
        result: String,
    },
    /// It is done for this time.
    Again {
        /// What came of it, as JSON.
        result: String,
        /// Seconds until it is due again.
        after: i64,
    },
}

/// Why a job is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It was told to stop.
    Stopped,
    /// Something that it needs is not there at the moment: it pauses, and the attempt does not count.
    Unavailable {
        /// What is not there, without personal data.
        reason: String,
    },
    /// Worth another attempt, while there are any left.
    Attempt {
        /// Why, without personal data.
        reason: String,
    },
    /// Another attempt would end the same.
    Final {
        /// Why, without personal data.
        reason: String,
        /// What came of it all the same, as JSON.
        result: Option<String>,
    },
}
