//! The grammar as a whole. Texts are those of BFD v3 and of Blue Button.

use bluestem_model::claim::{ClaimKind, SourceSystem};
use bluestem_model::label::Labels;
use bluestem_model::query::{Mask, PageStart};
use bluestem_model::time::{Timestamp, parse_date};
use proptest::prelude::*;

use super::*;
use crate::v3::coverage::{CoverageId, Part};

const OWN: Caller = Caller::Person(PersonId::idr(-5));
const TYPE_TAG: &str = "https://bluebutton.cms.gov/fhir/CodeSystem/System-Type";
const ACTION_TAG: &str = "https://bluebutton.cms.gov/fhir/CodeSystem/Final-Action";

fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn claim_search(query: &[(&str, &str)]) -> Result<Search<ClaimSearch>, SearchError> {
    claims(&pairs(query), Caller::System, Handling::Lenient)
}

/// A search of person 1's claims with one more parameter.
fn filtered(name: &str, value: &str) -> ClaimSearch {
    claim_search(&[("patient", "1"), (name, value)]).unwrap().asked
}

fn refused(name: &str, value: &str) -> String {
    let error = claim_search(&[("patient", "1"), (name, value)]).unwrap_err();
    assert_eq!(error.parameter, name);
    error.to_string()
}

fn sources(systems: &[SourceSystem]) -> Mask {
    systems.iter().copied().collect()
}

#[test]
fn references_are_ids_or_relative() {
    for text in ["-12", "Patient/-12"] {
        let search = claim_search(&[("patient", text)]).unwrap();
        assert_eq!(search.asked.patient, Some(PersonId::idr(-12)));
    }
    for (text, message) in [
        ("", "Reference is missing"),
        ("Patient/", "Reference is not a valid number"),
        ("abc", "Reference is not a valid number"),
        ("Group/1", "Invalid resource type"),
    ] {
        let error = claim_search(&[("patient", text)]).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.parameter.as_str()), (message, "patient"));
    }
    assert!(claim_search(&[("patient:Patient", "1")]).is_ok());
}

#[test]
fn a_search_must_say_about_whom_unless_a_person_asks() {
    assert_eq!(claim_search(&[]).unwrap_err().parameter, "patient");
    assert!(coverages(&[], Caller::System, Handling::Lenient).is_err());
    assert!(patients(&[], Caller::System, Handling::Lenient).is_err());
    let own = PersonId::idr(-5);
    assert_eq!(claims(&[], OWN, Handling::Lenient).unwrap().asked.patient, Some(own));
    assert_eq!(coverages(&[], OWN, Handling::Lenient).unwrap().asked.beneficiary, Some(own));
    assert_eq!(patients(&[], OWN, Handling::Lenient).unwrap().asked.ids, Some(vec![own]));
}

#[test]
fn id_lists() {
    let search = claim_search(&[("_id", "7,-8, 7,007")]).unwrap();
    assert_eq!(search.asked.ids, Some(vec![ClaimId::idr(7), ClaimId::idr(-8)]));
    let list = |length: i64| (0..length).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    assert!(claim_search(&[("_id", &list(100))]).is_ok());
    let error = claim_search(&[("_id", &list(101))]).unwrap_err();
    assert_eq!(error.to_string(), "A maximum of 100 claim IDs may be requested at once.");
    assert_eq!(claim_search(&[("_id", "")]).unwrap_err().to_string(), "ID is missing");
    assert_eq!(claim_search(&[("_id", "1,x")]).unwrap_err().to_string(), "ID is not a valid number");
    let both = claim_search(&[("_id", "1,2"), ("_id", "2,3")]).unwrap();
    assert_eq!(both.asked.ids, Some(vec![ClaimId::idr(2)]));
}

#[test]
fn identifiers_need_the_system_of_the_mbi() {
    let search = |text: &str| patients(&pairs(&[("identifier", text)]), Caller::System, Handling::Lenient);
    let found = search("http://hl7.org/fhir/sid/us-mbi|1s00eu8ey97").unwrap();
    assert_eq!(found.asked.mbi.as_deref(), Some("1S00EU8EY97"));
    assert_eq!(search("http://hl7.org/fhir/sid/us-mbi|").unwrap_err().to_string(), "Value is missing");
    for bad in ["1S00EU8EY97", "|1S00EU8EY97", "http://hl7.org/fhir/sid/us-medicare|1"] {
        assert_eq!(search(bad).unwrap_err().to_string(), "Invalid or missing system");
    }
}

