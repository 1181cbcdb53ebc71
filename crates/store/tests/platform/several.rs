//! Several processes over the same stores: what one writes, the others see at once.

use std::sync::Arc;

use bluestem_store::platform::{EndReason, Platform, SigningAlgorithm};

use crate::fixture::{APP, PERSON, START, app, rotation, signing_key, tokens};

/// Rooms of the same stores, as different processes have them.
pub(crate) type Rooms = Vec<Arc<dyn Platform>>;

/// Whether a token opens anything, as `auth` decides it.
pub(crate) async fn opens(room: &dyn Platform, token: &[u8; 32]) -> bool {
    let Some(token) = room.token(token).await.unwrap() else { return false };
    let live = token.grant.is_none_or(|grant| grant.ended.is_none());
    live && !token.revoked && token.app_active
}

pub(crate) async fn what_one_writes_changes_the_version_of_all(rooms: Rooms) {
    let (here, there) = (&rooms[0], &rooms[1]);
    let given = tokens(&**here, 1, START).await;
    let Some(before) = there.token_version() else {
        assert_eq!(here.token_version(), None, "all of a backend tell it, or none");
        return;
    };
    assert!(opens(&**there, &given.access).await);
    assert_eq!(there.token_version(), Some(before), "reading changes nothing");
    let mut versions = vec![before];
    here.set_app_active(APP, false).await.unwrap();
    versions.push(there.token_version().unwrap());
    here.set_app_active(APP, true).await.unwrap();
    versions.push(there.token_version().unwrap());
    there.end_grant(given.grant, EndReason::Person, START).await.unwrap();
    versions.push(there.token_version().unwrap());
    assert_eq!(there.token_version(), versions.last().copied());
    versions.sort_unstable();
    versions.dedup();
    assert_eq!(versions.len(), 4, "every write, one's own and others', gives another number");
}

pub(crate) async fn what_one_revokes_is_void_for_the_others(rooms: Rooms) {
    let (here, there) = (&rooms[0], &rooms[1]);
    let first = tokens(&**here, 1, START).await;
    assert!(opens(&**there, &first.access).await);
    here.revoke_token(&first.access, APP, START).await.unwrap();
    assert!(!opens(&**there, &first.access).await);
    let next = rotation(first.refresh, 2, START);
    there.rotate_refresh(&next).await.unwrap();
    assert!(opens(&**here, &next.access.hash).await);
    here.set_app_active(APP, false).await.unwrap();
    assert!(!opens(&**there, &next.access.hash).await);
    here.set_app_active(APP, true).await.unwrap();
    there.revoke_token(&next.refresh, APP, START).await.unwrap();
    assert!(!opens(&**here, &next.access.hash).await);
    let second = tokens(&**there, 3, START).await;
    here.end_grant(second.grant, EndReason::Person, START).await.unwrap();
    assert!(!opens(&**there, &second.access).await);
    assert_eq!(there.grants_of(PERSON).await.unwrap(), []);
}

pub(crate) async fn a_key_that_one_rotates_is_the_one_of_all(rooms: Rooms) {
    let algorithm = SigningAlgorithm::Es256;
    for number in 0..6 {
        let writer = &rooms[number as usize % rooms.len()];
        let key = signing_key(number, algorithm, START.plus_seconds(i64::from(number)));
        assert!(writer.rotate_signing_key(&key).await.unwrap());
        for room in &rooms {
            let keys = room.signing_keys(START.plus_seconds(-1)).await.unwrap();
            let in_use: Vec<_> = keys.iter().filter(|key| key.retired_at.is_none()).collect();
            assert_eq!(in_use, [&key]);
            assert_eq!(keys.len(), number as usize + 1, "those before still verify");
        }
    }
}

pub(crate) async fn all_count_failures_together(rooms: Rooms) {
    let until = START.plus_seconds(900);
    rooms[0].add_app(&app(APP)).await.unwrap();
    assert_eq!(rooms[0].failures(&[1, 2], START).await.unwrap(), []);
    let racing = (0..100_usize).map(|number| {
        let room = rooms[number % rooms.len()].clone();
        // In either order: transactions that take the same places must not wait for each other for ever.
        let places = if number % 2 == 0 { [1, 2] } else { [2, 1] };
        tokio::spawn(async move { room.count_failure(&places, until, START).await.unwrap() })
    });
    let mut counts = [Vec::new(), Vec::new()];
    for one in racing.collect::<Vec<_>>() {
        let counted = one.await.unwrap();
        assert_eq!(counted.iter().map(|found| found.place).collect::<Vec<_>>(), [1, 2]);
        counts.iter_mut().zip(&counted).for_each(|(all, found)| all.push(found.count));
    }
    for mut all in counts {
        all.sort_unstable();
        assert_eq!(all, (1..=100).collect::<Vec<_>>(), "each is told another number: none is lost");
    }
    let last = &rooms[1];
    let found = last.failures(&[2, 3], START).await.unwrap();
    assert_eq!(
        found.iter().map(|one| (one.place, one.count, one.until)).collect::<Vec<_>>(),
        [(2, 100, until)]
    );
    last.take_back_failure(&[2], &[1]).await.unwrap();
    assert_eq!(rooms[0].failures(&[1], START).await.unwrap(), []);
    assert_eq!(rooms[0].failures(&[2], START).await.unwrap()[0].count, 99);
    // A window ends; the next begins with what comes then.
    assert_eq!(rooms[0].failures(&[2], until).await.unwrap(), []);
    let anew = rooms[0].count_failure(&[2], until.plus_seconds(900), until).await.unwrap();
    assert_eq!((anew[0].count, anew[0].until), (1, until.plus_seconds(900)));
    last.take_back_failure(&[2, 3], &[4]).await.unwrap();
    last.take_back_failure(&[2], &[]).await.unwrap();
    assert_eq!(last.failures(&[2], until).await.unwrap()[0].count, 0, "never fewer than none");
    assert_eq!(last.purge(until.plus_seconds(899), START).await.unwrap(), 0);
    assert_eq!(last.purge(until.plus_seconds(900), START).await.unwrap(), 1);
}
