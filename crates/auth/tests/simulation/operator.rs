//! What operators do: switch apps, load, relabel, clean up, rotate keys.

use bluestem_auth::forget_void;
use bluestem_model::id::ClaimId;
use bluestem_model::label::Labels;
use bluestem_store::StoreError;
use bluestem_store::audit::{EventKind, Outcome};
use bluestem_store::claims::NewLabels;

use crate::check::{Broken, ensure};
use crate::delivery::Delivery;
use crate::model::{APPS, Claim, MBIS, Model};
use crate::run::{Left, Run};

/// Seconds for which a code or refresh token that is presented again is recognised.
const REPLAY_SECONDS: i64 = 30 * 24 * 3600;

impl Run {
    pub(crate) async fn switch_app(&mut self) -> Left {
        let app = self.dice.below(APPS.len());
        let active = !self.model.active[app] || self.dice.one_in(4);
        self.say(format!("{} is switched: {active}", APPS[app].0));
        let switched = self.auth().set_app_active(APPS[app].0, active).await;
        if switched.is_ok() {
            self.tell(EventKind::App, Outcome::Success);
        }
        let failed = self.failed();
        let mut after = self.model.clone();
        after.active[app] = active;
        self.either(switched.is_ok(), failed, after)
    }

    pub(crate) async fn rotate_keys(&mut self) -> Left {
        self.say("the signing keys are rotated");
        let rotated = self.auth().rotate_signing_keys().await;
        if let Ok(kids) = &rotated {
            self.tell(EventKind::Key, Outcome::Success);
            let stored = self.house.platform.signing_keys(self.now()).await.unwrap();
            let in_use = stored.iter().filter(|key| key.retired_at.is_none());
            ensure!(in_use.clone().all(|key| kids.contains(&key.kid)), "an old key is in use");
            ensure!(in_use.count() == 2, "not one key of each algorithm is in use");
        }
        let failed = self.failed();
        self.either(rotated.is_ok(), failed, self.model.clone())
    }

    /// As a worker does now and then.
    pub(crate) async fn purge(&mut self) -> Left {
        let (now, before) = (self.now(), self.now().plus_seconds(-REPLAY_SECONDS));
        self.say("what is void is forgotten");
        let mut answer = Ok(1);
        while matches!(answer, Ok(forgotten) if forgotten > 0) {
            answer = forget_void(self.process().platform.as_ref(), now).await;
        }
        let failed = self.failed();
        if answer.is_err() && failed {
            // Half of a clean-up is as good as none: the next one does the rest.
            let platform = self.process().platform.as_ref();
            while forget_void(platform, now).await.map_err(|error| error.to_string())? > 0 {}
        }
        let mut after = self.model.clone();
        after.purged(now, before);
        Ok(vec![after])
    }

    /// A delivery: another version of a claim, a new one, two people who turn out to be one, two who share an
    /// identifier, one who no longer does.
    pub(crate) async fn load(&mut self) -> Left {
        self.loads += 1;
        let mut after = self.model.clone();
        let mut delivery = Delivery { number: self.loads, ..Delivery::default() };
        match self.dice.below(4) {
            0 => {
                let place = self.dice.below(after.claims.len());
                after.claims[place].content += 1;
                delivery.claims.push(after.claims[place].clone());
            }
            1 => {
                let person = after.people[self.dice.below(after.people.len())].key;
                let number = 10_000 + i64::from(self.loads);
                let part2 = self.dice.one_in(2);
                let (label_list, content, updated) = (1, 0, self.now());
                after.claims.push(Claim { number, person, part2, label_list, content, updated });
                delivery.claims.extend(after.claims.last().cloned());
            }
            2 => self.merge(&mut after, &mut delivery),
            _ => {
                let place = self.dice.below(after.people.len());
                let mbi = MBIS[if self.dice.one_in(2) { place } else { self.dice.below(MBIS.len()) }];
                after.people[place].mbi = mbi;
                delivery.people.push(after.people[place].clone());
            }
        }
        self.say(format!("a load of {delivery:?}"));
        self.store(&delivery, &mut after).await?;
        Ok(vec![after])
    }

