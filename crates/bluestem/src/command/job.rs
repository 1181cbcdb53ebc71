//! `bluestem job`: looks at jobs, calls them off, and has them tried again.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use bluestem_model::time::{Clock, Timestamp};
use bluestem_store::platform::{CancelOutcome, Job, JobProgress, JobState, Jobs};
use serde_json::{Value, json};

use crate::cli::{JobCommand, StoreArgs};
use crate::output::say;
use crate::place::Place;
use crate::system::SystemClock;
use crate::wiring::Stores;

pub(crate) async fn run(command: JobCommand) -> anyhow::Result<ExitCode> {
    match command {
        JobCommand::List { state, count, json, store } => {
            let state = state.as_deref().map(state_of).transpose()?;
            let jobs = open(&store).await?.jobs(state, count).await?;
            if json {
                say(&Value::Array(jobs.iter().map(in_json).collect()).to_string());
            } else {
                for job in &jobs {
                    say(&in_a_line(job));
                }
            }
        }
        JobCommand::Show { id, json, store } => {
            let job = open(&store).await?.job(id).await?.with_context(|| absent(id))?;
            say(&if json { with_result(&job).to_string() } else { in_full(&job) });
        }
        JobCommand::Cancel { id, store } => match open(&store).await?.cancel(id, SystemClock.now()).await? {
            CancelOutcome::Cancelled => say(&format!("job {id} is called off")),
            CancelOutcome::Asked => say(&format!("job {id} is running, and stops at its next step")),
            CancelOutcome::NotOpen => bail!("{}, or it has ended", absent(id)),
        },
        JobCommand::Retry { id, store } => {
            if !open(&store).await?.retry(id, SystemClock.now()).await? {
                bail!("{}, or it is running or done, or another like it is open", absent(id));
            }
            say(&format!("job {id} is due now"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn open(store: &StoreArgs) -> anyhow::Result<Arc<dyn Jobs>> {
    Ok(Stores::open(&Place::of(store)?).await?.jobs)
}

fn absent(id: i64) -> String {
    format!("there is no job {id}")
}

fn state_of(name: &str) -> anyhow::Result<JobState> {
    let names = JobState::ALL.map(JobState::name).join(", ");
    let known = JobState::ALL.into_iter().find(|state| state.name() == name);
    known.with_context(|| format!("`{name}` is no state of a job; they are {names}"))
}

/// `12  running    load-idr   storing 45 %` and what else there is to say.
fn in_a_line(job: &Job) -> String {
    let Job { id, kind, state, progress, reason, .. } = job;
    let progress = progress.as_ref().filter(|_| *state == JobState::Running).map(share);
    let more: Vec<String> = progress.into_iter().chain(reason.clone()).collect();
    format!("{id:>6}  {:<10} {kind:<10} {}", state.name(), more.join("  ")).trim_end().to_owned()
}

fn share(progress: &JobProgress) -> String {
    let JobProgress { stage, done, total } = progress;
    let percent = done.saturating_mul(100).checked_div(*total).unwrap_or(0);
    format!("{stage} {percent} %")
}

fn in_full(job: &Job) -> String {
    let mut lines = vec![
        format!("job       {}", job.id),
        format!("kind      {}", job.kind),
        format!("order     {}", job.payload),
        format!("state     {}", job.state.name()),
        format!("priority  {}", job.priority),
        match most_attempts(job) {
            Some(most) => format!("attempts  {} of {most}", job.attempts),
            None => format!("attempts  {}", job.attempts),
        },
        format!("ordered   {}", job.created_at.to_rfc3339_seconds()),
    ];
    let due = if job.state == JobState::Running { "lease to" } else { "due" };
    let optional = [
        (due, (!job.state.ended()).then(|| job.due_at.to_rfc3339_seconds())),
        ("begun", job.started_at.map(Timestamp::to_rfc3339_seconds)),
        ("ended", job.ended_at.map(Timestamp::to_rfc3339_seconds)),
        ("worker", job.owner.clone()),
        ("progress", job.progress.as_ref().map(share)),
        ("cancel", job.cancel_asked.then(|| "asked for".to_owned())),
        ("reason", job.reason.clone()),
        ("result", job.result.as_deref().map(|result| report_in(result).unwrap_or(result.to_owned()))),
    ];
    for (name, value) in optional {
        lines.extend(value.map(|value| format!("{name:<9} {}", value.trim_end())));
    }
    lines.join("\n")
}

/// How often it is tried at most; None: it is never given up.
fn most_attempts(job: &Job) -> Option<u32> {
    (job.most_attempts < u32::MAX).then_some(job.most_attempts)
}

/// The report for people, on lines of its own.
fn report_in(result: &str) -> Option<String> {
    let result: Value = serde_json::from_str(result).ok()?;
    Some(format!("\n{}", result.get("report")?.as_str()?))
}

fn with_result(job: &Job) -> Value {
    let mut shown = in_json(job);
    if let Some(members) = shown.as_object_mut() {
        members.insert("result".to_owned(), job.result.as_deref().map_or(Value::Null, nested));
    }
    shown
}

fn nested(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

/// Without its result, which lists do not have.
fn in_json(job: &Job) -> Value {
    let moment = |moment: Timestamp| moment.to_rfc3339_seconds();
    json!({
        "id": job.id,
        "kind": job.kind,
        "order": nested(&job.payload),
        "state": job.state.name(),
        "priority": job.priority,
        "attempts": job.attempts,
        "most_attempts": most_attempts(job),
        "ordered": moment(job.created_at),
        "due": (!job.state.ended()).then(|| moment(job.due_at)),
        "begun": job.started_at.map(moment),
        "ended": job.ended_at.map(moment),
        "worker": job.owner,
        "progress": job.progress.as_ref().map(|JobProgress { stage, done, total }| {
            json!({ "stage": stage, "done": done, "total": total })
        }),
        "cancel_asked": job.cancel_asked,
        "reason": job.reason,
    })
}
