"""`bluestem doctor`: each thing that it looks at is broken once, and it must say so and what to do."""

import json
import resource
import subprocess

import pytest

from support import bucket, program, store
from support.binary import binary, environment


@pytest.fixture
def config(tmp_path):
    """A configuration of stores that hold something, all well."""
    data = tmp_path / "data"
    program.run("app", "add", "--name", "System", "--kind", "system", "--data", data, check=True)
    program.run("key", "rotate", "--data", data, check=True)
    path = tmp_path / "bluestem.toml"
    path.write_text('public_url = "http://localhost:8000"\nlisten = "127.0.0.1:8000"\n' + store.toml(data))
    return path


def add(path, text):
    """Adds lines to a configuration, before its first table."""
    path.write_text(text + path.read_text())


def examined(config, status, env=None):
    """What the doctor finds: lists of findings by subject. Its exit status must be this one."""
    done = program.run("doctor", "--config", config, "--json", env=env)
    report = json.loads(done.stdout)
    assert done.returncode == status and report["healthy"] == (status == 0), done.stdout
    found = {}
    for finding in report["findings"]:
        assert ("advice" in finding) == (finding["level"] != "ok"), finding
        found.setdefault(finding["subject"], []).append(finding)
    return found


def worst(findings):
    """The worst of them."""
    return max(findings, key=lambda finding: ["ok", "warning", "problem"].index(finding["level"]))


def test_what_is_well_is_said_to_be_well(config):
    found = examined(config, 0)
    for subject in ("configuration", "secret", "data", "schema", "keys", "audit trail"):
        assert worst(found[subject])["level"] == "ok", found[subject]
    if store.ON_POSTGRES:
        assert found["clock"][0]["level"] == "ok" and any("PostgreSQL" in one["found"] for one in found["database"])
    lines = program.run("doctor", "--config", config, check=True).stdout.splitlines()
    assert any(line.split()[:2] == ["ok", "schema"] for line in lines), lines


def test_a_configuration_that_does_not_read_ends_it(config):
    add(config, 'public_ulr = "x"\n')
    [finding] = examined(config, 1)["configuration"]
    assert finding["level"] == "problem" and "public_url" in finding["found"]


def test_an_address_without_tls_is_a_problem(config):
    found = examined(config, 1, env={"BLUESTEM_PUBLIC_URL": "http://claims.example.org"})
    assert "https" in found["public_url"][0]["advice"]


def test_secrets_and_data_that_others_can_read(config, tmp_path):
    (tmp_path / "data/keys.master").chmod(0o644)
    (tmp_path / "data").chmod(0o755)
    found = examined(config, 1)
    assert "chmod 600" in worst(found["secret"])["advice"]
    assert "chmod 700" in worst(found["data"])["advice"]


def test_another_master_key_does_not_open_what_the_first_one_sealed(config, tmp_path):
    key = tmp_path / "data/keys.master"
    key.unlink()
    program.run("key", "master", key, check=True)
    finding = worst(examined(config, 1)["keys"])
    assert finding["level"] == "problem" and "master key" in finding["found"]


def test_a_missing_master_key_is_named(config, tmp_path):
    (tmp_path / "data/keys.master").unlink()
    add(config, "" if store.ON_POSTGRES else f'keys.master = "{tmp_path / "data/keys.master"}"\n')
    assert "keys.master" in worst(examined(config, 1)["secret"])["found"]


def test_a_schema_of_a_newer_release_is_not_touched(config, tmp_path):
    hash_of_it = "'x'::bytea" if store.ON_POSTGRES else "x'00'"
    later = f"VALUES (999, 'later', {hash_of_it}, 999)"
    into = "INSERT INTO main.schema_migration (version, name, sha256, runs_from)"
    store.query(tmp_path / "data", "platform", f"{into} {later}")
    finding = worst(examined(config, 1)["schema"])
    assert "newer" in finding["advice"] and "platform" in finding["found"]


@pytest.mark.embedded("a file that is no database")
def test_a_damaged_file_is_a_problem(config, tmp_path):
    (tmp_path / "data/audit.db").write_bytes(b"This is no database. " * 500)
    found = examined(config, 1)
    assert any(finding["level"] == "problem" for finding in found["schema"])


def test_a_database_that_is_away(config):
    text = config.read_text()
    config.write_text("\n".join(line for line in text.splitlines() if not line.startswith("store.")) + "\n")
    away = {"BLUESTEM_STORE__KIND": "postgres", "BLUESTEM_STORE__URL": "postgres://u:secret@127.0.0.1:9/x"}
    found = examined(config, 1, env=away | {"BLUESTEM_STORE__TLS": "off"})
    assert any("store.url" in finding.get("advice", "") for finding in found["database"])
    assert any(finding["level"] == "warning" and "TLS" in finding["found"] for finding in found["database"])
    assert "secret@" not in json.dumps(found)


def test_a_folder_of_files_is_tried_and_left_as_it_was(config, tmp_path):
    folder = tmp_path / "data/files"
    assert "not there yet" in examined(config, 0)["files"][0]["found"] and not folder.exists()
    folder.mkdir(mode=0o700)
    assert "written, read and removed" in examined(config, 0)["files"][0]["found"]
    assert [path.name for path in folder.rglob("*")] == [".new"]
    (folder / ".new").rmdir()
    (folder / ".new").write_text("no folder")
    assert str(folder) in examined(config, 1)["files"][0]["found"]


def test_a_bucket_is_tried_and_left_as_it_was(config, tmp_path):
    with bucket.serving(tmp_path) as running:
        add(config, "\n".join([*running.keys, ""]))
        assert "written, read and removed" in examined(config, 0)["files"][0]["found"]
        assert not [path for path in running.objects.rglob("*") if path.is_file()]
        secret = tmp_path / "SECRET"
        right = secret.read_text()
        secret.write_text("wrong\n")
        assert "refuses with status 403" in examined(config, 1)["files"][0]["found"]
        secret.write_text(right)
    found = examined(config, 1)["files"][0]
    assert "does not answer" in found["found"] and "files.endpoint" in found["advice"]


def test_a_provider_that_does_not_answer(config):
    provider = "http://127.0.0.1:9"
    identity = {"PROVIDER": "oidc", "NAME": "P", "ISSUER": provider, "CLIENT_ID": "c", "MBI_CLAIM": "mbi"}
    found = examined(config, 1, env={f"BLUESTEM_IDENTITY__{key}": value for key, value in identity.items()})
    assert provider in found["sign-in"][0]["found"]


def test_few_open_files_are_a_warning_and_no_failure(config):
    done = subprocess.run(
        [binary(), "doctor", "--config", config, "--json"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024)),
    )
    finding = next(one for one in json.loads(done.stdout)["findings"] if one["subject"] == "open files")
    assert done.returncode == 0 and finding["level"] == "warning" and "1024" in finding["found"]
