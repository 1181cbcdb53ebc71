"""Another list of sensitive codes: said first, then done."""

from support import program

LIST = "version,1001\nsystem,code,start,end\nhcpcs,Z9999,,\n"


def test_a_dry_run_changes_nothing_and_relabelling_does_it_once(tmp_path):
    source, data, codes = tmp_path / "source", tmp_path / "data", tmp_path / "codes.csv"
    assert program.run("synth", "idr", "--members", "20", "--seed", "4", "--out", source).returncode == 0
    assert program.run("load", "idr", source, "--data", data).returncode == 0
    codes.write_text(LIST)

    def relabel(*options):
        done = program.run("relabel", "--data", data, "--labels", codes, *options)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.splitlines()

    dry = relabel("--dry-run")
    freed = int(dry[2].removeprefix("would become free: "))
    assert freed > 0 and dry[1] == "would become sensitive: 0", dry
    assert relabel("--dry-run") == dry
    assert relabel()[2] == f"become free: {freed}"
    assert relabel()[2] == "become free: 0"
    back = program.run("relabel", "--data", data)
    assert f"become sensitive: {freed}" in back.stdout, back.stdout


def test_a_list_that_does_not_read_stops_the_command_and_is_named_by_its_line(tmp_path):
    codes = tmp_path / "codes.csv"
    codes.write_text(LIST.replace("hcpcs", "icd-11"))
    for command in (["relabel"], ["load", "idr", tmp_path]):
        done = program.run(*command, "--data", tmp_path / "data", "--labels", codes)
        assert done.returncode != 0
        assert "line 3: the system must be one of" in done.stdout + done.stderr
