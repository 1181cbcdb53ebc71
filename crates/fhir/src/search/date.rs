//! Date parameters: a prefix and a value of any precision, as a range of dates or moments.

use bluestem_model::query::{DateRange, TimeRange};
use bluestem_model::time::{Date, SECOND, Timestamp, parse_date};

/// Prefixes (FHIR R4 3.1.1.4.5). `ne` and `ap` are no ranges and are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    Eq,
    Gt,
    Ge,
    Lt,
    Le,
}

/// Splits the prefix from the value; none is `eq`. None for letters that are no prefix of ours.
pub(super) fn split(text: &str) -> Option<(Prefix, &str)> {
    let prefix = match text.get(..2) {
        Some("eq") => Prefix::Eq,
        // The value's range lies wholly after (before) the searched one: for points in time the same as gt (lt).
        Some("gt" | "sa") => Prefix::Gt,
        Some("ge") => Prefix::Ge,
        Some("lt" | "eb") => Prefix::Lt,
        Some("le") => Prefix::Le,
        _ if text.starts_with(|first: char| first.is_ascii_digit()) => return Some((Prefix::Eq, text)),
        _ => return None,
    };
    Some((prefix, text.get(2..).unwrap_or_default()))
}

/// Narrows `range` by a prefix and a value. None if the value is no date.
pub(super) fn narrow_dates(range: &mut DateRange, prefix: Prefix, value: &str) -> Option<()> {
    let (first, last) = dates(value.split_once('T').map_or(value, |(day, _)| day))?;
    let (from, to) = match prefix {
        Prefix::Eq => (Some(first), Some(last)),
        Prefix::Ge => (Some(first), None),
        Prefix::Gt => (Some(last.tomorrow().ok()?), None),
        Prefix::Le => (None, Some(last)),
        Prefix::Lt => (None, Some(first.yesterday().ok()?)),
    };
    range.first = range.first.max(from);
    range.last = earliest(range.last, to);
    moments(value).map(|_| ())
}

/// As [`narrow_dates`], for moments.
pub(super) fn narrow_moments(range: &mut TimeRange, prefix: Prefix, value: &str) -> Option<()> {
    let (first, last) = moments(value)?;
    let (from, to) = match prefix {
        Prefix::Eq => (Some(first), Some(last)),
        Prefix::Ge => (Some(first), None),
        Prefix::Gt => (Some(Timestamp(last.0.saturating_add(1))), None),
        Prefix::Le => (None, Some(last)),
        Prefix::Lt => (None, Some(Timestamp(first.0.saturating_sub(1)))),
    };
    range.first = range.first.max(from);
    range.last = earliest(range.last, to);
    Some(())
}

fn earliest<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// First and last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn dates(text: &str) -> Option<(Date, Date)> {
    match text.len() {
        4 => Some((parse_date(&format!("{text}-01-01"))?, parse_date(&format!("{text}-12-31"))?)),
        7 => parse_date(&format!("{text}-01")).map(|first| (first, first.last_of_month())),
        10 => parse_date(text).map(|day| (day, day)),
        _ => None,
    }
}

/// First and last microsecond of a date or of a time of any precision from minutes on. Without a zone it is
/// UTC. A blank before the offset is a `+` that the client forgot to escape.
fn moments(text: &str) -> Option<(Timestamp, Timestamp)> {
    let Some((day, time)) = text.split_once('T') else {
        let (first, last) = dates(text)?;
        return Some((midnight(first)?, Timestamp(midnight(last)?.0.checked_add(86_400 * SECOND - 1)?)));
    };
    let zone_at = time.find(['Z', '+', '-', ' ']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(zone_at)?;
    let (clock, width) = match clock.len() {
        5 => (format!("{clock}:00"), 60 * SECOND),
        8 => (clock.to_owned(), SECOND),
        10..=15 => (clock.to_owned(), SECOND / 10_i64.checked_pow(u32::try_from(clock.len() - 9).ok()?)?),
        _ => return None,
    };
    let zone = if zone.is_empty() { "Z".to_owned() } else { zone.replace(' ', "+") };
    dates(day).filter(|_| day.len() == 10)?;
    let first = Timestamp::parse(&format!("{day}T{clock}{zone}"))?;
    Some((first, Timestamp(first.0.checked_add(width - 1)?)))
}

fn midnight(day: Date) -> Option<Timestamp> {
    Timestamp::parse(&format!("{day}T00:00:00Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_value_means_the_whole_of_its_precision() {
        let last = |text: &str| moments(text).unwrap().1;
        assert_eq!(last("2024"), moment("2024-12-31T23:59:59.999999Z"));
        assert_eq!(last("2024-02"), moment("2024-02-29T23:59:59.999999Z"));
        assert_eq!(last("2024-02-10"), moment("2024-02-10T23:59:59.999999Z"));
        assert_eq!(last("2024-02-10T10:30"), moment("2024-02-10T10:30:59.999999Z"));
        assert_eq!(last("2024-02-10T10:30:05"), moment("2024-02-10T10:30:05.999999Z"));
        assert_eq!(last("2024-02-10T10:30:05.12Z"), moment("2024-02-10T10:30:05.129999Z"));
        assert_eq!(last("2024-02-10T10:30:05.123456Z"), moment("2024-02-10T10:30:05.123456Z"));
        assert_eq!(moments("2024-02-10T10:30:00 02:00").unwrap().0, moment("2024-02-10T08:30:00Z"));
        assert_eq!(moments("2024-02-10T10:30:00-05:00").unwrap().0, moment("2024-02-10T15:30:00Z"));
    }

    #[test]
    fn ranges_narrow() {
        let mut range = TimeRange::default();
        narrow_moments(&mut range, Prefix::Gt, "2024-01-01").unwrap();
        narrow_moments(&mut range, Prefix::Ge, "2023").unwrap();
        narrow_moments(&mut range, Prefix::Lt, "2024-03").unwrap();
        assert_eq!(range.first, Some(moment("2024-01-02T00:00:00Z")));
        assert_eq!(range.last, Some(moment("2024-02-29T23:59:59.999999Z")));

        let mut range = DateRange::default();
        narrow_dates(&mut range, Prefix::Le, "2024-02").unwrap();
        narrow_dates(&mut range, Prefix::Gt, "2023").unwrap();
        assert_eq!(range.first, parse_date("2024-01-01"));
        assert_eq!(range.last, parse_date("2024-02-29"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for bad in
            ["", "24", "2024-13", "2024-02-30", "2024-2-1", "2024-02-10T", "2024-02-10T25:00:00Z", "now"]
        {
            assert_eq!(narrow_moments(&mut TimeRange::default(), Prefix::Eq, bad), None, "{bad}");
            assert_eq!(narrow_dates(&mut DateRange::default(), Prefix::Eq, bad), None, "{bad}");
        }
        assert_eq!(split("ne2024"), None);
        assert_eq!(split("ap2024"), None);
        assert_eq!(split("sa2024"), Some((Prefix::Gt, "2024")));
    }
}
