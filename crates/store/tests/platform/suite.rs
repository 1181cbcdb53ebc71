//! The assertions.

use std::sync::Arc;

use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use bluestem_store::platform::{
    BrowserSession, EndReason, Entrusted, Exchanged, Platform, Revoked, Rotated, SigningAlgorithm, SigningKey,
};

use crate::fixture::{
    APP, CODE_SECONDS, PERSON, START, app, approval, code, consent, exchange, hash, new_token, pushed,
    rotation, signed_in, signing_key, tokens,
};

pub(crate) async fn a_plane_that_is_there_answers(room: Arc<dyn Platform>) {
    room.probe().await.unwrap();
}

pub(crate) async fn apps_read_back_and_ids_are_taken_once(room: Arc<dyn Platform>) {
    assert!(room.add_app(&app("b")).await.unwrap());
    assert!(room.add_app(&app("a")).await.unwrap());
    assert!(!room.add_app(&app("a")).await.unwrap());
    assert_eq!(room.apps().await.unwrap(), [app("a"), app("b")]);
    assert!(room.set_app_active("a", false).await.unwrap());
    assert!(!room.app("a").await.unwrap().unwrap().active);
    assert!(!room.set_app_active("c", false).await.unwrap());
    let elsewhere = ["https://app.example/c".to_owned()];
    assert!(room.set_redirect_uris("a", &elsewhere).await.unwrap());
    assert_eq!(room.app("a").await.unwrap().unwrap().redirect_uris, elsewhere);
    assert_eq!(room.app("b").await.unwrap().unwrap().redirect_uris, app("b").redirect_uris);
    assert!(!room.set_redirect_uris("c", &elsewhere).await.unwrap());
    assert_eq!(room.app("c").await.unwrap(), None);
}

pub(crate) async fn an_approval_belongs_to_one_browser_and_works_once(room: Arc<dyn Platform>) {
    room.add_app(&app(APP)).await.unwrap();
    let begun = approval(1, START);
    room.begin_approval(&begun).await.unwrap();
    assert_eq!(room.approval(&begun.id).await.unwrap(), Some(begun.clone()));
    let (foreign, late) = (hash(b'x', 1), START.plus_seconds(600));
    let next = hash(b'n', 1);
    assert!(!room.sign_in_approval(&begun.id, &foreign, &next, Some(PERSON), START).await.unwrap());
    assert!(!room.sign_in_approval(&begun.id, &begun.browser, &next, Some(PERSON), late).await.unwrap());
    assert!(room.sign_in_approval(&begun.id, &begun.browser, &next, Some(PERSON), START).await.unwrap());
    assert_eq!(room.approval(&begun.id).await.unwrap().unwrap().person, Some(PERSON));
    assert!(!room.cancel_approval(&begun.id, &begun.browser, START).await.unwrap(), "the id has moved on");
    assert!(!room.cancel_approval(&begun.id, &next, late).await.unwrap());
    assert!(room.cancel_approval(&begun.id, &next, START).await.unwrap());
    assert!(!room.cancel_approval(&begun.id, &next, START).await.unwrap());
    assert_eq!(room.consent(&consent(1, START)).await.unwrap(), None);
    assert_eq!(room.grants_of(PERSON).await.unwrap(), [], "a cancelled request leaves nothing");
}

pub(crate) async fn consent_needs_the_person_who_signed_in(room: Arc<dyn Platform>) {
    signed_in(&*room, 1, START).await;
    let mut wrong = consent(1, START);
    wrong.person.number -= 1;
    assert_eq!(room.consent(&wrong).await.unwrap(), None);
    wrong = consent(1, START);
    wrong.browser = hash(b'x', 1);
    assert_eq!(room.consent(&wrong).await.unwrap(), None);
    wrong = consent(1, START.plus_seconds(600));
    assert_eq!(room.consent(&wrong).await.unwrap(), None);
    assert_eq!(room.grants_of(PERSON).await.unwrap(), []);
    assert!(room.consent(&consent(1, START)).await.unwrap().is_some());
    assert_eq!(room.consent(&consent(1, START)).await.unwrap(), None, "an approval works once");
}

