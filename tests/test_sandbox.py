"""The sandbox: what it tells a newcomer, that it keeps its data, that it stops cleanly, that time can move."""

import signal
import socket
from urllib.parse import urlsplit

import requests

from support import program, shared, signin, store
from support.fhir import Fhir


def test_it_prints_what_a_newcomer_needs_and_ready_last(sandbox, base):
    greeting = sandbox.greeting()
    text = "\n".join(greeting)
    for needed in (base, signin.CLIENT, signin.SECRET, "BBUser00000", "PW00000!", "curl", "/testclient"):
        assert needed in text, f"{needed} is missing from:\n{text}"
    assert greeting[-1] == f"ready {base}"


def test_once_ready_it_answers(sandbox, base):
    assert requests.get(f"{base}/v3/fhir/metadata", timeout=10).status_code == 200
    assert requests.get(base, timeout=10).status_code == 200
    assert requests.get(f"{base}/health", timeout=10).status_code == 200


def test_links_follow_the_public_url_and_not_the_request(tmp_path):
    public = "https://sandbox.example.org"
    with program.sandbox(tmp_path / "data", "--public-url", public, members=1) as running:
        answer = requests.get(f"{running.base}/v3/fhir/.well-known/smart-configuration", timeout=10)
        assert answer.json()["authorization_endpoint"].startswith(f"{public}/v3/o/authorize")
        fhir = Fhir(running.base, signin.system_token(running.base))
        page = fhir.get("Patient", _id="-1").json()
        assert all(found["url"].startswith(f"{public}/v3/fhir/Patient") for found in page["link"])


def test_it_comes_up_again_with_its_data(tmp_path):
    data, port = tmp_path / "data", program.free_port()
    with program.sandbox(data, port=port, members=3) as first:
        token = signin.token_for(first.base, *signin.member(2))
        before = Fhir(first.base, token["access_token"]).search("ExplanationOfBenefit")
        assert before
        assert first.stop() == 0
    with program.sandbox(data, port=port, members=3) as second:
        after = Fhir(second.base, token["access_token"]).search("ExplanationOfBenefit")
        assert after == before


def test_loaded_people_sign_in_with_their_mbi(tmp_path):
    made = tmp_path / "idr"
    program.run("synth", "idr", "--members", 2, "--seed", 99, "--out", made, check=True)
    person = next(row for row in shared.rows(next(made.rglob("*BENE_HSTRY.csv"))) if row["BENE_MBI_ID"])
    with program.sandbox(tmp_path / "data", "--load", f"idr:{made}", members=0) as running:
        token = signin.token_for(running.base, person["BENE_MBI_ID"], "sandbox")
        assert Fhir(running.base, token["access_token"]).search("Patient")[0]["id"] == token["patient"]


def test_a_busy_port_is_an_error_that_says_so(sandbox, base, tmp_path):
    port = urlsplit(base).port
    done = program.run("sandbox", "--port", port, "--data", tmp_path / "data", "--members", 0, seconds=60)
    assert done.returncode != 0
    assert str(port) in done.stderr, done.stderr


def test_bad_values_are_refused(tmp_path):
    for flags in (
        ["--clock", "yesterday"],
        ["--public-url", "not a url"],
        ["--load", "rif-with-a-typo"],
        ["--load", f"idr:{tmp_path / 'absent'}"],
    ):
        done = program.run("sandbox", "--port", program.free_port(), "--data", tmp_path / "data", *flags, seconds=60)
        assert done.returncode != 0, flags
        assert done.stderr, flags


def test_a_configuration_must_be_a_sandboxs_and_flags_count_more(tmp_path):
    config, port = tmp_path / "bluestem.toml", program.free_port()
    lines = f'public_url = "http://localhost:{port}"\nlisten = "127.0.0.1:{port}"\n{store.toml(tmp_path / "data")}'
    config.write_text(lines)
    refused = program.run("sandbox", "--config", config, "--members", 0, seconds=60)
    assert refused.returncode != 0 and "sandbox.sign_in" in refused.stderr, refused.stderr
    config.write_text("sandbox.sign_in = true\n" + lines)
    with program.Running("sandbox", "--config", config, "--members", 0) as running:
        assert running.base == f"http://localhost:{port}"
    other = program.free_port()
    with program.Running("sandbox", "--config", config, "--members", 0, "--port", other) as running:
        assert running.base == f"http://localhost:{other}"
        assert Fhir(running.base, signin.system_token(running.base)).get("Patient", _id="-1").status_code == 200


