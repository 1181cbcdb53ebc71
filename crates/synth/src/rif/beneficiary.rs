//! People: one row for each reference year in which they were covered.

use bluestem_model::column::Column;
use bluestem_model::rif::{Monthly, month_column};

use super::month::{Covered, Month};
use super::sheet::{On, Sheet, bounded};
use crate::SynthError;
use crate::day::Day;
use crate::truth::coverage::Span;
use crate::truth::person::{Mbi, Person};
use crate::truth::plan::Program;

/// How many reference years there are, the last one that of the reference day: as far as claims go back.
pub(super) const YEARS: i64 = 9;

/// The years of which `person` has a row, out of those that end with `last`. Who is covered in none of them stands
/// in the last.
pub(super) fn years(person: &Person, last: i64) -> Vec<i64> {
    let covered = |year: &i64| {
        person.coverage.span.is_some_and(|span| {
            span.from <= Day::civil(*year, 12, 31) && Day::civil(*year, 1, 1) <= span.until
        })
    };
    let years: Vec<i64> = (last - YEARS + 1..=last).filter(covered).collect();
    if years.is_empty() { vec![last] } else { years }
}

/// Writes the row of a year. The person's first row is an INSERT, those that follow update it.
pub(super) fn write(sheet: &mut Sheet, person: &Person, year: i64, first: bool) -> Result<(), SynthError> {
    sheet.clear();
    let mbi = person.mbis.last();
    identity(sheet, person, mbi, if first { "INSERT" } else { "UPDATE" });
    sheet
        .set("RFRNC_YR", year)
        .set("DEATH_DT", person.sketch.death.map(|death| On(death.day)))
        .set("V_DOD_SW", person.sketch.death.filter(|death| death.verified).map(|_| "V"))
        .set("RTI_RACE_CD", person.race)
        .set("ENRL_SRC", "CME")
        .set("CRNT_BIC", "A")
        .set("AGE", year - person.sketch.birth.parts().0)
        .set("DRVD_LINE_1_ADR", &person.street)
        .set("CITY_NAME", person.place.city)
        .set("STATE_CD", person.place.state)
        .set("STATE_CNTY_ZIP_CD", person.place.zip);
    periods(sheet, person);
    months(sheet, person, year);
    Ok(sheet.end()?)
}

/// Writes what the person was called before: earlier Medicare Beneficiary Identifiers.
pub(super) fn write_history(sheet: &mut Sheet, person: &Person) -> Result<(), SynthError> {
    let Some((_, earlier)) = person.mbis.split_last() else { return Ok(()) };
    for mbi in earlier {
        sheet.clear();
        identity(sheet, person, Some(mbi), "INSERT");
        sheet.end()?;
    }
    Ok(())
}

/// What files of people and of their history have in common.
fn identity(sheet: &mut Sheet, person: &Person, mbi: Option<&Mbi>, operation: &str) {
    let coverage = &person.coverage;
    let held = coverage.span.is_some();
    let renal = matches!(coverage.reason, "2" | "3");
    sheet
        .set("DML_IND", operation)
        .set("BENE_ID", person.key)
        .set("STATE_CODE", person.place.ssa_state)
        .set("BENE_COUNTY_CD", "999")
        .set("BENE_ZIP_CD", person.place.zip)
        .set("BENE_BIRTH_DT", On(person.sketch.birth))
        .set("BENE_SEX_IDENT_CD", person.sex)
        .set("BENE_RACE_CD", person.race)
        .set("BENE_ENTLMT_RSN_ORIG", held.then_some(coverage.reason))
        .set("BENE_ENTLMT_RSN_CURR", held.then_some(coverage.reason))
        .set("BENE_ESRD_IND", if renal { "Y" } else { "0" })
        .set("BENE_MDCR_STATUS_CD", held.then_some(coverage.status))
        .set("BENE_PTA_TRMNTN_CD", coverage.part("A").map(|span| termination(person, span)))
        .set("BENE_PTB_TRMNTN_CD", coverage.part("B").map(|span| termination(person, span)))
        .set("BENE_CRNT_HIC_NUM", &format!("{}A", person.ssn))
        .set("BENE_SRNM_NAME", person.family)
        .set("BENE_GVN_NAME", person.given)
        .set("BENE_MDL_NAME", person.middle.and_then(|name| name.get(..1)))
        .set("MBI_NUM", mbi.map(|mbi| &mbi.value))
        .set("EFCTV_BGN_DT", mbi.map(|mbi| On(mbi.from)))
        .set("EFCTV_END_DT", mbi.and_then(|mbi| bounded(mbi.until)));
}

