//! A member who signs in and agrees again and again: the real pages, for as many codes as are wanted.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use axum::http::{HeaderMap, header};

use crate::http::{Answer, Call, Connection};

/// The verifier and challenge of RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The app that asks, and its secret: the sandbox's published sample.
pub(crate) const CLIENT: &str = "sandbox-app";
pub(crate) const SECRET: &str = "sandbox-secret";
pub(crate) const REDIRECT: &str = "http://localhost:3001/api/bluebutton/callback/";

const MOST_STEPS: usize = 12;

/// A browser's worth of state.
pub(crate) struct Member {
    connection: Connection,
    cookies: BTreeMap<String, String>,
    username: String,
}

impl Member {
    pub(crate) fn new(connection: Connection, username: &str) -> Self {
        Self { connection, cookies: BTreeMap::new(), username: username.to_owned() }
    }

    /// Goes through authorization, sign-in when asked, and consent. Returns the code.
    pub(crate) async fn code(&mut self) -> Result<String> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("response_type", "code"),
                ("client_id", CLIENT),
                ("redirect_uri", REDIRECT),
                ("state", "measuring"),
                ("code_challenge", CHALLENGE),
                ("code_challenge_method", "S256"),
            ])
            .finish();
        let mut place = format!("/v3/o/authorize/?{query}");
        // Each authorization has cookies of its own, which a browser sends to its pages alone.
        self.cookies.clear();
        let mut answer = self.send(Call::get(place.clone(), None)?).await?;
        for _ in 0..MOST_STEPS {
            if let Some(target) = location(&answer.headers) {
                if let Some(query) = target.strip_prefix(REDIRECT) {
                    return code_of(query);
                }
                place = path_of(&target);
                answer = self.send(Call::get(place.clone(), None)?).await?;
            } else {
                let form =
                    Form::find(&answer.text()).with_context(|| format!("no form: {}", answer.text()))?;
                answer = self.submit(&place, form).await?;
            }
        }
        bail!("sign-in and consent go round in circles")
    }

    async fn submit(&mut self, place: &str, mut form: Form) -> Result<Answer> {
        if form.fields.contains_key("password") {
            form.fields.insert("username".into(), self.username.clone());
            form.fields.insert("password".into(), "sandbox".into());
        }
        let fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let target = if form.action.is_empty() { place.to_owned() } else { path_of(&form.action) };
        self.send(Call::form(target, &fields)?).await
    }

    async fn send(&mut self, mut call: Call) -> Result<Answer> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        call.headers.insert(header::COOKIE, cookies.join("; ").parse()?);
        let answer = self.connection.send(&call).await?;
        ensure!(!answer.status.is_client_error(), "{}: {} {}", call.target, answer.status, answer.text());
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
        Ok(answer)
    }
}

fn location(headers: &HeaderMap) -> Option<String> {
    Some(headers.get(header::LOCATION)?.to_str().ok()?.to_owned())
}

/// Path and query of an absolute or relative reference to our own server.
fn path_of(target: &str) -> String {
    let rest =
        target.strip_prefix("http://").map_or(target, |rest| rest.find('/').map_or("/", |at| &rest[at..]));
    rest.to_owned()
}

fn code_of(query: &str) -> Result<String> {
    let pairs = url::form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    let found = pairs.into_owned().find(|(name, _)| name == "code");
    Ok(found.with_context(|| format!("no code: {query}"))?.1)
}

/// The form that signs in or agrees: where it goes and what it sends.
struct Form {
    action: String,
    fields: BTreeMap<String, String>,
}

impl Form {
    /// The first form of a page with a password field or the button `approve`.
    fn find(page: &str) -> Option<Self> {
        page.split("<form").skip(1).find_map(|form| {
            let form = form.split("</form>").next()?;
            let agrees = form.contains("id=\"approve\"");
            let read = Self::read(form, agrees);
            (agrees || read.fields.contains_key("password")).then_some(read)
        })
    }

    fn read(form: &str, agrees: bool) -> Self {
        let action = attribute(form.split('>').next().unwrap_or_default(), "action").unwrap_or_default();
        let mut fields = BTreeMap::new();
        for tag in form.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("button")) {
            let tag = tag.split('>').next().unwrap_or_default();
            let kind = attribute(tag, "type").unwrap_or_default();
            let approves = attribute(tag, "id").as_deref() == Some("approve");
            let wanted = match kind.as_str() {
                "submit" => approves && agrees,
                "radio" | "checkbox" => tag.contains(" checked"),
                _ => !tag.starts_with("button") || approves,
            };
            if let (true, Some(name)) = (wanted, attribute(tag, "name")) {
                fields.insert(name, attribute(tag, "value").unwrap_or_default());
            }
        }
        Self { action, fields }
    }
}

/// The value of an attribute within a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0;
    Some(value.replace("&#38;", "&").replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_consent_form_is_found_among_others() {
        let page = r#"<form action="/lang"><input name="lang" value="es"></form>
            <form method="post" action="/v3/o/consent?a=1&amp;b=2">
            <input type="hidden" name="csrf" value="t"><input type="radio" name="share" value="all" checked>
            <input type="radio" name="share" value="none">
            <button type="submit" id="deny" name="allow" value="no">No</button>
            <button type="submit" id="approve" name="allow" value="yes">Yes</button></form>"#;
        let form = Form::find(page).unwrap();
        assert_eq!(form.action, "/v3/o/consent?a=1&b=2");
        let fields: Vec<_> = form.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(fields, ["allow=yes", "csrf=t", "share=all"]);
    }

    #[test]
    fn redirects_to_ourselves_become_paths() {
        assert_eq!(path_of("http://localhost:8000/v3/login?x=1"), "/v3/login?x=1");
        assert_eq!(path_of("/v3/login"), "/v3/login");
        assert_eq!(code_of("?state=s&code=a%2Bb").unwrap(), "a+b");
    }
}
