"""What apps and members do all day, again and again, until it is told to stop: reads, refreshes, consents."""

import threading

import requests

from support import program, signin

PATIENCE = 120


class Traffic:
    """Keeps requests coming from several threads. Use as a context manager; then `failed` says what went wrong."""

    def __init__(self, base, app):
        self.base, self.app = base, app
        self.done = {"read": 0, "refresh": 0, "consent": 0}
        self.failed = []
        self._stop = threading.Event()
        kinds = [(self._read, 0), (self._read, 1), (self._refresh, 2), (self._consent, 3)]
        self._threads = [threading.Thread(target=self._repeat, args=kind) for kind in kinds]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def go_on(self):
        """Returns when every kind of thing has been done some more."""
        before = dict(self.done)
        program.wait_until(
            lambda: self.failed or all(self.done[kind] >= before[kind] + 2 for kind in before), seconds=PATIENCE
        )

    def _repeat(self, do, number):
        try:
            do(f"member-{number}")
        except Exception as error:
            self.failed.append(f"{do.__name__}: {error!r}")

    def _token(self, member):
        """A person signs in at their provider and shares: the app's token response."""
        verifier, challenge = signin.pkce()
        url = signin.authorize_url(self.base, challenge, client_id=self.app[0])
        callback = signin.approve(url, member, "any")
        answer = signin.exchange(self.base, callback, verifier, *self.app)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _get(self, session, token):
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        url = f"{self.base}/v3/fhir/ExplanationOfBenefit?_count=5"
        answer = session.get(url, headers=headers, timeout=PATIENCE)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        assert answer.json()["entry"]

    def _read(self, member):
        token, session = self._token(member), requests.Session()
        while not self._stop.is_set():
            self._get(session, token)
            self.done["read"] += 1

    def _refresh(self, member):
        token, session = self._token(member), requests.Session()
        while not self._stop.is_set():
            body = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
            answer = session.post(f"{self.base}/v3/o/token/", data=body, auth=self.app, timeout=PATIENCE)
            assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
            token = answer.json()
            self._get(session, token)
            self.done["refresh"] += 1

    def _consent(self, member):
        while not self._stop.is_set():
            self._get(requests.Session(), self._token(member))
            self.done["consent"] += 1
