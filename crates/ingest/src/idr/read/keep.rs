//! Puts a checked row where its record will find it.

use bluestem_model::column::{View, bene_mbi_id, prauc, prvdr_hstry};

use super::super::join::{Belongs, belongs};
use super::super::reference::{merged_away, plan, provider};
use super::{Collected, Pass};
use crate::LoadError;
use crate::report::Reason;
use crate::row::RawRow;
use crate::spill::JoinKey;

impl Pass<'_> {
    /// A refused row takes its claim with it; of other records the row alone is missing.
    pub(super) fn note_refused(&mut self, key: Option<JoinKey>, row: &RawRow<'_>) -> Result<(), LoadError> {
        let RawRow { view, place, .. } = *row;
        if view == View::Clm {
            self.report.claims.read += 1;
            self.report.claims.refused += 1;
        }
        let Some(key) = key else { return Ok(()) };
        match belongs(view) {
            Belongs::Claim => self.collected.claims.push_refused(&key, place),
            Belongs::DateSignature => self.collected.claims.push_refused_signature(key[0], place),
            Belongs::Signature => {
                self.collected.signatures.refuse(view, key[0], place);
                Ok(())
            }
            Belongs::PriorAuth => match row.text(prauc::UTN) {
                Some(number) => self.collected.prior_auths.push_refused(number, place),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    pub(super) fn keep(&mut self, key: JoinKey, row: &RawRow<'_>) -> Result<(), LoadError> {
        let Collected { references, signatures, people, strays, claims, prior_auths, .. } =
            &mut self.collected;
        let counts = self.report.view(row.view);
        match belongs(row.view) {
            Belongs::Claim => claims.push(&key, row)?,
            Belongs::DateSignature => claims.push_signature(key[0], row)?,
            Belongs::Signature => {
                if !signatures.add(key[0], row) {
                    counts.repeated += 1;
                }
            }
            Belongs::Person => people.push(key[0], row)?,
            Belongs::CrossReference => {
                references.add(merged_away(key[1]), row);
                people.push_cross_reference(key[0], key[1], row)?;
            }
            Belongs::Identifier => {
                if people.push_identifier(row)? {
                    counts.used += 1;
                } else {
                    strays.push(row.text(bene_mbi_id::BENE_MBI_ID).unwrap_or_default(), row)?;
                }
            }
            Belongs::Provider => match row.text(prvdr_hstry::PRVDR_NPI_NUM) {
                Some(npi) if references.add(provider(npi), row) => counts.used += 1,
                Some(_) => counts.repeated += 1,
                None => {
                    counts.refused += 1;
                    self.report.refuse(row.place, Some(prvdr_hstry::PRVDR_NPI_NUM), Reason::MissingKey);
                }
            },
            Belongs::Plan if references.add(plan(key[0]), row) => counts.used += 1,
            Belongs::Plan => counts.repeated += 1,
            Belongs::Nothing => counts.unused += 1,
            Belongs::PriorAuth => {
                let missing = [prauc::UTN, prauc::MBI_NUM].into_iter().find(|key| row.text(*key).is_none());
                if let Some(number) = row.text(prauc::UTN).filter(|_| missing.is_none()) {
                    prior_auths.push(number, row)?;
                } else {
                    counts.refused += 1;
                    self.report.refuse(row.place, missing, Reason::MissingKey);
                }
            }
        }
        Ok(())
    }
}
