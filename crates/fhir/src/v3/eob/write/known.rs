//! What is known of a provider: by its own row, or by its number and the national registry.

use std::borrow::Cow;

use bluestem_model::claim::StoredClaim;
use bluestem_model::column::prvdr_hstry;
use bluestem_model::id::Namespace;
use bluestem_model::record::ClaimRecord;

use crate::codes::Displays;

/// A provider with what is known of it.
pub(super) struct Known<'c> {
    /// Its National Provider Identifier.
    pub(super) npi: &'c str,
    pub(super) first: Option<Cow<'c, str>>,
    pub(super) last: Option<Cow<'c, str>>,
    /// The name of an organization.
    pub(super) legal: Option<Cow<'c, str>>,
    /// A NUCC taxonomy code.
    pub(super) taxonomy: Option<Cow<'c, str>>,
}

impl<'c> Known<'c> {
    /// The provider with this number. BFD v3 names nobody without a row of their own; the CCW has no such rows, so
    /// there the number is enough, and the registry says who it is where it is loaded.
    pub(super) fn of(
        stored: &StoredClaim,
        record: &'c ClaimRecord<'c>,
        npi: &'c str,
        displays: &Displays,
    ) -> Option<Self> {
        if let Some(row) = record.record().find(prvdr_hstry::PRVDR_NPI_NUM, npi) {
            let cell = |column| row.text(column).map(Cow::Borrowed);
            return Some(Self {
                npi,
                first: cell(prvdr_hstry::PRVDR_1ST_NAME),
                last: cell(prvdr_hstry::PRVDR_LAST_NAME),
                legal: cell(prvdr_hstry::PRVDR_LGL_NAME),
                taxonomy: cell(prvdr_hstry::PRVDR_TXNMY_CMPST_CD),
            });
        }
        let is_number = npi.len() == 10 && npi.bytes().all(|byte| byte.is_ascii_digit());
        if stored.index.id.namespace != Namespace::Ccw || !is_number {
            return None;
        }
        let registered = displays.provider(npi).unwrap_or_default();
        let field = |text: String| (!text.is_empty()).then_some(Cow::Owned(text));
        Some(Self {
            npi,
            first: field(registered.first),
            last: field(registered.last),
            legal: field(registered.organization),
            taxonomy: field(registered.taxonomy),
        })
    }

    /// Whether nothing is known but the number.
    pub(super) fn is_nameless(&self) -> bool {
        self.first.is_none() && self.last.is_none() && self.legal.is_none()
    }

    /// Whether it is a person: it has a first name, or a last name and no legal one.
    pub(super) fn is_person(&self) -> bool {
        self.first.is_some() || self.last.is_some() && self.legal.is_none()
    }
}
