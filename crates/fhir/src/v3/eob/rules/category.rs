//! Categories of supporting information and adjudications, written as JSON at compile time.

/// What a value is: the `category` of an element.
#[derive(Debug)]
pub struct Category {
    /// The amount type or slice that a profile names it by, e.g. `deductible`, `admtype`.
    pub slice: Option<&'static str>,
    /// Our own code for it; for values of one column, the column's name.
    pub code: Option<&'static str>,
    /// The text of our own code.
    pub display: &'static str,
    /// The CodeableConcept.
    pub json: &'static str,
}

/// The category of an adjudication: an optional amount type, then our own code.
macro_rules! adjudication_category {
    ($code:expr, $display:literal) => {
        crate::v3::eob::rules::Category {
            slice: None,
            code: Some($code),
            display: $display,
            json: concat!(
                "{\"coding\":[",
                coding!("https://bluebutton.cms.gov/fhir/CodeSystem/Adjudication", $code, $display),
                "]}"
            ),
        }
    };
    ($code:expr, $slice:ident, $display:literal) => {
        crate::v3::eob::rules::Category {
            slice: Some(stringify!($slice)),
            code: Some($code),
            display: $display,
            json: concat!(
                "{\"coding\":[",
                amount_type!($slice),
                ",",
                coding!("https://bluebutton.cms.gov/fhir/CodeSystem/Adjudication", $code, $display),
                "]}"
            ),
        }
    };
}

/// The category of supporting information with our own code.
macro_rules! info_category {
    ($code:expr, $display:literal) => {
        crate::v3::eob::rules::Category {
            slice: None,
            code: Some($code),
            display: $display,
            json: concat!(
                "{\"coding\":[",
                coding!("https://bluebutton.cms.gov/fhir/CodeSystem/Supporting-Information", $code, $display),
                ",",
                coding!(
                    "http://terminology.hl7.org/CodeSystem/claiminformationcategory",
                    "info",
                    "Information"
                ),
                "]}"
            ),
        }
    };
}

/// The category of supporting information that is a slice of CARIN's.
macro_rules! slice_category {
    ($slice:literal) => {
        crate::v3::eob::rules::Category {
            slice: Some($slice),
            code: None,
            display: "",
            json: concat!(
                "{\"coding\":[",
                coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType", $slice),
                "]}"
            ),
        }
    };
}
