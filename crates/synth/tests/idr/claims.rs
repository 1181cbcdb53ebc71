//! Claims of 1,000 members: they join, add up, and are of every kind in the right shares.

use std::collections::{BTreeMap, HashMap, HashSet};

use bluestem_model::claim::{ClaimKind, kind_of};
use bluestem_model::column::{
    Column, Kind, View, bene_hstry, bene_mapd_enrlmt, bene_mdcr_entlmt, bene_xref, clm, clm_ansi_sgntr,
    clm_dt_sgntr, clm_line, clm_line_instnl, clm_line_rx, clm_prod, clm_rlt_cond_sgntr_mbr,
};
use bluestem_model::number::{Decimal, Money};
use bluestem_model::time::parse_date;

use crate::data_set::{Row, members};

/// The views whose rows carry the four-part key.
const CHILDREN: [View; 12] = [
    View::ClmInstnl,
    View::ClmPrfnl,
    View::ClmDcmtn,
    View::ClmFiss,
    View::ClmLctnHstry,
    View::ClmLine,
    View::ClmLineInstnl,
    View::ClmLinePrfnl,
    View::ClmLineRx,
    View::ClmLineDcmtn,
    View::ClmProd,
    View::ClmVal,
];

#[test]
fn cells_are_of_their_columns_kind() {
    for table in members().tables.values() {
        for (row, (cell, column)) in
            table.rows.iter().flat_map(|row| row.cells().zip(table.spec.columns).map(move |pair| (row, pair)))
        {
            let fits = cell.is_empty()
                || cell == "~"
                || match column.kind {
                    Kind::Integer => cell.parse::<i64>().is_ok(),
                    Kind::Decimal => Decimal::parse(cell).is_some(),
                    Kind::Date => cell.len() == 10 && parse_date(cell).is_some(),
                    Kind::Timestamp => cell.len() == 26 && parse_date(cell).is_some(),
                    Kind::Text => !cell.contains(['\n', '\r', '\0']),
                };
            assert!(fits, "{} {}: {cell:?}", table.spec.stem, column.name);
            assert!(
                !column.key || !cell.is_empty(),
                "{} {}",
                table.spec.stem,
                row.get(Column::new(table.spec.view, 0))
            );
        }
    }
}

#[test]
fn every_row_has_its_header_and_every_claim_its_person() {
    let data = members();
    let claims = data.claims();
    assert_eq!(claims.len(), data.rows(View::Clm).len());
    for view in CHILDREN {
        let rows = data.rows(view);
        assert!(!rows.is_empty(), "{view:?}");
        assert!(rows.iter().all(|row| claims.contains_key(&row.key())), "{view:?}");
    }
    let numbers: HashSet<&str> = claims.values().map(|row| row.get(clm::CLM_UNIQ_ID)).collect();
    assert_eq!(numbers.len(), claims.len());
    let people: HashSet<&str> =
        data.rows(View::BeneHstry).iter().map(|row| row.get(bene_hstry::BENE_SK)).collect();
    let dates = data.dates();
    for claim in claims.values() {
        assert!(people.contains(claim.get(clm::BENE_SK)));
        assert!(dates.contains_key(claim.get(clm::CLM_DT_SGNTR_SK)));
    }
    // Signatures are shared.
    assert!(dates.len() < claims.len());
}

#[test]
fn signatures_and_original_numbers_exist() {
    let data = members();
    let keys =
        |view, column| -> HashSet<&str> { data.rows(view).iter().map(|row| row.get(column)).collect() };
    let ansi = keys(View::ClmAnsiSgntr, clm_ansi_sgntr::CLM_ANSI_SGNTR_SK);
    let conditions = keys(View::ClmRltCondSgntrMbr, clm_rlt_cond_sgntr_mbr::CLM_RLT_COND_SGNTR_SK);
    let control = keys(View::Clm, clm::CLM_CNTL_NUM);
    let absent = |known: &HashSet<&str>, name: &str| !name.is_empty() && !known.contains(name);
    let lines = data.rows(View::ClmLineInstnl);
    assert!(!lines.iter().any(|row| absent(&ansi, row.get(clm_line_instnl::CLM_ANSI_SGNTR_SK))));
    for claim in data.rows(View::Clm) {
        assert!(!absent(&conditions, claim.get(clm::CLM_RLT_COND_SGNTR_SK)));
        assert!(!absent(&control, claim.get(clm::CLM_ORIG_CNTL_NUM)));
    }
}

