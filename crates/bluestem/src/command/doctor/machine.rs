//! The machine: files of secrets, disk, and how many files may be open.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::finding::Finding;
use crate::config::Config;
use crate::metrics::most_files;
use crate::place::{KEY_FILE, PLATFORM_FILE};

/// Below this many files a few hundred clients at once use them up: each connection is one, each reader of an embedded
/// store three.
const FEW_FILES: f64 = 4096.0;
/// Shares of the disk, in hundredths, below which it is scarce or as good as full.
const SCARCE: u64 = 15;
const FULL: u64 = 3;

/// Files that hold a secret: they must be there, and be read by their owner alone.
pub(super) fn secrets(config: &Config) -> Vec<Finding> {
    let named: [(&str, Option<&PathBuf>); 7] = [
        ("keys.master", config.keys.master.as_ref()),
        ("store.url_file", config.store.url_file.as_ref()),
        ("store.reader_url_file", config.store.reader_url_file.as_ref()),
        ("identity.client_secret_file", config.identity.client_secret_file.as_ref()),
        ("mbi_hash.pepper_file", config.mbi_hash.pepper_file.as_ref()),
        ("files.access_key_file", config.files.access_key_file.as_ref()),
        ("files.secret_key_file", config.files.secret_key_file.as_ref()),
    ];
    let files = named.into_iter().filter_map(|(key, file)| file.map(|file| (key, file.clone())));
    // The one in the folder is made with the stores.
    let own = config.data.as_ref().filter(|_| config.keys.master.is_none());
    let made = own.filter(|data| data.join(PLATFORM_FILE).exists() || data.join(KEY_FILE).exists());
    let made = made.map(|data| ("keys.master in `data`", data.join(KEY_FILE)));
    files.chain(made).map(|(key, file)| secret(key, &file)).collect()
}

fn secret(key: &str, file: &Path) -> Finding {
    let place = format!("`{key}`: {}", file.display());
    match std::fs::metadata(file) {
        Err(error) => Finding::problem(
            "secret",
            format!("{place} cannot be read: {error}"),
            "put the file there, readable by the server's user",
        ),
        Ok(found) if others_can(found.permissions().mode()) => Finding::problem(
            "secret",
            format!("{place} can be read by others (mode {:o})", found.permissions().mode() & 0o777),
            format!("chmod 600 {}; who may have read it meanwhile knows the secret", file.display()),
        ),
        Ok(_) => Finding::ok("secret", format!("{place} is its owner's alone")),
    }
}

/// Whether anybody but the owner can do anything.
fn others_can(mode: u32) -> bool {
    mode & 0o077 != 0
}

/// The data folder: there, the server's own, with room to grow.
pub(super) fn folder(config: &Config) -> Vec<Finding> {
    let Some(data) = &config.data else { return Vec::new() };
    let Ok(found) = std::fs::metadata(data) else {
        let found = format!("{} is not there yet", data.display());
        return vec![Finding::warning("data", found, "the first load or start makes it")];
    };
    let mut findings = Vec::new();
    let mode = found.permissions().mode() & 0o777;
    findings.push(if others_can(mode) {
        let told = format!("{} is open to others (mode {mode:o})", data.display());
        Finding::problem("data", told, format!("chmod 700 {}", data.display()))
    } else {
        Finding::ok("data", format!("{} is its owner's alone", data.display()))
    });
    if let Err(error) = tempfile::tempfile_in(data) {
        let told = format!("nothing can be written into {}: {error}", data.display());
        findings.push(Finding::problem(
            "data",
            told,
            "give the folder to the server's user, and the disk back to it",
        ));
    }
    findings.extend(disk(data));
    findings
}

fn disk(folder: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let free = disk.f_bavail.saturating_mul(100).checked_div(disk.f_blocks)?;
    let gibibytes = disk.f_bavail.saturating_mul(disk.f_frsize) >> 30;
    let found = format!("{free} % of the disk of {} is free, {gibibytes} GiB", folder.display());
    Some(match free {
        0..FULL => Finding::problem("disk", found, "make room now: writes are refused when it is full"),
        FULL..SCARCE => Finding::warning("disk", found, "make room before the next load"),
        _ => Finding::ok("disk", found),
    })
}

/// How many files this process may have open; a server started alike may have as many.
pub(super) fn open_files() -> Finding {
    let Some(most) = most_files() else {
        return Finding::ok("open files", "the system does not say how many may be open");
    };
    let found = format!("{most} files and connections may be open");
    if most >= FEW_FILES {
        return Finding::ok("open files", found);
    }
    let advice = format!("raise it to {FEW_FILES} or more: LimitNOFILE= of the service, or ulimit -n");
    Finding::warning("open files", found, advice)
}
