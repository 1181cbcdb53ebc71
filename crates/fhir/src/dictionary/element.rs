//! One entry of the dictionary.

use bluestem_model::column::Column;

/// An element that we can write.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its path with slices: `ExplanationOfBenefit.total:CLM_SBMT_CHRG_AMT`.
    pub path: String,
    /// The part of it that holds the value, where it is one: `amount`, `code`.
    pub value: &'static str,
    /// The source columns that it is made of; none for constants and for what the server itself knows.
    pub columns: Vec<Column>,
    /// The code systems of its codes.
    pub systems: Vec<&'static str>,
    /// What it means.
    pub meaning: String,
    /// The name of the rule that makes it.
    pub rule: &'static str,
    /// The families of claims that have it; empty for other resources.
    pub families: Vec<&'static str>,
}

impl Element {
    /// The resource type.
    pub fn resource(&self) -> &str {
        self.path.split('.').next().unwrap_or_default()
    }

    /// The name by which a link leads to it.
    pub fn anchor(&self) -> String {
        self.path.replace([':', '.'], "-")
    }

    /// The path to the value.
    pub fn full_path(&self) -> String {
        if self.value.is_empty() { self.path.clone() } else { format!("{}.{}", self.path, self.value) }
    }
}
