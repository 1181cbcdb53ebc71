//! How much of the machine this process takes from others.

/// A tenth of the share of a process that asks for nothing, wherever both want the processor.
const NICE: i32 = 10;

/// Steps back behind the servers on this machine: where a processor is idle, work is as fast as before. Called before
/// other threads are started: they take it over.
pub(crate) fn step_back() {
    // A system that refuses leaves everything as it was.
    let _ = rustix::process::nice(NICE);
}