#[test]
fn types() {
    let kinds = |kinds: &[ClaimKind]| kinds.iter().copied().collect::<Mask>();
    assert_eq!(
        filtered("type", "hha,OUTPATIENT").filter.kinds,
        kinds(&[ClaimKind::Hha, ClaimKind::Outpatient])
    );
    assert_eq!(filtered("type", &["carrier"; 20].join(",")).filter.kinds, kinds(&[ClaimKind::Carrier]));
    assert_eq!(filtered("type", "*").filter.kinds, Mask::ALL);
    let system = "https://bluebutton.cms.gov/resources/codesystem/eob-type";
    assert_eq!(filtered("type", &format!("{system}|pde")).filter.kinds, kinds(&[ClaimKind::Pde]));
    assert_eq!(filtered("type", &format!("{system}|")).filter.kinds, Mask::ALL);
    let standard = "http://terminology.hl7.org/CodeSystem/claim-type";
    let professional = filtered("type", &format!("{standard}|professional"));
    assert_eq!(professional.filter.kinds, kinds(&[ClaimKind::Carrier, ClaimKind::Dme]));
    assert_eq!(filtered("type", &format!("{standard}|oral")).filter.kinds, Mask::NONE);
    let repeated = claim_search(&[("patient", "1"), ("type", "snf"), ("type", "dme")]).unwrap();
    assert_eq!(repeated.asked.filter.kinds, kinds(&[ClaimKind::Snf, ClaimKind::Dme]));
    for bad in ["", "dental", "carrier,", "http://other|carrier"] {
        assert_eq!(refused("type", bad), "the type parameter value is not valid");
    }
}

#[test]
fn tags() {
    let nch_or_ddps = filtered("_tag", &format!("{TYPE_TAG}|nationalclaimshistory,{TYPE_TAG}|DDPS"));
    assert_eq!(nch_or_ddps.filter.sources, sources(&[SourceSystem::Nch, SourceSystem::Ddps]));
    let shared = filtered("_tag", &format!("{TYPE_TAG}|SharedSystem"));
    let shared_systems = [SourceSystem::Mcs, SourceSystem::Vms, SourceSystem::Fiss, SourceSystem::Cwf];
    assert_eq!(shared.filter.sources, sources(&shared_systems));
    let final_action = filtered("_tag", &format!("{ACTION_TAG}|finalaction"));
    assert_eq!(final_action.filter.final_action, [true].into_iter().collect());
    let shared_tag = format!("{TYPE_TAG}|SharedSystem");
    let final_tag = format!("{ACTION_TAG}|NotFinalAction");
    let both = claim_search(&[("patient", "1"), ("_tag", &shared_tag), ("_tag", &final_tag)]).unwrap();
    assert_eq!(both.asked.filter.sources, sources(&shared_systems));
    assert_eq!(both.asked.filter.final_action, [false].into_iter().collect());

    assert_eq!(
        refused("_tag", "FinalAction"),
        "Searching by tag requires a token (system|code) to be specified."
    );
    assert_eq!(
        refused("_tag", &format!("{TYPE_TAG}|X")),
        "Unsupported _tag value for system type. Supported values are 'NationalClaimsHistory', 'SharedSystem', 'DDPS'."
    );
    assert_eq!(
        refused("_tag", &format!("{ACTION_TAG}|X")),
        "Unsupported _tag value for Final Action Status. Supported values are 'FinalAction','NotFinalAction'."
    );
    assert_eq!(
        refused("_tag", "http://x|y"),
        format!("Invalid tag system specified. Supported systems are '{TYPE_TAG}', '{ACTION_TAG}'.")
    );
}

#[test]
fn sources_and_outcomes() {
    assert_eq!(filtered("_source", "nch").filter.sources, sources(&[SourceSystem::Nch]));
    let two = claim_search(&[("patient", "1"), ("_source", "NCH"), ("_source", "FISS")]).unwrap();
    assert_eq!(two.asked.filter.sources, Mask::NONE);
    assert_eq!(refused("_source", ""), "Source cannot be empty.");
    assert_eq!(
        refused("_source", "XYZ"),
        "Unknown source. Supported sources are: [DDPS, NCH, MCS, VMS, FISS, CWF]"
    );
    assert_eq!(refused("outcome", ""), "Outcome cannot be empty.");
    assert_eq!(
        refused("outcome", "done"),
        "Unknown outcome. Supported outcomes are: complete, partial, queued, error."
    );
}

