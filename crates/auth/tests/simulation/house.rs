//! The house of one run: stores, and two processes over them.

use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bluestem_auth::app::NewApp;
use bluestem_auth::fetch::{Ask, Fetch, FetchError, Told};
use bluestem_auth::identity::{IdentityProvider, SandboxIdentity};
use bluestem_auth::key::MasterKey;
use bluestem_auth::{Auth, AuthConfig, Parts};
use bluestem_model::id::PersonId;
use bluestem_model::time::{ManualClock, Timestamp};
use bluestem_store::audit::Audit;
use bluestem_store::claims::{Claims, ClaimsLoader};
use bluestem_store::embedded::{EmbeddedAudit, EmbeddedClaims, EmbeddedPlatform};
use bluestem_store::platform::{DataAccessType, PersonalInformation, Platform, SigningAlgorithm};
use bluestem_store::postgres::{self, PostgresConfig};

use crate::chance::Chance;
use crate::delivery;
use crate::dice::Dice;
use crate::faults::{Faults, Room, Wrong};
use crate::model::{APPS, Kind};

pub(crate) const BASE: &str = "https://bluestem.example";
pub(crate) const CALLBACK: &str = "https://app.example/callback/";
pub(crate) const SECRET: &str = "secret-of-the-app";
const START: &str = "2026-01-31T12:00:00Z";

/// Processes over the same stores.
pub(crate) const PROCESSES: usize = 2;

/// Where the stores are.
pub(crate) enum Place {
    /// Files in this folder.
    Embedded(tempfile::TempDir),
    /// A database.
    Postgres(PostgresConfig),
}

/// The planes as one process opens them.
struct Planes {
    platform: Arc<dyn Platform>,
    audit: Arc<dyn Audit>,
    claims: Arc<dyn Claims>,
    loader: Arc<dyn ClaimsLoader>,
}

impl Planes {
    fn in_folder(folder: &Path) -> Self {
        let claims = EmbeddedClaims::open(&folder.join("claims.db")).unwrap();
        Self {
            platform: EmbeddedPlatform::open(&folder.join("platform.db")).unwrap(),
            audit: EmbeddedAudit::open(&folder.join("audit.db")).unwrap(),
            claims: claims.clone(),
            loader: claims,
        }
    }

    async fn at(place: &Place) -> Self {
        match place {
            Place::Embedded(folder) => Self::in_folder(folder.path()),
            Place::Postgres(config) => {
                let rooms = postgres::connect(config).await.unwrap();
                let claims = rooms.claims;
                Self { platform: rooms.platform, audit: rooms.audit, claims: claims.clone(), loader: claims }
            }
        }
    }
}

/// One process.
pub(crate) struct Process {
    pub(crate) auth: Auth,
    /// Its planes, through which its calls may fail.
    pub(crate) claims: Arc<dyn Claims>,
    pub(crate) loader: Arc<dyn ClaimsLoader>,
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) faults: Arc<Faults>,
}

pub(crate) struct House {
    place: Place,
    pub(crate) clock: Arc<ManualClock>,
    chance: Arc<Chance>,
    wrong: Option<Wrong>,
    pub(crate) processes: Vec<Process>,
    /// What looks at the stores from outside; nothing fails there, and it is never wrong.
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) claims: Arc<dyn Claims>,
    pub(crate) audit: Arc<dyn Audit>,
}

