//! What is held after each step: that the stores, and what tokens open, are as the model says.

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_auth::bearer::{BearerError, Presented};
use bluestem_model::access::{Access, Agent, ClaimScope, People, ResourceType, Rights};
use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::query::{ClaimFilter, ClaimQuery, ClaimSelect, PageStart};
use bluestem_model::time::Timestamp;
use bluestem_store::claims::Claims;

use crate::house::House;
use crate::key::Key;
use crate::model::{APPS, Model, Opens, PEOPLE};

/// What is not as it must be.
pub(crate) type Broken = String;

/// Fails with what is said unless the condition holds.
macro_rules! ensure {
    ($holds:expr, $($said:tt)+) => {
        if !$holds {
            return Err(format!($($said)+));
        }
    };
}
pub(crate) use ensure;

pub(crate) fn hash(secret: &str) -> [u8; 32] {
    digest(&SHA256, secret.as_bytes()).as_ref().try_into().unwrap()
}

/// What each token opens in this process.
pub(crate) async fn tokens(
    house: &House,
    process: usize,
    model: &Model,
    key: &Key,
    now: Timestamp,
) -> Result<(), Broken> {
    let auth = &house.processes[process].auth;
    for (place, token) in model.tokens.iter().enumerate() {
        let bound = token.family.is_some_and(|family| model.families[family].bound);
        if bound {
            let bare = auth.access(&Presented::bearer(&token.secret)).await;
            ensure!(bare.is_err(), "token {place} is bound to a key and opens without it");
        }
        let expected = model.opens(token, now);
        // A proof is stored once it is used: only what should open is worth one.
        let opened = if bound && expected.is_some() {
            key.access(auth, &token.secret, now).await
        } else {
            auth.access(&Presented::bearer(&token.secret)).await
        };
        match (expected, opened) {
            (None, Err(BearerError::Invalid | BearerError::GrantExpired)) => {}
            (None, Err(BearerError::Dpop(_))) if bound => {}
            (Some(expected), Ok(access)) => {
                let found = of(&access);
                ensure!(found == expected, "token {place} opens {found:?}, not {expected:?}");
            }
            (expected, opened) => {
                return Err(format!("token {place} must open {expected:?}, and opens {opened:?}"));
            }
        }
    }
    Ok(())
}

fn of(access: &Access) -> Opens {
    let person = match access.people() {
        People::One(person) => Some(person.number),
        People::All => None,
    };
    let both = Rights { read: true, search: true };
    Opens {
        person,
        personal: access.rights(ResourceType::Patient) == both,
        withheld: access.withheld() == Labels::PART2,
        until: access.until(),
    }
}

/// What stands in the stores.
pub(crate) async fn stores(house: &House, model: &Model) -> Result<(), Broken> {
    apps(house, model).await?;
    grants(house, model).await?;
    secrets(house, model).await?;
    claims(house, model).await
}

async fn apps(house: &House, model: &Model) -> Result<(), Broken> {
    for (place, (client_id, _)) in APPS.iter().enumerate() {
        let app = house.platform.app(client_id).await.unwrap();
        let active = app.is_some_and(|app| app.active);
        ensure!(active == model.active[place], "{client_id} is active: {active}");
    }
    Ok(())
}

async fn grants(house: &House, model: &Model) -> Result<(), Broken> {
    for place in 0..PEOPLE {
        let key = -1 - i64::try_from(place).unwrap();
        let stored = house.platform.grants_of(PersonId::idr(key)).await.unwrap();
        let mut stored: Vec<_> = stored
            .iter()
            .map(|grant| {
                let personal = grant.scope.contains("patient/Patient");
                (grant.client_id.as_str(), personal, grant.withheld == Labels::PART2, grant.expires_at)
            })
            .collect();
        stored.sort_unstable();
        let open = model.grants.iter().filter(|grant| grant.person == key && !grant.ended);
        let mut expected: Vec<_> =
            open.map(|grant| (APPS[grant.app].0, grant.personal, grant.withheld, grant.until)).collect();
        expected.sort_unstable();
        ensure!(stored == expected, "person {key} has granted {stored:?}, not {expected:?}");
    }
    Ok(())
}

async fn secrets(house: &House, model: &Model) -> Result<(), Broken> {
    for (place, code) in model.codes.iter().enumerate() {
        let stored = house.platform.code(&hash(&code.secret)).await.unwrap();
        let used = stored.map(|stored| stored.used_at.is_some());
        let expected = code.stored.then_some(code.used);
        ensure!(used == expected, "code {place} was used: {used:?}, not {expected:?}");
    }
    for (place, token) in model.tokens.iter().enumerate() {
        let stored = house.platform.token(&hash(&token.secret)).await.unwrap().is_some();
        ensure!(stored == token.stored, "access token {place} is stored: {stored}");
    }
    for (place, refresh) in model.refreshes.iter().enumerate().filter(|(_, refresh)| refresh.stored) {
        let family = &model.families[refresh.family];
        let Some(stored) = house.platform.refresh_token(&hash(&refresh.secret)).await.unwrap() else {
            // What has been void for long is forgotten.
            ensure!(!family.live, "refresh token {place} is lost");
            continue;
        };
        let found = (stored.rotated_at, stored.revoked);
        let expected = (refresh.rotated_at, !family.live);
        ensure!(
            found == expected,
            "refresh token {place} was rotated and revoked {found:?}, not {expected:?}"
        );
    }
    Ok(())
}

async fn claims(house: &House, model: &Model) -> Result<(), Broken> {
    let rights = ResourceType::ALL.map(|one| (one, Rights { read: true, search: true })).to_vec();
    let agent = Agent { client_id: "simulation".to_owned(), grant: None };
    let end = Timestamp(i64::MAX);
    let all = Access::grant(agent, People::All, rights, Labels::NONE, ClaimScope::All, end);
    for member in model.people.iter().filter(|member| member.key == member.survivor) {
        let shown = shown(house.claims.as_ref(), &all, member.key).await?;
        let expected = model.shown(member.key, false);
        ensure!(shown == expected, "of person {} there is {shown:?}, not {expected:?}", member.key);
    }
    Ok(())
}

/// The claims of a person that an access reaches: number, whether labelled, time of change.
pub(crate) async fn shown(
    claims: &dyn Claims,
    access: &Access,
    key: i64,
) -> Result<Vec<(i64, bool, Timestamp)>, Broken> {
    let select = ClaimSelect::OfPerson(PersonId::idr(key));
    let query =
        ClaimQuery { select, filter: ClaimFilter::default(), start: PageStart::Offset(0), count: 100 };
    let page = claims.claims(access, &query).await.map_err(|error| error.to_string())?;
    let found = page.claims.iter();
    let mut found: Vec<_> = found
        .map(|claim| (claim.index.id.number, claim.index.labels == Labels::PART2, claim.updated))
        .collect();
    ensure!(page.total == found.len() as u64, "the total is {}, not {}", page.total, found.len());
    found.sort_unstable();
    Ok(found)
}
