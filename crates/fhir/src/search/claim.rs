//! Searches for ExplanationOfBenefit.

use bluestem_model::claim::{ClaimKind, Outcome, SourceSystem};
use bluestem_model::id::{ClaimId, PersonId, source_number};
use bluestem_model::label::Labels;
use bluestem_model::query::{ClaimFilter, Mask};
use bluestem_model::time::Date;
use bluestem_model::version::Version;

use super::error::{Problem, SearchError};
use super::given::{Argument, Given};
use super::parameter::EXPLANATION_OF_BENEFIT;
use super::{Asker, Caller, Search, Show, claim_id, format, ids, last_updated, person, show, v2, window};
use crate::id::ClaimName;

/// A search for claims. At least one of `ids` and `patient` is there; both must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimSearch {
    /// By id; at most 100.
    pub ids: Option<Vec<ClaimId>>,
    /// Whose.
    pub patient: Option<PersonId>,
    /// Which of them.
    pub filter: ClaimFilter,
}

const SYSTEM_TYPE: &str = "https://bluebutton.cms.gov/fhir/CodeSystem/System-Type";
const FINAL_ACTION: &str = "https://bluebutton.cms.gov/fhir/CodeSystem/Final-Action";
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
/// Systems of `type` codes: of v2, which its clients still send, and of v3.
const EOB_TYPES: [&str; 2] = [
    "https://bluebutton.cms.gov/resources/codesystem/eob-type",
    "https://bluebutton.cms.gov/fhir/CodeSystem/EOB-TYPE",
];
/// System of the claim control number.
const CONTROL_NUMBER: &str = "https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM";
const CLAIM_TYPE: &str = "http://terminology.hl7.org/CodeSystem/claim-type";

/// Understands a search for ExplanationOfBenefit.
pub fn claims(pairs: &[(String, String)], asker: Asker) -> Result<Search<ClaimSearch>, SearchError> {
    if asker.version == Version::V2 {
        return v2::claims(pairs, asker);
    }
    let mut given = Given::read(pairs, EXPLANATION_OF_BENEFIT, asker.handling)?;
    format(&given)?;
    let show = Show::read(&mut given, show::OF_CLAIM)?;
    let mut used = given.used(EXPLANATION_OF_BENEFIT);
    let mut ids = ids(&given, |text| claim_id(text, &asker))?.map(named);
    let identifier = given.single("identifier")?.map(identifier).transpose()?;
    if let Some(Identifier { control: None, unique: Some(number) }) = identifier {
        // The store finds it without being told whose it is.
        let unique = ClaimId::numbered(asker.bare(), number);
        ids = Some(match ids {
            Some(ids) => ids.into_iter().filter(|id| unique.contains(id)).collect(),
            None => unique,
        });
    }
    let mut patient = given.single("patient")?.map(|value| person(value, &asker)).transpose()?;
    if ids.is_none() && patient.is_none() {
        let Caller::Person(own) = asker.caller else {
            return Err(Problem::Required("'patient' or '_id'").of("patient"));
        };
        patient = Some(own);
        used.push(("patient".to_owned(), format!("Patient/{}", own.text(asker.version.home()))));
    }
    let mut filter = filter(&given, asker, &mut used)?;
    if let Some(Identifier { control: Some(control), unique }) = identifier {
        (filter.control_number, filter.unique_number) = (Some(control), unique);
    }
    let wanted = ClaimSearch { ids, patient, filter };
    Search::new(wanted, &given, &asker, show, used)
}

/// The claims of a list of ids. That the kind in an id is the claim's own is not asked here: the number alone
/// tells claims apart.
fn named(names: Vec<Option<ClaimName>>) -> Vec<ClaimId> {
    names.into_iter().flatten().map(|name| name.id).collect()
}

