use std::io::Write;

use super::*;

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

const WHOLE: &str = "public_url = \"https://api.example.org\"\nlisten = \"127.0.0.1:8000\"\ndata = \"/d\"\n";

fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn the_environment_overrides_the_file() {
    let file = file(&format!("{WHOLE}[limits]\nbody_bytes = 5\n"));
    let config = read(
        Some(file.path()),
        environment(&[("BLUESTEM_LIMITS__BODY_BYTES", "9"), ("BLUESTEM_DATA", "/e"), ("PATH", "/bin")]),
    )
    .unwrap();
    assert_eq!(config.limits.body_bytes, Some(9));
    assert_eq!(config.data.as_deref(), Some(Path::new("/e")));
}

#[test]
fn an_unknown_key_names_the_nearest_known_one() {
    let file = file(&format!("{WHOLE}[limits]\nbody_byte = 5\n"));
    let error = read(Some(file.path()), []).unwrap_err().to_string();
    assert!(error.contains("`limits.body_byte`") && error.contains("`limits.body_bytes`"), "{error}");
    let error = read(None, environment(&[("BLUESTEM_PUBLIC_URI", "x")])).unwrap_err().to_string();
    assert!(error.contains("BLUESTEM_PUBLIC_URI") && error.contains("BLUESTEM_PUBLIC_URL"), "{error}");
}

#[test]
fn missing_and_mistyped_values_are_named() {
    assert_eq!(read(None, []).unwrap_err(), ConfigError::MissingKey("public_url"));
    let file = file(&format!("{WHOLE}[sandbox]\nsign_in = \"yes\"\n"));
    let error = read(Some(file.path()), []).unwrap_err().to_string();
    assert!(error.contains("`sandbox.sign_in` must be true or false"), "{error}");
    let listen = environment(&[("BLUESTEM_LISTEN", "nowhere")]);
    let file = self::file(WHOLE);
    assert!(matches!(read(Some(file.path()), listen).unwrap_err(), ConfigError::Invalid(_)));
}

#[test]
fn every_key_of_the_table_is_a_field() {
    let mut values = Vec::new();
    for key in KEYS {
        let value = match key.kind {
            key::Kind::Text if key.name.ends_with("listen") => "127.0.0.1:1",
            key::Kind::Text => "x",
            key::Kind::Bool => "true",
            key::Kind::Number => "1",
        };
        values.push((key::environment_name(key.name), value.to_owned()));
    }
    read(None, values).unwrap();
}
