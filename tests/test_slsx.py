"""Members sign in at Medicare.gov (SLSx), as a stand-in for it that runs beside `bluestem serve` has it."""

from urllib.parse import urljoin

import pytest
import requests

from support import payer, program, signin
from support.fhir import Fhir


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The base URL of a server, its app's id and secret."""
    owner = payer.Payer(tmp_path_factory.mktemp("slsx"))
    client, secret = owner.add_app("Budget", signin.REDIRECT)
    port, medicare = program.free_port(), program.free_port()
    there = f"http://localhost:{medicare}"
    people = {
        "member": {"mbi": owner.mbis[0].lower()},
        "stranger": {"mbi": "1S00E00AA99"},
        "no-number": {},
        "empty-number": {"mbi": ""},
        "lingers": {"mbi": owner.mbis[0], "lingers": True},
        "mixed-up": {"mbi": owner.mbis[0], "told_as": "id-of/somebody-else"},
    }
    addresses = f'login = "{there}/sso/authorize?client_id=bluestem"\nhealth = "{there}/health"\n'
    addresses += f'token = "{there}/sso/session"\nuserinfo = "{there}/v1/users"\nsign_out = "{there}/sso/signout"\n'
    config = owner.config(port, f'provider = "slsx"\n[slsx]\n{addresses}')
    with payer.slsx(medicare, people), program.Running("serve", "--config", config):
        yield f"http://localhost:{port}", client, secret


def at_medicare(running, login, language="en", **changes):
    """From an app's request through the stand-in. Returns the session, and where the stand-in sends it back to."""
    base, client, _ = running
    verifier, challenge = signin.pkce()
    session = requests.Session()
    url = signin.authorize_url(base, challenge, client_id=client, lang=language)
    page = session.get(url, timeout=30)
    there = session.get(page.url.split("?")[0] + f"leave?lang={language}", timeout=30)
    form = signin.Forms(there.text).forms[0]
    assert ("es-mx" if language == "es" else "en-us") in there.text
    fields = form.fields | {"username": login} | changes
    back = session.post(urljoin(there.url, form.action), data=fields, allow_redirects=False, timeout=30)
    return session, back.headers["Location"], verifier


def test_a_member_signs_in_shares_and_the_app_reads(running):
    base, client, secret = running
    session, back, verifier = at_medicare(running, "member")
    consent = session.get(back, timeout=30)
    form = next(form for form in signin.Forms(consent.text).forms if "approve" in form.ids)
    fields = form.fields | {"allow": "true"}
    done = session.post(urljoin(consent.url, form.action), data=fields, allow_redirects=False, timeout=30)
    code = done.headers["Location"].split("code=")[1].split("&")[0]
    token = signin.exchange(base, {"code": code}, verifier, client, secret).json()
    assert Fhir(base, token["access_token"]).search("Coverage")


@pytest.mark.parametrize(
    ("login", "language", "told"),
    [
        ("stranger", "en", "we found no record of you"),
        ("stranger", "es", "no encontramos ningún registro suyo"),
        ("no-number", "en", "we found no record of you"),
        ("empty-number", "en", "we found no record of you"),
        # Signed out there, and yet signed in: the next person at this machine would be this one.
        ("lingers", "en", "Sign-in does not work at the moment"),
        ("mixed-up", "en", "Sign-in does not work at the moment"),
    ],
)
def test_who_is_not_let_in_reads_why(running, login, language, told):
    session, back, _ = at_medicare(running, login, language)
    page = session.get(back, timeout=30)
    assert told in page.text and 'id="approve"' not in page.text, page.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda back: back.replace("req_token=", "req_token=x"), "could not be sure"),
        (lambda back: back.split("?")[0] + "?relay=" + back.split("relay=")[1], "You did not sign in"),
        (lambda back: back.split("&relay")[0], "took too long"),
        (lambda back: back + "x", "took too long"),
    ],
)
def test_a_made_up_answer_lets_nobody_in(running, change, told):
    session, back, _ = at_medicare(running, "member")
    page = session.get(change(back), timeout=30)
    assert told in page.text and 'id="approve"' not in page.text, page.text
