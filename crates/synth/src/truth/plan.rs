//! The plans of the synthetic world: contracts that start with Z, which real ones never do.

use crate::random::mix;
use crate::words::Place;

/// What an enrolment covers (`BENE_ENRLMT_PGM_TYPE_CD`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// Part C without drugs.
    MedicareAdvantage = 1,
    /// Part D alone.
    DrugPlan = 2,
    /// Parts C and D.
    AdvantageWithDrugs = 3,
}

impl Program {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::MedicareAdvantage => "1",
            Self::DrugPlan => "2",
            Self::AdvantageWithDrugs => "3",
        }
    }

    /// `BENE_CVRG_TYPE_CD`.
    pub(crate) fn coverage_code(self) -> &'static str {
        match self {
            Self::DrugPlan => "11",
            Self::MedicareAdvantage | Self::AdvantageWithDrugs => "3",
        }
    }
}

/// A plan: contract, plan benefit package, name.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) contract: &'static str,
    pub(crate) package: &'static str,
    pub(crate) name: &'static str,
    pub(crate) program: Program,
    /// Where its member services are.
    pub(crate) office: Place,
}

const fn plan(
    contract: &'static str,
    package: &'static str,
    name: &'static str,
    program: Program,
    office: Place,
) -> Plan {
    Plan { contract, package, name, program, office }
}

const OFFICE: [Place; 3] = [
    Place { state: "KS", ssa_state: "17", fips_county: "20177", zip: "666030000", city: "Topeka" },
    Place { state: "ME", ssa_state: "20", fips_county: "23011", zip: "043300000", city: "Augusta" },
    Place { state: "NM", ssa_state: "32", fips_county: "35049", zip: "875010000", city: "Santa Fe" },
];

/// The plans.
pub(crate) const PLANS: [Plan; 12] = [
    plan("Z0001", "001", "Tallgrass Drug Plan", Program::DrugPlan, OFFICE[0]),
    plan("Z0001", "002", "Tallgrass Drug Plan Plus", Program::DrugPlan, OFFICE[0]),
    plan("Z0002", "001", "Meadow Prescription Basic", Program::DrugPlan, OFFICE[1]),
    plan("Z0002", "004", "Meadow Prescription Choice", Program::DrugPlan, OFFICE[1]),
    plan("Z0003", "001", "Clearwater Advantage", Program::MedicareAdvantage, OFFICE[2]),
    plan("Z0003", "002", "Clearwater Advantage Flex", Program::MedicareAdvantage, OFFICE[2]),
    plan("Z0004", "003", "Silver Creek Advantage", Program::MedicareAdvantage, OFFICE[0]),
    plan("Z0005", "001", "Willow Bend Complete", Program::AdvantageWithDrugs, OFFICE[1]),
    plan("Z0005", "002", "Willow Bend Complete Care", Program::AdvantageWithDrugs, OFFICE[1]),
    plan("Z0006", "001", "High Prairie Total", Program::AdvantageWithDrugs, OFFICE[2]),
    plan("Z0006", "005", "High Prairie Total Dual", Program::AdvantageWithDrugs, OFFICE[2]),
    plan("Z0007", "008", "Golden Plain Select", Program::AdvantageWithDrugs, OFFICE[0]),
];

impl Plan {
    /// `CNTRCT_PBP_SK`: negative and 12 digits, from contract and package.
    pub(crate) fn key(&self) -> i64 {
        let number = self
            .contract
            .bytes()
            .chain(self.package.bytes())
            .fold(0_u64, |sum, byte| sum.wrapping_mul(131).wrapping_add(u64::from(byte)));
        -(100_000_000_000 + mix(number) % 900_000_000_000).cast_signed()
    }

    /// A telephone number of the plan in ten digits; the exchange 555 and lines 0100 to 0199 are nobody's.
    pub(crate) fn telephone(&self) -> String {
        format!("800555{:04}", 100 + self.key().unsigned_abs() % 100)
    }
}
