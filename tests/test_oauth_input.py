"""What a broken or hostile client sends to the authorization server, and what it gets."""

import socket
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests

from support import signin

MEMBER = signin.member(2)
FOREIGN = "https://elsewhere.example/callback"


def authorize(base, **changes):
    """One authorization request, not followed."""
    _, challenge = signin.pkce()
    return requests.get(signin.authorize_url(base, challenge, **changes), allow_redirects=False, timeout=30)


def goes_to_the_app(answer):
    """The parameters of a redirect to the registered redirect URI; fails when it goes anywhere else."""
    assert answer.is_redirect, f"{answer.status_code}: {answer.text[:500]}"
    target = urljoin(answer.url, answer.headers["Location"])
    assert target.startswith(signin.REDIRECT), target
    return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": FOREIGN},
        {"redirect_uri": signin.REDIRECT + "extra"},
        {"redirect_uri": signin.REDIRECT + "?next=" + FOREIGN},
        {"redirect_uri": signin.REDIRECT.replace("localhost", "localhost.elsewhere.example")},
        {"redirect_uri": signin.REDIRECT.replace("http://", "http://elsewhere.example@")},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": ""},
        {"client_id": "unknown-app"},
        {"client_id": None},
        {"client_id": "", "redirect_uri": FOREIGN},
        {"client_id": "unknown-app", "redirect_uri": FOREIGN},
    ],
    ids=str,
)
def test_an_unknown_client_or_foreign_redirect_is_never_redirected_to(base, changes):
    answer = authorize(base, **changes)
    assert 400 <= answer.status_code < 500, f"{answer.status_code} {answer.headers}"
    assert "Location" not in answer.headers
    assert "Refresh" not in answer.headers
    assert f'href="{FOREIGN}' not in answer.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": "!" * 43}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"scope": "patient/Everything.please"}, "invalid_scope"),
        ({"scope": "system/*.rs"}, "invalid_scope"),
    ],
    ids=str,
)
def test_other_mistakes_go_back_to_the_app_with_its_state(base, changes, error):
    callback = goes_to_the_app(authorize(base, **changes))
    assert callback["error"] == error, callback
    assert callback["state"] == "state-of-the-test"
    assert "code" not in callback


def test_a_request_without_state_is_refused_and_says_so(base):
    answer = authorize(base, state=None)
    if answer.is_redirect:
        callback = goes_to_the_app(answer)
        assert callback["error"] == "invalid_request"
        assert "state" in callback["error_description"]
    else:
        assert answer.status_code == 400
        assert "state" in answer.text


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "state", "code_challenge"])
def test_a_repeated_parameter_is_refused(base, name):
    _, challenge = signin.pkce()
    url = f"{signin.authorize_url(base, challenge)}&{name}=second"
    answer = requests.get(url, allow_redirects=False, timeout=30)
    if answer.is_redirect:
        assert goes_to_the_app(answer)["error"] == "invalid_request"
    else:
        assert answer.status_code == 400


@pytest.fixture
def grant(base):
    """A fresh code and its verifier."""
    verifier, challenge = signin.pkce()
    return signin.approve(signin.authorize_url(base, challenge), *MEMBER), verifier


def refused(answer, status, error):
    """Checks an OAuth error answer: status, code, a description that helps, and no caching."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["error"] == error, body
    assert body.get("error_description"), body
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"code_verifier": "w" * 43}, 400, "invalid_grant"),
        ({"code_verifier": None}, 400, "invalid_request"),
        ({"code_verifier": "short"}, 400, "invalid_request"),
        ({"code": "never-issued"}, 400, "invalid_grant"),
        ({"code": None}, 400, "invalid_request"),
        ({"redirect_uri": FOREIGN}, 400, "invalid_grant"),
        ({"redirect_uri": None}, 400, "invalid_grant"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"client_id": "unknown-app"}, 401, "invalid_client"),
        ({"client_id": signin.PUBLIC_CLIENT, "client_secret": None}, 400, "invalid_grant"),
    ],
    ids=str,
)
def test_a_wrong_exchange_is_refused(base, grant, changes, status, error):
    callback, verifier = grant
    refused(signin.exchange(base, callback, verifier, **changes), status, error)


def test_a_code_works_once_and_its_second_use_revokes_what_it_gave(base, grant):
    callback, verifier = grant
    token = signin.exchange(base, callback, verifier).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{base}/v3/fhir/Patient", headers=headers, timeout=30).status_code == 200
    refused(signin.exchange(base, callback, verifier), 400, "invalid_grant")
    assert requests.get(f"{base}/v3/fhir/Patient", headers=headers, timeout=30).status_code == 401


def test_a_forged_consent_is_refused(base):
    session = requests.Session()
    _, challenge = signin.pkce()
    page = session.get(signin.authorize_url(base, challenge), timeout=30)
    form = next(form for form in signin.Forms(page.text).forms if "password" in form.fields)
    bare = {"username": MEMBER[0], "password": MEMBER[1]}
    hidden = set(form.fields) - {"username", "password"}
    assert hidden, "the sign-in form carries no anti-forgery field"
    answer = session.post(urljoin(page.url, form.action), data=bare, allow_redirects=False, timeout=30)
    assert 400 <= answer.status_code < 500, answer.status_code


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/json"}, b'{"grant_type":"authorization_code"}'),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"\xff\xfe=%zz"),
        ({"Content-Type": "multipart/form-data"}, b"no boundary"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\ncut"),
        ({}, b""),
    ],
    ids=str,
)
def test_an_unreadable_body_is_refused(base, headers, body):
    answer = requests.post(f"{base}/v3/o/token/", data=body, headers=headers, timeout=30)
    assert answer.status_code in (400, 401, 415), answer.status_code
    assert answer.json()["error"], answer.text


def test_an_oversized_body_is_refused(base):
    answer = requests.post(f"{base}/v3/o/token/", data={"code": "x" * 4_000_000}, timeout=30)
    assert answer.status_code in (400, 413), answer.status_code


def test_an_oversized_header_is_refused(base):
    answer = requests.get(f"{base}/v3/fhir/Patient", headers={"X-Large": "x" * 1_000_000}, timeout=30)
    assert answer.status_code in (400, 431), answer.status_code


def test_a_slow_header_does_not_hold_the_server(base):
    host = urlsplit(base)
    with socket.create_connection((host.hostname, host.port), timeout=30) as stalled:
        stalled.sendall(b"GET /v3/fhir/metadata HTTP/1.1\r\nHost: x\r\n")
        assert requests.get(f"{base}/v3/fhir/metadata", timeout=10).status_code == 200


def test_methods_that_do_not_exist_are_named(base):
    answer = requests.get(f"{base}/v3/o/token/", timeout=30)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
