//! What people do: sign in, share, not share, stop sharing, look.

use bluestem_auth::authorize::{Choices, Decision};
use bluestem_auth::sign_in::{SignIn, SignInError};
use bluestem_model::id::PersonId;
use bluestem_store::audit::{EventKind, Outcome};
use bluestem_store::platform::EndReason;

use crate::check::{Broken, ensure};
use crate::house::CALLBACK;
use crate::model::{APPS, Kind, MBIS, PEOPLE, SYSTEM};
use crate::run::{ADDRESS, Asked, Left, Run};

/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A browser before the consent page.
struct Browser {
    approval: String,
    cookie: String,
    csrf: String,
    person: i64,
}

impl Run {
    fn browser_app(&mut self) -> usize {
        self.dice.below(SYSTEM)
    }

    /// Takes an app's request to the consent page. None when it cannot go on, for a reason that is right.
    async fn signed_in(&mut self, app: usize) -> Result<Option<Browser>, Broken> {
        let member = self.dice.below(PEOPLE);
        let by_identifier = self.dice.one_in(3);
        let pushed = self.dice.one_in(3);
        self.say(format!("person {member} comes from {}, request pushed: {pushed}", APPS[app].0));
        let Some((approval, cookie)) = self.begin(app, pushed).await? else { return Ok(None) };
        let auth = self.auth();
        let Ok(view) = auth.approval(&approval, &cookie).await else { return self.lost() };
        let (username, password) = if by_identifier {
            (MBIS[member].to_owned(), "sandbox".to_owned())
        } else {
            (format!("BBUser0000{member}"), format!("PW0000{member}!"))
        };
        let form = SignIn {
            approval: &approval,
            browser: &cookie,
            csrf: &view.csrf,
            username: &username,
            password: &password,
            address: ADDRESS,
        };
        let (signed_in, now_failed) = (auth.sign_in(&form).await, self.has_failed());
        let person = self.model.people[member].survivor;
        // By an identifier it may be anybody who has it or had it; who it was is looked up below.
        let known = !self.model.is_hidden(person) || by_identifier;
        let cookie = match signed_in {
            Ok(cookie) => cookie,
            Err(SignInError::Failed(_) | SignInError::Approval(_)) if now_failed => return Ok(None),
            Err(SignInError::NoRecord | SignInError::Ambiguous) if !known || by_identifier => {
                self.tell(EventKind::SignIn, Outcome::Refused);
                return Ok(None);
            }
            Err(error) => return Err(format!("{username} cannot sign in: {error}")),
        };
        ensure!(known, "{username} is hidden and signs in");
        self.tell(EventKind::SignIn, Outcome::Success);
        let Ok(view) = self.auth().approval(&approval, &cookie).await else { return self.lost() };
        let person = if by_identifier { self.person_of(&approval).await? } else { person };
        Ok(Some(Browser { approval, cookie, csrf: view.csrf, person }))
    }

    /// Nobody goes on, which is right when a call failed.
    fn lost<T>(&mut self) -> Result<Option<T>, Broken> {
        ensure!(self.failed(), "a page is refused for no reason");
        Ok(None)
    }

