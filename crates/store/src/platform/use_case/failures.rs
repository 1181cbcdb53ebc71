//! Counting of failed attempts.

use bluestem_model::time::Timestamp;
use futures_util::future::try_join_all;

use crate::StoreError;
use crate::platform::{Failures, rows, sql};
use crate::sql::Session;

pub(crate) async fn at<S: Session>(
    session: &S,
    places: &[u32],
    now: Timestamp,
) -> Result<Vec<Failures>, S::Error> {
    let look = |place: &u32| {
        let parameters = vec![(":place", (*place).into()), (":now", now.into())];
        session.first(sql::FAILURES, parameters, rows::failures)
    };
    // Together: over a network they then cost one way there and back.
    Ok(try_join_all(places.iter().map(look)).await?.into_iter().flatten().collect())
}

pub(crate) async fn count<S: Session>(
    session: &S,
    places: &[u32],
    until: Timestamp,
    now: Timestamp,
) -> Result<Vec<Failures>, S::Error> {
    let mut counted = Vec::new();
    for place in in_order(places) {
        let parameters = vec![(":place", place.into()), (":until", until.into()), (":now", now.into())];
        let row = session.first(sql::COUNT_FAILURE, parameters, rows::failures).await?;
        counted.push(row.ok_or_else(|| StoreError::Damaged("a failure was not counted".to_owned()))?);
    }
    Ok(counted)
}

pub(crate) async fn take_back<S: Session>(
    session: &S,
    back: &[u32],
    forgotten: &[u32],
) -> Result<(), S::Error> {
    for place in in_order(&[back, forgotten].concat()) {
        let statement =
            if forgotten.contains(&place) { sql::FORGET_FAILURES } else { sql::TAKE_BACK_FAILURE };
        session.execute(statement, vec![(":place", place.into())]).await?;
    }
    Ok(())
}

/// In one order for all, so that no two transactions wait for each other.
fn in_order(places: &[u32]) -> Vec<u32> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.dedup();
    places
}
