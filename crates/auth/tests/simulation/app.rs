//! What apps do: exchange, refresh, replay, revoke, introspect.

use bluestem_auth::revoke::{Revocation, RevokeError};
use bluestem_auth::token::{TokenError, TokenResponse};
use bluestem_model::id::PersonId;
use bluestem_store::audit::{EventKind, Outcome};
use bluestem_store::platform::EndReason;

use crate::check::ensure;
use crate::house::CALLBACK;
use crate::jwt::verified;
use crate::member::VERIFIER;
use crate::model::{APPS, Expected, Family, GRACE_SECONDS, Grant, Model, SYSTEM};
use crate::run::{Asked, Left, Run};

impl Run {
    fn unchanged(&self) -> Vec<Model> {
        vec![self.model.clone()]
    }

    async fn token(
        &self,
        client_id: &str,
        parameters: &[(&str, &str)],
        bound: bool,
    ) -> Result<TokenResponse, TokenError> {
        let proof = bound.then(|| self.key.token_proof(self.now()));
        self.auth().token(&Asked::new(client_id, parameters, proof).request()).await
    }

    /// Now and then an operator ends the grant at another process while this step is under way.
    fn plan_end(&mut self, grant: usize) {
        let Grant { app, person, ended, .. } = self.model.grants[grant];
        let (often, calls) = (self.dice.one_in(5), self.dice.below(7));
        if ended || !often {
            return;
        }
        self.say(format!("before call {calls} the grant of {person} to {} is ended elsewhere", APPS[app].0));
        let (platform, now) = (self.house.platform.clone(), self.now());
        let deed = async move {
            let open = platform.grant(APPS[app].0, PersonId::idr(person)).await.unwrap().unwrap();
            assert!(platform.end_grant(open.id, EndReason::Operator, now).await.unwrap());
        };
        self.process().faults.plan_meanwhile(calls, Box::pin(deed));
    }

    /// What a step left, with the end of the grant if that came in between: whichever came first, it is ended, and
    /// what was given is void.
    fn with_end(&self, grant: usize, left: Left) -> Left {
        let ended = self.process().faults.clear_meanwhile();
        let mut left = left?;
        left.iter_mut().filter(|_| ended).for_each(|model| model.end(grant));
        Ok(left)
    }

    pub(crate) async fn exchange(&mut self) -> Left {
        let Some(place) = self.dice.place(self.model.codes.len()) else { return Ok(self.unchanged()) };
        let grant = self.model.codes[place].grant;
        self.plan_end(grant);
        let left = self.exchange_code(place).await;
        self.with_end(grant, left)
    }

