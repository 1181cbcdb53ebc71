//! What `auth` itself needs to know of a person: that they exist, and their name.

use bluestem_model::access::{Access, Agent, ClaimScope, People, ResourceType, Rights};
use bluestem_model::column::{Column, View, bene_hstry};
use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::matching::{self, Verdict};
use bluestem_model::record::Record;
use bluestem_model::version::Version;
use bluestem_store::StoreError;

use crate::Auth;
use crate::identity::Asserted;

/// A person's name as the source has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) given: Option<String>,
    pub(crate) family: Option<String>,
}

impl Name {
    /// Given and family name.
    pub(crate) fn full(&self) -> String {
        let parts: Vec<&str> =
            [&self.given, &self.family].into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    }
}

/// What came of matching an asserted identity to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// Exactly one person.
    Person(PersonId),
    /// Nobody.
    Nobody,
    /// More than one person.
    Ambiguous,
}

impl From<Verdict> for Match {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Matched { person, .. } => Self::Person(person),
            Verdict::Nobody => Self::Nobody,
            Verdict::Ambiguous => Self::Ambiguous,
        }
    }
}

impl Auth {
    /// The person behind an asserted identity, by their surviving key. Two sources may know the same person by keys
    /// of their own: those of another source than v3's count only where that one knows nobody.
    pub(crate) async fn match_person(&self, asserted: &Asserted) -> Result<Match, StoreError> {
        let (access, home) = (self.own_access(People::All), Version::V3.home());
        let found = match asserted {
            Asserted::Person(id) => self.claims.person(&access, *id).await?.into_iter().collect(),
            Asserted::Mbi(mbi) => self.claims.people_by_mbi(&access, mbi).await?,
            Asserted::Demographics(known) => {
                let keys: Vec<_> = matching::keys(known).into_iter().collect();
                let found = self.claims.people_by_keys(&access, &keys).await?;
                return Ok(matching::verdict(&found, home).into());
            }
        };
        let mut people: Vec<PersonId> = found.iter().map(|file| file.asked.index.survivor).collect();
        people.sort_unstable();
        people.dedup();
        if people.iter().any(|person| person.namespace == home) {
            people.retain(|person| person.namespace == home);
        }
        Ok(match people.as_slice() {
            [] => Match::Nobody,
            [person] => Match::Person(*person),
            _ => Match::Ambiguous,
        })
    }

    /// Every key of the person, merged ones too.
    pub(crate) async fn keys_of(&self, person: PersonId) -> Result<Vec<PersonId>, StoreError> {
        let access = self.own_access(People::One(person));
        let Some(file) = self.claims.person(&access, person).await? else { return Ok(vec![person]) };
        let merged = file.merged.iter().map(|key| key.index.id);
        Ok(std::iter::once(file.asked.index.id).chain(merged).collect())
    }

    /// The person's name; None when the record has none.
    pub(crate) async fn name_of(&self, person: PersonId) -> Result<Option<Name>, StoreError> {
        let access = self.own_access(People::One(person));
        let Some(file) = self.claims.person(&access, person).await? else { return Ok(None) };
        let record = Record::parse(&file.asked.record)?;
        let latest = record.find(bene_hstry::IDR_LTST_TRANS_FLG, "Y");
        let row = latest.or_else(|| record.rows_of(View::BeneHstry).last());
        let text = |column: Column| row.and_then(|row| row.text(column)).map(str::to_owned);
        let name = Name { given: text(bene_hstry::BENE_1ST_NAME), family: text(bene_hstry::BENE_LAST_NAME) };
        Ok((name != Name::default()).then_some(name))
    }

    /// The access with which the authorization server itself looks people up. It reaches no claims.
    pub(crate) fn own_access(&self, people: People) -> Access {
        Access::grant(
            Agent { client_id: "authorization-server".to_owned(), grant: None },
            people,
            vec![(ResourceType::Patient, Rights { read: true, search: true })],
            Labels::PART2,
            ClaimScope::All,
            self.now().plus_seconds(60),
        )
    }
}
