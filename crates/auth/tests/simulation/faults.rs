//! Rooms around the real ones, in which calls fail: before anything is done, or after it is done and before it is
//! answered. And rooms that do wrong, by which the simulation shows that it would notice.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bluestem_model::access::Access;
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::matching::{Candidate, MatchKey};
use bluestem_model::person::PersonFile;
use bluestem_model::query::{ClaimPage, ClaimQuery};
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::audit::{Audit, AuditEvent, AuditQuery, StoredEvent};
use bluestem_store::claims::{
    Claims, ClaimsLoader, Counts, Holder, LabelledClaim, Load, LoadPlan, NewLabels, Part, PartOutcome,
    ReferenceKey, ReferenceRow,
};
use bluestem_store::platform::{
    App, Approval, BrowserSession, Code, Consent, EndReason, Entrusted, Exchange, Exchanged, Failures, Grant,
    Hash, NewToken, Platform, PushedRequest, RefreshToken, Revoked, Rotated, Rotation, SigningKey, Token,
};

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing is done.
    Before,
    /// It is done, and the answer is lost.
    After,
}

/// What another process does between two calls of this one.
type Deed = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What the calls of one process come to.
#[derive(Default)]
pub(crate) struct Faults {
    /// The fault, after so many calls; and whether one happened.
    fault: Mutex<(Option<(usize, Fault)>, bool)>,
    /// What another process does, after so many calls; and whether it did.
    meanwhile: Mutex<(Option<(usize, Deed)>, bool)>,
}

impl Faults {
    /// The call after so many others fails.
    pub(crate) fn plan(&self, calls: usize, fault: Fault) {
        *self.fault.lock().unwrap() = (Some((calls, fault)), false);
    }

    /// Before the call after so many others, another process does this.
    pub(crate) fn plan_meanwhile(&self, calls: usize, deed: Deed) {
        *self.meanwhile.lock().unwrap() = (Some((calls, deed)), false);
    }

    /// From now on all is well. Whether a call failed since the last plan.
    pub(crate) fn clear(&self) -> bool {
        std::mem::take(&mut *self.fault.lock().unwrap()).1
    }

    /// From now on no other process is in between. Whether one was.
    pub(crate) fn clear_meanwhile(&self) -> bool {
        std::mem::take(&mut *self.meanwhile.lock().unwrap()).1
    }

    /// Whether another process was in between.
    pub(crate) fn met(&self) -> bool {
        self.meanwhile.lock().unwrap().1
    }

    /// Whether a call failed since the last plan.
    pub(crate) fn happened(&self) -> bool {
        self.fault.lock().unwrap().1
    }

    fn due(&self) -> Option<Deed> {
        let mut state = self.meanwhile.lock().unwrap();
        let (calls, deed) = state.0.take()?;
        let Some(left) = calls.checked_sub(1) else {
            state.1 = true;
            return Some(deed);
        };
        state.0 = Some((left, deed));
        None
    }

    fn next(&self) -> Option<Fault> {
        let mut state = self.fault.lock().unwrap();
        let (calls, fault) = state.0?;
        state.0 = calls.checked_sub(1).map(|left| (left, fault));
        (calls == 0).then(|| {
            state.1 = true;
            fault
        })
    }

    async fn around<T>(&self, call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        if let Some(deed) = self.due() {
            deed.await;
        }
        let lost = || StoreError::Unavailable("told to fail".to_owned());
        match self.next() {
            None => call.await,
            Some(Fault::Before) => Err(lost()),
            Some(Fault::After) => call.await.and_then(|_| Err(lost())),
        }
    }
}

/// What a store could get wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// Revocations are answered and not done.
    Revocation,
    /// Ends of grants are answered and not done.
    End,
    /// A refresh token that is presented again late does not end its family.
    Reuse,
    /// A code works more than once.
    Code,
    /// Clean-up takes what still holds.
    Purge,
    /// Withheld claims are given.
    Labels,
    /// What another process wrote is not noticed.
    Version,
    /// Events are answered and not kept.
    Audit,
    /// A moment is given as complete behind which something still appears.
    Complete,
}

