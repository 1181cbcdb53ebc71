//! One run: steps that follow from a seed, and what is held after each.

use std::collections::BTreeMap;

use bluestem_auth::Auth;
use bluestem_auth::client::ClientRequest;
use bluestem_auth::dpop::Call;
use bluestem_model::time::{Clock as _, Timestamp};
use bluestem_store::audit::{AuditQuery, EventKind, Outcome};

use crate::check::{self, Broken, ensure};
use crate::dice::Dice;
use crate::faults::Fault;
use crate::house::{House, PROCESSES, Process};
use crate::key::{Key, TOKEN_URL};
use crate::model::Model;

/// Steps of a run.
const STEPS: usize = 40;
pub(crate) const ADDRESS: &str = "192.0.2.1";

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

pub(crate) struct Run {
    pub(crate) house: House,
    pub(crate) dice: Dice,
    pub(crate) model: Model,
    pub(crate) key: Key,
    /// The process that does this step.
    pub(crate) at: usize,
    pub(crate) trace: Vec<String>,
    /// Events that were answered, so that they must be in the trail.
    told: BTreeMap<(&'static str, &'static str), usize>,
    /// The latest moment that was given as complete.
    pub(crate) complete: Timestamp,
    pub(crate) loads: u32,
}

/// What a step may have left behind: the first that agrees with the stores did.
pub(crate) type Left = Result<Vec<Model>, Broken>;

impl Run {
    pub(crate) fn new(house: House, seed: u64) -> Self {
        let now = house.clock.now();
        Self {
            dice: Dice::new(seed),
            model: Model::new(now.plus_seconds(-HOUR)),
            house,
            key: Key::new(),
            at: 0,
            trace: Vec::new(),
            told: BTreeMap::new(),
            complete: Timestamp(0),
            loads: 0,
        }
    }

    /// Runs all steps; what was broken, if anything was.
    pub(crate) async fn run(&mut self) -> Result<(), Broken> {
        for _ in 0..STEPS {
            self.at = self.dice.below(PROCESSES);
            if self.dice.one_in(6) {
                let (calls, fault) = (self.dice.below(7), [Fault::Before, Fault::After][self.dice.below(2)]);
                self.say(format!("call {calls} fails: {fault:?}"));
                self.process().faults.plan(calls, fault);
            }
            let left = self.step().await?;
            self.process().faults.clear();
            self.settle(left).await?;
            if self.dice.one_in(20) {
                let number = self.dice.below(PROCESSES);
                self.say(format!("process {number} is closed, loses its memory and is started again"));
                self.house.restart(number).await;
            }
        }
        check::stores(&self.house, &self.model).await?;
        self.trail().await
    }

    async fn step(&mut self) -> Left {
        match self.dice.below(30) {
            0..=4 => self.consent().await,
            5 => self.deny().await,
            6 => self.stop_sharing().await,
            7 => self.look().await,
            8..=12 => self.exchange().await,
            13..=17 => self.refresh().await,
            18..=19 => self.revoke().await,
            20 => self.introspect().await,
            21 => self.system_token().await,
            22 => self.switch_app().await,
            23 => self.load().await,
            24 => self.relabel().await,
            25 => self.purge().await,
            26 if self.dice.one_in(12) => self.rotate_keys().await,
            _ => Ok(self.wait()),
        }
    }

    /// Time goes by.
    fn wait(&mut self) -> Vec<Model> {
        let longest = [20, 90, 90, HOUR, HOUR, DAY, 45 * DAY, 400 * DAY];
        let longest = longest[self.dice.below(longest.len())];
        let seconds = 1 + i64::try_from(self.dice.below(usize::try_from(longest).unwrap())).unwrap();
        self.say(format!("{seconds} seconds go by"));
        self.house.clock.advance(seconds);
        vec![self.model.clone()]
    }

    /// Takes up what the step left, and holds it against the stores and against what tokens open.
    async fn settle(&mut self, mut left: Vec<Model>) -> Result<(), Broken> {
        let now = self.now();
        let reader = self.dice.below(PROCESSES);
        if left.len() > 1 {
            let mut wrong = Vec::new();
            let mut agrees = None;
            for (place, model) in left.iter().enumerate() {
                match check::stores(&self.house, model).await {
                    Ok(()) => agrees = agrees.or(Some(place)),
                    Err(broken) => wrong.push(broken),
                }
                if agrees.is_some() {
                    break;
                }
            }
            let place = agrees.ok_or_else(|| format!("nothing that may be: {}", wrong.join("; or ")))?;
            self.say(format!("as if {}", if place == 0 { "nothing was done" } else { "it was done" }));
            self.model = left.swap_remove(place);
        } else {
            self.model = left.pop().ok_or("a step left nothing")?;
            if self.dice.one_in(3) {
                check::stores(&self.house, &self.model).await?;
            }
        }
        check::tokens(&self.house, reader, &self.model, &self.key, now).await?;
        self.read_claims(reader).await?;
        let complete = self.house.processes[reader].claims.complete_until(now).await;
        self.complete = self.complete.max(complete.map_err(|error| error.to_string())?);
        Ok(())
    }

