//! Where the stores, shared files and the key that seals secrets are.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bluestem_auth::key::MasterKey;

use crate::cli::StoreArgs;
use crate::config::{self, Config};
use crate::database::{self, Database};
use crate::files::FilesPlace;
use crate::system::SystemRandom;

/// The master key's file in the data folder, where no other is configured.
pub(crate) const KEY_FILE: &str = "keys.master";
/// The file of the embedded platform plane, whose secrets that key seals.
pub(crate) const PLATFORM_FILE: &str = "platform.db";

/// Where things are.
pub(crate) struct Place {
    /// Where the stores are.
    pub(crate) database: Database,
    /// Where shared files are.
    pub(crate) files: FilesPlace,
    /// The master key's file, where it is configured.
    master_key: Option<PathBuf>,
}

impl Place {
    /// Everything in one folder.
    pub(crate) fn folder(data: &Path) -> Self {
        Self {
            database: Database::Embedded(data.to_owned()),
            files: FilesPlace::folder(data),
            master_key: None,
        }
    }

    /// As the configuration says.
    pub(crate) fn configured(config: &Config) -> anyhow::Result<Self> {
        Ok(Self {
            database: database::configured(config)?,
            files: FilesPlace::configured(config)?,
            master_key: config.keys.master.clone(),
        })
    }

    /// That of the stores that a command works on.
    pub(crate) fn of(store: &StoreArgs) -> anyhow::Result<Self> {
        match &store.data {
            Some(folder) => Ok(Self::folder(folder)),
            None => Self::configured(&config::read(store.config.as_deref(), std::env::vars())?),
        }
    }

    /// The master key. Where none is configured, the one in the data folder is made with the stores that it seals:
    /// beside stores that are there already a new one would open nothing.
    pub(crate) fn master_key(&self) -> anyhow::Result<MasterKey> {
        let file = self.key_file()?;
        if self.master_key.is_none() && !self.is_begun() {
            make_key(&file).with_context(|| format!("cannot make {}", file.display()))?;
        }
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read the master key {}", file.display()))?;
        MasterKey::parse(&text).with_context(|| format!("{} holds no key", file.display()))
    }

    /// Whether the stores may hold what the master key seals.
    fn is_begun(&self) -> bool {
        match &self.database {
            Database::Embedded(folder) => folder.join(PLATFORM_FILE).exists(),
            Database::Postgres(_) => true,
        }
    }

    /// The master key's file.
    pub(crate) fn key_file(&self) -> anyhow::Result<PathBuf> {
        match (&self.master_key, &self.database) {
            (Some(file), _) => Ok(file.clone()),
            (None, Database::Embedded(folder)) => Ok(folder.join(KEY_FILE)),
            (None, Database::Postgres(_)) => bail!(
                "`keys.master` is not set: every process of the database needs the same key. \
                 `bluestem key master FILE` makes one"
            ),
        }
    }
}

/// Writes a new key, unless there is a file already. It appears whole or not at all.
pub(crate) fn make_key(file: &Path) -> std::io::Result<()> {
    if file.exists() {
        return Ok(());
    }
    let new = file.with_extension(format!("{}.new", std::process::id()));
    let mut open = OpenOptions::new();
    let mut writer = open.write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    writer.write_all(MasterKey::generate(&SystemRandom).as_bytes())?;
    writer.write_all(b"\n")?;
    writer.sync_all()?;
    // A link never replaces: of processes that start together, all go on with the first one's key.
    let linked = std::fs::hard_link(&new, file);
    std::fs::remove_file(&new)?;
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::folder(folder.path());
        place.master_key().unwrap();
        let file = folder.path().join(KEY_FILE);
        let first = std::fs::read(&file).unwrap();
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        place.master_key().unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), first);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
    }

    #[test]
    fn beside_stores_no_key_is_made() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(PLATFORM_FILE), "").unwrap();
        let refused = Place::folder(folder.path()).master_key().err().unwrap().to_string();
        assert!(refused.contains(KEY_FILE), "{refused}");
        assert!(!folder.path().join(KEY_FILE).exists());
    }

    #[test]
    fn a_configured_key_must_exist_and_be_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("elsewhere");
        let place = Place { master_key: Some(file.clone()), ..Place::folder(folder.path()) };
        assert!(place.master_key().is_err());
        assert!(!file.exists());
        std::fs::write(&file, "short\n").unwrap();
        assert!(place.master_key().is_err());
        std::fs::write(&file, MasterKey::generate(&SystemRandom)).unwrap();
        assert!(place.master_key().is_ok());
    }
}
