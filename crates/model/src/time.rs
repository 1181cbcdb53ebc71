//! Time as a parameter: moments, calendar dates and clocks.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::tz::TimeZone;

/// A calendar date without a time zone.
pub type Date = jiff::civil::Date;

/// Microseconds of a second.
pub const SECOND: i64 = 1_000_000;

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Whole seconds since 1970, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// The moment `seconds` later (earlier when negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(SECOND)))
    }

    /// The same time of day `months` calendar months later, in UTC; the day is clipped to the month's last.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let zoned = self.jiff().to_zoned(TimeZone::UTC);
        zoned
            .checked_add(jiff::Span::new().months(months))
            .map_or(self, |later| Self(later.timestamp().as_microsecond()))
    }

    /// The date in UTC.
    pub fn date(self) -> Date {
        self.date_at(0)
    }

    /// The date in the fixed zone `hours` ahead of UTC (behind when negative).
    pub fn date_at(self, hours: i64) -> Date {
        TimeZone::UTC.to_datetime(self.plus_seconds(hours * 3600).jiff()).date()
    }

    /// Reads RFC 3339 (`2026-01-02T03:04:05Z`, any offset, up to microseconds).
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|moment| Self(moment.as_microsecond()))
    }

    /// FHIR `instant` in UTC with milliseconds: `2026-01-02T03:04:05.678+00:00`.
    pub fn to_instant(self) -> String {
        self.jiff().strftime("%Y-%m-%dT%H:%M:%S.%3f+00:00").to_string()
    }

    /// RFC 3339 in UTC with whole seconds: `2026-01-02T03:04:05Z`.
    pub fn to_rfc3339_seconds(self) -> String {
        self.jiff().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// HTTP date (RFC 9110 5.6.7): `Fri, 02 Jan 2026 03:04:05 GMT`.
    pub fn to_http_date(self) -> String {
        self.jiff().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    fn jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

/// Reads `YYYY-MM-DD` at the start of `text`; what follows (a time) is ignored. None for anything else.
pub fn parse_date(text: &str) -> Option<Date> {
    let (date, rest) = text.split_at_checked(10)?;
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return None;
    }
    date.parse().ok()
}

/// Whether the source means "no date" by it: 9999-12-31, 1000-01-01 and 0001-01-01.
pub fn is_sentinel(date: Date) -> bool {
    matches!((date.year(), date.month(), date.day()), (9999, 12, 31) | (1000 | 1, 1, 1))
}

/// A source of the present moment.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// A clock that another clock drives, shifted by an amount that can be changed. The sandbox travels with it.
pub struct ShiftedClock<C> {
    base: C,
    shift: AtomicI64,
}

impl<C: Clock> ShiftedClock<C> {
    /// A clock that shows what `base` shows.
    pub fn new(base: C) -> Self {
        Self { base, shift: AtomicI64::new(0) }
    }

    /// Sets the clock so that the present moment is `moment`; it runs on from there.
    pub fn set(&self, moment: Timestamp) {
        self.shift.store(moment.0.saturating_sub(self.base.now().0), Ordering::SeqCst);
    }

    /// Moves the clock on by `seconds`; a negative number is taken as 0, time does not run back.
    pub fn advance(&self, seconds: i64) {
        self.shift.fetch_add(seconds.max(0).saturating_mul(SECOND), Ordering::SeqCst);
    }
}

impl<C: Clock> Clock for ShiftedClock<C> {
    fn now(&self) -> Timestamp {
        Timestamp(self.base.now().0.saturating_add(self.shift.load(Ordering::SeqCst)))
    }
}

/// A clock that stands still until it is moved. For tests.
#[derive(Default)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `moment`.
    pub fn at(moment: Timestamp) -> Self {
        Self(AtomicI64::new(moment.0))
    }

    /// Moves the clock on by `seconds`.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds.saturating_mul(SECOND), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_those_of_fhir_and_http() {
        let moment = Timestamp::parse("2026-01-02T03:04:05.678Z").unwrap();
        assert_eq!(moment.to_instant(), "2026-01-02T03:04:05.678+00:00");
        assert_eq!(moment.to_http_date(), "Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(moment.plus_months(13).to_rfc3339_seconds(), "2027-02-02T03:04:05Z");
    }

    #[test]
    fn dates_may_carry_a_time_but_nothing_else() {
        assert_eq!(parse_date("2024-01-01T00:00:00.000000+000"), Some(jiff::civil::date(2024, 1, 1)));
        assert_eq!(parse_date("2024-02-30"), None);
        assert_eq!(parse_date("02024-01-01"), None);
        assert!(is_sentinel(parse_date("9999-12-31").unwrap()));
    }
}
