//! An authorization server to test, and the steps that its clients and people take.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bluestem_auth::app::NewApp;
use bluestem_auth::authorize::{ApprovalView, AuthorizePageError, AuthorizeRefusal, Choices, Decision};
use bluestem_auth::bearer::{BearerError, Presented};
use bluestem_auth::client::ClientRequest;
use bluestem_auth::dpop::Call;
use bluestem_auth::identity::{IdentityProvider, SandboxIdentity};
use bluestem_auth::key::MasterKey;
use bluestem_auth::sign_in::{SignIn, SignInError};
use bluestem_auth::token::{TokenError, TokenResponse};
use bluestem_auth::userinfo::UserInfo;
use bluestem_auth::{Auth, AuthConfig, Parameters, Parts};
use bluestem_model::access::Access;
use bluestem_model::chance::Random;
use bluestem_model::id::PersonId;
use bluestem_model::time::{Clock as _, ManualClock, Timestamp};
use bluestem_store::audit::{Audit, AuditEvent, AuditQuery};
use bluestem_store::embedded::{EmbeddedAudit, EmbeddedPlatform};
use bluestem_store::platform::{ClientKind, DataAccessType, PersonalInformation, Platform};

use crate::credentials;
use crate::fragile::Fragile;
use crate::people::ThreePeople;
use crate::web::Web;

pub(crate) const BASE: &str = "https://bluestem.example";
pub(crate) const CALLBACK: &str = "https://app.example/callback/";
pub(crate) const SECRET: &str = "secret-of-the-app";
/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7636 appendix B.
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const STATE: &str = "state-of-the-app";
pub(crate) const ADDRESS: &str = "192.0.2.1";
/// 2026-01-31T12:00:00Z.
pub(crate) const START: &str = "2026-01-31T12:00:00Z";

/// A call of the token endpoint that proves no key.
pub(crate) const CALL: Call =
    Call { proof: None, method: "POST", url: "https://bluestem.example/v3/o/token" };

/// Bytes that never repeat. Good for tests alone.
struct Counting(AtomicU64);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&next.to_le_bytes()[..chunk.len()]);
        }
    }
}

pub(crate) struct World {
    pub(crate) auth: Auth,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) audit: Arc<dyn Audit>,
    fragile: Arc<Fragile>,
    /// The other servers.
    pub(crate) web: Arc<Web>,
    folder: Option<tempfile::TempDir>,
}

/// A server over these stores.
fn server(
    platform: &Arc<dyn Platform>,
    audit: &Arc<dyn Audit>,
    clock: &Arc<ManualClock>,
    master_key: MasterKey,
    web: &Arc<Web>,
    identity: IdentityProvider,
) -> Auth {
    Auth::new(Parts {
        platform: platform.clone(),
        audit: audit.clone(),
        claims: Arc::new(ThreePeople),
        clock: clock.clone(),
        random: Arc::new(Counting(AtomicU64::new(1))),
        identity: Some(identity),
        fetch: web.clone(),
        master_key,
        config: AuthConfig {
            trusted_credentials: credentials::trusted(),
            ..AuthConfig::new(&format!("{BASE}/"))
        },
    })
}

/// The sandbox's sign-in.
fn by_password() -> IdentityProvider {
    let people = Arc::new(|number: u32| Some(PersonId::idr(-1 - i64::from(number))));
    IdentityProvider::Password(Arc::new(SandboxIdentity::new(people)))
}

/// A browser on its way through the pages.
pub(crate) struct Browser {
    pub(crate) approval: String,
    pub(crate) cookie: String,
}

impl World {
    /// A server with the apps `app` (confidential), `public`, `other`, `once` (one-time), `study` (research),
    /// `optional` and `never` (personal information), and `system` (client credentials).
    pub(crate) async fn new() -> Self {
        Self::over(Arc::new(ManualClock::at(Timestamp::parse(START).unwrap())), by_password()).await
    }

