//! CapabilityStatement: what this server really serves, from the same tables that the searches are read with.

use bluestem_model::version::Version;

use crate::json::Json;
use crate::search::{self, Parameter};

/// The date of the statement: when what it says last changed.
const DATE: &str = "2026-11-22";

/// Where things are found, absolute.
#[derive(Clone, Copy, Debug)]
pub struct Endpoints<'a> {
    /// The FHIR base, without a slash at the end.
    pub fhir: &'a str,
    /// The OAuth endpoints' base, without a slash at the end.
    pub oauth: &'a str,
}

/// A type of resources and the profiles that it is made for in v3. v2 names those of C4BB, without US Core's.
const RESOURCES: [(&str, &[&str]); 4] = [
    (
        "Patient",
        &[
            "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Patient",
            "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient",
        ],
    ),
    (
        "Coverage",
        &[
            "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Coverage",
            "http://hl7.org/fhir/us/core/StructureDefinition/us-core-coverage",
        ],
    ),
    (
        "ExplanationOfBenefit",
        &[
            "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-Inpatient-Institutional",
            "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-Outpatient-Institutional",
            "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-Professional-NonClinician",
            "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-Pharmacy",
        ],
    ),
    ("AuditEvent", &[]),
];

/// Operations of v3: the type, the name, the definition.
const OPERATIONS: [(&str, &str, &str); 2] = [
    ("Patient", "everything", "http://hl7.org/fhir/OperationDefinition/Patient-everything"),
    (
        "Patient",
        "idi-match",
        "http://hl7.org/fhir/us/identity-matching/OperationDefinition/patient-idi-match",
    ),
];

/// The statement of a version's base.
pub fn statement(version: Version, endpoints: Endpoints<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(8 * 1024);
    let mut json = Json::new(&mut out);
    json.begin_object();
    json.text("resourceType", "CapabilityStatement");
    json.text("status", "active");
    json.text("date", DATE);
    json.text("kind", "instance");
    if version == Version::V3 {
        json.array("instantiates", |json| {
            json.string("http://hl7.org/fhir/us/carin-bb/CapabilityStatement/c4bb");
        });
    }
    json.object("software", |json| {
        json.text("name", "Bluestem");
        json.text("version", env!("CARGO_PKG_VERSION"));
    });
    json.object("implementation", |json| {
        json.text("description", "Claims, coverage and demographics of health-insurance members");
        json.text("url", endpoints.fhir);
    });
    json.text("fhirVersion", "4.0.1");
    json.array("format", |json| {
        json.string("application/fhir+json");
        json.string("json");
    });
    json.array("rest", |json| {
        json.element(|json| {
            json.text("mode", "server");
            json.object("security", |json| security(json, endpoints.oauth));
            json.array("resource", |json| resources(json, version));
        });
    });
    json.end_object();
    out
}

fn security(json: &mut Json<'_>, oauth: &str) {
    json.array("extension", |json| {
        json.element(|json| {
            json.array("extension", |json| {
                for (name, path) in [
                    ("authorize", "authorize"),
                    ("token", "token"),
                    ("revoke", "revoke_token"),
                    ("introspect", "introspect"),
                ] {
                    json.element(|json| {
                        json.text("url", name);
                        json.text("valueUri", &format!("{oauth}/{path}"));
                    });
                }
            });
            json.text("url", "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris");
        });
    });
    json.key("cors");
    json.bool(true);
    json.array("service", |json| {
        for code in ["OAuth", "SMART-on-FHIR"] {
            json.element(|json| {
                json.array("coding", |json| {
                    let system = "http://terminology.hl7.org/CodeSystem/restful-security-service";
                    crate::datatype::coding(json, system, code, None);
                });
            });
        }
    });
}

fn resources(json: &mut Json<'_>, version: Version) {
    for (name, profiles) in RESOURCES {
        let parameters = search::parameters(version, name);
        if !parameters.is_empty() {
            resource(json, version, name, profiles, parameters);
        }
    }
}

fn conditional_read(name: &str) -> &'static str {
    match name {
        // Changes with the calendar, so a date does not tell its versions apart.
        "Coverage" => "not-match",
        "AuditEvent" => "not-supported",
        _ => "full-support",
    }
}