pub(crate) async fn consent_again_renews_the_one_grant(room: Arc<dyn Platform>) {
    let first = code(&*room, 1, START).await;
    assert_eq!((first.withheld, first.scope.as_str()), (Labels::PART2, "patient/Coverage.rs"));
    let later = START.plus_seconds(1000);
    signed_in(&*room, 2, later).await;
    let mut again = consent(2, later);
    (again.withheld, again.scope) = (Labels::NONE, "patient/Patient.r".to_owned());
    let second = room.consent(&again).await.unwrap().unwrap();
    assert_eq!((second.id, second.created_at, second.renewed_at), (first.id, START, later));
    assert_eq!((second.withheld, second.scope.as_str()), (Labels::NONE, "patient/Patient.r"));
    assert_eq!(second.expires_at, again.grant_until);
    assert_eq!(room.grants_of(PERSON).await.unwrap(), std::slice::from_ref(&second));
    assert_eq!(room.grant(APP, PERSON).await.unwrap(), Some(second));
}

pub(crate) async fn of_racing_exchanges_one_succeeds(room: Arc<dyn Platform>) {
    code(&*room, 1, START).await;
    let racing = (0..50).map(|number| {
        let room = room.clone();
        tokio::spawn(async move { room.exchange_code(&exchange(1, number, START)).await.unwrap() })
    });
    let mut done = 0;
    for one in racing.collect::<Vec<_>>() {
        done += usize::from(matches!(one.await.unwrap(), Exchanged::Done(_)));
    }
    assert_eq!(done, 1);
}

pub(crate) async fn a_code_used_twice_revokes_what_it_gave(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    let replay = room.exchange_code(&exchange(1, 2, START)).await.unwrap();
    assert_eq!(replay, Exchanged::Replayed { grant: given.grant });
    assert!(room.token(&given.access).await.unwrap().unwrap().revoked);
    assert!(room.refresh_token(&given.refresh).await.unwrap().unwrap().revoked);
    assert_eq!(room.rotate_refresh(&rotation(given.refresh, 3, START)).await.unwrap(), Rotated::Void);
    assert_eq!(room.token(&hash(b't', 2)).await.unwrap(), None);
}

pub(crate) async fn an_expired_code_or_grant_gives_nothing(room: Arc<dyn Platform>) {
    let grant = code(&*room, 1, START).await;
    let late = START.plus_seconds(CODE_SECONDS);
    assert_eq!(room.exchange_code(&exchange(1, 1, late)).await.unwrap(), Exchanged::Void);
    assert_eq!(room.exchange_code(&exchange(9, 1, START)).await.unwrap(), Exchanged::Void);
    assert!(room.end_grant(grant.id, EndReason::Person, START).await.unwrap());
    assert_eq!(room.exchange_code(&exchange(1, 1, START)).await.unwrap(), Exchanged::Void);
    assert_eq!(room.token(&hash(b't', 1)).await.unwrap(), None);
}

pub(crate) async fn a_new_exchange_replaces_the_family_before_it(room: Arc<dyn Platform>) {
    let first = tokens(&*room, 1, START).await;
    code(&*room, 2, START).await;
    assert!(!room.token(&first.access).await.unwrap().unwrap().revoked, "a code alone replaces nothing");
    room.exchange_code(&exchange(2, 2, START)).await.unwrap();
    assert!(room.token(&first.access).await.unwrap().unwrap().revoked);
    assert_eq!(room.rotate_refresh(&rotation(first.refresh, 3, START)).await.unwrap(), Rotated::Void);
    assert!(!room.token(&hash(b't', 2)).await.unwrap().unwrap().revoked);
}

pub(crate) async fn a_failed_exchange_leaves_the_code_valid(room: Arc<dyn Platform>) {
    let first = tokens(&*room, 1, START).await;
    code(&*room, 2, START).await;
    // The access token exists already: storing it fails in the middle of the exchange.
    assert!(room.exchange_code(&exchange(2, 1, START)).await.is_err());
    assert!(!room.token(&first.access).await.unwrap().unwrap().revoked);
    assert_eq!(room.code(&hash(b'c', 2)).await.unwrap().unwrap().used_at, None);
    let again = room.exchange_code(&exchange(2, 2, START)).await.unwrap();
    assert!(matches!(again, Exchanged::Done(_)));
}