impl House {
    pub(crate) async fn new(place: Place, seed: u64, wrong: Option<Wrong>) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::parse(START).unwrap()));
        let chance = Arc::new(Chance(Mutex::new(Dice::new(seed ^ 0x5eed))));
        let Planes { platform, audit, claims, .. } = Planes::at(&place).await;
        let processes = Vec::new();
        let mut house = Self { place, clock, chance, wrong, processes, platform, claims, audit };
        for _ in 0..PROCESSES {
            let process = house.open().await;
            house.processes.push(process);
        }
        house
    }

    /// Closes the stores and keeps their files in another folder.
    pub(crate) fn keep(self, at: &Path) {
        let Self { place, processes, platform, claims, audit, .. } = self;
        drop((processes, platform, claims, audit));
        if let Place::Embedded(folder) = place {
            copy_files(folder.path(), at);
        }
    }

    /// A process is closed and loses all that it has in memory, and another is started in its place.
    pub(crate) async fn restart(&mut self, number: usize) {
        drop(self.processes.remove(number));
        let process = self.open().await;
        self.processes.insert(number, process);
    }

    async fn open(&self) -> Process {
        let (faults, wrong) = (Arc::<Faults>::default(), self.wrong);
        let planes = Planes::at(&self.place).await;
        let platform: Arc<dyn Platform> =
            Arc::new(Room { inner: planes.platform, faults: faults.clone(), wrong });
        let audit: Arc<dyn Audit> = Arc::new(Room { inner: planes.audit, faults: faults.clone(), wrong });
        let claims: Arc<dyn Claims> = Arc::new(Room { inner: planes.claims, faults: faults.clone(), wrong });
        let loader: Arc<dyn ClaimsLoader> =
            Arc::new(Room { inner: planes.loader, faults: faults.clone(), wrong });
        let auth = Auth::new(parts(platform.clone(), audit, claims.clone(), self));
        Process { auth, claims, loader, platform, faults }
    }
}

fn parts(
    platform: Arc<dyn Platform>,
    audit: Arc<dyn Audit>,
    claims: Arc<dyn Claims>,
    house: &House,
) -> Parts {
    let people = Arc::new(|number: u32| Some(PersonId::idr(-1 - i64::from(number))));
    Parts {
        platform,
        audit,
        claims,
        clock: house.clock.clone(),
        random: house.chance.clone(),
        identity: Some(IdentityProvider::Password(Arc::new(SandboxIdentity::new(people)))),
        fetch: Arc::new(Nowhere),
        master_key: MasterKey::parse(&"A".repeat(43)).unwrap(),
        config: AuthConfig::new(BASE),
    }
}

/// No other server is there.
struct Nowhere;

#[async_trait]
impl Fetch for Nowhere {
    async fn fetch(&self, _: Ask) -> Result<Told, FetchError> {
        Err(FetchError::Unreachable)
    }
}

/// Registers the apps, makes the keys and loads the people: what every run begins with.
pub(crate) async fn furnish(house: &House) {
    let auth = &house.processes[0].auth;
    for (client_id, kind) in APPS {
        let system = kind == Kind::System;
        let app = NewApp {
            client_id: Some(client_id.to_owned()),
            secret: Some(SECRET.to_owned()),
            identity_algorithm: SigningAlgorithm::Es256,
            authorization_code: !system,
            client_credentials: system,
            access_type: match kind {
                Kind::Once => DataAccessType::OneTime,
                Kind::Study => DataAccessType::ResearchStudy,
                Kind::Months | Kind::System => DataAccessType::ThirteenMonth,
            },
            personal_information: if kind == Kind::Study {
                PersonalInformation::Optional
            } else {
                PersonalInformation::Required
            },
            ..NewApp::new(client_id, if system { Vec::new() } else { vec![CALLBACK.to_owned()] })
        };
        let scopes = if system { "system/*.rs".to_owned() } else { app.scopes.clone() };
        auth.add_app(NewApp { scopes, ..app }).await.unwrap();
    }
    auth.jwks().await.unwrap();
    delivery::first(&*house.processes[0].loader, Timestamp::parse(START).unwrap().plus_seconds(-3600)).await;
}

/// A folder for many small files that need not outlive the test: in memory where there is such a place.
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.or_else(|_| tempfile::tempdir()).unwrap()
}

/// A furnished folder, copied from `template`.
pub(crate) fn copy(template: &Path) -> Place {
    let folder = folder();
    copy_files(template, folder.path());
    Place::Embedded(folder)
}

fn copy_files(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}
