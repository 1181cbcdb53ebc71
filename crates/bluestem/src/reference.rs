//! Reference data and licensed texts: read at the start, and again when they change.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, bail};
use bluestem_fhir::codes::{Displays, ProviderRegistry};
use bluestem_model::reference::{ReferenceSet, RegisteredProvider};
use bluestem_store::StoreError;
use bluestem_store::files::{Files, Listed, LocalCopy};
use bluestem_store::reference::{self, ReferenceFile};
use bluestem_web::state::App;

use crate::place::Place;

/// How often a running server looks whether something was loaded.
const LOOK: Duration = Duration::from_secs(5);

/// Where texts come from.
#[derive(Clone)]
pub(crate) struct Source {
    files: Files,
    /// Where copies are that were fetched.
    cache: PathBuf,
    /// CSV file with the columns system, code and display.
    licensed: Option<PathBuf>,
}

/// What tells whether something was replaced. None of the files when they could not be asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    files: Option<Vec<Listed>>,
    licensed: Option<(SystemTime, u64)>,
}

impl Source {
    /// The shared files and the file of licensed texts.
    pub(crate) fn open(place: &Place, licensed: Option<PathBuf>) -> anyhow::Result<Self> {
        Ok(Self { files: place.files.open()?, cache: place.files.cache.clone(), licensed })
    }

    /// Reads everything that is there. Where the storage does not answer, what was fetched last counts: a server may
    /// start without it if it ran on this machine before.
    pub(crate) async fn read(&self) -> anyhow::Result<(Arc<Displays>, Seen)> {
        let licensed = self.licensed();
        let (files, copies) = match self.files.list(&reference::folder()).await {
            Ok(listed) => (Some(listed), self.copies().await?),
            Err(StoreError::Unavailable(reason)) => (None, self.last_copies(&reason)?),
            Err(error) => return Err(error).context("reference data cannot be read"),
        };
        let source = self.clone();
        let displays = tokio::task::spawn_blocking(move || source.assemble(copies)).await??;
        Ok((Arc::new(displays), Seen { files, licensed }))
    }

    async fn copies(&self) -> anyhow::Result<Vec<(ReferenceSet, LocalCopy)>> {
        let mut copies = Vec::new();
        for set in ReferenceSet::ALL {
            let copy = self.files.copy(&reference::name(set), &self.cache).await;
            let copy = copy.with_context(|| format!("reference data {} cannot be read", set.name()))?;
            copies.extend(copy.map(|copy| (set, copy)));
        }
        Ok(copies)
    }

    fn last_copies(&self, reason: &str) -> anyhow::Result<Vec<(ReferenceSet, LocalCopy)>> {
        let mut copies = Vec::new();
        for set in ReferenceSet::ALL {
            let copy = self.files.last_copy(&reference::name(set), &self.cache)?;
            copies.extend(copy.map(|copy| (set, copy)));
        }
        if copies.is_empty() {
            bail!("reference data cannot be read, and no copies were fetched before: {reason}");
        }
        tracing::warn!(reason, "reference data cannot be read: what was fetched before counts");
        Ok(copies)
    }

    fn assemble(&self, copies: Vec<(ReferenceSet, LocalCopy)>) -> anyhow::Result<Displays> {
        let mut displays = Displays::default();
        for (set, copy) in copies {
            add(&mut displays, set, ReferenceFile::open(set, copy)?)?;
        }
        if let Some(file) = &self.licensed {
            add_licensed(&mut displays, file)?;
        }
        Ok(displays)
    }

    /// Gives the app what is loaded while it runs. What does not read is told in the log and changes nothing; storage
    /// that does not answer is asked again.
    pub(crate) async fn watch(self, app: App, mut seen: Seen) {
        self.prove().await;
        let mut answered = seen.files.is_some();
        loop {
            tokio::time::sleep(LOOK).await;
            let files = match self.files.list(&reference::folder()).await {
                Ok(files) => Some(files),
                Err(error) => {
                    if std::mem::take(&mut answered) {
                        tracing::warn!(%error, "reference data cannot be looked at");
                    }
                    continue;
                }
            };
            answered = true;
            let found = Seen { files, licensed: self.licensed() };
            if found == seen {
                continue;
            }
            match self.read().await {
                Ok((displays, read)) => {
                    app.set_displays(displays);
                    seen = read;
                    self.prove().await;
                }
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "reference data does not read");
                    let again = matches!(error.downcast_ref(), Some(StoreError::Unavailable(_)));
                    seen = if again { seen } else { found };
                }
            }
        }
    }

    /// Compares the checksums of files that are used where they lie: after the start, which is not to wait for it.
    async fn prove(&self) {
        for set in ReferenceSet::ALL {
            if let Err(error) = self.files.prove(&reference::name(set)).await {
                tracing::error!(%error, "reference data must be loaded again");
            }
        }
    }

    fn licensed(&self) -> Option<(SystemTime, u64)> {
        let meta = std::fs::metadata(self.licensed.as_ref()?).ok()?;
        Some((meta.modified().ok()?, meta.len()))
    }
}

fn add(displays: &mut Displays, set: ReferenceSet, file: ReferenceFile) -> anyhow::Result<()> {
    let (fingerprint, loaded) = (file.fingerprint(), file.loaded());
    if set == ReferenceSet::Providers {
        displays.set_registry(Arc::new(Registry(file)), fingerprint, loaded);
        return Ok(());
    }
    let mut texts = Vec::new();
    file.for_each(|code, text| texts.push((code.to_owned(), text.to_owned())))?;
    let texts = texts.iter().map(|(code, text)| (code.as_str(), text.as_str()));
    displays.add_set(set, fingerprint, loaded, texts);
    Ok(())
}

/// Texts of codes that others own, from a CSV file with the columns system, code and display.
fn add_licensed(displays: &mut Displays, file: &Path) -> anyhow::Result<()> {
    let place = |line: u64| format!("{} line {line}", file.display());
    let mut reader =
        csv::Reader::from_path(file).with_context(|| format!("cannot read {}", file.display()))?;
    for row in reader.records() {
        let row = row.with_context(|| format!("cannot read {}", file.display()))?;
        let line = row.position().map_or(0, csv::Position::line);
        let (Some(system), Some(code), Some(text)) = (row.get(0), row.get(1), row.get(2)) else {
            bail!("{} has fewer than the three columns system, code and display", place(line));
        };
        displays.add(system, code, text).with_context(|| place(line))?;
    }
    Ok(())
}

/// The registry of providers as it is kept.
#[derive(Debug)]
struct Registry(ReferenceFile);

impl ProviderRegistry for Registry {
    fn provider(&self, npi: &str) -> Option<RegisteredProvider> {
        match self.0.text(npi) {
            Ok(text) => text.map(|text| RegisteredProvider::from_text(&text)),
            Err(error) => {
                tracing::warn!(error = error.to_string(), "the registry of providers does not read");
                None
            }
        }
    }
}
