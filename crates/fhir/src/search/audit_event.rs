//! Searches for AuditEvent: the latest first, each page behind the last event of the one before.

use bluestem_model::id::PersonId;

use super::error::{Problem, SearchError};
use super::given::Given;
use super::parameter::AUDIT_EVENT;
use super::{Asker, format, page, person};

/// A search for what was done with a person's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSearch {
    /// Whose data; None: not said.
    pub patient: Option<PersonId>,
    /// Only events numbered below this.
    pub before: Option<i64>,
    /// Events on the page at most.
    pub count: u32,
    used: Vec<(String, String)>,
}

impl EventSearch {
    /// The links of a page: `self`, and `next` if it ends before the last event, behind which `next` begins.
    pub fn links(&self, url: &str, next: Option<i64>) -> Vec<(&'static str, String)> {
        let link = |before: Option<i64>| {
            let mut pairs = vec![("_count".to_owned(), self.count.to_string())];
            pairs.extend(before.map(|before| ("cursor".to_owned(), before.to_string())));
            pairs.extend(self.used.iter().cloned());
            page::with_query(url, &pairs)
        };
        let mut links = vec![("self", link(self.before))];
        links.extend(next.map(|next| ("next", link(Some(next)))));
        links
    }
}

/// Understands a search for AuditEvent.
pub fn events(pairs: &[(String, String)], asker: Asker) -> Result<EventSearch, SearchError> {
    let given = Given::read(pairs, AUDIT_EVENT, asker.handling)?;
    format(&given)?;
    let before = match given.first(&["cursor"]) {
        Some(value) => Some(value.value.parse().map_err(|_| value.error(Problem::Cursor))?),
        None => None,
    };
    Ok(EventSearch {
        patient: given.single("patient")?.map(|value| person(value, &asker)).transpose()?,
        before,
        count: page::count(&given, asker.caller)?,
        used: given.used(AUDIT_EVENT),
    })
}

#[cfg(test)]
mod tests {
    use bluestem_model::time::Timestamp;
    use bluestem_model::version::Version;

    use super::*;
    use crate::search::{Caller, Handling};

    fn search(pairs: &[(&str, &str)]) -> Result<EventSearch, SearchError> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let caller = Caller::Person(PersonId::idr(-1));
        events(
            &pairs,
            Asker {
                caller,
                handling: Handling::Strict,
                now: Timestamp(0),
                version: Version::V3,
                posted: false,
            },
        )
    }

    #[test]
    fn the_next_page_begins_behind_the_last_event() {
        let asked = search(&[("patient", "Patient/-1"), ("_count", "2"), ("cursor", "17")]).unwrap();
        assert_eq!((asked.patient, asked.before, asked.count), (Some(PersonId::idr(-1)), Some(17), 2));
        let links = asked.links("https://a/AuditEvent", Some(9));
        let next = "https://a/AuditEvent?_count=2&cursor=9&patient=Patient/-1".to_owned();
        assert_eq!(links[1], ("next", next));
        assert_eq!(asked.links("https://a/AuditEvent", None).len(), 1);
    }

    #[test]
    fn what_does_not_read_is_refused() {
        assert_eq!(search(&[("cursor", "x")]).unwrap_err().problem, Problem::Cursor);
        assert!(search(&[("_count", "51")]).is_err());
        assert!(search(&[("action", "R")]).is_err());
    }
}
