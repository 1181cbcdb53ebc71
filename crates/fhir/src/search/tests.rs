//! The grammar as a whole. Texts are those of BFD v3 and of Blue Button.

use bluestem_model::access::ResourceType;
use bluestem_model::claim::{ClaimKind, SourceSystem};
use bluestem_model::id::ClaimId;
use bluestem_model::label::Labels;
use bluestem_model::query::{ClaimFilter, Counted, Mask, PageStart};
use bluestem_model::time::{Timestamp, parse_date};
use proptest::prelude::*;

use super::*;
use crate::v3::coverage::{CoverageId, Part};

const OWN: Caller = Caller::Person(PersonId::idr(-5));
const TYPE_TAG: &str = "https://bluebutton.cms.gov/fhir/CodeSystem/System-Type";
const ACTION_TAG: &str = "https://bluebutton.cms.gov/fhir/CodeSystem/Final-Action";

fn asker(caller: Caller) -> Asker {
    let now = Timestamp::parse("2025-01-01T00:00:00Z").unwrap();
    Asker { caller, handling: Handling::Lenient, now, version: Version::V3, posted: false }
}

fn extent(length: usize, more: bool, behind: Option<Behind>) -> Extent {
    Extent { length, total: 100, more, behind }
}

fn strict(caller: Caller) -> Asker {
    Asker { handling: Handling::Strict, ..asker(caller) }
}

fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn claim_search(query: &[(&str, &str)]) -> Result<Search<ClaimSearch>, SearchError> {
    claims(&pairs(query), asker(Caller::System))
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
    assert!(coverages(&[], asker(Caller::System)).is_err());
    assert!(patients(&[], asker(Caller::System)).is_err());
    let own = PersonId::idr(-5);
    assert_eq!(claims(&[], asker(OWN)).unwrap().asked.patient, Some(own));
    assert_eq!(coverages(&[], asker(OWN)).unwrap().asked.beneficiary, Some(own));
    assert_eq!(patients(&[], asker(OWN)).unwrap().asked.ids, Some(vec![own]));
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
    let search = |text: &str| patients(&pairs(&[("identifier", text)]), asker(Caller::System));
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
fn one_tag_list_may_name_both_systems() {
    let list = format!("{TYPE_TAG}|DDPS,{ACTION_TAG}|NotFinalAction");
    let filter = filtered("_tag", &list).filter;
    assert_eq!(filter.either, (sources(&[SourceSystem::Ddps]), [false].into_iter().collect()));
    assert_eq!((filter.sources, filter.final_action), (Mask::ALL, Mask::ALL));
    let other = format!("{TYPE_TAG}|SharedSystem,{ACTION_TAG}|FinalAction");
    let twice = claim_search(&[("patient", "1"), ("_tag", &list), ("_tag", &other)]).unwrap_err();
    assert_eq!(twice.problem, Problem::TagMixed);
}

#[test]
fn claims_are_identified_by_control_number_or_unique_id() {
    let system = "https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM";
    let filter = |text: &str| {
        let filter = filtered("identifier", text).filter;
        (filter.control_number, filter.unique_number)
    };
    assert_eq!(filter(&format!("{system}|C 7")), (Some("C 7".to_owned()), None));
    assert_eq!(filter("-77"), (Some("-77".to_owned()), Some(-77)));
    assert_eq!(filter("C7"), (Some("C7".to_owned()), None));
    // The unique id is the key itself: whose it is need not be said.
    let search = claim_search(&[("identifier", "|-77")]).unwrap().asked;
    assert_eq!((search.ids, search.filter), (Some(vec![ClaimId::idr(-77)]), ClaimFilter::default()));
    let both = claim_search(&[("_id", "1,2"), ("identifier", "|2")]).unwrap().asked;
    assert_eq!(both.ids, Some(vec![ClaimId::idr(2)]));
    assert_eq!(refused("identifier", "|x"), "ID is not a valid number");
    assert_eq!(refused("identifier", "http://x|1"), "Invalid or missing system");
    assert_eq!(refused("identifier", &format!("{system}|")), "Value is missing");
    assert_eq!(claim_search(&[("identifier", "77")]).unwrap_err().parameter, "patient");
}

#[test]
fn a_cursor_holds_for_its_search_alone() {
    let search = claim_search(&[("patient", "1"), ("type", "snf")]).unwrap();
    let next = followed(&search.links("https://a/X", &extent(10, true, Some(behind(9)))), "next").unwrap();
    assert!(claims(&next, asker(Caller::System)).is_ok());
    let mut longer = next.clone();
    longer.retain(|(name, _)| name != "_count");
    longer.push(("_count".to_owned(), "3".to_owned()));
    assert_eq!(claims(&longer, asker(Caller::System)).unwrap().page.count, 3);
    for (name, value) in [("type", "pde"), ("patient", "2")] {
        let mut other = next.clone();
        other.retain(|(known, _)| known != name);
        other.push((name.to_owned(), value.to_owned()));
        let error = claims(&other, asker(Caller::System)).unwrap_err();
        assert_eq!((error.parameter.as_str(), error.problem), ("cursor", Problem::CursorOfOther));
    }
}

#[test]
fn includes_return_what_stands_alone_and_tell_of_the_rest() {
    let show = |texts: &[&str]| {
        let mut query = pairs(&[("patient", "1")]);
        query.extend(texts.iter().map(|text| ("_include".to_owned(), (*text).to_owned())));
        claims(&query, asker(Caller::System)).map(|search| search.show)
    };
    let patient = show(&["ExplanationOfBenefit:patient"]).unwrap();
    assert!(patient.patients && !patient.coverages && patient.notes.is_empty());
    for all in ["*", "ExplanationOfBenefit:*"] {
        let all = show(&[all]).unwrap();
        assert!(all.patients && all.coverages);
        assert_eq!(all.notes.len(), 4, "{:?}", all.notes);
    }
    for name in ["provider", "care-team", "insurer", "payee"] {
        let contained = show(&[&format!("ExplanationOfBenefit:{name}")]).unwrap();
        assert!(!contained.patients && contained.notes[0].contains(name));
    }
    assert_eq!(show(&["Coverage:payor", "ExplanationOfBenefit:x", ""]).unwrap(), Show::default());
    let query = pairs(&[("patient", "1"), ("_include", "ExplanationOfBenefit:x")]);
    assert_eq!(claims(&query, strict(Caller::System)).unwrap_err().problem, Problem::Include);
    // They hold for every page.
    let query = pairs(&[("patient", "1"), ("_include", "*"), ("_include", "Patient:link")]);
    let search = claims(&query, asker(Caller::System)).unwrap();
    let next = followed(&search.links("https://a/X", &extent(10, true, Some(behind(9)))), "next").unwrap();
    assert!(next.contains(&("_include".to_owned(), "*".to_owned())) && next.len() == 4, "{next:?}");
}

#[test]
fn totals_are_shown_alone_with_the_page_or_not() {
    let search = |name: &str, value: &str| claim_search(&[("patient", "1"), (name, value)]);
    assert_eq!(search("_summary", "count").unwrap().page.count, 0);
    assert_eq!(search("_summary", "false").unwrap().page.count, DEFAULT_COUNT);
    assert_eq!(search("_total", "none").unwrap().show.total(7), None);
    assert_eq!(search("_total", "accurate").unwrap().show.total(7), Some(7));
    assert_eq!(search("_total", "some").unwrap_err().problem, Problem::Total);
    let links = search("_summary", "text").unwrap().links("https://a/X", &extent(0, false, None));
    assert_eq!(links, [("self", "https://a/X?_count=10&patient=1".to_owned())]);
    let query = pairs(&[("patient", "1"), ("_summary", "text")]);
    assert_eq!(claims(&query, strict(Caller::System)).unwrap_err().problem, Problem::Summary);
}

#[test]
fn everything_may_be_narrowed_by_time_and_type() {
    let read = |name: &str, value: &str| everything(PersonId::idr(-5), &pairs(&[(name, value)]), asker(OWN));
    let since = read("_since", "2025-01-01T00:00:00.5Z").unwrap().asked;
    let at = |text: &str| since.updated.contains(Timestamp::parse(text).unwrap());
    assert!(!at("2025-01-01T00:00:00.599999Z") && at("2025-01-01T00:00:00.6Z"));
    let types = read("_type", "Coverage,Patient").unwrap().asked.types.unwrap();
    assert_eq!(types, [ResourceType::Coverage, ResourceType::Patient]);
    for (name, value) in [("_since", "gt2025"), ("_since", "eq2025"), ("_since", ""), ("_type", "Claim")] {
        assert_eq!(read(name, value).unwrap_err().parameter, name);
    }
    assert!(everything(PersonId::idr(-5), &pairs(&[("start", "2025")]), strict(OWN)).is_err());
}

#[test]
fn who_asks_for_it_is_told_what_was_ignored() {
    let query = pairs(&[("patient", "1"), ("hello", "x"), ("_summary", "text")]);
    assert!(claims(&query, asker(Caller::System)).unwrap().show.notes.is_empty());
    let reported = Asker { handling: Handling::Reported, ..asker(Caller::System) };
    let notes = claims(&query, reported).unwrap().show.notes;
    assert_eq!(
        notes,
        [
            "The parameter 'hello' is not known here and was ignored.",
            "'_summary' was ignored: only _summary=count and _summary=false are offered.",
        ]
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
    assert_eq!(refused("service-date", "xx2020"), "the service-date operator is not valid");
    assert_eq!(refused("_lastUpdated", "po2020"), "the _lastUpdated operator is not valid");
    assert_eq!(refused("_lastUpdated", ""), "the _lastUpdated operator is not valid");
    assert!(refused("_lastUpdated", "ge2020-13").starts_with("the value is not a date"));
}

#[test]
fn people_see_adjudicated_claims_unless_they_ask_for_others() {
    let adjudicated = sources(&[SourceSystem::Nch, SourceSystem::Ddps]);
    let search = |query: &[(&str, &str)]| claims(&pairs(query), asker(OWN)).unwrap();
    assert_eq!(search(&[]).asked.filter.sources, adjudicated);
    assert_eq!(search(&[("_source", "FISS")]).asked.filter.sources, sources(&[SourceSystem::Fiss]));
    let tag = format!("{ACTION_TAG}|FinalAction");
    assert_eq!(search(&[("_tag", &tag)]).asked.filter.sources, Mask::ALL);
    assert_eq!(filtered("type", "*").filter.sources, Mask::ALL);
}

#[test]
fn counts_are_bounded_by_who_asks() {
    let own = |text: &str| claims(&pairs(&[("_count", text)]), asker(OWN));
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
    let strict = claims(&query, strict(Caller::System)).unwrap_err();
    assert_eq!(strict.to_string(), "Invalid parameters: ['hello', '_sort']");
    let lenient = claims(&query, asker(Caller::System)).unwrap();
    let links = lenient.links("https://a/X", &extent(0, false, None));
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
    assert!(claims(&query(100), asker(Caller::System)).is_ok());
    let error = claims(&query(101), asker(Caller::System)).unwrap_err();
    assert_eq!(error.problem, Problem::TooManyParameters);
}

fn behind(claim: i64) -> Behind {
    Behind { claim: ClaimId::idr(claim), counted: Some(Counted { total: 60, state: 3 }) }
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
    let mut search = claims(&first, asker(OWN)).unwrap();
    for page in 0..3_i64 {
        let last = behind(1000 + page);
        let links = search.links("https://a/X", &extent(10, true, Some(last)));
        let mut query = followed(&links, "next").unwrap();
        assert_eq!(query.len(), 4, "links do not grow: {query:?}");
        query.extend(first.clone());
        search = claims(&query, asker(OWN)).unwrap();
        assert_eq!(search.page.start(), PageStart::Onward(last.claim, last.counted.unwrap()));
        assert_eq!(search.page.offset, 30 + 10 * page.unsigned_abs());
    }
    let mut offsets = Vec::new();
    while let Some(mut query) = followed(&search.links("https://a/X", &extent(10, true, None)), "previous") {
        query.extend(first.clone());
        search = claims(&query, asker(OWN)).unwrap();
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
    let search = |query: &[(&str, &str)]| coverages(&pairs(query), asker(Caller::System));
    let parts =
        |text: &str| search(&[("patient", "1"), ("class-value", text)]).map(|search| search.asked.parts);
    assert_eq!(parts("PART_A, part d").unwrap(), [Part::A, Part::D]);
    assert_eq!(parts("Dual Medicare/Medicaid").unwrap(), [Part::Dual]);
    assert!(parts("part-e").is_err());
    assert_eq!(search(&[("patient", "1")]).unwrap().asked.parts, Part::ALL);
    let ids = search(&[("_id", "part-c--1-H1234-001,DUAL-2")]).unwrap().asked.ids.unwrap();
    assert_eq!(
        ids,
        ["part-c--1-H1234-001", "dual-2"].map(|id| CoverageId::parse(id, Namespace::Idr).unwrap())
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
                "(_id|patient|beneficiary|type|service-date|_lastUpdated|_tag|_source|outcome|_security|identifier|class-value|_count|_offset|startIndex|cursor|_format|_include|_total|_summary|service-start-date|_since|_type)(:not|:x)?|[a-z_:]{0,6}",
                "(eq|ge|lt|sa|ne|ap|eb)?[0-9]{0,4}[-T:Z.0-9é]{0,20}|.{0,12}|(Patient/|part-c-)?-?[0-9]{0,20}",
            ),
            0..6,
        ),
        strict: bool,
        person: bool,
    ) {
        let caller = if person { OWN } else { Caller::System };
        let asker = if strict { self::strict(caller) } else { asker(caller) };
        if let Ok(search) = claims(&query, asker) {
            let _ = search.links("https://a/X", &extent(10, true, Some(behind(1))));
        }
        let _ = coverages(&query, asker);
        let _ = patients(&query, asker);
        let _ = everything(PersonId::idr(-5), &query, asker);
    }
}
