//! One SQLite file: a pool of readers and one writer that commits in groups.
//!
//! A commit costs one disk flush, about 4 ms, whatever it holds. So writes go to a thread that runs all that
//! are waiting in one transaction, each in a savepoint of its own, commits once and then answers them all.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use super::migration::migrate;
use crate::StoreError;
use crate::metric::{Call, group_committed};
use crate::migration::Schema;

/// How many writes one transaction takes at most.
const GROUP: usize = 512;

/// When a commit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// Every commit is on disk before it is answered.
    Full,
    /// A power cut may undo the last commits, in order; the file stays whole. For bulk data that a load that
    /// is taken up again writes anew.
    Normal,
}

type Finish = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// Given no transaction to write in, a job answers why there is none.
type Job = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Finish + Send>;

/// An open SQLite file.
pub(super) struct Database {
    plane: &'static str,
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    /// Never writes: it sees that others did.
    watcher: Mutex<Option<Connection>>,
    jobs: Option<mpsc::Sender<Job>>,
    writer: Option<JoinHandle<()>>,
}

impl Database {
    /// Opens `path`, makes it when absent and brings its schema up to this release.
    pub(super) fn open(
        path: &Path,
        schema: &'static Schema,
        durability: Durability,
    ) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        let synchronous = if durability == Durability::Full { "full" } else { "normal" };
        connection.pragma_update(None, "synchronous", synchronous)?;
        configure(&connection)?;
        if durability == Durability::Normal {
            configure_bulk(&connection)?;
        }
        migrate(&mut connection, schema)?;
        let (jobs, queue) = mpsc::channel();
        let plane = schema.plane;
        let writer = std::thread::Builder::new()
            .name(format!("{plane}-writer"))
            .spawn(move || write_in_groups(plane, &connection, &queue))
            .map_err(|error| StoreError::Backend(error.to_string()))?;
        let (path, readers, watcher) = (path.to_owned(), Mutex::default(), Mutex::default());
        Ok(Self { plane, path, readers, watcher, jobs: Some(jobs), writer: Some(writer) })
    }

    /// Runs `read` on a connection of the pool, on the calling thread: a read takes microseconds, less than
    /// handing it to another thread would. All that it reads is of one moment. `operation` names it in metrics.
    pub(super) fn read<T>(
        &self,
        operation: &'static str,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let call = Call::begin(self.plane, operation);
        let result = self.read_pooled(read);
        call.end(&result);
        result
    }

    fn read_pooled<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let pooled = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = pooled.map_or_else(|| self.open_reader(), Ok)?;
        let result = in_snapshot(&connection, read);
        // One that could not end its transaction is of no more use.
        if connection.is_autocommit() {
            self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        result
    }

    /// Runs `write` in a transaction and returns once it is committed. An error of `write` undoes what it did
    /// and nothing else. `operation` names it in metrics.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        operation: &'static str,
        write: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let call = Call::begin(self.plane, operation);
        let result = self.write_queued(write).await;
        call.end(&result);
        result
    }

    async fn write_queued<T: Send + 'static>(
        &self,
        write: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = connection.and_then(|open| in_savepoint(open, write));
            Box::new(move |committed| {
                // The asker may have gone away; what was committed stays committed.
                let _ = answer.send(result.and_then(|value| committed.map(|()| value)));
            })
        });
        let closed = || StoreError::Backend("the store is closed".to_owned());
        self.jobs.as_ref().ok_or_else(closed)?.send(job).map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    /// A number that is another one after every commit to the file, by whatever process.
    ///
    /// SQLite tells it by a look at memory that the processes share.
    pub(super) fn version(&self) -> Result<i64, StoreError> {
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        // One connection for good: the numbers of two are not of one sequence.
        let connection = match &mut *watcher {
            Some(open) => open,
            none => none.insert(self.open_reader()?),
        };
        Ok(connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// Brings what the log holds into the file and empties the log, as far as readers let it: a later start has no
    /// log to go through. What stands in the way is logged alone: nothing is lost by it.
    pub(super) async fn checkpoint(&self) {
        let path = self.path.clone();
        let done = tokio::task::spawn_blocking(move || empty_log(&path)).await;
        if let Ok(Err(error)) = done {
            tracing::warn!(plane = self.plane, %error, "the log could not be brought into the file");
        }
    }

    /// Asks the file something cheap.
    pub(super) fn probe(&self) -> Result<(), StoreError> {
        self.read("probe", |connection| {
            let mut query = connection.prepare_cached("SELECT max(version) FROM schema_migration")?;
            Ok(query.query_row([], |_| Ok(()))?)
        })
    }

    fn open_reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        configure(&connection)?;
        Ok(connection)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The last connection to go brings the log into the file, which those that only read cannot.
        self.readers.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        *self.watcher.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        // Closing the channel lets the writer finish what is queued.
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

fn empty_log(path: &Path) -> Result<(), StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(1))?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(128);
    // Without it SQLite plans a cached statement anew whenever other values are bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    connection.pragma_update(None, "cache_size", -8_192)?;
    Ok(())
}

/// For writes by the thousand that touch pages all over the file: more of them stay at hand, and the log is brought
/// into the file every 64 MB, so that a page that changes often is written once.
fn configure_bulk(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
    Ok(())
}

fn in_snapshot<T>(
    connection: &Connection,
    read: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.prepare_cached("BEGIN")?.execute([])?;
    let result = read(connection);
    let ended = connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
    // The first error is the one that says why.
    let value = result?;
    ended?;
    Ok(value)
}

fn in_savepoint<T>(
    connection: &Connection,
    write: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.execute_batch("SAVEPOINT one")?;
    let result = write(connection);
    let end = if result.is_ok() { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
    let ended = connection.execute_batch(end);
    // The first error is the one that says why: a full disk ends the whole transaction, savepoints and all.
    let value = result?;
    ended?;
    Ok(value)
}

fn write_in_groups(plane: &'static str, connection: &Connection, queue: &mpsc::Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
            // All that wait by now, so that nobody waits as long once more for the same answer.
            let error = StoreError::from(error);
            for job in std::iter::once(first).chain(queue.try_iter()) {
                job(Err(error.clone()))(Ok(()));
            }
            continue;
        }
        let mut finishes = vec![first(Ok(connection))];
        // A full disk ends the transaction by itself: nothing more may run in it.
        while finishes.len() < GROUP && !connection.is_autocommit() {
            let Ok(next) = queue.try_recv() else { break };
            finishes.push(next(Ok(connection)));
        }
        let committed = commit(connection);
        group_committed(plane, finishes.len());
        for finish in finishes {
            finish(committed.clone());
        }
    }
}

/// Ends the writer's transaction. With an error, nothing of it has happened.
fn commit(connection: &Connection) -> Result<(), StoreError> {
    if connection.is_autocommit() {
        let undone = "a write of the same group found the disk full, which undid them all";
        return Err(StoreError::Unavailable(undone.to_owned()));
    }
    let committed = connection.execute_batch("COMMIT");
    if committed.is_err() && !connection.is_autocommit() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    Ok(committed?)
}