fn filter(
    given: &Given<'_>,
    asker: Asker,
    used: &mut Vec<(String, String)>,
) -> Result<ClaimFilter, SearchError> {
    let mut filter = ClaimFilter { kinds: kinds(given)?, ..Default::default() };
    (filter.updated, filter.updated_except) = last_updated(given, asker.now)?.ranges();
    (filter.thru, filter.thru_except) = window::<Date>(given, &["service-date"], asker.now)?.ranges();
    let starts = window::<Date>(given, &["service-start-date", "billable-period-start"], asker.now)?;
    (filter.from, filter.from_except) = starts.ranges();
    tags(given, &mut filter)?;
    for value in given.all("_source") {
        filter.sources = filter.sources.and(sources(value)?);
    }
    for value in given.all("outcome") {
        filter.outcomes = filter.outcomes.and(outcomes(value)?);
    }
    labels(given, &mut filter)?;
    // Blue Button shows people their adjudicated claims unless the app asks for others.
    if matches!(asker.caller, Caller::Person(_)) && given.first(&["_tag", "_source"]).is_none() {
        filter.sources = [SourceSystem::Nch, SourceSystem::Ddps].into_iter().collect();
        used.push(("_source".to_owned(), "NCH,DDPS".to_owned()));
    }
    Ok(filter)
}

/// What `identifier` names: a control number, a unique claim id, or a number that is either.
struct Identifier {
    control: Option<String>,
    unique: Option<i64>,
}

fn identifier(value: &Argument<'_>) -> Result<Identifier, SearchError> {
    let (system, number) = match value.value.split_once('|') {
        Some((system, number)) => (Some(system), number),
        None => (None, value.value),
    };
    if number.is_empty() {
        return Err(value.error(Problem::ValueMissing));
    }
    match system {
        None => Ok(Identifier { control: Some(number.to_owned()), unique: source_number(number) }),
        // The unique claim id stands in no system: its type tells what it is.
        Some("") => {
            let unique = source_number(number).ok_or_else(|| value.error(Problem::IdNotNumber))?;
            Ok(Identifier { control: None, unique: Some(unique) })
        }
        Some(CONTROL_NUMBER) => Ok(Identifier { control: Some(number.to_owned()), unique: None }),
        Some(_) => Err(value.error(Problem::IdentifierSystem)),
    }
}

/// `type`: lists and repeats are alternatives, as in BFD v3.
fn kinds(given: &Given<'_>) -> Result<Mask, SearchError> {
    let mut named: Option<Mask> = None;
    for value in given.all("type") {
        named = Some(Mask(named.unwrap_or(Mask::NONE).0 | any_of(value)?.0));
    }
    Ok(named.unwrap_or(Mask::ALL))
}

/// The kinds of claim that any of a list of `type`s names.
pub(super) fn any_of(value: &Argument<'_>) -> Result<Mask, SearchError> {
    value.alternatives().try_fold(Mask::NONE, |kinds, text| {
        let found = kinds_of(text).ok_or_else(|| value.error(Problem::Type))?;
        Ok(Mask(kinds.0 | found.0))
    })
}

/// The kinds of claim that one `type` names; None if it names nothing.
fn kinds_of(text: &str) -> Option<Mask> {
    use ClaimKind::{Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Pde, Snf, Ungrouped};
    let (system, code) = text.split_once('|').unwrap_or(("", text));
    let of = |kinds: &[ClaimKind]| Some(kinds.iter().copied().collect());
    match (system, code) {
        (CLAIM_TYPE, "institutional") => of(&[Inpatient, Outpatient, Snf, Hha, Hospice, Ungrouped]),
        (CLAIM_TYPE, "professional") => of(&[Carrier, Dme]),
        (CLAIM_TYPE, "pharmacy") => of(&[Pde]),
        (CLAIM_TYPE, "oral" | "vision") => Some(Mask::NONE),
        (CLAIM_TYPE, _) | ("", "") => None,
        (system, _) if !system.is_empty() && !EOB_TYPES.contains(&system) => None,
        (_, "*" | "") => Some(Mask::ALL),
        (_, word) => of(&[ClaimKind::from_search_word(word)?]),
    }
}

