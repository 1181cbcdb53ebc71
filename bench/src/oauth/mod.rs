//! The authorization server: codes, refreshes and checks of tokens, beside a bare server that sends the same bytes
//! and beside django-oauth-toolkit under gunicorn, all in the same run.

mod issuer;
mod table;
mod toolkit;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::generator::{self, CONNECTIONS, Measured};
use crate::http::Connection;
use crate::input::Source;
use crate::member::{CLIENT, Member, SECRET};
use crate::process::{Server, free_port};

use issuer::Issuer;
use table::Row;
pub(crate) use table::render;
use toolkit::Toolkit;

/// What one server did.
struct Figures {
    exchange: Measured,
    check: Measured,
    refresh: Measured,
}

/// Measures a running sandbox. `folder` is for the files of the others; without `python`, which has what
/// bench/django needs, django-oauth-toolkit is left out.
pub(crate) async fn all(
    ours: &Server,
    source: &Source,
    folder: &Path,
    python: Option<&Path>,
    time: Duration,
) -> Result<Vec<Row>> {
    let issuer = Issuer::bluestem(ours.address, CLIENT, SECRET);
    // Codes hold for a minute: they are used as soon as they are there.
    let codes = codes(ours, source, time).await?;
    let others = codes_of_others(ours, source).await?;
    let here = measure(&issuer, &codes, &others, time).await?;
    let bare = bare(&issuer, &member_code(ours, &source.mbi).await?, folder, time).await?;
    let count = codes.len();
    let toolkit = python.map(|python| Toolkit::start(python, folder, count, CONNECTIONS)).transpose()?;
    let there = match &toolkit {
        Some(toolkit) => Some(measure(&toolkit.issuer, &toolkit.codes, &toolkit.others, time).await?),
        None => None,
    };
    Ok(table::rows(count, here, bare, there))
}

async fn measure(issuer: &Issuer, codes: &[String], others: &[String], time: Duration) -> Result<Figures> {
    let mut connection = Connection::open(issuer.address).await?;
    let mut pairs = Vec::new();
    for code in others {
        pairs.push(issuer.pair(&mut connection, code).await?);
    }
    let exchanges = codes.iter().map(|code| issuer.exchange(code)).collect::<Result<_>>()?;
    let exchange = generator::drain(issuer.address, exchanges).await?;
    let mut check = Measured::default();
    let mut refreshes = Vec::new();
    for pair in &pairs {
        refreshes.push(issuer.refresh(&pair.refresh)?);
    }
    if let Some(pair) = pairs.first() {
        check = generator::repeat(issuer.address, &issuer.check(&pair.access)?, time).await?;
    }
    let refresh = generator::chains(issuer.address, refreshes, |answer| issuer.next(answer), time).await?;
    Ok(Figures { exchange, check, refresh })
}

/// The same bytes, from a server that does nothing else.
async fn bare(issuer: &Issuer, code: &str, folder: &Path, time: Duration) -> Result<Figures> {
    let mut connection = Connection::open(issuer.address).await?;
    let exchange = issuer.exchange(code)?;
    let exchanged = connection.send(&exchange).await?;
    let check = issuer.check(&Issuer::read(&exchanged)?.access)?;
    let checked = connection.send(&check).await?;
    checked.json()?;
    let folder = folder.join("bare-oauth");
    fs::create_dir_all(&folder)?;
    for (number, answer) in [&exchanged, &checked].into_iter().enumerate() {
        fs::write(folder.join(number.to_string()), &answer.body)?;
    }
    let port = free_port()?;
    let (place, port_text) = (folder.to_string_lossy(), port.to_string());
    let arguments = ["bare", "--folder", &place, "--port", &port_text];
    let server = Server::start(&std::env::current_exe()?, &arguments, port)?;
    let (exchange, check) = (exchange.at("/0".to_owned()), check.at("/1".to_owned()));
    Ok(Figures {
        exchange: generator::repeat(server.address, &exchange, time).await?,
        check: generator::repeat(server.address, &check, time).await?,
        refresh: generator::repeat(server.address, &exchange, time).await?,
    })
}

/// Codes of one member, got through the real pages for about `time`.
async fn codes(ours: &Server, source: &Source, time: Duration) -> Result<Vec<String>> {
    let end = Instant::now() + time;
    let mut member = Member::new(Connection::open(ours.address).await?, &source.mbi);
    let mut codes = Vec::new();
    while Instant::now() < end || codes.len() < CONNECTIONS {
        codes.push(member.code().await?);
    }
    Ok(codes)
}

/// One code of each of some others: an exchange replaces the tokens that the app had from the same person.
async fn codes_of_others(ours: &Server, source: &Source) -> Result<Vec<String>> {
    let mut codes = Vec::new();
    for mbi in source.others.iter().take(CONNECTIONS) {
        codes.push(member_code(ours, mbi).await?);
    }
    Ok(codes)
}

async fn member_code(ours: &Server, mbi: &str) -> Result<String> {
    Member::new(Connection::open(ours.address).await?, mbi).code().await
}
