//! Ids of claims, as each version writes and reads them.
//!
//! | Source | `/v2` | `/v3` |
//! |---|---|---|
//! | `CLM_ID` 123 of a carrier claim | `carrier-123` | `carrier-123` |
//! | `PDE_ID` -456 | `pde--456` | `pde--456` |
//! | `CLM_UNIQ_ID` 123 of a carrier claim | `carrier-idr-123` | `123` |
//!
//! Those of people are [`PersonId::text`](bluestem_model::id::PersonId::text) with the version's home.

use bluestem_model::claim::ClaimKind;
use bluestem_model::id::{ClaimId, Namespace, source_number};
use bluestem_model::version::Version;

use crate::search::Problem;

/// The claim that an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimName {
    /// The claim.
    pub id: ClaimId,
    /// The kind that it must be of, where the id says one.
    pub kind: Option<ClaimKind>,
}

impl ClaimName {
    /// Whether the claim with this id and kind is the one.
    pub fn names(&self, id: ClaimId, kind: ClaimKind) -> bool {
        self.id == id && self.kind.is_none_or(|named| named == kind)
    }
}

/// The id of a claim of this kind.
pub fn claim(version: Version, kind: ClaimKind, id: ClaimId) -> String {
    let number = id.source_number();
    let word = kind.search_word().unwrap_or("claim");
    match (id.namespace, version) {
        (Namespace::Ccw, _) => format!("{word}-{number}"),
        (Namespace::Idr, Version::V2) => format!("{word}-{}-{number}", id.namespace.word()),
        (Namespace::Idr, Version::V3) => number.to_string(),
    }
}

/// Reads an id of a claim. Bare numbers are those of `own`, the namespace of the person who asks, if it is a person;
/// else those of the version. None for an id of the right form that names no claim of any kind.
pub fn read_claim(
    text: &str,
    version: Version,
    own: Option<Namespace>,
) -> Result<Option<ClaimName>, Problem> {
    if text.is_empty() {
        return Err(Problem::IdMissing);
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let worded =
        text.split_at_checked(letters).and_then(|(word, rest)| Some((word, rest.strip_prefix('-')?)));
    match (worded, version) {
        (Some(("", _)) | None, Version::V2) => Err(Problem::ClaimId(text.to_owned())),
        (Some((word, rest)), _) if !word.is_empty() => {
            let (namespace, number) = Namespace::split(rest, own.unwrap_or(Namespace::Ccw));
            let wrong = match version {
                Version::V2 => Problem::ClaimId(text.to_owned()),
                Version::V3 => Problem::IdNotNumber,
            };
            let Some(number) = source_number(number) else { return Err(wrong) };
            match (ClaimKind::from_search_word(word), version) {
                (Some(kind), _) => Ok(of_kind(kind, namespace, number)),
                (None, Version::V2) => Ok(None),
                (None, Version::V3) => Err(wrong),
            }
        }
        _ => {
            let number = source_number(text).ok_or(Problem::IdNotNumber)?;
            let id = match own.unwrap_or(Namespace::Idr) {
                Namespace::Idr => ClaimId::idr(number),
                Namespace::Ccw => ClaimId::ccw(number),
            };
            Ok(Some(ClaimName { id, kind: None }))
        }
    }
}

fn of_kind(kind: ClaimKind, namespace: Namespace, number: i64) -> Option<ClaimName> {
    let id = match (namespace, kind) {
        (Namespace::Idr, _) => ClaimId::idr(number),
        (Namespace::Ccw, ClaimKind::Pde) => ClaimId::ccw_event(number)?,
        (Namespace::Ccw, _) => ClaimId::ccw_claim(number)?,
    };
    Some(ClaimName { id, kind: Some(kind) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VERSIONS: [Version; 2] = [Version::V2, Version::V3];

    #[test]
    fn ids_are_those_that_the_public_systems_write() {
        let carrier = ClaimId::ccw(123);
        let event = ClaimId::ccw_event(-456).unwrap();
        for version in VERSIONS {
            assert_eq!(claim(version, ClaimKind::Carrier, carrier), "carrier-123");
            assert_eq!(claim(version, ClaimKind::Pde, event), "pde--456");
        }
        assert_eq!(claim(Version::V3, ClaimKind::Carrier, ClaimId::idr(-7)), "-7");
        assert_eq!(claim(Version::V2, ClaimKind::Carrier, ClaimId::idr(-7)), "carrier-idr--7");
    }

    #[test]
    fn every_id_reads_back_and_no_two_read_alike() {
        for version in VERSIONS {
            for kind in [ClaimKind::Carrier, ClaimKind::Pde, ClaimKind::Snf] {
                let ccw =
                    if kind == ClaimKind::Pde { ClaimId::ccw_event(5).unwrap() } else { ClaimId::ccw(5) };
                for id in [ClaimId::idr(5), ccw] {
                    let read = read_claim(&claim(version, kind, id), version, None).unwrap().unwrap();
                    assert!(read.names(id, kind), "{version:?} {kind:?} {id}");
                }
            }
            let of = |id: &str| read_claim(id, version, None).unwrap().unwrap();
            assert!(!of("carrier-5").names(ClaimId::ccw(5), ClaimKind::Inpatient));
            assert_ne!(of("pde-5").id, of("carrier-5").id);
        }
    }

    #[test]
    fn a_persons_bare_numbers_are_of_their_own_source() {
        let of = |id: &str, version, own| read_claim(id, version, Some(own)).unwrap().unwrap().id;
        assert_eq!(of("5", Version::V3, Namespace::Ccw), ClaimId::ccw(5));
        assert_eq!(of("carrier-5", Version::V2, Namespace::Idr), ClaimId::idr(5));
        assert_eq!(of("carrier-5", Version::V3, Namespace::Idr), ClaimId::idr(5));
    }

    #[test]
    fn what_is_no_id_is_refused_and_what_names_nothing_is_absent() {
        for bad in
            ["123", "-123", "carrier123", "carrier-", "carrier-x", "carrier-1-2", "1-carrier", "\u{e9}-1"]
        {
            assert_eq!(read_claim(bad, Version::V2, None), Err(Problem::ClaimId(bad.to_owned())), "{bad}");
        }
        assert_eq!(read_claim("", Version::V2, None), Err(Problem::IdMissing));
        for version in VERSIONS {
            assert_eq!(read_claim("snf-4611686018427387904", version, None), Ok(None));
        }
        assert_eq!(read_claim("vision-1", Version::V2, None), Ok(None));
        for bad in ["x", "1x", "--1", "carrier-", "-", "vision-1"] {
            assert_eq!(read_claim(bad, Version::V3, None), Err(Problem::IdNotNumber), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_id_or_not(text in "[a-z]{0,8}-?(idr-|ccw-)?-?[0-9\u{e9}]{0,22}") {
            for version in VERSIONS {
                let _ = read_claim(&text, version, None);
            }
        }
    }
}
