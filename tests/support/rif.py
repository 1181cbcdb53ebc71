"""People of the Chronic Conditions Warehouse: research files (RIF), and a sandbox that holds nobody else."""

from support import program

MEMBERS = 8
SEED = 5


def make(folder):
    """Writes synthetic people and claims as research files. Returns the folder."""
    program.run("synth", "rif", "--members", MEMBERS, "--seed", SEED, "--out", folder, check=True)
    return folder


def people(folder):
    """BENE_ID -> MBI of everybody in a folder of research files who has an MBI."""
    found = {}
    for path in sorted(folder.glob("beneficiary*.csv")):
        names, *lines = path.read_text(encoding="utf-8-sig").splitlines()
        names = names.split("|")
        if "history" in path.name:
            continue
        rows = [dict(zip(names, line.split("|"), strict=False)) for line in lines]
        found |= {row["BENE_ID"]: row["MBI_NUM"] for row in rows if row["MBI_NUM"]}
    return found


def sandbox(data, folder):
    """A running sandbox with the people of a folder alone. They sign in with their MBIs."""
    return program.sandbox(data, "--load", f"rif:{folder}", members=0)


def credentials(mbi):
    """User name and password of one of them."""
    return mbi, "sandbox"
