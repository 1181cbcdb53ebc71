//! Manifests: which files make a data set, of which type each is, and in which order sets are loaded.
//!
//! The rules are those of the schema `http://cms.hhs.gov/bluebutton/api/schema/ccw-rif/v10`.

use std::fs;
use std::path::{Path, PathBuf};

use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::rif::RifType;
use bluestem_model::time::Timestamp;
use roxmltree::{Document, Node};

const NAMESPACE: &str = "http://cms.hhs.gov/bluebutton/api/schema/ccw-rif/v10";

/// No manifest is longer, in bytes.
const LONGEST: u64 = 1 << 20;

/// A data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) path: PathBuf,
    pub(super) timestamp: Timestamp,
    pub(super) sequence: i64,
    /// File names and types, in the order in which they are loaded.
    pub(super) entries: Vec<(String, RifType)>,
    /// The numbers that the set brings, where it says so: they must be new.
    pub(super) ids: Option<Ids>,
}

/// Ranges of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ids {
    bene: (i64, i64),
    clm: (i64, i64),
    pde: (i64, i64),
}

impl Ids {
    pub(super) fn people(&self) -> std::ops::RangeInclusive<PersonId> {
        let (first, last) = self.bene;
        PersonId::ccw(first.min(last))..=PersonId::ccw(first.max(last))
    }

    pub(super) fn claims(&self) -> Vec<std::ops::RangeInclusive<ClaimId>> {
        let ordered = |(one, other): (i64, i64)| (one.min(other), one.max(other));
        let ((clm_first, clm_last), (pde_first, pde_last)) = (ordered(self.clm), ordered(self.pde));
        let claims = ClaimId::ccw_claim(clm_first).zip(ClaimId::ccw_claim(clm_last));
        let events = ClaimId::ccw_event(pde_first).zip(ClaimId::ccw_event(pde_last));
        claims.into_iter().chain(events).map(|(first, last)| first..=last).collect()
    }
}

/// Why a manifest is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
    /// It is no XML.
    #[error("is not well-formed XML: {0}")]
    Malformed(String),
    /// The root is no data set manifest of the known version.
    #[error("is no dataSetManifest of version 10")]
    NoManifest,
    /// An attribute is missing.
    #[error("{0} has no attribute {1}")]
    Missing(&'static str, &'static str),
    /// A value is not what the schema asks for.
    #[error("{0} is not {1}")]
    Value(&'static str, &'static str),
    /// Something stands where the schema has no place for it.
    #[error("{0} is not expected here")]
    Unexpected(String),
    /// There is no entry.
    #[error("lists no file")]
    NoEntry,
    /// A type of file that is not known.
    #[error("{0} is no type of file")]
    Type(String),
    /// The name of a file leads out of the set's folder.
    #[error("{0} is no name of a file in the folder of the manifest")]
    Name(String),
    /// A file is listed and not there.
    #[error("lists {0}, which is not there")]
    MissingFile(String),
    /// The folder is named after another moment than the manifest's.
    #[error("its timestamp is not the name of its folder")]
    OtherFolder,
    /// The file is numbered otherwise than the manifest.
    #[error("its sequenceId is not the number in its name")]
    OtherNumber,
    /// The folder has a list of manifests, and this one is not in it or another one of it is missing.
    #[error("ManifestList.done and the manifests of the folder are not the same: {0}")]
    List(String),
    /// The set's numbers are taken.
    #[error("people or claims with numbers of its ranges are stored already")]
    TakenIds,
}

use ManifestFault as Fault;

