"""Configuration, `check-config`, `serve` and the `app` commands."""

import pytest
import requests

from support import program, signin, store


@pytest.fixture
def config(tmp_path):
    """A whole configuration file on a free port: (path, base URL)."""
    port = program.free_port()
    path = tmp_path / "bluestem.toml"
    path.write_text(
        f'public_url = "http://localhost:{port}"\nlisten = "127.0.0.1:{port}"\n{store.toml(tmp_path / "data")}'
    )
    return path, f"http://localhost:{port}"


def add(path, text):
    """Adds lines to a configuration file."""
    path.write_text(path.read_text() + text)


def test_a_good_configuration_is_said_to_be_good(config):
    done = program.run("check-config", "--config", config[0])
    assert done.returncode == 0, done.stderr
    assert config[1] in done.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('public_ulr = "http://localhost"\n', ["public_ulr", "public_url"]),
        ("[limits]\nbody_byte = 1\n", ["limits.body_byte", "limits.body_bytes"]),
        ('[limits]\nbody_bytes = "many"\n', ["limits.body_bytes", "number"]),
        ("this is not TOML\n", ["TOML"]),
    ],
)
def test_a_wrong_configuration_is_refused_by_name(config, text, told):
    add(config[0], text)
    for command in ("check-config", "serve"):
        done = program.run(command, "--config", config[0], seconds=30)
        assert done.returncode != 0
        for word in told:
            assert word in done.stderr, done.stderr


def test_the_environment_overrides_the_file_and_is_checked_too(config):
    good = program.run("check-config", "--config", config[0], env={"BLUESTEM_PUBLIC_URL": "https://api.example.org"})
    assert good.returncode == 0 and "https://api.example.org" in good.stdout
    bad = program.run("check-config", "--config", config[0], env={"BLUESTEM_PUBLIC_URI": "x"})
    assert bad.returncode != 0
    assert "BLUESTEM_PUBLIC_URI" in bad.stderr and "BLUESTEM_PUBLIC_URL" in bad.stderr


def test_a_missing_file_is_named(tmp_path):
    done = program.run("check-config", "--config", tmp_path / "absent.toml")
    assert done.returncode != 0
    assert "absent.toml" in done.stderr


def test_serve_refuses_the_sandbox_sign_in(config):
    add(config[0], "[sandbox]\nsign_in = true\n")
    done = program.run("serve", "--config", config[0], seconds=30)
    assert done.returncode != 0
    assert "sandbox" in done.stderr


def test_serve_has_no_sandbox_apps_and_no_sandbox_clock(config):
    path, base = config
    with program.Running("serve", "--config", path):
        assert requests.get(f"{base}/v3/fhir/metadata", timeout=30).status_code == 200
        body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
        for client in (signin.CLIENT, signin.SYSTEM_CLIENT):
            answer = requests.post(f"{base}/v3/o/token/", data=body, auth=(client, signin.SECRET), timeout=30)
            assert answer.status_code == 401, answer.text
        assert requests.post(f"{base}/sandbox/clock", json={"advance_seconds": 60}, timeout=30).status_code == 404


def test_apps_are_added_listed_and_disabled(tmp_path):
    data = tmp_path / "data"
    added = program.run(
        "app", "add", "--name", "Organisation app", "--kind", "system", "--data", data, check=True
    ).stdout
    listed = program.run("app", "list", "--data", data, check=True).stdout
    client = next(word for word in added.split() if word in listed.split() and len(word) > 12)
    secret = next(word for word in added.split() if word not in listed and len(word) > 20)
    assert "Organisation app" in listed
    assert secret not in listed

    body = {"grant_type": "client_credentials", "scope": "system/*.rs"}
    with program.sandbox(data, members=0) as running:
        answer = requests.post(f"{running.base}/v3/o/token/", data=body, auth=(client, secret), timeout=30)
        assert answer.status_code == 200, answer.text
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        read = {"url": f"{running.base}/v3/fhir/Patient", "params": {"_id": "-1"}, "headers": headers, "timeout": 30}
        assert requests.get(**read).status_code == 200
        program.run("app", "disable", client, "--data", data, check=True)
        # Another process did it: this one sees it within a second.
        program.wait_until(lambda: requests.get(**read).status_code == 401, seconds=1)
        refused = requests.post(f"{running.base}/v3/o/token/", data=body, auth=(client, secret), timeout=30)
        assert refused.status_code == 403, refused.text
        assert refused.json()["error"] == "invalid_client"


def test_a_bad_app_is_refused(tmp_path):
    data = tmp_path / "data"
    for redirect in ("not a uri", "javascript:alert(1)", "https://example.org/cb#fragment", "http://example.org/cb"):
        done = program.run("app", "add", "--name", "App", "--redirect-uri", redirect, "--data", data)
        assert done.returncode != 0, redirect
        assert "redirect" in done.stderr, done.stderr
    absent = program.run("app", "disable", "never-registered", "--data", data)
    assert absent.returncode != 0
    assert "never-registered" in absent.stderr


def test_unknown_commands_and_flags_say_what_there_is():
    assert "sandbox" in program.run().stderr
    done = program.run("sandbox", "--prot", "1")
    assert done.returncode == 2
    assert "--port" in done.stderr
