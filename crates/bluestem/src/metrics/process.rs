//! What the system knows of this process (proc(5)).

use metrics::gauge;

pub(super) const MEMORY: &str = "process_resident_memory_bytes";
pub(super) const FILES: &str = "process_open_fds";
pub(super) const MOST_FILES: &str = "process_max_fds";

/// Looks and notes. What a system does not tell is left out.
pub(super) fn sample() {
    if let Some(bytes) = memory() {
        gauge!(MEMORY).set(bytes);
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        gauge!(FILES).set(u32::try_from(open.count()).unwrap_or(u32::MAX));
    }
    if let Some(most) = most_files() {
        gauge!(MOST_FILES).set(most);
    }
}

/// Bytes of the resident set.
fn memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kibibytes: f64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()?;
    Some(kibibytes * 1024.0)
}

/// How many files this process may have open; infinite where there is no bound.
pub(crate) fn most_files() -> Option<f64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let soft =
        limits.lines().find_map(|line| line.strip_prefix("Max open files"))?.split_whitespace().next()?;
    if soft == "unlimited" { Some(f64::INFINITY) } else { soft.parse().ok() }
}
