//! The header line: which type of file it is, in which dialect.

use bluestem_model::rif::{RifColumn, RifType};

use super::cells::RifCells;
use crate::report::FileFault;

/// How a file names its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// As the back end (BFD) reads it: with `DML_IND` and all.
    BackEnd,
    /// As the public research files of the CCW: fewer columns, some with other names, every row to be inserted.
    Public,
}

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) kind: RifType,
    pub(super) dialect: Dialect,
    /// For each position of the file the place in the type's table; None for an unknown column.
    pub(super) places: Vec<Option<u16>>,
    /// Number of columns, unknown ones included, without a last one that has no name.
    pub(super) width: usize,
    /// Names of the unknown ones.
    pub(super) unknown: Vec<String>,
}

/// Of so many of a hundred columns a file may be without.
const MOST_MISSING: usize = 20;

impl Header {
    /// Reads the header line. None when it is not of this format at all, so that the file is none of ours.
    pub(super) fn read(cells: &RifCells) -> Option<Result<Self, FileFault>> {
        let mut names: Vec<String> =
            cells.iter().map(|name| String::from_utf8_lossy(name).trim().to_ascii_uppercase()).collect();
        if names.len() > 1 && names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let dialect =
            if names.iter().any(|name| name == "DML_IND") { Dialect::BackEnd } else { Dialect::Public };
        if names.len() < 2 {
            let divided = [',', ';', '\t', '~'].into_iter().any(|delimiter| {
                let names: Vec<&str> =
                    names.first().map_or("", |name| name.as_str()).split(delimiter).collect();
                RifType::ALL.iter().any(|kind| {
                    [Dialect::BackEnd, Dialect::Public].iter().any(|dialect| fits(*kind, *dialect, &names))
                })
            });
            return divided.then_some(Err(FileFault::Delimiter));
        }
        let borrowed: Vec<&str> = names.iter().map(String::as_str).collect();
        let best =
            RifType::ALL.into_iter().filter(|kind| fits(*kind, dialect, &borrowed)).min_by_key(|kind| {
                let strange = borrowed.iter().filter(|name| place(*kind, dialect, name).is_none()).count();
                missing(*kind, dialect, &borrowed) + strange
            });
        let Some(kind) = best else {
            let ours = dialect == Dialect::BackEnd || borrowed.contains(&"BENE_ID");
            return ours.then_some(Err(FileFault::UnknownHeader));
        };
        Some(Self::of(kind, dialect, &names))
    }

    fn of(kind: RifType, dialect: Dialect, names: &[String]) -> Result<Self, FileFault> {
        let places: Vec<Option<u16>> = names.iter().map(|name| place(kind, dialect, name)).collect();
        let mut unknown = Vec::new();
        for (name, place) in names.iter().zip(&places) {
            let Some(place) = place else {
                unknown.push(name.chars().take(64).collect());
                continue;
            };
            if places.iter().filter(|other| *other == &Some(*place)).count() > 1 {
                let column = kind.columns().get(usize::from(*place));
                return Err(FileFault::RepeatedColumn(column.map_or("?", |column| column.name)));
            }
        }
        let is_there = |wanted: &RifColumn| {
            places.iter().flatten().any(|place| {
                kind.columns().get(usize::from(*place)).is_some_and(|column| column.name == wanted.name)
            })
        };
        let needed =
            kind.columns().iter().filter(|column| column.required && named(column, dialect).is_some());
        match needed.into_iter().find(|column| !is_there(column)) {
            Some(column) => Err(FileFault::MissingColumn(column.name)),
            None => Ok(Self { kind, dialect, width: places.len(), places, unknown }),
        }
    }
}

/// Whether the header may be of this type: it has the key and most of the columns.
fn fits(kind: RifType, dialect: Dialect, names: &[&str]) -> bool {
    let wanted = kind.columns().iter().filter(|column| named(column, dialect).is_some()).count();
    (dialect == Dialect::BackEnd || kind != RifType::BeneficiaryHistory)
        && names.contains(&kind.key())
        && missing(kind, dialect, names) * 100 <= wanted * MOST_MISSING
}

/// How many of the type's columns the header lacks.
fn missing(kind: RifType, dialect: Dialect, names: &[&str]) -> usize {
    let absent = |column: &&RifColumn| named(column, dialect).is_some_and(|name| !names.contains(&name));
    kind.columns().iter().filter(absent).count()
}

fn named(column: &RifColumn, dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::BackEnd => Some(column.name),
        Dialect::Public => column.public,
    }
}

fn place(kind: RifType, dialect: Dialect, name: &str) -> Option<u16> {
    let found = kind.columns().iter().position(|column| named(column, dialect) == Some(name));
    found.and_then(|place| u16::try_from(place).ok())
}
