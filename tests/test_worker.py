"""Jobs: `--queue`, `bluestem worker` and `bluestem job`, with workers that die, are told to stop, or are two."""

import time

import pytest

from support import program, shared, snapshot, store
from support.jobs import Worker, listed, queue, show, wait, wait_for

MEMBERS = 250


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A folder of synthetic source files, so many that a load can be met at work."""
    folder = tmp_path_factory.mktemp("synth") / "idr"
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 11, "--out", folder, check=True)
    return folder


@pytest.fixture
def data(tmp_path):
    """A data folder."""
    yield tmp_path / "data"
    store.drop(tmp_path)


def at_work(job):
    """Whether somebody is in the midst of it."""
    return job["state"] == "running" and job["progress"] is not None and job["progress"]["done"] > 0


def served(data, people):
    """What is served about some people, but for the moments of loading."""
    found = snapshot.of_folder(data, people)
    for resource in found.values():
        resource["meta"].pop("lastUpdated")
    return found


def test_a_worker_that_is_killed_in_a_load_is_replaced_and_the_contents_are_the_same(source, data, tmp_path):
    people = sorted({row["BENE_SK"] for row in shared.rows(next(source.rglob("*BENE_HSTRY.csv")))})[:6]
    number = queue("load", "idr", source, "--data", data)
    with Worker(data) as one, Worker(data) as other:
        job = wait(data, number, at_work)
        killed, heir = (one, other) if one.has(job) else (other, one)
        assert killed.has(job)
        killed.kill()
        done = wait_for(data, number, "done")
        assert heir.has(done) and done["attempts"] == 2, done
        assert done["result"]["complete"] and done["result"]["claims"]["new"] > 0
        assert "claims: " in program.run("job", "show", number, "--data", data, check=True).stdout
    again = program.run("load", "idr", source, "--data", tmp_path / "undisturbed", check=True)
    assert f"claims: {done['result']['claims']['new']} new" in again.stdout
    assert served(data, people) == served(tmp_path / "undisturbed", people)


def test_work_on_claims_goes_by_priority_and_then_in_the_order_of_the_orders(source, data):
    late = queue("relabel", "--priority", -1, "--data", data)
    load = queue("load", "idr", source, "--data", data)
    behind = queue("relabel", "--data", data)
    first = queue("relabel", "--priority", 9, "--data", data)
    with Worker(data), Worker(data):
        wait_for(data, late, "done")
    jobs = [show(data, number) for number in (first, load, behind, late)]
    assert [job["state"] for job in jobs] == ["done"] * 4
    assert all(before["ended"] <= after["begun"] for before, after in zip(jobs, jobs[1:])), jobs
    assert jobs[2]["result"]["claims"] == jobs[1]["result"]["claims"]["new"], "labels are of what was loaded before"


def test_a_load_is_called_off_at_its_next_step_and_goes_on_when_asked(source, data):
    number = queue("load", "idr", source, "--data", data)
    with Worker(data, jobs=1):
        wait(data, number, at_work)
        assert "stops at its next step" in program.run("job", "cancel", number, "--data", data, check=True).stdout
        job = wait_for(data, number, "cancelled")
        assert job["result"] is None and job["ended"]
        assert program.run("job", "cancel", number, "--data", data).returncode != 0
    program.run("job", "retry", number, "--data", data, check=True)
    with Worker(data, jobs=1):
        wait(data, number, at_work)
    # Told to stop, it gives the job back at once, and the attempt does not count.
    job = show(data, number)
    assert (job["state"], job["attempts"]) == ("waiting", 0), job
    with Worker(data):
        assert wait_for(data, number, "done")["result"]["complete"]
    waiting = queue("load", "idr", source, "--data", data)
    assert "is called off" in program.run("job", "cancel", waiting, "--data", data, check=True).stdout
    assert program.run("job", "retry", number, "--data", data).returncode != 0, "what is done is not done again"


def test_a_load_that_cannot_be_done_fails_with_its_report(source, data, tmp_path):
    cut = tmp_path / "cut"
    cut.mkdir()
    path = next(source.rglob("*_BENE_HSTRY.csv"))
    lines = path.read_bytes().splitlines(keepends=True)
    (cut / path.name).write_bytes(b"".join(lines[:-1]) + lines[-1][: len(lines[-1]) // 2])
    number = queue("load", "idr", cut, "--data", data)
    assert program.run("load", "idr", tmp_path / "nowhere", "--queue", "--data", data).returncode != 0
    with Worker(data):
        job = wait_for(data, number, "failed")
    assert job["attempts"] == 1 and "unreadable" in job["reason"], job
    assert not job["result"]["complete"] and path.name in job["result"]["report"]
    assert [each["id"] for each in listed(data, "--state", "failed")] == [number]


def test_serve_does_jobs_where_it_is_told_to_and_one_clean_up_serves_all(source, data):
    config = store.config(data, store.POOLED).read_text().replace("sandbox.sign_in = true\n", "")
    file = data.with_name("serve.toml")

    def serve(in_serve):
        port = program.free_port()
        file.write_text(config.replace("8000", str(port)))
        return program.Running("serve", "--config", file, env={"BLUESTEM_WORKER__IN_SERVE": in_serve})

    with serve("true"), serve("true"), Worker(data):
        number = queue("load", "idr", source, "--data", data)
        wait_for(data, number, "done")
    clean_ups = [job for job in listed(data) if job["kind"] == "clean-up"]
    assert len(clean_ups) == 1 and clean_ups[0]["state"] == "waiting", clean_ups
    number = queue("relabel", "--data", data)
    with serve("false"):
        # As long as a worker takes to look three times.
        time.sleep(3)
    assert show(data, number)["begun"] is None
