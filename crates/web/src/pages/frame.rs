//! What every page needs: the reader's language, links that keep it, and the way out as a response.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::response::{Html, IntoResponse, Response};
use bluestem_model::time::{Date, Timestamp};
use http::header::ACCEPT_LANGUAGE;
use http::request::Parts;
use http::{StatusCode, Uri};

use crate::assets;
use crate::base_url::BaseUrl;
use crate::messages::Lang;
use crate::state::App;

/// The frame of a page.
pub(crate) struct Frame {
    lang: Lang,
    /// Whether the address names the language; links then name it too.
    chosen: bool,
    base: BaseUrl,
    here: Uri,
    sandbox: bool,
}

impl FromRequestParts<App> for Frame {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let chosen = query_pairs(&parts.uri)
            .filter(|(name, _)| name == "lang")
            .find_map(|(_, value)| Lang::from_tag(&value));
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|header| header.to_str().ok());
        Ok(Self {
            lang: chosen.or_else(|| accepted.and_then(Lang::from_accept)).unwrap_or_default(),
            chosen: chosen.is_some(),
            base: app.base_url().clone(),
            here: parts.uri.clone(),
            sandbox: app.sandbox().is_some(),
        })
    }
}

impl Frame {
    /// The frame in the language that an app asked for, if it did.
    #[must_use]
    pub(crate) fn in_language(self, tag: Option<&str>) -> Self {
        match tag.and_then(Lang::from_tag) {
            Some(lang) => Self { lang, chosen: true, ..self },
            None => self,
        }
    }

    /// The reader's language.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// The reader's language, if the address names it.
    pub(crate) fn chosen(&self) -> Option<Lang> {
        self.chosen.then_some(self.lang)
    }

    /// A parameter of the address.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        query_pairs(&self.here).find(|(found, _)| found == name).map(|(_, value)| value)
    }

    /// Whether this is the sandbox.
    pub(crate) fn sandbox(&self) -> bool {
        self.sandbox
    }

    /// The text with this key.
    pub(crate) fn say(&self, key: &str) -> String {
        self.lang.say(key)
    }

    /// The text with this key and one value in it.
    pub(crate) fn say_with(&self, key: &str, name: &str, value: &str) -> String {
        self.lang.say_with(key, name, value)
    }

    /// A date in the reader's language.
    pub(crate) fn date(&self, date: Date) -> String {
        self.lang.date(date)
    }

    /// A moment in the reader's language, to the minute: `Sept. 5, 2027, 13:05 UTC`.
    pub(crate) fn moment(&self, moment: Timestamp) -> String {
        let text = moment.to_rfc3339_seconds();
        let minute = text.get(11..16).unwrap_or_default();
        format!("{}, {minute} UTC", self.date(moment.date()))
    }

    /// The address of a style or picture.
    pub(crate) fn asset(&self, file: &str) -> String {
        self.base.path(&assets::path(file))
    }

    /// A link to a document that has no language.
    pub(crate) fn raw_link(&self, path: &str) -> String {
        self.base.path(path)
    }

    /// A link to a page of ours, in the language that was chosen.
    pub(crate) fn link(&self, path: &str) -> String {
        let joint = if path.contains('?') { '&' } else { '?' };
        let lang = if self.chosen { format!("{joint}lang={}", self.lang.tag()) } else { String::new() };
        self.base.path(&format!("{path}{lang}"))
    }

    /// This page in the other language.
    pub(crate) fn switch_link(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(query_pairs(&self.here).filter(|(name, _)| name != "lang"));
        query.append_pair("lang", self.lang.other().tag());
        self.base.path(&format!("{}?{}", self.here.path(), query.finish()))
    }

    /// The page as a response.
    pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
        match template.render() {
            Ok(text) => (status, Html(text)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page does not render");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

fn query_pairs(uri: &Uri) -> impl Iterator<Item = (String, String)> {
    url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned()
}
