//! How far a load is.

/// What a load is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and checking the files; counted in bytes.
    Reading,
    /// Storing; counted in parts.
    Storing,
}

/// A moment of a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is doing.
    pub stage: Stage,
    /// Bytes read or parts stored so far.
    pub done: u64,
    /// Bytes to read or parts to store in all.
    pub total: u64,
    /// Rows read or claims stored so far.
    pub rows: u64,
}

/// A load was told to stop. What it stored is kept, and the same load goes on from there when it is begun again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped before its end")]
pub struct Stopped;

/// Is told how far a load is, and says whether it goes on. Called often: what shows it should choose its own pace.
pub trait Progress: Send + Sync {
    /// The load has come this far.
    fn step(&self, step: Step) -> Result<(), Stopped>;
}

/// Shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: Step) -> Result<(), Stopped> {
        Ok(())
    }
}
