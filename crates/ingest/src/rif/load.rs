//! The second pass: puts people and claims together and stores them.

use std::collections::HashSet;

use aws_lc_rs::digest::{Context, SHA256};
use bluestem_model::label::LabelList;
use bluestem_model::time::Clock;
use bluestem_store::claims::{ClaimsLoader, Load, LoadPlan, Part, SourceFile};

use super::delivery::Delivery;
use super::read::{Collected, read};
use super::{claims, people};
use crate::begin::{Begun, begin, sha256_of};
use crate::report::{LoadReport, Warning};
use crate::writer::Writer;
use crate::{Codes, LoadError, PART, Progress, metric};

/// Loads a delivery; claims get their labels by `list`, and codes that `codes` does not know are counted.
pub(super) async fn load_delivery(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    delivery: &Delivery,
    list: &LabelList,
    codes: &dyn Codes,
    progress: &dyn Progress,
) -> Result<LoadReport, LoadError> {
    let mut report = LoadReport {
        files: delivery.files.iter().map(|file| file.path.clone()).collect(),
        ..LoadReport::default()
    };
    for file in &delivery.unknown {
        report.warnings.add(Warning::UnknownFile { file: file.clone() });
    }
    let mut collected = read(delivery, &mut report, progress)?;
    if report.is_readable() {
        let (people, claims) = (collected.people.parts(PART), collected.claims.parts(PART));
        let mut plan = plan_of(std::mem::take(&mut collected.files), &people, &claims)?;
        if let Some(ids) = &delivery.ids {
            let taken = loader.holds_any(ids.people(), &ids.claims()).await?;
            report.taken_ids = taken && !loader.knows_load(&plan.fingerprint).await?;
            if report.taken_ids {
                return Ok(report);
            }
        }
        let Begun { load, repeated } = begin(loader, clock, &mut plan).await?;
        report.already_loaded = repeated;
        let mut writer = Writer::new(loader, &load, plan.parts, progress, codes);
        store(&mut collected, (&people, &claims), (&load, list), &mut writer, &mut report).await?;
        writer.finish(&mut report).await?;
        loader.finish_load(&load).await?;
    }
    report.refusals.sort_by_key(|refusal| refusal.place);
    metric::ended("rif", &report);
    Ok(report)
}

fn plan_of(files: Vec<SourceFile>, people: &[u64], claims: &[u64]) -> Result<LoadPlan, LoadError> {
    let parts = people.iter().chain(claims).sum::<u64>();
    let parts = u32::try_from(parts).map_err(|_| LoadError::TooMany("claims"))?;
    let mut context = Context::new(&SHA256);
    context.update(b"rif\0");
    for file in &files {
        context.update(file.path.as_bytes());
        context.update(&[0]);
        context.update(&file.size.to_le_bytes());
        context.update(&file.sha256);
    }
    Ok(LoadPlan { fingerprint: sha256_of(context), format: "rif", parts, files })
}

/// Where the records of a part get what they do not bring themselves.
pub(super) struct Sources<'s> {
    pub(super) loader: &'s dyn ClaimsLoader,
    /// The codes by which claims are labelled.
    pub(super) list: &'s LabelList,
    /// Who has a row in the delivery.
    pub(super) delivered: &'s HashSet<i64>,
}

/// Stores people, then claims, for claims are stored under the people they belong to.
async fn store(
    collected: &mut Collected,
    (people_parts, claims_parts): (&[u64], &[u64]),
    (load, list): (&Load, &LabelList),
    writer: &mut Writer<'_>,
    report: &mut LoadReport,
) -> Result<(), LoadError> {
    let Collected { people, claims, delivered, kinds, .. } = collected;
    let sources = Sources { loader: writer.loader, list, delivered };
    let mut number = 0;
    for (place, parts) in people_parts.iter().enumerate() {
        let partition = people.spill.take(place)?;
        let of = people::people_of(&partition, kinds, &load.files, report);
        for (offset, chunk) in (0..).zip(of.chunks(PART)) {
            let people = people::build(chunk, &sources, report).await?;
            writer.write(Part { number: number + offset, people, ..Part::default() }, report).await?;
        }
        number += u32::try_from(*parts).unwrap_or(u32::MAX);
    }
    for (place, parts) in claims_parts.iter().enumerate() {
        let partition = claims.spill.take(place)?;
        let of = claims::claims_of(&partition, kinds, &load.files, report);
        for (offset, chunk) in (0..).zip(of.chunks(PART)) {
            let claims = claims::build(chunk, &sources, report).await?;
            writer.write(Part { number: number + offset, claims, ..Part::default() }, report).await?;
        }
        number += u32::try_from(*parts).unwrap_or(u32::MAX);
    }
    Ok(())
}
