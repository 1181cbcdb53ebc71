//! What an app is, and for what it asks people: the part of its registration that they read when they decide.

use bluestem_auth::app::NewApp;
use bluestem_model::access::ClaimScope;
use bluestem_store::platform::{DataAccessType, PersonalInformation};
use clap::{Args, ValueEnum};

/// For how long people share.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Access {
    /// Thirteen months from the latest consent.
    ThirteenMonth,
    /// One token, without renewal.
    OneTime,
    /// Until the person or the operator ends it.
    ResearchStudy,
}

/// Whether the app works with name, address, date of birth, sex and race.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Personal {
    /// It cannot do without.
    Required,
    /// It can: people choose, and do not share it unless they do.
    Optional,
    /// It is never given any.
    Never,
}

/// The terms on which an app asks.
#[derive(Args)]
pub(crate) struct AppTerms {
    /// For how long people share.
    #[arg(long, value_enum, default_value = "thirteen-month")]
    access: Access,
    /// Whether the app works with personal information.
    #[arg(long, value_enum, default_value = "required")]
    personal_information: Personal,
    /// Of the claims, the app sees prescription drug claims (Part D) alone.
    #[arg(long)]
    part_d_only: bool,
    /// What the app is, in a sentence; people read it.
    #[arg(long)]
    description: Option<String>,
    /// Its home page.
    #[arg(long, value_name = "URL")]
    website: Option<String>,
    /// Its privacy policy.
    #[arg(long, value_name = "URL")]
    policy: Option<String>,
    /// Its terms of use.
    #[arg(long, value_name = "URL")]
    terms: Option<String>,
    /// Show it in the public list of apps.
    #[arg(long)]
    listed: bool,
}

impl AppTerms {
    /// The registration with these terms.
    pub(crate) fn of(self, app: NewApp) -> NewApp {
        NewApp {
            access_type: match self.access {
                Access::ThirteenMonth => DataAccessType::ThirteenMonth,
                Access::OneTime => DataAccessType::OneTime,
                Access::ResearchStudy => DataAccessType::ResearchStudy,
            },
            personal_information: match self.personal_information {
                Personal::Required => PersonalInformation::Required,
                Personal::Optional => PersonalInformation::Optional,
                Personal::Never => PersonalInformation::Never,
            },
            claims: if self.part_d_only { ClaimScope::PartD } else { ClaimScope::All },
            description: self.description,
            website_uri: self.website,
            policy_uri: self.policy,
            terms_uri: self.terms,
            listed: self.listed,
            ..app
        }
    }
}
