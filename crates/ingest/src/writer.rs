//! Hands the parts of a load to the store.

use std::collections::HashSet;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use bluestem_store::StoreError;
use bluestem_store::claims::{ClaimsLoader, Load, Part, PartOutcome};

use crate::report::LoadReport;
use crate::{Codes, LoadError, Progress, Stage, Step, metric};

type Pending<'w> = Pin<Box<dyn Future<Output = Result<PartOutcome, StoreError>> + Send + 'w>>;

/// Hands parts to the store, one at a time, while the next one is put together.
pub(crate) struct Writer<'w> {
    pub(crate) loader: &'w dyn ClaimsLoader,
    load: &'w Load,
    done: HashSet<u32>,
    parts: u32,
    progress: &'w dyn Progress,
    claims: u64,
    codes: &'w dyn Codes,
    pending: Option<Pending<'w>>,
}

impl<'w> Writer<'w> {
    pub(crate) fn new(
        loader: &'w dyn ClaimsLoader,
        load: &'w Load,
        parts: u32,
        progress: &'w dyn Progress,
        codes: &'w dyn Codes,
    ) -> Self {
        let done = load.done.iter().copied().collect();
        Self { loader, load, done, parts, progress, claims: 0, codes, pending: None }
    }

    pub(crate) async fn write(&mut self, part: Part, report: &mut LoadReport) -> Result<(), LoadError> {
        self.finish(report).await?;
        self.claims += part.claims.len() as u64;
        part.claims.iter().for_each(|claim| report.unknown_codes.count(&claim.rows, self.codes));
        let done = u64::from(part.number) + 1;
        if self.done.contains(&part.number) {
            report.parts_resumed += 1;
        } else {
            let mut writing = self.loader.write_part(self.load, part);
            // The first poll hands the part over; what remains is waiting.
            match poll_fn(|context| Poll::Ready(writing.as_mut().poll(context))).await {
                Poll::Ready(outcome) => stored(outcome?, report),
                Poll::Pending => self.pending = Some(writing),
            }
        }
        let total = u64::from(self.parts);
        let step = Step { stage: Stage::Storing, done, total, rows: self.claims };
        if let Err(stopped) = self.progress.step(step) {
            // What was handed over is stored first: nobody is at work any more when this returns.
            self.finish(report).await?;
            return Err(stopped.into());
        }
        Ok(())
    }

    /// Waits for the part that is being stored.
    pub(crate) async fn finish(&mut self, report: &mut LoadReport) -> Result<(), LoadError> {
        if let Some(pending) = self.pending.take() {
            stored(pending.await?, report);
        }
        Ok(())
    }
}

fn stored(outcome: PartOutcome, report: &mut LoadReport) {
    report.outcome += outcome;
    metric::stored(outcome);
}
