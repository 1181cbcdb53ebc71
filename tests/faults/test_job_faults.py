"""Jobs over a database that goes away: they pause with a reason, go on by themselves, and lose no attempt."""

import json

import pytest

from faults.place import Postgres
from faults.proxy import Proxy
from support import program
from support.jobs import Worker

TIMES = "connect_seconds = 1\nstatement_seconds = 2\n"
WAIT_SECONDS = 180


@pytest.fixture
def proxy(postgres_server):
    """What stands before the database server."""
    proxy = Proxy(program.free_port(), postgres_server.address)
    yield proxy
    proxy.close()


def test_a_load_pauses_while_the_database_is_away_and_goes_on(tmp_path, postgres_server, proxy):
    source = tmp_path / "idr"
    program.run("synth", "idr", "--members", 250, "--seed", 12, "--out", source, check=True)
    place = Postgres(tmp_path / "payer", postgres_server, TIMES, proxy.address).create()
    place.run("migrate", check=True)
    queued = place.run("load", "idr", source, "--queue", check=True)
    number = int(queued.stdout.removeprefix("job "))

    def job():
        """State, attempts, total of the progress: past the proxy."""
        query = f"SELECT state, attempts, coalesce(total, 0) FROM main.job WHERE id = {number}"
        ((state, attempts, total),) = place.rows("platform", query)
        return int(state), int(attempts), int(total)

    # One worker alone: when the database is back, nobody else takes a job whose lease ran out.
    with Worker(place.data, place.config, jobs=1) as worker:
        program.wait_until(lambda: job()[0] == 1 and job()[2] > 0, WAIT_SECONDS)
        proxy.refuse()
        program.wait_until(lambda: "cannot be noted yet" in worker.said(), WAIT_SECONDS)
        assert job()[:2] == (1, 1), "nothing is noted, and nothing is done"
        proxy.heal()
        program.wait_until(lambda: job()[0] == 3, WAIT_SECONDS)
        said = [json.loads(line) for line in worker.said().splitlines() if line.startswith("{")]
    assert job()[:2] == (3, 1), "a pause is no attempt"
    pauses = [each for each in said if each["message"] == "a job pauses" and each["job"] == number]
    assert pauses and all("the store is not available" in each["reason"] for each in pauses), said
    result = json.loads(place.run("job", "show", number, "--json", check=True).stdout)["result"]
    assert result["complete"] and result["claims"]["new"] > 0
    assert place.number("claims", "SELECT count(*) FROM main.claim") == result["claims"]["new"]