#[test]
fn amounts_add_up() {
    let data = members();
    let mut sums: HashMap<[&str; 4], [Money; 4]> = HashMap::new();
    for line in data.rows(View::ClmLine) {
        let amounts = [
            clm_line::CLM_LINE_SBMT_CHRG_AMT,
            clm_line::CLM_LINE_ALOWD_CHRG_AMT,
            clm_line::CLM_LINE_PRVDR_PMT_AMT,
            clm_line::CLM_LINE_BENE_PMT_AMT,
        ]
        .map(|column| line.money(column));
        let sum = sums.entry(line.key()).or_default();
        for (sum, amount) in sum.iter_mut().zip(amounts) {
            sum.0 += amount.0;
        }
    }
    for (key, claim) in data.claims() {
        let [submitted, allowed, paid, patient] = sums[&key];
        assert_eq!(submitted, claim.money(clm::CLM_SBMT_CHRG_AMT), "{key:?}");
        assert_eq!(patient, claim.money(clm::CLM_BENE_PMT_AMT), "{key:?}");
        assert!(claim.money(clm::CLM_PMT_AMT) <= submitted && patient <= submitted);
        if claim.type_code() > 4 {
            assert_eq!(allowed, claim.money(clm::CLM_ALOWD_CHRG_AMT), "{key:?}");
            assert_eq!(paid, claim.money(clm::CLM_PMT_AMT), "{key:?}");
            assert_eq!(submitted.0, allowed.0 + claim.money(clm::CLM_NCVRD_CHRG_AMT).0, "{key:?}");
            assert_eq!(allowed.0, paid.0 + patient.0, "{key:?}");
        }
    }
}

#[test]
fn drug_costs_and_payments_add_up() {
    let data = members();
    let claims = data.claims();
    for row in data.rows(View::ClmLineRx) {
        let total = claims[&row.key()].money(clm::CLM_SBMT_CHRG_AMT);
        let costs = [
            clm_line_rx::CLM_LINE_INGRDNT_CST_AMT,
            clm_line_rx::CLM_LINE_SRVC_CST_AMT,
            clm_line_rx::CLM_LINE_SLS_TAX_AMT,
            clm_line_rx::CLM_LINE_VCCN_ADMIN_FEE_AMT,
        ];
        assert_eq!(costs.map(|column| row.money(column)).into_iter().sum::<Money>(), total);
        let claim = claims[&row.key()];
        let paid = claim.money(clm::CLM_BENE_PMT_AMT).0
            + claim.money(clm::CLM_PMT_AMT).0
            + row.money(clm_line_rx::CLM_LINE_LIS_AMT).0
            + row.money(clm_line_rx::CLM_LINE_PLRO_AMT).0
            + row.money(clm_line_rx::CLM_LINE_RPTD_GAP_DSCNT_AMT).0;
        assert_eq!(paid, total.0);
    }
}

