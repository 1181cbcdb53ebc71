//! Begins a load, or takes up the one that died.

use aws_lc_rs::digest::{Context, SHA256};
use bluestem_model::time::Clock;
use bluestem_store::claims::{ClaimsLoader, Load, LoadPlan};

use crate::LoadError;

/// A load that has begun.
pub(crate) struct Begun {
    pub(crate) load: Load,
    /// Whether the same had been loaded to its end before.
    pub(crate) repeated: bool,
}

/// Begins the load, or takes up the one of the same delivery that died. A delivery that was loaded to its end is
/// loaded as a new one: others may have changed its claims since, or brought people whom it lacked.
pub(crate) async fn begin(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    plan: &mut LoadPlan,
) -> Result<Begun, LoadError> {
    let delivery = plan.fingerprint;
    for repetition in 1_u64.. {
        let load = loader.begin_load(plan, clock.now()).await?;
        if !load.already_done {
            return Ok(Begun { load, repeated: repetition > 1 });
        }
        let mut context = Context::new(&SHA256);
        context.update(&delivery);
        context.update(&repetition.to_le_bytes());
        plan.fingerprint = sha256_of(context);
    }
    Err(LoadError::TooMany("repetitions"))
}

/// The hash of what `context` was given.
pub(crate) fn sha256_of(context: Context) -> [u8; 32] {
    let mut hash = [0; 32];
    for (slot, byte) in hash.iter_mut().zip(context.finish().as_ref()) {
        *slot = *byte;
    }
    hash
}
