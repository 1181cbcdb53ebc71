//! A small world: two people with coverage and claims, one key merged into another, an app of each kind.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use aws_lc_rs::digest;
use axum::Router;
use axum::body::Body;
use bluestem_auth::{Auth, AuthConfig};
use bluestem_model::access::ClaimScope;
use bluestem_model::chance::Random;
use bluestem_model::claim::claim_index;
use bluestem_model::column::View;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::record::{ClaimRecord, Origin, Record, RecordBuilder, SourceRow};
use bluestem_model::time::{Clock, ManualClock, Timestamp};
use bluestem_store::claims::{
    ClaimDelivery, Claims, ClaimsLoader, LoadPlan, Part, PersonDelivery, SourceFile,
};
use bluestem_store::embedded::{EmbeddedAudit, EmbeddedClaims, EmbeddedPlatform};
use bluestem_store::platform::{
    App as RegisteredApp, Approval, ClientKind, Consent, DataAccessType, Exchange, NewToken,
    PersonalInformation, Platform, SigningAlgorithm,
};
use bluestem_web::state::{App, Limits, Parts};
use http::{Method, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

pub(crate) const BASE: &str = "https://claims.example.org";
pub(crate) const NOW: &str = "2025-01-02T12:00:00Z";
/// The person whose token most tests use.
pub(crate) const OWN: i64 = -101;
/// A key that was merged into [`OWN`].
pub(crate) const MERGED: i64 = -102;
/// Somebody else.
pub(crate) const OTHER: i64 = -201;
/// Adjudicated claims of [`OWN`]; one more is still in process.
pub(crate) const OWN_CLAIMS: i64 = 25;

/// A claim of [`OTHER`] with a security label.
pub(crate) const LABELLED: i64 = 2002;

/// The number of a person of the Chronic Conditions Warehouse, and of somebody else in the Integrated Data Repository.
pub(crate) const CCW_NUMBER: i64 = OTHER;
/// Before the numbers of that person's claims and drug events.
pub(crate) const CCW: i64 = 3000;
/// How many claims and drug events that person has.
pub(crate) const CCW_CLAIMS: usize = 24;
/// One of those claims, with a security label.
pub(crate) const CCW_LABELLED: i64 = CCW + 3;

/// Scopes of a token that may do everything.
pub(crate) const ALL: &str = "patient/Patient.rs patient/Coverage.rs patient/ExplanationOfBenefit.rs";

pub(crate) struct World {
    router: Router,
    clock: Arc<ManualClock>,
    pub(crate) platform: Arc<EmbeddedPlatform>,
    pub(crate) audit: Arc<EmbeddedAudit>,
    pub(crate) auth: Arc<Auth>,
    _folder: tempfile::TempDir,
}

struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::SeqCst));
    }
}

