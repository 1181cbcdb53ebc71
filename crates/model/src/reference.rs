//! Reference data that is loaded apart from claims: what providers, drugs and codes are called.

/// A set of reference data. Each is optional: without it codes are served without their texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceSet {
    /// Providers by National Provider Identifier: the national registry (NPPES).
    Providers,
    /// Drugs by labeler and product, nine digits: the directory of the Food and Drug Administration.
    Drugs,
    /// Diagnoses by ICD-10-CM code without a dot.
    Diagnoses,
    /// Procedures by ICD-10-PCS code.
    Procedures,
    /// Kinds of providers by code of the National Uniform Claim Committee's taxonomy.
    Taxonomy,
}

impl ReferenceSet {
    /// Every set.
    pub const ALL: [Self; 5] =
        [Self::Providers, Self::Drugs, Self::Diagnoses, Self::Procedures, Self::Taxonomy];

    /// Its word on the command line, which is also the stem of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Providers => "nppes",
            Self::Drugs => "ndc",
            Self::Diagnoses => "icd-10-cm",
            Self::Procedures => "icd-10-pcs",
            Self::Taxonomy => "nucc",
        }
    }
}

/// A provider as the national registry has it. Parts that it lacks are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisteredProvider {
    /// Name of an organization; empty of a person.
    pub organization: String,
    /// `Dr.`
    pub prefix: String,
    /// First name.
    pub first: String,
    /// Middle name.
    pub middle: String,
    /// Last name.
    pub last: String,
    /// `Jr.`
    pub suffix: String,
    /// `M.D.`
    pub credential: String,
    /// What the provider mainly is: a NUCC taxonomy code.
    pub taxonomy: String,
}

/// Parts the fields of a provider; the registry's texts never hold it.
const SEPARATOR: char = '\u{1f}';

impl RegisteredProvider {
    /// As one text, to be kept.
    pub fn to_text(&self) -> String {
        let mut text = self.fields().map(|field| field.replace(SEPARATOR, " ")).join("\u{1f}");
        text.truncate(text.trim_end_matches(SEPARATOR).len());
        text
    }

    /// From what [`RegisteredProvider::to_text`] made.
    pub fn from_text(text: &str) -> Self {
        let mut fields = text.split(SEPARATOR).map(str::to_owned);
        let mut next = || fields.next().unwrap_or_default();
        Self {
            organization: next(),
            prefix: next(),
            first: next(),
            middle: next(),
            last: next(),
            suffix: next(),
            credential: next(),
            taxonomy: next(),
        }
    }

    /// The name in one line: of an organization as it is, of a person with all parts, `DR. ANN B. LEE MD`.
    pub fn full_name(&self) -> Option<String> {
        if !self.organization.is_empty() {
            return Some(self.organization.clone());
        }
        let parts = [&self.prefix, &self.first, &self.middle, &self.last, &self.suffix, &self.credential];
        let parts: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn fields(&self) -> [&String; 8] {
        [
            &self.organization,
            &self.prefix,
            &self.first,
            &self.middle,
            &self.last,
            &self.suffix,
            &self.credential,
            &self.taxonomy,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_read_back() {
        let person = RegisteredProvider {
            first: "Hazel".into(),
            last: "O'Willow".into(),
            credential: "MD".into(),
            ..RegisteredProvider::default()
        };
        assert_eq!(RegisteredProvider::from_text(&person.to_text()), person);
        assert_eq!(person.full_name().unwrap(), "Hazel O'Willow MD");
        let nobody = RegisteredProvider::default();
        assert_eq!(nobody.to_text(), "");
        assert_eq!(RegisteredProvider::from_text(""), nobody);
        assert_eq!(nobody.full_name(), None);
        let organization =
            RegisteredProvider { organization: "Oak | Ridge".into(), ..RegisteredProvider::default() };
        assert_eq!(RegisteredProvider::from_text(&organization.to_text()), organization);
    }
}
