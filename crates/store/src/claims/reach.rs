//! Which surviving person an access reaches, whatever the backend.

use bluestem_model::access::{Access, People};
use bluestem_model::id::PersonId;

/// Whose surviving key must be looked up before claims under the key `id` are read.
pub(crate) fn asked_for(access: &Access, id: PersonId) -> PersonId {
    match access.people() {
        People::All => id,
        People::One(own) => *own,
    }
}

/// The surviving key whose claims `access` may see under the key `id`, given the surviving key of
/// [`asked_for`]. A person's own token reaches them by the key it was issued for and by the key that survived
/// it; everybody else by the surviving key alone.
pub(crate) fn subject(access: &Access, id: PersonId, survivor: Option<i64>) -> Option<PersonId> {
    let reached = survivor.filter(|number| match access.people() {
        People::All => *number == id.number,
        People::One(own) => {
            own.namespace == id.namespace && (own.number == id.number || *number == id.number)
        }
    });
    reached.map(|number| PersonId { namespace: id.namespace, number })
}