impl Wrong {
    pub(crate) const ALL: [Self; 9] = [
        Self::Revocation,
        Self::End,
        Self::Reuse,
        Self::Code,
        Self::Purge,
        Self::Labels,
        Self::Version,
        Self::Audit,
        Self::Complete,
    ];
}

/// A room of one process.
pub(crate) struct Room<T: ?Sized> {
    pub(crate) inner: Arc<T>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) wrong: Option<Wrong>,
}

macro_rules! passed_on {
    ($plane:ident { $($name:ident($($argument:ident: $type:ty),*) -> $result:ty;)* } own { $($own:tt)* }) => {
        #[async_trait]
        impl $plane for Room<dyn $plane> {
            $(async fn $name(&self, $($argument: $type),*) -> Result<$result, StoreError> {
                self.faults.around(self.inner.$name($($argument),*)).await
            })*
            $($own)*
        }
    };
}

passed_on! { Platform {
    probe() -> ();
    add_app(app: &App) -> bool;
    app(client_id: &str) -> Option<App>;
    apps() -> Vec<App>;
    set_app_active(client_id: &str, active: bool) -> bool;
    set_redirect_uris(client_id: &str, redirect_uris: &[String]) -> bool;
    add_signing_key(key: &SigningKey) -> bool;
    rotate_signing_key(key: &SigningKey) -> bool;
    signing_keys(retired_after: Timestamp) -> Vec<SigningKey>;
    use_assertion(hash: &Hash, expires_at: Timestamp) -> bool;
    push_request(request: &PushedRequest) -> ();
    take_pushed_request(id: &Hash) -> Option<PushedRequest>;
    begin_approval(approval: &Approval) -> ();
    approval(id: &Hash) -> Option<Approval>;
    sign_in_approval(id: &Hash, browser: &Hash, next: &Hash, person: Option<PersonId>, now: Timestamp) -> bool;
    cancel_approval(id: &Hash, browser: &Hash, now: Timestamp) -> bool;
    consent(consent: &Consent) -> Option<Grant>;
    code(hash: &Hash) -> Option<Code>;
    entrust(entrusted: &Entrusted) -> Grant;
    refresh_token(hash: &Hash) -> Option<RefreshToken>;
    issue_app_token(token: &NewToken) -> ();
    token(hash: &Hash) -> Option<Token>;
    grant(client_id: &str, person: PersonId) -> Option<Grant>;
    grants_of(person: PersonId) -> Vec<Grant>;
    begin_session(session: &BrowserSession) -> ();
    session(id: &Hash) -> Option<BrowserSession>;
    see_session(id: &Hash, now: Timestamp) -> ();
    end_session(id: &Hash) -> Option<BrowserSession>;
    failures(places: &[u32], now: Timestamp) -> Vec<Failures>;
    count_failure(places: &[u32], until: Timestamp, now: Timestamp) -> Vec<Failures>;
    take_back_failure(back: &[u32], forgotten: &[u32]) -> ();
} own {
        async fn exchange_code(&self, exchange: &Exchange) -> Result<Exchanged, StoreError> {
            let used = self.inner.code(&exchange.code).await?.is_some_and(|code| code.used_at.is_some());
            if self.wrong == Some(Wrong::Code) && used {
                let code = self.inner.code(&exchange.code).await?.unwrap();
                let grant = self.inner.grant(&code.client_id, code.person).await?;
                if let Some(grant) = grant {
                    return Ok(Exchanged::Done(grant));
                }
            }
            self.faults.around(self.inner.exchange_code(exchange)).await
        }

        async fn rotate_refresh(&self, rotation: &Rotation) -> Result<Rotated, StoreError> {
            let stored = self.inner.refresh_token(&rotation.presented).await?;
            let late = stored.and_then(|stored| stored.rotated_at).is_some_and(|at| at < rotation.grace_from);
            if self.wrong == Some(Wrong::Reuse) && late {
                return Ok(Rotated::Reused);
            }
            self.faults.around(self.inner.rotate_refresh(rotation)).await
        }

        fn token_version(&self) -> Option<i64> {
            if self.wrong == Some(Wrong::Version) { Some(1) } else { self.inner.token_version() }
        }

        async fn revoke_token(
            &self,
            hash: &Hash,
            client_id: &str,
            now: Timestamp,
        ) -> Result<Revoked, StoreError> {
            let grant = self.inner.token(hash).await?.and_then(|token| token.grant).map(|grant| grant.id);
            if self.wrong == Some(Wrong::Revocation) && grant.is_some() {
                return Ok(Revoked::Access { grant });
            }
            self.faults.around(self.inner.revoke_token(hash, client_id, now)).await
        }

        async fn end_grant(&self, grant: i64, reason: EndReason, now: Timestamp) -> Result<bool, StoreError> {
            if self.wrong == Some(Wrong::End) {
                return Ok(true);
            }
            self.faults.around(self.inner.end_grant(grant, reason, now)).await
        }

        async fn purge(&self, now: Timestamp, replays_before: Timestamp) -> Result<u64, StoreError> {
            let now = if self.wrong == Some(Wrong::Purge) { now.plus_seconds(3600) } else { now };
            self.faults.around(self.inner.purge(now, replays_before)).await
        }
    }
}

