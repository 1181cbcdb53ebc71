//! `o/authorize/{approval}/`: the person decides.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use bluestem_auth::authorize::{Choices, Decision};
use http::{HeaderMap, Uri};

use crate::own_form::Fields;
use crate::pages::approval::Approval;
use crate::pages::frame::Frame;
use crate::redirect;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(base: &str) -> Vec<Route> {
    let path = format!("{base}/o/authorize/{{approval}}/");
    vec![Route::get(Door::Page, path.clone(), show), Route::post(Door::Page, path, decide)]
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    frame: Frame,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let approval = Approval::at(&app, uri.path(), &id);
    match app.auth().approval(&id, &approval.browser(&headers)).await {
        Ok(view) if view.signed_in => frame.consent(&approval, &view),
        Ok(_) => redirect::found(HeaderMap::new(), &frame.link(&approval.sign_in_path())),
        Err(error) => frame.stopped(error),
    }
}

async fn decide(State(app): State<App>, Path(id): Path<String>, frame: Frame, request: Request) -> Response {
    let approval = Approval::at(&app, request.uri().path(), &id);
    let browser = approval.browser(request.headers());
    let fields = match Fields::read(app.base_url(), request).await {
        Ok(fields) => fields,
        Err(refusal) => return frame.refused_form(refusal),
    };
    match app.auth().decide(&id, &browser, fields.get("csrf"), decision(&fields)).await {
        Ok(target) => {
            let mut headers = HeaderMap::new();
            approval.cookie().clear(&mut headers);
            redirect::see_other(headers, &target)
        }
        Err(error) => frame.stopped(error),
    }
}

/// Anything but a clear yes is no; each thing shared must have been chosen.
fn decision(fields: &Fields) -> Decision {
    if fields.get("allow") != "true" {
        return Decision::Cancel;
    }
    Decision::Share(Choices {
        personal_information: fields.get("share_demographic_scopes") == "True",
        substance_use: fields.get("share_samhsa_data") == "True",
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::header::CONTENT_TYPE;

    use super::*;

    async fn decided(body: &'static str) -> Decision {
        let request = Request::post("/").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let base = "http://localhost:8000".parse().unwrap();
        let fields = Fields::read(&base, request.body(Body::from(body)).unwrap()).await;
        decision(&fields.ok().unwrap())
    }

    #[tokio::test]
    async fn nothing_is_shared_that_was_not_chosen() {
        assert_eq!(decided("csrf=x").await, Decision::Cancel);
        assert_eq!(decided("allow=").await, Decision::Cancel);
        assert_eq!(decided("allow=true&allow=true").await, Decision::Cancel);
        assert_eq!(decided("allow=true").await, Decision::Share(Choices::default()));
        let chosen = "allow=true&share_demographic_scopes=False&share_samhsa_data=True";
        let expected = Choices { personal_information: false, substance_use: true };
        assert_eq!(decided(chosen).await, Decision::Share(expected));
    }
}
