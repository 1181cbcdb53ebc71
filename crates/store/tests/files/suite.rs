//! What every room for files must do.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bytes::Bytes;

use super::place::{PART, Place, content, entries, name, read, write};

const NEVER: Timestamp = Timestamp(0);
const ALWAYS: Timestamp = Timestamp(i64::MAX);

pub(crate) async fn a_file_reads_back_whole_and_its_end_alone(place: &Place) {
    let (files, file) = (&place.files, name("a/b/file.bin"));
    assert_eq!(read(files, &file).await.unwrap(), None);
    assert!(files.about(&file).await.unwrap().is_none());
    assert!(files.end(&file, 9).await.unwrap().is_none());
    assert_eq!(read(files, &name("a")).await.unwrap(), None, "a folder is no file");
    // Around the seal's length, and around the ends of parts with and without it.
    for size in
        [0, 1, 47, 48, 49, PART - 48, PART - 47, PART - 20, PART, PART + 1, 3 * PART - 48, 3 * PART + 5]
    {
        let whole = content(1, size);
        write(files, &file, &whole).await.unwrap();
        assert!(read(files, &file).await.unwrap().unwrap() == whole, "{size}");
        let about = files.about(&file).await.unwrap().unwrap();
        assert_eq!((about.size, &about.sha256[..]), (size as u64, digest(&SHA256, &whole).as_ref()));
        for most in [0, 1, 900, size, size + 1, size + 100] {
            let (same, end) = files.end(&file, most as u64).await.unwrap().unwrap();
            assert!(end == whole[size.saturating_sub(most)..], "{size}: {most}");
            assert_eq!(same, about);
        }
    }
    assert!(matches!(files.read(&file).await.unwrap().unwrap().bytes(9).await, Err(StoreError::Backend(_))));
    files.delete(&file).await.unwrap();
    files.delete(&file).await.unwrap();
    assert_eq!(read(files, &file).await.unwrap(), None);
    place.nothing_unfinished().await;
}

pub(crate) async fn nothing_is_visible_before_the_end(place: &Place) {
    let (files, file, other) = (&place.files, name("x/file"), name("x/other"));
    let (first, second) = (content(1, 1000), content(2, 2 * PART));
    write(files, &file, &first).await.unwrap();
    let mut writer = files.write(&file).await.unwrap();
    let mut fresh = files.write(&other).await.unwrap();
    for piece in second.chunks(PART) {
        writer.write(Bytes::copy_from_slice(piece)).await.unwrap();
        fresh.write(Bytes::copy_from_slice(piece)).await.unwrap();
        assert_eq!(read(files, &file).await.unwrap().unwrap(), first);
        assert_eq!(read(files, &other).await.unwrap(), None);
        assert_eq!(files.list(&name("x")).await.unwrap().len(), 1);
    }
    writer.finish().await.unwrap();
    assert!(read(files, &file).await.unwrap().unwrap() == second);
    assert_eq!(read(files, &other).await.unwrap(), None);
}

pub(crate) async fn a_writer_that_is_dropped_leaves_nothing(place: &Place) {
    let files = &place.files;
    for size in [10, PART + 1] {
        let mut writer = files.write(&name("gone")).await.unwrap();
        writer.write(content(1, size).into()).await.unwrap();
        drop(writer);
    }
    place.nothing_unfinished().await;
    assert_eq!(read(files, &name("gone")).await.unwrap(), None);
}

pub(crate) async fn what_dead_writers_leave_is_swept_by_age(place: &Place) {
    let (files, file) = (&place.files, name("file"));
    write(files, &file, b"whole").await.unwrap();
    let mut writer = files.write(&file).await.unwrap();
    writer.write(content(1, PART + 1).into()).await.unwrap();
    // As a process that is killed does it.
    std::mem::forget(writer);
    assert_eq!(entries(&place.unfinished), 1);
    assert_eq!(files.sweep(NEVER).await.unwrap(), 0);
    assert_eq!(entries(&place.unfinished), 1, "what is young stays");
    assert_eq!(files.sweep(ALWAYS).await.unwrap(), 1);
    assert_eq!(files.sweep(ALWAYS).await.unwrap(), 0);
    place.nothing_unfinished().await;
    assert_eq!(read(files, &file).await.unwrap().unwrap(), b"whole");
}