    fn merge(&mut self, after: &mut Model, delivery: &mut Delivery) {
        let (old, new) = (self.dice.below(after.people.len()), self.dice.below(after.people.len()));
        let (key, survivor) = (after.people[old].key, after.people[new].key);
        let stands_for_others = after.people.iter().filter(|one| one.survivor == key).count() > 1;
        let survives = after.people[new].survivor == survivor;
        if key == survivor || after.people[old].survivor != key || stands_for_others || !survives {
            return;
        }
        after.people[old].survivor = survivor;
        delivery.people.push(after.people[old].clone());
    }

    /// Loads a delivery to its end, however often that must be begun; what changed has the load's time.
    async fn store(&mut self, delivery: &Delivery, after: &mut Model) -> Result<(), Broken> {
        let mut tries = 0;
        let stamp = loop {
            tries += 1;
            match self.store_once(delivery).await {
                Ok(stamp) => break stamp,
                Err(Stopped::Store(error)) => {
                    ensure!(self.failed() && tries == 1, "a load fails for no reason: {error}");
                }
                Err(Stopped::Broken(broken)) => return Err(broken),
            }
        };
        self.failed();
        let before = self.model.clone();
        let moved: Vec<i64> = delivery
            .people
            .iter()
            .filter(|one| before.survivor(one.key) != one.survivor)
            .map(|one| one.key)
            .collect();
        for claim in &mut after.claims {
            let delivered = delivery.claims.iter().any(|one| one.number == claim.number);
            if delivered || moved.contains(&claim.person) {
                claim.updated = stamp;
            }
        }
        Ok(())
    }

    async fn store_once(&self, delivery: &Delivery) -> Result<bluestem_model::time::Timestamp, Stopped> {
        let process = self.process();
        let load = delivery.begin(process.loader.as_ref(), self.now()).await?;
        if load.already_done {
            return Ok(load.stamp);
        }
        if load.stamp <= self.complete {
            return Err(Stopped::Broken(format!(
                "a load has the time {:?}, and {:?} was given as complete",
                load.stamp, self.complete
            )));
        }
        if !load.done.contains(&0) {
            process.loader.write_part(&load, delivery.part()).await?;
        }
        let complete = self.house.claims.complete_until(self.now()).await?;
        if complete >= load.stamp {
            return Err(Stopped::Broken("an open load counts as complete".to_owned()));
        }
        process.loader.finish_load(&load).await?;
        Ok(load.stamp)
    }

    /// A claim gets the label, or loses it, by another version of the list.
    pub(crate) async fn relabel(&mut self) -> Left {
        let mut after = self.model.clone();
        let place = self.dice.below(after.claims.len());
        let claim = &mut after.claims[place];
        (claim.part2, claim.label_list) = (!claim.part2, claim.label_list + 1);
        let claim = claim.clone();
        self.say(format!("claim {} is labelled: {}", claim.number, claim.part2));
        self.loads += 1;
        let mut stamp = self.relabel_once(&claim).await;
        if stamp.is_err() && self.failed() {
            stamp = self.relabel_once(&claim).await;
        }
        self.failed();
        after.claims[place].updated = stamp.map_err(|error| error.to_string())?;
        Ok(vec![after])
    }

    async fn relabel_once(&self, claim: &Claim) -> Result<bluestem_model::time::Timestamp, StoreError> {
        let loader = self.process().loader.as_ref();
        let delivery = Delivery { number: self.loads, ..Delivery::default() };
        let load = delivery.begin(loader, self.now()).await?;
        let id = ClaimId::idr(claim.number);
        let stored = loader.labelled(None, 1000).await?;
        let seen = stored.iter().find(|stored| stored.id == id).map(|stored| stored.updated);
        let seen = seen.ok_or_else(|| StoreError::Damaged("a claim is lost".to_owned()))?;
        let labels = if claim.part2 { Labels::PART2 } else { Labels::NONE };
        let new = NewLabels { id, labels, label_list: claim.label_list, seen };
        loader.write_labels(&load, 0, &[new]).await?;
        loader.finish_load(&load).await?;
        Ok(load.stamp)
    }
}

/// Why a load did not come to its end.
enum Stopped {
    Store(StoreError),
    Broken(Broken),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
