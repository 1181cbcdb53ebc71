//! Claims in process: source system, status, and where they have been.

use bluestem_model::claim::{ClaimKind, Phase, SourceSystem};
use bluestem_model::column::{clm_fiss as fiss, clm_lctn_hstry as location};

use super::claim::{Key, keyed};
use super::table::Moment;
use super::tables::Tables;
use crate::SynthError;
use crate::truth::claim::{Claim, Detail};

fn system(claim: &Claim<'_>) -> SourceSystem {
    match (&claim.detail, claim.kind) {
        (Detail::Pharmacy(_), _) => SourceSystem::Ddps,
        _ if !claim.in_shared_system() => SourceSystem::Nch,
        (Detail::Facility(_), _) => SourceSystem::Fiss,
        (_, ClaimKind::Dme) => SourceSystem::Vms,
        _ => SourceSystem::Mcs,
    }
}

/// `CLM_SRC_ID` and `META_SRC_SK`.
pub(super) fn source(claim: &Claim<'_>) -> (&'static str, i64) {
    match system(claim) {
        SourceSystem::Ddps => ("20000", 1),
        SourceSystem::Nch | SourceSystem::Cwf => ("20000", 7),
        SourceSystem::Mcs => ("22000", 1001),
        SourceSystem::Vms => ("23000", 1002),
        SourceSystem::Fiss => ("21000", 1003),
    }
}

/// `CLM_PD_STUS_CD`: paid or denied when decided, else suspended or nothing yet.
pub(super) fn paid_status(claim: &Claim<'_>) -> &'static str {
    match (claim.phase, claim.record % 4) {
        (Phase::InProcess, 0) => "",
        (Phase::InProcess, _) => "S",
        (_, 0) if claim.amounts.allowed.0 == 0 => "D",
        _ => "P",
    }
}

/// Rows of the shared systems.
pub(super) fn write(tables: &mut Tables, claim: &Claim<'_>, key: Key) -> Result<(), SynthError> {
    let system = system(claim);
    let decided = claim.phase == Phase::SharedSystemAdjudicated;
    if system == SourceSystem::Fiss {
        keyed!(tables.fiss, fiss, key)
            .set(fiss::CLM_CRNT_STUS_CD, if decided { "P" } else { "S" })
            .set(fiss::IDR_INSRT_TS, Moment(claim.days.loaded))
            .end()?;
    }
    for ((status, place), sequence) in trail(system, decided).iter().zip(1_i64..) {
        keyed!(tables.lctn_hstry, location, key)
            .set(location::CLM_LCTN_CD_SQNC_NUM, sequence)
            .set(location::CLM_AUDT_TRL_STUS_CD, *status)
            .set(location::CLM_AUDT_TRL_LCTN_CD, *place)
            .set(location::IDR_INSRT_TS, Moment(claim.days.loaded))
            .end()?;
    }
    Ok(())
}

/// Status and location of a claim on its way, each system with its own codes.
fn trail(system: SourceSystem, decided: bool) -> &'static [(&'static str, &'static str)] {
    match (system, decided) {
        (SourceSystem::Fiss, false) => &[("F", ""), ("S", "")],
        (SourceSystem::Fiss, true) => &[("F", ""), ("S", ""), ("P", "")],
        (SourceSystem::Vms, false) => &[("01", "05")],
        (SourceSystem::Vms, true) => &[("01", "05"), ("75", "00")],
        (_, false) => &[("A", "")],
        (_, true) => &[("A", ""), ("D", "")],
    }
}