impl Manifest {
    /// Reads and checks a manifest and that its files are there.
    pub(super) fn read(path: &Path) -> Result<Self, Fault> {
        let unreadable = |error: std::io::Error| Fault::Unreadable(error.kind());
        if fs::metadata(path).map_err(unreadable)?.len() > LONGEST {
            return Err(Fault::NoManifest);
        }
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let manifest = Self::parse(&text, path)?;
        manifest.check_place()?;
        Ok(manifest)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Fault> {
        let document = Document::parse(text).map_err(|error| Fault::Malformed(error.to_string()))?;
        let root = document.root_element();
        if root.tag_name().name() != "dataSetManifest" || root.tag_name().namespace() != Some(NAMESPACE) {
            return Err(Fault::NoManifest);
        }
        only_attributes(root, &["timestamp", "sequenceId", "syntheticData"])?;
        let timestamp = attribute(root, "dataSetManifest", "timestamp")?;
        let timestamp = Timestamp::parse(timestamp).ok_or(Fault::Value("timestamp", "a date and time"))?;
        let sequence = attribute(root, "dataSetManifest", "sequenceId")?;
        let sequence = sequence.parse().map_err(|_| Fault::Value("sequenceId", "an integer"))?;
        let synthetic = match root.attribute("syntheticData").map(str::trim) {
            None | Some("false" | "0") => false,
            Some("true" | "1") => true,
            Some(_) => return Err(Fault::Value("syntheticData", "true or false")),
        };
        let (mut entries, mut ids) = (Vec::new(), None);
        for child in root.children().filter(Node::is_element) {
            if ids.is_some() || child.tag_name().namespace() != Some(NAMESPACE) {
                return Err(Fault::Unexpected(child.tag_name().name().to_owned()));
            }
            match child.tag_name().name() {
                "entry" => entries.push(entry(child)?),
                "preValidationProperties" => ids = Some(Ids::read(child)?),
                other => return Err(Fault::Unexpected(other.to_owned())),
            }
        }
        if entries.is_empty() {
            return Err(Fault::NoEntry);
        }
        Ok(Self { path: path.to_owned(), timestamp, sequence, entries, ids: ids.filter(|_| synthetic) })
    }

    /// A numbered manifest stands in a folder with its timestamp under a name with its number; files stand beside it.
    fn check_place(&self) -> Result<(), Fault> {
        if let Some(number) = number_of(&self.path) {
            if number != self.sequence {
                return Err(Fault::OtherNumber);
            }
            let folder = self.folder().file_name().map(|name| name.to_string_lossy().into_owned());
            let named = folder.as_deref().and_then(Timestamp::parse);
            if named != Some(self.timestamp) {
                return Err(Fault::OtherFolder);
            }
        }
        match self.entries.iter().find(|(name, _)| !self.folder().join(name).is_file()) {
            Some((name, _)) => Err(Fault::MissingFile(name.clone())),
            None => Ok(()),
        }
    }

    /// The folder that its files are in.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }
}

/// The number in the name of a numbered manifest: 1 of `1_manifest.xml`.
pub(super) fn number_of(path: &Path) -> Option<i64> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix("_manifest.xml")?.parse().ok()
}

fn only_attributes(node: Node<'_, '_>, known: &[&str]) -> Result<(), Fault> {
    let strange = node
        .attributes()
        .find(|attribute| attribute.namespace().is_none() && !known.contains(&attribute.name()));
    strange.map_or(Ok(()), |attribute| Err(Fault::Unexpected(attribute.name().to_owned())))
}

fn attribute<'n>(node: Node<'n, '_>, of: &'static str, name: &'static str) -> Result<&'n str, Fault> {
    node.attribute(name).map(str::trim).ok_or(Fault::Missing(of, name))
}

fn entry(node: Node<'_, '_>) -> Result<(String, RifType), Fault> {
    only_attributes(node, &["name", "type", "exportType"])?;
    let name = attribute(node, "entry", "name")?;
    let kind = attribute(node, "entry", "type")?;
    let plain = !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
    if !plain {
        return Err(Fault::Name(name.to_owned()));
    }
    let kind = RifType::from_name(kind).ok_or_else(|| Fault::Type(kind.to_owned()))?;
    Ok((name.to_owned(), kind))
}

/// The elements of the ranges in the order of the schema, and whether each is a number.
const PROPERTIES: [(&str, bool); 11] = [
    ("clm_grp_id_start", true),
    ("pde_id_start", true),
    ("carr_clm_cntl_num_start", true),
    ("fi_doc_cntl_num_start", false),
    ("hicn_start", false),
    ("bene_id_start", true),
    ("clm_id_start", true),
    ("mbi_start", false),
    ("bene_id_end", true),
    ("clm_id_end", true),
    ("pde_id_end", true),
];