#[test]
fn labels_are_asked_for_or_left_out() {
    assert_eq!(filtered("_security", "42CFRPart2").filter.with, Labels::PART2);
    let full = "http://terminology.hl7.org/CodeSystem/v3-ActCode|42CFRPart2";
    assert_eq!(filtered("_security:not", full).filter.without, Labels::PART2);
    assert_eq!(
        refused("_security", "R"),
        "Invalid security code: Use '42CFRPart2' or 'http://terminology.hl7.org/CodeSystem/v3-ActCode|42CFRPart2'."
    );
    let both = [("patient", "1"), ("_security", full), ("_security:not", "42CFRPart2")];
    assert_eq!(
        claim_search(&both).unwrap_err().to_string(),
        "Conflict in search filters: You have requested both to include and exclude the '42CFRPart2' (SAMHSA) security label. Please choose one to see results."
    );
}

#[test]
fn dates_are_ranges() {
    let search = claim_search(&[
        ("patient", "1"),
        ("service-date", "ge2020-02-01"),
        ("service-date", "lt2020-03"),
        ("_lastUpdated", "gt2024-01-01T00:00:00.500Z"),
    ])
    .unwrap();
    assert_eq!(search.asked.filter.thru.first, parse_date("2020-02-01"));
    assert_eq!(search.asked.filter.thru.last, parse_date("2020-02-29"));
    assert_eq!(search.asked.filter.updated.first, Timestamp::parse("2024-01-01T00:00:00.501Z"));
    assert_eq!(refused("service-date", "ne2020"), "the service-date operator is not valid");
    assert_eq!(refused("_lastUpdated", "ap2020"), "the _lastUpdated operator is not valid");
    assert_eq!(refused("_lastUpdated", ""), "the _lastUpdated operator is not valid");
    assert!(refused("_lastUpdated", "ge2020-13").starts_with("the value is not a date"));
}

#[test]
fn people_see_adjudicated_claims_unless_they_ask_for_others() {
    let adjudicated = sources(&[SourceSystem::Nch, SourceSystem::Ddps]);
    let search = |query: &[(&str, &str)]| claims(&pairs(query), OWN, Handling::Lenient).unwrap();
    assert_eq!(search(&[]).asked.filter.sources, adjudicated);
    assert_eq!(search(&[("_source", "FISS")]).asked.filter.sources, sources(&[SourceSystem::Fiss]));
    let tag = format!("{ACTION_TAG}|FinalAction");
    assert_eq!(search(&[("_tag", &tag)]).asked.filter.sources, Mask::ALL);
    assert_eq!(filtered("type", "*").filter.sources, Mask::ALL);
}

#[test]
fn counts_are_bounded_by_who_asks() {
    let own = |text: &str| claims(&pairs(&[("_count", text)]), OWN, Handling::Lenient);
    assert_eq!(own("50").unwrap().page.count, 50);
    assert_eq!(own("0").unwrap().page.count, 0);
    assert_eq!(own("51").unwrap_err().to_string(), "value must be at most 50");
    assert_eq!(own("-1").unwrap_err().to_string(), "value must be at least 0");
    assert_eq!(own("many").unwrap_err().to_string(), "expected int");
    assert_eq!(own("99999999999999999999").unwrap_err().to_string(), "value must be at most 50");
    let system = claim_search(&[("patient", "1"), ("_count", "5000")]).unwrap();
    assert_eq!(system.page.count, SYSTEM_MAX_COUNT);
    assert_eq!(claim_search(&[("patient", "1")]).unwrap().page.count, DEFAULT_COUNT);
}

#[test]
fn unknown_parameters_are_refused_only_under_strict_handling() {
    let query =
        pairs(&[("patient", "1"), ("hello", "x"), ("_sort", "y"), ("count", "3"), ("_format", "json")]);
    let strict = claims(&query, Caller::System, Handling::Strict).unwrap_err();
    assert_eq!(strict.to_string(), "Invalid parameters: ['hello', '_sort']");
    let lenient = claims(&query, Caller::System, Handling::Lenient).unwrap();
    let links = lenient.links("https://a/X", 0, false, None);
    assert_eq!(links, [("self", "https://a/X?_count=3&patient=1".to_owned())]);
    assert_eq!(
        claim_search(&[("_id:exact", "1")]).unwrap_err().to_string(),
        "the modifier ':exact' is not supported here"
    );
    let xml = claim_search(&[("patient", "1"), ("_format", "xml")]).unwrap_err();
    assert_eq!(xml.parameter, "_format");
    for json in ["json", "application/fhir+json", "application/fhir json", "application/json;charset=utf-8"] {
        assert!(claim_search(&[("patient", "1"), ("_format", json)]).is_ok(), "{json}");
    }
}

#[test]
fn a_request_has_a_bounded_number_of_parameters() {
    let query = |count: usize| -> Vec<(String, String)> {
        (0..count).map(|number| ("_id".to_owned(), number.to_string())).collect()
    };
    assert!(claims(&query(100), Caller::System, Handling::Lenient).is_ok());
    let error = claims(&query(101), Caller::System, Handling::Lenient).unwrap_err();
    assert_eq!(error.problem, Problem::TooManyParameters);
}

