//! Prior authorizations.

use super::coverage::Span;
use super::person::Person;
use super::provider::{Directory, Facility, Provider};
use super::subject;
use crate::day::Day;
use crate::random::Rng;

/// One in so many people has asked for one.
const ASKED: u64 = 25;

/// What is asked for: `CLM_TYPE`, services, type of bill, place of service, who provides it.
struct Kind {
    code: &'static str,
    services: [&'static str; 3],
    bill: &'static str,
    place: &'static str,
    provider: Facility,
}

const KINDS: [Kind; 3] = [
    Kind {
        code: "H",
        services: ["G0299", "G0151", "G0156"],
        bill: "32X",
        place: "",
        provider: Facility::HomeHealth,
    },
    Kind {
        code: "D",
        services: ["K0001", "E0260", "L1833"],
        bill: "",
        place: "12",
        provider: Facility::Supplier,
    },
    Kind {
        code: "O",
        services: ["15823", "30520", "64493"],
        bill: "13X",
        place: "",
        provider: Facility::Hospital,
    },
];

/// A request for services and what was decided.
pub(crate) struct Authorization<'d> {
    /// Unique tracking number: 14 characters, with the sign of synthetic numbers.
    pub(crate) tracking_number: String,
    /// `CLM_TYPE`: `H` home health, `D` equipment, `O` outpatient.
    pub(crate) kind: &'static str,
    pub(crate) control_number: String,
    pub(crate) bill: &'static str,
    pub(crate) place: &'static str,
    pub(crate) valid: Span,
    pub(crate) requested: Day,
    pub(crate) received: Day,
    pub(crate) decided: Day,
    pub(crate) provider: &'d Provider,
    pub(crate) rendering: &'d Provider,
    pub(crate) referring: &'d Provider,
    pub(crate) segments: Vec<Segment>,
}

/// One service of a request.
pub(crate) struct Segment {
    pub(crate) service: &'static str,
    pub(crate) count: i64,
    /// `A` affirmed, `N` not affirmed, `P` pending.
    pub(crate) decision: &'static str,
}

/// The requests of a person; mostly none.
pub(crate) fn authorizations<'d>(person: &Person, directory: &'d Directory) -> Vec<Authorization<'d>> {
    let sketch = &person.sketch;
    let covered = person.coverage.part("B").filter(|span| span.contains(sketch.as_of));
    if sketch.number % ASKED != 3 || covered.is_none() {
        return Vec::new();
    }
    let mut rng = Rng::stream(sketch.seed, subject::AUTHORIZATION, sketch.number);
    (0..rng.between(1, 3)).map(|_| authorization(sketch.as_of, directory, &mut rng)).collect()
}

fn authorization<'d>(as_of: Day, directory: &'d Directory, rng: &mut Rng) -> Authorization<'d> {
    let kind = rng.choose(&KINDS);
    let requested = as_of.plus(-rng.between(20, 300));
    let received = requested.plus(rng.between(0, 2));
    let decided = received.plus(rng.between(1, 9));
    Authorization {
        tracking_number: format!("-S{:012}", rng.below(1_000_000_000_000)),
        kind: kind.code,
        control_number: format!("{:014}", rng.below(100_000_000_000_000)),
        bill: kind.bill,
        place: kind.place,
        valid: Span { from: decided, until: decided.plus(120) },
        requested,
        received,
        decided,
        provider: directory.facility(kind.provider, rng),
        rendering: directory.practitioner(rng),
        referring: directory.practitioner(rng),
        segments: (0..rng.between(1, 3))
            .map(|_| Segment {
                service: rng.pick(&kind.services),
                count: rng.between(1, 20),
                decision: rng.pick(&["A", "A", "A", "N", "P"]),
            })
            .collect(),
    }
}