/// What an answer says.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The resource, after checking that it is one.
    pub(crate) fn resource(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        assert_eq!(self.header(header::CONTENT_TYPE), "application/fhir+json; charset=utf-8");
        self.json()
    }

    /// Status, code and diagnostics of the OperationOutcome that this must be.
    pub(crate) fn outcome(&self) -> (u16, String, String) {
        assert!(self.header(header::CONTENT_TYPE).starts_with("application/fhir+json"), "{}", self.text);
        let body = self.json();
        assert_eq!(body["resourceType"], "OperationOutcome", "{body}");
        let issue = &body["issue"][0];
        assert_eq!(issue["severity"], "error");
        let word = |name: &str| issue[name].as_str().unwrap().to_owned();
        (self.status.as_u16(), word("code"), word("diagnostics"))
    }

    /// Ids of the resources on the page.
    pub(crate) fn ids(&self) -> Vec<String> {
        let bundle = self.resource();
        assert_eq!(bundle["type"], "searchset");
        let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
        entries.iter().map(|entry| entry["resource"]["id"].as_str().unwrap().to_owned()).collect()
    }

    /// The path and query of a link.
    pub(crate) fn link(&self, relation: &str) -> Option<String> {
        let bundle = self.json();
        let link = bundle["link"].as_array()?.iter().find(|link| link["relation"] == relation)?.clone();
        Some(link["url"].as_str()?.strip_prefix(BASE).unwrap().to_owned())
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let claims = EmbeddedClaims::open(&folder.path().join("claims.db")).unwrap();
        load(claims.as_ref()).await;
        Self::over(claims, folder).await
    }

    /// The same apps and tokens over another claims plane.
    pub(crate) async fn over(claims: Arc<dyn Claims>, folder: tempfile::TempDir) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::parse(NOW).unwrap()));
        let random: Arc<dyn Random> = Arc::new(Counting(AtomicU8::new(0)));
        let platform = EmbeddedPlatform::open(&folder.path().join("platform.db")).unwrap();
        let audit = EmbeddedAudit::open(&folder.path().join("audit.db")).unwrap();
        let auth = Arc::new(Auth::new(bluestem_auth::Parts {
            platform: platform.clone(),
            audit: audit.clone(),
            claims: Arc::clone(&claims),
            clock: clock.clone(),
            random: Arc::clone(&random),
            identity: None,
            fetch: Arc::new(bluestem_auth::fetch::Nowhere),
            master_key: bluestem_auth::key::MasterKey::parse(&"A".repeat(43)).unwrap(),
            config: AuthConfig::new(BASE),
        }));
        let app = App::new(Parts {
            claims,
            auth: Arc::clone(&auth),
            clock: clock.clone(),
            random,
            base_url: BASE.parse().unwrap(),
            displays: Arc::default(),
            defects: bluestem_fhir::v2::eob::Defects::default(),
            hashes: false,
            sandbox: None,
            limits: Limits::default(),
            traced: None,
        });
        let world = Self { router: bluestem_web::router(app), clock, platform, audit, auth, _folder: folder };
        assert!(world.platform.add_app(&registered_app()).await.unwrap());
        world
    }

    pub(crate) fn travel(&self, seconds: i64) {
        self.clock.advance(seconds);
    }

    /// A token of `person` with these scopes that holds for an hour.
    pub(crate) async fn token(&self, person: i64, scope: &str) -> String {
        self.withholding_token(person, scope, Labels::NONE).await
    }

    /// As [`World::token`], from whom claims with these labels are withheld.
    pub(crate) async fn withholding_token(&self, person: i64, scope: &str, withheld: Labels) -> String {
        self.token_of(PersonId::idr(person), scope, withheld).await
    }

    /// A token of the person of the Chronic Conditions Warehouse. It ends the one before.
    pub(crate) async fn ccw_token(&self, scope: &str, withheld: Labels) -> String {
        self.clock.advance(1);
        self.token_of(PersonId::ccw(CCW_NUMBER), scope, withheld).await
    }

    async fn token_of(&self, person: PersonId, scope: &str, withheld: Labels) -> String {
        let now = self.clock.now();
        let name = format!("{person}/{scope}/{}", now.0);
        let (id, browser, code) = (hash("approval"), hash("browser"), hash(&format!("code {name}")));
        let client_id = "app".to_owned();
        let request = "{}".to_owned();
        let expires_at = now.plus_seconds(600);
        let approval = Approval {
            id,
            browser,
            client_id: client_id.clone(),
            request,
            person: None,
            signed_in_at: None,
            created_at: now,
            expires_at,
        };
        self.platform.begin_approval(&approval).await.unwrap();
        assert!(self.platform.sign_in_approval(&id, &browser, &browser, Some(person), now).await.unwrap());
        let consent = Consent {
            approval: id,
            browser,
            person,
            client_id: client_id.clone(),
            scope: scope.to_owned(),
            withheld,
            grant_until: None,
            code,
            code_until: expires_at,
            redirect_uri: format!("{BASE}/callback"),
            redirect_given: true,
            challenge: "x".to_owned(),
            nonce: None,
            signed_in_at: Some(now),
            key: None,
            now,
        };
        self.platform.consent(&consent).await.unwrap().unwrap();
        let access = self.new_token(&name, scope);
        let exchange =
            Exchange { code, access, refresh: hash(&format!("refresh {name}")), refresh_key: None, now };
        self.platform.exchange_code(&exchange).await.unwrap();
        token_text(&name)
    }

    /// A token of the system app with these scopes that holds for an hour.
    pub(crate) async fn system_token(&self, scope: &str) -> String {
        self.platform.issue_app_token(&self.new_token(scope, scope)).await.unwrap();
        token_text(scope)
    }

    fn new_token(&self, name: &str, scope: &str) -> NewToken {
        let now = self.clock.now();
        NewToken {
            hash: hash(&token_text(name)),
            client_id: "app".to_owned(),
            scope: scope.to_owned(),
            issued_at: now,
            expires_at: now.plus_seconds(3600),
            key: None,
        }
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        self.send(Method::GET, path, &[(header::AUTHORIZATION.as_str(), &format!("Bearer {token}"))], "")
            .await
    }

    /// A GET with more headers.
    pub(crate) async fn get_with(&self, token: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let authorization = format!("Bearer {token}");
        let mut all = vec![(header::AUTHORIZATION.as_str(), authorization.as_str())];
        all.extend_from_slice(headers);
        self.send(Method::GET, path, &all, "").await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

pub(crate) fn hash(text: &str) -> [u8; 32] {
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().try_into().unwrap()
}

fn token_text(name: &str) -> String {
    u128::from_be_bytes(hash(name)[..16].try_into().unwrap()).to_string()
}

pub(crate) fn registered_app() -> RegisteredApp {
    RegisteredApp {
        client_id: "app".to_owned(),
        name: "Sample".to_owned(),
        kind: ClientKind::Confidential,
        secret: None,
        jwks: None,
        jwks_uri: None,
        identity_algorithm: SigningAlgorithm::Rs256,
        redirect_uris: vec![format!("{BASE}/callback")],
        scopes: format!("{ALL} patient/AuditEvent.rs system/*.rs"),
        authorization_code: true,
        client_credentials: true,
        access_type: DataAccessType::ThirteenMonth,
        personal_information: PersonalInformation::Required,
        claims: ClaimScope::All,
        active: true,
        listed: false,
        description: None,
        website_uri: None,
        policy_uri: None,
        terms_uri: None,
        created_at: Timestamp::parse(NOW).unwrap(),
    }
}

type Cells<'a> = &'a [(&'a str, &'a str)];

fn record(rows: &[(View, Cells<'_>)]) -> RecordBuilder {
    let mut builder = RecordBuilder::default();
    for (line, (view, cells)) in (2..).zip(rows) {
        let mut columns: Vec<_> =
            cells.iter().map(|(name, text)| (view.column(name).expect(name), *text)).collect();
        columns.sort_unstable_by_key(|(column, _)| *column);
        builder.push(SourceRow::new(*view, Origin { file: 1, line }, columns));
    }
    builder
}

fn person(key: i64, survivor: i64, mbi: &str) -> PersonDelivery {
    let (key_text, survivor_text) = (key.to_string(), survivor.to_string());
    let version: Cells<'_> = &[
        ("BENE_SK", &key_text),
        ("BENE_XREF_EFCTV_SK", &survivor_text),
        ("BENE_MBI_ID", mbi),
        ("BENE_1ST_NAME", "JOSÉ"),
        ("BENE_LAST_NAME", "Sample"),
        ("BENE_BRTH_DT", "1950-01-02"),
        ("BENE_SSN_NUM", if key == OTHER { "900001111" } else { "900002222" }),
        ("BENE_LINE_1_ADR", "12 OAK STREET"),
        ("BENE_LINE_2_ADR", "APT 4B"),
        ("GEO_ZIP5_CD", "2351"),
        ("BENE_SEX_CD", "2"),
        ("IDR_LTST_TRANS_FLG", "Y"),
        ("IDR_TRANS_EFCTV_TS", "2020-01-01T00:00:00"),
    ];
    let entitled: Cells<'_> = &[
        ("BENE_SK", &key_text),
        ("BENE_MDCR_ENTLMT_TYPE_CD", "A"),
        ("BENE_RNG_BGN_DT", "2020-01-01"),
        ("BENE_RNG_END_DT", "9999-12-31"),
        ("IDR_LTST_TRANS_FLG", "Y"),
    ];
    let enrolled: Cells<'_> = &[
        ("BENE_SK", &key_text),
        ("BENE_CNTRCT_NUM", "H1234"),
        ("BENE_PBP_NUM", "001"),
        ("BENE_ENRLMT_PGM_TYPE_CD", "1"),
        ("BENE_ENRLMT_BGN_DT", "2021-01-01"),
        ("IDR_LTST_TRANS_FLG", "Y"),
    ];
    let (own, merged) = (OWN.to_string(), MERGED.to_string());
    let reference: Cells<'_> = &[
        ("BENE_HICN_NUM", "1"),
        ("BENE_SK", &own),
        ("BENE_XREF_SK", &merged),
        ("BENE_KILL_CRED_CD", "2"),
        ("SRC_REC_CRTE_TS", "2020-01-01T00:00:00"),
    ];
    let mut rows =
        vec![(View::BeneHstry, version), (View::BeneMdcrEntlmt, entitled), (View::BeneMapdEnrlmt, enrolled)];
    if key == OWN || key == MERGED {
        rows.push((View::BeneXref, reference));
    }
    PersonDelivery { id: PersonId::idr(key), rows: record(&rows) }
}

