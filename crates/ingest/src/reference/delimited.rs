//! Files with a header: the registry of providers (NPPES, `npidata_pfile_*.csv`), the directory of drugs (FDA,
//! `product.txt`) and the taxonomy of providers (NUCC, `nucc_taxonomy_*.csv`).

use std::io::BufRead;
use std::path::Path;

use bluestem_model::reference::{ReferenceSet, RegisteredProvider};
use bluestem_store::StoreError;
use csv::{ByteRecord, ReaderBuilder};

use super::{Entry, ReferenceError, decode};

/// Taxonomy codes that a provider of the registry may have.
const TAXONOMIES: usize = 15;

/// Reads every line behind the header.
pub(super) fn read(
    path: &Path,
    reader: impl BufRead,
    set: ReferenceSet,
    take: &mut impl FnMut(u64, Entry) -> Result<(), StoreError>,
) -> Result<(), ReferenceError> {
    let mut reader = ReaderBuilder::new()
        .delimiter(if set == ReferenceSet::Drugs { b'\t' } else { b',' })
        .quoting(set != ReferenceSet::Drugs)
        .flexible(true)
        .from_reader(reader);
    let unreadable =
        |error: csv::Error| ReferenceError::Unreadable { path: path.to_owned(), source: error.into() };
    let header = Header(reader.byte_headers().map_err(unreadable)?.iter().map(name).collect());
    let columns = Columns::of(set, &header)
        .map_err(|column| ReferenceError::NoColumn { path: path.to_owned(), column })?;
    let mut row = ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(unreadable)? {
        let line = row.position().map_or(0, csv::Position::line);
        let entry = if row.len() == header.0.len() {
            columns.entry(&row)
        } else {
            Entry::Fault("it has more or fewer cells than the header")
        };
        take(line, entry)?;
    }
    Ok(())
}

/// A column's name without the byte-order mark that the first one may begin with.
fn name(cell: &[u8]) -> String {
    decode(cell).trim_start_matches('\u{feff}').to_owned()
}

struct Header(Vec<String>);

impl Header {
    fn place(&self, column: &'static str) -> Result<usize, &'static str> {
        self.0.iter().position(|name| name == column).ok_or(column)
    }

    fn numbered(&self, family: &str, number: usize) -> Option<usize> {
        let wanted = format!("{family}{number}");
        self.0.iter().position(|name| *name == wanted)
    }
}

/// Where in a row is what.
enum Columns {
    Providers {
        npi: usize,
        /// Organization, prefix, first, middle and last name, suffix, credential.
        names: [usize; 7],
        /// Each taxonomy code with the switch that says whether it is the main one.
        taxonomies: Vec<(usize, usize)>,
    },
    Drugs {
        code: usize,
        proprietary: usize,
        substance: usize,
    },
    Taxonomy {
        code: usize,
        display: usize,
    },
}

impl Columns {
    /// The columns of a set; the name of one that is missing.
    fn of(set: ReferenceSet, header: &Header) -> Result<Self, &'static str> {
        Ok(match set {
            ReferenceSet::Drugs => Self::Drugs {
                code: header.place("PRODUCTNDC")?,
                proprietary: header.place("PROPRIETARYNAME")?,
                substance: header.place("SUBSTANCENAME")?,
            },
            ReferenceSet::Taxonomy => {
                Self::Taxonomy { code: header.place("Code")?, display: header.place("Display Name")? }
            }
            _ => Self::Providers {
                npi: header.place("NPI")?,
                names: [
                    header.place("Provider Organization Name (Legal Business Name)")?,
                    header.place("Provider Name Prefix Text")?,
                    header.place("Provider First Name")?,
                    header.place("Provider Middle Name")?,
                    header.place("Provider Last Name (Legal Name)")?,
                    header.place("Provider Name Suffix Text")?,
                    header.place("Provider Credential Text")?,
                ],
                taxonomies: (1..=TAXONOMIES)
                    .filter_map(|number| {
                        let code = header.numbered("Healthcare Provider Taxonomy Code_", number)?;
                        let main = header.numbered("Healthcare Provider Primary Taxonomy Switch_", number)?;
                        Some((code, main))
                    })
                    .collect(),
            },
        })
    }

    fn entry(&self, row: &ByteRecord) -> Entry {
        let cell = |place: usize| decode(row.get(place).unwrap_or_default());
        match self {
            Self::Providers { npi, names, taxonomies } => provider(&cell(*npi), names.map(cell), || {
                let codes = || taxonomies.iter().map(|(code, main)| (cell(*code), cell(*main)));
                let main = codes().find(|(_, main)| main == "Y").or_else(|| codes().next());
                main.map(|(code, _)| code).unwrap_or_default()
            }),
            Self::Drugs { code, proprietary, substance } => {
                let Some(code) = drug_code(&cell(*code)) else { return Entry::Fault("it has no drug code") };
                named(code, [cell(*proprietary), cell(*substance)])
            }
            Self::Taxonomy { code, display } => named(cell(*code), [cell(*display), String::new()]),
        }
    }
}

fn provider(npi: &str, names: [String; 7], taxonomy: impl FnOnce() -> String) -> Entry {
    if npi.len() != 10 || !npi.bytes().all(|byte| byte.is_ascii_digit()) {
        return Entry::Fault("its NPI is not ten digits");
    }
    // Who left the registry has a number and nothing else.
    if names.iter().all(String::is_empty) {
        return Entry::Nameless;
    }
    let [organization, prefix, first, middle, last, suffix, credential] = names;
    let provider = RegisteredProvider {
        organization,
        prefix,
        first,
        middle,
        last,
        suffix,
        credential,
        taxonomy: taxonomy(),
    };
    Entry::Text { code: npi.to_owned(), text: provider.to_text() }
}

/// Nine digits from `2-152`: labeler in five and product in four.
fn drug_code(code: &str) -> Option<String> {
    let (labeler, product) = code.split_once('-')?;
    let fits = |part: &str, most| (1..=most).contains(&part.len()) && part.is_ascii();
    (fits(labeler, 5) && fits(product, 4)).then(|| format!("{labeler:0>5}{product:0>4}"))
}

/// The parts of a name that are there, `ZOCOR - SIMVASTATIN`.
fn named(code: String, parts: [String; 2]) -> Entry {
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" - ");
    if text.is_empty() { Entry::Nameless } else { Entry::Text { code, text } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drug_codes_are_filled_up() {
        assert_eq!(drug_code("2-152").as_deref(), Some("000020152"));
        assert_eq!(drug_code("99999-1234").as_deref(), Some("999991234"));
        for bad in ["", "99999", "999999-1", "1-12345", "-1", "1-"] {
            assert_eq!(drug_code(bad), None, "{bad}");
        }
    }
}
