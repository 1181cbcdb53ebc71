//! Labels of claims that are stored already.

use bluestem_model::id::ClaimId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;

use super::rows::{LABEL_COLUMNS, namespace};
use crate::StoreError;
use crate::sql::{Cells, Parameters};

/// A claim with the labels it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledClaim {
    /// The claim.
    pub id: ClaimId,
    /// Its labels.
    pub labels: Labels,
    /// The list they are of.
    pub label_list: u32,
    /// When it last changed: new labels are stored only if it has not changed since.
    pub updated: Timestamp,
    /// The record in stored form.
    pub record: Vec<u8>,
}

/// New labels for a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLabels {
    /// The claim.
    pub id: ClaimId,
    /// Its labels.
    pub labels: Labels,
    /// The list they are of.
    pub label_list: u32,
    /// [`LabelledClaim::updated`] of the claim that they were found for.
    pub seen: Timestamp,
}

/// Claims in the order of their ids, behind one of them, with what [`labelled`] reads of `claim AS c` and
/// `claim_body AS b`. `key` is the table whose ids are ordered.
pub(crate) fn page(key: &str, from: &str) -> String {
    format!(
        "SELECT {LABEL_COLUMNS}, b.record FROM {from} \
         WHERE ({key}.namespace, {key}.number) > (:namespace, :number) \
         ORDER BY {key}.namespace, {key}.number LIMIT :limit"
    )
}

/// The parameters of [`page`].
pub(crate) fn of_page(after: Option<ClaimId>, count: u32) -> Parameters {
    let (namespace, number) = after.map_or((0, i64::MIN), |id| (id.namespace.number(), id.number));
    vec![(":namespace", namespace.into()), (":number", number.into()), (":limit", count.into())]
}

pub(crate) fn labelled(row: &dyn Cells) -> Result<LabelledClaim, StoreError> {
    Ok(LabelledClaim {
        id: ClaimId { namespace: namespace(row.number(0)?)?, number: row.number(1)? },
        labels: Labels::from_bits(row.number(2)?),
        label_list: row.number(3)?,
        updated: Timestamp(row.number(4)?),
        record: row.bytes(5)?,
    })
}
