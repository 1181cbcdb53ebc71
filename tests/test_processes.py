"""Several processes on one PostgreSQL behind a real proxy: restarts, shared decisions, and a replica for reads."""

import csv
from datetime import datetime, timezone

import pytest
import requests

from support import fleet, program, signin
from support.fhir import Fhir
from support.traffic import Traffic

pytestmark = pytest.mark.postgres("several processes need it")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Three processes on one database with a replica, behind a proxy."""
    with fleet.Database() as database, fleet.Fleet(tmp_path_factory.mktemp("fleet"), database).running() as up:
        yield up


@pytest.fixture(scope="module")
def app(running):
    return running.app("--name", "Budget", "--redirect-uri", signin.REDIRECT)


@pytest.fixture(scope="module")
def backend(running):
    return running.app("--name", "Organisation", "--kind", "system")


def test_each_process_is_restarted_and_no_request_fails(running, app):
    with Traffic(running.base, app) as traffic:
        traffic.go_on()
        for name in fleet.NAMES:
            assert running.stop(name) == 0
            traffic.go_on()
            running.start(name)
            program.wait_until(lambda name=name: running.is_up(name), seconds=60)
        traffic.go_on()
    assert not traffic.failed, "\n".join(traffic.failed)
    assert all(requests_served > 10 for _, requests_served in running.statistics().values()), running.statistics()


def read(base, token):
    """The status of a read at one process."""
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{base}/v3/fhir/Patient?_id=-1", headers=headers, timeout=60).status_code


def test_what_one_process_revokes_no_other_accepts_at_the_next_request(running, backend):
    for revoking in fleet.NAMES:
        token = running.system_token(backend)
        assert [read(running.at(name), token) for name in fleet.NAMES] == [200, 200, 200]
        told = requests.post(f"{running.at(revoking)}/v3/o/revoke/", data={"token": token}, auth=backend, timeout=60)
        assert told.status_code == 200, told.text
        assert [read(running.at(name), token) for name in fleet.NAMES] == [401, 401, 401]


def moment(text):
    return datetime.fromisoformat(text).astimezone(timezone.utc)


def test_claims_are_read_at_the_replica_which_says_how_far_it_is(running, backend, tmp_path):
    source = tmp_path / "source"
    program.run("synth", "idr", "--members", 1, "--seed", 77, "--out", source, check=True)
    with (source / "SYNTHETIC_BENE_HSTRY.csv").open(encoding="utf-8", newline="") as rows:
        person = next(csv.DictReader(rows))["BENE_SK"]
    fhir = Fhir(running.base, running.system_token(backend))

    def search():
        bundle = fhir.get("Patient", _id=person).json()
        return len(bundle.get("entry", [])), moment(bundle["meta"]["lastUpdated"])

    running.database.on_replica("SELECT pg_wal_replay_pause()")
    try:
        paused = datetime.now(timezone.utc)
        running.command("load", "idr", source)
        # Longer than the margin for clocks that differ: what is left of it is the replica's lag.
        program.wait_until(lambda: (datetime.now(timezone.utc) - paused).total_seconds() > 6, seconds=30)
        found, complete_until = search()
        assert found == 0, "it was read at the primary"
        assert complete_until < paused, "a client that goes on from there would miss what was loaded meanwhile"
    finally:
        running.database.on_replica("SELECT pg_wal_replay_resume()")
    program.wait_until(lambda: search()[0] == 1, seconds=60)
    program.wait_until(lambda: search()[1] > paused, seconds=60)


def test_failures_count_in_all_processes_together(running):
    client, _ = running.app("--name", "Guessed at", "--kind", "system")
    body = {"grant_type": "client_credentials", "scope": "system/*.rs"}

    def guess(name):
        return requests.post(f"{running.at(name)}/v3/o/token/", data=body, auth=(client, "wrong"), timeout=60)

    answers = [guess(name).status_code for _ in range(17) for name in fleet.NAMES]
    # docs/errors.md: fifty failures of an app from one address.
    assert answers == [401] * 50 + [429]
    for name in fleet.NAMES:
        refused = guess(name)
        assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
