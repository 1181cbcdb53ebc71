//! Rows of a person: versions, identifiers, cross-references.

use bluestem_model::column::{bene_hstry as hstry, bene_mbi_id as mbi_id, bene_xref as xref};

use super::table::Moment;
use super::tables::Tables;
use crate::SynthError;
use crate::day::Day;
use crate::truth::person::{Mbi, Person};

pub(super) fn write(tables: &mut Tables, person: &Person) -> Result<(), SynthError> {
    for mbi in &person.mbis {
        write_version(tables, person, mbi)?;
        tables
            .mbi
            .set(mbi_id::BENE_MBI_ID, &mbi.value)
            .set(mbi_id::BENE_MBI_EFCTV_DT, mbi.from)
            .set(mbi_id::BENE_MBI_OBSLT_DT, (mbi.until < Day::NEVER).then_some(mbi.until))
            .set(mbi_id::IDR_LTST_TRANS_FLG, "Y")
            .set(mbi_id::IDR_TRANS_EFCTV_TS, Moment(mbi.from))
            .set(mbi_id::IDR_TRANS_OBSLT_TS, Moment(Day::NEVER))
            .set(mbi_id::IDR_INSRT_TS, Moment(mbi.from))
            .set(mbi_id::IDR_UPDT_TS, Moment(mbi.from))
            .end()?;
    }
    write_earlier_key(tables, person)
}

/// A version of the current key; the identifier of the time is part of it.
fn write_version(tables: &mut Tables, person: &Person, mbi: &Mbi) -> Result<(), SynthError> {
    let current = mbi.until == Day::NEVER;
    write_person(tables, person, &mbi.value);
    tables
        .hstry
        .set(hstry::BENE_SK, person.key)
        .set(hstry::IDR_LTST_TRANS_FLG, if current { "Y" } else { "N" })
        .set(hstry::IDR_TRANS_EFCTV_TS, Moment(mbi.from))
        .set(hstry::IDR_TRANS_OBSLT_TS, Moment(if current { Day::NEVER } else { mbi.until.plus(1) }))
        .set(hstry::IDR_INSRT_TS, Moment(mbi.from))
        .set(hstry::IDR_UPDT_TS, Moment(mbi.from))
        .end()?;
    Ok(())
}

/// The key that was merged into the current one, and the cross-reference that says so: kill credit 2 is valid.
fn write_earlier_key(tables: &mut Tables, person: &Person) -> Result<(), SynthError> {
    let (Some(earlier), Some(mbi)) = (person.earlier_key, person.mbis.first()) else { return Ok(()) };
    write_person(tables, person, &mbi.value);
    tables
        .hstry
        .set(hstry::BENE_SK, earlier.key)
        .set(hstry::IDR_LTST_TRANS_FLG, "Y")
        .set(hstry::IDR_TRANS_EFCTV_TS, Moment(person.sketch.entitled_from))
        .set(hstry::IDR_TRANS_OBSLT_TS, Moment(earlier.merged))
        .set(hstry::IDR_INSRT_TS, Moment(person.sketch.entitled_from))
        .set(hstry::IDR_UPDT_TS, Moment(earlier.merged))
        .end()?;
    tables
        .xref
        .set(xref::BENE_SK, person.key)
        .set(xref::BENE_XREF_SK, earlier.key)
        .set(xref::BENE_HICN_NUM, &format!("{}A", person.ssn))
        .set(xref::BENE_KILL_CRED_CD, "2")
        .set(xref::SRC_REC_CRTE_TS, Moment(earlier.merged))
        .set(xref::SRC_REC_UPDT_TS, Moment(earlier.merged))
        .set(xref::IDR_TRANS_EFCTV_TS, Moment(earlier.merged))
        .set(xref::IDR_TRANS_OBSLT_TS, Moment(Day::NEVER))
        .set(xref::IDR_INSRT_TS, Moment(earlier.merged))
        .set(xref::IDR_UPDT_TS, Moment(earlier.merged))
        .end()?;
    Ok(())
}

/// What every version of a person says.
fn write_person(tables: &mut Tables, person: &Person, mbi: &str) {
    let death = person.sketch.death;
    tables
        .hstry
        .set(hstry::BENE_XREF_SK, person.key)
        .set(hstry::BENE_XREF_EFCTV_SK, person.key)
        .set(hstry::BENE_MBI_ID, mbi)
        .set(hstry::BENE_SSN_NUM, &person.ssn)
        .set(hstry::BENE_1ST_NAME, person.given)
        .set(hstry::BENE_MIDL_NAME, person.middle)
        .set(hstry::BENE_LAST_NAME, person.family)
        .set(hstry::BENE_BRTH_DT, person.sketch.birth)
        .set(hstry::BENE_DEATH_DT, death.map(|death| death.day))
        .set(hstry::BENE_VRFY_DEATH_DAY_SW, death.map_or("~", |death| if death.verified { "Y" } else { "N" }))
        .set(hstry::BENE_SEX_CD, person.sex)
        .set(hstry::BENE_RACE_CD, person.race)
        .set(hstry::GEO_USPS_STATE_CD, person.place.state)
        .set(hstry::GEO_ZIP5_CD, person.place.zip)
        .set(hstry::GEO_ZIP_PLC_NAME, person.place.city)
        .set(hstry::BENE_LINE_1_ADR, &person.street)
        .set(hstry::CNTCT_LANG_CD, person.language);
}
