//! The header of a claim, its diagnoses and procedures; the rest by family.

use bluestem_model::claim::Phase;
use bluestem_model::column::{clm, clm_dcmtn as dcmtn, clm_prod as prod};

use super::signature::Signatures;
use super::table::{Moment, Table};
use super::tables::Tables;
use super::{facility, line, pharmacy, professional, shared_system};
use crate::SynthError;
use crate::number::surrogate;
use crate::truth::claim::{Adjustment, Claim, Detail, Role};
use crate::truth::person::Person;
use crate::truth::subject;

/// The four parts that join the rows of a claim.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) geography: i64,
    pub(super) dates: i64,
    pub(super) type_code: u16,
    pub(super) number: i64,
}

/// Sets the four key columns of a view on its table.
macro_rules! keyed {
    ($table:expr, $view:ident, $key:expr) => {
        $table
            .set($view::GEO_BENE_SK, $key.geography)
            .set($view::CLM_DT_SGNTR_SK, $key.dates)
            .set($view::CLM_TYPE_CD, $key.type_code)
            .set($view::CLM_NUM_SK, $key.number)
    };
}
pub(super) use keyed;

/// Writes all rows of a claim.
pub(super) fn write(
    tables: &mut Tables,
    person: &Person,
    claim: &Claim<'_>,
    signatures: &mut Signatures,
) -> Result<(), SynthError> {
    let seed = person.sketch.seed;
    let key = Key {
        geography: surrogate(seed, subject::SURROGATE, person.sketch.number),
        dates: signatures.key(tables, claim)?,
        type_code: claim.type_code,
        number: surrogate(seed, subject::CLAIM, claim.number.unsigned_abs()),
    };
    write_header(tables, claim, key)?;
    keyed!(tables.dcmtn, dcmtn, key)
        .set(dcmtn::CLM_NRLN_RIC_CD, record_kind(claim))
        .set(dcmtn::IDR_INSRT_TS, Moment(claim.days.loaded));
    if let Detail::Facility(facility) = &claim.detail {
        facility::document(&mut tables.dcmtn, claim, facility);
    }
    tables.dcmtn.end()?;
    write_codes(tables, claim, key)?;
    match &claim.detail {
        Detail::Facility(facility) => facility::write(tables, claim, facility, key)?,
        Detail::Professional(professional) => professional::write(tables, claim, professional, key)?,
        Detail::Pharmacy(_) => {}
    }
    for item in &claim.lines {
        line::write(tables, claim, item, key)?;
    }
    if claim.in_shared_system() {
        shared_system::write(tables, claim, key)?;
    }
    Ok(())
}

fn write_header(tables: &mut Tables, claim: &Claim<'_>, key: Key) -> Result<(), SynthError> {
    let (days, version, amounts) = (&claim.days, &claim.version, &claim.amounts);
    let (source, system) = shared_system::source(claim);
    let row = keyed!(tables.clm, clm, key);
    row.set(clm::CLM_UNIQ_ID, claim.number)
        .set(clm::BENE_SK, claim.owner)
        .set(clm::CLM_SRC_ID, source)
        .set(clm::META_SRC_SK, system)
        .set(clm::CLM_FROM_DT, days.from)
        .set(clm::CLM_THRU_DT, days.thru)
        .set(clm::CLM_EFCTV_DT, days.processed)
        .set(clm::CLM_IDR_LD_DT, days.loaded)
        .set(clm::CLM_OBSLT_DT, version.obsolete)
        .set(clm::CLM_CNTL_NUM, &version.control_number)
        .set(clm::CLM_ORIG_CNTL_NUM, version.original.as_ref())
        .set(clm::CLM_ADJSTMT_TYPE_CD, adjustment_code(version.adjustment))
        .set(clm::CLM_FINL_ACTN_IND, if version.final_action { "Y" } else { "N" })
        .set(clm::CLM_LTST_CLM_IND, if version.latest { "Y" } else { "N" })
        .set(clm::CLM_SBMT_CHRG_AMT, amounts.submitted)
        .set(clm::CLM_PMT_AMT, amounts.paid)
        .set(clm::IDR_INSRT_TS, Moment(days.loaded))
        .set(clm::IDR_UPDT_TS, Moment(days.loaded));
    match &claim.detail {
        Detail::Facility(facility) => facility::header(row, claim, facility),
        Detail::Professional(professional) => professional::header(row, claim, professional),
        Detail::Pharmacy(event) => pharmacy::header(row, claim, event),
    }
    if claim.phase == Phase::Adjudicated || claim.phase == Phase::SharedSystemAdjudicated {
        row.set(clm::CLM_PD_DT, days.paid);
    }
    Ok(row.end()?)
}

