//! Date parameters: a prefix and a value of any precision, as a window of dates or moments.

use bluestem_model::query::{DateRange, TimeRange};
use bluestem_model::time::{Date, SECOND, Timestamp, parse_date};

use super::error::Problem;

/// Prefixes (FHIR R4 3.1.1.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Ap,
}

/// Splits the prefix from the value; none is `eq`. None for letters that are no prefix.
pub(super) fn split(text: &str) -> Option<(Prefix, &str)> {
    let prefix = match text.get(..2) {
        Some("eq") => Prefix::Eq,
        Some("ne") => Prefix::Ne,
        // The value's range lies wholly after (before) the searched one: for points in time the same as gt (lt).
        Some("gt" | "sa") => Prefix::Gt,
        Some("ge") => Prefix::Ge,
        Some("lt" | "eb") => Prefix::Lt,
        Some("le") => Prefix::Le,
        Some("ap") => Prefix::Ap,
        _ if text.starts_with(|first: char| first.is_ascii_digit()) => return Some((Prefix::Eq, text)),
        _ => return None,
    };
    Some((prefix, text.get(2..).unwrap_or_default()))
}

/// What every value of a date parameter together leaves: a range, and a range within it that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window<T> {
    first: Option<T>,
    last: Option<T>,
    except: Option<(T, T)>,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Self { first: None, last: None, except: None }
    }
}

/// A date or a moment.
pub trait Point: Copy + Ord {
    /// First and last point of a value.
    fn range(text: &str) -> Option<(Self, Self)>;
    /// The point behind it.
    fn next(self) -> Option<Self>;
    /// The point before it.
    fn previous(self) -> Option<Self>;
    /// The range widened on both sides by a tenth of its distance from `now`, as FHIR R4 advises for `ap`.
    fn around(range: (Self, Self), now: Timestamp) -> (Self, Self);
}

impl<T: Point> Window<T> {
    /// Narrows the window by a prefix and a value.
    pub(super) fn narrow(&mut self, prefix: Prefix, value: &str, now: Timestamp) -> Result<(), Problem> {
        let range = T::range(value).ok_or(Problem::Date)?;
        let (first, last) = if prefix == Prefix::Ap { T::around(range, now) } else { range };
        let (from, to) = match prefix {
            Prefix::Eq | Prefix::Ap => (Some(first), Some(last)),
            Prefix::Ge => (Some(first), None),
            Prefix::Gt => (Some(last.next().ok_or(Problem::Date)?), None),
            Prefix::Le => (None, Some(last)),
            Prefix::Lt => (None, Some(first.previous().ok_or(Problem::Date)?)),
            Prefix::Ne => {
                if self.except.is_some_and(|other| other != range) {
                    return Err(Problem::Repeated);
                }
                self.except = Some(range);
                return Ok(());
            }
        };
        self.first = self.first.max(from);
        self.last = match (self.last, to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Ok(())
    }
}

impl<T: Copy + Ord> Window<T> {
    /// Whether `point` is in it.
    pub fn contains(&self, point: T) -> bool {
        self.first.is_none_or(|first| first <= point)
            && self.last.is_none_or(|last| point <= last)
            && self.except.is_none_or(|(first, last)| point < first || last < point)
    }
}

impl Window<Date> {
    /// The range, and the range that is left out.
    pub fn ranges(self) -> (DateRange, Option<DateRange>) {
        let except = self.except.map(|(first, last)| DateRange { first: Some(first), last: Some(last) });
        (DateRange { first: self.first, last: self.last }, except)
    }
}

impl Window<Timestamp> {
    /// The range, and the range that is left out.
    pub fn ranges(self) -> (TimeRange, Option<TimeRange>) {
        let except = self.except.map(|(first, last)| TimeRange { first: Some(first), last: Some(last) });
        (TimeRange { first: self.first, last: self.last }, except)
    }
}

impl Point for Date {
    /// A time behind the date must read, but says no more.
    fn range(text: &str) -> Option<(Self, Self)> {
        moments(text)?;
        dates(text.split_once('T').map_or(text, |(day, _)| day))
    }

    fn next(self) -> Option<Self> {
        self.tomorrow().ok()
    }

    fn previous(self) -> Option<Self> {
        self.yesterday().ok()
    }