pub(crate) async fn a_reader_sees_one_edition_while_others_come(place: &Place) {
    let (files, file) = (place.files.clone(), name("editions"));
    let editions: Arc<Vec<Vec<u8>>> = Arc::new((0..4).map(|seed| content(seed, PART + 3)).collect());
    write(&files, &file, &editions[0]).await.unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let readers = (0..3).map(|_| {
        let (files, file) = (files.clone(), file.clone());
        let (editions, done) = (Arc::clone(&editions), Arc::clone(&done));
        tokio::spawn(async move {
            while !done.load(Ordering::Relaxed) {
                let found = read(&files, &file).await.unwrap().unwrap();
                assert!(editions.contains(&found));
            }
        })
    });
    let readers: Vec<_> = readers.collect();
    for round in 0..8 {
        write(&files, &file, &editions[round % 4]).await.unwrap();
    }
    done.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
    assert!(read(&files, &file).await.unwrap().unwrap() == editions[3]);
}

pub(crate) async fn damage_is_noticed(place: &Place) {
    let (files, file) = (&place.files, name("damaged"));
    write(files, &file, &content(1, 1000)).await.unwrap();
    let path = place.kept.join("damaged");
    let whole = fs::read(&path).unwrap();
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let last = whole.len() - 1;
    for bytes in [
        flipped(0),
        flipped(999),
        flipped(1000),
        flipped(last - 10),
        flipped(last),
        whole[..last].to_vec(),
        whole[1..].to_vec(),
        whole[..1000].to_vec(),
        whole[..20].to_vec(),
        [&whole[..], b"more"].concat(),
        Vec::new(),
    ] {
        fs::write(&path, &bytes).unwrap();
        let found = read(files, &file).await;
        assert!(matches!(&found, Err(StoreError::Damaged(text)) if text.contains("damaged")), "{found:?}");
    }
    for bytes in [&whole[..last], &whole[1..], &flipped(last)] {
        fs::write(&path, bytes).unwrap();
        let found = files.end(&file, 100).await;
        assert!(matches!(found, Err(StoreError::Damaged(_))), "{found:?}");
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(read(files, &file).await.unwrap().unwrap().len(), 1000);
}

pub(crate) async fn a_list_names_what_lies_below_a_folder(place: &Place) {
    let files = &place.files;
    for text in ["list/b", "list/a", "list/deep/er/c", "list-not/d", "listed"] {
        write(files, &name(text), text.as_bytes()).await.unwrap();
    }
    let listed = files.list(&name("list")).await.unwrap();
    let named: Vec<(&str, u64)> = listed.iter().map(|found| (found.name.as_str(), found.size)).collect();
    assert_eq!(named, [("list/a", 6), ("list/b", 6), ("list/deep/er/c", 14)]);
    write(files, &name("list/a"), b"another").await.unwrap();
    let again = files.list(&name("list")).await.unwrap();
    assert_ne!(again[0].stamp, listed[0].stamp);
    assert_eq!(again[1..], listed[1..]);
    assert_eq!(files.list(&name("absent")).await.unwrap(), []);
}

pub(crate) async fn a_copy_is_fetched_once_and_replaced_with_the_file(place: &Place) {
    let (files, file, cache) = (&place.files, name("folder/file.ref"), place.scratch.path().join("cache"));
    let text = |mut copy: bluestem_store::files::LocalCopy| {
        let mut bytes = Vec::new();
        copy.file.read_to_end(&mut bytes).unwrap();
        bytes.truncate(usize::try_from(copy.size).unwrap());
        bytes
    };
    assert!(files.copy(&file, &cache).await.unwrap().is_none());
    assert!(files.last_copy(&file, &cache).unwrap().is_none());
    for edition in [content(1, PART + 9), content(2, 100)] {
        write(files, &file, &edition).await.unwrap();
        let before = files.copy(&file, &cache).await.unwrap().unwrap();
        let about = files.about(&file).await.unwrap().unwrap();
        assert_eq!((before.size, before.changed), (about.size, about.changed));
        assert!(text(before) == edition);
        // A file that was written again has another number.
        let stamp = |at: fs::DirEntry| (at.path(), at.metadata().unwrap().ino());
        let stamps =
            || fs::read_dir(&cache).map_or(Vec::new(), |found| found.map(|at| stamp(at.unwrap())).collect());
        let kept = stamps();
        assert!(kept.len() <= 1, "{kept:?}");
        assert!(text(files.copy(&file, &cache).await.unwrap().unwrap()) == edition);
        assert_eq!(stamps(), kept);
        // A room on this machine needs no copies.
        if let Some(last) = files.last_copy(&file, &cache).unwrap() {
            assert_eq!((last.size, last.changed), (about.size, about.changed));
            assert!(text(last) == edition);
        }
    }
}
