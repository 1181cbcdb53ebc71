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

/// The coding of an amount type of HL7 or CARIN.
macro_rules! amount_type {
    (benefit) => {
        coding!("http://terminology.hl7.org/CodeSystem/adjudication", "benefit", "Benefit Amount")
    };
    (deductible) => {
        coding!("http://terminology.hl7.org/CodeSystem/adjudication", "deductible", "Deductible")
    };
    (eligible) => {
        coding!("http://terminology.hl7.org/CodeSystem/adjudication", "eligible", "Eligible Amount")
    };
    (submitted) => {
        coding!("http://terminology.hl7.org/CodeSystem/adjudication", "submitted", "Submitted Amount")
    };
    (coinsurance) => {
        carin_amount!("coinsurance", "Co-insurance")
    };
    (discount) => {
        carin_amount!("discount", "Discount")
    };
    (noncovered) => {
        carin_amount!("noncovered", "Noncovered")
    };
    (paidbypatient) => {
        carin_amount!("paidbypatient", "Paid by patient")
    };
    (paidtopatient) => {
        carin_amount!("paidtopatient", "Paid to patient")
    };
    (paidtoprovider) => {
        carin_amount!("paidtoprovider", "Paid to provider")
    };
    (priorpayerpaid) => {
        carin_amount!("priorpayerpaid", "Prior payer paid")
    };
}

macro_rules! carin_amount {
    ($code:literal, $display:literal) => {
        coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication", $code, $display)
    };
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
