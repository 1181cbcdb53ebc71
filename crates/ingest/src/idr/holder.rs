//! Whose an identifier is: rows that name a person by it alone.

use std::collections::{BTreeSet, HashMap};

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_model::id::PersonId;
use bluestem_store::claims::{ClaimsLoader, Holder};

use crate::LoadError;
use crate::report::Reason;
use crate::spill::JoinKey;

/// The key by which rows that share `text` are put aside.
pub(super) fn text_key(text: &str) -> JoinKey {
    let hash = digest(&SHA256, text.as_bytes());
    let mut key = [0; 4];
    for (slot, bytes) in key.iter_mut().zip(hash.as_ref().as_chunks::<8>().0) {
        *slot = i64::from_le_bytes(*bytes);
    }
    key
}

/// People by identifier, as they are stored.
pub(super) struct Holders(HashMap<String, Vec<Holder>>);

impl Holders {
    /// Looks up who has or had these identifiers.
    pub(super) async fn find(loader: &dyn ClaimsLoader, mbis: BTreeSet<&str>) -> Result<Self, LoadError> {
        let mbis: Vec<String> = mbis.into_iter().map(str::to_owned).collect();
        let mut found: HashMap<String, Vec<Holder>> = HashMap::new();
        if !mbis.is_empty() {
            for holder in loader.holders(&mbis).await? {
                found.entry(holder.mbi.clone()).or_default().push(holder);
            }
        }
        Ok(Self(found))
    }

    /// Everybody who has or had it.
    pub(super) fn all(&self, mbi: &str) -> impl Iterator<Item = PersonId> {
        self.0.get(mbi).into_iter().flatten().map(|holder| holder.person)
    }

    /// The one person who has it or had it, by the key that stands for them today. Refused where nobody can tell
    /// who of several it is.
    pub(super) fn one(&self, mbi: &str) -> Result<PersonId, Reason> {
        let all = self.0.get(mbi).map_or(&[][..], Vec::as_slice);
        let people = |wanted: &dyn Fn(&Holder) -> bool| -> BTreeSet<PersonId> {
            all.iter().filter(|holder| wanted(holder)).map(|holder| holder.survivor).collect()
        };
        let mut survivors = people(&|_| true);
        if survivors.len() > 1 {
            survivors = people(&|holder| holder.has_it_now);
        }
        match (survivors.len(), survivors.first()) {
            (1, Some(person)) => Ok(*person),
            _ if all.is_empty() => Err(Reason::NoPerson),
            _ => Err(Reason::SharedIdentifier),
        }
    }
}
