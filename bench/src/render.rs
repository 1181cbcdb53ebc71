//! Rendering alone, on one core: stored claims to JSON, against copying the same bytes.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use bluestem_fhir::codes::Displays;
use bluestem_fhir::v3::eob::{self, EobOptions};
use bluestem_model::claim::{StoredClaim, claim_index};
use bluestem_model::record::{ClaimRecord, Record};
use bluestem_store::claims::{ClaimsLoader, LabelledClaim};
use bluestem_store::embedded::EmbeddedClaims;

/// Claims that are rendered over and over.
const CLAIMS: u32 = 2000;

/// What came of it.
pub(crate) struct Rendering {
    /// Claims a second.
    pub(crate) claims: f64,
    /// Megabytes of JSON a second.
    pub(crate) megabytes: f64,
    /// Speed as a share of copying the bytes.
    pub(crate) of_copying: f64,
}

/// Renders claims that are stored in `data` for about `time`.
pub(crate) async fn measure(data: &Path, time: Duration) -> Result<Rendering> {
    let store = EmbeddedClaims::open(&data.join("claims.db"))?;
    let stored = store.labelled(None, CLAIMS).await?;
    let claims =
        stored.into_iter().filter_map(|claim| adjudicated(claim).transpose()).collect::<Result<Vec<_>>>()?;
    let displays = Displays::default();
    let options = EobOptions { tax_numbers: false, displays: &displays, coverages: &[] };
    let mut out = Vec::new();
    let rendered = repeat(time, || {
        out.clear();
        for claim in &claims {
            eob::write(&mut out, claim, &options)?;
        }
        black_box(&out);
        Ok(())
    })?;
    let mut copy = Vec::with_capacity(out.len());
    let copied = repeat(time, || {
        copy.clear();
        copy.extend_from_slice(black_box(&out));
        black_box(&copy);
        Ok(())
    })?;
    let bytes = f64::from(u32::try_from(out.len()).context("too much JSON")?);
    Ok(Rendering {
        claims: rendered * f64::from(u32::try_from(claims.len())?),
        megabytes: rendered * bytes / (1024.0 * 1024.0),
        of_copying: rendered / copied,
    })
}

/// The claim as a read returns it; None for prior authorizations, whose index is another.
fn adjudicated(claim: LabelledClaim) -> Result<Option<StoredClaim>> {
    let index = {
        let record = Record::parse(&claim.record)?;
        claim_index(&ClaimRecord::new(&record))
    };
    let Ok(index) = index else { return Ok(None) };
    Ok(Some(StoredClaim { subject: index.person, index, updated: claim.updated, record: claim.record }))
}

/// How often a second `act` can be done.
fn repeat(time: Duration, mut act: impl FnMut() -> Result<()>) -> Result<f64> {
    act()?;
    let started = Instant::now();
    let mut times = 0_u32;
    while started.elapsed() < time {
        act()?;
        times += 1;
    }
    Ok(f64::from(times) / started.elapsed().as_secs_f64())
}
