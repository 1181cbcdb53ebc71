//! What is measured, path by path: the product and the bare server by turns, in the same run.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::http::header;
use bytes::Bytes;
use serde_json::Value;

use crate::generator::{self, Measured};
use crate::http::{Call, Connection};
use crate::input::Source;
use crate::process::{Server, free_port};
use crate::table::Row;

/// Turns that the time of a path is cut into, so that a disturbance of the machine meets both sides.
const TURNS: u32 = 4;
const WARM_UP: Duration = Duration::from_millis(500);

/// `sandbox-system:sandbox-secret`, the sandbox's published sample credentials, as RFC 7617 wants them.
const SYSTEM_CREDENTIALS: &str = "Basic c2FuZGJveC1zeXN0ZW06c2FuZGJveC1zZWNyZXQ=";

/// Filters of a person's claims, each measured on the longest history.
const FILTERS: [&str; 7] = [
    "type=carrier",
    "service-date=ge2021-01-01",
    "billable-period-start=lt2022-01-01",
    "_lastUpdated=gt2020-01-01",
    "_tag=https://bluebutton.cms.gov/fhir/CodeSystem/Final-Action%7CFinalAction",
    "outcome=complete",
    "_security:not=42CFRPart2",
];

/// A request to the product with the answer it gave, which is what the bare server sends.
struct Sample {
    name: String,
    call: Call,
    body: Bytes,
}

/// Measures reads of a running sandbox, and its systems' tokens. `folder` is for the bare server's files.
pub(crate) async fn all(ours: &Server, source: &Source, folder: &Path, time: Duration) -> Result<Vec<Row>> {
    let samples = samples(ours, source).await?;
    fs::create_dir_all(folder)?;
    for (number, sample) in samples.iter().enumerate() {
        fs::write(folder.join(number.to_string()), &sample.body)?;
    }
    let port = free_port()?;
    let myself = std::env::current_exe()?;
    let place = folder.to_string_lossy();
    let bare = Server::start(&myself, &["bare", "--folder", &place, "--port", &port.to_string()], port)?;

    let mut rows = Vec::new();
    for (number, sample) in samples.iter().enumerate() {
        rows.push(by_turns(ours, &bare, sample, number, time).await?);
    }
    Ok(rows)
}

async fn by_turns(
    ours: &Server,
    bare: &Server,
    sample: &Sample,
    number: usize,
    time: Duration,
) -> Result<Row> {
    let bare_call = sample.call.at(format!("/{number}"));
    generator::repeat(ours.address, &sample.call, WARM_UP).await?;
    generator::repeat(bare.address, &bare_call, WARM_UP).await?;
    let (mut here, mut there) = (Measured::default(), Measured::default());
    for _ in 0..TURNS {
        there.add(generator::repeat(bare.address, &bare_call, time / TURNS).await?);
        here.add(generator::repeat(ours.address, &sample.call, time / TURNS).await?);
    }
    Ok(Row { path: sample.name.clone(), ours: here, bare: there, bytes: sample.body.len() })
}

/// A page of 10 and a claim of each of these people, by turns, with a token of a system.
pub(crate) async fn reads_of_many(ours: &Server, people: &[String]) -> Result<Vec<Call>> {
    let mut connection = Connection::open(ours.address).await?;
    let token = text(&connection.send(&credentials()?).await?.json()?, "/access_token")?;
    let mut calls = Vec::new();
    for person in people {
        let page =
            Call::get(format!("/v3/fhir/ExplanationOfBenefit?patient={person}&_count=10"), Some(&token))?;
        let bundle = connection.send(&page).await?.json()?;
        // Somebody may have nothing but superseded claims.
        if let Ok(id) = text(&bundle, "/entry/0/resource/id") {
            calls.push(Call::get(format!("/v3/fhir/ExplanationOfBenefit/{id}"), Some(&token))?);
            calls.push(page);
        }
    }
    Ok(calls)
}

/// The sandbox's system asks for a token.
fn credentials() -> Result<Call> {
    let mut call =
        Call::form("/v3/o/token/", &[("grant_type", "client_credentials"), ("scope", "system/*.rs")])?;
    call.headers.insert(header::AUTHORIZATION, SYSTEM_CREDENTIALS.parse()?);
    Ok(call)
}

/// The requests to repeat, each with its answer.
async fn samples(ours: &Server, source: &Source) -> Result<Vec<Sample>> {
    let mut connection = Connection::open(ours.address).await?;
    let credentials = credentials()?;
    let granted = connection.send(&credentials).await?;
    let token = text(&granted.json()?, "/access_token")?;

    let search = format!("/v3/fhir/ExplanationOfBenefit?patient={}&_count=10", source.longest_history);
    let first = connection.send(&Call::get(&*search, Some(&token))?).await?.json()?;
    let total = first.pointer("/total").and_then(Value::as_u64).context("no total")?;
    let id = text(&first, "/entry/0/resource/id")?;
    let mut reads = vec![
        ("claim by id".to_owned(), format!("/v3/fhir/ExplanationOfBenefit/{id}")),
        (format!("page of 10, first of {total} claims"), search.clone()),
        (
            format!("page of 10, last of {total} claims"),
            format!("{search}&startIndex={}", total.saturating_sub(10)),
        ),
        ("page of 10, by the next link".to_owned(), next_link(&first)?),
        // To stay within a tenth of the first page of v3.
        (
            format!("page of 10 in v2, first of {total} claims"),
            format!("/v2/fhir/ExplanationOfBenefit?patient=idr-{}&_count=10", source.longest_history),
        ),
    ];
    reads.extend(FILTERS.map(|filter| {
        (
            format!("page of 10, {}", filter.split('=').next().unwrap_or_default()),
            format!("{search}&{filter}"),
        )
    }));
    let mut samples = Vec::new();
    for (name, target) in reads {
        let call = Call::get(target, Some(&token))?;
        let answer = connection.send(&call).await?;
        answer.json()?;
        samples.push(Sample { name, call, body: answer.body });
    }
    samples.push(Sample {
        name: "client credentials -> token".into(),
        call: credentials,
        body: granted.body,
    });
    Ok(samples)
}

/// Path and query of a bundle's `next` link.
fn next_link(bundle: &Value) -> Result<String> {
    let links = bundle.pointer("/link").and_then(Value::as_array).context("no links")?;
    let next = links.iter().find(|link| link.pointer("/relation").and_then(Value::as_str) == Some("next"));
    let url = url::Url::parse(&text(next.context("no next link")?, "/url")?)?;
    Ok(format!("{}?{}", url.path(), url.query().unwrap_or_default()))
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    Ok(found.with_context(|| format!("no {pointer}"))?.to_owned())
}
