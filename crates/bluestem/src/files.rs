//! Where files are kept that all processes share: a local folder, or a bucket.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use bluestem_store::files::{Files, Name, S3Config};
use url::Url;

use crate::config::{self, Config, ConfigError};
use crate::fetch::{is_this_machine, trust};
use crate::secret;

/// The values of `files.kind`.
const LOCAL: &str = "local";
const S3: &str = "s3";

/// Folders in the data folder, where no others are configured.
pub(crate) const FOLDER: &str = "files";
const CACHE: &str = "files-cache";

/// Region that requests to storage without regions are signed for.
const NO_REGION: &str = "us-east-1";
/// How long storage may go without an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where files are kept.
#[derive(Clone, Debug)]
pub(crate) struct FilesPlace {
    storage: Storage,
    /// Folder for copies of files that are not on this machine, and for what is being made.
    pub(crate) cache: PathBuf,
}

#[derive(Clone, Debug)]
enum Storage {
    Folder(PathBuf),
    Bucket(Box<S3Config>),
}

impl FilesPlace {
    /// In a data folder.
    pub(crate) fn folder(data: &Path) -> Self {
        Self { storage: Storage::Folder(data.join(FOLDER)), cache: data.join(CACHE) }
    }

    /// As configuration and environment say.
    pub(crate) fn configured(config: &Config) -> anyhow::Result<Self> {
        let (files, data) = (&config.files, config.data.as_deref());
        let place = |set: &Option<PathBuf>, usual| set.clone().or_else(|| data.map(|data| data.join(usual)));
        let cache = place(&files.cache, CACHE);
        match files.kind.as_deref() {
            None | Some(LOCAL) => {
                refuse_unused(files)?;
                let folder = place(&files.folder, FOLDER);
                let folder = folder.context("set `files.folder`, the folder of shared files, or `data`")?;
                Ok(Self { storage: Storage::Folder(folder.clone()), cache: cache.unwrap_or(folder) })
            }
            Some(S3) => {
                ensure!(files.folder.is_none(), "`files.folder` needs `files.kind = \"{LOCAL}\"`");
                let cache = cache.context("set `files.cache`, a folder for copies of files, or `data`")?;
                let bucket = bucket(files, |name| std::env::var(name).ok())?;
                Ok(Self { storage: Storage::Bucket(Box::new(bucket)), cache })
            }
            Some(other) => bail!("`files.kind` is `{LOCAL}` or `{S3}`, not `{other}`"),
        }
    }

    /// The files; storage is not asked yet.
    pub(crate) fn open(&self) -> anyhow::Result<Files> {
        match &self.storage {
            Storage::Folder(folder) => {
                Files::local(folder).with_context(|| format!("cannot open {}", folder.display()))
            }
            Storage::Bucket(config) => {
                Files::s3(S3Config::clone(config)).context("the storage cannot be set up")
            }
        }
    }

    /// The folder, when it is one.
    pub(crate) fn local(&self) -> Option<&Path> {
        match &self.storage {
            Storage::Folder(folder) => Some(folder),
            Storage::Bucket(_) => None,
        }
    }

    /// In words, for operators.
    pub(crate) fn in_words(&self) -> String {
        match &self.storage {
            Storage::Folder(folder) => format!("in {}", folder.display()),
            Storage::Bucket(config) => {
                format!("in bucket {}, with copies in {}", config.bucket, self.cache.display())
            }
        }
    }
}

/// Somebody who names a bucket and forgets the kind must not find the files in a folder.
fn refuse_unused(files: &config::Files) -> Result<(), ConfigError> {
    let keys = [
        ("files.endpoint", files.endpoint.is_some()),
        ("files.bucket", files.bucket.is_some()),
        ("files.prefix", files.prefix.is_some()),
        ("files.region", files.region.is_some()),
        ("files.access_key_file", files.access_key_file.is_some()),
        ("files.secret_key_file", files.secret_key_file.is_some()),
        ("files.path_style", files.path_style.is_some()),
        ("files.http", files.http),
        ("files.request_seconds", files.request_seconds.is_some()),
    ];
    config::refuse_unused(&keys, "files.kind", S3)
}

