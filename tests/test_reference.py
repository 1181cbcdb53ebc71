"""`load reference` from the outside: texts appear in running servers, versions change, ids do not; what does not go
well leaves everything as it was."""

import subprocess
import time

import pytest

from support import bucket as bucket_of
from support import program, signin, store
from support.fhir import Fhir

DRUGS = "PRODUCTID\tPRODUCTNDC\tPROPRIETARYNAME\tSUBSTANCENAME\n1\t{}-{}\tMeadowcillin\tMEADOWINE\n"
NDC = "http://hl7.org/fhir/sid/ndc"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A sandbox with one member: its data folder and a client with the member's token."""
    data = tmp_path_factory.mktemp("reference") / "data"
    with program.sandbox(data, members=1) as running:
        token = signin.token_for(running.base, *signin.member(0))
        yield data, Fhir(running.base, token["access_token"])


def load(data, kind, text, **options):
    """Loads a source file with this text."""
    source = data.parent / "source.txt"
    source.write_text(text, encoding="utf-8")
    extra = [part for name, value in options.items() for part in (f"--{name}", value)]
    return program.run("load", "reference", kind, source, "--data", data, *extra)


def ask(fhir, path, header, value):
    """The status of a conditional read."""
    return fhir.session.get(f"{fhir.base}/{path}", headers={header: value}, timeout=60).status_code


def codings(resource, system):
    """Every coding of a system in a resource."""
    if isinstance(resource, dict):
        if resource.get("system") == system and "code" in resource:
            yield resource
        resource = list(resource.values())
    if isinstance(resource, list):
        for each in resource:
            yield from codings(each, system)


def claim_with(fhir, system):
    """The first claim with a coding of the system, and the coding."""
    claims = fhir.search("ExplanationOfBenefit", _count=50)
    return next((claim, coding) for claim in claims for coding in codings(claim, system))


