"""A stand-in for Medicare.gov's sign-in (SLSx), for the tests: what Blue Button 2.0 is known to ask of it.

    python slsx_stand_in.py '{"port": 4000, "client": {...}, "people": {"login": {"mbi": "..."}}}'

A person may have `"lingers": true` (their session outlives signing out) and `"told_as"` (the id that userinfo gives in
place of their own). Prints `ready` when it answers.
"""

import base64
import html
import json
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

OPTIONS = json.loads(sys.argv[1])
CLIENT, PEOPLE = OPTIONS["client"], OPTIONS["people"]
REQUEST_TOKENS = {}
SESSIONS = {}

PAGE = """<!doctype html><title>Medicare.gov stand-in</title><p lang="{lang}">{lang}</p>
<form method="post" action="/login"><input name="username"><input type="hidden" name="relay" value="{relay}">
<input type="hidden" name="redirect_uri" value="{redirect_uri}"><button type="submit">Log in</button></form>"""


class StandIn(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self):
        place = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(place.query).items()}
        if place.path == "/health":
            self.answer(200, {"status": "up"})
        elif place.path == "/sso/authorize":
            known = {name: html.escape(query.get(name, "")) for name in ("lang", "relay", "redirect_uri")}
            self.send(200, "text/html", PAGE.format(**known).encode())
        elif place.path.startswith("/v1/users/"):
            self.user(place.path.removeprefix("/v1/users/"))
        elif place.path == "/sso/signout":
            self.sign_out()
        else:
            self.answer(404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/login":
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            token = secrets.token_urlsafe(24)
            REQUEST_TOKENS[token] = form["username"]
            self.redirect(f"{form['redirect_uri']}?{urlencode({'req_token': token, 'relay': form['relay']})}")
        elif self.path == "/sso/session":
            self.session(json.loads(body))
        else:
            self.answer(404, {})

    def session(self, asked):
        """A request token, which works once, becomes a session; the client proves itself twice."""
        pair = f"{CLIENT['client_id']}:{CLIENT['client_secret']}".encode()
        proven = self.headers.get("Authorization") == f"Basic {base64.b64encode(pair).decode()}"
        if not proven or {name: asked[name] for name in CLIENT} != CLIENT:
            return self.answer(401, {})
        person = REQUEST_TOKENS.pop(asked["request_token"], None)
        if person is None:
            return self.answer(400, {})
        token = secrets.token_urlsafe(24)
        SESSIONS[token] = person
        return self.answer(200, {"auth_token": token, "user_id": f"id-of/{person}"})

    def bearer(self):
        return (self.headers.get("Authorization") or "").removeprefix("Bearer ")

    def user(self, user_id):
        person = SESSIONS.get(self.bearer())
        if person is None or user_id != f"id-of%2F{person}":
            return self.answer(403, {})
        known = PEOPLE[person]
        user = {
            "id": known.get("told_as", f"id-of/{person}"),
            "username": person,
            "email": "",
            "firstName": "",
            "lastName": "",
            "hicn": "",
            "mbi": known.get("mbi"),
        }
        return self.answer(200, {"data": {"user": user}})

    def sign_out(self):
        person = SESSIONS.get(self.bearer())
        if person and not PEOPLE[person].get("lingers"):
            del SESSIONS[self.bearer()]
        self.redirect("/")

    def redirect(self, target):
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, status, body):
        self.send(status, "application/json", json.dumps(body).encode())

    def send(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing: tokens stand in the lines."""


SERVER = ThreadingHTTPServer(("127.0.0.1", OPTIONS["port"]), StandIn)
print("ready", flush=True)
SERVER.serve_forever()
