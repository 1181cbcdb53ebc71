//! The national registry of providers.

use std::io::Write as _;
use std::path::PathBuf;

use bluestem_model::reference::{ReferenceSet, RegisteredProvider};

use crate::{load_text, text_of};

const HEADER: &str = "NPI,Entity Type Code,Provider Organization Name (Legal Business Name),\
    Provider Last Name (Legal Name),Provider First Name,Provider Middle Name,Provider Name Prefix Text,\
    Provider Name Suffix Text,Provider Credential Text,Healthcare Provider Taxonomy Code_1,\
    Healthcare Provider Primary Taxonomy Switch_1,Healthcare Provider Taxonomy Code_2,\
    Healthcare Provider Primary Taxonomy Switch_2";

fn provider(folder: &std::path::Path, npi: &str) -> Option<RegisteredProvider> {
    text_of(folder, ReferenceSet::Providers, npi).map(|text| RegisteredProvider::from_text(&text))
}

#[test]
fn people_and_organizations_have_names_and_a_main_taxonomy() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "{HEADER}\n\
         2900000005,1,,Switchgrass,Juniper,Q.,Dr.,II,M.D.,207Q00000X,N,207R00000X,Y\n\
         2900001319,2,\"Tallgrass Clinic, Inc.\",,,,,,,261QP2300X,,,\n\
         2900002622,,,,,,,,,,,,\n\
         12345,1,,Short,Number,,,,,,,,\n"
    );
    let report = load_text(folder.path(), ReferenceSet::Providers, text).unwrap();
    assert_eq!((report.codes, report.nameless, report.faulty), (2, 1, 1));
    let person = provider(folder.path(), "2900000005").unwrap();
    assert_eq!(person.full_name().as_deref(), Some("Dr. Juniper Q. Switchgrass II M.D."));
    assert_eq!(person.taxonomy, "207R00000X");
    let organization = provider(folder.path(), "2900001319").unwrap();
    assert_eq!(organization.full_name().as_deref(), Some("Tallgrass Clinic, Inc."));
    assert_eq!(organization.taxonomy, "261QP2300X");
    assert_eq!(provider(folder.path(), "2900002622"), None);
}

/// The value of a member in one line of flat JSON.
fn member(line: &str, name: &str) -> String {
    let Some((_, behind)) = line.split_once(&format!("\"{name}\"")) else { return String::new() };
    behind.split('"').nth(1).unwrap().to_owned()
}

/// The public back end's own samples, brought into the form in which the registry publishes.
#[test]
fn the_samples_are_named_as_the_back_end_names_them() {
    let shared = std::env::var_os("BLUESTEM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let Ok(samples) = std::fs::read_to_string(shared.join("data/lookups/npi_e2e_it.json"))
        .and_then(|more| Ok(more + &std::fs::read_to_string(shared.join("data/lookups/fakeOrgData.tsv"))?))
    else {
        let _ = writeln!(std::io::stderr(), "skipped: no reference data in {}", shared.display());
        return;
    };
    let rows = samples.lines().filter(|line| line.contains("\"npi\"")).map(|line| {
        let cell = |name| member(line, name).replace(',', "\u{201a}");
        format!(
            "{},{},{},{},{},{},{},{},{},{},Y,,",
            cell("npi"),
            cell("entityTypeCode"),
            cell("providerOrganizationName"),
            cell("providerLastName"),
            cell("providerFirstName"),
            cell("providerMiddleName"),
            cell("providerNamePrefix"),
            cell("providerNameSuffix"),
            cell("providerCredential"),
            cell("taxonomyCode")
        )
    });
    let text = format!("{HEADER}\n{}\n", rows.collect::<Vec<_>>().join("\n"));
    let folder = tempfile::tempdir().unwrap();
    load_text(folder.path(), ReferenceSet::Providers, text).unwrap();
    for (npi, name, taxonomy) in [
        ("1750384806", "DR. ROBERT BISBEE MD", "207T00000X"),
        ("1306849450", "DR. HAROLD LEROY SMITSON II M.D.", "204D00000X"),
        ("1244444444", "DR. DAVID SMITH MD", "207ZH0000X"),
    ] {
        let provider = provider(folder.path(), npi).unwrap();
        assert_eq!(provider.full_name().as_deref(), Some(name));
        assert_eq!(provider.taxonomy, taxonomy);
    }
}