    fn around((first, last): (Self, Self), now: Timestamp) -> (Self, Self) {
        let today = now.date();
        let days = |later: Self, earlier: Self| (later.duration_since(earlier).as_hours() / 24).max(0);
        let slack = days(first, today).max(days(today, last)) / 10 * 86_400;
        let moved =
            |day: Self, seconds| midnight(day).map_or(day, |start| start.plus_seconds(seconds).date());
        (moved(first, -slack), moved(last, slack))
    }
}

impl Point for Timestamp {
    fn range(text: &str) -> Option<(Self, Self)> {
        moments(text)
    }

    fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }

    fn previous(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    fn around((first, last): (Self, Self), now: Timestamp) -> (Self, Self) {
        let away = first.0.saturating_sub(now.0).max(now.0.saturating_sub(last.0)).max(0);
        (Self(first.0.saturating_sub(away / 10)), Self(last.0.saturating_add(away / 10)))
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

    const NOW: Timestamp = Timestamp(1_735_689_600 * SECOND); // 2025-01-01

    fn moment(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn window<T: Point>(values: &[&str]) -> Window<T> {
        let mut window = Window::default();
        for value in values {
            let (prefix, value) = split(value).unwrap();
            window.narrow(prefix, value, NOW).unwrap();
        }
        window
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
    fn windows_narrow() {
        let (range, _) = window::<Timestamp>(&["gt2024-01-01", "ge2023", "lt2024-03"]).ranges();
        assert_eq!(range.first, Some(moment("2024-01-02T00:00:00Z")));
        assert_eq!(range.last, Some(moment("2024-02-29T23:59:59.999999Z")));
        let (range, except) = window::<Date>(&["le2024-02", "gt2023"]).ranges();
        assert_eq!((range.first, range.last), (parse_date("2024-01-01"), parse_date("2024-02-29")));
        assert_eq!(except, None);
    }

    #[test]
    fn ne_leaves_a_range_out() {
        let days = window::<Date>(&["ge2024-01", "ne2024-02", "ne2024-02"]);
        let holds = |text: &str| days.contains(parse_date(text).unwrap());
        assert!(holds("2024-01-31") && !holds("2024-02-01") && !holds("2024-02-29") && holds("2024-03-01"));
        assert!(!holds("2023-12-31"));
        let mut other = days;
        assert_eq!(other.narrow(Prefix::Ne, "2024-05", NOW), Err(Problem::Repeated));
        let moments = window::<Timestamp>(&["ne2024-02-10T10:30:05Z"]);
        assert!(!moments.contains(moment("2024-02-10T10:30:05.5Z")));
        assert!(moments.contains(moment("2024-02-10T10:30:06Z")));
    }

    #[test]
    fn ap_reaches_a_tenth_of_the_way_to_now() {
        // 2024-09-23 is 100 days before 2025-01-01.
        let (range, _) = window::<Date>(&["ap2024-09-23"]).ranges();
        assert_eq!((range.first, range.last), (parse_date("2024-09-13"), parse_date("2024-10-03")));
        let (range, _) = window::<Date>(&["ap2025"]).ranges();
        assert_eq!((range.first, range.last), (parse_date("2025-01-01"), parse_date("2025-12-31")));
        let (range, _) = window::<Timestamp>(&["ap2024-12-31T23:59:49.999Z"]).ranges();
        assert_eq!(range.first, Some(moment("2024-12-31T23:59:48.999Z")));
        assert!(window::<Date>(&["ap0001-01-01"]).contains(parse_date("0001-01-01").unwrap()));
        assert!(window::<Date>(&["ap9999-12-01"]).contains(parse_date("9999-12-01").unwrap()));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for bad in
            ["", "24", "2024-13", "2024-02-30", "2024-2-1", "2024-02-10T", "2024-02-10T25:00:00Z", "now"]
        {
            for prefix in [Prefix::Eq, Prefix::Ne, Prefix::Ap] {
                assert!(Window::<Timestamp>::default().narrow(prefix, bad, NOW).is_err(), "{bad}");
                assert!(Window::<Date>::default().narrow(prefix, bad, NOW).is_err(), "{bad}");
            }
        }
        assert_eq!(split("xx2024"), None);
        assert_eq!(split("sa2024"), Some((Prefix::Gt, "2024")));
    }
}
