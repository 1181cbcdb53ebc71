//! What a load makes of bad input: it refuses what is wrong, names it, and stores what is whole.

use bluestem_ingest::{FileFault, LoadError, LoadReport};
use bluestem_store::claims::ClaimsLoader;

use super::delivery::{CLM, Delivery, HSTRY, LINE, claim, load, person, room, try_load};

fn refused(report: &LoadReport) -> Vec<String> {
    report.refused().map(|row| row.to_string()).collect()
}

/// Loads into an empty store; gives the report and the numbers of the claims that are stored.
async fn loaded(delivery: &Delivery) -> (LoadReport, Vec<i64>) {
    let room = room();
    let report = load(&room, delivery.path()).await;
    let mut claims = Vec::new();
    for number in [101, 102, 103] {
        claims.extend(claim(&room, number).await.map(|_| number));
    }
    (report, claims)
}

#[tokio::test]
async fn a_wrong_cell_refuses_its_row_and_the_whole_claim() {
    for (name, from, to, row, claim_row) in [
        (CLM, "100.25", "a lot", "CLM.csv:2: CLM_PMT_AMT: is not a decimal number", None),
        (CLM, "2024-02-05", "2024-02-30", "CLM.csv:2: CLM_THRU_DT: is not a date (YYYY-MM-DD)", None),
        (CLM, "101,", "0x65,", "CLM.csv:2: CLM_UNIQ_ID: is not an integer of 64 bits", None),
        (
            LINE,
            "60,1,2,",
            "60,1,two,",
            "CLM_LINE.csv:2: CLM_LINE_NUM: is not an integer of 64 bits",
            Some("CLM.csv:2: the claim is refused because a row of it is: SYNTHETIC_CLM_LINE.csv:2"),
        ),
        (
            LINE,
            "60,1,2,",
            "60,1,~,",
            "CLM_LINE.csv:2: CLM_LINE_NUM: is empty, and the row has no place without it",
            Some("CLM.csv:2: the claim is refused because a row of it is: SYNTHETIC_CLM_LINE.csv:2"),
        ),
        (
            "SYNTHETIC_CLM_DT_SGNTR.csv",
            "2024-02-06",
            "02024-02-06",
            "CLM_DT_SGNTR.csv:2: CLM_SUBMSN_DT: is not a date (YYYY-MM-DD)",
            Some("CLM.csv:2: the claim is refused because a row of it is: SYNTHETIC_CLM_DT_SGNTR.csv:2"),
        ),
        (
            "SYNTHETIC_CLM_RLT_COND_SGNTR_MBR.csv",
            "301,2,",
            "301,b,",
            "CLM_RLT_COND_SGNTR_MBR.csv:3: CLM_RLT_COND_SGNTR_SQNC_NUM: is not an integer of 64 bits",
            Some(
                "CLM.csv:2: the claim is refused because a row of it is: SYNTHETIC_CLM_RLT_COND_SGNTR_MBR.csv:3",
            ),
        ),
    ] {
        let mut delivery = Delivery::new();
        delivery.replace(name, from, to);
        let (report, claims) = loaded(&delivery).await;
        let expected: Vec<String> =
            claim_row.into_iter().chain([row]).map(|row| format!("SYNTHETIC_{row}")).collect();
        assert_eq!(refused(&report), expected);
        assert_eq!(claims, [102, 103], "{row}");
        assert_eq!((report.claims.read, report.claims.refused), (3, 1), "{row}");
        assert!(report.is_complete(), "{row}");
    }
}

#[tokio::test]
async fn a_row_whose_key_does_not_read_is_refused_by_itself() {
    let mut delivery = Delivery::new();
    delivery.replace(LINE, "0901,-501", "0901,none");
    let (report, claims) = loaded(&delivery).await;
    assert_eq!(refused(&report), ["SYNTHETIC_CLM_LINE.csv:2: CLM_DT_SGNTR_SK: is not an integer of 64 bits"]);
    assert_eq!(claims, [101, 102, 103]);
}

