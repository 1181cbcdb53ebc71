//! Puts the record of one claim together.

use std::collections::HashSet;

use bluestem_model::claim::{ClaimIndex, ClaimIndexError, claim_index_by};
use bluestem_model::column::{Column, View, clm, clm_line};
use bluestem_model::label::LabelList;
use bluestem_model::record::{ClaimRecord, Record, RecordBuilder};
use bluestem_store::claims::ReferenceKey;

use super::super::reference::{Lookup, contract, provider};
use super::{ClaimRows, Joins};
use crate::row::RawRow;

/// The providers and plans that a row names.
pub(super) fn references_of(row: &RawRow<'_>) -> Vec<ReferenceKey> {
    if !matches!(row.view, View::Clm | View::ClmLine) {
        return Vec::new();
    }
    let (mut keys, mut contract_number, mut package) = (Vec::new(), None, None);
    for (column, text) in row.cells() {
        if column == clm::CLM_SBMTR_CNTRCT_NUM {
            contract_number = Some(text);
        } else if column == clm::CLM_SBMTR_CNTRCT_PBP_NUM {
            package = Some(text);
        } else if PROVIDERS.contains(&column) {
            keys.push(provider(text));
        }
    }
    keys.extend(contract_number.zip(package).map(|(number, package)| contract(number, package)));
    keys
}

/// Every column that may hold an NPI.
const PROVIDERS: [Column; 19] = [
    clm::PRVDR_BLG_PRVDR_NPI_NUM,
    clm::PRVDR_RFRG_PRVDR_NPI_NUM,
    clm::PRVDR_PRSCRBNG_PRVDR_NPI_NUM,
    clm::PRVDR_OTHR_PRVDR_NPI_NUM,
    clm::CLM_OTHR_PRVDR_NPI_NUM,
    clm::PRVDR_RNDRNG_PRVDR_NPI_NUM,
    clm::CLM_RNDRG_PRVDR_NPI_NUM,
    clm::PRVDR_SRVC_PRVDR_NPI_NUM,
    clm::CLM_SRVC_PRVDR_GNRC_ID_NUM,
    clm::CLM_PRSBNG_PRVDR_GNRC_ID_NUM,
    clm::PRVDR_ATNDG_PRVDR_NPI_NUM,
    clm::CLM_ATNDG_PRVDR_NPI_NUM,
    clm::PRVDR_OPRTG_PRVDR_NPI_NUM,
    clm::CLM_OPRTG_PRVDR_NPI_NUM,
    clm::CLM_BLG_PRVDR_NPI_NUM,
    clm::CLM_RFRG_PRVDR_PIN_NUM,
    clm_line::CLM_RNDRG_PRVDR_NPI_NUM,
    clm_line::PRVDR_RNDRNG_PRVDR_NPI_NUM,
    clm_line::CLM_RNDRG_PRVDR_PIN_NUM,
];

/// The rows of a claim and of everything that it names.
pub(super) fn record(claim: &ClaimRows<'_>, joins: &mut Joins<'_>, lookup: &Lookup<'_>) -> RecordBuilder {
    let files = joins.sources.files;
    let mut builder = RecordBuilder::default();
    let (mut signatures, mut references) = (HashSet::new(), HashSet::new());
    for row in claim.rows.iter().chain(&claim.dates) {
        builder.push(row.source_row(files));
        for member in joins.signatures.named_by(row, &mut signatures) {
            builder.push(member.source_row(files));
        }
        for key in references_of(row) {
            if references.contains(&key) {
                continue;
            }
            for row in lookup.rows(&key) {
                builder.push(row);
            }
            references.insert(key);
        }
    }
    builder
}

/// The index columns of the claim.
pub(super) fn index_of(rows: &RecordBuilder, list: &LabelList) -> Result<ClaimIndex, ClaimIndexError> {
    let bytes = rows.clone().encode();
    // Bytes that were encoded here parse.
    let record = Record::parse(&bytes).map_err(|_| ClaimIndexError::Missing(clm::CLM_UNIQ_ID))?;
    claim_index_by(&ClaimRecord::new(&record), list)
}
