"""`kill -9` in the midst of key rotation: there is always one key to sign with, and what was signed verifies."""

import re

import requests

IN_USE = "SELECT algorithm FROM main.signing_key WHERE retired_at IS NULL ORDER BY algorithm"
KID = re.compile(r"^signing key +(\S+)$", re.MULTILINE)


def test_killed_rotations_leave_one_key_in_use_and_every_old_one_published(make, killer):
    killer = killer(f"key rotate {make.kind}", 0.06)
    place = make("keys")
    command = place.command("key", "rotate")
    killer.calibrate(command)
    in_use = place.rows("platform", IN_USE)
    assert len(in_use) == 2
    with place.serve() as server:

        def published():
            keys = requests.get(f"{server.base}/.well-known/jwks.json", timeout=60).json()["keys"]
            return {key["kid"] for key in keys}

        known = published()
        while killer.more():
            killer.strike(command)
            assert place.rows("platform", IN_USE) == in_use, killer.say("not one key of each algorithm is in use")
            now = published()
            assert known <= now, killer.say("a key is no longer published: what it signed does not verify")
            assert set(KID.findall(killer.output)) <= now, killer.say("a key that was told of is not there")
            known = now
