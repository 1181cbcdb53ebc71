//! Child processes: the product's commands, and servers that are ready when they say so.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// A command without the environment that would configure it.
fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("BLUESTEM_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command to its end. Returns what it printed and how long it took.
pub(crate) fn run(program: &Path, arguments: &[&str]) -> Result<(String, Duration)> {
    let began = Instant::now();
    let output = command(program, arguments).output().context("starting the product")?;
    let took = began.elapsed();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let printed = text(&output.stdout) + &text(&output.stderr);
    ensure!(output.status.success(), "{arguments:?} ended with {}:\n{printed}", output.status);
    Ok((printed, took))
}

/// A started server. It ends when this is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// Time from the start to the line that says it answers.
    pub(crate) came_up: Duration,
}

impl Server {
    /// Starts a server on `port` and waits for its line `ready http://...`.
    pub(crate) fn start(program: &Path, arguments: &[&str], port: u16) -> Result<Self> {
        let began = Instant::now();
        let mut child = command(program, arguments).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().context("no output")?;
        let mut server =
            Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)), came_up: Duration::ZERO };
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next() {
            if line?.starts_with("ready http") {
                server.came_up = began.elapsed();
                // The pipe is read on, so that a server that prints more never waits for us.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(server);
            }
        }
        bail!("{arguments:?} ended before it was ready")
    }

    /// Resident memory in MB, where the system tells it.
    pub(crate) fn memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A free port of the loopback interface.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
