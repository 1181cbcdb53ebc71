//! Date signatures: claims of a person that have the same dates point to one row.

use std::collections::HashMap;

use bluestem_model::claim::ClaimKind;
use bluestem_model::column::clm_dt_sgntr as signature;

use super::table::Moment;
use super::tables::Tables;
use crate::SynthError;
use crate::day::Day;
use crate::number::RECORDS;
use crate::truth::claim::{Claim, Detail};
use crate::truth::person::Person;

/// The dates that a signature holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Dates {
    submitted: Day,
    processed: Day,
    weekly: Option<Day>,
    stay: Option<(Day, Day)>,
    not_covered: Option<(Day, Day)>,
    exhausted: Option<Day>,
    qualifying_stay: Option<(Day, Day)>,
}

/// The signatures of a person so far. Only looked up, never walked: its order does not reach the files.
pub(super) struct Signatures {
    first: u64,
    known: HashMap<Dates, i64>,
}

impl Signatures {
    pub(super) fn new(person: &Person) -> Self {
        Self { first: person.sketch.number * RECORDS, known: HashMap::new() }
    }

    /// The key of the signature of a claim's dates; a new one is written.
    pub(super) fn key(&mut self, tables: &mut Tables, claim: &Claim<'_>) -> Result<i64, SynthError> {
        let dates = dates(claim);
        if let Some(key) = self.known.get(&dates) {
            return Ok(*key);
        }
        let key = -(1_000_000_000 + self.first + self.known.len() as u64).cast_signed();
        self.known.insert(dates, key);
        let split = |span: Option<(Day, Day)>| (span.map(|(from, _)| from), span.map(|(_, thru)| thru));
        let (care_from, discharged) = split(dates.stay);
        let (not_covered_from, not_covered_thru) = split(dates.not_covered);
        let (qualifying_from, qualifying_thru) = split(dates.qualifying_stay);
        tables
            .dt_sgntr
            .set(signature::CLM_DT_SGNTR_SK, key)
            .set(signature::CLM_SUBMSN_DT, dates.submitted)
            .set(signature::CLM_CMS_PROC_DT, dates.processed)
            .set(signature::CLM_NCH_WKLY_PROC_DT, dates.weekly)
            .set(signature::CLM_ACTV_CARE_FROM_DT, care_from)
            .set(signature::CLM_ACTV_CARE_THRU_DT, discharged)
            .set(signature::CLM_DSCHRG_DT, discharged)
            .set(signature::CLM_NCVRD_FROM_DT, not_covered_from)
            .set(signature::CLM_NCVRD_THRU_DT, not_covered_thru)
            .set(signature::CLM_MDCR_EXHSTD_DT, dates.exhausted)
            .set(signature::CLM_QLFY_STAY_FROM_DT, qualifying_from)
            .set(signature::CLM_QLFY_STAY_THRU_DT, qualifying_thru)
            .set(signature::IDR_INSRT_TS, Moment(dates.processed))
            .end()?;
        Ok(key)
    }
}

fn dates(claim: &Claim<'_>) -> Dates {
    let days = &claim.days;
    let mut dates = Dates {
        submitted: days.submitted,
        processed: days.processed,
        weekly: (!claim.in_shared_system() && claim.kind != ClaimKind::Pde).then_some(days.paid),
        stay: None,
        not_covered: None,
        exhausted: None,
        qualifying_stay: None,
    };
    if let Detail::Facility(facility) = &claim.detail {
        dates.stay = facility.stay.then_some((days.from, days.thru));
        dates.qualifying_stay = facility.qualifying_stay;
        if facility.coinsurance_days > 0 {
            dates.exhausted = Some(days.thru);
            dates.not_covered = Some((days.thru, days.thru));
        }
    }
    dates
}
