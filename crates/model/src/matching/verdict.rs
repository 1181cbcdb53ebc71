//! What came of looking people up.

use super::Combination;
use crate::id::{Namespace, PersonId};

/// Somebody whom a key found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The combination of the key.
    pub combination: Combination,
    /// The person, by the key that stands for them today.
    pub person: PersonId,
    /// Whether they may be served at all: not behind an identifier that several people share.
    pub served: bool,
}

/// The outcome of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Exactly one person.
    Matched {
        /// Who.
        person: PersonId,
        /// By what.
        combination: Combination,
    },
    /// Nobody, or somebody who is not served.
    Nobody,
    /// Several people, or different people by different combinations.
    Ambiguous,
}

/// The first combination that finds exactly one person decides, unless another one finds only other people:
/// what was given is then of two people, and taking either would be a guess. Two sources may know the same person
/// by keys of their own: people of another source than `home` count only where `home` knows nobody.
pub fn verdict(candidates: &[Candidate], home: Namespace) -> Verdict {
    let at_home = candidates.iter().any(|one| one.person.namespace == home);
    let counts = |one: &&Candidate| !at_home || one.person.namespace == home;
    let found = |combination| {
        let of = |one: &&Candidate| one.combination == combination;
        let mut people: Vec<Candidate> = candidates.iter().filter(counts).filter(of).copied().collect();
        people.sort_unstable_by_key(|one| one.person);
        people.dedup_by_key(|one| one.person);
        people
    };
    let found = Combination::ALL.map(found);
    let Some(one) = found.iter().find_map(|people| <[Candidate; 1]>::try_from(people.as_slice()).ok()) else {
        return if candidates.is_empty() { Verdict::Nobody } else { Verdict::Ambiguous };
    };
    let [Candidate { combination, person, served }] = one;
    let agrees =
        |people: &Vec<Candidate>| people.is_empty() || people.iter().any(|other| other.person == person);
    match (found.iter().all(agrees), served) {
        (false, _) => Verdict::Ambiguous,
        (true, false) => Verdict::Nobody,
        (true, true) => Verdict::Matched { person, combination },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: i64 = -1;
    const B: i64 = -2;

    fn of(found: &[(Combination, i64)]) -> Verdict {
        let candidate = |(combination, number): &(Combination, i64)| Candidate {
            combination: *combination,
            person: PersonId::idr(*number),
            served: *number != -9,
        };
        verdict(&found.iter().map(candidate).collect::<Vec<_>>(), Namespace::Idr)
    }

    fn matched(number: i64, combination: Combination) -> Verdict {
        Verdict::Matched { person: PersonId::idr(number), combination }
    }

    #[test]
    fn exactly_one_person_matches() {
        use Combination::{Address, Mbi, Ssn};
        for (found, expected) in [
            (vec![], Verdict::Nobody),
            (vec![(Address, A)], matched(A, Address)),
            (vec![(Address, A), (Address, A)], matched(A, Address)),
            (vec![(Mbi, A)], matched(A, Mbi)),
            (vec![(Address, A), (Address, B)], Verdict::Ambiguous),
            // The number tells apart whom the address does not.
            (vec![(Address, A), (Address, B), (Ssn, B)], matched(B, Ssn)),
            (vec![(Address, A), (Mbi, A)], matched(A, Address)),
            (vec![(Address, A), (Mbi, B)], Verdict::Ambiguous),
            (vec![(Address, -9)], Verdict::Nobody),
            (vec![(Address, -9), (Address, A)], Verdict::Ambiguous),
        ] {
            assert_eq!(of(&found), expected, "{found:?}");
        }
    }

    #[test]
    fn the_same_person_in_another_source_makes_no_match_ambiguous() {
        let in_source = |person| Candidate { combination: Combination::Ssn, person, served: true };
        let (here, there) = (in_source(PersonId::idr(A)), in_source(PersonId::ccw(7)));
        let matched = |person| Verdict::Matched { person, combination: Combination::Ssn };
        assert_eq!(verdict(&[there, here], Namespace::Idr), matched(here.person));
        assert_eq!(verdict(&[there, here], Namespace::Ccw), matched(there.person));
        assert_eq!(verdict(&[there], Namespace::Idr), matched(there.person));
    }
}
