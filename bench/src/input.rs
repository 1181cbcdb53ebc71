//! What is measured on: synthetic source files, and what they say about themselves.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// How many people are picked where a few would always find the same pages in memory.
const SOME: usize = 500;

/// A person and how many claim headers the files hold of them.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) folder: PathBuf,
    pub(crate) claims: u32,
    pub(crate) bytes: u64,
    /// `BENE_SK` of some people with claims, spread over the files.
    pub(crate) people: Vec<String>,
    /// `BENE_SK` of the person with the most claims.
    pub(crate) longest_history: String,
    /// That person's `BENE_MBI_ID`.
    pub(crate) mbi: String,
    /// One `BENE_MBI_ID` of each other person.
    pub(crate) others: Vec<String>,
}

impl Source {
    /// Reads the counts from a folder that `bluestem synth idr` wrote.
    pub(crate) fn of(folder: &Path) -> Result<Self> {
        let people = column(folder, "_CLM.csv", &["BENE_SK"])?;
        let claims = u32::try_from(people.len())?;
        let mut counts = HashMap::<String, usize>::new();
        for person in people.into_iter().flatten() {
            *counts.entry(person).or_default() += 1;
        }
        let mut people: Vec<String> = counts.keys().cloned().collect();
        people.sort_unstable();
        let people = people.iter().step_by(people.len().div_ceil(SOME).max(1)).cloned().collect();
        let longest = counts.into_iter().max_by_key(|(_, count)| *count).context("no claims")?.0;
        let columns = ["BENE_SK", "BENE_XREF_EFCTV_SK", "BENE_MBI_ID"];
        let (mut mbis, mut survivor) = (BTreeMap::<String, String>::new(), None);
        for cells in column(folder, "_BENE_HSTRY.csv", &columns)? {
            let [key, surviving, mbi] = <[String; 3]>::try_from(cells).ok().context("a row is short")?;
            if key == longest {
                survivor = Some(surviving.clone());
            }
            mbis.insert(surviving, mbi);
        }
        let mbi = survivor.and_then(|survivor| mbis.remove(&survivor)).context("the person has no MBI")?;
        Ok(Self {
            folder: folder.to_owned(),
            claims,
            people,
            bytes: bytes_in(folder)?,
            longest_history: longest,
            mbi,
            others: mbis.into_values().collect(),
        })
    }
}

fn bytes_in(folder: &Path) -> Result<u64> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.metadata()?.len())).sum()
}

/// The cells of some columns, row by row. The synthetic files quote nothing in key columns.
fn column(folder: &Path, suffix: &str, names: &[&str]) -> Result<Vec<Vec<String>>> {
    let path = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.to_string_lossy().ends_with(suffix))
        .with_context(|| format!("no file *{suffix}"))?;
    let text = fs::read_to_string(path)?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().context("an empty file")?.split(',').collect();
    let places = names
        .iter()
        .map(|name| header.iter().position(|column| column == name).with_context(|| format!("no {name}")))
        .collect::<Result<Vec<_>>>()?;
    let cells = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        places.iter().map(|place| cells.get(*place).copied().unwrap_or_default().to_owned()).collect()
    };
    Ok(lines.map(cells).collect())
}
