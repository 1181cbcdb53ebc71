//! Child processes: the product's commands, and servers that are ready when they say so.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_mins(2);

/// A command without the environment that would configure it.
fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("BLUESTEM_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// A command that ended well.
pub(crate) struct Ended {
    /// What it printed.
    pub(crate) printed: String,
    pub(crate) took: Duration,
    /// The most memory of its own that it had, in MB, as far as the system tells: without what it shares with files.
    pub(crate) most_memory: f64,
}

/// Runs a command to its end.
pub(crate) fn run(program: &Path, arguments: &[&str]) -> Result<Ended> {
    let began = Instant::now();
    let mut child = command(program, arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", program.display()))?;
    let (out, err) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let mut most_memory = 0_f64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        most_memory = most_memory.max(status_of(&child, "RssAnon:").unwrap_or_default());
        thread::sleep(Duration::from_millis(20));
    };
    let took = began.elapsed();
    let text = |reader: thread::JoinHandle<String>| reader.join().unwrap_or_default();
    let printed = text(out) + &text(err);
    ensure!(status.success(), "{arguments:?} ended with {status}:\n{printed}");
    Ok(Ended { printed, took, most_memory })
}

/// Takes what a pipe brings until it closes.
fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // A pipe that breaks ends what was printed.
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// A figure of a process in MB, where the system tells it.
fn status_of(child: &Child, name: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// A started server. It ends when this is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// When it was started.
    pub(crate) began: Instant,
}

impl Server {
    /// Starts a server on `port` and waits for its line `ready http://...`.
    pub(crate) fn start(program: &Path, arguments: &[&str], port: u16) -> Result<Self> {
        let mut server = Self::spawn(command(program, arguments).stdout(Stdio::piped()), port)?;
        let stdout = server.child.stdout.take().context("no output")?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next() {
            if line?.starts_with("ready http") {
                // The pipe is read on, so that a server that prints more never waits for us.
                thread::spawn(move || lines.for_each(drop));
                return Ok(server);
            }
        }
        bail!("{arguments:?} ended before it was ready")
    }

    /// Starts a server on `port` and waits until it takes connections.
    pub(crate) fn start_listening(program: &Path, arguments: &[&str], port: u16) -> Result<Self> {
        let mut server = Self::spawn(command(program, arguments).stdout(Stdio::null()), port)?;
        while TcpStream::connect(server.address).is_err() {
            ensure!(server.child.try_wait()?.is_none(), "{arguments:?} ended before it was ready");
            ensure!(server.began.elapsed() < PATIENCE, "{arguments:?} does not listen");
            thread::sleep(Duration::from_millis(1));
        }
        Ok(server)
    }

    fn spawn(command: &mut Command, port: u16) -> Result<Self> {
        let began = Instant::now();
        Ok(Self { child: command.spawn()?, address: SocketAddr::from(([127, 0, 0, 1], port)), began })
    }

    /// Resident memory in MB, where the system tells it.
    pub(crate) fn memory(&self) -> Option<f64> {
        status_of(&self.child, "VmRSS:")
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
