//! The second pass: puts people and claims together and stores them.

use std::collections::HashSet;
use std::path::Path;

use aws_lc_rs::digest::{Context, SHA256};
use bluestem_model::label::LabelList;
use bluestem_model::time::Clock;
use bluestem_store::claims::{ClaimsLoader, Load, LoadPlan, Part, SourceFile};

use super::claims::{Joins, claims_of};
use super::delivery;
use super::people::Sources;
use super::prior_auth::PriorAuths;
use super::read::{Collected, read};
use super::stray::Strays;
use crate::PART;
use crate::begin::{Begun, begin, sha256_of};
use crate::report::{LoadReport, Warning};
use crate::writer::Writer;
use crate::{Codes, LoadError, Progress, metric};

/// Loads the delivery in `dir`; claims get their labels by `list`, and
/// codes that `codes` does not know are counted.
///
/// What is wrong with rows or files is in the report; an error means that the load could not be carried out.
/// When a file cannot be read to its end nothing is stored. The same delivery may be loaded again at any time: a
/// load that died goes on, one that was finished finds everything as before.
pub async fn load(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    dir: &Path,
    list: &LabelList,
    codes: &dyn Codes,
    progress: &dyn Progress,
) -> Result<LoadReport, LoadError> {
    let delivery = delivery::find(dir)?;
    let mut report = LoadReport {
        files: delivery.files.iter().map(|file| file.path.clone()).collect(),
        ..LoadReport::default()
    };
    for file in &delivery.unknown {
        report.warnings.add(Warning::UnknownFile { file: file.clone() });
    }
    let mut collected = read(&delivery, &mut report, progress)?;
    if report.is_complete() {
        let mut plan = plan_of(&mut collected)?;
        let Begun { load, repeated } = begin(loader, clock, &mut plan.load).await?;
        report.already_loaded = repeated;
        let mut writer = Writer::new(loader, &load, plan.load.parts, progress, codes);
        store(&mut collected, &plan, (&load, list), &mut writer, &mut report).await?;
        writer.finish(&mut report).await?;
        loader.finish_load(&load).await?;
    }
    report.refusals.sort_by_key(|refusal| refusal.place);
    metric::ended("idr", &report);
    Ok(report)
}

/// A load's plan with the number of parts of each partition.
struct Plan {
    load: LoadPlan,
    people: Vec<u64>,
    strays: Vec<u64>,
    claims: Vec<u64>,
    prior_auths: Vec<u64>,
}

fn plan_of(collected: &mut Collected) -> Result<Plan, LoadError> {
    let (people, strays) = (collected.people.parts(), collected.strays.parts());
    let (claims, prior_auths) = (collected.claims.parts(), collected.prior_auths.parts());
    let references = collected.references.len().div_ceil(PART) as u64;
    let parts = references + [&people, &strays, &claims, &prior_auths].into_iter().flatten().sum::<u64>();
    let parts = u32::try_from(parts).map_err(|_| LoadError::TooMany("claims"))?;
    let files = std::mem::take(&mut collected.files);
    let load = LoadPlan { fingerprint: fingerprint(&files), format: "idr", parts, files };
    Ok(Plan { load, people, strays, claims, prior_auths })
}

fn fingerprint(files: &[SourceFile]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    context.update(b"idr\0");
    for file in files {
        context.update(file.path.as_bytes());
        context.update(&[0]);
        context.update(&file.size.to_le_bytes());
        context.update(&file.sha256);
    }
    sha256_of(context)
}

/// Stores references, then people, then claims, for claims are stored under the people they belong to. What names
/// a person by an identifier alone comes behind the people that are delivered with it.
async fn store(
    collected: &mut Collected,
    plan: &Plan,
    (load, list): (&Load, &LabelList),
    writer: &mut Writer<'_>,
    report: &mut LoadReport,
) -> Result<(), LoadError> {
    let Collected { references, signatures, people, strays, claims, prior_auths, .. } = collected;
    let sources = Sources { loader: writer.loader, references, list, files: &load.files };
    let mut number = 0;
    for references in references.parts(PART, &load.files) {
        writer.write(Part { number, references, ..Part::default() }, report).await?;
        number += 1;
    }
    for (place, parts) in plan.people.iter().enumerate() {
        let partition = people.take(place)?;
        let of = people.people_of(&partition, report);
        for (offset, chunk) in (0..).zip(of.chunks(PART)) {
            let people = people.build(chunk, &sources, report).await?;
            writer.write(Part { number: number + offset, people, ..Part::default() }, report).await?;
        }
        number += u32::try_from(*parts).unwrap_or(u32::MAX);
    }
    people.count_cross_references(report);
    for (place, parts) in plan.strays.iter().enumerate() {
        let partition = strays.take(place)?;
        for (offset, chunk) in (0..).zip(Strays::rows_of(&partition, report).chunks(PART)) {
            let people = Strays::build(chunk, &sources, report).await?;
            writer.write(Part { number: number + offset, people, ..Part::default() }, report).await?;
        }
        number += u32::try_from(*parts).unwrap_or(u32::MAX);
    }
    let mut joins = Joins { sources: &sources, signatures, people, used_dates: HashSet::new() };
    for (place, parts) in plan.claims.iter().enumerate() {
        let partition = claims.take(place)?;
        let of = claims_of(&partition, report);
        for (offset, chunk) in (0..).zip(of.claims.chunks(PART)) {
            let claims = claims.build(chunk, &mut joins, report).await?;
            writer.write(Part { number: number + offset, claims, ..Part::default() }, report).await?;
        }
        joins.count_dates(&of, report);
        number += u32::try_from(*parts).unwrap_or(u32::MAX);
    }
    // The people before must be there to be found.
    writer.finish(report).await?;
    for (place, parts) in plan.prior_auths.iter().enumerate() {
        let partition = prior_auths.take(place)?;
        for (offset, chunk) in (0..).zip(PriorAuths::tracked_of(&partition, report).chunks(PART)) {
            let claims = PriorAuths::build(chunk, &sources, report).await?;
            writer.write(Part { number: number + offset, claims, ..Part::default() }, report).await?;
        }
        number += u32::try_from(*parts).unwrap_or(u32::MAX);
    }
    for (view, used, unused) in joins.signatures.counts() {
        let counts = report.view(view);
        counts.used += used;
        counts.unused += unused;
    }
    Ok(())
}
