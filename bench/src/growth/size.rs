//! One size of installation: what it holds, and what it needs to keep up.

use super::Measured;
use crate::backend::Backend;

/// Claims of a person in the whole population of Medicare, as counted in September 2022: 23,195,755,891 claims (the
/// analysis of RIF data in Synthea's wiki).
const CLAIMS_PER_MEMBER: f64 = 278.87;
/// Years that these claims go back.
const YEARS: f64 = 8.0;
/// Claims that are delivered, for each that is new: some come again because they changed.
const DELIVERED_PER_NEW: f64 = 1.15;
/// Of what one load adds, the share that each further one adds on the same database.
const FURTHER_LOAD: f64 = 0.7;
/// Loads at the same time that one database takes.
const MOST_LOADS: u32 = 8;
/// Hours in which a week's delivery should be searchable: half a night is left for what goes wrong.
const WEEK_WITHIN: f64 = 12.0;
/// Days in which everything should be loaded at first.
const FIRST_WITHIN: f64 = 21.0;
/// Disk of one database that can still be backed up, restored and vacuumed within a day at 250 MB a second.
const MOST_DISK: f64 = 20e12;
/// Memory of the largest machines that are common.
const MOST_MEMORY: f64 = 1024e9;
/// Disk to provide for each byte of data: the log, versions that are not vacuumed yet, room to rebuild an index.
const DISK_TO_PROVIDE: f64 = 1.5;
/// Share of the data that people who are asked about keep in memory.
const READ_OFTEN: f64 = 0.01;
/// Pages of 10 claims that are read of each member in a week, in a quarter of its hours.
const PAGES_PER_MEMBER: f64 = 5.0;
const BUSY_HOURS: f64 = 168.0 / 4.0;
/// Cores of the machine that was measured.
const CORES_MEASURED: f64 = 2.0;

/// One size.
#[derive(Clone, Debug)]
pub(super) struct Size {
    pub(super) backend: Backend,
    pub(super) members: f64,
    pub(super) claims: f64,
    /// Bytes of the claims plane.
    pub(super) disk: f64,
    /// Bytes of memory.
    pub(super) memory: f64,
    /// Loads at the same time.
    pub(super) loads: u32,
    /// Databases.
    pub(super) databases: u32,
    /// Cores, of databases, loads and servers together.
    pub(super) cores: f64,
    /// Claims a second that all loads together make searchable.
    pub(super) load_per_second: f64,
}

impl Size {
    /// So many members on a backend.
    pub(super) fn of(backend: Backend, members: f64, measured: Measured) -> Self {
        let claims = members * CLAIMS_PER_MEMBER;
        let disk = claims * measured.bytes_per_claim;
        let scattered = claims * measured.scattered_bytes_per_claim;
        let loads_wanted = loads_for(claims, members, measured.load_per_second);
        let memory_wanted = scattered + disk * READ_OFTEN + 2e9;
        let parts =
            [f64::from(loads_wanted) / f64::from(MOST_LOADS), disk / MOST_DISK, memory_wanted / MOST_MEMORY];
        let databases = whole(parts.into_iter().fold(1.0, f64::max).ceil());
        // A load keeps one core busy, its database another; one file has one writer.
        let loads = if backend == Backend::Embedded { 1 } else { loads_wanted.max(databases) };
        let reads = members * PAGES_PER_MEMBER / (BUSY_HOURS * 3600.0);
        let cores = 2.0 * f64::from(loads) + (reads / (measured.pages_per_second / CORES_MEASURED)).ceil();
        let each = f64::from(loads) / f64::from(databases);
        Self {
            backend,
            members,
            claims,
            disk,
            memory: memory_wanted,
            loads,
            databases,
            cores,
            load_per_second: f64::from(databases) * together(measured.load_per_second, each),
        }
    }

    /// Rows that hold the claims: index columns and record, on PostgreSQL a key beside them.
    pub(super) fn rows(&self) -> f64 {
        self.claims * if self.backend == Backend::Embedded { 2.0 } else { 3.0 }
    }

    /// Claims of a week's delivery.
    pub(super) fn week(&self) -> f64 {
        weekly(self.members)
    }

    /// Bytes of disk to provide.
    pub(super) fn disk_to_provide(&self) -> f64 {
        self.disk * DISK_TO_PROVIDE
    }

    /// Hours that a load of so many claims takes.
    pub(super) fn hours(&self, claims: f64) -> f64 {
        claims / self.load_per_second / 3600.0
    }
}

/// Members whose weekly deliveries one load at a time makes searchable in time.
pub(super) fn members_in_time(measured: Measured) -> f64 {
    measured.load_per_second * WEEK_WITHIN * 3600.0 / weekly(1.0)
}

fn weekly(members: f64) -> f64 {
    members * CLAIMS_PER_MEMBER / YEARS / 52.0 * DELIVERED_PER_NEW
}

/// Claims a second of some loads on one database.
fn together(one: f64, loads: f64) -> f64 {
    one * (1.0 + FURTHER_LOAD * (loads - 1.0).max(0.0))
}

/// How many loads at the same time make everything in time.
fn loads_for(claims: f64, members: f64, one: f64) -> u32 {
    let wanted = (claims / (FIRST_WITHIN * 86_400.0)).max(weekly(members) / (WEEK_WITHIN * 3600.0))
        / one.max(f64::EPSILON);
    whole((1.0 + (wanted - 1.0).max(0.0) / FURTHER_LOAD).ceil())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a handful
fn whole(number: f64) -> u32 {
    number as u32
}
