//! The providers of the synthetic world: as many however many people there are.

use super::subject;
use crate::number::npi;
use crate::random::Rng;
use crate::words::{FAMILY, FEATURES, GIVEN, PLACES, Place};

/// Who bills or renders.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) npi: String,
    pub(crate) name: Name,
    /// Certification number of a facility (six digits), else empty.
    pub(crate) certification: String,
    /// Tax number, never a real one: those do not start with 00.
    pub(crate) tax_number: String,
    pub(crate) taxonomy: &'static str,
    pub(crate) place: Place,
}

/// The name of a provider.
#[derive(Debug)]
pub(crate) enum Name {
    Person { given: &'static str, middle: &'static str, family: &'static str },
    Organization { name: String, legal: String },
}

impl Provider {
    /// `Family, Given` of a person, the name of an organisation.
    pub(crate) fn display(&self) -> String {
        match &self.name {
            Name::Person { given, family, .. } => format!("{family}, {given}"),
            Name::Organization { name, .. } => name.clone(),
        }
    }

    pub(crate) fn family_name(&self) -> &str {
        match &self.name {
            Name::Person { family, .. } => family,
            Name::Organization { .. } => "",
        }
    }
}

/// What kind of organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facility {
    Hospital,
    SkilledNursing,
    HomeHealth,
    Hospice,
    Clinic,
    Supplier,
    Pharmacy,
}

const SPECIALTIES: [&str; 8] = [
    "207Q00000X",
    "207R00000X",
    "207RC0000X",
    "207X00000X",
    "2085R0202X",
    "207W00000X",
    "363LF0000X",
    "208000000X",
];

/// Everybody who may appear on a claim.
pub(crate) struct Directory {
    practitioners: Box<[Provider; 400]>,
    hospitals: Box<[Provider; 60]>,
    nursing: Box<[Provider; 40]>,
    agencies: Box<[Provider; 40]>,
    hospices: Box<[Provider; 24]>,
    clinics: Box<[Provider; 80]>,
    suppliers: Box<[Provider; 40]>,
    pharmacies: Box<[Provider; 80]>,
}

impl Directory {
    /// The directory of a seed. The numbers of its parts do not overlap.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            practitioners: Box::new(std::array::from_fn(|place| practitioner(seed, place as u64))),
            hospitals: Box::new(organizations(seed, 1000, &Title("General Hospital", "282N00000X", "0"))),
            nursing: Box::new(organizations(seed, 2000, &Title("Care Center", "314000000X", "5"))),
            agencies: Box::new(organizations(seed, 3000, &Title("Home Health", "251E00000X", "7"))),
            hospices: Box::new(organizations(seed, 4000, &Title("Hospice", "251G00000X", "1"))),
            clinics: Box::new(organizations(seed, 5000, &Title("Medical Group", "261QP2300X", ""))),
            suppliers: Box::new(organizations(seed, 6000, &Title("Medical Supply", "332B00000X", ""))),
            pharmacies: Box::new(organizations(seed, 7000, &Title("Pharmacy", "3336C0003X", ""))),
        }
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Provider> {
        let lists: [&[Provider]; 8] = [
            &*self.practitioners,
            &*self.hospitals,
            &*self.nursing,
            &*self.agencies,
            &*self.hospices,
            &*self.clinics,
            &*self.suppliers,
            &*self.pharmacies,
        ];
        lists.into_iter().flatten()
    }

    /// Some practitioner.
    pub(crate) fn practitioner(&self, rng: &mut Rng) -> &Provider {
        rng.choose(&self.practitioners)
    }

    /// Some facility of a kind.
    pub(crate) fn facility(&self, kind: Facility, rng: &mut Rng) -> &Provider {
        match kind {
            Facility::Hospital => rng.choose(&self.hospitals),
            Facility::SkilledNursing => rng.choose(&self.nursing),
            Facility::HomeHealth => rng.choose(&self.agencies),
            Facility::Hospice => rng.choose(&self.hospices),
            Facility::Clinic => rng.choose(&self.clinics),
            Facility::Supplier => rng.choose(&self.suppliers),
            Facility::Pharmacy => rng.choose(&self.pharmacies),
        }
    }
}

/// What facilities of a kind are called, their NUCC taxonomy code, the third digit of their certification
/// number (none: they have no such number).
struct Title(&'static str, &'static str, &'static str);

fn organizations<const N: usize>(seed: u64, first: u64, title: &Title) -> [Provider; N] {
    std::array::from_fn(|place| organization(seed, first + place as u64, title))
}

/// The number of the `number`-th provider: it starts with 2, and no real one does today.
fn synthetic_npi(number: u64) -> String {
    npi(290_000_000 + number * 131)
}

fn practitioner(seed: u64, number: u64) -> Provider {
    let mut rng = Rng::stream(seed, subject::PROVIDER, number);
    Provider {
        npi: synthetic_npi(number),
        name: Name::Person { given: rng.pick(&GIVEN), middle: rng.pick(&GIVEN), family: rng.pick(&FAMILY) },
        certification: String::new(),
        tax_number: format!("00{number:07}"),
        taxonomy: rng.pick(&SPECIALTIES),
        place: rng.pick(&PLACES),
    }
}

fn organization(seed: u64, number: u64, &Title(title, taxonomy, digit): &Title) -> Provider {
    let mut rng = Rng::stream(seed, subject::PROVIDER, number);
    let place = rng.pick(&PLACES);
    let name = format!("{} {title}", rng.pick(&FEATURES));
    let certification = if digit.is_empty() {
        String::new()
    } else {
        format!("{}{digit}{:03}", place.ssa_state, number % 1000)
    };
    Provider {
        npi: synthetic_npi(number),
        name: Name::Organization { legal: format!("{name} of {}", place.city), name },
        certification,
        tax_number: format!("00{number:07}"),
        taxonomy,
        place,
    }
}
