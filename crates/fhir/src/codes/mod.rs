//! Code systems: names, built-in texts of codes, and texts that are loaded because others own them.

/// Texts of codes that are loaded at start because third parties own them (NUBC, X12, NUCC). Empty by default.
#[derive(Clone, Debug, Default)]
pub struct Displays;
