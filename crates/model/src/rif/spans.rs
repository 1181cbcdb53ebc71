//! Spans of coverage from the months of reference years.
//!
//! The CCW gives a code for each month; the model has spans, as the IDR. Equal months that follow each other, over
//! the turn of years too, become one span. A span that reaches the last month that is known stays open, unless the
//! person died: the file ends there, not the coverage.

use std::collections::BTreeMap;

use super::months::{Monthly, month_column};
use crate::column::{
    Column, View, bene_cmbnd_dual_mdcr as dual, bene_cmbnd_lis as subsidy, bene_hstry,
    bene_mapd_enrlmt as enrolment, bene_mbi_id, bene_mdcr_entlmt as entitlement,
    bene_mdcr_entlmt_rsn as reason, bene_mdcr_stus as status, ccw_bene, ccw_bene_hstry,
};
use crate::record::{Origin, Record, RecordBuilder, Row, SourceRow};

/// The views that are made of months and never delivered.
const DERIVED: [View; 6] = [
    View::BeneMdcrEntlmt,
    View::BeneMdcrEntlmtRsn,
    View::BeneMdcrStus,
    View::BeneCmbndDualMdcr,
    View::BeneCmbndLis,
    View::BeneMapdEnrlmt,
];

/// The record of a person of the CCW with the spans of all its years: called whenever rows of a delivery were merged
/// with what is stored.
pub fn with_spans(record: &Record<'_>) -> RecordBuilder {
    let mut built = RecordBuilder::default();
    for row in record.rows().filter(|row| !DERIVED.contains(&row.view)) {
        built.push(SourceRow::from(row));
    }
    earlier_identifiers(record, &mut built);
    let Some(years) = Years::read(record) else { return built };
    years.entitlement(
        "A",
        &["1", "3", "A", "C"],
        (ccw_bene::PTA_CVRG_STRT_DT, ccw_bene::PTA_CVRG_END_DT),
        &mut built,
    );
    years.entitlement(
        "B",
        &["2", "3", "B", "C"],
        (ccw_bene::PTB_CVRG_STRT_DT, ccw_bene::PTB_CVRG_END_DT),
        &mut built,
    );
    years.reason(&mut built);
    years.coded(
        Monthly::Status,
        is_number,
        |built, span, code, origin| {
            put(
                built,
                View::BeneMdcrStus,
                origin,
                &[
                    (status::BENE_MDCR_STUS_CD, Some(code)),
                    (status::MDCR_STUS_BGN_DT, Some(&span.begin)),
                    (status::MDCR_STUS_END_DT, span.end.as_deref()),
                    (status::IDR_LTST_TRANS_FLG, Some("Y")),
                ],
            );
        },
        &mut built,
    );
    years.coded(
        Monthly::Dual,
        is_number,
        |built, span, code, origin| {
            put(
                built,
                View::BeneCmbndDualMdcr,
                origin,
                &[
                    (dual::BENE_MDCD_ELGBLTY_BGN_DT, Some(&span.begin)),
                    (dual::BENE_MDCD_ELGBLTY_END_DT, span.end.as_deref()),
                    (dual::BENE_DUAL_STUS_CD, Some(code)),
                    (dual::IDR_LTST_TRANS_FLG, Some("Y")),
                ],
            );
        },
        &mut built,
    );
    years.coded(
        Monthly::CostShare,
        |code| low_income(code).is_some(),
        |built, span, code, origin| {
            let Some((level, percent)) = low_income(code) else { return };
            put(
                built,
                View::BeneCmbndLis,
                origin,
                &[
                    (subsidy::BENE_CMBND_DEEMD_EFCTV_DT, Some(&span.begin)),
                    (subsidy::BENE_CMBND_DEEMD_TRMNTN_DT, span.end.as_deref()),
                    (subsidy::BENE_CMBND_DEEMD_COPMT_LVL_ID, Some(level)),
                    (subsidy::BENE_CMBND_DEEMD_PRM_PCT, Some(percent)),
                    (subsidy::IDR_LTST_TRANS_FLG, Some("Y")),
                ],
            );
        },
        &mut built,
    );
    years.enrolments("1", Monthly::PartCContract, Monthly::PartCPackage, &mut built);
    years.enrolments("2", Monthly::PartDContract, Monthly::PartDPackage, &mut built);
    built
}