pub(crate) fn claim(number: i64, person: i64, type_code: &str, source: &str) -> ClaimDelivery {
    let (number, person) = (number.to_string(), person.to_string());
    let day = format!("2024-01-{:02}", number.bytes().map(u32::from).sum::<u32>() % 28 + 1);
    let header: Cells<'_> = &[
        ("CLM_UNIQ_ID", &number),
        ("BENE_SK", &person),
        ("CLM_TYPE_CD", type_code),
        ("META_SRC_SK", source),
        ("CLM_FROM_DT", &day),
        ("CLM_THRU_DT", &day),
        ("CLM_EFCTV_DT", &day),
        ("CLM_FINL_ACTN_IND", "Y"),
        ("CLM_LTST_CLM_IND", "Y"),
    ];
    let line: Cells<'_> = &[("CLM_LINE_NUM", "1"), ("CLM_LINE_HCPCS_CD", "G0101")];
    let rows = record(&[(View::Clm, header), (View::ClmLine, line)]);
    let bytes = record(&[(View::Clm, header), (View::ClmLine, line)]).encode();
    let index = claim_index(&ClaimRecord::new(&Record::parse(&bytes).unwrap())).unwrap();
    ClaimDelivery { index, rows }
}

fn ccw_person() -> PersonDelivery {
    let key = CCW_NUMBER.to_string();
    let version: Cells<'_> = &[
        ("BENE_SK", &key),
        ("BENE_MBI_ID", "1S00CC0CC01"),
        ("BENE_LAST_NAME", "Bluestem"),
        ("BENE_SEX_CD", "1"),
        ("GEO_ZIP5_CD", "50228"),
        ("GEO_ZIP_PLC_NAME", "Prairie City"),
        ("BENE_LINE_1_ADR", "1 Main Street"),
        ("IDR_LTST_TRANS_FLG", "Y"),
    ];
    let year: Cells<'_> =
        &[("RFRNC_YR", "2024"), ("BENE_PTA_TRMNTN_CD", "0"), ("MDCR_ENTLMT_BUYIN_1_IND", "3")];
    PersonDelivery {
        id: PersonId::ccw(CCW_NUMBER),
        rows: record(&[(View::BeneHstry, version), (View::CcwBene, year)]),
    }
}

