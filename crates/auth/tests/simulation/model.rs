//! What must be true, as simply as it can be said.

use bluestem_model::time::Timestamp;

/// For how long an app may go on after consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Thirteen months.
    Months,
    /// Without end; personal information is the person's choice.
    Study,
    /// Once.
    Once,
    /// No person's app.
    System,
}

pub(crate) const APPS: [(&str, Kind); 4] =
    [("months", Kind::Months), ("study", Kind::Study), ("once", Kind::Once), ("system", Kind::System)];
pub(crate) const SYSTEM: usize = 3;

pub(crate) const PEOPLE: usize = 4;
pub(crate) const MBIS: [&str; PEOPLE] = ["1S00E00AA01", "1S00E00AA02", "1S00E00AA03", "1S00E00AA04"];

const CODE_SECONDS: i64 = 60;
const TOKEN_SECONDS: i64 = 3600;
const SYSTEM_SECONDS: i64 = 300;
pub(crate) const GRACE_SECONDS: i64 = 60;

/// A person as the source knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) key: i64,
    /// The key that stands for them; their own unless they were merged.
    pub(crate) survivor: i64,
    pub(crate) mbi: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) number: i64,
    /// The key that it came with.
    pub(crate) person: i64,
    pub(crate) part2: bool,
    pub(crate) label_list: u32,
    pub(crate) content: u32,
    pub(crate) updated: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) app: usize,
    pub(crate) person: i64,
    /// Whether personal information is shared.
    pub(crate) personal: bool,
    /// Whether claims about substance use are withheld.
    pub(crate) withheld: bool,
    pub(crate) until: Option<Timestamp>,
    pub(crate) ended: bool,
}

impl Grant {
    fn is_live(&self, now: Timestamp) -> bool {
        !self.ended && self.until.is_none_or(|until| now < until)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) secret: String,
    pub(crate) grant: usize,
    pub(crate) personal: bool,
    pub(crate) until: Timestamp,
    pub(crate) used: bool,
    pub(crate) family: Option<usize>,
    pub(crate) stored: bool,
}

/// What came of one exchange of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Family {
    pub(crate) grant: usize,
    pub(crate) personal: bool,
    /// Whether its tokens are bound to the apps' key.
    pub(crate) bound: bool,
    pub(crate) live: bool,
    /// The refresh token that was presented last.
    pub(crate) presented: Option<usize>,
    /// The access token that came last, where its answer was not lost.
    pub(crate) access: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refresh {
    pub(crate) secret: String,
    pub(crate) family: usize,
    pub(crate) rotated_at: Option<Timestamp>,
    pub(crate) stored: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) secret: String,
    /// None: the system's own.
    pub(crate) family: Option<usize>,
    pub(crate) personal: bool,
    pub(crate) until: Timestamp,
    pub(crate) stored: bool,
}

/// What a token opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opens {
    /// None: everybody.
    pub(crate) person: Option<i64>,
    pub(crate) personal: bool,
    pub(crate) withheld: bool,
    pub(crate) until: Timestamp,
}

/// What came of presenting a code or a refresh token, as it must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// New tokens.
    New,
    /// The tokens of the last time again.
    Again,
    /// Refused, and what was given before is void.
    Replayed,
    /// Refused.
    Refused,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) active: [bool; APPS.len()],
    pub(crate) people: Vec<Member>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) codes: Vec<Code>,
    pub(crate) families: Vec<Family>,
    pub(crate) refreshes: Vec<Refresh>,
    pub(crate) tokens: Vec<Token>,
}

