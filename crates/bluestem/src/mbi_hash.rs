//! The pepper by which identifiers are hashed.

use anyhow::{Context, ensure};
use bluestem_ingest::MbiHasher;

use crate::cli::StoreArgs;
use crate::config::{self, MbiHash};

/// Iterations where none are configured: the fewest that are allowed.
const ITERATIONS: u32 = 1000;

/// The sandbox's pepper, which the reference documents and nobody else must use.
const SANDBOX_PEPPER: &[u8] = b"nottherealpepper";

/// The hasher that the configuration names; None without one, and then nobody is found by a hash.
pub(crate) fn hasher(store: &StoreArgs) -> anyhow::Result<Option<MbiHasher>> {
    if store.data.is_some() {
        return Ok(None);
    }
    configured(&config::read(store.config.as_deref(), std::env::vars())?.mbi_hash)
}

/// The hasher of these keys; None without a pepper.
pub(crate) fn configured(keys: &MbiHash) -> anyhow::Result<Option<MbiHasher>> {
    let Some(file) = &keys.pepper_file else { return Ok(None) };
    let pepper = std::fs::read(file).with_context(|| format!("cannot read the pepper {}", file.display()))?;
    let iterations = keys.iterations.unwrap_or(ITERATIONS);
    ensure!(iterations >= ITERATIONS, "mbi_hash.iterations must be at least {ITERATIONS}");
    let hasher = MbiHasher::new(pepper.trim_ascii(), iterations);
    Ok(Some(hasher.with_context(|| format!("the pepper {} is empty", file.display()))?))
}

/// The sandbox's hasher.
pub(crate) fn sandbox() -> Option<MbiHasher> {
    MbiHasher::new(SANDBOX_PEPPER, ITERATIONS)
}
