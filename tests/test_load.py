"""`synth idr` and `load idr` from the outside: determinism, reports, and source files that are damaged."""

import filecmp
import shutil

import pytest

from support import program, shared, snapshot

MEMBERS = 12


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder of synthetic source files."""
    folder = tmp_path_factory.mktemp("synth") / "idr"
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 7, "--out", folder, check=True)
    return folder


@pytest.fixture
def copy(made, tmp_path):
    """A copy of them to damage."""
    return shutil.copytree(made, tmp_path / "idr")


def load(folder, data):
    """Loads a folder; the completed process."""
    return program.run("load", "idr", folder, "--data", data, "--clock", "2026-11-01T00:00:00Z")


def names(folder):
    """Every file below a folder, relative to it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def claim_file(folder):
    """The file of claim headers."""
    return next(path for path in folder.rglob("*CLM.csv") if path.name.endswith("_CLM.csv") or path.name == "CLM.csv")


def test_the_same_seed_makes_the_same_bytes_and_another_does_not(made, tmp_path):
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 7, "--out", tmp_path / "same", check=True)
    program.run("synth", "idr", "--members", MEMBERS, "--seed", 8, "--out", tmp_path / "other", check=True)
    assert names(made) and names(made) == names(tmp_path / "same")
    _, different, unreadable = filecmp.cmpfiles(made, tmp_path / "same", names(made), shallow=False)
    assert not different and not unreadable
    _, different, _ = filecmp.cmpfiles(made, tmp_path / "other", names(made), shallow=False)
    assert different


def test_synth_does_not_overwrite(made):
    again = program.run("synth", "idr", "--members", 1, "--seed", 1, "--out", made)
    assert again.returncode != 0
    assert "empty" in again.stderr or "exists" in again.stderr, again.stderr


def test_a_load_reports_its_counts_and_twice_is_once(made, tmp_path):
    people = sorted({row["BENE_SK"] for row in shared.rows(next(made.rglob("*BENE_HSTRY.csv")))})
    claims = len(shared.rows(claim_file(made)))
    first = load(made, tmp_path / "data")
    assert first.returncode == 0, first.stdout + first.stderr
    assert str(claims) in (first.stdout + first.stderr).replace(",", ""), first.stdout + first.stderr
    before = snapshot.of_folder(tmp_path / "data", people)
    assert before
    assert load(made, tmp_path / "data").returncode == 0
    assert snapshot.of_folder(tmp_path / "data", people) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
    ],
    ids=["byte-order mark", "CRLF"],
)
def test_harmless_forms_load_the_same(made, copy, tmp_path, change):
    people = sorted({row["BENE_SK"] for row in shared.rows(next(made.rglob("*BENE_HSTRY.csv")))})
    for path in copy.rglob("*.csv"):
        path.write_bytes(change(path.read_bytes()))
    done = load(copy, tmp_path / "changed")
    assert done.returncode == 0, done.stdout + done.stderr
    assert load(made, tmp_path / "plain").returncode == 0
    assert snapshot.of_folder(tmp_path / "changed", people) == snapshot.of_folder(tmp_path / "plain", people)


def test_a_cut_last_line_fails_the_load_and_is_named(copy, tmp_path):
    path = claim_file(copy)
    whole = path.read_bytes()
    last_line = whole.rstrip(b"\n").rpartition(b"\n")[2]
    path.write_bytes(whole.rstrip(b"\n")[: -(len(last_line) // 2)])
    done = load(copy, tmp_path / "data")
    printed = done.stdout + done.stderr
    assert done.returncode != 0, printed
    assert path.name in printed, printed


def test_a_missing_key_column_fails_the_load_and_is_named(copy, tmp_path):
    path = claim_file(copy)
    path.write_text(path.read_text().replace("CLM_UNIQ_ID", "SOMETHING_ELSE", 1))
    done = load(copy, tmp_path / "data")
    printed = done.stdout + done.stderr
    assert done.returncode != 0, printed
    assert "CLM_UNIQ_ID" in printed and path.name in printed, printed


def test_a_refused_row_is_reported_with_file_line_column_and_reason(copy, tmp_path):
    path = claim_file(copy)
    lines = path.read_text().splitlines(keepends=True)
    column = lines[0].strip().split(",").index("CLM_UNIQ_ID")
    cells = lines[2].split(",")
    cells[column] = "not-a-number"
    lines[2] = ",".join(cells)
    path.write_text("".join(lines))
    done = load(copy, tmp_path / "data")
    printed = done.stdout + done.stderr
    told = [line for line in printed.splitlines() if path.name in line and "CLM_UNIQ_ID" in line]
    assert told and "3" in told[0], printed


def test_a_claim_without_its_person_is_reported(copy, tmp_path):
    path = claim_file(copy)
    lines = path.read_text().splitlines(keepends=True)
    column = lines[0].strip().split(",").index("BENE_SK")
    cells = lines[1].split(",")
    orphan, cells[column] = cells[column], "-999999999999"
    lines[1] = ",".join(cells)
    path.write_text("".join(lines))
    done = load(copy, tmp_path / "data")
    printed = done.stdout + done.stderr
    assert orphan not in printed, "an identifier in the report"
    assert any("person" in line.lower() for line in printed.splitlines()), printed


def test_a_folder_that_is_not_there_or_holds_nothing_is_an_error(tmp_path):
    absent = load(tmp_path / "absent", tmp_path / "data")
    assert absent.returncode != 0 and "absent" in absent.stderr
    (tmp_path / "bare").mkdir()
    bare = load(tmp_path / "bare", tmp_path / "data")
    assert bare.returncode != 0, bare.stdout


def test_a_running_server_shows_what_is_loaded_beside_it(made, tmp_path):
    people = sorted({row["BENE_SK"] for row in shared.rows(next(made.rglob("*BENE_HSTRY.csv")))})
    with program.sandbox(tmp_path / "data", members=0) as running:
        assert not snapshot.of_server(running.base, people)
        done = load(made, tmp_path / "data")
        assert done.returncode == 0, done.stdout + done.stderr
        assert snapshot.of_server(running.base, people)