passed_on! { Audit {
    probe() -> ();
    query(query: &AuditQuery) -> Vec<StoredEvent>;
} own {
        async fn append(&self, events: Vec<AuditEvent>) -> Result<(), StoreError> {
            if self.wrong == Some(Wrong::Audit) {
                return Ok(());
            }
            self.faults.around(self.inner.append(events)).await
        }
    }
}

passed_on! { Claims {
    probe() -> ();
    person(access: &Access, id: PersonId) -> Option<PersonFile>;
    people_by_mbi(access: &Access, mbi: &str) -> Vec<PersonFile>;
    people_by_keys(access: &Access, keys: &[MatchKey]) -> Vec<Candidate>;
    people_by_mbi_hash(access: &Access, hash: &str) -> Vec<PersonFile>;
    claim(access: &Access, id: ClaimId) -> Option<StoredClaim>;
    source_files(access: &Access, files: &[u32]) -> BTreeMap<u32, String>;
} own {
        async fn claims(&self, access: &Access, query: &ClaimQuery) -> Result<ClaimPage, StoreError> {
            let all = Access::grant(
                access.agent().clone(),
                access.people().clone(),
                bluestem_model::access::ResourceType::ALL.map(|one| (one, access.rights(one))).to_vec(),
                Labels::NONE,
                access.claims(),
                access.until(),
            );
            let access = if self.wrong == Some(Wrong::Labels) { &all } else { access };
            self.faults.around(self.inner.claims(access, query)).await
        }

        async fn complete_until(&self, now: Timestamp) -> Result<Timestamp, StoreError> {
            if self.wrong == Some(Wrong::Complete) {
                return Ok(now);
            }
            self.faults.around(self.inner.complete_until(now)).await
        }
    }
}

passed_on! { ClaimsLoader {
    begin_load(plan: &LoadPlan, now: Timestamp) -> Load;
    reference(keys: &[ReferenceKey]) -> Vec<ReferenceRow>;
    known_people(ids: &[PersonId]) -> Vec<PersonId>;
    claim_hashes(ids: &[ClaimId]) -> Vec<(ClaimId, Vec<u8>)>;
    knows_load(fingerprint: &[u8; 32]) -> bool;
    holds_any(people: RangeInclusive<PersonId>, claims: &[RangeInclusive<ClaimId>]) -> bool;
    unhashed(key: &str, after: &str, count: u32) -> Vec<String>;
    write_hashes(key: &str, hashes: Vec<(String, String)>) -> ();
    holders(mbis: &[String]) -> Vec<Holder>;
    write_part(load: &Load, part: Part) -> PartOutcome;
    labelled(after: Option<ClaimId>, count: u32) -> Vec<LabelledClaim>;
    write_labels(load: &Load, part: u32, labels: &[NewLabels]) -> u64;
    finish_load(load: &Load) -> ();
    counts() -> Counts;
} own {}
}
