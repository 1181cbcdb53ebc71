//! What a data folder says of itself about a move: what it calls itself, and that it is not in use any more.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use bluestem_model::chance::Random as _;
use bluestem_model::time::Timestamp;

use crate::system::SystemRandom;

/// Holds what the folder calls itself: 32 hexadecimal digits.
const NAME: &str = "move.id";

/// There once everything is elsewhere.
const MARK: &str = "moved";

/// What the folder calls itself, chosen by chance when it is asked for the first time.
pub(crate) fn id(folder: &Path) -> anyhow::Result<[u8; 16]> {
    let file = folder.join(NAME);
    if !file.exists() {
        let mut id = [0; 16];
        SystemRandom.fill(&mut id);
        let text = format!("{:032x}\n", u128::from_be_bytes(id));
        write(&file, &text).with_context(|| format!("cannot make {}", file.display()))?;
    }
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = text.trim();
    ensure!(text.len() == 32, "{} does not hold 32 hexadecimal digits", file.display());
    let id = u128::from_str_radix(text, 16);
    Ok(id.with_context(|| format!("{} does not hold 32 hexadecimal digits", file.display()))?.to_be_bytes())
}

/// Marks the folder: nothing serves from it any more.
pub(crate) fn mark(folder: &Path, now: Timestamp) -> anyhow::Result<()> {
    let file = folder.join(MARK);
    let text = format!(
        "Moved to PostgreSQL at {}. Nothing serves from this folder while this file is here.\n",
        now.to_instant()
    );
    write(&file, &text).with_context(|| format!("cannot make {}", file.display()))
}

/// Refuses a folder that was moved: what happened since is not in it.
pub(crate) fn refuse(folder: &Path) -> anyhow::Result<()> {
    let file = folder.join(MARK);
    if file.exists() {
        bail!(
            "{} was moved to PostgreSQL: what was written there since is not here. To serve from the folder all \
             the same, remove {}",
            folder.display(),
            file.display()
        );
    }
    Ok(())
}

/// Writes a file that is there whole or not at all, and stays.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let new = file.with_extension("new");
    let mut writer = File::create(&new)?;
    writer.write_all(text.as_bytes())?;
    writer.sync_all()?;
    fs::rename(&new, file)?;
    file.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_keeps_its_name_and_a_moved_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let name = id(folder.path()).unwrap();
        assert_eq!(id(folder.path()).unwrap(), name);
        assert!(refuse(folder.path()).is_ok());
        mark(folder.path(), Timestamp(0)).unwrap();
        let refused = refuse(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("remove"), "{refused}");
        assert!(refused.contains(MARK));
        std::fs::write(folder.path().join(NAME), "short").unwrap();
        assert!(id(folder.path()).is_err());
    }
}
