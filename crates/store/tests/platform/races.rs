//! Many processes' worth of traffic at once: whatever the order, the invariants hold at every answered step.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use bluestem_model::id::PersonId;
use bluestem_store::platform::{
    Consent, EndReason, Exchange, Exchanged, Hash, Platform, Revoked, Rotated, Rotation,
};

use crate::dice::Dice;
use crate::fixture::{APP, START, app, approval, consent, exchange, hash, rotation};
use crate::several::{Rooms, opens};

/// Actors at the same time.
const ACTORS: u32 = 100;
/// Steps of each.
const STEPS: u32 = 8;
/// People whose grants they fight over.
const PEOPLE: u32 = 8;

/// What one exchange of a code gave, and what came of that.
#[derive(Clone)]
struct Family {
    grant: i64,
    /// The latest is the last.
    access: Vec<Hash>,
    refresh: Vec<Hash>,
    /// Whether a revocation of it was answered.
    revoked: bool,
}

/// What has been answered so far, to all actors together.
#[derive(Default)]
struct Answered {
    codes: Vec<Hash>,
    exchanged: BTreeSet<Hash>,
    rotated: BTreeSet<Hash>,
    families: Vec<Family>,
    ended: BTreeSet<i64>,
}

impl Answered {
    fn family_of(&mut self, refresh: &Hash) -> Option<&mut Family> {
        self.families.iter_mut().find(|family| family.refresh.contains(refresh))
    }
}

struct Actor {
    rooms: Rooms,
    /// The steps of a run follow from it, though not their order in time.
    dice: Dice,
    answered: Arc<Mutex<Answered>>,
    /// Counts the secrets that this actor makes.
    next: u32,
}

