//! The statements of the claims plane that read the same in both dialects, and their parameters.

use std::collections::BTreeSet;

use bluestem_model::access::{Access, ClaimScope, ResourceType};
use bluestem_model::claim::{ClaimIndex, ClaimKind};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::query::{ClaimFilter, Mask};
use bluestem_model::time::{SECOND, Timestamp};

use super::rows::{CLAIM_COLUMNS, PERSON_COLUMNS, day};
use super::{LoadPlan, SourceFile};
use crate::StoreError;
use crate::sql::{Cells, Parameters};

/// What every read of claims demands of the columns that [claims are counted by](COUNTED_BY): the access reaches
/// it, the filter takes it.
const OF_SORT: &str = "(labels & :withheld) = 0 AND (:sources >> source) & 1 = 1 \
     AND (:kinds >> kind) & 1 = 1 AND (:outcomes >> outcome) & 1 = 1 \
     AND (:final_action >> final_action) & 1 = 1 \
     AND ((:either_sources >> source) & 1 = 1 OR (:either_action >> final_action) & 1 = 1) \
     AND (labels & :with) = :with AND (labels & :without) = 0";

/// What a [narrow](ClaimFilter::is_narrow) filter demands besides.
const NARROW: &str = "(:thru_first IS NULL OR thru_day >= :thru_first) AND (:thru_last IS NULL OR thru_day <= :thru_last) \
     AND (:from_first IS NULL OR from_day >= :from_first) AND (:from_last IS NULL OR from_day <= :from_last) \
     AND (:updated_first IS NULL OR updated >= :updated_first) \
     AND (:updated_last IS NULL OR updated <= :updated_last) \
     AND (:thru_except_first IS NULL OR thru_day < :thru_except_first OR thru_day > :thru_except_last) \
     AND (:from_except_first IS NULL OR from_day < :from_except_first OR from_day > :from_except_last) \
     AND (:updated_except_first IS NULL OR updated < :updated_except_first \
     OR updated > :updated_except_last) \
     AND ((:control_number IS NULL AND :unique_number IS NULL) OR control_number = :control_number \
     OR number = :unique_number)";

/// What every read of claims demands, with a narrow filter or another.
///
/// In a CASE, of which PostgreSQL expects that every other row fits. Of each condition by itself it expects one in 200,
/// and would fetch all claims of a person to sort the few that it thinks are left, instead of the first of a page.
pub(crate) fn matches(narrow: bool) -> String {
    let besides = if narrow { format!(" AND {NARROW}") } else { String::new() };
    format!("served = 1 AND CASE WHEN {OF_SORT}{besides} THEN TRUE ELSE FALSE END")
}

/// The parameters of [`matches`].
pub(crate) fn matching(access: &Access, filter: &ClaimFilter) -> Parameters {
    let mut parameters = of_sort(access, filter);
    if filter.is_narrow() {
        parameters.extend(narrow(filter));
    }
    parameters
}

fn of_sort(access: &Access, filter: &ClaimFilter) -> Parameters {
    let scope = match access.claims() {
        ClaimScope::All => Mask::ALL,
        ClaimScope::PartD => Mask::from_iter([ClaimKind::Pde]),
    };
    vec![
        (":withheld", access.withheld().bits().into()),
        (":sources", filter.sources.0.into()),
        (":kinds", filter.kinds.and(scope).0.into()),
        (":outcomes", filter.outcomes.0.into()),
        (":final_action", filter.final_action.0.into()),
        (":either_sources", filter.either.0.0.into()),
        (":either_action", filter.either.1.0.into()),
        (":with", filter.with.bits().into()),
        (":without", filter.without.bits().into()),
    ]
}

