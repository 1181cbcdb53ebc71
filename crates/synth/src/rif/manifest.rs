//! The manifest of a data set: which file is of which type, in the order in which they are loaded.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bluestem_model::rif::RifType;

use crate::SynthError;
use crate::day::Day;

/// Writes `manifest.xml` with the files in order.
pub(super) fn write(dir: &Path, as_of: Day, files: &[(String, RifType)]) -> Result<u64, SynthError> {
    let path = dir.join("manifest.xml");
    let text = manifest(as_of, files);
    fs::write(&path, &text).map_err(|error| SynthError::Write { path, error })?;
    Ok(text.len() as u64)
}

fn manifest(as_of: Day, files: &[(String, RifType)]) -> String {
    let (year, month, day) = as_of.parts();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "<dataSetManifest xmlns=\"http://cms.hhs.gov/bluebutton/api/schema/ccw-rif/v10\" \
         timestamp=\"{year:04}-{month:02}-{day:02}T00:00:00Z\" sequenceId=\"0\" syntheticData=\"true\">"
    );
    for (name, kind) in files {
        let _ = writeln!(text, "  <entry name=\"{name}\" type=\"{}\"/>", kind.name());
    }
    text.push_str("</dataSetManifest>\n");
    text
}