#[test]
fn days_follow_each_other() {
    let data = members();
    let dates = data.dates();
    let end = "2026-10-31";
    for claim in data.rows(View::Clm) {
        let signature = dates[claim.get(clm::CLM_DT_SGNTR_SK)];
        let paid = Some(claim.get(clm::CLM_PD_DT)).filter(|date| !date.is_empty());
        let mut days = vec![
            claim.get(clm::CLM_FROM_DT),
            claim.get(clm::CLM_THRU_DT),
            signature.get(clm_dt_sgntr::CLM_SUBMSN_DT),
            signature.get(clm_dt_sgntr::CLM_CMS_PROC_DT),
        ];
        days.extend(paid);
        days.push(claim.get(clm::CLM_IDR_LD_DT));
        days.push(end);
        assert!(days.is_sorted(), "{days:?} of type {}", claim.type_code());
        assert!(days[1] < end);
    }
    let claims = data.claims();
    for line in data.rows(View::ClmLine) {
        let claim = claims[&line.key()];
        let from = line.get(clm_line::CLM_LINE_FROM_DT);
        // A line of one day has no end.
        let thru = Some(line.get(clm_line::CLM_LINE_THRU_DT)).filter(|date| !date.is_empty()).unwrap_or(from);
        let days = [claim.get(clm::CLM_FROM_DT), from, thru, claim.get(clm::CLM_THRU_DT)];
        assert!(days.is_sorted(), "{days:?}");
    }
}

/// Part of Medicare that pays a claim.
fn part(claim: &Row) -> &'static str {
    match kind_of(claim.type_code()).unwrap() {
        ClaimKind::Pde => "D",
        ClaimKind::Carrier | ClaimKind::Dme | ClaimKind::Outpatient => "B",
        _ => "A",
    }
}

#[test]
fn claims_lie_within_coverage() {
    let data = members();
    let merged: HashMap<&str, &str> = data
        .rows(View::BeneXref)
        .iter()
        .map(|row| (row.get(bene_xref::BENE_XREF_SK), row.get(bene_xref::BENE_SK)))
        .collect();
    let mut spans: HashMap<(&str, &str), Vec<(&str, &str)>> = HashMap::new();
    for row in data.rows(View::BeneMdcrEntlmt) {
        let part = row.get(bene_mdcr_entlmt::BENE_MDCR_ENTLMT_TYPE_CD);
        let span = (row.get(bene_mdcr_entlmt::BENE_RNG_BGN_DT), row.get(bene_mdcr_entlmt::BENE_RNG_END_DT));
        spans.entry((row.get(bene_mdcr_entlmt::BENE_SK), part)).or_default().push(span);
    }
    for row in data.rows(View::BeneMapdEnrlmt) {
        if row.get(bene_mapd_enrlmt::BENE_ENRLMT_PGM_TYPE_CD) != "1" {
            let span = (
                row.get(bene_mapd_enrlmt::BENE_ENRLMT_BGN_DT),
                row.get(bene_mapd_enrlmt::BENE_ENRLMT_END_DT),
            );
            spans.entry((row.get(bene_mapd_enrlmt::BENE_SK), "D")).or_default().push(span);
        }
    }
    let deaths: HashMap<&str, &str> = data
        .rows(View::BeneHstry)
        .iter()
        .map(|row| (row.get(bene_hstry::BENE_SK), row.get(bene_hstry::BENE_DEATH_DT)))
        .filter(|(_, death)| !death.is_empty())
        .collect();
    assert!(deaths.len() > 10);
    for claim in data.rows(View::Clm) {
        let key = claim.get(clm::BENE_SK);
        let person = *merged.get(key).unwrap_or(&key);
        let (from, thru) = (claim.get(clm::CLM_FROM_DT), claim.get(clm::CLM_THRU_DT));
        let covered = spans[&(person, part(claim))].iter().any(|(begin, end)| *begin <= from && thru <= *end);
        assert!(covered, "{person} {from} {thru} type {}", claim.type_code());
        assert!(deaths.get(person).is_none_or(|death| thru <= *death));
    }
}

