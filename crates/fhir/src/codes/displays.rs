//! Texts that are loaded: those that third parties own, and reference data.

use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use bluestem_model::reference::{ReferenceSet, RegisteredProvider};
use bluestem_model::time::Timestamp;

use super::{Owned, Texts, systems, variables};

/// Texts of codes that third parties own (NUBC, X12, ...), of drugs, diagnoses and procedures, and names of
/// providers. Empty by default: codes are then served without texts.
#[derive(Debug, Clone)]
pub struct Displays {
    sets: [Vec<(Box<str>, Box<str>)>; Owned::COUNT],
    registry: Option<Arc<dyn ProviderRegistry>>,
    fingerprint: u64,
    changed: Timestamp,
}

/// Who providers are. Implementations answer fast: they are asked while a resource is written.
pub trait ProviderRegistry: Debug + Send + Sync {
    /// The provider with this National Provider Identifier; None also when the registry fails.
    fn provider(&self, npi: &str) -> Option<RegisteredProvider>;
}

/// A text was offered for a code system that takes none.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("code system {0} takes no loaded texts")]
pub struct UnknownSystem(pub String);

impl Default for Displays {
    fn default() -> Self {
        Self { sets: Default::default(), registry: None, fingerprint: 0, changed: Timestamp(i64::MIN) }
    }
}

impl Displays {
    /// Adds the text of a code; a later text replaces an earlier one. `system` is the URL under which
    /// responses carry the code.
    pub fn add(&mut self, system: &str, code: &str, text: &str) -> Result<(), UnknownSystem> {
        let variables = variables::ALL.iter().map(|variable| &variable.system);
        let owned = systems::ALL.iter().copied().chain(variables).find_map(|known| match known.texts {
            Texts::Owned(owned) if known.url == system => Some(owned),
            _ => None,
        });
        let owned = owned.ok_or_else(|| UnknownSystem(system.to_owned()))?;
        self.mark((owned.place(), code, text));
        self.insert(owned, code, text);
        Ok(())
    }

    /// Adds the texts of a set of reference data, in the order of its codes. Of [`ReferenceSet::Providers`] nothing
    /// is taken: they are too many to be held, see [`Displays::set_registry`].
    pub fn add_set<'t>(
        &mut self,
        set: ReferenceSet,
        fingerprint: u64,
        loaded: Timestamp,
        texts: impl Iterator<Item = (&'t str, &'t str)>,
    ) {
        let owned = match set {
            ReferenceSet::Drugs => Owned::Drug,
            ReferenceSet::Diagnoses => Owned::Icd10Diagnosis,
            ReferenceSet::Procedures => Owned::Icd10Procedure,
            ReferenceSet::Taxonomy => Owned::Taxonomy,
            ReferenceSet::Providers => return,
        };
        self.mark((owned.place(), fingerprint));
        self.changed = self.changed.max(loaded);
        for (code, text) in texts {
            self.insert(owned, code, text);
        }
    }

    /// Names providers by this registry from now on.
    pub fn set_registry(&mut self, registry: Arc<dyn ProviderRegistry>, fingerprint: u64, loaded: Timestamp) {
        self.mark(("registry", fingerprint));
        self.changed = self.changed.max(loaded);
        self.registry = Some(registry);
    }

    /// A number that changes when any text does: part of what tells versions of a resource apart.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// When reference data was loaded last; the beginning of time when none was.
    pub fn changed(&self) -> Timestamp {
        self.changed
    }

    /// Who the provider with this National Provider Identifier is.
    pub fn provider(&self, npi: &str) -> Option<RegisteredProvider> {
        self.registry.as_ref()?.provider(npi)
    }

    /// The text of `code` in a set.
    pub(super) fn text(&self, owned: Owned, code: &str) -> Option<&str> {
        // Drugs are known by labeler and product; the package follows in the code of a claim.
        let code = if owned == Owned::Drug { code.get(..9)? } else { code };
        let set = self.sets.get(owned.place())?;
        let place = set.binary_search_by(|(known, _)| known.as_ref().cmp(code)).ok()?;
        set.get(place).map(|(_, text)| text.as_ref())
    }

    fn insert(&mut self, owned: Owned, code: &str, text: &str) {
        let Some(set) = self.sets.get_mut(owned.place()) else { return };
        match set.binary_search_by(|(known, _)| known.as_ref().cmp(code)) {
            Ok(place) => {
                if let Some(pair) = set.get_mut(place) {
                    pair.1 = text.into();
                }
            }
            Err(place) => set.insert(place, (code.into(), text.into())),
        }
    }

    fn mark(&mut self, what: impl Hash) {
        let mut hasher = DefaultHasher::new();
        (self.fingerprint, what).hash(&mut hasher);
        self.fingerprint = hasher.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_loaded_for_systems_of_third_parties_only() {
        let mut displays = Displays::default();
        let revenue = &systems::CLM_REV_CNTR_CD;
        assert_eq!(revenue.text("0300", &displays), None);
        displays.add(revenue.url, "0300", "old").unwrap();
        displays.add(revenue.url, "0001", "total").unwrap();
        let before = displays.fingerprint();
        displays.add(revenue.url, "0300", "new").unwrap();
        assert_ne!(displays.fingerprint(), before);
        assert_eq!(revenue.text("0300", &displays), Some("new"));
        assert_eq!(systems::CLM_RLT_COND_CD.text("0300", &displays), None);
        let query = systems::CLM_QUERY_CD.url;
        assert_eq!(displays.add(query, "0", "x"), Err(UnknownSystem(query.to_owned())));
    }

    #[test]
    fn drugs_are_known_by_labeler_and_product() {
        let mut displays = Displays::default();
        let texts = [("999990001", "A drug")];
        displays.add_set(ReferenceSet::Drugs, 7, Timestamp(5), texts.into_iter());
        assert_eq!(systems::NDC.text("99999000130", &displays), Some("A drug"));
        assert_eq!(systems::NDC.text("99999000230", &displays), None);
        assert_eq!(systems::NDC.text("9999", &displays), None);
        assert_eq!(displays.changed(), Timestamp(5));
    }
}
