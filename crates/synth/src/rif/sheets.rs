//! All files of a data set.

use std::path::Path;

use bluestem_model::claim::ClaimKind;
use bluestem_model::rif::RifType;

use super::Dialect;
use super::beneficiary::YEARS;
use super::sheet::Sheet;
use crate::SynthError;

/// The files: people by reference year, their history where the dialect has it, claims by type.
pub(super) struct Sheets {
    years: Vec<(i64, Sheet)>,
    pub(super) history: Option<Sheet>,
    claims: Vec<(RifType, Sheet)>,
}

/// Names and types of all files of a data set whose last reference year is `last`, in the order of loading.
pub(super) fn files(last: i64, dialect: Dialect) -> Vec<(String, RifType)> {
    let people =
        (last - YEARS + 1..=last).map(|year| (format!("beneficiary_{year}.csv"), RifType::Beneficiary));
    let history = (dialect == Dialect::BackEnd)
        .then(|| ("beneficiary_history.csv".to_owned(), RifType::BeneficiaryHistory));
    let claims = RifType::ALL.into_iter().filter(|kind| kind.claim_kind().is_some());
    let claims = claims.map(|kind| (format!("{}.csv", kind.name().to_lowercase()), kind));
    people.chain(history).chain(claims).collect()
}

impl Sheets {
    pub(super) fn create(dir: &Path, last: i64, dialect: Dialect) -> Result<Self, SynthError> {
        let mut sheets = Self { years: Vec::new(), history: None, claims: Vec::new() };
        for ((name, kind), place) in files(last, dialect).iter().zip(0_i64..) {
            let sheet = Sheet::create(dir, name, *kind, dialect)?;
            match kind {
                RifType::Beneficiary => sheets.years.push((last - YEARS + 1 + place, sheet)),
                RifType::BeneficiaryHistory => sheets.history = Some(sheet),
                _ => sheets.claims.push((*kind, sheet)),
            }
        }
        Ok(sheets)
    }

    /// The file of people of a reference year.
    pub(super) fn year(&mut self, year: i64) -> Option<&mut Sheet> {
        self.years.iter_mut().find(|(of, _)| *of == year).map(|(_, sheet)| sheet)
    }

    /// The file of claims of a kind.
    pub(super) fn claims(&mut self, kind: ClaimKind) -> Option<&mut Sheet> {
        self.claims.iter_mut().find(|(of, _)| of.claim_kind() == Some(kind)).map(|(_, sheet)| sheet)
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Sheet> {
        let people = self.years.iter_mut().map(|(_, sheet)| sheet);
        people.chain(&mut self.history).chain(self.claims.iter_mut().map(|(_, sheet)| sheet))
    }

    /// Rows and bytes written so far.
    pub(super) fn written(&mut self) -> (u64, u64) {
        self.all().fold((0, 0), |(rows, bytes), sheet| (rows + sheet.rows, bytes + sheet.bytes))
    }

    pub(super) fn close(&mut self) -> Result<(), SynthError> {
        for sheet in self.all() {
            sheet.close()?;
        }
        Ok(())
    }
}
