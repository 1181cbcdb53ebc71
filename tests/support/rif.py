"""People of the Chronic Conditions Warehouse: a sandbox that holds nobody else."""

from support import program, shared

# Third-party sample: three people with claims of every type but two.
SAMPLE = "data/rif/synthea"


def people():
    """Their MBIs, each once, in the order of the sample."""
    folder = shared.folder(SAMPLE)
    found = {}
    for path in sorted(folder.glob("beneficiary_2*.csv")):
        names, *lines = path.read_text(encoding="utf-8-sig").splitlines()
        names = names.split("|")
        for line in lines:
            row = dict(zip(names, line.split("|"), strict=False))
            found[row["BENE_ID"]] = row["MBI_NUM"]
    return found


def sandbox(data):
    """A running sandbox with these people alone. They sign in with their MBIs."""
    return program.sandbox(data, "--load", f"rif:{shared.folder(SAMPLE)}", members=0)


def credentials(mbi):
    """User name and password of one of them."""
    return mbi, "sandbox"