/// Identifiers that history alone names, so that the person shows them.
fn earlier_identifiers(record: &Record<'_>, built: &mut RecordBuilder) {
    let mut known: Vec<&str> =
        record.rows_of(View::BeneMbiId).filter_map(|row| row.text(bene_mbi_id::BENE_MBI_ID)).collect();
    for row in record.rows_of(View::CcwBeneHstry) {
        let Some(mbi) = row.text(ccw_bene_hstry::MBI_NUM).filter(|mbi| !known.contains(mbi)) else {
            continue;
        };
        known.push(mbi);
        put(
            built,
            View::BeneMbiId,
            row.origin,
            &[
                (bene_mbi_id::BENE_MBI_ID, Some(mbi)),
                (bene_mbi_id::BENE_MBI_EFCTV_DT, row.text(ccw_bene_hstry::EFCTV_BGN_DT)),
                (bene_mbi_id::BENE_MBI_OBSLT_DT, row.text(ccw_bene_hstry::EFCTV_END_DT)),
                (bene_mbi_id::IDR_LTST_TRANS_FLG, Some("Y")),
            ],
        );
    }
}

fn put(built: &mut RecordBuilder, view: View, origin: Origin, cells: &[(Column, Option<&str>)]) {
    let mut present: Vec<(Column, &str)> =
        cells.iter().filter_map(|(column, text)| Some((*column, (*text)?))).collect();
    present.sort_by_key(|(column, _)| *column);
    built.push(SourceRow::new(view, origin, present));
}

/// Codes of no meaning (`00`, `NA`, `**`) are none.
fn is_number(code: &str) -> bool {
    code.len() == 2 && code != "00" && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The level of copayment and the percentage of the premium that a cost share group has.
fn low_income(group: &str) -> Option<(&'static str, &'static str)> {
    Some(match group {
        "01" => ("3", "100"),
        "02" => ("2", "100"),
        "03" | "04" => ("1", "100"),
        "05" => ("4", "100"),
        "06" => ("4", "75"),
        "07" => ("4", "50"),
        "08" => ("4", "25"),
        _ => return None,
    })
}

/// A span of months as dates; without an end it is open.
struct Span {
    begin: String,
    end: Option<String>,
}

/// The rows of a person's reference years.
struct Years<'r> {
    rows: BTreeMap<i32, Row<'r>>,
    /// The row that says most today: that of the last year, else one without a year.
    last: Row<'r>,
    /// The last month with any value, counted from year 0.
    end: i32,
    death: Option<&'r str>,
    person: Option<Row<'r>>,
}

impl<'r> Years<'r> {
    fn read(record: &'r Record<'r>) -> Option<Self> {
        let all = || record.rows_of(View::CcwBene);
        let year =
            |row: &Row<'_>| row.decimal(ccw_bene::RFRNC_YR).and_then(|year| i32::try_from(year.whole()).ok());
        let plausible = |year: &i32| (1900..2200).contains(year);
        let rows: BTreeMap<i32, Row<'r>> =
            all().filter_map(|row| Some((year(&row).filter(plausible)?, row))).collect();
        let last = rows.values().next_back().copied().or_else(|| all().last())?;
        let person = record.first(View::BeneHstry);
        let death = person.as_ref().and_then(|row| row.date_text(bene_hstry::BENE_DEATH_DT));
        let mut years = Self { rows, last, end: 0, death, person };
        years.end =
            years.months().map(|(month, _)| month).filter(|month| years.has_value(*month)).max().unwrap_or(0);
        Some(years)
    }

    /// Every month of every year in order, with its row.
    fn months(&self) -> impl Iterator<Item = (i32, Row<'r>)> {
        self.rows.iter().flat_map(|(year, row)| (0..12).map(move |month| (year * 12 + month, *row)))
    }

