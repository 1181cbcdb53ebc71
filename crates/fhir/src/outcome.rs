//! OperationOutcome: what went wrong, in a form that FHIR clients read.

use crate::json::Json;

/// One issue. There is one in every outcome that we send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue<'a> {
    /// FHIR issue type.
    pub code: IssueCode,
    /// What to fix, for the developer of the client. No internals, no personal data.
    pub diagnostics: &'a str,
    /// The offending parameter or header, if one is to blame.
    pub expression: Option<&'a str>,
}

/// FHIR issue types (`http://hl7.org/fhir/issue-type`) that we use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueCode {
    /// The request does not make sense; BFD v3's code for every bad parameter.
    Processing,
    /// A valid token is needed.
    Login,
    /// The token does not allow it.
    Forbidden,
    /// Absent, or not to be seen.
    NotFound,
    /// The method, format or interaction is not offered.
    NotSupported,
    /// More than the server takes.
    TooLong,
    /// A fault of ours.
    Exception,
    /// A passing fault of ours: try again.
    Transient,
}

impl IssueCode {
    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Processing => "processing",
            Self::Login => "login",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::NotSupported => "not-supported",
            Self::TooLong => "too-long",
            Self::Exception => "exception",
            Self::Transient => "transient",
        }
    }
}

/// An OperationOutcome with one error.
pub fn error(issue: &Issue<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    let mut json = Json::new(&mut out);
    json.begin_object();
    json.text("resourceType", "OperationOutcome");
    json.array("issue", |json| {
        json.element(|json| {
            json.text("severity", "error");
            json.text("code", issue.code.code());
            json.text("diagnostics", issue.diagnostics);
            json.array("expression", |json| issue.expression.iter().for_each(|name| json.string(name)));
        });
    });
    json.end_object();
    out
}

/// Writes an OperationOutcome that tells things about an answer, behind what `out` holds.
pub fn information(out: &mut Vec<u8>, notes: &[String]) {
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "OperationOutcome");
    json.array("issue", |json| {
        for note in notes {
            json.element(|json| {
                json.text("severity", "information");
                json.text("code", "informational");
                json.text("diagnostics", note);
            });
        }
    });
    json.end_object();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_names_the_parameter() {
        let issue =
            Issue { code: IssueCode::Processing, diagnostics: "ID is missing", expression: Some("_id") };
        let value: serde_json::Value = serde_json::from_slice(&error(&issue)).unwrap();
        assert_eq!(
            value,
            serde_json::json!({
                "resourceType": "OperationOutcome",
                "issue": [{
                    "severity": "error",
                    "code": "processing",
                    "diagnostics": "ID is missing",
                    "expression": ["_id"]
                }]
            })
        );
    }
}
