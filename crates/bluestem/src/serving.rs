//! What a configuration amounts to for `serve`: every key read as the server reads it.

use std::sync::Arc;

use anyhow::{Context, ensure};
use bluestem_auth::credential::TrustedCredential;
use bluestem_auth::fetch::{Fetch, Nowhere};
use bluestem_auth::identity::IdentityProvider;
use bluestem_fhir::v2::eob::Defects;
use bluestem_web::base_url::BaseUrl;
use bluestem_web::server::TrustedProxies;
use bluestem_web::state::Limits;

use crate::config::Config;
use crate::database::Database;
use crate::place::Place;
use crate::system::SystemClock;
use crate::worker::Worker;
use crate::{identity, networks, traces, wiring};

/// What a configuration amounts to.
pub(crate) struct Serving {
    pub(crate) base_url: BaseUrl,
    pub(crate) place: Place,
    pub(crate) identity: Option<IdentityProvider>,
    /// Which apps may present whose identity tokens.
    pub(crate) credentials: Vec<TrustedCredential>,
    /// Which defects of BFD v2 are kept.
    pub(crate) defects: Defects,
    pub(crate) limits: Limits,
    pub(crate) proxies: TrustedProxies,
    /// How the server does jobs; None: others do them.
    pub(crate) worker: Option<Worker>,
}

impl Serving {
    /// Reads it; who signs members in is asked by `fetch`.
    pub(crate) fn configured(config: &Config, fetch: Arc<dyn Fetch>) -> anyhow::Result<Self> {
        refuse_sandbox(config)?;
        traces::receiver(&config.traces)?;
        let (place, limits) = (Place::configured(config)?, wiring::limits(&config.limits, wiring::served()));
        let in_serve = config.worker.in_serve.unwrap_or(matches!(place.database, Database::Embedded(_)));
        Ok(Self {
            base_url: config.public_url.parse().context("`public_url` does not read")?,
            identity: identity::provider(config, fetch, Arc::new(SystemClock))?,
            credentials: networks::credentials(config.networks.credentials.as_deref())?,
            defects: wiring::defects(config.v2.defects.as_deref())?,
            proxies: wiring::proxies(config.trusted_proxies.as_deref())?,
            worker: in_serve.then(|| Worker::configured(config, limits.drain_time)).transpose()?,
            place,
            limits,
        })
    }

    /// The same for those who only look: with what workers of their own take from it, too.
    pub(crate) fn checked(config: &Config) -> anyhow::Result<Self> {
        let serving = Self::configured(config, Arc::new(Nowhere))?;
        Worker::configured(config, serving.limits.drain_time)?;
        Ok(serving)
    }
}

/// The sandbox's passwords are public: with other people's data behind them anybody would be let in.
fn refuse_sandbox(config: &Config) -> anyhow::Result<()> {
    ensure!(
        !config.sandbox.sign_in,
        "`sandbox.sign_in` is on: its passwords are public, so `serve` does not start with it. \
         Remove the key, or run `bluestem sandbox` to try things out"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn refused(key: &str, value: &str) -> String {
        let usual = [("PUBLIC_URL", "http://localhost:1"), ("LISTEN", "127.0.0.1:1"), ("DATA", "/no/such")];
        let set = usual.into_iter().filter(|(name, _)| *name != key).chain([(key, value)]);
        let named = set.map(|(name, value)| (format!("BLUESTEM_{name}"), value.to_owned()));
        let config = config::read(None, named).unwrap();
        Serving::checked(&config).err().map(|error| format!("{error:#}")).unwrap_or_default()
    }

    #[test]
    fn every_key_is_read_before_a_configuration_is_called_good() {
        assert_eq!(refused("LOG", "info"), "");
        for (key, value, told) in [
            ("PUBLIC_URL", "claims.example.org", "public_url"),
            ("STORE__URL", "postgres://db/x", "store.url"),
            ("FILES__BUCKET", "b", "files.bucket"),
            ("SANDBOX__SIGN_IN", "true", "sandbox.sign_in"),
            ("TRUSTED_PROXIES", "somewhere", "trusted_proxies"),
            ("V2__DEFECTS", "every", "v2.defects"),
            ("IDENTITY__PROVIDER", "nobody", "identity.provider"),
            ("NETWORKS__CREDENTIALS", "/no/such", "/no/such"),
            ("MBI_HASH__PEPPER_FILE", "/no/such", "/no/such"),
            ("WORKER__JOBS", "0", "worker.jobs"),
            ("TRACES__ENDPOINT", "collector", "traces.endpoint"),
        ] {
            assert!(refused(key, value).contains(told), "{key}: {}", refused(key, value));
        }
    }
}
