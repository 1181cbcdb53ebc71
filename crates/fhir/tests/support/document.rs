//! Documents that are made of the code.

use std::path::Path;

/// Holds that `docs/{name}` says `text`. `make docs` (which sets `BLUESTEM_WRITE_DOCS`) writes it instead.
pub(crate) fn hold(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var_os("BLUESTEM_WRITE_DOCS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let current = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(current == text, "docs/{name} is not current: run `make docs`");
}