def test_an_open_request_is_finished_before_the_stop(tmp_path):
    body = b"grant_type=client_credentials&scope=system%2F*.rs"
    head = (
        "POST /v3/o/token/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "Authorization: Basic c2FuZGJveC1zeXN0ZW06c2FuZGJveC1zZWNyZXQ=\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with program.sandbox(tmp_path / "data", members=0) as running:
        address = ("127.0.0.1", urlsplit(running.base).port)
        with socket.create_connection(address, timeout=20) as open_request:
            open_request.sendall(head.encode() + body[:10])
            program.wait_until(lambda: requests.get(f"{running.base}/health", timeout=5).ok)
            running.process.send_signal(signal.SIGTERM)
            program.wait_until(lambda: not accepts(address))
            open_request.sendall(body[10:])
            answer = b""
            while chunk := open_request.recv(65536):
                answer += chunk
        assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
        assert b"access_token" in answer
        assert running.stop() == 0


def accepts(address):
    """Whether anybody takes new connections there."""
    try:
        socket.create_connection(address, timeout=2).close()
    except OSError:
        return False
    return True


def advance(base, seconds):
    """Moves the sandbox's time on."""
    answer = requests.post(f"{base}/sandbox/clock", json={"advance_seconds": seconds}, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()["now"]


def test_time_begins_where_it_is_told_and_can_be_moved_on(tmp_path):
    with program.sandbox(tmp_path / "data", members=2, clock="2031-02-03T04:05:06Z") as running:
        assert advance(running.base, 0).startswith("2031-02-03T04:")
        token = signin.token_for(running.base, *signin.member(0))
        fhir = Fhir(running.base, token["access_token"])
        assert fhir.get("Patient").status_code == 200
        advance(running.base, token["expires_in"] + 1)
        assert fhir.get("Patient").status_code == 401
        body = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
        credentials = (signin.CLIENT, signin.SECRET)
        renewed = requests.post(f"{running.base}/v3/o/token/", data=body, auth=credentials, timeout=10)
        assert renewed.status_code == 200, renewed.text
        assert Fhir(running.base, renewed.json()["access_token"]).get("Patient").status_code == 200
        for wrong in ({"advance_seconds": -1}, {"advance_seconds": "soon"}, {}):
            assert requests.post(f"{running.base}/sandbox/clock", json=wrong, timeout=10).status_code == 400


def test_another_port_moves_the_callbacks_of_the_sandboxs_apps(tmp_path):
    data = tmp_path / "data"
    with program.sandbox(data, members=1):
        pass
    with program.sandbox(data, members=1) as moved:
        verifier, challenge = signin.pkce()
        callback = f"{moved.base}/testclient/callback"
        url = signin.authorize_url(moved.base, challenge, redirect_uri=callback)
        answer = signin.approve(url, *signin.member(0), redirect=callback)
        assert signin.exchange(moved.base, answer, verifier, redirect=callback).status_code == 200


def test_keys_are_rotated_beside_a_running_server(tmp_path):
    data = tmp_path / "data"
    with program.sandbox(data, members=1) as running:
        address = f"{running.base}/.well-known/jwks.json"
        before = {key["kid"] for key in requests.get(address, timeout=30).json()["keys"]}
        rotated = program.run("key", "rotate", "--data", data, check=True)
        after = {key["kid"] for key in requests.get(address, timeout=30).json()["keys"]}
    assert len(before) == 2 and before < after
    assert all(kid in rotated.stdout for kid in after - before)
    assert (data / "keys.master").stat().st_mode & 0o077 == 0
