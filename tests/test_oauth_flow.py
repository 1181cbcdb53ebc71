"""Authorization code with PKCE, refresh, revocation, userinfo and discovery, as an app uses them."""

import base64
import json

import pytest
import requests

from support import signin
from support.fhir import Fhir

MEMBER = signin.member(1)


@pytest.fixture
def code(base):
    """A fresh code of the sample app: (callback parameters, verifier)."""
    verifier, challenge = signin.pkce()
    return signin.approve(signin.authorize_url(base, challenge), *MEMBER), verifier


def test_a_code_becomes_tokens_for_the_person_who_signed_in(base, code):
    callback, verifier = code
    assert callback["state"] == "state-of-the-test"
    answer = signin.exchange(base, callback, verifier)
    assert answer.status_code == 200, answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    token = answer.json()
    assert token["token_type"].lower() == "bearer"
    assert isinstance(token["expires_in"], int) and token["expires_in"] > 0
    assert isinstance(token["scope"], str)
    assert "expires_at" not in token, "the two SDKs want different types of it"
    assert Fhir(base, token["access_token"]).read("Patient", token["patient"])["id"] == token["patient"]


def test_version_2_has_the_same_endpoints(base):
    verifier, challenge = signin.pkce()
    url = signin.authorize_url(base, challenge).replace("/v3/o/", "/v2/o/")
    callback = signin.approve(url, *MEMBER)
    body = {
        "grant_type": "authorization_code",
        "code": callback["code"],
        "redirect_uri": signin.REDIRECT,
        "code_verifier": verifier,
    }
    proof = (signin.CLIENT, signin.SECRET)
    answer = requests.post(f"{base}/v2/o/token/", data=body, auth=proof, timeout=30)
    assert answer.status_code == 200, answer.text
    token = answer.json()
    header = {"Authorization": f"Bearer {token['access_token']}"}
    who = requests.get(f"{base}/v2/connect/userinfo", headers=header, timeout=30).json()
    assert who["patient"] == token["patient"]
    # The issuer names a person by one `sub` (OpenID Connect Core 1.0, 2), whatever the version calls their resource.
    assert who["sub"] == requests.get(f"{base}/v3/connect/userinfo", headers=header, timeout=30).json()["sub"]
    refresh = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    assert requests.post(f"{base}/v2/o/token", data=refresh, auth=proof, timeout=30).status_code == 200
    document = requests.get(f"{base}/v2/connect/.well-known/openid-configuration", timeout=30).json()
    assert document["token_endpoint"] == f"{base}/v2/o/token"


def test_the_identity_token_leads_to_the_person(base):
    token = signin.token_for(base, *MEMBER, nonce="nonce-of-the-test")
    header, claims, _ = token["id_token"].split(".")
    decoded = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in (header, claims)]
    keys = requests.get(f"{base}/.well-known/jwks.json", timeout=30).json()["keys"]
    assert decoded[0]["alg"] == "RS256" and decoded[0]["kid"] in [key["kid"] for key in keys]
    assert (decoded[1]["aud"], decoded[1]["nonce"]) == (signin.CLIENT, "nonce-of-the-test")
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    person = requests.get(decoded[1]["fhirUser"], headers=bearer, timeout=30).json()
    assert (person["resourceType"], person["id"]) == ("Patient", decoded[1]["sub"])


def test_multipart_and_both_slashes_are_accepted(base):
    for path in ("/v3/o/token", "/v3/o/token/"):
        for encode in ("data", "files"):
            verifier, challenge = signin.pkce()
            url = signin.authorize_url(base, challenge)
            callback = signin.approve(url if path.endswith("/") else url.replace("/authorize/?", "/authorize?"), *MEMBER)
            body = {
                "grant_type": "authorization_code",
                "code": callback["code"],
                "redirect_uri": signin.REDIRECT,
                "client_id": signin.CLIENT,
                "client_secret": signin.SECRET,
                "code_verifier": verifier,
            }
            fields = {name: (None, value) for name, value in body.items()} if encode == "files" else body
            answer = requests.post(base + path, **{encode: fields}, timeout=30)
            assert answer.status_code == 200, f"{path} {encode}: {answer.text}"


def test_a_public_app_needs_no_secret(base):
    verifier, challenge = signin.pkce()
    callback = signin.approve(signin.authorize_url(base, challenge, client_id=signin.PUBLIC_CLIENT), *MEMBER)
    answer = signin.exchange(base, callback, verifier, client=signin.PUBLIC_CLIENT, secret=None)
    assert answer.status_code == 200, answer.text


