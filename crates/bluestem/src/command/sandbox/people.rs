//! The sandbox's synthetic people: made and loaded on the first start, found again on the next.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, ensure};
use bluestem_auth::identity::SyntheticPeople;
use bluestem_model::id::PersonId;
use bluestem_model::label::LabelList;
use bluestem_model::time::Clock;
use serde::{Deserialize, Serialize};

use crate::cli::SandboxArgs;
use crate::command::load;
use crate::delivery::Delivery;
use crate::output::say;
use crate::wiring::Stores;

/// File in the data folder that says who was made.
const NOTE: &str = "members.toml";

/// Who was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Members {
    pub(super) members: u64,
    pub(super) seed: u64,
}

impl Members {
    /// Finds the n-th of them.
    pub(super) fn keys(self) -> SyntheticPeople {
        Arc::new(move |place| {
            let exists = u64::from(place) < self.members;
            exists.then(|| PersonId::idr(bluestem_synth::person_key(self.seed, u64::from(place))))
        })
    }
}

/// Makes the people and loads them, unless an earlier start did.
pub(super) async fn settle(
    stores: &Stores,
    clock: &dyn Clock,
    data: &Path,
    args: &SandboxArgs,
) -> anyhow::Result<Members> {
    let wanted = Members { members: args.members.unwrap_or(100), seed: args.seed.unwrap_or(1) };
    let note = data.join(NOTE);
    if let Ok(text) = std::fs::read_to_string(&note) {
        let made: Members =
            toml::from_str(&text).with_context(|| format!("cannot read {}", note.display()))?;
        let other = args.members.is_some_and(|members| members != made.members)
            || args.seed.is_some_and(|seed| seed != made.seed);
        ensure!(
            !other,
            "{} holds {} members of seed {}: choose another --data, or leave --members and --seed out",
            data.display(),
            made.members,
            made.seed,
        );
        return Ok(made);
    }
    if wanted.members > 0 {
        say(&format!("making {} synthetic members", wanted.members));
        make(stores, clock, wanted).await?;
    }
    // Written last: a start that died begins again, and what it had loaded is recognised.
    std::fs::write(&note, toml::to_string(&wanted)?)
        .with_context(|| format!("cannot write {}", note.display()))?;
    Ok(wanted)
}

async fn make(stores: &Stores, clock: &dyn Clock, wanted: Members) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let options = bluestem_synth::Options::new(wanted.members, wanted.seed);
    bluestem_synth::idr::write(folder.path(), &options, &mut |_| {})?;
    let complete =
        load::load(stores.loader.as_ref(), clock, Delivery::Idr(folder.path()), LabelList::built_in())
            .await?;
    ensure!(complete, "the synthetic members were not loaded in full");
    Ok(())
}