impl Ids {
    fn read(node: Node<'_, '_>) -> Result<Self, Fault> {
        let mut children = node.children().filter(Node::is_element);
        let mut numbers = [0_i64; PROPERTIES.len()];
        for ((name, is_number), slot) in PROPERTIES.iter().zip(&mut numbers) {
            let child = children.next().filter(|child| child.tag_name().name() == *name);
            let child = child.ok_or(Fault::Missing("preValidationProperties", name))?;
            if *is_number {
                let text = child.text().unwrap_or_default().trim();
                *slot = text.parse().map_err(|_| Fault::Value(name, "an integer of 64 bits"))?;
            }
        }
        if let Some(child) = children.find(|child| child.tag_name().name() != "generated") {
            return Err(Fault::Unexpected(child.tag_name().name().to_owned()));
        }
        let [_, pde_start, _, _, _, bene_start, clm_start, _, bene_end, clm_end, pde_end] = numbers;
        Ok(Self { bene: (bene_start, bene_end), clm: (clm_start, clm_end), pde: (pde_start, pde_end) })
    }
}

/// What `ManifestList.done` of a folder says against its manifests; nothing where there is no such list.
pub(super) fn check_list(folder: &Path, manifests: &[PathBuf]) -> Result<(), Fault> {
    let Ok(list) = fs::read_to_string(folder.join("ManifestList.done")) else { return Ok(()) };
    let listed: Vec<&str> = list.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let file_name = |text: &str| text.rsplit('/').next().unwrap_or(text).to_owned();
    let listed: Vec<String> = listed.into_iter().map(file_name).collect();
    let present: Vec<String> = manifests
        .iter()
        .filter(|path| path.parent() == Some(folder))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    if let Some(missing) = listed.iter().find(|name| !present.contains(name)) {
        return Err(Fault::List(format!("{missing} is not there")));
    }
    match present.iter().find(|name| !listed.contains(name)) {
        Some(strange) => Err(Fault::List(format!("{strange} is not in the list"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Manifest, Fault> {
        Manifest::parse(text, Path::new("manifest.xml"))
    }

    fn of(attributes: &str, inner: &str) -> Result<Manifest, Fault> {
        parse(&format!("<dataSetManifest xmlns=\"{NAMESPACE}\" {attributes}>{inner}</dataSetManifest>"))
    }

    const HEAD: &str = "timestamp=\" 2022-10-18T19:24:11Z\" sequenceId=\"3\"";
    const ENTRY: &str = "<entry name=\"a.csv\" type=\"PDE\"/>";

    #[test]
    fn a_manifest_reads_as_the_schema_says() {
        let manifest =
            of(HEAD, &format!("<entry name=\"b.csv\" type=\"BENEFICIARY\" exportType=\"X\"/>{ENTRY}"));
        let manifest = manifest.unwrap();
        assert_eq!(manifest.timestamp, Timestamp::parse("2022-10-18T19:24:11Z").unwrap());
        assert_eq!(manifest.sequence, 3);
        let entries = [("b.csv".to_owned(), RifType::Beneficiary), ("a.csv".to_owned(), RifType::Pde)];
        assert_eq!(manifest.entries, entries);
    }

    #[test]
    fn what_the_schema_forbids_is_named() {
        let fault = |attributes: &str, inner: &str| of(attributes, inner).unwrap_err();
        assert_eq!(fault(HEAD, ""), Fault::NoEntry);
        assert_eq!(fault("sequenceId=\"1\"", ENTRY), Fault::Missing("dataSetManifest", "timestamp"));
        assert_eq!(
            fault("timestamp=\"x\" sequenceId=\"1\"", ENTRY),
            Fault::Value("timestamp", "a date and time")
        );
        let junk = format!("{HEAD} syntheticData=\"junk\"");
        assert_eq!(fault(&junk, ENTRY), Fault::Value("syntheticData", "true or false"));
        assert_eq!(fault(&format!("{HEAD} x=\"1\""), ENTRY), Fault::Unexpected("x".to_owned()));
        let entry = |name: &str, kind: &str| format!("<entry name=\"{name}\" type=\"{kind}\"/>");
        assert_eq!(fault(HEAD, &entry("a", "PARTD")), Fault::Type("PARTD".to_owned()));
        for name in ["../a", "/etc/passwd", ".hidden", ""] {
            assert_eq!(fault(HEAD, &entry(name, "PDE")), Fault::Name(name.to_owned()));
        }
        assert!(matches!(parse("<a></b>"), Err(Fault::Malformed(_))));
        assert_eq!(parse("<dataSetManifest/>"), Err(Fault::NoManifest));
        let properties =
            "<preValidationProperties><clm_grp_id_start>1</clm_grp_id_start></preValidationProperties>";
        assert_eq!(
            fault(HEAD, &format!("{ENTRY}{properties}")),
            Fault::Missing("preValidationProperties", "pde_id_start")
        );
    }
}
