"""A hundred actors at once, at three processes over the same stores: what was revoked opens nothing, in any of them."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from support import program, signin

ACTORS = 100
STEPS = 3
MEMBERS = 4
PROCESSES = 3


class Family:
    """What came of one exchange of a code."""

    def __init__(self, member, given):
        self.member = member
        self.access = [given["access_token"]]
        self.refresh = [given["refresh_token"]]
        self.void = False


class House:
    """The processes, and what they have answered so far to all actors together."""

    def __init__(self, bases):
        self.bases = bases
        self.lock = threading.Lock()
        self.families = []

    def post(self, base, path, **body):
        credentials = {"client_id": signin.CLIENT, "client_secret": signin.SECRET}
        answer = requests.post(f"{base}/v3/o/{path}/", data=credentials | body, timeout=120)
        assert answer.status_code < 500, answer.text
        return answer

    def opens(self, base, token):
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{base}/v3/connect/userinfo", headers=headers, timeout=120).status_code == 200

    def check_void(self, family):
        """Called once a revocation was answered: nothing of the family opens anything, whichever process is asked."""
        with self.lock:
            family.void = True
            tokens = list(family.access)
        for base in self.bases:
            assert not any(self.opens(base, token) for token in tokens), f"{base} accepts what was revoked"


class Actor:
    def __init__(self, house, seed):
        self.house = house
        self.dice = random.Random(seed)

    def base(self):
        return self.dice.choice(self.house.bases)

    def run(self):
        for _ in range(STEPS):
            step = self.dice.choice([self.consent, self.refresh, self.refresh, self.refresh, self.revoke, self.end])
            step()

    def family(self):
        with self.house.lock:
            return self.dice.choice(self.house.families)

    def consent(self):
        member = self.dice.randrange(MEMBERS)
        base = self.base()
        verifier, challenge = signin.pkce()
        callback = signin.approve(signin.authorize_url(base, challenge), *signin.member(member))
        presented = [self.base() for _ in range(self.dice.choice([1, 2]))]
        with ThreadPoolExecutor(len(presented)) as threads:
            answers = list(threads.map(lambda base: signin.exchange(base, callback, verifier), presented))
        given = [answer.json() for answer in answers if answer.status_code == 200]
        assert len(given) <= 1, "a code gives tokens once"
        if given:
            family = Family(member, given[0])
            with self.house.lock:
                self.house.families.append(family)
            if len(presented) > 1:
                # RFC 6749 4.1.2: what a code gave is void once it is presented again.
                self.house.check_void(family)

    def refresh(self):
        """With any refresh token of a family: the latest, or one that was presented before."""
        family = self.family()
        with self.house.lock:
            void, token = family.void, self.dice.choice(family.refresh[-2:])
        answer = self.house.post(self.base(), "token", grant_type="refresh_token", refresh_token=token)
        if answer.status_code == 200:
            assert not void, "nothing comes of a family that was revoked before"
            given = answer.json()
            with self.house.lock:
                if given["access_token"] not in family.access:
                    family.access.append(given["access_token"])
                    family.refresh.append(given["refresh_token"])

    def revoke(self):
        family = self.family()
        assert self.house.post(self.base(), "revoke_token", token=family.refresh[-1]).status_code == 200
        self.house.check_void(family)

    def end(self):
        """The grant with all of its families."""
        family = self.family()
        assert self.house.post(self.base(), "revoke", token=family.refresh[-1]).status_code == 200
        self.house.check_void(family)


@pytest.fixture
def house(tmp_path):
    data = tmp_path / "data"
    with program.sandbox(data, members=MEMBERS) as first:
        with program.sandbox(data, members=MEMBERS) as second, program.sandbox(data, members=MEMBERS) as third:
            yield House([first.base, second.base, third.base])


def test_a_hundred_actors_keep_every_invariant(house):
    for number in range(MEMBERS):
        house.families.append(Family(number, signin.token_for(house.bases[0], *signin.member(number))))
    with ThreadPoolExecutor(ACTORS) as threads:
        for done in [threads.submit(Actor(house, seed).run) for seed in range(ACTORS)]:
            done.result()
    assert len(house.families) > 2 * MEMBERS
    for member in range(MEMBERS):
        own = [family for family in house.families if family.member == member]
        for base in house.bases:
            live = [family for family in own if any(house.opens(base, token) for token in family.access)]
            assert len(live) <= 1, "one live family of a grant"
            assert not any(family.void for family in live)
