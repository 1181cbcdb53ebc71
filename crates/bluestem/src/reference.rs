//! Reference data and licensed texts: read at the start, and again when they change.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, bail};
use bluestem_fhir::codes::{Displays, ProviderRegistry};
use bluestem_model::reference::{ReferenceSet, RegisteredProvider};
use bluestem_store::reference::ReferenceFile;
use bluestem_web::state::App;

/// How often a running server looks whether something was loaded.
const LOOK: Duration = Duration::from_secs(5);

/// Where texts come from.
#[derive(Clone)]
pub(crate) struct Source {
    /// Folder of reference data. It need not exist.
    pub(crate) folder: PathBuf,
    /// CSV file with the columns system, code and display.
    pub(crate) licensed: Option<PathBuf>,
}

impl Source {
    /// Reads everything that is there.
    pub(crate) async fn read(&self) -> anyhow::Result<Arc<Displays>> {
        let source = self.clone();
        Ok(Arc::new(tokio::task::spawn_blocking(move || source.read_now()).await??))
    }

    fn read_now(&self) -> anyhow::Result<Displays> {
        let mut displays = Displays::default();
        for set in ReferenceSet::ALL {
            if let Some(file) = ReferenceFile::open(&self.folder, set)? {
                add(&mut displays, set, file)?;
            }
        }
        if let Some(file) = &self.licensed {
            add_licensed(&mut displays, file)?;
        }
        Ok(displays)
    }

    /// Gives the app what is loaded while it runs. What does not read is told in the log and changes nothing.
    pub(crate) async fn watch(self, app: App) {
        let mut known = self.stamps();
        loop {
            tokio::time::sleep(LOOK).await;
            let found = self.stamps();
            if found == known {
                continue;
            }
            match self.read().await {
                Ok(displays) => app.set_displays(displays),
                Err(error) => tracing::warn!(error = format!("{error:#}"), "reference data does not read"),
            }
            known = found;
        }
    }

    /// What tells whether a file was replaced.
    fn stamps(&self) -> Vec<Option<(SystemTime, u64)>> {
        let sets = ReferenceSet::ALL.map(|set| ReferenceFile::path(&self.folder, set));
        let stamp = |path: &PathBuf| {
            let meta = std::fs::metadata(path).ok()?;
            Some((meta.modified().ok()?, meta.len()))
        };
        sets.iter().chain(&self.licensed).map(stamp).collect()
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
