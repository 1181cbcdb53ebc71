//! The consent page: who asks, what is shared, for how long, how to stop.

use askama::Template;
use axum::response::Response;
use bluestem_auth::authorize::{ApprovalView, PersonalAsk};
use bluestem_model::access::ClaimScope;
use bluestem_store::platform::DataAccessType;
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};
use url::Url;

use super::approval::Approval;
use super::frame::Frame;
use crate::layers::policy_with_form_target;

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage<'a> {
    frame: &'a Frame,
    view: &'a ApprovalView,
    heading: String,
    personal: PersonalAsk,
    asks_nothing: bool,
    end: Option<String>,
    links: Vec<(String, &'a str)>,
    action: String,
    switch: String,
}

impl Frame {
    /// The consent page.
    pub(crate) fn consent(&self, approval: &Approval, view: &ApprovalView) -> Response {
        let asks_nothing =
            view.personal == PersonalAsk::No && !view.coverage && view.claims.is_none() && !view.activity;
        let page = ConsentPage {
            frame: self,
            view,
            heading: self.say_with("consent-title", "app", &view.app.name),
            personal: view.personal,
            asks_nothing,
            end: view.until.map(|until| self.date(until.date())),
            links: self.app_links(view),
            action: self.link(approval.path()),
            switch: self.link(&format!("{}switch/", approval.path())),
        };
        let mut response = Self::page(StatusCode::OK, &page);
        // The form ends by redirect at the app, which the page's policy must allow.
        if let Some(policy) = policy_for(&view.redirect_uri) {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// Links to what the app says of itself; anything but a web address is left out.
    fn app_links<'a>(&self, view: &'a ApprovalView) -> Vec<(String, &'a str)> {
        let links = [
            (self.say("consent-website"), &view.app.website_uri),
            (self.say("consent-policy"), &view.app.policy_uri),
            (self.say("consent-terms"), &view.app.terms_uri),
        ];
        let given = links.into_iter().filter_map(|(text, link)| Some((text, link.as_deref()?)));
        given.filter(|(_, link)| is_web_address(link)).collect()
    }
}

fn is_web_address(link: &str) -> bool {
    Url::parse(link).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// The policy of a page with a form that may end at the app.
pub(super) fn policy_for(redirect_uri: &str) -> Option<HeaderValue> {
    form_target(redirect_uri).and_then(|target| policy_with_form_target(&target))
}

/// The source expression that covers a redirect URI: its origin, or its scheme for an app's own scheme.
fn form_target(redirect_uri: &str) -> Option<String> {
    let url = Url::parse(redirect_uri).ok()?;
    let origin = url.origin();
    Some(if origin.is_tuple() { origin.ascii_serialization() } else { format!("{}:", url.scheme()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_may_end_at_the_app_only() {
        assert_eq!(form_target("https://app.example/cb?x=1").as_deref(), Some("https://app.example"));
        assert_eq!(form_target("http://localhost:3001/cb").as_deref(), Some("http://localhost:3001"));
        assert_eq!(form_target("org.app:/cb").as_deref(), Some("org.app:"));
    }

    #[test]
    fn scripts_are_no_web_addresses() {
        assert!(is_web_address("https://app.example/privacy"));
        assert!(!is_web_address("javascript:alert(1)"));
        assert!(!is_web_address("/privacy"));
    }
}
