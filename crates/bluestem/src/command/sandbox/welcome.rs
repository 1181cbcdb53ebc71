//! What a newcomer needs to know, printed before the sandbox answers.

use std::path::Path;

use bluestem_web::base_url::BaseUrl;

use super::apps::{APP, PUBLIC, SECRET, SYSTEM};
use super::people::Members;

/// Verifier and challenge of RFC 7636, appendix B: good for a walk, for nothing else.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The whole text.
pub(super) fn text(base_url: &BaseUrl, data: &Path, members: &Members) -> String {
    let last = members.members.saturating_sub(1);
    format!(
        "
Bluestem sandbox
  Base URL     {base_url}
  Pages        {base_url}/            what there is
               {base_url}/testclient  sign in, consent and look at claims in the browser
  App          client_id {APP}, client_secret {SECRET}
               client_id {PUBLIC}, no secret
               client_id {SYSTEM}, client_secret {SECRET} (client_credentials, system/*.rs)
  Sign-in      BBUser00000 / PW00000! to BBUser{last:05} / PW{last:05}!
               or any person's MBI / sandbox
  Data         {data}

A walk with curl, to paste into bash:

{walk}
",
        data = data.display(),
        walk = walk(base_url),
    )
}

/// From nothing to a person's claims, as an app does it.
fn walk(base_url: &BaseUrl) -> String {
    let callback = "http://localhost:3001/api/bluebutton/callback/";
    format!(
        r#"B={base_url}; J=$(mktemp)
csrf() {{ curl -s -b "$J" -c "$J" "$1" | grep -o 'name="csrf" value="[^"]*' | head -n 1 | cut -d'"' -f4; }}
# the app asks; the person is sent to sign in
S=$(curl -s -o /dev/null -L -b "$J" -c "$J" -w '%{{url_effective}}' "$B/v3/o/authorize/?client_id={APP}&redirect_uri={callback}&response_type=code&state=a-walk-with-curl&scope=openid+profile+patient/Patient.rs+patient/Coverage.rs+patient/ExplanationOfBenefit.rs&code_challenge={CHALLENGE}&code_challenge_method=S256")
# the person signs in, then shares
curl -s -o /dev/null -b "$J" -c "$J" "$S" --data-urlencode "csrf=$(csrf "$S")" -d username=BBUser00000 --data-urlencode 'password=PW00000!'
A=${{S%sign-in/}}
CODE=$(curl -s -o /dev/null -b "$J" -c "$J" -w '%{{redirect_url}}' "$A" --data-urlencode "csrf=$(csrf "$A")" -d allow=true | grep -o 'code=[^&]*' | cut -d= -f2)
# the app exchanges the code for a token and reads
T=$(curl -s "$B/v3/o/token/" -u {APP}:{SECRET} -d grant_type=authorization_code -d "code=$CODE" -d redirect_uri={callback} -d code_verifier={VERIFIER} | grep -o '"access_token":"[^"]*' | cut -d'"' -f4)
curl -s -H "Authorization: Bearer $T" "$B/v3/fhir/Patient"
curl -s -H "Authorization: Bearer $T" "$B/v3/fhir/Coverage"
curl -s -H "Authorization: Bearer $T" "$B/v3/fhir/ExplanationOfBenefit?_count=10""#
    )
}
