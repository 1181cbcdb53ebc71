"""What the audit trail keeps when the server stops, and when it is killed."""

import signal
import threading
import time

import requests

from support import program, signin, store

KILLS = 3


def recorded(data, kind):
    """How many events of a kind are in the trail of a data folder."""
    return int(store.query(data, "audit", f"SELECT count(*) FROM main.event WHERE kind = '{kind}'")[0][0])


class Reading:
    """Reads coverage again and again, from some threads, until the server answers no more. Notes when it did."""

    def __init__(self, base, token, threads=4):
        self.answered, self.stop = [], False
        self.url, self.headers = f"{base}/v3/fhir/Coverage", {"Authorization": f"Bearer {token}"}
        self.threads = [threading.Thread(target=self._read) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def _read(self):
        session = requests.Session()
        while not self.stop:
            try:
                answer = session.get(self.url, headers=self.headers, timeout=30)
            except requests.RequestException:
                return
            assert answer.status_code == 200, answer.text
            self.answered.append(time.monotonic())

    def go_on(self, seconds):
        """Returns so many seconds after the first answer."""
        program.wait_until(lambda: self.answered, seconds=60)
        time.sleep(max(0, self.answered[0] + seconds - time.monotonic()))

    def end(self):
        self.stop = True
        for thread in self.threads:
            thread.join()
        return self.answered


def test_a_clean_stop_loses_no_read(tmp_path):
    data = tmp_path / "data"
    with program.sandbox(data, members=3) as sandbox:
        token = signin.token_for(sandbox.base, *signin.member(1))["access_token"]
        reading = Reading(sandbox.base, token)
        program.wait_until(lambda: len(reading.answered) > 20, seconds=60)
        assert sandbox.stop() == 0
        answered = reading.end()
    # A request may be carried out whose answer the client did not read any more.
    assert len(answered) <= recorded(data, "search") <= len(answered) + len(reading.threads)


def test_a_kill_loses_the_reads_of_one_second_at_most(tmp_path):
    data, before = tmp_path / "data", 0
    for after in (1.4, 1.9, 2.3):
        with program.sandbox(data, members=3) as sandbox:
            token = signin.token_for(sandbox.base, *signin.member(1))["access_token"]
            reading = Reading(sandbox.base, token)
            reading.go_on(after)
            killed = time.monotonic()
            sandbox.stop(signal.SIGKILL)
            answered = reading.end()
        total = recorded(data, "search")
        before, kept = total, total - before
        must = sum(moment < killed - 1 for moment in answered)
        assert 0 < must <= kept, f"{len(answered)} answered, {must} of them a second before the kill, {kept} kept"


def test_a_kill_behind_the_answer_loses_no_grant_and_no_token(tmp_path):
    data = tmp_path / "data"
    for round in range(KILLS):
        with program.sandbox(data, members=3) as sandbox:
            verifier, challenge = signin.pkce()
            callback = signin.approve(signin.authorize_url(sandbox.base, challenge), *signin.member(round))
            answer = signin.exchange(sandbox.base, callback, verifier)
            sandbox.stop(signal.SIGKILL)
        assert answer.status_code == 200, answer.text
        assert (recorded(data, "consent"), recorded(data, "token-issue")) == (round + 1, round + 1)
        with program.sandbox(data, members=3) as sandbox:
            headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
            read = requests.get(f"{sandbox.base}/v3/fhir/Patient", headers=headers, timeout=30)
            assert read.status_code == 200, read.text