    /// Who an identifier led to: one of those who have it, or had it.
    async fn person_of(&self, approval: &str) -> Result<i64, Broken> {
        let id = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, approval.as_bytes());
        let id: [u8; 32] = id.as_ref().try_into().map_err(|_| "SHA-256 has 32 bytes".to_owned())?;
        let stored = self.house.platform.approval(&id).await.map_err(|error| error.to_string())?;
        let person = stored.and_then(|stored| stored.person).ok_or("nobody is signed in")?;
        ensure!(!self.model.is_hidden(person.number), "person {} is hidden and signed in", person.number);
        let survivor = self.model.survivor(person.number);
        ensure!(survivor == person.number, "{} is signed in for {survivor}", person.number);
        Ok(person.number)
    }

    async fn begin(&mut self, app: usize, pushed: bool) -> Result<Option<(String, String)>, Broken> {
        let client_id = APPS[app].0;
        let request = [
            ("client_id", client_id),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("state", "state-of-the-app"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let cookie = self.auth().new_browser();
        let begun = if pushed {
            let asked = Asked::new(client_id, &request[1..], None);
            match self.auth().push_authorization(&asked.request()).await {
                Err(_) => None,
                Ok(told) => {
                    let request =
                        [("client_id", client_id), ("request_uri", &told.request_uri)].into_iter().collect();
                    let begun = self.auth().begin_authorization(&request, &cookie).await.ok();
                    let again = self.auth().begin_authorization(&request, &cookie).await;
                    ensure!(begun.is_none() || again.is_err(), "a pushed request works twice");
                    begun
                }
            }
        } else {
            self.auth().begin_authorization(&request.into_iter().collect(), &cookie).await.ok()
        };
        match (begun, self.model.active[app]) {
            (Some(begun), true) => Ok(Some((begun.approval, cookie))),
            (Some(_), false) => Err("an app that is switched off may ask".to_owned()),
            (None, false) => Ok(None),
            (None, true) => self.lost(),
        }
    }

    pub(crate) async fn consent(&mut self) -> Left {
        let app = self.browser_app();
        let Some(browser) = self.signed_in(app).await? else { return Ok(vec![self.model.clone()]) };
        let choices =
            Choices { personal_information: self.dice.one_in(2), substance_use: self.dice.one_in(2) };
        let personal = choices.personal_information || APPS[app].1 != Kind::Study;
        self.say(format!("{} shares, {choices:?}", browser.person));
        let decision = Decision::Share(choices);
        let auth = self.auth();
        let decided = auth.decide(&browser.approval, &browser.cookie, &browser.csrf, decision).await;
        let failed = self.failed();
        let now = self.now();
        let mut after = self.model.clone();
        after.consent(app, browser.person, personal, !choices.substance_use, now);
        if let Ok(uri) = &decided {
            self.tell(EventKind::Consent, Outcome::Success);
            let code = url::Url::parse(uri).map_err(|error| error.to_string())?;
            let code = code.query_pairs().find(|(name, _)| name == "code").ok_or("no code")?.1.into_owned();
            after.add_code(code, app, browser.person, now);
            let again = self.auth().decide(&browser.approval, &browser.cookie, &browser.csrf, decision).await;
            ensure!(again.is_err(), "an approval works twice");
        }
        self.either(decided.is_ok(), failed, after)
    }

    pub(crate) async fn deny(&mut self) -> Left {
        let app = self.browser_app();
        let Some(browser) = self.signed_in(app).await? else { return Ok(vec![self.model.clone()]) };
        self.say(format!("{} does not share", browser.person));
        let auth = self.auth();
        let decided = auth.decide(&browser.approval, &browser.cookie, &browser.csrf, Decision::Cancel).await;
        if decided.is_ok() {
            self.tell(EventKind::Consent, Outcome::Refused);
        }
        let failed = self.failed();
        self.either(decided.is_ok(), failed, self.model.clone())
    }

    pub(crate) async fn stop_sharing(&mut self) -> Left {
        let open: Vec<usize> =
            (0..self.model.grants.len()).filter(|place| !self.model.grants[*place].ended).collect();
        let Some(place) = self.dice.place(open.len()).map(|place| open[place]) else {
            return Ok(vec![self.model.clone()]);
        };
        let grant = &self.model.grants[place];
        let (app, person) = (grant.app, grant.person);
        self.say(format!("{person} stops sharing with {}", APPS[app].0));
        let auth = self.auth();
        let own = auth.grants_of(PersonId::idr(person)).await.unwrap_or_default();
        let own = own.into_iter().find(|grant| grant.client_id == APPS[app].0);
        let ended = match own {
            Some(grant) => auth.end_grant(&grant, EndReason::Person).await,
            None => Ok(false),
        };
        if matches!(ended, Ok(true)) {
            self.tell(EventKind::GrantEnd, Outcome::Success);
        }
        let failed = self.failed();
        let mut after = self.model.clone();
        after.end(place);
        self.either(matches!(ended, Ok(true)), failed, after)
    }

    /// A person looks at what they share.
    pub(crate) async fn look(&mut self) -> Left {
        let key = -1 - i64::try_from(self.dice.below(PEOPLE)).unwrap();
        self.say(format!("{key} looks at what they share"));
        let seen = self.auth().grants_of(PersonId::idr(key)).await;
        let failed = self.failed();
        if let Ok(seen) = &seen {
            let open = self.model.grants.iter().filter(|grant| grant.person == key && !grant.ended).count();
            ensure!(seen.len() == open, "{key} sees {} of {open} grants", seen.len());
        }
        self.either(seen.is_ok(), failed, self.model.clone())
    }
}
