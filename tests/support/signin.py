"""Signs a member in and decides for them, through the plain HTML forms, without a browser."""

import base64
import hashlib
import re
import secrets
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests

CLIENT = "sandbox-app"
SECRET = "sandbox-secret"
PUBLIC_CLIENT = "sandbox-public"
SYSTEM_CLIENT = "sandbox-system"
REDIRECT = "http://localhost:3001/api/bluebutton/callback/"
MOST_STEPS = 12


class Form:
    """One HTML form: where it goes and what it sends."""

    def __init__(self, attributes):
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.fields = {}
        self.buttons = {}
        self.ids = {}


class Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, html):
        super().__init__()
        self.forms = []
        self._open = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self._open = Form(attributes)
            self.forms.append(self._open)
        elif self._open is not None and tag in ("input", "button"):
            self._control(tag, attributes)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None

    def _control(self, tag, attributes):
        kind = (attributes.get("type") or ("submit" if tag == "button" else "text")).lower()
        name, value = attributes.get("name"), attributes.get("value") or ""
        if "id" in attributes:
            self._open.ids[attributes["id"]] = (name, value)
        if kind == "submit":
            self._open.buttons[attributes.get("id") or name or ""] = (name, value)
        elif kind in ("radio", "checkbox"):
            if "checked" in attributes and name:
                self._open.fields[name] = value or "on"
        elif name:
            self._open.fields[name] = value


def pkce():
    """A fresh PKCE pair: (verifier, S256 challenge), RFC 7636 section 4."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def authorize_url(base, challenge, version=3, **changes):
    """The authorization request of the sandbox's sample app. A change to None leaves that parameter out."""
    parameters = {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": REDIRECT,
        "state": "state-of-the-test",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    } | changes
    query = urlencode({name: value for name, value in parameters.items() if value is not None})
    return f"{base}/v{version}/o/authorize/?{query}"


def member(number):
    """User name and password of a synthetic member."""
    return f"BBUser{number:05d}", f"PW{number:05d}!"


def approve(url, username, password, redirect=REDIRECT, decision="approve", session=None):
    """Walks from an authorization request through sign-in and consent. Returns the callback's parameters."""
    session = session or requests.Session()
    answer = session.get(url, allow_redirects=False, timeout=30)
    for _ in range(MOST_STEPS):
        if answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            if target.startswith(redirect):
                return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
            answer = session.get(target, allow_redirects=False, timeout=30)
        else:
            answer = _submit(session, answer, username, password, decision)
    raise AssertionError("sign-in and consent go round in circles")


def _submit(session, page, username, password, decision):
    """Fills in the sign-in or the consent form of a page and sends it."""
    assert page.status_code == 200, f"{page.url}: {page.status_code}\n{page.text[:2000]}"
    elsewhere = re.search(r'id="login-button" href="([^"]+)"', page.text)
    if elsewhere:
        return session.get(urljoin(page.url, elsewhere[1]), allow_redirects=False, timeout=30)
    for form in Forms(page.text).forms:
        fields = dict(form.fields)
        if "password" in fields:
            # Our own form, or that of the provider where the tests' members sign in.
            fields |= {"login" if "login" in fields else "username": username, "password": password}
        elif decision in form.ids:
            name, value = form.ids[decision]
            fields |= {name: value} if name else {}
        else:
            continue
        return session.request(
            form.method.upper(), urljoin(page.url, form.action), data=fields, allow_redirects=False, timeout=30
        )
    raise AssertionError(f"{page.url} has neither a sign-in form nor `{decision}`:\n{page.text[:3000]}")


def exchange(base, callback, verifier, client=CLIENT, secret=SECRET, redirect=REDIRECT, version=3, **changes):
    """Trades a code for tokens with a form-encoded body. Returns the response. A change to None omits a field."""
    body = {
        "grant_type": "authorization_code",
        "code": callback.get("code"),
        "redirect_uri": redirect,
        "client_id": client,
        "client_secret": secret,
        "code_verifier": verifier,
    } | changes
    body = {name: value for name, value in body.items() if value is not None}
    return requests.post(f"{base}/v{version}/o/token/", data=body, timeout=30)


def token_for(base, username, password, version=3, **changes):
    """The whole flow for the confidential sample app: the token response as a dictionary."""
    verifier, challenge = pkce()
    callback = approve(authorize_url(base, challenge, version, **changes), username, password)
    answer = exchange(base, callback, verifier, version=version)
    assert answer.status_code == 200, answer.text
    return answer.json()


def system_token(base):
    """An access token of `sandbox-system`, which may read every loaded person."""
    body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
    answer = requests.post(f"{base}/v3/o/token/", data=body, auth=(SYSTEM_CLIENT, SECRET), timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]