    /// One token reads the claims of its person, and sees what it must.
    async fn read_claims(&mut self, reader: usize) -> Result<(), Broken> {
        let now = self.now();
        let open = |token: &&crate::model::Token| {
            let bound = token.family.is_some_and(|family| self.model.families[family].bound);
            !bound && token.family.is_some() && self.model.opens(token, now).is_some()
        };
        let open: Vec<_> = self.model.tokens.iter().filter(open).cloned().collect();
        let Some(place) = self.dice.place(open.len()) else { return Ok(()) };
        let opens = self.model.opens(&open[place], now).ok_or("a token that opened does not")?;
        let process = &self.house.processes[reader];
        let presented = bluestem_auth::bearer::Presented::bearer(&open[place].secret);
        let access = process.auth.access(&presented).await.map_err(|error| error.to_string())?;
        for member in &self.model.people {
            let shown = check::shown(process.claims.as_ref(), &access, member.key).await?;
            let person = opens.person.ok_or("a person's token reaches everybody")?;
            let own = member.key == person || member.key == self.model.survivor(person);
            let expected = if own { self.model.shown(person, opens.withheld) } else { Vec::new() };
            ensure!(
                shown == expected,
                "a token of {person} sees {shown:?} of {}, not {expected:?}",
                member.key
            );
        }
        Ok(())
    }

    /// Whatever was answered is in the trail.
    async fn trail(&self) -> Result<(), Broken> {
        let mut kept = BTreeMap::new();
        let mut before = None;
        loop {
            let query = AuditQuery { before, limit: 1000, ..AuditQuery::default() };
            let events = self.house.audit.query(&query).await.unwrap();
            let Some(last) = events.last() else { break };
            before = Some(last.id);
            for found in &events {
                *kept.entry((found.event.kind.word(), found.event.outcome.word())).or_insert(0_usize) += 1;
            }
        }
        for (event, told) in &self.told {
            let kept = kept.get(event).copied().unwrap_or_default();
            ensure!(kept >= *told, "of {told} events {event:?} the trail has {kept}");
        }
        Ok(())
    }

    pub(crate) fn tell(&mut self, kind: EventKind, outcome: Outcome) {
        *self.told.entry((kind.word(), outcome.word())).or_default() += 1;
    }

    pub(crate) fn say(&mut self, what: impl Into<String>) {
        let (now, at) = (self.now().to_rfc3339_seconds(), self.at);
        self.trace.push(format!("{now} [{at}] {}", what.into()));
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.house.clock.now()
    }

    pub(crate) fn process(&self) -> &Process {
        &self.house.processes[self.at]
    }

    pub(crate) fn auth(&self) -> &Auth {
        &self.process().auth
    }

    /// Whether a call of this step failed, or another process was in between; no call fails from now on.
    pub(crate) fn failed(&self) -> bool {
        self.process().faults.clear() || self.process().faults.met()
    }

    /// Whether a call of this step has failed so far.
    pub(crate) fn has_failed(&self) -> bool {
        self.process().faults.happened()
    }

    /// What a step left: `after` where it was answered, either where its answer was lost.
    pub(crate) fn either(&self, answered: bool, failed: bool, after: Model) -> Left {
        match (answered, failed) {
            (true, _) => Ok(vec![after]),
            (false, true) => Ok(vec![self.model.clone(), after]),
            (false, false) => Err("refused for no reason".to_owned()),
        }
    }
}

/// The parameters of an app's request, proven by its secret.
pub(crate) struct Asked {
    pub(crate) parameters: bluestem_auth::Parameters,
    header: String,
    pub(crate) proof: Option<String>,
}

impl Asked {
    pub(crate) fn new(client_id: &str, parameters: &[(&str, &str)], proof: Option<String>) -> Self {
        use base64::Engine as _;
        let pair = format!("{client_id}:{}", crate::house::SECRET);
        let header = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair));
        Self { parameters: parameters.iter().copied().collect(), header, proof }
    }

    pub(crate) fn request(&self) -> ClientRequest<'_> {
        let call = Call { proof: self.proof.as_deref(), method: "POST", url: TOKEN_URL };
        ClientRequest {
            parameters: &self.parameters,
            authorization: Some(&self.header),
            address: ADDRESS,
            call,
        }
    }
}