#[tokio::test]
async fn claims_without_their_person_and_rows_without_their_claim_are_refused() {
    let mut delivery = Delivery::new();
    delivery.replace(CLM, ",1,12,", ",1,13,").replace(LINE, "901,503,1,7,1", "901,503,1,8,1");
    let (report, claims) = loaded(&delivery).await;
    assert_eq!(
        refused(&report),
        [
            "SYNTHETIC_CLM.csv:3: BENE_SK: this person is neither in the delivery nor stored",
            "SYNTHETIC_CLM_LINE.csv:5: no claim header has this key",
        ]
    );
    assert_eq!(claims, [101, 103]);
}

#[tokio::test]
async fn rows_of_unknown_people_are_refused() {
    let mut delivery = Delivery::new();
    delivery
        .replace("SYNTHETIC_BENE_MAPD_ENRLMT.csv", "\n11,", "\n14,")
        .replace("SYNTHETIC_BENE_XREF.csv", "11,12,", "15,16,")
        .replace("SYNTHETIC_BENE_MBI_ID.csv", "1S00A00AA02", "1S00A00AA09");
    let room = room();
    let report = load(&room, delivery.path()).await;
    let unknown = "this person is neither in the delivery nor stored";
    assert_eq!(
        refused(&report),
        [
            format!("SYNTHETIC_BENE_MAPD_ENRLMT.csv:2: {unknown}"),
            format!("SYNTHETIC_BENE_MBI_ID.csv:3: {unknown}"),
            format!("SYNTHETIC_BENE_XREF.csv:2: {unknown}"),
        ]
    );
    assert!(person(&room, 14).await.is_none() && person(&room, 15).await.is_none());
    assert_eq!(room.store.counts().await.unwrap().people, 2);
}

#[tokio::test]
async fn claims_that_cannot_be_told_apart_or_placed_are_refused() {
    let mut delivery = Delivery::new();
    delivery.replace(CLM, "102,", "0101,").replace(CLM, ",1,7,11,", ",5,7,11,");
    let (report, claims) = loaded(&delivery).await;
    assert_eq!(
        refused(&report),
        [
            "SYNTHETIC_CLM.csv:3: CLM_UNIQ_ID: another claim of this delivery has the same number",
            "SYNTHETIC_CLM.csv:4: CLM_TYPE_CD: CLM_TYPE_CD is not a known claim type",
            "SYNTHETIC_CLM_LINE.csv:5: no claim header has this key",
        ]
    );
    assert_eq!(claims, [101]);
}

/// Each of these makes the file unreadable: the load fails and stores nothing.
#[tokio::test]
async fn unreadable_and_cut_files_fail_the_load_and_change_nothing() {
    let delivery = Delivery::new();
    let lines = delivery.text(LINE);
    let header = lines.lines().next().unwrap();
    let cut = lines.trim_end().strip_suffix(",1,").unwrap();
    for (content, fault) in [
        (String::new(), FileFault::NoHeader),
        (lines.replace("CLM_NUM_SK", "CLM_NUMBER"), FileFault::MissingColumn("CLM_NUM_SK")),
        (lines.replace("CLM_LINE_HCPCS_CD", "clm_line_num"), FileFault::RepeatedColumn("CLM_LINE_NUM")),
        (cut.to_owned(), FileFault::CutOff(5)),
        (format!("{header}\n902"), FileFault::CutOff(2)),
        (lines.replace("99213", "\"99213"), FileFault::OpenQuote(2)),
        (lines.replace("99213", "\"99213").replace("99408", "99408\""), FileFault::OpenQuote(2)),
        ("\0\u{1}\u{2}PK".to_owned(), FileFault::MissingColumn("GEO_BENE_SK")),
    ] {
        let mut delivery = Delivery::new();
        delivery.set(LINE, &content);
        let room = room();
        let report = load(&room, delivery.path()).await;
        let faults: Vec<_> = report.faults.iter().map(|file| (file.path.as_str(), &file.fault)).collect();
        assert_eq!(faults, [(LINE, &fault)], "{content}");
        assert!(!report.is_complete());
        let counts = room.store.counts().await.unwrap();
        assert_eq!((counts.people, counts.claims), (0, 0), "{fault}");
    }
}

