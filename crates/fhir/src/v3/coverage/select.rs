//! Which rows of a person's record make a coverage at a given moment.
//!
//! "Today" is the date anywhere on earth (UTC-12), as in BFD v3: nobody's coverage begins or ends before their
//! own midnight.

use bluestem_model::column::{
    Column, View, bene_cmbnd_dual_mdcr as dual, bene_cmbnd_lis as subsidy, bene_mapd_enrlmt as enrolment,
    bene_mapd_enrlmt_rx as card, bene_mdcr_entlmt as entitlement, bene_mdcr_entlmt_rsn as reason,
    bene_mdcr_stus as status, bene_tp as third_party,
};
use bluestem_model::record::{Record, Row};
use bluestem_model::time::{Date, Timestamp};

use super::{Part, Plan};

/// A person's record at a date.
#[derive(Clone, Copy)]
pub(super) struct Snapshot<'r> {
    pub(super) record: &'r Record<'r>,
    pub(super) today: Date,
}

impl<'r> Snapshot<'r> {
    pub(super) fn new(record: &'r Record<'r>, now: Timestamp) -> Self {
        Self { record, today: now.date_at(-12) }
    }

    /// The row that the coverage stands on; None when the person has no such coverage.
    pub(super) fn basis(&self, part: Part) -> Option<Row<'r>> {
        match part {
            Part::A => self.entitlement("A"),
            Part::B => self.entitlement("B"),
            Part::C | Part::D => self.enrolment(part),
            Part::Dual => self.begun_last(
                self.current(View::BeneCmbndDualMdcr, dual::IDR_LTST_TRANS_FLG),
                dual::BENE_MDCD_ELGBLTY_BGN_DT,
            ),
        }
    }

    /// The row that a coverage under this plan stands on, be the plan of before or of later; without a plan, that of
    /// today.
    pub(super) fn basis_of(&self, part: Part, plan: Option<&Plan>) -> Option<Row<'r>> {
        let today = self.basis(part);
        let Some(plan) = plan else { return today };
        let same = |row: &Row<'_>| {
            row.text(enrolment::BENE_CNTRCT_NUM) == Some(&plan.contract)
                && row.text(enrolment::BENE_PBP_NUM) == Some(&plan.package)
        };
        let under_plan = || self.enrolments(part).filter(same);
        today.filter(same).or_else(|| under_plan().max_by_key(|row| row.date(enrolment::BENE_ENRLMT_BGN_DT)))
    }

    /// Every enrolment in a plan of Part C or D, whenever it is.
    pub(super) fn enrolments(&self, part: Part) -> impl Iterator<Item = Row<'r>> + use<'r> {
        let programs = part.programs();
        self.current(View::BeneMapdEnrlmt, enrolment::IDR_LTST_TRANS_FLG).filter(move |row| {
            row.text(enrolment::BENE_ENRLMT_PGM_TYPE_CD).is_some_and(|code| programs.contains(&code))
        })
    }

    /// The earliest begin of the person's entitlement to a part.
    pub(super) fn first_entitled(&self, part: Part) -> Option<&'r str> {
        let rows =
            self.entitlements(part.letter()).filter(|row| self.has_begun(row, entitlement::BENE_RNG_BGN_DT));
        rows.filter_map(|row| row.date_text(entitlement::BENE_RNG_BGN_DT)).min()
    }

    /// State buy-in of a part.
    pub(super) fn third_party(&self, part: Part) -> Option<Row<'r>> {
        let rows = self.current(View::BeneTp, third_party::IDR_LTST_TRANS_FLG);
        let of_part = rows.filter(move |row| row.text(third_party::BENE_TP_TYPE_CD) == Some(part.letter()));
        self.begun_last(of_part, third_party::BENE_RNG_BGN_DT)
    }

    /// Medicare status.
    pub(super) fn status(&self) -> Option<Row<'r>> {
        let rows = self.current(View::BeneMdcrStus, status::IDR_LTST_TRANS_FLG);
        self.begun_last(rows, status::MDCR_STUS_BGN_DT)
    }

    /// Reason of entitlement.
    pub(super) fn entitlement_reason(&self) -> Option<Row<'r>> {
        let rows = self.current(View::BeneMdcrEntlmtRsn, reason::IDR_LTST_TRANS_FLG);
        self.begun_last(rows, reason::BENE_RNG_BGN_DT)
    }

    /// Low-income subsidy in force.
    pub(super) fn subsidy(&self) -> Option<Row<'r>> {
        let rows = self.current(View::BeneCmbndLis, subsidy::IDR_LTST_TRANS_FLG);
        let open = rows.filter(|row| !self.has_ended(row, subsidy::BENE_CMBND_DEEMD_TRMNTN_DT));
        self.begun_last(open, subsidy::BENE_CMBND_DEEMD_EFCTV_DT)
    }

    /// The drug card of an enrolment: the last one issued. BFD v3 takes it even if its date is still to come.
    pub(super) fn card(&self, basis: &Row<'r>) -> Option<Row<'r>> {
        let same = |row: &Row<'r>| {
            row.text(card::BENE_CNTRCT_NUM) == basis.text(enrolment::BENE_CNTRCT_NUM)
                && row.text(card::BENE_PBP_NUM) == basis.text(enrolment::BENE_PBP_NUM)
                && row.date(card::BENE_ENRLMT_BGN_DT) == basis.date(enrolment::BENE_ENRLMT_BGN_DT)
        };
        let rows = self.current(View::BeneMapdEnrlmtRx, card::IDR_LTST_TRANS_FLG);
        rows.filter(same).max_by_key(|row| row.text(card::BENE_ENRLMT_PDP_RX_INFO_BGN_DT).unwrap_or(""))
    }

    /// Whether the date in `column` lies before today.
    pub(super) fn has_ended(&self, row: &Row<'_>, column: Column) -> bool {
        row.date(column).is_some_and(|end| end < self.today)
    }

    fn has_begun(&self, row: &Row<'_>, column: Column) -> bool {
        row.date(column).is_none_or(|begin| begin <= self.today)
    }

    fn entitlement(&self, letter: &'static str) -> Option<Row<'r>> {
        self.begun_last(self.entitlements(letter), entitlement::BENE_RNG_BGN_DT)
    }

    fn entitlements(&self, letter: &'static str) -> impl Iterator<Item = Row<'r>> + use<'r> {
        self.current(View::BeneMdcrEntlmt, entitlement::IDR_LTST_TRANS_FLG)
            .filter(move |row| row.text(entitlement::BENE_MDCR_ENTLMT_TYPE_CD) == Some(letter))
    }

    /// The enrolment that is in force, else the next one to begin; past ones are not listed any more.
    fn enrolment(&self, part: Part) -> Option<Row<'r>> {
        let begin = enrolment::BENE_ENRLMT_BGN_DT;
        let open = || self.enrolments(part).filter(|row| !self.has_ended(row, enrolment::BENE_ENRLMT_END_DT));
        let next = || open().filter(|row| !self.has_begun(row, begin)).min_by_key(|row| row.date(begin));
        self.begun_last(open(), begin).or_else(next)
    }

    /// The rows of a view that the source marks as their latest version.
    fn current(&self, view: View, flag: Column) -> impl Iterator<Item = Row<'r>> + use<'r> {
        self.record.rows_of(view).filter(move |row| row.text(flag) == Some("Y"))
    }

    /// Of the rows that have begun, the one that began last.
    fn begun_last(&self, rows: impl Iterator<Item = Row<'r>>, begin: Column) -> Option<Row<'r>> {
        rows.filter(|row| self.has_begun(row, begin)).max_by_key(|row| row.date(begin))
    }
}

impl Part {
    /// The values of `BENE_ENRLMT_PGM_TYPE_CD` that the part's plans have: 3 is for both.
    fn programs(self) -> &'static [&'static str] {
        match self {
            Self::C => &["1", "3"],
            Self::D => &["2", "3"],
            Self::A | Self::B | Self::Dual => &[],
        }
    }

    /// The part's letter in `BENE_MDCR_ENTLMT_TYPE_CD` and `BENE_TP_TYPE_CD`.
    fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::Dual => "",
        }
    }
}