fn narrow(filter: &ClaimFilter) -> Parameters {
    vec![
        (":thru_first", filter.thru.first.map(day).into()),
        (":thru_last", filter.thru.last.map(day).into()),
        (":from_first", filter.from.first.map(day).into()),
        (":from_last", filter.from.last.map(day).into()),
        (":updated_first", filter.updated.first.map(|moment| moment.0).into()),
        (":updated_last", filter.updated.last.map(|moment| moment.0).into()),
        (":thru_except_first", filter.thru_except.and_then(|range| range.first).map(day).into()),
        (":thru_except_last", filter.thru_except.and_then(|range| range.last).map(day).into()),
        (":from_except_first", filter.from_except.and_then(|range| range.first).map(day).into()),
        (":from_except_last", filter.from_except.and_then(|range| range.last).map(day).into()),
        (":updated_except_first", filter.updated_except.and_then(|range| range.first).into()),
        (":updated_except_last", filter.updated_except.and_then(|range| range.last).into()),
        (":control_number", filter.control_number.as_deref().into()),
        (":unique_number", filter.unique_number.into()),
    ]
}

/// Counts the claims of `:subject` that match, one by one.
pub(crate) fn count_claims(narrow: bool) -> String {
    format!(
        "SELECT count(*) FROM main.claim WHERE namespace = :namespace AND subject = :subject AND {}",
        matches(narrow)
    )
}

/// The columns by which claims are counted once for all who ask.
const COUNTED_BY: &str = "namespace, subject, kind, source, outcome, final_action, labels";

/// The claims of `:subject` that match a filter that is not narrow, by the kept counts; NULL where these do not
/// hold.
pub(crate) fn kept_count() -> String {
    format!(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM main.claim_count_due AS d WHERE d.namespace = :namespace \
         AND d.subject = :subject) THEN NULL ELSE coalesce((SELECT CAST(sum(claims) AS bigint) FROM main.claim_count \
         WHERE namespace = :namespace AND subject = :subject AND {OF_SORT}), 0) END"
    )
}

/// Forgets the counts of the people in `due`, a table.
pub(crate) fn forget_counts(due: &str) -> String {
    format!(
        "DELETE FROM main.claim_count WHERE (namespace, subject) IN (SELECT namespace, subject FROM {due})"
    )
}

/// Counts the claims of the people in `due`, a table.
pub(crate) fn count_again(due: &str) -> String {
    format!(
        "INSERT INTO main.claim_count ({COUNTED_BY}, claims) SELECT {COUNTED_BY}, count(*) FROM main.claim \
         WHERE (namespace, subject) IN (SELECT namespace, subject FROM {due}) AND served = 1 \
         GROUP BY {COUNTED_BY}"
    )
}

/// 1 for a final action, 0 for none, and for what is neither [`NEITHER`], which no search by it finds.
fn final_action(index: &ClaimIndex) -> u8 {
    match index.kind {
        ClaimKind::PriorAuth => NEITHER,
        _ => u8::from(index.final_action),
    }
}

const NEITHER: u8 = 2;

/// The index columns of a claim to be stored: a parameter for each, named as the column is.
pub(crate) fn indexed(index: &ClaimIndex) -> Parameters {
    vec![
        (":namespace", index.id.namespace.number().into()),
        (":number", index.id.number.into()),
        (":person", index.person.number.into()),
        (":kind", index.kind.number().into()),
        (":type_code", index.type_code.into()),
        (":source", index.source.number().into()),
        (":phase", index.phase.number().into()),
        (":outcome", index.outcome.number().into()),
        (":final_action", final_action(index).into()),
        (":latest", index.latest.into()),
        (":served", index.is_served().into()),
        (":from_day", index.from.map(day).into()),
        (":thru_day", index.thru.map(day).into()),
        (":created_day", index.created.map(day).into()),
        (":control_number", index.control_number.as_deref().into()),
        (":lines", index.lines.into()),
        (":labels", index.labels.bits().into()),
        (":label_list", index.label_list.into()),
    ]
}

/// The surviving key of a person who may be served at all.
pub(crate) const SURVIVOR: &str = "SELECT s.number FROM main.person AS p \
     JOIN main.person AS s ON s.namespace = p.namespace AND s.number = p.survivor \
     WHERE p.namespace = :namespace AND p.number = :number AND s.hidden = 0 AND s.current = 1";

/// The surviving people who have or had an identifier.
pub(crate) const PEOPLE_BY_MBI: &str = "SELECT DISTINCT p.namespace, p.survivor FROM main.person_mbi AS m \
     JOIN main.person AS p ON p.namespace = m.namespace AND p.number = m.number \
     WHERE m.mbi = :mbi ORDER BY p.namespace, p.survivor";