fn resource(json: &mut Json<'_>, version: Version, name: &str, profiles: &[&str], parameters: &[Parameter]) {
    let served = |profile: &&&str| version == Version::V3 || !profile.contains("/us/core/");
    json.element(|json| {
        json.text("type", name);
        json.array("supportedProfile", |json| {
            profiles.iter().filter(served).for_each(|profile| json.string(profile));
        });
        json.array("interaction", |json| {
            for code in ["read", "search-type"] {
                json.element(|json| json.text("code", code));
            }
        });
        json.text("versioning", "no-version");
        json.text("conditionalRead", conditional_read(name));
        json.array("referencePolicy", |json| {
            json.string("literal");
            json.string("local");
        });
        if version == Version::V3 {
            json.array("searchInclude", |json| {
                search::includes(name).for_each(|include| json.string(&include));
            });
        }
        json.array("searchParam", |json| {
            for parameter in parameters {
                let Some(kind) = parameter.kind.code() else { continue };
                json.element(|json| {
                    json.text("name", parameter.name);
                    json.text("type", kind);
                    json.text("documentation", parameter.documentation);
                });
            }
        });
        json.array("operation", |json| {
            let served = |(of, ..): &&(&str, &str, &str)| version == Version::V3 && *of == name;
            for (_, operation, definition) in OPERATIONS.iter().filter(served) {
                json.element(|json| {
                    json.text("name", operation);
                    json.text("definition", definition);
                });
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> serde_json::Value {
        let endpoints = Endpoints { fhir: "https://a/v3/fhir", oauth: "https://a/v3/o" };
        serde_json::from_slice(&super::statement(Version::V3, endpoints)).unwrap()
    }

    #[test]
    fn a_client_finds_the_authorization_server() {
        let security = &statement()["rest"][0]["security"]["extension"][0];
        assert_eq!(security["url"], "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris");
        let uris: Vec<_> = security["extension"].as_array().unwrap().iter().map(|uri| &uri["url"]).collect();
        assert_eq!(uris, ["authorize", "token", "revoke", "introspect"]);
        assert_eq!(security["extension"][1]["valueUri"], "https://a/v3/o/token");
    }

    #[test]
    fn v2_tells_its_own_searches_and_nothing_of_v3() {
        let endpoints = Endpoints { fhir: "https://a/v2/fhir", oauth: "https://a/v2/o" };
        let statement: serde_json::Value =
            serde_json::from_slice(&super::statement(Version::V2, endpoints)).unwrap();
        let rest = &statement["rest"][0];
        assert_eq!(rest["security"]["extension"][0]["extension"][1]["valueUri"], "https://a/v2/o/token");
        let resources = rest["resource"].as_array().unwrap();
        let types: Vec<_> = resources.iter().map(|resource| &resource["type"]).collect();
        assert_eq!(types, ["Patient", "Coverage", "ExplanationOfBenefit"]);
        let of_claims = resources[2]["searchParam"].as_array().unwrap();
        let names: Vec<_> = of_claims.iter().map(|parameter| &parameter["name"]).collect();
        assert_eq!(names, ["patient", "type", "service-date", "_lastUpdated", "excludeSAMHSA"]);
        for resource in resources {
            assert!(resource.get("searchInclude").is_none() && resource.get("operation").is_none());
            assert!(!resource["supportedProfile"].to_string().contains("us/core"));
        }
    }

    #[test]
    fn what_was_done_with_the_data_can_be_read_and_searched() {
        let statement = statement();
        let resources = statement["rest"][0]["resource"].as_array().unwrap();
        let found = resources.iter().find(|resource| resource["type"] == "AuditEvent").unwrap();
        assert_eq!(found["searchParam"][0]["name"], "patient");
        assert_eq!(found["interaction"].as_array().unwrap().len(), 2);
        assert!(found.get("supportedProfile").is_none());
    }

    #[test]
    fn what_can_be_included_is_told() {
        let statement = statement();
        let resources = statement["rest"][0]["resource"].as_array().unwrap();
        let includes = |name: &str| {
            let resource = resources.iter().find(|resource| resource["type"] == name).unwrap();
            resource["searchInclude"].clone()
        };
        let of_claims = ["patient", "coverage", "provider", "care-team", "insurer", "payee", "*"];
        let of_claims = of_claims.map(|name| format!("ExplanationOfBenefit:{name}"));
        assert_eq!(includes("ExplanationOfBenefit"), serde_json::json!(of_claims));
        assert!(includes("Patient").is_null());
    }

    #[test]
    fn every_search_parameter_is_told_and_nothing_that_shapes_pages() {
        let statement = statement();
        let resources = statement["rest"][0]["resource"].as_array().unwrap();
        let names = |resource: usize| -> Vec<&str> {
            let parameters = resources[resource]["searchParam"].as_array().unwrap();
            parameters.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect()
        };
        assert_eq!(names(0), ["_id", "identifier", "_lastUpdated"]);
        assert_eq!(names(1), ["_id", "beneficiary", "patient", "class-value", "_lastUpdated"]);
        assert!(names(2).contains(&"service-date") && !names(2).contains(&"_count"));
    }
}
