//! Progress of long work: one line that is written over on a terminal, plain lines now and then otherwise.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use bluestem_ingest::{Progress, Stage, Step, Stopped};
use bluestem_model::time::{Clock, Timestamp};

use crate::output::complain;
use crate::system::SystemClock;

/// Seconds between two showings: on a terminal, and in a log.
const TERMINAL_PACE: f64 = 0.2;
const LOG_PACE: f64 = 10.0;

/// Shows how far a load is.
pub(crate) struct Shown {
    terminal: bool,
    state: Mutex<State>,
}

struct State {
    stage: Option<Stage>,
    began: Timestamp,
    shown: Timestamp,
    tenths: Tenths,
}

/// When each tenth of the parts was stored, and how many claims were by then.
#[derive(Default)]
struct Tenths(Vec<(Timestamp, u64)>);

impl Tenths {
    fn note(&mut self, step: Step, now: Timestamp) {
        if step.stage == Stage::Storing && step.done * 10 >= step.total * (self.0.len() as u64 + 1) {
            self.0.push((now, step.rows));
        }
    }

    /// Claims a second in all and in each tenth; None unless there were enough parts to tell.
    #[allow(clippy::cast_precision_loss)] // claims are far fewer than 2^52
    fn rates(&self, began: Timestamp) -> Option<(f64, Vec<f64>)> {
        let rate = |from: (Timestamp, u64), to: (Timestamp, u64)| {
            (to.1 - from.1) as f64 / seconds(from.0, to.0).max(0.001)
        };
        let last = *self.0.last().filter(|_| self.0.len() == 10)?;
        let start = (began, 0);
        let starts = std::iter::once(&start).chain(&self.0);
        Some((rate(start, last), starts.zip(&self.0).map(|(from, to)| rate(*from, *to)).collect()))
    }
}

impl Shown {
    /// On standard error, in the form that suits it.
    pub(crate) fn new() -> Self {
        let now = SystemClock.now();
        let state = Mutex::new(State { stage: None, began: now, shown: now, tenths: Tenths::default() });
        Self { terminal: std::io::stderr().is_terminal(), state }
    }

    /// Ends the line that is written over, and says how fast claims were stored.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(crate) fn end(&self) {
        if self.terminal {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
        }
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((all, tenths)) = state.tenths.rates(state.began) {
            let tenths: Vec<String> = tenths.iter().map(|rate| grouped(*rate as u64)).collect();
            complain(&format!(
                "stored {} claims a second; by tenths of the work: {}",
                grouped(all as u64),
                tenths.join(" ")
            ));
        }
    }
}

impl Progress for Shown {
    fn step(&self, step: Step) -> Result<(), Stopped> {
        let now = SystemClock.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.stage != Some(step.stage) {
            *state = State { stage: Some(step.stage), began: now, shown: now, tenths: Tenths::default() };
        }
        state.tenths.note(step, now);
        let pace = if self.terminal { TERMINAL_PACE } else { LOG_PACE };
        if seconds(state.shown, now) < pace {
            return Ok(());
        }
        state.shown = now;
        let line = describe(step, seconds(state.began, now));
        if self.terminal {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K{line}");
        } else {
            complain(&line);
        }
        Ok(())
    }
}

#[allow(clippy::cast_precision_loss)] // half a microsecond more or less is not seen
fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    (to.0 - from.0) as f64 / 1e6
}

/// `storing  45 %  12,000 claims  3,100 a second  8 s left`.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn describe(step: Step, elapsed: f64) -> String {
    let (verb, what) = match step.stage {
        Stage::Reading => ("reading", "rows"),
        Stage::Storing => ("storing", "claims"),
    };
    let share = if step.total == 0 { 0.0 } else { step.done as f64 / step.total as f64 };
    let rate = step.rows as f64 / elapsed.max(0.001);
    let left = if share > 0.0 { elapsed / share - elapsed } else { 0.0 };
    format!(
        "{verb} {:3.0} %  {} {what}  {} a second  {} s left",
        share * 100.0,
        grouped(step.rows),
        grouped(rate as u64),
        grouped(left.ceil() as u64),
    )
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_threes() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn every_tenth_has_a_rate_of_its_own() {
        let mut tenths = Tenths::default();
        for part in 1..=20 {
            // The parts of the last tenth take twice as long.
            let at = if part <= 18 { part } else { 18 + (part - 18) * 2 };
            let step = Step { stage: Stage::Storing, done: part, total: 20, rows: part * 500 };
            tenths.note(step, Timestamp::default().plus_seconds(i64::try_from(at).unwrap()));
        }
        let (all, rates) = tenths.rates(Timestamp::default()).unwrap();
        let is = |rate: f64, expected: f64| (rate - expected).abs() < 1.0;
        assert!(rates.len() == 10 && rates[..9].iter().all(|rate| is(*rate, 500.0)), "{rates:?}");
        assert!(is(rates[9], 250.0) && is(all, 10_000.0 / 22.0), "{all} {rates:?}");
    }

    #[test]
    fn few_parts_have_no_tenths() {
        let mut tenths = Tenths::default();
        for part in 1..=3 {
            let step = Step { stage: Stage::Storing, done: part, total: 3, rows: part };
            tenths.note(step, Timestamp::default());
        }
        assert_eq!(tenths.rates(Timestamp::default()), None);
    }

    #[test]
    fn rate_and_time_left_follow_from_what_is_done() {
        let step = Step { stage: Stage::Storing, done: 1, total: 4, rows: 3_000 };
        assert_eq!(describe(step, 2.0), "storing  25 %  3,000 claims  1,500 a second  6 s left");
    }
}
