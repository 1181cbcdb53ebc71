//! Our own words for names and places of the synthetic world. None is meant to be anybody.

/// Given names, some with letters beyond ASCII.
pub(crate) const GIVEN: [&str; 40] = [
    "Aspen", "Briar", "Calla", "Cedar", "Clover", "Dahlia", "Ember", "Fern", "Flora", "Garnet", "Hazel",
    "Heath", "Indigo", "Iris", "Jasper", "Juniper", "Laurel", "Linden", "Lupín", "Maple", "Marigold", "Moss",
    "Oakley", "Olivo", "Opal", "Peony", "Pine", "Poppy", "Quill", "Reed", "River", "Robin", "Rosedal",
    "Rowan", "Sage", "Sorrel", "Thistle", "Violeta", "Willow", "Yarrow",
];

/// Family names: one word, two words, with apostrophe, hyphen and accents.
pub(crate) const FAMILY: [&str; 40] = [
    "Ashgrove",
    "Bluestem",
    "Bramblewood",
    "Brookstone",
    "Cloverfield",
    "Coralbay",
    "Cottongrass",
    "Dawnridge",
    "De la Pradera",
    "Driftwood",
    "Elmhurst-Vale",
    "Fairmeadow",
    "Fieldstone",
    "Foxglove",
    "Goldenrod",
    "Greenbriar",
    "Harborlight",
    "Hillsong",
    "Larkmeadow",
    "Maplewood",
    "Millbrook",
    "Mossbank",
    "Nightingale",
    "O'Willow",
    "Oakhollow",
    "Peñablanca",
    "Pinecrest",
    "Prairiesmoke",
    "Quailrun",
    "Ravenbrook",
    "Redcedar",
    "Ríoclaro",
    "Sagebrush",
    "Snowberry",
    "Stonebridge",
    "Sunflower",
    "Switchgrass",
    "Thornfield",
    "Wheatley",
    "Wildrye",
];

/// Words that streets and facilities are called after.
pub(crate) const FEATURES: [&str; 20] = [
    "Bluestem",
    "Cedar Hollow",
    "Clearwater",
    "Cottonwood",
    "Eagle Bend",
    "Fern Valley",
    "Golden Plain",
    "High Prairie",
    "Juniper Hill",
    "Lakeview",
    "Long Meadow",
    "Maple Grove",
    "Northfield",
    "Oak Ridge",
    "Pine Bluff",
    "Quiet Harbor",
    "Red Rock",
    "Silver Creek",
    "Tallgrass",
    "Willow Bend",
];

/// A place where people live: postal abbreviation, two-digit code of the Social Security Administration, federal
/// code of state and county, ZIP code and city.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) state: &'static str,
    pub(crate) ssa_state: &'static str,
    pub(crate) fips_county: &'static str,
    pub(crate) zip: &'static str,
    pub(crate) city: &'static str,
}

/// Where, in this world, there are too few physicians (codes of the Social Security Administration).
const SHORTAGE_STATES: [&str; 3] = ["27", "32", "51"];

impl Place {
    pub(crate) fn is_short_of_physicians(&self) -> bool {
        SHORTAGE_STATES.contains(&self.ssa_state)
    }
}

const fn place(
    state: &'static str,
    ssa_state: &'static str,
    fips_county: &'static str,
    zip: &'static str,
    city: &'static str,
) -> Place {
    Place { state, ssa_state, fips_county, zip, city }
}

/// Where the synthetic people live.
pub(crate) const PLACES: [Place; 24] = [
    place("AL", "01", "01101", "36104", "Montgomery"),
    place("AZ", "03", "04013", "85001", "Phoenix"),
    place("CA", "05", "06067", "95814", "Sacramento"),
    place("CO", "06", "08031", "80202", "Denver"),
    place("FL", "10", "12073", "32301", "Tallahassee"),
    place("GA", "11", "13121", "30303", "Atlanta"),
    place("ID", "13", "16001", "83702", "Boise"),
    place("IL", "14", "17167", "62701", "Springfield"),
    place("IA", "16", "19153", "50309", "Des Moines"),
    place("KS", "17", "20177", "66603", "Topeka"),
    place("ME", "20", "23011", "04330", "Augusta"),
    place("MA", "22", "25025", "02108", "Boston"),
    place("MN", "24", "27123", "55102", "Saint Paul"),
    place("MT", "27", "30049", "59601", "Helena"),
    place("NE", "28", "31109", "68508", "Lincoln"),
    place("NM", "32", "35049", "87501", "Santa Fe"),
    place("NY", "33", "36001", "12207", "Albany"),
    place("NC", "34", "37183", "27601", "Raleigh"),
    place("OH", "36", "39049", "43215", "Columbus"),
    place("OK", "37", "40109", "73102", "Oklahoma City"),
    place("PR", "40", "72127", "00901", "San Juan"),
    place("TX", "45", "48453", "78701", "Austin"),
    place("WA", "50", "53067", "98501", "Olympia"),
    place("WV", "51", "54039", "25301", "Charleston"),
];
