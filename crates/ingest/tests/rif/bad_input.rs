//! What is wrong with a row or a file is counted and named, and nothing else suffers.

use bluestem_ingest::{FileFault, Reason};
use bluestem_model::id::ClaimId;
use bluestem_model::rif::RifType;

use super::files::{Files, header, line, person, row};
use super::room::room;

#[tokio::test]
async fn every_bad_row_is_named_and_the_others_are_stored() {
    let files = Files::new();
    files.rows("bene.txt", RifType::Beneficiary, &[person(&[("BENE_ID", "7")])]);
    files.rows(
        "carrier.txt",
        RifType::Carrier,
        &[
            line("1", "1", &[]),
            line("2", "1", &[("DML_IND", "DELETE")]),
            line("3", "1", &[("DML_IND", "MERGE")]),
            line("4", "1", &[("CLM_FROM_DT", "")]),
            line("5", "1", &[("CLM_PMT_AMT", "12345678901.00")]),
            line("6", "1", &[("CLM_THRU_DT", "2020-03-05")]),
            line("7", "1", &[("DML_IND", "UPDATE")]),
            line("8", "1", &[("BENE_ID", "999")]),
            line("9", "1", &[("NCH_CLM_TYPE_CD", "60")]),
            // Not adjacent, and still one claim; its line 2 comes twice, once word for word.
            line("1", "2", &[("HCPCS_CD", "99213")]),
            line("1", "2", &[("HCPCS_CD", "99213")]),
            line("1", "2", &[("HCPCS_CD", "99214")]),
            // A claim goes with its bad row.
            line("10", "1", &[]),
            line("10", "2", &[("LINE_SRVC_CNT", "many")]),
            line("11", "1", &[("CARR_NUM", "123456")]),
            line("12", "1", &[]).replacen("|1|", "|", 1),
        ],
    );
    let room = room();
    let report = room.load(&files.all()).await;
    assert!(report.is_complete());
    let named: Vec<(u32, Option<&str>, Reason)> =
        report.refused().map(|row| (row.line, row.column, row.reason)).collect();
    let decimal = Reason::NotRif("a decimal number");
    let date = Reason::NotRif("a date (dd-MMM-yyyy or yyyyMMdd)");
    assert_eq!(
        named,
        [
            (3, Some("DML_IND"), Reason::Delete),
            (4, Some("DML_IND"), Reason::Operation),
            (5, Some("CLM_FROM_DT"), Reason::Required),
            (6, Some("CLM_PMT_AMT"), Reason::TooManyDigits),
            (7, Some("CLM_THRU_DT"), date),
            (8, Some("DML_IND"), Reason::NothingToUpdate),
            (9, Some("BENE_ID"), Reason::NoPerson),
            (10, Some("NCH_CLM_TYPE_CD"), Reason::WrongClaimType),
            (13, Some("LINE_NUM"), Reason::RowTwice),
            (14, None, Reason::RowRefused),
            (15, Some("LINE_SRVC_CNT"), decimal),
            (16, Some("CARR_NUM"), Reason::TooLong),
            (17, None, Reason::Width),
        ]
    );
    assert_eq!((report.claims.used, room.store_counts().await), (1, 1), "{report}");
    let (claim, text) = room.claim(ClaimId::ccw(1)).await.unwrap();
    assert_eq!(claim.index.lines, 2);
    assert!(text.contains("CLM_LINE_HCPCS_CD=99213"));
}

