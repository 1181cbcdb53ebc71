"""npm fhirclient 2.6.3: standalone launch as public, secret and signing client, with paging; refresh where it can."""

import contextlib
import functools
import http.server
import json
import subprocess
import threading
from pathlib import Path

import pytest

from support import program, signin

FOLDER = Path(__file__).parent / "clients/fhirclient-js"
MEMBER = signin.member(7)
NEW_PAIR = """
const { subtle } = globalThis.crypto;
const pair = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, ["sign", "verify"]);
const jwk = async (key, more) => ({ ...(await subtle.exportKey("jwk", key)), kid: "test", alg: "ES384", ...more });
console.log(JSON.stringify([await jwk(pair.publicKey, { key_ops: ["verify"] }), await jwk(pair.privateKey, {})]));
"""


def launch(base, settings):
    """Runs the client through the whole launch. Returns what it saw."""
    settings = {"base": base, "redirect": signin.REDIRECT} | settings
    node = ["node", "launch.mjs", json.dumps(settings)]
    pipe = subprocess.PIPE
    with subprocess.Popen(node, cwd=FOLDER, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:
        first = running.stdout.readline()
        if not first:
            raise AssertionError(running.stderr.read())
        callback = signin.approve(json.loads(first)["authorize"], *MEMBER)
        url = f"{signin.REDIRECT}?code={callback['code']}&state={callback['state']}"
        out, complaints = running.communicate(json.dumps({"callback": url}) + "\n", timeout=120)
    assert running.returncode == 0, complaints
    return json.loads(out)["result"]


def check(seen):
    """The client read the person and their claims, and the identity token names that person."""
    assert seen["patient"] == seen["again"]
    assert seen["claims"] and set(seen["claims"]) == {"ExplanationOfBenefit"}
    assert seen["user"].endswith(f"Patient/{seen['patient']}")


@pytest.mark.parametrize("settings", [
    {"clientId": signin.CLIENT, "clientSecret": signin.SECRET},
    {"clientId": signin.PUBLIC_CLIENT},
], ids=["secret", "public"])
def test_the_standalone_launch(base, settings):
    seen = launch(base, settings)
    check(seen)
    assert seen["refreshed"]


@pytest.mark.parametrize("published", [False, True], ids=["registered keys", "published keys"])
def test_the_standalone_launch_of_an_app_that_signs(tmp_path, published):
    made = subprocess.run(
        ["node", "--input-type=module", "-e", NEW_PAIR], check=True, stdout=subprocess.PIPE, text=True, timeout=60
    )
    public, private = json.loads(made.stdout)
    (tmp_path / "web").mkdir()
    (tmp_path / "web/keys.json").write_text(json.dumps({"keys": [public]}))
    # The client signs for the time that the machine says.
    with website(tmp_path / "web") as web, program.sandbox(tmp_path / "data", members=8, clock=None) as running:
        keys = ["--jwks-uri", f"{web}/keys.json"] if published else ["--jwks", tmp_path / "web/keys.json"]
        arguments = ["--name", "Signing app", "--redirect-uri", signin.REDIRECT, *keys]
        added = program.run("app", "add", *arguments, "--data", tmp_path / "data", check=True)
        client_id = added.stdout.split("client_id")[1].split()[0]
        check(launch(running.base, {"clientId": client_id, "clientPrivateJwk": private}))


@contextlib.contextmanager
def website(folder):
    """Serves the folder over http on this machine. Gives the base URL."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