impl Model {
    /// What every run begins with; the first load was at `loaded`.
    pub(crate) fn new(loaded: Timestamp) -> Self {
        let keys = (0..PEOPLE).map(|place| -1 - i64::try_from(place).unwrap());
        let member = |(key, mbi): (i64, &'static str)| Member { key, survivor: key, mbi };
        let claim = |person: i64, place: i64| Claim {
            number: -person * 100 + place,
            person,
            part2: place == 1,
            label_list: 1,
            content: 0,
            updated: loaded,
        };
        Self {
            active: [true; APPS.len()],
            people: keys.clone().zip(MBIS).map(member).collect(),
            claims: keys.flat_map(|key| [claim(key, 0), claim(key, 1)]).collect(),
            grants: Vec::new(),
            codes: Vec::new(),
            families: Vec::new(),
            refreshes: Vec::new(),
            tokens: Vec::new(),
        }
    }

    pub(crate) fn survivor(&self, key: i64) -> i64 {
        self.people.iter().find(|member| member.key == key).map_or(key, |member| member.survivor)
    }

    /// Whether another person has the identifier of this key: then nothing is shown under it.
    pub(crate) fn is_hidden(&self, key: i64) -> bool {
        let own = self.people.iter().find(|one| one.key == key);
        let shares = |one: &Member| {
            self.people.iter().any(|other| other.survivor != one.survivor && other.mbi == one.mbi)
        };
        own.is_some_and(shares)
    }

    /// The claims that are shown of a person, by number with their labels and time of change.
    pub(crate) fn shown(&self, key: i64, withheld: bool) -> Vec<(i64, bool, Timestamp)> {
        let survivor = self.survivor(key);
        if self.is_hidden(survivor) {
            return Vec::new();
        }
        let own = self.claims.iter().filter(|claim| self.survivor(claim.person) == survivor);
        let mut shown: Vec<_> = own
            .filter(|claim| !(withheld && claim.part2))
            .map(|claim| (claim.number, claim.part2, claim.updated))
            .collect();
        shown.sort_unstable();
        shown
    }

    /// What a token opens; None: nothing.
    pub(crate) fn opens(&self, token: &Token, now: Timestamp) -> Option<Opens> {
        if !token.stored || token.until <= now {
            return None;
        }
        let Some(family) = token.family.map(|place| &self.families[place]) else {
            let open = Opens { person: None, personal: true, withheld: false, until: token.until };
            return self.active[SYSTEM].then_some(open);
        };
        let grant = &self.grants[family.grant];
        let open = family.live && self.active[grant.app] && grant.is_live(now);
        open.then(|| Opens {
            person: Some(grant.person),
            personal: token.personal && grant.personal,
            withheld: grant.withheld,
            until: grant.until.map_or(token.until, |until| until.min(token.until)),
        })
    }

    pub(crate) fn app_of(&self, token: &Token) -> usize {
        token.family.map_or(SYSTEM, |family| self.grants[self.families[family].grant].app)
    }

    pub(crate) fn consent(
        &mut self,
        app: usize,
        person: i64,
        personal: bool,
        withheld: bool,
        now: Timestamp,
    ) {
        let until = match APPS[app].1 {
            Kind::Months => Some(now.plus_months(13)),
            Kind::Once => Some(now.plus_seconds(CODE_SECONDS + TOKEN_SECONDS)),
            Kind::Study | Kind::System => None,
        };
        let given = Grant { app, person, personal, withheld, until, ended: false };
        match self.open_grant(app, person) {
            Some(place) => self.grants[place] = given,
            None => self.grants.push(given),
        }
    }

    pub(crate) fn open_grant(&self, app: usize, person: i64) -> Option<usize> {
        self.grants.iter().position(|grant| grant.app == app && grant.person == person && !grant.ended)
    }

    pub(crate) fn add_code(&mut self, secret: String, app: usize, person: i64, now: Timestamp) {
        let grant = self.open_grant(app, person).unwrap();
        let until = now.plus_seconds(CODE_SECONDS);
        let personal = self.grants[grant].personal;
        self.codes.push(Code { secret, grant, personal, until, used: false, family: None, stored: true });
    }

    pub(crate) fn end(&mut self, grant: usize) {
        self.grants[grant].ended = true;
        self.end_families(grant);
    }

    fn end_families(&mut self, grant: usize) {
        self.families.iter_mut().filter(|one| one.grant == grant).for_each(|one| one.live = false);
    }

    /// What an exchange of the code must come to, given that the app proves all it has to.
    pub(crate) fn exchange(&self, code: usize, now: Timestamp) -> Expected {
        let code = &self.codes[code];
        if !self.active[self.grants[code.grant].app] || !code.stored {
            Expected::Refused
        } else if code.used {
            Expected::Replayed
        } else if code.until <= now || !self.grants[code.grant].is_live(now) {
            Expected::Refused
        } else {
            Expected::New
        }
    }

    /// The exchange of a code was done; the answer may be lost.
    pub(crate) fn exchanged(&mut self, code: usize, bound: bool) -> usize {
        let Code { grant, personal, .. } = self.codes[code];
        self.end_families(grant);
        let (live, presented, access) = (true, None, None);
        self.families.push(Family { grant, personal, bound, live, presented, access });
        let family = self.families.len() - 1;
        (self.codes[code].used, self.codes[code].family) = (true, Some(family));
        family
    }

    /// A code was presented that nothing comes of any more: it is used up where it held.
    pub(crate) fn spent(&mut self, code: usize, now: Timestamp) {
        let code = &mut self.codes[code];
        code.used |= code.stored && now < code.until;
    }

    pub(crate) fn replayed(&mut self, code: usize) {
        if let Some(family) = self.codes[code].family {
            self.families[family].live = false;
        }
    }

    /// What presenting a refresh token must come to.
    pub(crate) fn refresh(&self, place: usize, now: Timestamp) -> Expected {
        let refresh = &self.refreshes[place];
        let family = &self.families[refresh.family];
        let grant = &self.grants[family.grant];
        let app = self.active[grant.app] && APPS[grant.app].1 != Kind::Once;
        if !(app && refresh.stored && family.live && grant.is_live(now)) {
            return Expected::Refused;
        }
        let Some(at) = refresh.rotated_at else { return Expected::New };
        let kept = family.access.is_none_or(|token| self.tokens[token].stored);
        if at < now.plus_seconds(-GRACE_SECONDS) {
            Expected::Replayed
        } else if family.presented == Some(place) && kept {
            Expected::Again
        } else {
            Expected::Refused
        }
    }

    /// A refresh token was rotated; the answer may be lost.
    pub(crate) fn rotated(&mut self, place: usize, now: Timestamp) {
        self.refreshes[place].rotated_at = Some(now);
        let family = self.refreshes[place].family;
        self.drop_access(family);
        self.families[family].presented = Some(place);
        self.families[family].access = None;
    }

    fn drop_access(&mut self, family: usize) {
        self.tokens.iter_mut().filter(|one| one.family == Some(family)).for_each(|one| one.stored = false);
    }

    /// The tokens of an answer.
    pub(crate) fn add_tokens(
        &mut self,
        family: usize,
        personal: bool,
        (access, refresh): (String, Option<String>),
        until: Timestamp,
    ) {
        self.tokens.push(Token { secret: access, family: Some(family), personal, until, stored: true });
        self.families[family].access = Some(self.tokens.len() - 1);
        let refresh = refresh.map(|secret| Refresh { secret, family, rotated_at: None, stored: true });
        self.refreshes.extend(refresh);
    }

    pub(crate) fn add_system_token(&mut self, secret: String, now: Timestamp) {
        let until = now.plus_seconds(SYSTEM_SECONDS);
        self.tokens.push(Token { secret, family: None, personal: true, until, stored: true });
    }

    /// Clean-up: what is void is forgotten at `now`, what can be replayed at `before`.
    pub(crate) fn purged(&mut self, now: Timestamp, before: Timestamp) {
        self.tokens.iter_mut().filter(|one| one.until <= now).for_each(|one| one.stored = false);
        self.codes.iter_mut().filter(|one| one.until < before).for_each(|one| one.stored = false);
        let late = |one: &&mut Refresh| one.rotated_at.is_some_and(|at| at < before);
        self.refreshes.iter_mut().filter(late).for_each(|one| one.stored = false);
        for (place, grant) in self.grants.iter().enumerate() {
            if grant.until.is_some_and(|until| until < before) {
                self.families.iter_mut().filter(|one| one.grant == place).for_each(|one| one.live = false);
            }
        }
    }
}
