"""npm oauth4webapi 3.8.8, which takes no answer that its standard does not allow: pushed requests, bound tokens."""

import json
import subprocess
from pathlib import Path

import pytest

from support import program, signin

FOLDER = Path(__file__).parent / "clients/oauth4webapi"
CONFIDENTIAL = {"clientId": signin.CLIENT, "clientSecret": signin.SECRET}
PUBLIC = {"clientId": signin.PUBLIC_CLIENT}
MEMBER = signin.member(9)


def launch(base, settings):
    """Runs the client through everything it does. Returns what it saw."""
    settings = {"base": base, "redirect": signin.REDIRECT} | settings
    pipe = subprocess.PIPE
    command = ["node", "launch.mjs", json.dumps(settings)]
    with subprocess.Popen(command, cwd=FOLDER, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:
        first = running.stdout.readline()
        if not first:
            raise AssertionError(running.stderr.read())
        callback = signin.approve(json.loads(first)["authorize"], *MEMBER)
        url = f"{signin.REDIRECT}?{signin.urlencode(callback)}"
        out, complaints = running.communicate(json.dumps({"callback": url}) + "\n", timeout=120)
    assert running.returncode == 0, complaints
    return json.loads(out)["result"]


@pytest.fixture(scope="module")
def own_clock_base(tmp_path_factory):
    """A sandbox whose clock is the machine's: the client makes proofs for the time that the machine says."""
    with program.sandbox(tmp_path_factory.mktemp("clock") / "data", members=10, clock=None) as running:
        yield running.base


@pytest.mark.parametrize("bound", [False, True], ids=["bearer", "dpop"])
@pytest.mark.parametrize("pushed", [False, True], ids=["in the URL", "pushed"])
@pytest.mark.parametrize("app", [CONFIDENTIAL, PUBLIC], ids=["secret", "public"])
def test_every_step_satisfies_a_strict_client(own_clock_base, app, pushed, bound):
    seen = launch(own_clock_base, app | {"pushed": pushed, "bound": bound})
    assert seen["subject"] == seen["patient"]
    assert seen["first"] == seen["second"] == "Bundle"
    assert seen["refreshed"] and seen["after"] == 401
    assert seen["introspected"]["active"]
    assert seen["type"].lower() == ("dpop" if bound else "bearer")
    assert seen["asBearer"] == (401 if bound else 200), "a bound token is worth nothing without its key"
    assert ("cnf" in seen["introspected"]) == bound