/// The query of the link with this relation, decoded as far as these tests need it.
fn followed(links: &[(&str, String)], relation: &str) -> Option<Vec<(String, String)>> {
    let (_, url) = links.iter().find(|(name, _)| *name == relation)?;
    let (_, query) = url.split_once('?')?;
    let decode = |text: &str| text.replace("%7C", "|");
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (decode(name), decode(value)));
    query.split('&').map(pair).collect()
}

#[test]
fn a_client_that_repeats_its_first_parameters_moves_on() {
    // cms-bluebutton-sdk appends the parameters of its first call to every link that it follows.
    let tag = format!("{ACTION_TAG}|FinalAction");
    let first = pairs(&[("_count", "10"), ("startIndex", "20"), ("_tag", &tag)]);
    let mut search = claims(&first, OWN, Handling::Lenient).unwrap();
    for page in 0..3_i64 {
        let last = ClaimId::idr(1000 + page);
        let links = search.links("https://a/X", 10, true, Some(last));
        let mut query = followed(&links, "next").unwrap();
        assert_eq!(query.len(), 4, "links do not grow: {query:?}");
        query.extend(first.clone());
        search = claims(&query, OWN, Handling::Lenient).unwrap();
        assert_eq!(search.page.start(), PageStart::After(last));
        assert_eq!(search.page.offset, 30 + 10 * page.unsigned_abs());
    }
    let mut offsets = Vec::new();
    while let Some(mut query) = followed(&search.links("https://a/X", 10, true, None), "previous") {
        query.extend(first.clone());
        search = claims(&query, OWN, Handling::Lenient).unwrap();
        offsets.push(search.page.offset);
    }
    assert_eq!(offsets, [40, 30, 20, 10, 0]);
}

#[test]
fn the_cursor_counts_more_than_an_offset_and_must_be_ours() {
    let error = claim_search(&[("patient", "1"), ("cursor", "abc")]).unwrap_err();
    assert_eq!(error.parameter, "cursor");
    let search = claim_search(&[("patient", "1"), ("_offset", "3"), ("startIndex", "9")]).unwrap();
    assert_eq!(search.page.start(), PageStart::Offset(3));
}

#[test]
fn coverage_searches() {
    let search = |query: &[(&str, &str)]| coverages(&pairs(query), Caller::System, Handling::Lenient);
    let parts =
        |text: &str| search(&[("patient", "1"), ("class-value", text)]).map(|search| search.asked.parts);
    assert_eq!(parts("PART_A, part d").unwrap(), [Part::A, Part::D]);
    assert_eq!(parts("Dual Medicare/Medicaid").unwrap(), [Part::Dual]);
    assert!(parts("part-e").is_err());
    assert_eq!(search(&[("patient", "1")]).unwrap().asked.parts, Part::ALL);
    let ids = search(&[("_id", "part-c--1-H1234-001,DUAL-2")]).unwrap().asked.ids.unwrap();
    assert_eq!(
        ids,
        [CoverageId::parse("part-c--1-H1234-001").unwrap(), CoverageId::parse("dual-2").unwrap()]
    );
    assert_eq!(
        search(&[("_id", "part-z-1")]).unwrap_err().to_string(),
        "Unrecognized or unsupported coverage part identifier prefix provided."
    );
    assert!(search(&[("beneficiary", "Patient/1"), ("patient", "1")]).is_ok());
    assert!(search(&[("beneficiary", "1"), ("patient", "2")]).is_err());
}

proptest! {
    #[test]
    fn any_query_is_a_search_or_one_error(
        query in proptest::collection::vec(
            (
                "(_id|patient|beneficiary|type|service-date|_lastUpdated|_tag|_source|outcome|_security|identifier|class-value|_count|_offset|startIndex|cursor|_format)(:not|:x)?|[a-z_:]{0,6}",
                "(eq|ge|lt|sa)?[0-9]{0,4}[-T:Z.0-9é]{0,20}|.{0,12}|(Patient/|part-c-)?-?[0-9]{0,20}",
            ),
            0..6,
        ),
        strict: bool,
        person: bool,
    ) {
        let caller = if person { OWN } else { Caller::System };
        let handling = if strict { Handling::Strict } else { Handling::Lenient };
        if let Ok(search) = claims(&query, caller, handling) {
            let _ = search.links("https://a/X", 10, true, Some(ClaimId::idr(1)));
        }
        let _ = coverages(&query, caller, handling);
        let _ = patients(&query, caller, handling);
    }
}
