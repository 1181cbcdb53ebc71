//! `bluestem doctor`: looks at everything that the server needs, and says what is wrong and what to do. Changes nothing
//! that stays.

mod files;
mod finding;
mod identity;
mod machine;
mod stores;

use std::process::ExitCode;

use serde::Serialize;
use url::Url;

use crate::cli::DoctorArgs;
use crate::config::{self, Config};
use crate::fetch::is_this_machine;
use crate::output::say;
use crate::serving::Serving;
use finding::{Finding, Level};

#[derive(Serialize)]
struct Report {
    /// Whether nothing is a problem.
    healthy: bool,
    findings: Vec<Finding>,
}

pub(crate) async fn run(args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let findings = examine(args).await;
    let healthy = findings.iter().all(|finding| finding.level < Level::Problem);
    if args.json {
        say(&serde_json::to_string_pretty(&Report { healthy, findings })?);
    } else {
        for finding in &findings {
            say(&finding.lines());
        }
    }
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn examine(args: &DoctorArgs) -> Vec<Finding> {
    let read = config::read(args.config.as_deref(), std::env::vars()).map_err(anyhow::Error::from);
    let (config, place) =
        match read.and_then(|config| Serving::checked(&config).map(|serving| (config, serving.place))) {
            Ok(understood) => understood,
            Err(error) => {
                let advice = "`bluestem check-config` lists the keys; nothing else can be looked at before";
                return vec![Finding::problem("configuration", format!("{error:#}"), advice)];
            }
        };
    let mut findings = vec![Finding::ok("configuration", "reads")];
    findings.extend(public_url(&config));
    findings.extend(machine::secrets(&config));
    findings.extend(machine::folder(&config));
    findings.push(machine::open_files());
    findings.extend(stores::examine(&place).await);
    findings.push(files::examine(&place.files).await);
    findings.extend(identity::examine(&config).await);
    findings
}

/// Tokens go over the wire.
fn public_url(config: &Config) -> Option<Finding> {
    let url = Url::parse(&config.public_url).ok()?;
    (url.scheme() == "http" && !is_this_machine(&url)).then(|| {
        let found = format!("`public_url` is {}, without TLS", config.public_url);
        Finding::problem(
            "public_url",
            found,
            "put a proxy that ends TLS before the server, and name its https URL",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Config {
        let set = [("PUBLIC_URL", url), ("LISTEN", "127.0.0.1:1"), ("DATA", "/no/such")];
        let named = set.map(|(name, value)| (format!("BLUESTEM_{name}"), value.to_owned()));
        config::read(None, named).unwrap()
    }

    #[test]
    fn only_this_machine_is_reached_without_tls() {
        for good in
            ["https://claims.example.org", "http://localhost:8000", "http://[::1]", "http://127.0.0.1"]
        {
            assert!(public_url(&at(good)).is_none(), "{good}");
        }
        for bad in ["http://localhost.example.org", "http://127.0.0.1.example.org", "http://10.0.0.1"] {
            assert!(public_url(&at(bad)).is_some(), "{bad}");
        }
    }
}