#[test]
fn kinds_come_in_the_shares_of_production() {
    let data = members();
    let total = data.rows(View::Clm).len();
    assert_eq!(data.summary.claims, total as u64);
    assert!(total > 60_000, "{total}");
    let mut counts: BTreeMap<ClaimKind, (usize, usize)> = BTreeMap::new();
    let mut lines: HashMap<[&str; 4], usize> = HashMap::new();
    for line in data.rows(View::ClmLine) {
        *lines.entry(line.key()).or_default() += 1;
    }
    for (key, claim) in data.claims() {
        let count = counts.entry(kind_of(claim.type_code()).unwrap()).or_default();
        count.0 += 1;
        count.1 += lines[&key];
    }
    // Share of all claims in percent and lines per claim, in production in September 2022.
    let expected = [
        (ClaimKind::Pde, 59.48, 1.0),
        (ClaimKind::Carrier, 31.05, 2.03),
        (ClaimKind::Outpatient, 6.13, 7.15),
        (ClaimKind::Dme, 2.19, 1.78),
        (ClaimKind::Hha, 0.43, 11.13),
        (ClaimKind::Inpatient, 0.39, 17.21),
        (ClaimKind::Hospice, 0.17, 21.12),
        (ClaimKind::Snf, 0.16, 8.02),
    ];
    for (kind, share, per_claim) in expected {
        let (claims, lines) = counts[&kind];
        #[allow(clippy::cast_precision_loss)]
        let (found, mean) = (claims as f64 * 100.0 / total as f64, lines as f64 / claims as f64);
        assert!((found / share - 1.0).abs() < 0.35, "{kind:?}: {found} % instead of {share} %");
        assert!((mean / per_claim - 1.0).abs() < 0.15, "{kind:?}: {mean} lines instead of {per_claim}");
    }
}

#[test]
fn every_type_code_of_adjudicated_claims_is_there() {
    let codes: HashSet<u16> = members().rows(View::Clm).iter().map(Row::type_code).collect();
    for code in [1, 2, 3, 4, 10, 20, 30, 40, 50, 60, 61, 62, 63, 64, 71, 72, 81, 82] {
        assert!(codes.contains(&code), "{code}");
    }
    // Of claims in process both phases and all three systems.
    for code in [1011, 1013, 1700, 1800, 2013, 2700, 2800] {
        assert!(codes.contains(&code), "{code}");
    }
}

#[test]
fn versions_of_a_claim_refer_to_each_other() {
    let data = members();
    let claims: HashMap<&str, &Row> =
        data.rows(View::Clm).iter().map(|row| (row.get(clm::CLM_CNTL_NUM), row)).collect();
    let mut found: HashMap<&str, usize> = HashMap::new();
    for claim in data.rows(View::Clm) {
        let original = claim.get(clm::CLM_ORIG_CNTL_NUM);
        if original.is_empty() {
            assert_eq!(claim.get(clm::CLM_ADJSTMT_TYPE_CD), "0");
            continue;
        }
        let original = claims[original];
        *found.entry(claim.get(clm::CLM_ADJSTMT_TYPE_CD)).or_default() += 1;
        assert_eq!(original.get(clm::CLM_LTST_CLM_IND), "N");
        assert_eq!(original.get(clm::CLM_FINL_ACTN_IND), "N");
        assert_eq!(original.get(clm::CLM_OBSLT_DT), claim.get(clm::CLM_IDR_LD_DT));
        assert_eq!(original.get(clm::BENE_SK), claim.get(clm::BENE_SK));
        assert_eq!(original.get(clm::CLM_FROM_DT), claim.get(clm::CLM_FROM_DT));
        assert_eq!(claim.get(clm::CLM_LTST_CLM_IND), "Y");
    }
    assert!(found["1"] > 100 && found["2"] > 1000, "{found:?}");
}

#[test]
fn diagnoses_are_where_profiles_ask_for_them() {
    let data = members();
    let principal: HashSet<[&str; 4]> = data
        .rows(View::ClmProd)
        .iter()
        .filter(|row| row.get(clm_prod::CLM_PROD_TYPE_CD) == "P")
        .map(Row::key)
        .collect();
    for (key, claim) in data.claims() {
        assert_eq!(principal.contains(&key), claim.type_code() > 4, "{key:?}");
    }
}