/// What families other than pharmacy share.
pub(super) fn medical_header(row: &mut Table, claim: &Claim<'_>) {
    let amounts = &claim.amounts;
    row.set(clm::CLM_CNTRCTR_NUM, claim.contractor())
        .set(clm::CLM_DISP_CD, claim.disposition())
        .set(clm::CLM_QUERY_CD, claim.query_code())
        .set(clm::CLM_NCH_PRMRY_PYR_CD, "Z")
        .set(clm::CLM_ALOWD_CHRG_AMT, amounts.allowed)
        .set(clm::CLM_NCVRD_CHRG_AMT, amounts.not_covered)
        .set(clm::CLM_MDCR_DDCTBL_AMT, amounts.deductible)
        .set(clm::CLM_MDCR_COINSRNC_AMT, amounts.coinsurance)
        .set(clm::CLM_PRVDR_PMT_AMT, amounts.paid)
        .set(clm::CLM_BENE_PMT_AMT, amounts.patient())
        .set(clm::PRVDR_BLG_PRVDR_NPI_NUM, &claim.billing.npi)
        .set(clm::CLM_BLG_PRVDR_NPI_NUM, &claim.billing.npi)
        .set(clm::CLM_BLG_PRVDR_NAME, &claim.billing.display())
        .set(clm::CLM_BLG_PRVDR_TAX_NUM, &claim.billing.tax_number)
        .set(clm::CLM_BLG_PRVDR_OSCAR_NUM, &claim.billing.certification)
        .set(clm::CLM_BLG_PRVDR_ZIP5_CD, claim.billing.place.zip)
        .set(clm::GEO_BLG_SSA_STATE_CD, claim.billing.place.ssa_state);
    if claim.in_shared_system() {
        row.set(clm::CLM_PD_STUS_CD, shared_system::paid_status(claim));
    }
}

fn write_codes(tables: &mut Tables, claim: &Claim<'_>, key: Key) -> Result<(), SynthError> {
    for diagnosis in &claim.diagnoses {
        keyed!(tables.prod, prod, key)
            .set(prod::CLM_PROD_TYPE_CD, role_code(diagnosis.role))
            .set(prod::CLM_VAL_SQNC_NUM, diagnosis.sequence)
            .set(prod::CLM_DGNS_CD, diagnosis.code)
            .set(prod::CLM_DGNS_PRCDR_ICD_IND, "0")
            .set(prod::CLM_POA_IND, diagnosis.on_admission)
            .set(prod::IDR_INSRT_TS, Moment(claim.days.loaded))
            .end()?;
    }
    for (procedure, sequence) in claim.procedures.iter().zip(1_i64..) {
        keyed!(tables.prod, prod, key)
            .set(prod::CLM_PROD_TYPE_CD, "S")
            .set(prod::CLM_VAL_SQNC_NUM, sequence)
            .set(prod::CLM_PRCDR_CD, procedure.code)
            .set(prod::CLM_PRCDR_PRFRM_DT, procedure.day)
            .set(prod::CLM_DGNS_PRCDR_ICD_IND, "0")
            .set(prod::IDR_INSRT_TS, Moment(claim.days.loaded))
            .end()?;
    }
    Ok(())
}

fn role_code(role: Role) -> &'static str {
    match role {
        Role::Principal => "P",
        Role::Admitting => "A",
        Role::Listed => "D",
        Role::External => "E",
        Role::ReasonForVisit => "R",
    }
}

fn adjustment_code(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::Original | Adjustment::Resubmission => "0",
        Adjustment::Void => "1",
        Adjustment::Replacement => "2",
    }
}

/// `CLM_NRLN_RIC_CD`: part and family of the record; drug events have none.
fn record_kind(claim: &Claim<'_>) -> &'static str {
    match &claim.detail {
        Detail::Facility(facility) => facility.record_kind,
        Detail::Professional(_) if claim.kind == bluestem_model::claim::ClaimKind::Dme => "M",
        Detail::Professional(_) => "O",
        Detail::Pharmacy(_) => "",
    }
}
