//! Calendar days as numbers, so that thousands of them are added and written without a failure path.

use bluestem_model::time::Date;

/// A day: days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Day(pub(crate) i64);

/// Days of 400 years.
const ERA: i64 = 146_097;

impl Day {
    /// The source's "no end": 9999-12-31.
    pub(crate) const NEVER: Self = Self(2_932_896);

    pub(crate) fn of(date: Date) -> Self {
        Self::civil(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
    }

    /// The day of a date in the calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
    pub(crate) const fn civil(year: i64, month: i64, day: i64) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(year.div_euclid(400) * ERA + day_of_era - 719_468)
    }

    /// Year, month and day of the month (same source).
    pub(crate) const fn parts(self) -> (i64, i64, i64) {
        let shifted = self.0 + 719_468;
        let day_of_era = shifted.rem_euclid(ERA);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + shifted.div_euclid(ERA) * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    pub(crate) const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// The same day of the month `years` later, clipped to 28.
    pub(crate) fn plus_years(self, years: i64) -> Self {
        let (year, month, day) = self.parts();
        Self::civil(year + years, month, day.min(28))
    }

    pub(crate) fn first_of_month(self) -> Self {
        let (year, month, _) = self.parts();
        Self::civil(year, month, 1)
    }

    /// The Friday on or after this day: the National Claims History is processed weekly.
    pub(crate) fn friday(self) -> Self {
        // 1970-01-01 was a Thursday.
        self.plus((1 - self.0).rem_euclid(7))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_agree_with_the_calendar() {
        assert_eq!(Day::civil(1970, 1, 1), Day(0));
        assert_eq!(Day::civil(9999, 12, 31), Day::NEVER);
        let mut date = Date::constant(1899, 12, 30);
        let mut day = Day::of(date);
        for _ in 0..60_000 {
            let (year, month, of_month) = day.parts();
            assert_eq!(Day::of(date), day);
            assert_eq!(
                (year, month, of_month),
                (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
            );
            date = date.tomorrow().unwrap();
            day = day.plus(1);
        }
    }

    #[test]
    fn weeks_end_on_friday() {
        // 2026-10-30 is a Friday.
        assert_eq!(Day::civil(2026, 10, 24).friday(), Day::civil(2026, 10, 30));
        assert_eq!(Day::civil(2026, 10, 30).friday(), Day::civil(2026, 10, 30));
        assert_eq!(Day::civil(2026, 10, 31).friday(), Day::civil(2026, 11, 6));
    }
}