def test_padded_challenge_and_verifier_are_the_same_as_unpadded(base):
    verifier, challenge = signin.pkce()
    callback = signin.approve(signin.authorize_url(base, challenge + "="), *MEMBER)
    assert signin.exchange(base, callback, verifier).status_code == 200


def test_an_unrelated_bearer_beside_body_credentials_is_ignored(base, code):
    callback, verifier = code
    body = {
        "grant_type": "authorization_code",
        "code": callback["code"],
        "redirect_uri": signin.REDIRECT,
        "client_id": signin.CLIENT,
        "client_secret": signin.SECRET,
        "code_verifier": verifier,
    }
    headers = {"Authorization": "Bearer left-over-from-an-earlier-call"}
    answer = requests.post(f"{base}/v3/o/token/", data=body, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text


def test_cancel_tells_the_app_and_gives_nothing(base):
    _, challenge = signin.pkce()
    callback = signin.approve(signin.authorize_url(base, challenge), *MEMBER, decision="deny")
    assert callback["error"] == "access_denied"
    assert callback["state"] == "state-of-the-test"
    assert "code" not in callback


def test_a_wrong_password_shows_the_sign_in_page_again(base):
    _, challenge = signin.pkce()
    with pytest.raises(AssertionError):
        signin.approve(signin.authorize_url(base, challenge), MEMBER[0], "not-the-password")


def refresh(base, token, client=signin.CLIENT, secret=signin.SECRET):
    """Refreshes as the SDK does: Basic credentials, client_id in the body as well."""
    body = {"grant_type": "refresh_token", "client_id": client, "refresh_token": token}
    return requests.post(f"{base}/v3/o/token/", data=body, auth=(client, secret), timeout=30)


def test_refresh_rotates_and_the_same_old_token_works_again_within_the_grace(base):
    token = signin.token_for(base, *MEMBER)
    first = refresh(base, token["refresh_token"])
    assert first.status_code == 200, first.text
    assert first.json()["refresh_token"] != token["refresh_token"]
    again = refresh(base, token["refresh_token"])
    assert again.status_code == 200, again.text
    assert again.json()["refresh_token"] == first.json()["refresh_token"]
    assert Fhir(base, first.json()["access_token"]).get("Patient").status_code == 200


def test_another_apps_refresh_token_is_refused(base):
    token = signin.token_for(base, *MEMBER)
    body = {"grant_type": "refresh_token", "client_id": signin.PUBLIC_CLIENT, "refresh_token": token["refresh_token"]}
    answer = requests.post(f"{base}/v3/o/token/", data=body, timeout=30)
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_grant"


def test_a_revoked_token_is_refused_at_once(base):
    token = signin.token_for(base, *MEMBER)
    fhir = Fhir(base, token["access_token"])
    assert fhir.get("Patient").status_code == 200
    answer = requests.post(
        f"{base}/v3/o/revoke/",
        data={"token": token["access_token"]},
        auth=(signin.CLIENT, signin.SECRET),
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    refused = fhir.get("Patient")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_revoking_an_unknown_token_is_no_error(base):
    answer = requests.post(
        f"{base}/v3/o/revoke", data={"token": "never-issued"}, auth=(signin.CLIENT, signin.SECRET), timeout=30
    )
    assert answer.status_code == 200, answer.text


def test_userinfo_names_the_person(base, member_token):
    headers = {"Authorization": f"Bearer {member_token['access_token']}"}
    answer = requests.get(f"{base}/v3/connect/userinfo", headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    profile = answer.json()
    assert profile["patient"] == member_token["patient"]
    assert profile["sub"] == member_token["patient"]
    assert profile["given_name"] and profile["family_name"]
    assert requests.get(f"{base}/v3/connect/userinfo", timeout=30).status_code == 401


def test_discovery_documents_name_the_public_base(base):
    for path in ("/v3/connect/.well-known/openid-configuration", "/v3/fhir/.well-known/smart-configuration"):
        answer = requests.get(base + path, headers={"Host": "elsewhere.example"}, timeout=30)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        document = answer.json()
        for name in ("authorization_endpoint", "token_endpoint"):
            assert document[name].startswith(f"{base}/v3/o/"), document[name]
        assert document["code_challenge_methods_supported"] == ["S256"]


def test_the_token_in_the_query_is_not_a_token(base, member_token):
    answer = requests.get(
        f"{base}/v3/fhir/Patient", params={"access_token": member_token["access_token"]}, timeout=30
    )
    assert answer.status_code in (400, 401)
    assert "entry" not in answer.text
