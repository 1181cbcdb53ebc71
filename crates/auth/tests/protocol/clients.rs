//! Apps and their proof.

use bluestem_auth::OAuthError as _;
use bluestem_auth::client::ClientError;
use bluestem_auth::token::TokenError;

use crate::world::{SECRET, World, basic, exchange};

/// Parameters of a body.
type Body<'a> = &'a [(&'a str, &'a str)];

async fn attempt(world: &World, body: Body<'_>, header: Option<&str>) -> Result<(), TokenError> {
    let request = [&exchange("unknown")[..], body].concat();
    world.token_with(&request, header).await.map(|_| ())
}

#[tokio::test]
async fn a_client_proves_itself_by_header_or_body() {
    let world = World::new().await;
    let header = basic("app", SECRET);
    let body = [("client_id", "app"), ("client_secret", SECRET)];
    let good: &[(Body<'_>, Option<&str>)] = &[
        (&[], Some(&header)),
        (&body, None),
        (&body, Some(&header)),
        (&[("client_id", "app")], Some(&header)),
        (&body, Some("Bearer stale-token-of-an-sdk")),
        (&[("client_id", "public")], None),
    ];
    for (body, header) in good {
        // The code is wrong; that is found out only once the client is known.
        assert_eq!(attempt(&world, body, *header).await, Err(TokenError::BadCode), "{body:?}");
    }
}

#[tokio::test]
async fn wrong_clients_are_refused() {
    let world = World::new().await;
    let (header, other) = (basic("app", SECRET), basic("other", SECRET));
    let wrong = basic("app", "wrong");
    let cases: &[(Body<'_>, Option<&str>, u16, &str)] = &[
        (&[], None, 401, "invalid_client"),
        (&[], Some("Bearer x"), 401, "invalid_client"),
        (&[], Some("Basic !"), 401, "invalid_client"),
        (&[], Some(&wrong), 401, "invalid_client"),
        (&[("client_id", "nobody"), ("client_secret", SECRET)], None, 401, "invalid_client"),
        (&[("client_id", "app")], None, 401, "invalid_client"),
        (&[("client_id", "public"), ("client_secret", SECRET)], None, 401, "invalid_client"),
        (&[("client_id", "app")], Some(&other), 400, "invalid_request"),
        (&[("client_secret", "wrong")], Some(&header), 400, "invalid_request"),
        (&[("client_id", "app"), ("client_id", "app")], None, 400, "invalid_request"),
    ];
    for (body, header, status, error) in cases {
        let reply = attempt(&world, body, *header).await.unwrap_err().reply();
        assert_eq!((reply.status, reply.error), (*status, *error), "{body:?} {header:?}");
        assert_eq!(reply.challenge.is_some(), *status == 401);
    }
    world.auth.set_app_active("app", false).await.unwrap();
    let reply = attempt(&world, &[], Some(&header)).await.unwrap_err().reply();
    assert_eq!((reply.status, reply.error), (403, "invalid_client"));
}

#[tokio::test]
async fn unknown_client_and_wrong_secret_look_the_same() {
    let world = World::new().await;
    let unknown = attempt(&world, &[], Some(&basic("nobody", "x"))).await.unwrap_err();
    let wrong = attempt(&world, &[], Some(&basic("app", "x"))).await.unwrap_err();
    assert_eq!(unknown.reply(), wrong.reply());
}

#[tokio::test]
async fn guessing_is_limited() {
    let world = World::new().await;
    let wrong = basic("app", "wrong");
    for _ in 0..50 {
        assert_eq!(attempt(&world, &[], Some(&wrong)).await, Err(TokenError::Client(ClientError::Wrong)));
    }
    let reply = attempt(&world, &[], Some(&basic("app", SECRET))).await.unwrap_err().reply();
    assert_eq!((reply.status, reply.retry_after.is_some()), (429, true));
    world.clock.advance(900);
    assert_eq!(attempt(&world, &[], Some(&basic("app", SECRET))).await, Err(TokenError::BadCode));
}