    async fn exchange_code(&mut self, place: usize) -> Left {
        let code = self.model.codes[place].clone();
        let own = self.model.grants[code.grant].app;
        let (foreign, guess, bound) = (self.dice.one_in(8), self.dice.one_in(8), self.dice.one_in(3));
        let app = if foreign { (own + 1) % SYSTEM } else { own };
        let client_id = APPS[app].0;
        let verifier = if guess { "x".repeat(43) } else { VERIFIER.to_owned() };
        self.say(format!(
            "{client_id} exchanges code {place}, foreign: {foreign}, guessing: {guess}, key: {bound}"
        ));
        let parameters = [
            ("grant_type", "authorization_code"),
            ("code", code.secret.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", &verifier),
        ];
        let answer = self.token(client_id, &parameters, bound).await;
        let (failed, now) = (self.failed(), self.now());
        let mut expected = self.model.exchange(place, now);
        if foreign || (guess && expected != Expected::Replayed) {
            expected = Expected::Refused;
        }
        let mut after = self.model.clone();
        match (expected, answer) {
            (Expected::New, answer) => {
                let family = after.exchanged(place, bound);
                if let Ok(given) = &answer {
                    self.tell(EventKind::TokenIssue, Outcome::Success);
                    self.check_identity(given).await?;
                    self.take(&mut after, family, code.personal, given);
                }
                self.either(answer.is_ok(), failed, after)
            }
            (Expected::Replayed, Err(error)) => {
                after.replayed(place);
                let told = error == TokenError::CodeReplayed;
                if told {
                    self.tell(EventKind::TokenReplay, Outcome::Refused);
                }
                self.either(told, failed, after)
            }
            (Expected::Refused, Err(_)) => {
                if !(foreign || guess) && self.model.active[own] {
                    after.spent(place, now);
                }
                // A call that failed may have come before the code was spent.
                self.either(!failed, failed, after)
            }
            (expected, Ok(_)) => Err(format!("code {place} gives tokens; expected {expected:?}")),
            (Expected::Again, _) => Err("a code is never exchanged again".to_owned()),
        }
    }

    /// Whatever process signed it, the keys that another publishes verify it.
    async fn check_identity(&self, given: &TokenResponse) -> Result<(), String> {
        let Some(token) = &given.id_token else { return Ok(()) };
        let published = self.house.processes[1 - self.at].auth.jwks().await;
        verified(token, &published.map_err(|error| error.to_string())?);
        Ok(())
    }

    fn take(&self, after: &mut Model, family: usize, personal: bool, given: &TokenResponse) {
        let until = self.now().plus_seconds(given.expires_in);
        after.add_tokens(family, personal, (given.access_token.clone(), given.refresh_token.clone()), until);
    }

    pub(crate) async fn refresh(&mut self) -> Left {
        let Some(place) = self.dice.place(self.model.refreshes.len()) else { return Ok(self.unchanged()) };
        let grant = self.model.families[self.model.refreshes[place].family].grant;
        self.plan_end(grant);
        let left = self.present(place).await;
        self.with_end(grant, left)
    }

    async fn present(&mut self, place: usize) -> Left {
        let presented = self.model.refreshes[place].clone();
        let Family { grant, bound, personal, .. } = self.model.families[presented.family];
        let own = self.model.grants[grant].app;
        let foreign = self.dice.one_in(8);
        let client_id = APPS[if foreign { (own + 1) % SYSTEM } else { own }].0;
        self.say(format!("{client_id} presents refresh token {place}, foreign: {foreign}"));
        let parameters = [("grant_type", "refresh_token"), ("refresh_token", presented.secret.as_str())];
        let answer = self.token(client_id, &parameters, bound).await;
        let (failed, now) = (self.failed(), self.now());
        let expected = if foreign { Expected::Refused } else { self.model.refresh(place, now) };
        let mut after = self.model.clone();
        let personal = personal && self.model.grants[grant].personal;
        match (expected, answer) {
            (Expected::New, answer) => {
                after.rotated(place, now);
                if let Ok(given) = &answer {
                    self.tell(EventKind::TokenRefresh, Outcome::Success);
                    self.take(&mut after, presented.family, personal, given);
                }
                self.either(answer.is_ok(), failed, after)
            }
            (Expected::Again, Ok(given)) => {
                self.tell(EventKind::TokenRefresh, Outcome::Success);
                let known = self.model.families[presented.family].access;
                match known.map(|token| &self.model.tokens[token].secret) {
                    Some(known) => {
                        ensure!(*known == given.access_token, "the same request gives other tokens");
                    }
                    // The first answer was lost; the app has its tokens now.
                    None => self.take(
                        &mut after,
                        presented.family,
                        given.scope.contains("patient/Patient"),
                        &given,
                    ),
                }
                Ok(vec![after])
            }
            (Expected::Again, Err(_)) => self.either(false, failed, after),
            (Expected::Replayed, Err(error)) => {
                after.families[presented.family].live = false;
                let told = error == TokenError::RefreshReused;
                if told {
                    let late = presented.rotated_at.is_some_and(|at| at < now.plus_seconds(-GRACE_SECONDS));
                    ensure!(late, "refresh token {place} counts as stolen within its grace");
                    self.tell(EventKind::TokenReplay, Outcome::Refused);
                }
                self.either(told, failed, after)
            }
            (Expected::Refused, Err(_)) => Ok(self.unchanged()),
            (expected, Ok(_)) => Err(format!("refresh token {place} gives tokens; expected {expected:?}")),
        }
    }

    pub(crate) async fn revoke(&mut self) -> Left {
        let access = self.dice.one_in(2);
        let count = if access { self.model.tokens.len() } else { self.model.refreshes.len() };
        let Some(place) = self.dice.place(count) else { return Ok(self.unchanged()) };
        let (secret, family) = if access {
            (self.model.tokens[place].secret.clone(), self.model.tokens[place].family)
        } else {
            let refresh = &self.model.refreshes[place];
            (refresh.secret.clone(), Some(refresh.family))
        };
        let known = self.is_known(access, &secret).await;
        let grant = family.map(|family| self.model.families[family].grant);
        let own = grant.map_or(SYSTEM, |grant| self.model.grants[grant].app);
        let (foreign, whole) = (self.dice.one_in(6), self.dice.one_in(3));
        let app = if foreign { (own + 1) % APPS.len() } else { own };
        let kind = if access { "access" } else { "refresh" };
        self.say(format!(
            "{} revokes {kind} token {place}, foreign: {foreign}, the grant too: {whole}",
            APPS[app].0
        ));
        let asked = Asked::new(APPS[app].0, &[("token", &secret)], None);
        let revocation = if whole { Revocation::Grant } else { Revocation::Token };
        let answer = self.auth().revoke(&asked.request(), revocation).await;
        let failed = self.failed();
        let mut token = self.model.clone();
        let mut both = token.clone();
        if known && !foreign && self.model.active[app] {
            if access {
                token.tokens[place].stored = false;
            } else {
                token.families[family.unwrap_or_default()].live = false;
            }
            both = token.clone();
            if let Some(grant) = grant.filter(|_| whole) {
                both.end(grant);
            }
        }
        match answer {
            Ok(()) => {
                ensure!(self.model.active[app], "an app that is switched off revokes");
                ensure!(!(foreign && known), "a foreign token is revoked");
                Ok(vec![both])
            }
            Err(_) if failed => Ok(vec![self.model.clone(), token, both]),
            Err(RevokeError::Foreign) if foreign => Ok(self.unchanged()),
            Err(RevokeError::Client(_)) if !self.model.active[app] => Ok(self.unchanged()),
            Err(error) => Err(format!("a revocation is refused: {error}")),
        }
    }

    /// Whether the store still knows a token.
    async fn is_known(&self, access: bool, secret: &str) -> bool {
        let hash = crate::check::hash(secret);
        if access {
            self.house.platform.token(&hash).await.unwrap().is_some()
        } else {
            self.house.platform.refresh_token(&hash).await.unwrap().is_some()
        }
    }

    pub(crate) async fn introspect(&mut self) -> Left {
        let Some(place) = self.dice.place(self.model.tokens.len()) else { return Ok(self.unchanged()) };
        let token = self.model.tokens[place].clone();
        let own = self.model.app_of(&token);
        let foreign = self.dice.one_in(4);
        let app = if foreign { (own + 1) % APPS.len() } else { own };
        self.say(format!("{} asks about token {place}, foreign: {foreign}", APPS[app].0));
        let asked = Asked::new(APPS[app].0, &[("token", &token.secret)], None);
        let told = self.auth().introspect(&asked.request()).await;
        let failed = self.failed();
        if let Ok(told) = &told {
            let active = !foreign && self.model.opens(&token, self.now()).is_some();
            ensure!(told.active == active, "token {place} is said to be active: {}", told.active);
        }
        self.either(told.is_ok() || !self.model.active[app], failed, self.model.clone())
    }

    pub(crate) async fn system_token(&mut self) -> Left {
        self.say("the system asks for a token of its own");
        let parameters = [("grant_type", "client_credentials"), ("scope", "system/*.rs")];
        let answer = self.token(APPS[SYSTEM].0, &parameters, false).await;
        let failed = self.failed();
        let mut after = self.model.clone();
        match answer {
            Ok(given) => {
                ensure!(self.model.active[SYSTEM], "a system that is switched off gets a token");
                self.tell(EventKind::TokenIssue, Outcome::Success);
                after.add_system_token(given.access_token, self.now());
                Ok(vec![after])
            }
            Err(_) => self.either(!self.model.active[SYSTEM], failed, after),
        }
    }
}
