//! The sizes, as a table that stands in docs/operations.md.

use anyhow::Result;

use super::schedule::{self, Year};
use super::size::{Size, members_in_time};
use super::{Recorded, of};
use crate::at_scale::grouped;
use crate::backend::Backend;

/// Members, and what they are kept in.
const SIZES: [(f64, Backend); 5] = [
    (1e5, Backend::Embedded),
    (1e5, Backend::Postgres),
    (1e6, Backend::Postgres),
    (1e7, Backend::Postgres),
    (6e7, Backend::Postgres),
];
/// Years that are played; the slowest counts.
const YEARS: u64 = 20;
/// Hours of work that may be left at the end of a year: what came last.
const DAY: f64 = 24.0;

/// The sizes that the table is about.
pub(super) fn sizes(recorded: &Recorded) -> Result<Vec<Size>> {
    SIZES.iter().map(|(members, backend)| Ok(Size::of(*backend, *members, of(recorded, *backend)?))).collect()
}

/// The table, and where one database ends.
pub(super) fn render(recorded: &Recorded) -> Result<String> {
    let mut lines = vec![
        "| Members | Kept in | Claims, rows, millions | Disk: data, to provide | Memory | Cores | Loads at once | First load | \
         A week's delivery: claims, hours | Searchable, 95 of 100: weekly, nightly | Loads busy |"
            .to_owned(),
        format!("|{}", "---|".repeat(11)),
    ];
    lines.extend(sizes(recorded)?.iter().map(row));
    let postgres = of(recorded, Backend::Postgres)?;
    lines.push(format!(
        "\nDeliveries are not what ends first: where memory is as in the table, one load at a time would keep up with \
         those of some {:.0} million members on one PostgreSQL.",
        members_in_time(postgres) / 1e6,
    ));
    Ok(lines.join("\n"))
}

fn row(size: &Size) -> String {
    let years: Vec<Year> = (0..YEARS).map(|seed| schedule::year(size, seed)).collect();
    let slowest = |of: fn(&Year) -> f64| years.iter().map(of).fold(0.0, f64::max);
    let searchable = if slowest(|year| year.left) < DAY {
        format!("{:.1} h, {:.1} h", slowest(|year| year.week_p95), slowest(|year| year.night_p95))
    } else {
        "never: the backlog grows".to_owned()
    };
    let kept_in = match (size.backend, size.databases) {
        (Backend::Embedded, _) => "one folder".to_owned(),
        (Backend::Postgres, 1) => "one PostgreSQL".to_owned(),
        (Backend::Postgres, many) => format!("{many} PostgreSQL nodes"),
    };
    format!(
        "| {} | {kept_in} | {}, {} | {}, {} | {} | {} | {} | {} | {}, {:.1} | {} | {:.0} % |",
        grouped(size.members),
        grouped(size.claims / 1e6),
        grouped(size.rows() / 1e6),
        bytes(size.disk),
        bytes(size.disk_to_provide()),
        bytes(size.memory),
        grouped(size.cores),
        size.loads,
        long(size.hours(size.claims)),
        grouped(size.week()),
        size.hours(size.week()),
        searchable,
        slowest(|year| year.busy) * 100.0,
    )
}

/// `1.2 TB`, in steps that can be bought.
fn bytes(bytes: f64) -> String {
    if bytes < 1e12 {
        format!("{} GB", grouped((bytes / 1e9).ceil()))
    } else {
        format!("{:.1} TB", bytes / 1e12)
    }
}

fn long(hours: f64) -> String {
    if hours < 48.0 { format!("{hours:.1} h") } else { format!("{:.1} days", hours / 24.0) }
}