/// Why entitlement ended: not at all, death, another reason.
fn termination(person: &Person, span: Span) -> &'static str {
    match person.sketch.death {
        _ if span.until == Day::NEVER => "0",
        Some(death) if death.day == span.until => "1",
        _ => "9",
    }
}

/// From when to when the person is covered by each part.
fn periods(sheet: &mut Sheet, person: &Person) {
    let coverage = &person.coverage;
    let (a, b) = (coverage.part("A"), coverage.part("B"));
    let drugs = || {
        coverage
            .enrollments
            .iter()
            .filter(|enrollment| enrollment.plan.program != Program::MedicareAdvantage)
            .map(|enrollment| enrollment.span)
    };
    sheet
        .set("COVSTART", coverage.span.map(|span| On(span.from)))
        .set("PTA_CVRG_STRT_DT", a.map(|span| On(span.from)))
        .set("PTA_CVRG_END_DT", a.and_then(|span| bounded(span.until)))
        .set("PTB_CVRG_STRT_DT", b.map(|span| On(span.from)))
        .set("PTB_CVRG_END_DT", b.and_then(|span| bounded(span.until)))
        .set("PTD_CVRG_STRT_DT", drugs().map(|span| span.from).min().map(On))
        .set("PTD_CVRG_END_DT", drugs().map(|span| span.until).max().and_then(bounded));
}

/// The monthly columns and how many months of each kind there were.
fn months(sheet: &mut Sheet, person: &Person, year: i64) {
    let covered = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
        .map(|month| Covered::of(&person.coverage, Month::of(year, month)));
    sheet
        .set("A_MO_CNT", count(&covered, |month| month.part_a))
        .set("B_MO_CNT", count(&covered, |month| month.part_b))
        .set("BUYIN_MO_CNT", count(&covered, |month| month.bought))
        .set("HMO_MO_CNT", count(&covered, |month| month.advantage.is_some()))
        .set("RDS_MO_CNT", count(&covered, |month| month.retiree_subsidy() == "Y"))
        .set("DUAL_MO_CNT", count(&covered, Covered::is_dual))
        .set("PLAN_CVRG_MO_CNT", count(&covered, |month| month.drugs.is_some()));
    for (month, number) in covered.iter().zip(1_u8..) {
        let mut set = |value: Monthly, code: &str| {
            if let Some(column) = month_column(value, number).map(Column::name) {
                sheet.set(column, code);
            }
        };
        set(Monthly::County, if month.is_none() { "" } else { person.place.fips_county });
        set(Monthly::PartAB, month.buy_in());
        set(Monthly::Hmo, month.managed_care());
        set(Monthly::Status, month.status());
        set(Monthly::Dual, month.dual());
        set(Monthly::CostShare, month.cost_share());
        set(Monthly::RetireeSubsidy, month.retiree_subsidy());
        if let Some(enrollment) = month.advantage {
            set(Monthly::PartCContract, enrollment.plan.contract);
            set(Monthly::PartCPackage, enrollment.plan.package);
            set(Monthly::PartCPlanType, "001");
        }
        if let Some(enrollment) = month.drugs {
            set(Monthly::PartDContract, enrollment.plan.contract);
            set(Monthly::PartDPackage, enrollment.plan.package);
            set(Monthly::PartDSegment, "000");
        }
    }
}

fn count<'c>(months: &[Covered<'c>], of: impl Fn(&Covered<'c>) -> bool) -> u64 {
    months.iter().filter(|month| of(month)).count() as u64
}
