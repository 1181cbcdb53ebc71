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

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.number.fmt(f)
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
}
