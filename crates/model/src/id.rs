//! Typed ids.

use std::fmt;

/// Whose numbers an id belongs to. Numbers of different sources are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Namespace {
    /// Integrated Data Repository: `BENE_SK`, `CLM_UNIQ_ID`.
    Idr = 1,
    /// Chronic Conditions Warehouse: `BENE_ID`, `CLM_ID`.
    Ccw = 2,
}

impl Namespace {
    /// The namespace with this stored number.
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Idr),
            2 => Some(Self::Ccw),
            _ => None,
        }
    }

    /// Its stored number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The word in front of its numbers where bare numbers belong to another namespace: `ccw` in `ccw-123`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Idr => "idr",
            Self::Ccw => "ccw",
        }
    }

    /// Splits a text like `ccw-123` behind its word. Without a word the number is one of `bare`'s.
    pub fn split(text: &str, bare: Self) -> (Self, &str) {
        let named = [Self::Idr, Self::Ccw]
            .into_iter()
            .find_map(|namespace| Some((namespace, text.strip_prefix(namespace.word())?.strip_prefix('-')?)));
        named.unwrap_or((bare, text))
    }
}

/// A source's number as ids carry it: an optional minus and digits.
pub fn source_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

macro_rules! numbered_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            /// Whose number it is.
            pub namespace: Namespace,
            /// The source's number; negative for synthetic people and claims.
            pub number: i64,
        }

        impl $name {
            /// An id of the Integrated Data Repository.
            pub const fn idr(number: i64) -> Self {
                Self { namespace: Namespace::Idr, number }
            }

            /// An id of the Chronic Conditions Warehouse.
            pub const fn ccw(number: i64) -> Self {
                Self { namespace: Namespace::Ccw, number }
            }
        }

        /// Unique among all namespaces: numbers of the Integrated Data Repository stand bare, others behind
        /// their namespace's word.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.namespace {
                    Namespace::Idr => self.number.fmt(f),
                    other => write!(f, "{}-{}", other.word(), self.number),
                }
            }
        }
    };
}

numbered_id! {
    /// A person, by the key of the source (`BENE_SK`, `BENE_ID`).
    PersonId
}

numbered_id! {
    /// A claim, by the unique number of the source (`CLM_UNIQ_ID`, `CLM_ID`).
    ClaimId
}

impl PersonId {
    /// The id in a base whose bare numbers are those of `home`: `123` there, `ccw-123` or `idr-123` elsewhere.
    pub fn text(self, home: Namespace) -> String {
        if self.namespace == home {
            self.number.to_string()
        } else {
            format!("{}-{}", self.namespace.word(), self.number)
        }
    }

    /// Reads what [`Self::text`] writes; a bare number is one of `bare`'s.
    pub fn parse(text: &str, bare: Namespace) -> Option<Self> {
        let (namespace, number) = Namespace::split(text, bare);
        Some(Self { namespace, number: source_number(number)? })
    }
}

/// Added to the number of a drug event of the Chronic Conditions Warehouse.
const DRUG_EVENT: i64 = 1 << 61;
/// Numbers of the warehouse stay below this, whatever their sign.
const GREATEST_CCW: i64 = 1 << 60;

/// The first number of prior authorizations. The source numbers claims far below it, so that a search lists
/// prior authorizations behind all claims.
const FIRST_PRIOR_AUTH: i64 = 1 << 62;

impl ClaimId {
    /// The id of a prior authorization. The source has no number for one: it is made of 62 bits of a hash of
    /// the identifier (`MBI_NUM`) and the tracking number (`UTN`).
    pub const fn prior_auth(hash: u64) -> Self {
        Self::idr((hash >> 2).cast_signed() | FIRST_PRIOR_AUTH)
    }

    /// Whether it is the number of a prior authorization.
    pub const fn is_prior_auth(self) -> bool {
        self.number >= FIRST_PRIOR_AUTH
    }

    /// A claim of the Chronic Conditions Warehouse, by its `CLM_ID`. None for a number greater than any there.
    pub const fn ccw_claim(clm_id: i64) -> Option<Self> {
        if clm_id > -GREATEST_CCW && clm_id < GREATEST_CCW { Some(Self::ccw(clm_id)) } else { None }
    }

    /// A drug event of the Chronic Conditions Warehouse, by its `PDE_ID`. The warehouse numbers events apart from
    /// claims: the same number may be both, so events are kept behind all claims. None for a number greater than
    /// any there.
    pub const fn ccw_event(pde_id: i64) -> Option<Self> {
        if pde_id > -GREATEST_CCW && pde_id < GREATEST_CCW {
            Some(Self::ccw(pde_id + DRUG_EVENT))
        } else {
            None
        }
    }

    /// The claims that may have this number at the source.
    pub fn numbered(namespace: Namespace, number: i64) -> Vec<Self> {
        match namespace {
            Namespace::Idr => vec![Self::idr(number)],
            Namespace::Ccw => {
                [Self::ccw_claim(number), Self::ccw_event(number)].into_iter().flatten().collect()
            }
        }
    }

    /// The number that the source has: `CLM_UNIQ_ID`, `CLM_ID`, `PDE_ID`.
    pub const fn source_number(self) -> i64 {
        match self.namespace {
            Namespace::Ccw if self.number >= GREATEST_CCW => self.number - DRUG_EVENT,
            _ => self.number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prior_authorizations_are_numbered_behind_all_claims() {
        for hash in [0, 1, u64::MAX, 0x8000_0000_0000_0000] {
            let id = ClaimId::prior_auth(hash);
            assert!(id.is_prior_auth() && id > ClaimId::idr(999_999_999_999_999_999), "{id}");
        }
        assert_ne!(ClaimId::prior_auth(u64::MAX), ClaimId::prior_auth(0));
        assert!(!ClaimId::idr(-7).is_prior_auth());
    }

    #[test]
    fn a_drug_event_is_no_claim_of_the_same_number() {
        for number in [-100_000_000_001, -1, 0, 89, 999_999_999_999_999] {
            let (claim, event) = (ClaimId::ccw_claim(number).unwrap(), ClaimId::ccw_event(number).unwrap());
            assert!(claim < event && !event.is_prior_auth());
            assert_eq!((claim.source_number(), event.source_number()), (number, number));
        }
        assert_eq!(ClaimId::ccw_event(i64::MAX), None);
        assert_eq!(ClaimId::ccw_claim(i64::MIN), None);
    }

    #[test]
    fn the_same_number_of_two_sources_never_reads_the_same() {
        for number in [-5, 5] {
            let (idr, ccw) = (PersonId::idr(number), PersonId::ccw(number));
            assert_ne!(idr.to_string(), ccw.to_string());
            for home in [Namespace::Idr, Namespace::Ccw] {
                assert_ne!(idr.text(home), ccw.text(home));
                assert_eq!(PersonId::parse(&idr.text(home), home), Some(idr));
                assert_eq!(PersonId::parse(&ccw.text(home), home), Some(ccw));
            }
        }
        assert_eq!(PersonId::ccw(-5).text(Namespace::Ccw), "-5");
        assert_eq!(PersonId::ccw(-5).text(Namespace::Idr), "ccw--5");
        for bad in ["", "-", "ccw-", "ccw", "CCW-1", "ccw-idr-1", "1x", "+1", "99999999999999999999"] {
            assert_eq!(PersonId::parse(bad, Namespace::Ccw), None, "{bad}");
        }
    }
}