/// Who has or had identifiers: what [`holder`](super::rows::holder) reads, of `person_mbi AS m`.
pub(crate) const HOLDERS: &str = "SELECT p.namespace, p.number, p.survivor, m.mbi, \
     CASE WHEN p.mbi = m.mbi THEN 1 ELSE 0 END FROM main.person_mbi AS m \
     JOIN main.person AS p ON p.namespace = m.namespace AND p.number = m.number";

/// One key of a person.
pub(crate) fn stored_person() -> String {
    format!(
        "SELECT {PERSON_COLUMNS} FROM main.person AS p \
         WHERE p.namespace = :namespace AND p.number = :number"
    )
}

/// The other keys of a surviving person.
pub(crate) fn merged_into() -> String {
    format!(
        "SELECT {PERSON_COLUMNS} FROM main.person AS p \
         WHERE p.namespace = :namespace AND p.survivor = :number AND p.number <> :number ORDER BY p.number"
    )
}

/// The parameters of the statements about one person.
pub(crate) fn of_person(id: PersonId) -> Parameters {
    vec![(":namespace", id.namespace.number().into()), (":number", id.number.into())]
}

/// The parameters of the statements about the claims of one surviving person.
pub(crate) fn of_subject(subject: PersonId) -> Parameters {
    vec![(":namespace", subject.namespace.number().into()), (":subject", subject.number.into())]
}

/// The numbers and records of a page of the claims of `:subject` that match: the inner query skips and stops before
/// any record is touched. `{body}` joins `claim_body AS b`.
pub(crate) fn page_of_claims(narrow: bool, backward: bool, body: &str) -> String {
    format!(
        "SELECT {CLAIM_COLUMNS}, b.record FROM (SELECT * FROM main.claim WHERE namespace = :namespace \
         AND subject = :subject AND number > :after AND {} ORDER BY number {} LIMIT :limit \
         OFFSET :offset) AS c JOIN main.claim_body AS b ON {body} ORDER BY c.number",
        matches(narrow),
        if backward { "DESC" } else { "ASC" },
    )
}

/// The parameters of the statements about one claim.
pub(crate) fn of_claim(id: ClaimId) -> Parameters {
    vec![(":namespace", id.namespace.number().into()), (":number", id.number.into())]
}

/// The first stamp of the loads that have not ended.
pub(crate) const OPEN_STAMP: &str = "SELECT min(stamp) FROM main.load WHERE finished = 0";

/// How many loads there are and how many of them have not ended. Claims change in open loads alone.
pub(crate) const LOADS: &str = "SELECT count(*), count(CASE WHEN finished = 0 THEN 1 END) FROM main.load";

/// [`ClaimPage::state`](bluestem_model::query::ClaimPage) for a row of [`LOADS`].
pub(crate) fn state(row: &dyn Cells, access: &Access) -> Result<Option<u64>, StoreError> {
    let (loads, open) = (row.number::<u64>(0)?, row.number::<u64>(1)?);
    let reach = u64::from(access.withheld().bits()) << 1 | u64::from(access.claims() == ClaimScope::PartD);
    // Loads in the low half, what the access reaches of them in the high half.
    Ok((open == 0).then_some(loads & 0xffff_ffff | reach << 32))
}

/// Starts a load unless the same delivery was started before.
pub(crate) const BEGIN_LOAD: &str = "INSERT INTO main.load (fingerprint, format, parts, stamp) \
     VALUES (:fingerprint, :format, :parts, :stamp) ON CONFLICT (fingerprint) DO NOTHING";

/// The load of a delivery.
pub(crate) const LOAD: &str = "SELECT id, stamp, finished FROM main.load WHERE fingerprint = :fingerprint";

/// The parts of a load that are stored.
pub(crate) const LOAD_PARTS: &str = "SELECT part FROM main.load_part WHERE load = :load ORDER BY part";

/// Notes a part as stored; no row when it was stored before.
pub(crate) const CLAIM_PART: &str =
    "INSERT INTO main.load_part (load, part) VALUES (:load, :part) ON CONFLICT (load, part) DO NOTHING";

/// Notes a source file unless it is known.
pub(crate) const ADD_SOURCE_FILE: &str = "INSERT INTO main.source_file (path, size, sha256) \
     VALUES (:path, :size, :sha256) ON CONFLICT (path, sha256) DO NOTHING";