#[tokio::test]
async fn text_that_is_not_utf8_fails_the_load() {
    let mut delivery = Delivery::new();
    let bytes = delivery.text(HSTRY).into_bytes();
    let place = bytes.windows(4).position(|window| window == b"Reed").unwrap();
    let mut bytes = bytes;
    bytes[place] = 0xe9;
    delivery.set_bytes(HSTRY, &bytes);
    let report = load(&room(), delivery.path()).await;
    assert_eq!(report.faults[0].fault, FileFault::NotUtf8(2));
    assert_eq!(refused(&report), [format!("{HSTRY}:2: BENE_LAST_NAME: is not UTF-8")]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_cannot_be_opened_fails_the_load() {
    let delivery = Delivery::new();
    std::os::unix::fs::symlink("nowhere", delivery.path().join("OTHER_CLM.csv")).unwrap();
    let report = load(&room(), delivery.path()).await;
    assert_eq!(report.faults[0].fault, FileFault::Io(std::io::ErrorKind::NotFound));
}

#[tokio::test]
async fn what_is_odd_but_harmless_is_counted_and_listed() {
    let mut delivery = Delivery::new();
    delivery
        .replace(LINE, "60,1,1,", "60,1,1,,,")
        .replace(LINE, "99408", "99408,more")
        .replace(LINE, "503,1,7,1,", "503,1,7,1")
        .replace("SYNTHETIC_CLM_DT_SGNTR.csv", "CLM_SUBMSN_DT", "CLM_SUBMSN_DT,SECRET")
        .replace("SYNTHETIC_BENE_XREF.csv", ",2021-01-01 00:00:00.000000\n", ",024-06-04 18:35:32\n");
    delivery.set("README.md", "not a source file");
    let (report, claims) = loaded(&delivery).await;
    assert_eq!(claims, [101, 102, 103]);
    let warnings: Vec<String> = report.warnings.listed().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "README.md: unknown file",
            "SYNTHETIC_CLM_DT_SGNTR.csv: unknown column SECRET",
            "SYNTHETIC_CLM_DT_SGNTR.csv:2: fewer cells than the header",
            "SYNTHETIC_CLM_DT_SGNTR.csv:3: fewer cells than the header",
            "SYNTHETIC_CLM_DT_SGNTR.csv:4: fewer cells than the header",
            "SYNTHETIC_CLM_LINE.csv:4: more cells than the header",
            "SYNTHETIC_CLM_LINE.csv:5: fewer cells than the header",
            "SYNTHETIC_BENE_XREF.csv:2: SRC_REC_UPDT_TS: is not a date and time",
        ]
    );
    let counts: Vec<_> = report.warnings.counts().collect();
    assert!(counts.contains(&("rows shorter than their header", 4)), "{counts:?}");
}

/// The last line of a public sample: nothing but bookkeeping is missing behind a whole cell.
#[tokio::test]
async fn a_short_last_line_that_is_provably_whole_is_taken() {
    let header = "GEO_BENE_SK,CLM_DT_SGNTR_SK,CLM_TYPE_CD,CLM_NUM_SK,CLM_VAL_SQNC_NUM,CLM_PROD_TYPE_CD,CLM_POA_IND,IDR_INSRT_TS,IDR_UPDT_TS";
    for (last, is_whole) in [("~", true), ("Y", false), ("~,", false)] {
        let mut delivery = Delivery::new();
        delivery.set("SYNTHETIC_CLM_PROD.csv", &format!("{header}\n901,-501,60,1,1,D,{last}"));
        assert_eq!(loaded(&delivery).await.0.is_complete(), is_whole, "{last}");
    }
}

#[tokio::test]
async fn a_folder_without_source_files_is_an_error() {
    let empty = tempfile::tempdir().unwrap();
    let room = room();
    let error = try_load(room.store.as_ref(), empty.path()).await.unwrap_err();
    assert!(matches!(error, LoadError::NoFiles(_)), "{error}");
    let error = try_load(room.store.as_ref(), &empty.path().join("missing")).await.unwrap_err();
    assert!(matches!(error, LoadError::Folder { .. }), "{error}");
}

#[tokio::test]
async fn reports_never_show_what_stands_in_a_cell() {
    let mut delivery = Delivery::new();
    delivery.replace(CLM, "100.25", "4111-secret").replace(HSTRY, "11,11,11,", "11,Smith-secret,11,");
    let (report, _) = loaded(&delivery).await;
    assert!(refused(&report).len() >= 2);
    assert!(!format!("{report}{report:?}").contains("secret"));
}