#[tokio::test]
async fn odd_but_right_files_load() {
    let files = Files::new();
    let people =
        person(&[("BENE_ID", "7"), ("BENE_SRNM_NAME", "\"O|Neil\""), ("DRVD_LINE_1_ADR", r"1 Elm\|2 Oak")]);
    files.text("bene.txt", &format!("\u{feff}{}{}", header(RifType::Beneficiary), people));
    let trailing =
        line("1", "1", &[("CLM_FROM_DT", "20200305"), ("CARR_CLM_ENTRY_CD", " ")]).replace('\n', "|\r\n");
    // The last line may have no end, as long as it is whole.
    let last = line("2", "1", &[("FINAL_ACTION", "N")]).replace('\n', "|");
    files.rows("carrier.txt", RifType::Carrier, &[trailing, last]);
    let room = room();
    let report = room.load(&files.all()).await;
    assert_eq!(
        (report.refused().count(), report.claims.used, report.is_complete()),
        (0, 2, true),
        "{report}"
    );
    assert!(room.person(7).await.unwrap().1.contains("BENE_LAST_NAME=O|Neil"));
    assert!(room.person(7).await.unwrap().1.contains("BENE_LINE_1_ADR=1 Elm|2 Oak"));
    assert!(room.claim(ClaimId::ccw(1)).await.unwrap().1.contains("CLM_FROM_DT=2020-03-05"));
    assert!(!room.claim(ClaimId::ccw(2)).await.unwrap().0.index.final_action);
}

#[tokio::test]
async fn a_last_line_that_is_cut_off_costs_its_claim_alone_and_fails_the_command() {
    let files = Files::new();
    files.rows("bene.txt", RifType::Beneficiary, &[person(&[("BENE_ID", "7")])]);
    let whole = line("2", "2", &[]);
    let cut = whole.get(..whole.len() / 2).unwrap().to_owned();
    files.rows("carrier.txt", RifType::Carrier, &[line("1", "1", &[]), line("2", "1", &[]), cut]);
    let room = room();
    let report = room.load(&files.all()).await;
    assert!(!report.is_complete());
    assert_eq!(report.faults[0].fault, FileFault::CutOff(4));
    assert!(room.claim(ClaimId::ccw(1)).await.is_some() && room.claim(ClaimId::ccw(2)).await.is_none());
}

#[tokio::test]
async fn a_file_that_is_not_to_be_understood_stops_everything() {
    let good = row(RifType::Carrier, &[("CLM_ID", "1"), ("BENE_ID", "7")]);
    let commas = (header(RifType::Carrier) + &good).replace('|', ",");
    let strange = header(RifType::Carrier).replace("CLM_ID", "CLAIM") + &good;
    let open = header(RifType::Carrier) + &good.replacen("INSERT", "\"INSERT", 1);
    for (text, fault) in
        [(commas, FileFault::Delimiter), (strange, FileFault::UnknownHeader), (open, FileFault::OpenQuote(2))]
    {
        let files = Files::new();
        files.rows("bene.txt", RifType::Beneficiary, &[person(&[("BENE_ID", "7")])]);
        files.text("carrier.txt", &text);
        let room = room();
        let report = room.load(&files.all()).await;
        let faults: Vec<_> = report.faults.iter().map(|faulty| faulty.fault.clone()).collect();
        assert_eq!(faults, [fault]);
        assert!(room.person(7).await.is_none(), "{report}");
    }
}

#[tokio::test]
async fn an_insert_changes_nothing_that_is_there_and_an_update_does() {
    let (files, later, room) = (Files::new(), Files::new(), room());
    let first =
        [("BENE_ID", "7"), ("MBI_NUM", "1S00A00AA01"), ("BENE_SRNM_NAME", "Reed"), ("RFRNC_YR", "2019")];
    files.rows("bene.txt", RifType::Beneficiary, &[person(&first)]);
    files.rows("carrier.txt", RifType::Carrier, &[line("1", "1", &[]), line("2", "1", &[])]);
    room.load(&files.all()).await;

    let insert = later.rows("insert.txt", RifType::Carrier, &[line("1", "1", &[("CLM_PMT_AMT", "5")])]);
    let report = room.load(&[insert]).await;
    assert_eq!((report.outcome.claims_changed, report.warnings.counts().count()), (0, 1), "{report}");
    let update = [("DML_IND", "UPDATE"), ("CLM_PMT_AMT", "5")];
    let changed = later.rows(
        "update.txt",
        RifType::Carrier,
        &[line("1", "1", &update), line("2", "1", &[("DML_IND", "UPDATE")])],
    );
    let moment = super::room::NOW.plus_seconds(60);
    let report = room.load_at(&[changed], moment).await;
    assert_eq!((report.outcome.claims_changed, report.outcome.claims_same), (1, 1), "{report}");
    assert_eq!(room.claim(ClaimId::ccw(1)).await.unwrap().0.updated, moment);
    assert_eq!(room.claim(ClaimId::ccw(2)).await.unwrap().0.updated, super::room::NOW);

    let mut other = first.to_vec();
    other.extend([("DML_IND", "UPDATE")]);
    other[1].1 = "1S00A00AA02";
    other[3].1 = "2020";
    let update = later.rows("people.txt", RifType::Beneficiary, &[person(&other)]);
    let report = room.load(&[update]).await;
    assert_eq!(report.outcome.people_changed, 1, "{report}");
    let (file, text) = room.person(7).await.unwrap();
    assert_eq!(file.asked.index.mbis, ["1S00A00AA01", "1S00A00AA02"]);
    assert!(
        text.contains("CCW_BENE_HSTRY") && text.contains("RFRNC_YR=2019") && text.contains("RFRNC_YR=2020")
    );
}

