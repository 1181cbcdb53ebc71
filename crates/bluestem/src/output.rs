//! What the commands say to the person at the terminal.

use std::io::Write;

/// A line on standard output. Flushed, so that a script that waits for it sees it at once.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody reads on when standard output is closed; that is no reason to stop a server.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line on standard error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