/// Half of them drug events of the same numbers as the claims.
fn ccw_claims() -> Vec<ClaimDelivery> {
    let half = i64::try_from(CCW_CLAIMS).unwrap() / 2;
    let kinds = [("71", "7"), ("1", "1")];
    let all = kinds.into_iter().flat_map(|kind| (1..=half).map(move |number| (kind, CCW + number)));
    let mut claims: Vec<_> = all
        .map(|((type_code, source), number)| {
            let mut claim = claim(number, CCW_NUMBER, type_code, source);
            claim.index.person = PersonId::ccw(CCW_NUMBER);
            let id = if type_code == "1" { ClaimId::ccw_event(number) } else { ClaimId::ccw_claim(number) };
            claim.index.id = id.unwrap();
            claim
        })
        .collect();
    for claim in claims.iter_mut().filter(|claim| claim.index.id == ClaimId::ccw(CCW_LABELLED)) {
        claim.index.labels = Labels::PART2;
    }
    claims
}

pub(crate) async fn load(loader: &dyn ClaimsLoader) {
    let file = SourceFile { path: "SYNTHETIC_CLM.csv".to_owned(), size: 9, sha256: [1; 32] };
    let plan = LoadPlan { fingerprint: [1; 32], format: "idr", parts: 1, files: vec![file] };
    let now = Timestamp::parse("2025-01-01T00:00:00.123456Z").unwrap();
    let load = loader.begin_load(&plan, now).await.unwrap();
    let mut claims: Vec<_> = (1..=OWN_CLAIMS).map(|number| claim(1000 + number, OWN, "71", "7")).collect();
    claims.push(claim(500, OWN, "1700", "1001"));
    claims.push(claim(2001, OTHER, "71", "7"));
    let mut labelled = claim(LABELLED, OTHER, "71", "7");
    labelled.index.labels = Labels::PART2;
    claims.push(labelled);
    claims.extend(ccw_claims());
    let people = vec![
        ccw_person(),
        person(OWN, OWN, "1S00AA0AA01"),
        person(MERGED, OWN, "1S00AA0AA02"),
        person(OTHER, OTHER, "1S00AA0AA03"),
    ];
    loader.write_part(&load, Part { number: 0, references: Vec::new(), people, claims }).await.unwrap();
    loader.finish_load(&load).await.unwrap();
}