pub(crate) async fn racing_rotations_agree_on_one_successor(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    let racing = (0..100).map(|number| {
        let room = room.clone();
        tokio::spawn(async move {
            let rotation = rotation(given.refresh, 100 + number, START);
            (rotation.seed, room.rotate_refresh(&rotation).await.unwrap())
        })
    });
    let (mut made, mut told) = (Vec::new(), Vec::new());
    for one in racing.collect::<Vec<_>>() {
        match one.await.unwrap() {
            (seed, Rotated::Done) => made.push(seed),
            (_, Rotated::Again { seed }) => told.push(seed),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((made.len(), told.len()), (1, 99));
    assert!(told.iter().all(|seed| *seed == made[0]));
    assert_eq!(room.token(&given.access).await.unwrap(), None, "the access token before is void");
}

pub(crate) async fn a_rotated_token_presented_late_revokes_its_family(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    assert_eq!(room.rotate_refresh(&rotation(given.refresh, 2, START)).await.unwrap(), Rotated::Done);
    let grace = START.plus_seconds(60);
    let again = room.rotate_refresh(&rotation(given.refresh, 3, grace)).await.unwrap();
    assert_eq!(again, Rotated::Again { seed: hash(b'd', 2) });
    let late = START.plus_seconds(61);
    assert_eq!(room.rotate_refresh(&rotation(given.refresh, 4, late)).await.unwrap(), Rotated::Reused);
    assert!(room.token(&hash(b't', 2)).await.unwrap().unwrap().revoked);
    assert_eq!(room.rotate_refresh(&rotation(hash(b'r', 2), 5, late)).await.unwrap(), Rotated::Void);
}

pub(crate) async fn a_failed_rotation_leaves_the_old_tokens_valid(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    let mut broken = rotation(given.refresh, 2, START);
    // The refresh token exists already: storing it fails after everything else was done.
    broken.refresh = given.refresh;
    assert!(room.rotate_refresh(&broken).await.is_err());
    assert!(!room.token(&given.access).await.unwrap().unwrap().revoked);
    assert_eq!(room.rotate_refresh(&rotation(given.refresh, 3, START)).await.unwrap(), Rotated::Done);
}

pub(crate) async fn rotation_stops_with_the_grant(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    let end = START.plus_seconds(1_000_000);
    let last = end.plus_seconds(-1);
    assert_eq!(room.rotate_refresh(&rotation(given.refresh, 2, end)).await.unwrap(), Rotated::Void);
    assert_eq!(room.rotate_refresh(&rotation(given.refresh, 2, last)).await.unwrap(), Rotated::Done);
    assert_eq!(room.rotate_refresh(&rotation(hash(b'x', 9), 3, START)).await.unwrap(), Rotated::Void);
}

pub(crate) async fn an_app_revokes_its_own_tokens_only(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    let grant = given.grant;
    for token in [given.access, given.refresh] {
        assert_eq!(
            room.revoke_token(&token, "other", START).await.unwrap(),
            Revoked::Foreign { grant: Some(given.grant) }
        );
    }
    assert!(!room.token(&given.access).await.unwrap().unwrap().revoked);
    assert_eq!(room.revoke_token(&hash(b'x', 1), APP, START).await.unwrap(), Revoked::Unknown);
    let access = room.revoke_token(&given.access, APP, START).await.unwrap();
    assert_eq!(access, Revoked::Access { grant: Some(grant) });
    assert_eq!(room.token(&given.access).await.unwrap(), None);
    assert_eq!(room.rotate_refresh(&rotation(given.refresh, 2, START)).await.unwrap(), Rotated::Done);
    let family = room.revoke_token(&hash(b'r', 2), APP, START).await.unwrap();
    assert_eq!(family, Revoked::Family { grant });
    assert!(room.token(&hash(b't', 2)).await.unwrap().unwrap().revoked);
    assert!(room.grant(APP, PERSON).await.unwrap().is_some(), "the consent remains");
}

pub(crate) async fn ending_a_grant_voids_its_tokens_and_the_next_consent_is_another(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    assert!(room.end_grant(given.grant, EndReason::Operator, START).await.unwrap());
    assert!(!room.end_grant(given.grant, EndReason::Person, START).await.unwrap());
    let token = room.token(&given.access).await.unwrap().unwrap();
    assert!(token.revoked);
    assert_eq!(token.grant.unwrap().ended, Some((START, EndReason::Operator)));
    assert_eq!(room.rotate_refresh(&rotation(given.refresh, 2, START)).await.unwrap(), Rotated::Void);
    assert_eq!(room.grants_of(PERSON).await.unwrap(), []);
    let next = code(&*room, 2, START).await;
    assert_ne!(next.id, given.grant);
}

pub(crate) async fn an_apps_own_token_has_no_grant(room: Arc<dyn Platform>) {
    room.add_app(&app(APP)).await.unwrap();
    room.issue_app_token(&new_token(hash(b't', 1), START)).await.unwrap();
    let token = room.token(&hash(b't', 1)).await.unwrap().unwrap();
    assert_eq!((token.grant, token.revoked, token.app_active), (None, false, true));
    assert_eq!((token.app_scopes, token.app_claims), (app(APP).scopes, app(APP).claims));
    let revoked = room.revoke_token(&hash(b't', 1), APP, START).await.unwrap();
    assert_eq!(revoked, Revoked::Access { grant: None });
}

pub(crate) async fn only_what_is_void_is_forgotten(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    room.rotate_refresh(&rotation(given.refresh, 2, START)).await.unwrap();
    room.begin_approval(&approval(3, START)).await.unwrap();
    assert_eq!(room.purge(START, START).await.unwrap(), 0);
    let later = START.plus_seconds(3600);
    assert_eq!(room.purge(later, START).await.unwrap(), 2, "an approval and an access token");
    assert_eq!(room.purge(later, START).await.unwrap(), 0);
    let late = rotation(given.refresh, 3, later);
    assert_eq!(room.rotate_refresh(&late).await.unwrap(), Rotated::Reused, "replays are still recognised");
    let much_later = START.plus_seconds(1_000_000);
    assert_eq!(room.purge(much_later, much_later).await.unwrap(), 4, "code, refresh tokens and their family");
    assert_eq!(room.purge(much_later, much_later).await.unwrap(), 0);
}

pub(crate) async fn families_of_consent_that_ran_out_are_forgotten(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    let (end, later) = (START.plus_seconds(1_000_000), START.plus_seconds(2_000_000));
    room.purge(end, START).await.unwrap();
    assert!(
        !room.refresh_token(&given.refresh).await.unwrap().unwrap().revoked,
        "kept for those who ask late"
    );
    while room.purge(end, end.plus_seconds(1)).await.unwrap() > 0 {}
    assert!(room.refresh_token(&given.refresh).await.unwrap().unwrap().revoked);
    while room.purge(later, later).await.unwrap() > 0 {}
    assert_eq!(room.refresh_token(&given.refresh).await.unwrap(), None);
    assert_eq!(room.grants_of(PERSON).await.unwrap().len(), 1, "consent itself is kept");
}

pub(crate) async fn a_pushed_request_is_taken_up_once(room: Arc<dyn Platform>) {
    for number in 1..=3 {
        room.push_request(&pushed(number, START)).await.unwrap();
    }
    let racing = (0..20).map(|_| {
        let room = room.clone();
        tokio::spawn(async move { room.take_pushed_request(&hash(b'p', 1)).await.unwrap() })
    });
    let mut taken = Vec::new();
    for one in racing.collect::<Vec<_>>() {
        taken.extend(one.await.unwrap());
    }
    assert_eq!(taken, [pushed(1, START)]);
    assert_eq!(room.purge(START.plus_seconds(59), START).await.unwrap(), 0);
    assert_eq!(room.purge(START.plus_seconds(60), START).await.unwrap(), 2);
    assert_eq!(room.take_pushed_request(&hash(b'p', 2)).await.unwrap(), None);
}

pub(crate) async fn keys_that_must_be_proven_read_back(room: Arc<dyn Platform>) {
    let given = tokens(&*room, 1, START).await;
    let code = room.code(&hash(b'c', 1)).await.unwrap().unwrap();
    assert_eq!(code.key.as_deref(), Some("key of the code"));
    let key = room.token(&given.access).await.unwrap().unwrap().key;
    assert_eq!(key.as_deref(), Some("key of the token"));
    assert_eq!(
        room.refresh_token(&given.refresh).await.unwrap().unwrap().key.as_deref(),
        Some("key of the family")
    );
    let mut next = rotation(given.refresh, 2, START);
    next.access.key = None;
    assert_eq!(room.rotate_refresh(&next).await.unwrap(), Rotated::Done);
    assert_eq!(room.token(&next.access.hash).await.unwrap().unwrap().key, None);
}

pub(crate) async fn racing_exchanges_of_one_grant_leave_one_family(room: Arc<dyn Platform>) {
    for number in 1..=20 {
        code(&*room, number, START).await;
    }
    let racing = (1..=20).map(|number| {
        let room = room.clone();
        tokio::spawn(async move { room.exchange_code(&exchange(number, number, START)).await.unwrap() })
    });
    for one in racing.collect::<Vec<_>>() {
        assert!(matches!(one.await.unwrap(), Exchanged::Done(_)));
    }
    let mut live = 0;
    for number in 1..=20 {
        live += usize::from(!room.token(&hash(b't', number)).await.unwrap().unwrap().revoked);
    }
    assert_eq!(live, 1);
}

pub(crate) async fn no_token_outlives_its_grant_however_they_race(room: Arc<dyn Platform>) {
    for round in 0..10 {
        let (first, second) = (100 * round + 1, 100 * round + 2);
        let given = tokens(&*room, first, START).await;
        code(&*room, second, START).await;
        let (rotating, exchanging) = (room.clone(), room.clone());
        let rotated = tokio::spawn(async move {
            rotating.rotate_refresh(&rotation(given.refresh, 100 * round + 3, START)).await.unwrap();
        });
        let exchanged = tokio::spawn(async move {
            exchanging.exchange_code(&exchange(second, second, START)).await.unwrap();
        });
        assert!(room.end_grant(given.grant, EndReason::Person, START).await.unwrap());
        rotated.await.unwrap();
        exchanged.await.unwrap();
        for number in [first, second, 100 * round + 3] {
            let token = room.token(&hash(b't', number)).await.unwrap();
            assert!(token.is_none_or(|token| token.revoked), "round {round}");
        }
    }
}

pub(crate) async fn a_browser_session_ends_once_and_is_forgotten_when_void(room: Arc<dyn Platform>) {
    let session = |number| BrowserSession {
        id: hash(b'i', number),
        content: "{}".to_owned(),
        person: Some(PERSON),
        created_at: START,
        seen_at: START,
        expires_at: START.plus_seconds(100),
    };
    for number in 1..=2 {
        room.begin_session(&session(number)).await.unwrap();
    }
    let id = hash(b'i', 1);
    assert_eq!(room.session(&id).await.unwrap(), Some(session(1)));
    let later = START.plus_seconds(60);
    room.see_session(&id, later).await.unwrap();
    room.see_session(&id, START).await.unwrap();
    let seen = BrowserSession { seen_at: later, ..session(1) };
    assert_eq!(room.end_session(&id).await.unwrap(), Some(seen), "time goes on only");
    assert_eq!(room.end_session(&id).await.unwrap(), None);
    assert_eq!(room.session(&id).await.unwrap(), None);
    assert_eq!(room.purge(START.plus_seconds(99), START).await.unwrap(), 0);
    assert_eq!(room.purge(START.plus_seconds(100), START).await.unwrap(), 1);
}

pub(crate) async fn one_signing_key_of_an_algorithm_is_in_use(room: Arc<dyn Platform>) {
    use SigningAlgorithm::{Es256, Rs256};
    let day = 86_400;
    let (first, curve) = (signing_key(1, Rs256, START), signing_key(2, Es256, START));
    assert!(room.add_signing_key(&first).await.unwrap());
    assert!(room.add_signing_key(&curve).await.unwrap());
    assert!(!room.add_signing_key(&signing_key(3, Rs256, START)).await.unwrap());
    let next = signing_key(4, Rs256, START.plus_seconds(day));
    assert!(room.rotate_signing_key(&next).await.unwrap());
    let retired = SigningKey { retired_at: Some(next.created_at), ..first };
    assert_eq!(room.signing_keys(START).await.unwrap(), [next.clone(), retired, curve.clone()]);
    assert_eq!(room.signing_keys(next.created_at).await.unwrap(), [next, curve]);
}

pub(crate) async fn racing_rotations_leave_one_signing_key(room: Arc<dyn Platform>) {
    let racing = (0..10).map(|number| {
        let room = room.clone();
        let key = signing_key(number, SigningAlgorithm::Rs256, START.plus_seconds(i64::from(number)));
        tokio::spawn(async move { room.rotate_signing_key(&key).await.unwrap() })
    });
    let mut stored = 0;
    for one in racing.collect::<Vec<_>>() {
        stored += usize::from(one.await.unwrap());
    }
    let keys = room.signing_keys(START.plus_seconds(-1)).await.unwrap();
    assert_eq!(keys.len(), stored);
    assert_eq!(keys.iter().filter(|key| key.retired_at.is_none()).count(), 1);
}

pub(crate) async fn an_assertion_is_used_once_until_it_expires(room: Arc<dyn Platform>) {
    let until = START.plus_seconds(300);
    let racing = (0..20).map(|_| {
        let room = room.clone();
        tokio::spawn(async move { room.use_assertion(&hash(b'j', 1), until).await.unwrap() })
    });
    let mut used = 0;
    for one in racing.collect::<Vec<_>>() {
        used += usize::from(one.await.unwrap());
    }
    assert_eq!(used, 1);
    assert!(room.use_assertion(&hash(b'j', 2), until).await.unwrap());
    assert_eq!(room.purge(until.plus_seconds(-1), START).await.unwrap(), 0);
    assert_eq!(room.purge(until, START).await.unwrap(), 2);
}

pub(crate) async fn a_code_keeps_what_the_identity_token_says(room: Arc<dyn Platform>) {
    signed_in(&*room, 1, START).await;
    let begun = room.approval(&approval(1, START).id).await.unwrap().unwrap();
    assert_eq!(begun.signed_in_at, Some(START));
    let consent = consent(1, START);
    room.consent(&consent).await.unwrap();
    let code = room.code(&consent.code).await.unwrap().unwrap();
    assert_eq!((code.nonce, code.signed_in_at), (consent.nonce, consent.signed_in_at));
}

pub(crate) async fn a_credential_makes_a_grant_or_leads_on_the_one_there_is(room: Arc<dyn Platform>) {
    room.add_app(&app(APP)).await.unwrap();
    let entrusted = |tokens: u32, now: Timestamp| Entrusted {
        person: PERSON,
        client_id: APP.to_owned(),
        scope: "patient/*.rs".to_owned(),
        withheld: Labels::PART2,
        grant_until: now.plus_seconds(1000),
        access: new_token(hash(b't', tokens), now),
        refresh: Some(hash(b'r', tokens)),
        now,
    };
    let first = room.entrust(&entrusted(1, START)).await.unwrap();
    assert_eq!((first.person, first.scope.as_str(), first.withheld), (PERSON, "patient/*.rs", Labels::PART2));
    let later = START.plus_seconds(500);
    let second = room.entrust(&Entrusted { scope: "other".to_owned(), ..entrusted(2, later) }).await.unwrap();
    // The live grant goes on as it is, for longer; its tokens are replaced.
    assert_eq!((second.id, second.scope.as_str()), (first.id, "patient/*.rs"));
    assert_eq!((second.created_at, second.expires_at), (START, Some(later.plus_seconds(1000))));
    assert!(room.token(&hash(b't', 1)).await.unwrap().unwrap().revoked);
    assert!(!room.token(&hash(b't', 2)).await.unwrap().unwrap().revoked);
    assert_eq!(room.refresh_token(&hash(b'r', 2)).await.unwrap().unwrap().grant.id, first.id);
    // One that ran out begins anew; one that holds longer is not cut short.
    let end = later.plus_seconds(1000);
    let anew =
        Entrusted { scope: "other".to_owned(), withheld: Labels::NONE, refresh: None, ..entrusted(3, end) };
    let third = room.entrust(&anew).await.unwrap();
    assert_eq!((third.scope.as_str(), third.withheld), ("other", Labels::NONE));
    let short = Entrusted { grant_until: end.plus_seconds(5), ..entrusted(4, end) };
    assert_eq!(room.entrust(&short).await.unwrap().expires_at, third.expires_at);
}

pub(crate) async fn a_credential_leaves_what_was_consented_to(room: Arc<dyn Platform>) {
    let consented = code(&*room, 1, START).await;
    let entrusted = Entrusted {
        person: PERSON,
        client_id: APP.to_owned(),
        scope: "patient/*.rs".to_owned(),
        withheld: Labels::NONE,
        grant_until: START.plus_seconds(1),
        access: new_token(hash(b't', 1), START),
        refresh: None,
        now: START,
    };
    let grant = room.entrust(&entrusted).await.unwrap();
    assert_eq!((grant.id, grant.scope, grant.withheld), (consented.id, consented.scope, consented.withheld));
    assert_eq!(grant.expires_at, consented.expires_at);
}