    fn code(&self, value: Monthly, month: i32) -> Option<&'r str> {
        let row = self.rows.get(&month.div_euclid(12))?;
        row.text(month_column(value, u8::try_from(month.rem_euclid(12)).ok()? + 1)?)
    }

    fn has_value(&self, month: i32) -> bool {
        super::months::MONTHS.iter().any(|(value, _)| self.code(*value, month).is_some())
    }

    /// The spans in which `key` gives one and the same value.
    fn spans<K: PartialEq>(&self, key: impl Fn(i32) -> Option<K>) -> Vec<(Span, K, Origin)> {
        let mut spans: Vec<(i32, i32, K, Origin)> = Vec::new();
        for (month, row) in self.months() {
            let Some(value) = key(month) else { continue };
            match spans.last_mut() {
                Some((_, last, before, _)) if *last + 1 == month && *before == value => *last = month,
                _ => spans.push((month, month, value, row.origin)),
            }
        }
        spans.into_iter().map(|(first, last, key, origin)| (self.span(first, last), key, origin)).collect()
    }

    fn span(&self, first: i32, last: i32) -> Span {
        let begin = format!("{:04}-{:02}-01", first.div_euclid(12), first.rem_euclid(12) + 1);
        let end = if last == self.end { self.death.map(str::to_owned) } else { Some(last_day(last)) };
        let end = end.map(|end| if end < begin { begin.clone() } else { end });
        Span { begin, end }
    }

    fn coded(
        &self,
        value: Monthly,
        counts: impl Fn(&str) -> bool,
        put: impl Fn(&mut RecordBuilder, &Span, &str, Origin),
        built: &mut RecordBuilder,
    ) {
        let spans = self.spans(|month| self.code(value, month).filter(|code| counts(code)));
        for (span, code, origin) in spans {
            put(built, &span, code, origin);
        }
    }

    /// Entitlement to a part: as the row says, else by the months.
    fn entitlement(&self, part: &str, codes: &[&str], dates: (Column, Column), built: &mut RecordBuilder) {
        let push = |built: &mut RecordBuilder, span: &Span, origin: Origin| {
            put(
                built,
                View::BeneMdcrEntlmt,
                origin,
                &[
                    (entitlement::BENE_RNG_BGN_DT, Some(&span.begin)),
                    (entitlement::BENE_RNG_END_DT, span.end.as_deref()),
                    (entitlement::BENE_MDCR_ENTLMT_TYPE_CD, Some(part)),
                    (entitlement::IDR_LTST_TRANS_FLG, Some("Y")),
                ],
            );
        };
        if let Some(begin) = self.last.date_text(dates.0) {
            let end = self.last.date_text(dates.1).or(self.death).map(str::to_owned);
            return push(built, &Span { begin: begin.to_owned(), end }, self.last.origin);
        }
        let mut spans = self
            .spans(|month| self.code(Monthly::PartAB, month).filter(|code| codes.contains(code)).map(|_| ()));
        // Before the first year that is known coverage may have run for long.
        let first_month = self.months().next().map(|(month, _)| self.span(month, month).begin);
        let start = self.last.date_text(ccw_bene::COVSTART);
        if let (Some((span, ..)), Some(start)) = (spans.first_mut(), start)
            && Some(&span.begin) == first_month.as_ref()
            && start < span.begin.as_str()
        {
            start.clone_into(&mut span.begin);
        }
        for (span, (), origin) in &spans {
            push(built, span, *origin);
        }
    }

    /// Why the person is entitled today; the CCW does not say since when.
    fn reason(&self, built: &mut RecordBuilder) {
        let Some(code) = self.last.text(ccw_bene::BENE_ENTLMT_RSN_CURR) else { return };
        let born = self.person.as_ref().and_then(|row| row.date_text(bene_hstry::BENE_BRTH_DT));
        let begin = self.last.date_text(ccw_bene::COVSTART).or(born);
        put(
            built,
            View::BeneMdcrEntlmtRsn,
            self.last.origin,
            &[
                (reason::BENE_RNG_BGN_DT, begin),
                (reason::BENE_MDCR_ENTLMT_RSN_CD, Some(code)),
                (reason::IDR_LTST_TRANS_FLG, Some("Y")),
            ],
        );
    }

    /// Enrolments in plans: a contract has five characters, codes of no enrolment are shorter.
    fn enrolments(&self, program: &str, contract: Monthly, package: Monthly, built: &mut RecordBuilder) {
        let plan = |month| {
            let contract = self.code(contract, month).filter(|code| code.len() == 5)?;
            Some((contract, self.code(package, month)))
        };
        for (span, (contract, package), origin) in self.spans(plan) {
            put(
                built,
                View::BeneMapdEnrlmt,
                origin,
                &[
                    (enrolment::BENE_CNTRCT_NUM, Some(contract)),
                    (enrolment::BENE_PBP_NUM, package),
                    (enrolment::BENE_ENRLMT_BGN_DT, Some(&span.begin)),
                    (enrolment::BENE_ENRLMT_END_DT, span.end.as_deref()),
                    (enrolment::BENE_ENRLMT_PGM_TYPE_CD, Some(program)),
                    (enrolment::IDR_LTST_TRANS_FLG, Some("Y")),
                ],
            );
        }
    }
}

