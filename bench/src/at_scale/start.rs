//! From the start of a server to its first answer, and what it takes when it has nothing to do.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::backend::Home;
use crate::http::{Call, Connection};
use crate::process::{Server, free_port};

/// Starts that are measured; the middle one counts.
const STARTS: usize = 5;
/// A server that did nothing for so long is idle.
const REST: Duration = Duration::from_secs(2);

/// What starts showed.
pub(crate) struct Started {
    /// From the start of the process to the end of its first answer, a claim read with a token.
    pub(crate) first_answer: Duration,
    /// Resident memory in MB after it.
    pub(crate) idle_memory: f64,
}

/// Starts `serve` some times; `call` is what is asked first.
pub(crate) async fn measure(binary: &Path, home: &Home, call: &Call) -> Result<Started> {
    let (mut times, mut idle_memory) = (Vec::new(), 0_f64);
    for start in 0..STARTS {
        let server = serve(binary, home)?;
        let answer = Connection::open(server.address).await?.send(call).await?;
        times.push(server.began.elapsed());
        answer.json()?;
        if start == 0 {
            tokio::time::sleep(REST).await;
            idle_memory = server.memory().unwrap_or_default();
        }
    }
    times.sort_unstable();
    let first_answer = *times.get(STARTS / 2).context("no starts")?;
    Ok(Started { first_answer, idle_memory })
}

/// A server over the installation, on a port of its own, that takes connections.
pub(crate) fn serve(binary: &Path, home: &Home) -> Result<Server> {
    let port = free_port()?;
    let arguments = home.serve(port)?;
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    Server::start_listening(binary, &arguments, port)
}
