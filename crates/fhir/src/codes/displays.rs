//! Texts of codes that third parties own, loaded at start.

use super::{Owned, Texts, systems, variables};

/// Texts of codes that third parties own (NUBC, X12, ...). Empty by default: codes are then served without texts.
#[derive(Debug, Clone, Default)]
pub struct Displays {
    sets: [Vec<(Box<str>, Box<str>)>; Owned::COUNT],
}

/// A text was offered for a code system that takes none.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("code system {0} takes no loaded texts")]
pub struct UnknownSystem(pub String);

impl Displays {
    /// Adds the text of a code; a later text replaces an earlier one. `system` is the URL under which
    /// responses carry the code.
    pub fn add(&mut self, system: &str, code: &str, text: &str) -> Result<(), UnknownSystem> {
        let variables = variables::ALL.iter().map(|variable| &variable.system);
        let owned = systems::ALL.iter().copied().chain(variables).find_map(|known| match known.texts {
            Texts::Owned(owned) if known.url == system => Some(owned),
            _ => None,
        });
        let set = owned.and_then(|owned| self.sets.get_mut(owned.place()));
        let set = set.ok_or_else(|| UnknownSystem(system.to_owned()))?;
        match set.binary_search_by(|(known, _)| known.as_ref().cmp(code)) {
            Ok(place) => {
                if let Some(pair) = set.get_mut(place) {
                    pair.1 = text.into();
                }
            }
            Err(place) => set.insert(place, (code.into(), text.into())),
        }
        Ok(())
    }

    /// The text of `code` in a set.
    pub(super) fn text(&self, owned: Owned, code: &str) -> Option<&str> {
        let set = self.sets.get(owned.place())?;
        let place = set.binary_search_by(|(known, _)| known.as_ref().cmp(code)).ok()?;
        set.get(place).map(|(_, text)| text.as_ref())
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
        displays.add(revenue.url, "0300", "new").unwrap();
        assert_eq!(revenue.text("0300", &displays), Some("new"));
        assert_eq!(systems::CLM_RLT_COND_CD.text("0300", &displays), None);
        let query = systems::CLM_QUERY_CD.url;
        assert_eq!(displays.add(query, "0", "x"), Err(UnknownSystem(query.to_owned())));
    }
}