fn last_day(month: i32) -> String {
    let (year, number) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let day = match number {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    format!("{year:04}-{number:02}-{day}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A year of a person: `AAAAAAAAAAAA` gives a code of one letter for each month.
    fn year(number: &str, buy_in: &str, contract: &str) -> Vec<(Column, String)> {
        let mut cells = vec![(ccw_bene::RFRNC_YR, number.to_owned())];
        for (month, code) in (1..).zip(buy_in.chars()) {
            cells.push((month_column(Monthly::PartAB, month).unwrap(), code.to_string()));
        }
        for (month, code) in (1..).zip(contract.chars()) {
            let code = if code == '0' { "0".to_owned() } else { format!("S460{code}") };
            cells.push((month_column(Monthly::PartDContract, month).unwrap(), code));
        }
        cells.sort_by_key(|(column, _)| *column);
        cells
    }

    fn spans(years: &[Vec<(Column, String)>], death: Option<&str>) -> Vec<String> {
        let mut builder = RecordBuilder::default();
        let person = death.map(|day| (bene_hstry::BENE_DEATH_DT, day));
        builder.push(SourceRow::new(View::BeneHstry, Origin { file: 1, line: 1 }, person));
        for (line, cells) in (2..).zip(years) {
            let cells = cells.iter().map(|(column, text)| (*column, text.as_str()));
            builder.push(SourceRow::new(View::CcwBene, Origin { file: 1, line }, cells));
        }
        let once = builder.encode();
        let settled = with_spans(&Record::parse(&once).unwrap());
        let twice = settled.clone().encode();
        let record = Record::parse(&twice).unwrap();
        assert_eq!(with_spans(&record).content(), settled.content(), "doing it again changes nothing");
        let mut found: Vec<String> = Vec::new();
        for row in record.rows_of(View::BeneMdcrEntlmt) {
            let cell = |column| row.text(column).unwrap_or("-");
            found.push(format!(
                "{} {} {}",
                cell(entitlement::BENE_MDCR_ENTLMT_TYPE_CD),
                cell(entitlement::BENE_RNG_BGN_DT),
                cell(entitlement::BENE_RNG_END_DT)
            ));
        }
        for row in record.rows_of(View::BeneMapdEnrlmt) {
            let cell = |column| row.text(column).unwrap_or("-");
            found.push(format!(
                "{} {} {}",
                cell(enrolment::BENE_CNTRCT_NUM),
                cell(enrolment::BENE_ENRLMT_BGN_DT),
                cell(enrolment::BENE_ENRLMT_END_DT)
            ));
        }
        found
    }

    #[test]
    fn equal_months_are_one_span_over_the_turn_of_years() {
        let years =
            [year("2019", "333333333333", "777777777777"), year("2020", "331113333333", "777777888880")];
        assert_eq!(
            spans(&years, None),
            [
                "A 2019-01-01 -",
                "B 2019-01-01 2020-02-29",
                "B 2020-06-01 -",
                "S4607 2019-01-01 2020-06-30",
                "S4608 2020-07-01 2020-11-30",
            ]
        );
    }

    #[test]
    fn a_gap_of_years_divides_and_death_ends() {
        let years = [year("2015", "000000000003", ""), year("2018", "CCCC", "")];
        assert_eq!(
            spans(&years, Some("2018-04-17")),
            [
                "A 2015-12-01 2015-12-31",
                "B 2015-12-01 2015-12-31",
                "A 2018-01-01 2018-04-17",
                "B 2018-01-01 2018-04-17",
            ]
        );
        assert!(spans(&[], None).is_empty());
    }
}
