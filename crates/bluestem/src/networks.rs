//! CMS Aligned Networks, as the configuration says.

use std::path::Path;

use anyhow::{Context, ensure};
use bluestem_auth::credential::TrustedCredential;

use crate::identity::reachable;

const HEADER: [&str; 4] = ["client_id", "issuer", "audience", "jwks_uri"];

/// Which apps may present whose identity tokens: a CSV file with the columns client_id, issuer, audience and jwks_uri.
/// None without a file.
pub(crate) fn credentials(file: Option<&Path>) -> anyhow::Result<Vec<TrustedCredential>> {
    let Some(file) = file else { return Ok(Vec::new()) };
    let unreadable = || format!("cannot read {}", file.display());
    let mut reader = csv::Reader::from_path(file).with_context(unreadable)?;
    let header = reader.headers().with_context(unreadable)?;
    ensure!(
        header.iter().eq(HEADER),
        "{} must begin with the line `client_id,issuer,audience,jwks_uri`",
        file.display()
    );
    let mut trusted = Vec::new();
    for row in reader.records() {
        let row = row.with_context(unreadable)?;
        let place = format!("{} line {}", file.display(), row.position().map_or(0, csv::Position::line));
        let cell = |column: usize| row.get(column).unwrap_or_default().trim().to_owned();
        let one =
            TrustedCredential { client_id: cell(0), issuer: cell(1), audience: cell(2), jwks_uri: cell(3) };
        let cells = [&one.client_id, &one.issuer, &one.audience];
        ensure!(cells.iter().all(|cell| !cell.is_empty()), "{place} has an empty cell");
        reachable("jwks_uri", &one.jwks_uri).with_context(|| place.clone())?;
        trusted.push(one);
    }
    Ok(trusted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Vec<TrustedCredential>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        credentials(Some(file.path()))
    }

    #[test]
    fn a_file_says_who_may_present_what_and_lines_that_do_not_read_are_named() {
        let header = "client_id,issuer,audience,jwks_uri\n";
        let good =
            read(&format!("{header}app,https://id.example,app-there,https://id.example/keys\n")).unwrap();
        assert_eq!((good.len(), good[0].audience.as_str()), (1, "app-there"));
        assert!(read(header).unwrap().is_empty() && credentials(None).unwrap().is_empty());
        for (text, told) in [
            ("client_id,issuer\n".to_owned(), "must begin with the line"),
            (
                format!("{header}app,https://id.example,,https://id.example/keys\n"),
                "line 2 has an empty cell",
            ),
            (format!("{header}app,https://id.example,a,http://id.example/keys\n"), "line 2"),
            (format!("{header}app,https://id.example,a\n"), "cannot read"),
        ] {
            let error = read(&text).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
