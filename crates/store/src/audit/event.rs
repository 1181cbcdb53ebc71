//! What is recorded of an event.

use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$item])* $variant,)* }

        impl $name {
            /// The stored word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The value with this stored word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words! {
    /// What kind of thing happened.
    EventKind {
        /// A person signed in or failed to.
        SignIn = "sign-in",
        /// A person decided on an app's request.
        Consent = "consent",
        /// A grant ended.
        GrantEnd = "grant-end",
        /// A code was exchanged for tokens.
        TokenIssue = "token-issue",
        /// A refresh token was rotated.
        TokenRefresh = "token-refresh",
        /// A token was revoked.
        TokenRevoke = "token-revoke",
        /// A code or a refresh token was presented again after its time.
        TokenReplay = "token-replay",
        /// Data was read by id.
        Read = "read",
        /// Data was searched.
        Search = "search",
        /// A person was looked for by what is known of them.
        Match = "match",
        /// An app was registered, switched on or off.
        App = "app",
        /// The server's signing keys were rotated.
        Key = "key",
    }
}

words! {
    /// How it ended.
    Outcome {
        /// As asked.
        Success = "success",
        /// Refused.
        Refused = "refused",
    }
}

words! {
    /// Why it happened: codes of HL7's v3 ActReason.
    Purpose {
        /// A person asked for it, or let an app.
        PatientRequest = "PATRQT",
        /// An organisation's own work, with a system's access.
        Operations = "HOPERAT",
        /// Running this server.
        Administration = "HSYSADMIN",
    }
}

impl EventKind {
    /// Why such a thing happens, where the kind alone tells.
    const fn purpose(self) -> Option<Purpose> {
        match self {
            Self::SignIn | Self::Consent | Self::GrantEnd | Self::Match => Some(Purpose::PatientRequest),
            Self::App | Self::Key => Some(Purpose::Administration),
            Self::TokenIssue
            | Self::TokenRefresh
            | Self::TokenRevoke
            | Self::TokenReplay
            | Self::Read
            | Self::Search => None,
        }
    }
}

/// On whose behalf something was asked, as the one who asked says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id at the one who asked.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its network address.
    pub address: String,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// When.
    pub at: Timestamp,
    /// What kind.
    pub kind: EventKind,
    /// How it ended.
    pub outcome: Outcome,
    /// Why; None where nobody can tell.
    pub purpose: Option<Purpose>,
    /// The app that acted.
    pub client_id: Option<String>,
    /// The person concerned.
    pub person: Option<PersonId>,
    /// The grant under which it happened.
    pub grant: Option<i64>,
    /// Network address of the one who asked.
    pub address: Option<String>,
    /// For data: the resource type. For a match: the combination that found the person. For refusals: the OAuth
    /// error code or another fixed word.
    pub what: Option<String>,
    /// For reads: the resource's id.
    pub resource_id: Option<String>,
    /// For searches: how many resources the answer held.
    pub count: Option<u32>,
    /// Labels withheld from the answer or, for consent, from the app.
    pub withheld: Labels,
    /// The scopes given, for tokens and consent.
    pub scope: Option<String>,
    /// On whose behalf the app asked, where it says.
    pub party: Option<Party>,
}

impl AuditEvent {
    /// An event of this kind with nothing else said than why such a thing happens.
    pub fn new(at: Timestamp, kind: EventKind, outcome: Outcome) -> Self {
        Self {
            at,
            kind,
            outcome,
            purpose: kind.purpose(),
            client_id: None,
            person: None,
            grant: None,
            address: None,
            what: None,
            resource_id: None,
            count: None,
            withheld: Labels::NONE,
            scope: None,
            party: None,
        }
    }
}

/// A stored event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its number; grows with every event.
    pub id: i64,
    /// The event.
    pub event: AuditEvent,
}

/// Which events.
#[derive(Clone, Debug, Default)]
pub struct AuditQuery {
    /// Concerning this person.
    pub person: Option<PersonId>,
    /// By this app.
    pub client_id: Option<String>,
    /// Numbered below this: pass the last id of one page to get the next.
    pub before: Option<i64>,
    /// At most so many; 0 means 100.
    pub limit: u32,
}
