"""Members who sign in at a stand-in for Medicare.gov, and apps that hold tokens for them."""

import re
from urllib.parse import urljoin

import requests

from support import payer, program, signin

MEMBERS = 6


def configuration(folder, port):
    """The lines of a configuration by which members sign in at a stand-in on this port."""
    secret = folder / "client.secret"
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_text(payer.CLIENT["client_secret"])
    there = f"http://localhost:{port}"
    return (
        f'[identity]\nname = "Faults"\nclient_id = "{payer.CLIENT["client_id"]}"\nclient_secret_file = "{secret}"\n'
        f'provider = "slsx"\n[slsx]\nlogin = "{there}/sso/authorize?client_id=bluestem"\nhealth = "{there}/health"\n'
        f'token = "{there}/sso/session"\nuserinfo = "{there}/v1/users"\nsign_out = "{there}/sso/signout"\n'
    )


def load(place, folder):
    """Loads some members; logins -> Medicare numbers."""
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 1, "--out", folder, check=True)
    place.run("load", "idr", folder, check=True)
    return {f"member{number}": {"mbi": mbi} for number, mbi in enumerate(payer.mbis(folder)[:MEMBERS])}


def add_app(place):
    """Registers an app: (client id, secret)."""
    done = place.run("app", "add", "--name", "Faults", "--redirect-uri", signin.REDIRECT, check=True)
    return re.search(r"client_id +(\S+)\nclient_secret +(\S+)", done.stdout).groups()


class Away(Exception):
    """A page says to come again in a moment."""


class Connection:
    """What the app holds for one member: only what it was answered."""

    def __init__(self, base, app, login):
        self.base, self.app, self.login = base, app, login
        self.http = requests.Session()
        self.access = self.refresh_token = None
        # The request whose answer never came, and access tokens that were told to be revoked.
        self.unanswered, self.last = None, None
        self.revoked = []

    def consent(self):
        """Signs the member in and shares: a code with its verifier. Raises `Away`."""
        session, (verifier, challenge) = requests.Session(), signin.pkce()

        def ask(method, url, **options):
            answer = session.request(method, url, timeout=60, **options)
            # While the store is away people read a page, and an app that is known is told.
            if answer.status_code == 503 or "error=temporarily_unavailable" in answer.headers.get("Location", ""):
                raise Away
            return answer

        begun = ask("GET", signin.authorize_url(self.base, challenge, client_id=self.app[0]), allow_redirects=False)
        page = ask("GET", urljoin(self.base, begun.headers["Location"]))
        there = ask("GET", page.url.split("?")[0] + "leave?lang=en")
        fields = signin.Forms(there.text).forms[0].fields | {"username": self.login}
        back = ask("POST", urljoin(there.url, "/login"), data=fields, allow_redirects=False)
        consent = ask("GET", back.headers["Location"])
        # Back at the page to sign in, which says so.
        if "outcome=unavailable" in consent.url:
            raise Away
        forms = [form for form in signin.Forms(consent.text).forms if "approve" in form.ids]
        assert forms, f"no consent page: {consent.request.method} {consent.url} {consent.status_code} {consent.text}"
        [form] = forms
        fields = form.fields | {"allow": "true"}
        done = ask("POST", urljoin(consent.url, form.action), data=fields, allow_redirects=False)
        return done.headers["Location"].split("code=")[1].split("&")[0], verifier

    def post(self, path, body):
        """A request of the app; while it is under way it is the one that may remain unanswered."""
        self.unanswered = (path, body)
        self.last = answer = self.http.post(f"{self.base}/v3/o/{path}/", data=body, auth=self.app, timeout=60)
        if answer.status_code != 503:
            self.unanswered = None
        return answer

    def keep(self, answer):
        """Takes the tokens of an answer; fails unless it has some."""
        assert answer.status_code == 200, f"{self.login}: {answer.status_code} {answer.text}"
        self.access, self.refresh_token = answer.json()["access_token"], answer.json()["refresh_token"]

    def connect(self):
        """New tokens by a new consent, in place of those that there are."""
        try:
            code, verifier = self.consent()
        except Away:
            return
        body = {"grant_type": "authorization_code", "code": code, "redirect_uri": signin.REDIRECT}
        answer = self.post("token", body | {"code_verifier": verifier})
        if answer.status_code != 503:
            self.keep(answer)

    def refresh(self):
        """The next tokens. Whether they came."""
        answer = self.post("token", {"grant_type": "refresh_token", "refresh_token": self.refresh_token})
        if answer.status_code != 503:
            self.keep(answer)
        return answer.status_code == 200

    def revoke(self):
        """Revokes the access token."""
        token = self.access
        answer = self.post("revoke_token", {"token": token})
        if answer.status_code != 503:
            assert answer.status_code == 200, answer.text
            self.revoked.append(token)
            self.access = None

    def opens(self, token):
        """The status with which a token reads the member's own record."""
        header = {"Authorization": f"Bearer {token}"}
        return self.http.get(f"{self.base}/v3/connect/userinfo", headers=header, timeout=60).status_code

    def step(self, chance):
        """One thing that an app does."""
        if chance.random() < 0.1:
            self.connect()
        elif self.access and chance.random() < 0.2:
            self.revoke()
        else:
            self.refresh()

    def verify(self, say):
        """After a fault: what was answered holds, and a request without an answer is sent again."""
        try:
            self._verify()
        except AssertionError as error:
            raise AssertionError(say(f"{self.login}: {error}")) from error

    def _verify(self):
        path, body = self.unanswered or (None, {})
        for token in self.revoked[-3:]:
            assert self.opens(token) == 401, "a token works whose revocation was answered"
        if path is None and self.access:
            assert self.opens(self.access) == 200, "a token is lost that was given"
        if path == "revoke_token":
            self.revoke()
            assert self.opens(body["token"]) == 401, "a token works that was revoked again"
        elif body.get("grant_type") == "authorization_code":
            # A code is good for one answer: whoever did not get it asks the member again.
            again = self.post("token", body)
            assert again.status_code in (200, 400), again.text
            self.connect()
        elif self.refresh_token and not self.refresh():
            raise AssertionError("no answer to a refresh although the fault is over")
        if self.access:
            assert self.opens(self.access) == 200, "new tokens do not work"
