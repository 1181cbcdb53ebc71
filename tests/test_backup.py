"""Backups of both backends: made while the server runs, checked, restored to where the same is served."""

import shutil

import pytest
import requests

from support import postgres, program, signin
from support.fhir import Fhir
from support.snapshot import bytes_served


class Source:
    """A served folder with a member's tokens, and what a backup of it must give back."""

    def __init__(self, folder):
        self.data, self.port, self.backup = folder / "data", program.free_port(), folder / "backup"
        flags = ["--port", self.port, f"--data={self.data}", "--members", 6, "--seed", 1]
        with program.Running("sandbox", *flags) as running:
            self.tokens = signin.token_for(running.base, *signin.member(2))
            system = signin.system_token(running.base)
            self.served = bytes_served(running.base, self.tokens, system)
            self.printed = program.run("backup", f"--data={self.data}", "--to", self.backup, check=True).stdout
            # Not in the backup any more.
            self.late = signin.token_for(running.base, *signin.member(4))
        self.system = system

    def serving(self, env):
        """A server at the same address over other stores."""
        address = {"BLUESTEM_PUBLIC_URL": f"http://localhost:{self.port}", "BLUESTEM_LISTEN": f"127.0.0.1:{self.port}"}
        return program.Running("serve", env=env | address)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """One for the module."""
    return Source(tmp_path_factory.mktemp("backup"))


def test_a_folder_is_backed_up_while_it_serves_and_restored(source, tmp_path):
    key, data = source.data / "keys.master", tmp_path / "restored"
    assert "master key is not in it" in source.printed
    assert not (source.backup / "keys.master").exists()
    assert "good" in program.run("restore", "--from", source.backup, check=True).stdout
    program.run("restore", "--from", source.backup, f"--data={data}", "--key", key, check=True)
    assert {path.stat().st_mode & 0o077 for path in (data, data / "keys.master")} == {0}
    with source.serving({"BLUESTEM_DATA": str(data)}) as running:
        assert bytes_served(running.base, source.tokens, source.system) == source.served
        gone = requests.get(f"{running.base}/v3/fhir/Patient",
                            headers={"Authorization": f"Bearer {source.late['access_token']}"}, timeout=30)
        assert gone.status_code == 401, "what came after the backup is not in it"
    again = program.run("restore", "--from", source.backup, f"--data={data}", "--key", key)
    assert again.returncode == 1 and "is not empty" in again.stderr


@pytest.mark.parametrize("damage", ["byte", "cut", "manifest"])
def test_a_damaged_backup_is_refused(source, tmp_path, damage):
    copy = tmp_path / "copy"
    shutil.copytree(source.backup, copy)
    file = copy / "claims.db"
    content = bytearray(file.read_bytes())
    if damage == "byte":
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif damage == "cut":
        file.write_bytes(content[:-1])
    else:
        (copy / "manifest.toml").unlink()
    for target in ([], [f"--data={tmp_path / 'restored'}", "--key", source.data / "keys.master"]):
        refused = program.run("restore", "--from", copy, *target)
        assert refused.returncode == 1
        assert ("not a whole backup" if damage == "manifest" else "claims.db is not what") in refused.stderr


@pytest.mark.postgres("its own programs make the dump")
def test_a_dump_of_the_database_is_restored_into_another(source, tmp_path):
    """The commands of docs/operations.md."""
    key, data, dump = tmp_path / "keys.master", tmp_path / "data", tmp_path / "bluestem.dump"
    shutil.copy(source.data / "keys.master", key)
    program.run("restore", "--from", source.backup, f"--data={data}", "--key", key, check=True)
    place = {"BLUESTEM_FILES__FOLDER": str(data / "files"), "BLUESTEM_PUBLIC_URL": "http://localhost:1",
             "BLUESTEM_LISTEN": "127.0.0.1:1"}
    with postgres.database() as first, postgres.database() as second:
        program.run("migrate", env=place | first.environment(key), check=True)
        program.run("move", "--from", "embedded", "--to", "postgres", f"--data={data}",
                    env=place | first.environment(key), check=True)
        postgres.run("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", first.url)
        refused = program.run("backup", "--to", tmp_path / "none", env=place | first.environment(key))
        assert refused.returncode == 1 and "docs/operations.md" in refused.stderr
        postgres.run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={second.url}", dump)
        with source.serving(place | second.environment(key)) as running:
            assert bytes_served(running.base, source.tokens, source.system) == source.served
            assert Fhir(running.base, source.tokens["access_token"]).search("Patient")[0]["id"] == source.tokens["patient"]
            # Numbers go on behind those that were restored.
            signing = program.run("key", "rotate", env=place | second.environment(key))
            assert signing.returncode == 0, signing.stderr