    /// The same with this clock and way of signing in.
    pub(crate) async fn over(clock: Arc<ManualClock>, identity: IdentityProvider) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let platform: Arc<dyn Platform> = EmbeddedPlatform::open(&folder.path().join("p.db")).unwrap();
        let audit: Arc<dyn Audit> = EmbeddedAudit::open(&folder.path().join("a.db")).unwrap();
        let fragile = Arc::new(Fragile { audit, refuses: AtomicBool::new(false) });
        let audit: Arc<dyn Audit> = fragile.clone();
        let master_key = MasterKey::parse(&"A".repeat(43)).unwrap();
        let web = Arc::new(Web::default());
        let auth = server(&platform, &audit, &clock, master_key, &web, identity);
        let world = Self { auth, clock, platform, audit, fragile, web, folder: Some(folder) };
        world.add_apps().await;
        world
    }

    /// Another process over the same stores, with another master key.
    pub(crate) fn with_master_key(&self, master_key: MasterKey) -> Self {
        let auth = server(&self.platform, &self.audit, &self.clock, master_key, &self.web, by_password());
        let (platform, audit, fragile) = (self.platform.clone(), self.audit.clone(), self.fragile.clone());
        let (clock, web) = (self.clock.clone(), self.web.clone());
        Self { auth, clock, platform, audit, fragile, web, folder: None }
    }

    /// Another process that opens the same files by itself.
    pub(crate) fn elsewhere(&self) -> Self {
        let file = self.folder.as_ref().unwrap().path().join("p.db");
        let platform: Arc<dyn Platform> = EmbeddedPlatform::open(&file).unwrap();
        let master_key = MasterKey::parse(&"A".repeat(43)).unwrap();
        let auth = server(&platform, &self.audit, &self.clock, master_key, &self.web, by_password());
        let (clock, audit, fragile) = (self.clock.clone(), self.audit.clone(), self.fragile.clone());
        Self { auth, clock, platform, audit, fragile, web: self.web.clone(), folder: None }
    }

    /// From now on nothing can be recorded, or all can again.
    pub(crate) fn refuse_records(&self, refuses: bool) {
        self.fragile.refuses.store(refuses, Ordering::SeqCst);
    }

    async fn add_apps(&self) {
        let app = |id: &str| NewApp {
            client_id: Some(id.to_owned()),
            secret: Some(SECRET.to_owned()),
            ..NewApp::new(id, vec![CALLBACK.to_owned()])
        };
        let system = NewApp {
            scopes: "system/*.rs".to_owned(),
            authorization_code: false,
            client_credentials: true,
            redirect_uris: Vec::new(),
            ..app("system")
        };
        let apps = [
            app("app"),
            NewApp { kind: ClientKind::Public, ..app("public") },
            app("other"),
            NewApp { access_type: DataAccessType::OneTime, ..app("once") },
            NewApp { access_type: DataAccessType::ResearchStudy, ..app("study") },
            NewApp { personal_information: PersonalInformation::Optional, ..app("optional") },
            NewApp { personal_information: PersonalInformation::Never, ..app("never") },
            system,
        ];
        for app in apps {
            self.auth.add_app(app).await.unwrap();
        }
    }

    /// Sends an authorization request.
    pub(crate) async fn begin(&self, changes: &[(&str, &str)]) -> Result<Browser, AuthorizeRefusal> {
        let cookie = self.auth.new_browser();
        let begun = self.auth.begin_authorization(&request(changes), &cookie).await?;
        Ok(Browser { approval: begun.approval, cookie })
    }

    /// The parameters with which a refused request is sent back to the app.
    pub(crate) async fn refused(&self, changes: &[(&str, &str)]) -> HashMap<String, String> {
        match self.begin(changes).await {
            Err(AuthorizeRefusal::Redirect(uri)) => answer(&uri),
            Err(AuthorizeRefusal::Page(error)) => panic!("{error}"),
            Ok(_) => panic!("accepted"),
        }
    }

    /// The error that a request is refused with by a page.
    pub(crate) async fn page(&self, changes: &[(&str, &str)]) -> AuthorizePageError {
        match self.begin(changes).await {
            Err(AuthorizeRefusal::Page(error)) => error,
            Err(AuthorizeRefusal::Redirect(uri)) => panic!("redirected to {uri}"),
            Ok(_) => panic!("accepted"),
        }
    }

    pub(crate) async fn view(&self, browser: &Browser) -> ApprovalView {
        self.auth.approval(&browser.approval, &browser.cookie).await.unwrap()
    }

    pub(crate) async fn sign_in(
        &self,
        browser: &mut Browser,
        username: &str,
        password: &str,
    ) -> Result<(), SignInError> {
        self.sign_in_from(browser, username, password, ADDRESS).await
    }

    pub(crate) async fn sign_in_from(
        &self,
        browser: &mut Browser,
        username: &str,
        password: &str,
        address: &str,
    ) -> Result<(), SignInError> {
        let csrf = self.view(browser).await.csrf;
        let form = SignIn {
            approval: &browser.approval,
            browser: &browser.cookie,
            csrf: &csrf,
            username,
            password,
            address,
        };
        browser.cookie = self.auth.sign_in(&form).await?;
        Ok(())
    }

    /// Takes a request to the consent page of the first person.
    pub(crate) async fn signed_in(&self, changes: &[(&str, &str)]) -> Browser {
        let mut browser = self.begin(changes).await.unwrap();
        self.sign_in(&mut browser, "BBUser00000", "PW00000!").await.unwrap();
        browser
    }

    /// Decides, and returns where the browser is sent.
    pub(crate) async fn decide(&self, browser: &Browser, decision: Decision) -> String {
        let csrf = self.view(browser).await.csrf;
        self.auth.decide(&browser.approval, &browser.cookie, &csrf, decision).await.unwrap()
    }

    /// Takes a request to its code, sharing everything.
    pub(crate) async fn code(&self, changes: &[(&str, &str)]) -> String {
        let browser = self.signed_in(changes).await;
        self.share(&browser).await
    }

    /// Shares everything, and returns the code.
    pub(crate) async fn share(&self, browser: &Browser) -> String {
        let all = Choices { personal_information: true, substance_use: true };
        answer(&self.decide(browser, Decision::Share(all)).await)["code"].clone()
    }

    /// Sends a token request of the app `app`.
    pub(crate) async fn token(&self, parameters: &[(&str, &str)]) -> Result<TokenResponse, TokenError> {
        let basic = basic("app", SECRET);
        self.token_with(parameters, Some(&basic)).await
    }

    pub(crate) async fn token_with(
        &self,
        parameters: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Result<TokenResponse, TokenError> {
        let parameters = parameters.iter().copied().collect();
        let request = ClientRequest { parameters: &parameters, authorization, address: ADDRESS, call: CALL };
        self.auth.token(&request).await
    }

    /// Exchanges a code as `client_id` does.
    pub(crate) async fn exchange(&self, client_id: &str, code: &str) -> Result<TokenResponse, TokenError> {
        let secret = if client_id == "public" { "" } else { SECRET };
        let credentials = [("client_id", client_id), ("client_secret", secret)];
        self.token_with(&[&exchange(code)[..], &credentials[..]].concat(), None).await
    }

    /// Takes an app through the whole flow.
    pub(crate) async fn tokens(&self, client_id: &str) -> TokenResponse {
        let code = self.code(&[("client_id", client_id)]).await;
        self.exchange(client_id, &code).await.unwrap()
    }

    /// The present moment of this world.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What the bearer of this token may see.
    pub(crate) async fn access(&self, token: &str) -> Result<Access, BearerError> {
        self.auth.access(&Presented::bearer(token)).await
    }

    pub(crate) async fn userinfo(&self, token: &str) -> Result<UserInfo, BearerError> {
        self.auth.userinfo(bluestem_auth::Version::V3, &Presented::bearer(token)).await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Result<TokenResponse, TokenError> {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// The latest event of the audit trail.
    pub(crate) async fn latest(&self) -> AuditEvent {
        let query = AuditQuery { limit: 1, ..AuditQuery::default() };
        self.audit.query(&query).await.unwrap().remove(0).event
    }
}

/// A good authorization request, with these parameters put in place of its own; an empty value takes one away.
pub(crate) fn request(changes: &[(&str, &str)]) -> Parameters {
    let usual = [
        ("client_id", "app"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("state", STATE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let kept = usual.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes).copied().collect()
}

/// A good token request for a code, without the client.
pub(crate) fn exchange(code: &str) -> [(&str, &str); 4] {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]
}

/// The parameters of the app's redirect URI.
pub(crate) fn answer(uri: &str) -> HashMap<String, String> {
    assert!(uri.starts_with(&format!("{CALLBACK}?")), "{uri}");
    url::Url::parse(uri).unwrap().query_pairs().into_owned().collect()
}

/// An HTTP Basic header.
pub(crate) fn basic(client_id: &str, secret: &str) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{client_id}:{secret}"));
    format!("Basic {encoded}")
}
