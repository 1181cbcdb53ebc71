//! A whole server without a network.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use bluestem_auth::app::NewApp;
use bluestem_auth::identity::{IdentityProvider, SandboxIdentity};
use bluestem_auth::{Auth, AuthConfig};
use bluestem_model::chance::Random;
use bluestem_model::id::PersonId;
use bluestem_model::time::{ManualClock, Timestamp};
use bluestem_store::claims::Claims;
use bluestem_store::embedded::{EmbeddedAudit, EmbeddedClaims, EmbeddedPlatform};
use bluestem_store::platform::{ClientKind, PersonalInformation};
use bluestem_web::route::Route;
use bluestem_web::state::{App, Limits, Parts, SampleApp, SandboxState, TimeTravel};

use crate::people::{self, MEMBER, OTHER};

/// 2026-01-01T00:00:00Z.
pub(crate) const START: Timestamp = Timestamp(1_767_225_600_000_000);
/// The app of the tests. Its name tries to be markup.
pub(crate) const APP: &str = "app";
pub(crate) const APP_NAME: &str = "Field <b>notes</b> & more";
pub(crate) const SECRET: &str = "app-secret";
pub(crate) const CALLBACK: &str = "https://app.example/callback";
/// The app that can do without personal information.
pub(crate) const MODEST: &str = "modest";

/// A server and what it stands on.
pub(crate) struct Fixture {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) routes: Vec<Route>,
    pub(crate) clock: Arc<ManualClock>,
    _folder: tempfile::TempDir,
}

/// Different bytes at each draw; secret only in as far as tests need.
struct Draws(AtomicU64);

impl Random for Draws {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let mut mixed = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = (mixed >> 56) as u8;
        }
    }
}

struct Travel(Arc<ManualClock>);

impl TimeTravel for Travel {
    fn advance(&self, seconds: i64) {
        self.0.advance(seconds);
    }
}

/// A sandbox at `http://localhost:8000`.
pub(crate) async fn sandbox() -> Fixture {
    build("http://localhost:8000", true, Limits::default()).await
}

/// A server as `serve` makes it.
pub(crate) async fn serve() -> Fixture {
    build("https://claims.example.org", false, Limits::default()).await
}

pub(crate) async fn build(base: &str, sandbox: bool, limits: Limits) -> Fixture {
    build_over(base, sandbox, limits, None).await
}

/// The same, with other claims behind the routes.
pub(crate) async fn build_over(
    base: &str,
    sandbox: bool,
    limits: Limits,
    claims_behind: Option<Arc<dyn Claims>>,
) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(START));
    let random = Arc::new(Draws(AtomicU64::new(1)));
    let claims = EmbeddedClaims::open(&folder.path().join("claims.db")).unwrap();
    people::load(claims.as_ref(), START).await;
    let members = |number| [MEMBER, OTHER].get(number as usize).map(|key| PersonId::idr(*key));
    let auth = Arc::new(Auth::new(bluestem_auth::Parts {
        platform: EmbeddedPlatform::open(&folder.path().join("platform.db")).unwrap(),
        audit: EmbeddedAudit::open(&folder.path().join("audit.db")).unwrap(),
        claims: claims.clone(),
        clock: clock.clone(),
        random: random.clone(),
        identity: Some(IdentityProvider::Password(Arc::new(SandboxIdentity::new(Arc::new(members))))),
        fetch: Arc::new(bluestem_auth::fetch::Nowhere),
        master_key: bluestem_auth::key::MasterKey::parse(&"A".repeat(43)).unwrap(),
        config: AuthConfig::new(base),
    }));
    register(&auth, base).await;
    let test_client = SampleApp { client_id: "testclient".to_owned(), client_secret: None, system: false };
    let state = SandboxState {
        travel: Arc::new(Travel(clock.clone())),
        samples: vec![test_client.clone()],
        test_client,
    };
    let app = App::new(Parts {
        claims: claims_behind.unwrap_or(claims),
        auth,
        clock: clock.clone(),
        random,
        base_url: base.parse().unwrap(),
        displays: Arc::default(),
        defects: bluestem_fhir::v2::eob::Defects::default(),
        hashes: false,
        sandbox: sandbox.then_some(state),
        limits,
        traced: None,
    });
    let routes = bluestem_web::routes(&app);
    Fixture { router: bluestem_web::router(app.clone()), app, routes, clock, _folder: folder }
}

async fn register(auth: &Auth, base: &str) {
    let app = NewApp {
        client_id: Some(APP.to_owned()),
        secret: Some(SECRET.to_owned()),
        website_uri: Some("https://app.example/".to_owned()),
        ..NewApp::new(APP_NAME, vec![CALLBACK.to_owned()])
    };
    let modest = NewApp {
        client_id: Some(MODEST.to_owned()),
        personal_information: PersonalInformation::Optional,
        ..app.clone()
    };
    let test_client = NewApp {
        client_id: Some("testclient".to_owned()),
        secret: None,
        kind: ClientKind::Public,
        ..NewApp::new("TestApp", vec![format!("{base}/testclient/callback")])
    };
    for new in [app, modest, test_client] {
        auth.add_app(new).await.unwrap();
    }
}
