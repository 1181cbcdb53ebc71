"""A payer of its own: synthetic members in `bluestem serve`, and the place where they sign in."""

import csv
import json
import re
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from support import program, store

PROVIDER = program.ROOT / "tests/openid-provider"
STAND_IN = program.ROOT / "tests/support/slsx_stand_in.py"
CLIENT = {"client_id": "bluestem", "client_secret": "secret of the tests: + & %"}
NAME = "Example Health"


class Payer:
    """The data folder of a payer, its members and its app."""

    def __init__(self, folder):
        self.folder, self.data, source = folder, folder / "data", folder / "idr"
        program.run("synth", "idr", "--members", 12, "--seed", 1, "--out", source, check=True)
        program.run("load", "idr", source, "--data", self.data, check=True)
        self.mbis = mbis(source)

    def add_app(self, name, redirect, *arguments):
        """Registers an app: (client id, secret)."""
        done = program.run(
            "app", "add", "--name", name, "--redirect-uri", redirect, *arguments, "--data", self.data, check=True
        )
        return re.search(r"client_id +(\S+)\nclient_secret +(\S+)", done.stdout).groups()

    def config(self, port, text):
        """Writes a configuration whose base URL has this port; `text` goes behind it."""
        secret = self.folder / "client.secret"
        secret.write_text(CLIENT["client_secret"] + "\n")
        path = self.folder / "bluestem.toml"
        path.write_text(
            f'public_url = "http://localhost:{port}"\nlisten = "127.0.0.1:{port}"\n{store.toml(self.data)}'
            f'[identity]\nname = "{NAME}"\nclient_id = "{CLIENT["client_id"]}"\nclient_secret_file = "{secret}"\n{text}'
        )
        return path


def mbis(source):
    """The members' Medicare numbers, one person each."""
    found = {}
    with open(next(source.glob("**/*_BENE_HSTRY.csv")), newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["BENE_SK"]] = row["BENE_MBI_ID"]
    return sorted(found.values())


@contextmanager
def child(command):
    """A program that prints `ready` when it answers; ended with the block."""
    process = subprocess.Popen(
        list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        printed = []
        for line in process.stdout:
            printed.append(line)
            if line.startswith("ready"):
                break
        else:
            raise AssertionError("ended before it was ready:\n" + "".join(printed))
        threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def openid_provider(port, base, people):
    """The provider of tests/openid-provider; `people` maps logins to claims."""
    if not (PROVIDER / "node_modules").is_dir():
        pytest.skip("tests/openid-provider/node_modules is missing: run tests/setup.sh")
    client = CLIENT | {"redirect_uris": [f"{base}/sign-in/callback"], "post_logout_redirect_uris": [f"{base}/"]}
    options = {"port": port, "client": client, "people": people}
    with child(["node", PROVIDER / "provider.mjs", json.dumps(options)]):
        yield


@contextmanager
def slsx(port, people):
    """The stand-in for Medicare.gov; `people` maps logins to Medicare numbers."""
    options = {"port": port, "people": people, "client": CLIENT}
    with child([sys.executable, "-u", STAND_IN, json.dumps(options)]):
        yield
