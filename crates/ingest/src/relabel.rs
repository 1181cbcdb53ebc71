//! Labels stored claims by another code list.

use std::collections::BTreeMap;
use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};
use bluestem_model::label::{LabelList, Labels, System};
use bluestem_model::record::{ClaimRecord, Record};
use bluestem_model::time::Clock;
use bluestem_store::StoreError;
use bluestem_store::claims::{ClaimsLoader, LabelledClaim, Load, LoadPlan, NewLabels};

use crate::begin::{begin, sha256_of};
use crate::{LoadError, Progress, Stage, Step};

/// Claims looked at, and stored in one transaction, at a time.
const PAGE: u32 = 2000;

/// Whether to change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Only say what would change.
    DryRun,
    /// Store the new labels.
    Change,
}

/// What relabelling did, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelabelReport {
    /// Whether anything was stored.
    pub mode: Mode,
    /// Version of the list.
    pub version: u32,
    /// Claims looked at.
    pub claims: u64,
    /// Claims that were labelled with another version of the list.
    pub other_version: u64,
    /// Claims that get the label, and by which entries of the list. A claim counts under each that it matches.
    pub gained: u64,
    /// Likewise, by entry.
    pub gained_by: BTreeMap<(System, String), u64>,
    /// Claims that lose the label.
    pub lost: u64,
    /// Likewise, by the entries of the built-in list that they match.
    pub lost_by: BTreeMap<(System, String), u64>,
    /// Claims that a load changed meanwhile; it labelled them itself.
    pub changed_meanwhile: u64,
}

/// Evaluates the labels of every stored claim by `list`. Only claims whose labels change get a new time of change.
/// A run that died is taken up again by the next one.
pub async fn relabel(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    list: &LabelList,
    mode: Mode,
    progress: &dyn Progress,
) -> Result<RelabelReport, LoadError> {
    let mut report = RelabelReport::new(list, mode);
    let total = loader.counts().await?.claims;
    let load = match mode {
        Mode::DryRun => None,
        Mode::Change => Some(open(loader, clock, total).await?),
    };
    let first_part = load.as_ref().and_then(|load| load.done.iter().max()).map_or(0, |last| last + 1);
    let mut after = None;
    for part in first_part.. {
        let page = loader.labelled(after, PAGE).await?;
        let Some(end) = page.last() else { break };
        after = Some(end.id);
        let new: Vec<NewLabels> = page
            .iter()
            .filter_map(|claim| report.evaluate(claim, list).transpose())
            .collect::<Result<_, _>>()?;
        if let Some(load) = load.as_ref().filter(|_| !new.is_empty()) {
            let written = loader.write_labels(load, part, &new).await?;
            report.changed_meanwhile += (new.len() as u64).saturating_sub(written);
        }
        progress.step(Step { stage: Stage::Storing, done: report.claims, total, rows: report.claims })?;
    }
    if let Some(load) = &load {
        loader.finish_load(load).await?;
    }
    Ok(report)
}

/// The load under which labels change: whoever reads by time of change then knows that more may come.
async fn open(loader: &dyn ClaimsLoader, clock: &dyn Clock, claims: u64) -> Result<Load, LoadError> {
    let mut context = Context::new(&SHA256);
    context.update(b"relabel");
    let parts = u32::try_from(claims.div_ceil(u64::from(PAGE))).map_err(|_| LoadError::TooMany("claims"))?;
    let mut plan = LoadPlan { fingerprint: sha256_of(context), format: "relabel", parts, files: Vec::new() };
    Ok(begin(loader, clock, &mut plan).await?.load)
}

impl RelabelReport {
    fn new(list: &LabelList, mode: Mode) -> Self {
        Self {
            mode,
            version: list.version(),
            claims: 0,
            other_version: 0,
            gained: 0,
            gained_by: BTreeMap::new(),
            lost: 0,
            lost_by: BTreeMap::new(),
            changed_meanwhile: 0,
        }
    }

    /// What to store of a claim; None when its labels are those of this list already.
    fn evaluate(&mut self, claim: &LabelledClaim, list: &LabelList) -> Result<Option<NewLabels>, LoadError> {
        let record = Record::parse(&claim.record).map_err(StoreError::from)?;
        let record = ClaimRecord::new(&record);
        let labels = list.labels_of(&record);
        self.claims += 1;
        self.other_version += u64::from(claim.label_list != list.version());
        if labels.contains(Labels::PART2) && !claim.labels.contains(Labels::PART2) {
            self.gained += 1;
            count(&mut self.gained_by, list, &record);
        }
        if !labels.contains(Labels::PART2) && claim.labels.contains(Labels::PART2) {
            self.lost += 1;
            count(&mut self.lost_by, LabelList::built_in(), &record);
        }
        let same = labels == claim.labels && claim.label_list == list.version();
        let new = NewLabels { id: claim.id, labels, label_list: list.version(), seen: claim.updated };
        Ok((!same).then_some(new))
    }
}

fn count(counts: &mut BTreeMap<(System, String), u64>, list: &LabelList, record: &ClaimRecord<'_>) {
    for entry in list.matches(record) {
        *counts.entry(entry).or_default() += 1;
    }
}

impl fmt::Display for RelabelReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, claims, other_version, gained, lost, changed_meanwhile, .. } = self;
        let would = if self.mode == Mode::DryRun { "would " } else { "" };
        writeln!(
            f,
            "list version {version}: {claims} claims, {other_version} labelled with another version"
        )?;
        writeln!(f, "{would}become sensitive: {gained}")?;
        for ((system, code), claims) in &self.gained_by {
            writeln!(f, "  {system} {code}: {claims}")?;
        }
        writeln!(f, "{would}become free: {lost}")?;
        for ((system, code), claims) in &self.lost_by {
            writeln!(f, "  {system} {code}: {claims}")?;
        }
        if *changed_meanwhile > 0 {
            writeln!(f, "changed by a load meanwhile, which labelled them itself: {changed_meanwhile}")?;
        }
        Ok(())
    }
}