fn bucket(files: &config::Files, environment: impl Fn(&str) -> Option<String>) -> anyhow::Result<S3Config> {
    let bucket = files.bucket.clone().context("`files.bucket` is not set")?;
    let endpoint = files.endpoint.as_deref().map(|text| endpoint(text, files.http)).transpose()?;
    let usual_region = endpoint.is_some().then(|| NO_REGION.to_owned());
    let region = files.region.clone().or(usual_region).context("`files.region` is not set")?;
    let prefix = files.prefix.as_deref().map(|prefix| Name::parse(prefix.trim_end_matches('/')));
    let (access_key, secret_key, session_token) = match (&files.access_key_file, &files.secret_key_file) {
        (Some(id), Some(key)) => (secret::line(id)?, secret::line(key)?, None),
        (None, None) => (
            environment("AWS_ACCESS_KEY_ID").context("set `files.access_key_file` or AWS_ACCESS_KEY_ID")?,
            environment("AWS_SECRET_ACCESS_KEY")
                .context("set `files.secret_key_file` or AWS_SECRET_ACCESS_KEY")?,
            environment("AWS_SESSION_TOKEN"),
        ),
        _ => bail!("`files.access_key_file` and `files.secret_key_file` go together"),
    };
    Ok(S3Config {
        path_style: files.path_style.unwrap_or(endpoint.is_some()),
        endpoint,
        bucket,
        prefix: prefix.transpose().context("`files.prefix` does not read")?,
        region,
        access_key,
        secret_key,
        session_token,
        tls: Arc::new(trust()?),
        patience: files.request_seconds.map_or(PATIENCE, |set| Duration::from_secs(u64::from(set.max(1)))),
        part_bytes: S3Config::PART_BYTES,
    })
}

/// An endpoint's URL. Files are people's data or lead to it: only on this machine may they go without TLS.
fn endpoint(text: &str, http: bool) -> anyhow::Result<String> {
    let url = Url::parse(text).ok().filter(|url| url.path() == "/" && url.query().is_none());
    let url = url.filter(|url| url.username().is_empty() && url.password().is_none());
    let url =
        url.context("`files.endpoint` is a URL such as https://s3.example.org, without path and user")?;
    match url.scheme() {
        "https" => {}
        "http" if http && is_this_machine(&url) => {}
        "http" => bail!("`files.endpoint` must be https; http is for this machine, with `files.http = true`"),
        _ => bail!("`files.endpoint` must be an https URL"),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: fn(&str) -> Option<String> = |_| None;

    fn refused(files: &config::Files) -> String {
        format!("{:#}", bucket(files, |name| Some(format!("{name} of the environment"))).unwrap_err())
    }

    fn at(endpoint: &str) -> config::Files {
        config::Files {
            bucket: Some("b".to_owned()),
            endpoint: Some(endpoint.to_owned()),
            ..config::Files::default()
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for (url, http) in [
            ("http://127.0.0.1:9000", false),
            ("http://s3.example.org", true),
            ("http://10.0.0.1", true),
            ("ftp://localhost", true),
            ("https://s3.example.org/path", false),
            ("https://key:secret@s3.example.org", false),
            ("nowhere", false),
        ] {
            let text = refused(&config::Files { http, ..at(url) });
            assert!(text.contains("files.endpoint") && !text.contains("secret"), "{url}: {text}");
        }
        for (url, http) in
            [("https://s3.example.org", false), ("http://[::1]:9000/", true), ("http://localhost", true)]
        {
            let files = config::Files { http, ..at(url) };
            let good = bucket(&files, |name| Some(name.to_owned())).unwrap();
            assert_eq!(good.endpoint.as_deref(), Some(url.trim_end_matches('/')));
            assert!(good.path_style);
        }
    }

    #[test]
    fn keys_come_from_files_or_the_environment_and_together() {
        let folder = tempfile::tempdir().unwrap();
        let (access, secret) = (folder.path().join("access"), folder.path().join("secret"));
        std::fs::write(&access, "id\n").unwrap();
        std::fs::write(&secret, "key\n").unwrap();
        let files = at("https://s3.example.org");
        assert!(bucket(&files, NONE).unwrap_err().to_string().contains("AWS_ACCESS_KEY_ID"));
        let found = bucket(&files, |name| Some(name.to_owned())).unwrap();
        assert_eq!(found.session_token.as_deref(), Some("AWS_SESSION_TOKEN"));
        let one = config::Files { access_key_file: Some(access), ..files };
        assert!(refused(&one).contains("go together"));
        let both = config::Files { secret_key_file: Some(secret.clone()), ..one };
        let found = bucket(&both, NONE).unwrap();
        assert_eq!((found.access_key.as_str(), found.secret_key.as_str()), ("id", "key"));
        assert_eq!(found.session_token, None);
        std::fs::write(&secret, "\n").unwrap();
        assert!(refused(&both).contains("must hold one line"));
    }

    #[test]
    fn what_is_missing_or_has_no_use_is_named() {
        let amazon = config::Files { bucket: Some("b".to_owned()), ..config::Files::default() };
        assert!(refused(&amazon).contains("files.region"));
        assert!(refused(&config::Files::default()).contains("files.bucket"));
        let prefix = config::Files { prefix: Some("../x".to_owned()), ..at("https://s3.example.org") };
        assert!(refused(&prefix).contains("files.prefix"));
        assert!(refuse_unused(&amazon).unwrap_err().to_string().contains("files.bucket"));
        assert!(refuse_unused(&config::Files::default()).is_ok());
    }
}