/// `_tag`: a list gives alternatives, repeats must all hold.
fn tags(given: &Given<'_>, filter: &mut ClaimFilter) -> Result<(), SearchError> {
    for value in given.all("_tag") {
        let mut systems: Vec<SourceSystem> = Vec::new();
        let mut actions: Vec<bool> = Vec::new();
        for text in value.alternatives() {
            match text.split_once('|') {
                Some((SYSTEM_TYPE, code)) => {
                    let named = system_type(code).ok_or_else(|| value.error(Problem::TagSystemType))?;
                    systems.extend(named);
                }
                Some((FINAL_ACTION, code)) => {
                    actions.push(final_action(code).ok_or_else(|| value.error(Problem::TagFinalAction))?);
                }
                Some(_) => return Err(value.error(Problem::TagSystem)),
                None => return Err(value.error(Problem::TagToken)),
            }
        }
        match (systems.is_empty(), actions.is_empty()) {
            (false, false) if filter.either != ClaimFilter::default().either => {
                return Err(value.error(Problem::TagMixed));
            }
            (false, false) => filter.either = (systems.into_iter().collect(), actions.into_iter().collect()),
            (false, true) => filter.sources = filter.sources.and(systems.into_iter().collect()),
            (true, _) => filter.final_action = filter.final_action.and(actions.into_iter().collect()),
        }
    }
    Ok(())
}

/// The source systems behind a System-Type tag.
fn system_type(code: &str) -> Option<&'static [SourceSystem]> {
    use SourceSystem::{Cwf, Ddps, Fiss, Mcs, Nch, Vms};
    let types: [(&str, &[SourceSystem]); 3] =
        [("NationalClaimsHistory", &[Nch]), ("SharedSystem", &[Mcs, Vms, Fiss, Cwf]), ("DDPS", &[Ddps])];
    types.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(code)).map(|(_, systems)| systems)
}

fn final_action(code: &str) -> Option<bool> {
    let actions = [("FinalAction", true), ("NotFinalAction", false)];
    actions.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(code)).map(|(_, action)| action)
}

fn sources(value: &Argument<'_>) -> Result<Mask, SearchError> {
    let read = |text: &str| match text {
        "" => Err(value.error(Problem::SourceEmpty)),
        name => SourceSystem::from_name(name).ok_or_else(|| value.error(Problem::SourceUnknown)),
    };
    value.alternatives().map(read).collect()
}

fn outcomes(value: &Argument<'_>) -> Result<Mask, SearchError> {
    const NAMES: [(&str, Outcome); 4] = [
        ("complete", Outcome::Complete),
        ("partial", Outcome::Partial),
        ("queued", Outcome::Queued),
        ("error", Outcome::Error),
    ];
    let read = |text: &str| {
        let code = text.rsplit_once('|').map_or(text, |(_, code)| code);
        if code.is_empty() {
            return Err(value.error(Problem::OutcomeEmpty));
        }
        let known = NAMES.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(code));
        known.map(|(_, outcome)| outcome).ok_or_else(|| value.error(Problem::OutcomeUnknown))
    };
    value.alternatives().map(read).collect()
}

fn labels(given: &Given<'_>, filter: &mut ClaimFilter) -> Result<(), SearchError> {
    for value in given.all("_security") {
        for text in value.alternatives() {
            let code = text.strip_prefix(ACT_CODE).and_then(|rest| rest.strip_prefix('|')).unwrap_or(text);
            if !code.eq_ignore_ascii_case("42CFRPart2") {
                return Err(value.error(Problem::SecurityCode));
            }
        }
        let side = if value.modifier == Some("not") { &mut filter.without } else { &mut filter.with };
        *side = side.union(Labels::PART2);
        if filter.with.intersects(filter.without) {
            return Err(value.error(Problem::SecurityConflict));
        }
    }
    Ok(())
}
