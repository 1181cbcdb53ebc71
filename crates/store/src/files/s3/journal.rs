//! Uploads in parts that are under way, noted beside the files: what a writer leaves that dies is found again by
//! these notes, for storage shows unfinished uploads to nobody and keeps their parts.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_model::hex::hex;
use bluestem_model::time::Timestamp;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::multipart::MultipartStore as _;
use object_store::path::Path;
use object_store::{ObjectStore as _, ObjectStoreExt as _};

use super::bucket::Bucket;
use super::failure::{failed, is_absent};
use crate::StoreError;
use crate::files::Name;

/// Where the notes are: no name of a file leads there.
const FOLDER: &str = ".uploads";

/// An upload that is under way.
pub(super) struct Entry {
    /// Its id.
    pub(super) upload: String,
    file: Path,
    note: Path,
}

/// Begins an upload in parts.
pub(super) async fn begin(bucket: &Arc<Bucket>, name: &Name) -> Result<Entry, StoreError> {
    let file = bucket.path(name);
    let upload = bucket.store.create_multipart(&file).await.map_err(|error| failed(&error))?;
    let note = bucket.key(&format!("{FOLDER}/{}", hex(digest(&SHA256, upload.as_bytes()).as_ref())));
    let text = Bytes::from(format!("{name}\n{upload}"));
    let noted = bucket.store.put(&note, text.into()).await;
    let entry = Entry { upload, file, note };
    match noted {
        Ok(_) => Ok(entry),
        Err(error) => {
            give_up(Arc::clone(bucket), entry);
            Err(failed(&error))
        }
    }
}

/// Forgets an upload that ended. A note that stays does no harm: there is nothing behind it.
pub(super) async fn end(bucket: &Bucket, entry: &Entry) {
    if let Err(error) = bucket.store.delete(&entry.note).await {
        tracing::debug!(error = %failed(&error), "the note of an upload stays");
    }
}

/// Removes the parts of an upload, in the background; what does not succeed is left to [`sweep`].
pub(super) fn give_up(bucket: Arc<Bucket>, entry: Entry) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    runtime.spawn(async move {
        if abort(&bucket, &entry.file, &entry.upload).await.is_ok() {
            end(&bucket, &entry).await;
        }
    });
}

async fn abort(bucket: &Bucket, file: &Path, upload: &str) -> Result<(), StoreError> {
    match bucket.store.abort_multipart(file, &upload.to_owned()).await {
        Err(error) if !is_absent(&error) => Err(failed(&error)),
        _ => Ok(()),
    }
}

/// Removes the uploads that were begun before that moment. Returns how many.
pub(super) async fn sweep(bucket: &Bucket, before: Timestamp) -> Result<u64, StoreError> {
    let notes = bucket.store.list(Some(&bucket.key(FOLDER))).try_collect::<Vec<_>>().await;
    let notes = notes.map_err(|error| failed(&error))?;
    let mut swept = 0;
    for note in notes {
        if note.last_modified.timestamp_micros() >= before.0 {
            continue;
        }
        let text = match bucket.store.get(&note.location).await {
            Ok(text) => text.bytes().await.map_err(|error| failed(&error))?,
            // Another process was faster.
            Err(error) if is_absent(&error) => continue,
            Err(error) => return Err(failed(&error)),
        };
        let text = String::from_utf8_lossy(&text);
        if let Some((name, upload)) = text.split_once('\n')
            && let Ok(name) = Name::parse(name)
        {
            abort(bucket, &bucket.path(&name), upload).await?;
        }
        bucket.store.delete(&note.location).await.map_err(|error| failed(&error))?;
        swept += 1;
    }
    Ok(swept)
}
