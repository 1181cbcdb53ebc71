//! Shared files: whether they answer, and can be written, read and removed.

use anyhow::{Context, ensure};
use bluestem_model::chance::random_id;
use bluestem_store::StoreError;
use bluestem_store::files::{Files, Name};
use bluestem_store::reference;
use bytes::Bytes;

use super::finding::Finding;
use crate::files::FilesPlace;
use crate::system::SystemRandom;

const SUBJECT: &str = "files";
/// What the file says that is written and removed.
const CONTENT: &[u8] = b"written by bluestem doctor, which removes it\n";

pub(super) async fn examine(place: &FilesPlace) -> Finding {
    if let Some(folder) = place.local().filter(|folder| !folder.exists()) {
        return Finding::ok(
            SUBJECT,
            format!("{} is not there yet; the first start makes it", folder.display()),
        );
    }
    let kept = place.in_words();
    let files = match listed(place).await {
        Ok(files) => files,
        Err(error) => return Finding::problem(SUBJECT, format!("are kept {kept}: {error:#}"), advice(place)),
    };
    match tried(&files).await {
        Ok(()) => Finding::ok(SUBJECT, format!("are kept {kept}; one was written, read and removed")),
        Err(error) if place.local().is_none() && is_refusal(&error) => Finding::warning(
            SUBJECT,
            format!("are kept {kept}: {error:#}"),
            "enough for a server, which only reads; `load reference` needs keys that may write and delete",
        ),
        Err(error) => Finding::problem(SUBJECT, format!("are kept {kept}: {error:#}"), advice(place)),
    }
}

fn advice(place: &FilesPlace) -> &'static str {
    match place.local() {
        Some(_) => "give the folder to the server's user, and see that its disk has room and works",
        None => {
            "see that the storage runs, that `files.endpoint` and `files.bucket` lead to it, and what its keys may do"
        }
    }
}

/// Whether the storage understood and will not.
fn is_refusal(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StoreError::Backend(_)))
}

async fn listed(place: &FilesPlace) -> anyhow::Result<Files> {
    let files = place.open()?;
    files.list(&reference::folder()).await.context("they cannot be listed")?;
    Ok(files)
}

async fn tried(files: &Files) -> anyhow::Result<()> {
    // Other doctors may be at work.
    let name = Name::parse(&format!("doctor-{}", random_id(&SystemRandom)))?;
    let tried = write_and_read(files, &name).await;
    let removed = files.delete(&name).await.context("they cannot be removed");
    tried.and(removed)
}

async fn write_and_read(files: &Files, name: &Name) -> anyhow::Result<()> {
    let mut writer = files.write(name).await.context("they cannot be written")?;
    writer.write(Bytes::from_static(CONTENT)).await.context("they cannot be written")?;
    writer.finish().await.context("they cannot be written")?;
    let reader = files.read(name).await.context("they cannot be read")?;
    let reader = reader.context("what was just written is not there")?;
    let found = reader.bytes(CONTENT.len()).await.context("they cannot be read")?;
    ensure!(found == CONTENT, "what was just written reads otherwise");
    Ok(())
}