#[tokio::test]
async fn the_public_dialect_is_told_by_its_header() {
    let names: Vec<&str> = RifType::Beneficiary.columns().iter().filter_map(|column| column.public).collect();
    let cells: Vec<&str> = names
        .iter()
        .map(|name| match *name {
            "BENE_ID" => "-10000010254618",
            "STATE_CODE" => "22",
            "BENE_BIRTH_DT" => "17-Jan-1942",
            "BENE_ENROLLMT_REF_YR" => "2016",
            "SEX_IDENT_CD" | "MDCR_ENTLMT_BUYIN_IND_01" => "1",
            "MDCR_ENTLMT_BUYIN_IND_02" => "3",
            _ => "",
        })
        .collect();
    let files = Files::new();
    let lines = format!("{}\n{}\n", names.join("|"), cells.join("|"));
    files.text("beneficiary_2016.csv", &lines);
    let names: Vec<&str> = RifType::Outpatient.columns().iter().filter_map(|column| column.public).collect();
    let claim = row(
        RifType::Outpatient,
        &[
            ("BENE_ID", "-10000010254618"),
            ("CLM_ID", "-5"),
            ("PRNCPAL_DGNS_CD", "4019"),
            ("CLM_THRU_DT", "30-SEP-2015"),
        ],
    );
    let cells: Vec<&str> = claim.trim_end().split('|').collect();
    let kept: Vec<&str> = RifType::Outpatient
        .columns()
        .iter()
        .zip(cells)
        .filter_map(|(column, cell)| column.public.map(|_| cell))
        .collect();
    files.text("outpatient.csv", &format!("{}\n{}\n", names.join("|"), kept.join("|")));
    let room = room();
    let report = room.load(&files.all()).await;
    let refused: Vec<_> = report.refused().map(|row| row.to_string()).collect();
    let person = "beneficiary_2016.csv:2: BENE_COUNTY_CD: is empty, and a value is required";
    let claim = "outpatient.csv:2: BENE_ID: this person is neither in the delivery nor stored";
    assert_eq!(refused, [person, claim]);
    files.text("beneficiary_2016.csv", &lines.replacen("22||", "22|090|02139", 1));
    let report = room.load(&files.all()).await;
    assert_eq!((report.refused().count(), report.claims.used), (0, 1), "{report}");
    let (file, text) = room.person(-10000010254618).await.unwrap();
    assert_eq!(&file.asked.index.mbi.as_deref().unwrap()[1..2], "S");
    assert!(
        text.contains("BENE_MDCR_ENTLMT_TYPE_CD=A") && text.contains("BENE_RNG_BGN_DT=2016-02-01"),
        "{text}"
    );
    let (claim, text) = room.claim(ClaimId::ccw(-5)).await.unwrap();
    assert!(claim.index.final_action);
    assert!(text.contains("CLM_DGNS_PRCDR_ICD_IND=9 CLM_DGNS_CD=4019"), "{text}");
}