/// The number of a source file.
pub(crate) const SOURCE_FILE: &str =
    "SELECT id FROM main.source_file WHERE path = :path AND sha256 = :sha256";

/// Ends a load.
pub(crate) const END_LOAD: &str = "UPDATE main.load SET finished = 1 WHERE id = :load";

/// Counts people and claims.
pub(crate) const COUNTS: &str =
    "SELECT (SELECT count(*) FROM main.person), (SELECT count(*) FROM main.claim)";

/// An identifier that belongs to several people tells nobody apart: all of them are hidden until the source
/// says who it is (BFD v3 `beneficiary_overshare_mbi`). Looks at those in `people`, a table, and at those who have
/// an identifier of theirs.
pub(crate) fn hide_shared_identifiers(people: &str) -> String {
    format!(
        "UPDATE main.person SET hidden = shared.now \
         FROM (SELECT p.namespace, p.number, CASE WHEN EXISTS (SELECT 1 FROM main.person AS q \
         WHERE q.namespace = p.namespace AND q.mbi = p.mbi AND q.survivor <> p.survivor AND q.current = 1) \
         THEN 1 ELSE 0 END AS now FROM (SELECT namespace, number FROM {people} \
         UNION SELECT o.namespace, o.number FROM {people} AS d \
         CROSS JOIN main.person AS o WHERE o.namespace = d.namespace AND o.mbi = d.mbi) AS touched \
         CROSS JOIN main.person AS p WHERE p.namespace = touched.namespace \
         AND p.number = touched.number) AS shared \
         WHERE shared.namespace = person.namespace AND shared.number = person.number \
         AND shared.now <> person.hidden"
    )
}

/// A load's stamp is taken a moment before it can be seen; and clocks of machines differ a little.
const MARGIN: i64 = 5 * SECOND;

/// The moment behind which nothing can appear any more, given the first stamp of an open load.
pub(crate) fn quiet_until(now: Timestamp, open: Option<i64>) -> Timestamp {
    let quiet = now.0 - MARGIN;
    Timestamp(open.map_or(quiet, |stamp| quiet.min(stamp - 1)))
}

/// The parameters of [`BEGIN_LOAD`].
pub(crate) fn begin(plan: &LoadPlan, now: Timestamp) -> Parameters {
    let mut parameters = of_fingerprint(plan);
    parameters.extend([
        (":format", plan.format.into()),
        (":parts", plan.parts.into()),
        (":stamp", now.0.into()),
    ]);
    parameters
}

/// The parameters of [`LOAD`].
pub(crate) fn of_fingerprint(plan: &LoadPlan) -> Parameters {
    vec![(":fingerprint", plan.fingerprint.as_slice().into())]
}

/// The parameters of the statements about one load.
pub(crate) fn of_load(load: i64) -> Parameters {
    vec![(":load", load.into())]
}

/// The parameters of the statements about one part.
pub(crate) fn of_part(load: i64, part: u32) -> Parameters {
    vec![(":load", load.into()), (":part", part.into())]
}

/// The parameters of [`ADD_SOURCE_FILE`].
pub(crate) fn source_file(file: &SourceFile) -> Parameters {
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    let mut parameters = of_source_file(file);
    parameters.push((":size", size.into()));
    parameters
}

/// The path of a source file by its number.
pub(crate) const SOURCE_FILE_PATH: &str = "SELECT path FROM main.source_file WHERE id = :id";

/// The files of which `access` may know the path, each once: those that claims are made of.
pub(crate) fn known_files(access: &Access, files: &[u32]) -> BTreeSet<u32> {
    let reads = access.rights(ResourceType::ExplanationOfBenefit).read;
    files.iter().copied().filter(|_| reads).collect()
}

/// The parameters of [`SOURCE_FILE_PATH`].
pub(crate) fn of_file(number: u32) -> Parameters {
    vec![(":id", number.into())]
}

/// The parameters of [`SOURCE_FILE`].
pub(crate) fn of_source_file(file: &SourceFile) -> Parameters {
    vec![(":path", file.path.as_str().into()), (":sha256", file.sha256.as_slice().into())]
}
