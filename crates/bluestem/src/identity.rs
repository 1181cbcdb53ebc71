//! How members sign in, as the configuration says.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use bluestem_auth::fetch::Fetch;
use bluestem_auth::identity::{
    Asserted, IdentityProvider, OidcProvider, OidcSettings, PersonRules, SlsxProvider, SlsxSettings,
    Subjects, mbi,
};
use bluestem_model::id::{Namespace, PersonId};
use bluestem_model::time::Clock;
use url::Url;

use crate::config::{Config, Identity};
use crate::fetch::is_this_machine;
use crate::secret;

/// The provider that is configured; None where members cannot sign in.
pub(crate) fn provider(
    config: &Config,
    fetch: Arc<dyn Fetch>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Option<IdentityProvider>> {
    let identity = &config.identity;
    match identity.provider.as_deref() {
        None => {
            let unused = *identity != Identity::default();
            ensure!(!unused, "`identity` is configured without `identity.provider`: name `oidc` or `slsx`");
            Ok(None)
        }
        Some("oidc") => {
            let provider = OidcProvider::new(oidc(identity)?, fetch, clock);
            Ok(Some(IdentityProvider::Redirect(Arc::new(provider))))
        }
        Some("slsx") => {
            let provider = SlsxProvider::new(slsx(config)?, fetch);
            Ok(Some(IdentityProvider::Redirect(Arc::new(provider))))
        }
        Some(other) => bail!("`identity.provider` must be `oidc` or `slsx`, not `{other}`"),
    }
}

fn oidc(identity: &Identity) -> anyhow::Result<OidcSettings> {
    let issuer = set("identity.issuer", identity.issuer.as_ref())?;
    reachable("identity.issuer", issuer)?;
    let scope = identity.scope.clone().unwrap_or_else(|| "openid".to_owned());
    ensure!(scope.split(' ').any(|scope| scope == "openid"), "`identity.scope` must have `openid` in it");
    let rules = PersonRules {
        person_claim: identity.person_claim.clone(),
        mbi_claim: identity.mbi_claim.clone(),
        subjects: identity.subjects.as_deref().map(subjects).transpose()?,
        demographics: identity.demographics,
    };
    ensure!(
        !rules.is_empty(),
        "nothing says how a sign-in leads to a person: set `identity.person_claim`, `identity.mbi_claim`, \
         `identity.subjects` or `identity.demographics`"
    );
    Ok(OidcSettings {
        name: set("identity.name", identity.name.as_ref())?.clone(),
        issuer: issuer.clone(),
        client_id: set("identity.client_id", identity.client_id.as_ref())?.clone(),
        client_secret: identity.client_secret_file.as_deref().map(secret::line).transpose()?,
        scope,
        userinfo: identity.userinfo,
        rules,
    })
}

fn slsx(config: &Config) -> anyhow::Result<SlsxSettings> {
    let (identity, slsx) = (&config.identity, &config.slsx);
    let url = |key, value: &Option<String>| reachable(key, set(key, value.as_ref())?);
    let file = set("identity.client_secret_file", identity.client_secret_file.as_ref())?;
    Ok(SlsxSettings {
        name: set("identity.name", identity.name.as_ref())?.clone(),
        login_url: url("slsx.login", &slsx.login)?,
        health_url: url("slsx.health", &slsx.health)?,
        token_url: url("slsx.token", &slsx.token)?,
        userinfo_url: url("slsx.userinfo", &slsx.userinfo)?,
        sign_out_url: url("slsx.sign_out", &slsx.sign_out)?,
        client_id: set("identity.client_id", identity.client_id.as_ref())?.clone(),
        client_secret: secret::line(file)?,
    })
}

fn set<'a, T>(key: &str, value: Option<&'a T>) -> anyhow::Result<&'a T> {
    value.with_context(|| format!("missing key `{key}`, which this `identity.provider` needs"))
}

/// A URL to which secrets may go: https, or http to this very machine.
pub(crate) fn reachable(key: &str, text: &str) -> anyhow::Result<Url> {
    let url = Url::parse(text).with_context(|| format!("`{key}` is no URL"))?;
    ensure!(
        url.scheme() == "https" || (url.scheme() == "http" && is_this_machine(&url)),
        "`{key}` must be an https URL: passwords and secrets go there"
    );
    Ok(url)
}

/// Who the provider's subjects are: a CSV file with `subject` and `mbi`, or `subject` and `person`.
fn subjects(file: &Path) -> anyhow::Result<Subjects> {
    let mut reader =
        csv::Reader::from_path(file).with_context(|| format!("cannot read {}", file.display()))?;
    let header = reader.headers().with_context(|| format!("cannot read {}", file.display()))?.clone();
    let by_mbi = match header.iter().collect::<Vec<_>>().as_slice() {
        ["subject", "mbi"] => true,
        ["subject", "person"] => false,
        _ => bail!("{} must begin with the line `subject,mbi` or `subject,person`", file.display()),
    };
    let mut subjects = Subjects::new();
    for row in reader.records() {
        let row = row.with_context(|| format!("cannot read {}", file.display()))?;
        let place = || format!("{} line {}", file.display(), row.position().map_or(0, csv::Position::line));
        let (subject, who) = (row.get(0).unwrap_or_default(), row.get(1).unwrap_or_default());
        let asserted = if by_mbi {
            mbi(who).map(Asserted::Mbi)
        } else {
            PersonId::parse(who, Namespace::Idr).map(Asserted::Person)
        };
        let asserted = asserted.with_context(|| format!("{} names nobody", place()))?;
        ensure!(!subject.is_empty(), "{} has no subject", place());
        ensure!(
            subjects.insert(subject.to_owned(), asserted).is_none(),
            "{}: the subject is there twice",
            place()
        );
    }
    Ok(subjects)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn subjects_read_and_say_what_is_wrong() {
        let good = subjects(written("subject,mbi\na,1S00-E00-AA01\n").path()).unwrap();
        assert_eq!(good.get("a"), Some(&Asserted::Mbi("1S00E00AA01".to_owned())));
        let good = subjects(written("subject,person\na,-7\n").path()).unwrap();
        assert_eq!(good.get("a"), Some(&Asserted::Person(PersonId::idr(-7))));
        for (text, told) in [
            ("sub,mbi\n", "must begin"),
            ("subject,mbi\na,123\n", "line 2 names nobody"),
            ("subject,mbi\na,1S00E00AA01\na,1S00E00AA02\n", "line 3: the subject is there twice"),
            ("subject,person\n,-7\n", "line 2 has no subject"),
        ] {
            let error = subjects(written(text).path()).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }

    #[test]
    fn secrets_go_over_tls_or_nowhere_else() {
        for good in
            ["https://login.example.org", "http://localhost:3000", "http://127.0.0.1/x", "http://[::1]:1"]
        {
            assert!(reachable("k", good).is_ok(), "{good}");
        }
        for bad in [
            "http://login.example.org",
            "ftp://localhost",
            "login.example.org",
            "http://localhost.evil.example",
        ] {
            assert!(reachable("k", bad).is_err(), "{bad}");
        }
    }
}