impl Actor {
    fn room(&mut self) -> Arc<dyn Platform> {
        let number = self.dice.below(self.rooms.len());
        self.rooms[number].clone()
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// One of what was answered before, whoever got it.
    fn pick<T>(&mut self, all: impl Fn(&Answered) -> Vec<T>) -> Option<T> {
        let mut all = all(&self.answered.lock().unwrap());
        let count = all.len();
        (count > 0).then(|| all.swap_remove(self.dice.below(count)))
    }

    async fn step(&mut self) {
        match self.dice.below(20) {
            0..=4 => self.consent().await,
            5..=10 => self.exchange().await,
            11..=15 => self.refresh().await,
            16..=17 => self.revoke().await,
            18 => self.end().await,
            _ => self.purge().await,
        }
    }

    async fn consent(&mut self) {
        let (number, room) = (self.number(), self.room());
        let person = PersonId::idr(-1 - i64::from(number % PEOPLE));
        room.begin_approval(&approval(number, START)).await.unwrap();
        let (id, old, new) = (hash(b'a', number), hash(b'b', number), hash(b'n', number));
        assert!(self.room().sign_in_approval(&id, &old, &new, Some(person), START).await.unwrap());
        let consent = Consent { person, ..consent(number, START) };
        assert!(self.room().consent(&consent).await.unwrap().is_some());
        assert_eq!(self.room().consent(&consent).await.unwrap(), None, "an approval works once");
        self.answered.lock().unwrap().codes.push(consent.code);
    }

    async fn exchange(&mut self) {
        // Of the latest codes, so that several actors present the same one.
        let Some(code) = self.pick(|all| all.codes.iter().rev().take(6).copied().collect()) else { return };
        let number = self.number();
        let request = Exchange { code, ..exchange(number, number, START) };
        let given = self.room().exchange_code(&request).await.unwrap();
        let mut answered = self.answered.lock().unwrap();
        let Exchanged::Done(grant) = given else { return };
        assert!(answered.exchanged.insert(code), "a code gives tokens once");
        let (access, refresh) = (vec![request.access.hash], vec![request.refresh]);
        answered.families.push(Family { grant: grant.id, access, refresh, revoked: false });
    }

    /// With any refresh token that ever was: the latest, one that was rotated, one that is void.
    async fn refresh(&mut self) {
        let all =
            |answered: &Answered| answered.families.iter().flat_map(|one| one.refresh.clone()).collect();
        let Some(presented) = self.pick(all) else { return };
        let void = {
            let mut answered = self.answered.lock().unwrap();
            let ended = answered.ended.clone();
            answered.family_of(&presented).is_some_and(|one| one.revoked || ended.contains(&one.grant))
        };
        // Half of them behind the grace, so that what was rotated counts as stolen.
        let late = self.dice.below(2) == 0;
        let request = rotation(presented, self.number(), START);
        let grace_from = if late { START.plus_seconds(1) } else { request.grace_from };
        let request = Rotation { grace_from, ..request };
        let rotated = self.room().rotate_refresh(&request).await.unwrap();
        match rotated {
            Rotated::Done => {
                assert!(!void, "nothing comes of a family that was revoked before");
                let mut answered = self.answered.lock().unwrap();
                assert!(answered.rotated.insert(presented), "a refresh token has one successor");
                let family = answered.family_of(&presented).unwrap();
                family.access.push(request.access.hash);
                family.refresh.push(request.refresh);
            }
            Rotated::Again { .. } => assert!(!void, "nothing comes of a family that was revoked before"),
            Rotated::Reused => self.family_is_void(&presented).await,
            Rotated::Void => {}
        }
    }

    async fn revoke(&mut self) {
        let latest = |answered: &Answered| {
            answered.families.iter().filter_map(|one| one.refresh.last().copied()).collect()
        };
        let Some(token) = self.pick(latest) else { return };
        assert!(matches!(
            self.room().revoke_token(&token, "other", START).await.unwrap(),
            Revoked::Foreign { .. }
        ));
        let revoked = self.room().revoke_token(&token, APP, START).await.unwrap();
        assert!(matches!(revoked, Revoked::Family { .. }));
        self.family_is_void(&token).await;
    }

    async fn end(&mut self) {
        let Some(grant) = self.pick(|all| all.families.iter().map(|one| one.grant).collect()) else { return };
        self.room().end_grant(grant, EndReason::Person, START).await.unwrap();
        let tokens: Vec<Hash> = {
            let mut answered = self.answered.lock().unwrap();
            answered.ended.insert(grant);
            let own = answered.families.iter().filter(|one| one.grant == grant);
            own.flat_map(|one| one.access.clone()).collect()
        };
        for token in tokens {
            assert!(!opens(&*self.room(), &token).await, "a token of an ended grant opens nothing");
        }
    }

    async fn purge(&mut self) {
        self.room().purge(START, START).await.unwrap();
    }

    /// Called when a revocation was answered: from now on nothing of the family opens anything, in any room.
    async fn family_is_void(&mut self, refresh: &Hash) {
        let tokens = {
            let mut answered = self.answered.lock().unwrap();
            let family = answered.family_of(refresh).unwrap();
            family.revoked = true;
            family.access.clone()
        };
        for token in tokens {
            assert!(!opens(&*self.room(), &token).await, "a token of a revoked family opens nothing");
        }
    }
}

pub(crate) async fn a_hundred_at_once_keep_every_invariant(rooms: Rooms) {
    rooms[0].add_app(&app(APP)).await.unwrap();
    let answered = Arc::<Mutex<Answered>>::default();
    let actors = (0..ACTORS).map(|number| {
        let (rooms, answered) = (rooms.clone(), answered.clone());
        let mut actor = Actor { rooms, dice: Dice::new(u64::from(number)), answered, next: number * 1000 };
        tokio::spawn(async move {
            for _ in 0..STEPS {
                actor.step().await;
            }
        })
    });
    for actor in actors.collect::<Vec<_>>() {
        actor.await.unwrap();
    }
    let answered = answered.lock().unwrap().families.clone();
    assert!(answered.len() > 20, "{} exchanges", answered.len());
    for person in 0..PEOPLE {
        let grants = rooms[0].grants_of(PersonId::idr(-1 - i64::from(person))).await.unwrap();
        assert!(grants.len() <= 1, "one open grant of a person to an app");
    }
    let mut live = Vec::new();
    for family in &answered {
        let last = family.refresh.last().unwrap();
        let stored = rooms[1].refresh_token(last).await.unwrap().unwrap();
        if !stored.revoked {
            assert!(!family.revoked && stored.grant.ended.is_none());
            live.push(family.grant);
        }
        let (latest, earlier) = family.access.split_last().unwrap();
        assert!(stored.revoked || opens(&*rooms[0], latest).await, "what was given and not revoked is there");
        for token in earlier {
            assert!(!opens(&*rooms[0], token).await, "a rotation replaces the access token");
        }
    }
    let families = live.len();
    live.sort_unstable();
    live.dedup();
    assert_eq!(live.len(), families, "one live family of a grant");
}