def shown(fhir, claim, system, text):
    """Waits until the claim shows the text; the answer that does."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        answer = fhir.get(f"ExplanationOfBenefit/{claim['id']}")
        if any(coding.get("display") == text for coding in codings(answer.json(), system)):
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{text} did not appear")


def test_a_running_server_shows_what_is_loaded_as_another_version_of_the_same_resource(place):
    data, fhir = place
    claim, coding = claim_with(fhir, NDC)
    assert "display" not in coding
    path = f"ExplanationOfBenefit/{claim['id']}"
    before = fhir.get(path)
    tag = before.headers["ETag"]
    assert ask(fhir, path, "If-None-Match", tag) == 304
    done = load(data, "ndc", DRUGS.format(coding["code"][:5], coding["code"][5:9]), edition="first")
    assert done.returncode == 0, done.stderr
    assert "ndc first: 1 codes" in done.stdout and "in place of nothing" in done.stdout
    after = shown(fhir, claim, NDC, "Meadowcillin - MEADOWINE")
    assert after.headers["ETag"] != tag
    assert ask(fhir, path, "If-None-Match", tag) == 200
    assert ask(fhir, path, "If-Modified-Since", before.headers["Last-Modified"]) == 200
    assert after.json()["id"] == claim["id"]
    assert after.json()["meta"] == before.json()["meta"]
    again = load(data, "ndc", DRUGS.format("00000", "0000"), edition="second")
    assert "in place of first with 1 codes" in again.stdout


def test_diagnoses_are_found_by_codes_without_dots(place):
    data, fhir = place
    claim, coding = claim_with(fhir, ICD)
    done = load(data, "icd-10-cm", f"{coding['code'].replace('.', ''):8}Trouble with grass\n")
    assert done.returncode == 0, done.stderr
    shown(fhir, claim, ICD, "Trouble with grass")


def test_what_is_no_such_file_is_refused_and_changes_nothing(place):
    data, _ = place
    load(data, "ndc", DRUGS.format("00000", "0000"))
    kept = (data / "files" / "reference" / "ndc.ref").read_bytes()
    done = load(data, "ndc", "Code,Display Name\nA,B\n")
    assert done.returncode != 0
    assert "PRODUCTNDC" in done.stderr and "stays as it was" in done.stderr
    assert (data / "files" / "reference" / "ndc.ref").read_bytes() == kept
    assert program.run("load", "reference", "licd", "x", "--data", data).returncode == 2


def test_a_disk_that_is_full_leaves_the_edition_before(place):
    data, _ = place
    load(data, "ndc", DRUGS.format("00000", "0000"))
    path = data / "files" / "reference" / "ndc.ref"
    kept = path.read_bytes()
    # What is stored is 48 bytes longer than the set: a set that just fits the limit does not fit with them.
    padding = "x" * (-(len(kept) - 48) % 1024)
    source = data.parent / "long.txt"
    source.write_text(DRUGS.format("00000", "0000").replace("Meadow", padding + "Meadow"), encoding="utf-8")
    arguments = store.located(["load", "reference", "ndc", source, "--data", data], store.DIRECT)
    blocks = (len(kept) - 48 + len(padding)) // 1024
    limited = ["bash", "-c", f'trap "" XFSZ; ulimit -f {blocks}; exec "$@"', "bash", program.binary(), *arguments]
    done = subprocess.run(limited, env=program.environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "the edition before is in place" in done.stderr and "File too large" in done.stderr, done.stderr
    assert path.read_bytes() == kept
    assert not list((data / "files" / ".new").iterdir())


@pytest.fixture
def bucket(tmp_path):
    """A bucket of a server of its own."""
    with bucket_of.serving(tmp_path) as running:
        yield running


def configured(tmp_path, name, bucket):
    """A configuration of a sandbox with a data folder of that name, and with files in the bucket."""
    lines = [f'public_url = "http://localhost:{program.free_port()}"', 'listen = "127.0.0.1:1"', "sandbox.sign_in = true"]
    path = tmp_path / f"{name}.toml"
    path.write_text("\n".join([*lines, *bucket.keys, store.toml(tmp_path / name)]))
    return path


def started(config):
    """A sandbox with one member."""
    port = config.read_text().split("localhost:")[1].split('"')[0]
    flags = ["--port", port, "--members", 1, "--seed", 1, "--clock", "2026-11-01T00:00:00Z"]
    return program.Running("sandbox", "--config", config, *flags)


def test_servers_share_a_bucket_and_start_without_it_where_they_ran_before(tmp_path, bucket):
    first, second, third = (configured(tmp_path, name, bucket) for name in ("first", "second", "third"))
    with started(first) as one, started(second) as two:
        both = [Fhir(each.base, signin.token_for(each.base, *signin.member(0))["access_token"]) for each in (one, two)]
        claim, coding = claim_with(both[0], NDC)
        source = tmp_path / "source.txt"
        source.write_text(DRUGS.format(coding["code"][:5], coding["code"][5:9]), encoding="utf-8")
        load_it = ["load", "reference", "ndc", source, "--edition", "first", "--config", first]
        done = program.run(*load_it)
        assert done.returncode == 0, done.stderr
        for fhir in both:
            shown(fhir, claim, NDC, "Meadowcillin - MEADOWINE")
        assert "in place of first with 1 codes" in program.run(*load_it).stdout
        bucket.stop()
        failed = program.run(*load_it)
        assert failed.returncode != 0 and "the storage does not answer" in failed.stderr, failed.stderr
        shown(both[0], claim, NDC, "Meadowcillin - MEADOWINE")
    with started(second) as again:
        fhir = Fhir(again.base, signin.token_for(again.base, *signin.member(0))["access_token"])
        shown(fhir, claim, NDC, "Meadowcillin - MEADOWINE")
    refused = program.run("sandbox", "--config", third, "--port", program.free_port(), "--members", 0, seconds=120)
    assert refused.returncode != 0
    assert "no copies were fetched before" in refused.stderr, refused.stderr
