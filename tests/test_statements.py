"""Every statement of the stores: found by an index, and about one person, or on a written list with the reason."""

import re
import sqlite3

import pytest

from support import statements
from support.binary import ROOT

CLAIMS = ["claims/sql.rs", "claims/rows.rs", "claims/matching.rs", "claims/mbi_hash.rs", "claims/label.rs"]
PLATFORM = ["platform/sql.rs", "platform/key_sql.rs", "platform/job_sql.rs"]
OWN_OF_CLAIMS = "embedded/claims/*.rs"

# Statements that read a table of SQLite from end to end: file and constant, else file and how it begins.
SCANS = {
    ("sql.HOLDERS", "SELECT"): "a beginning: each use goes on with a WHERE",
    ("sql.LOADS", "SELECT"): "one row a delivery",
    ("sql.COUNTS", "SELECT"): "counts everybody, for the operator",
    ("sql", "UPDATE main.person SET hidden"): "the list of people who changed, which it works off",
    ("sql", "INSERT INTO main.claim_count"): "the list of people whose claims are counted, which it works off",
    ("matching.RULES", "SELECT"): "one row",
    ("relink.FOLLOW_MERGES", "UPDATE main.claim SET"): "the list of people who changed, which it works off",
    ("sql.APPS", "/* apps */ SELECT"): "lists them all",
    ("key_sql.SIGNING_KEYS", "/* signing_keys */ SELECT"): "a handful of rows",
    ("job_sql.JOBS", "/* jobs */ SELECT"): "lists the newest, by the table's own order",
}

# Operations whose plan on PostgreSQL is not asked for on filled tables.
NOT_PLANNED = {
    **dict.fromkeys(
        ["add_app", "add_signing_key", "append", "begin_approval", "begin_session", "enqueue", "issue_app_token",
         "push_request", "use_assertion"],
        "adds rows and looks for none but by the primary key",
    ),
    **dict.fromkeys(["apps", "counts"], "takes all"),
    **dict.fromkeys(["signing_keys", "rotate_signing_key"], "a handful of rows"),
    "unhashed": "walks all identifiers in their order, page by page",
    "probe": "asks whether the store answers, and looks for nothing",
    "job": "by the primary key, as `retry` does",
}


def files(plane):
    """The sources that hold a plane's statements for SQLite."""
    own = sorted(str(path.relative_to(statements.STORE)) for path in statements.STORE.glob(OWN_OF_CLAIMS))
    return {"claims": CLAIMS + own, "platform": PLATFORM, "audit": ["audit/sql.rs"]}[plane]


def scans(plane):
    """The statements of a plane in whose plan SQLite scans a table. How full tables are makes no difference to it:
    without ANALYZE, which the stores do not run, SQLite plans by the schema alone."""
    room = statements.STORE / "embedded" / plane
    database = sqlite3.connect(":memory:")
    for step in re.findall(r'include_str!\("(\w+\.sql)"\)', (room / "mod.rs").read_text()):
        database.executescript((room / step).read_text())
    found, count = [], 0
    for name, text in statements.statements(files(plane)):
        count += 1
        named = {name: None for name in re.findall(r":(\w+)", text)}
        steps = database.execute(f"EXPLAIN QUERY PLAN {text}", named or [None] * len(set(re.findall(r"\?\d", text))))
        # `SCAN c` and `SCAN found` are of what a query inside has found already.
        scanned = [step for *_, step in steps if re.match(r"SCAN (?!CONSTANT|c\b|found\b)", step)]
        found += [(name, text)] if scanned else []
    return found, count


def test_every_statement_of_the_embedded_stores_finds_its_rows_by_an_index_or_says_why_not():
    excused = set()
    counts = {}
    for plane in ("claims", "platform", "audit"):
        found, counts[plane] = scans(plane)
        for name, text in found:
            reasons = [known for known in SCANS if known[0] == name and text.startswith(known[1])]
            assert reasons, f"{name} scans: {text}"
            excused.update(reasons)
    assert excused == set(SCANS), "an excuse is of no more use"
    assert counts["claims"] > 45 and counts["platform"] > 60 and counts["audit"] == 4, "statements were overlooked"


def test_every_operation_is_planned_on_filled_tables_of_postgresql_or_says_why_not():
    traits = ["claims/mod.rs", "platform/mod.rs", "platform/job.rs", "audit/mod.rs"]
    there = {name for path in traits for name in re.findall(r"async fn (\w+)\(", statements.source(path))}
    suites = (ROOT / "crates/store/tests/postgres").glob("plans*.rs")
    planned = {name for path in suites for name in re.findall(r'check\(\s*"(\w+)"', path.read_text())}
    assert len(there) > 60
    assert there - planned == set(NOT_PLANNED)


# What a distributed PostgreSQL divides by: the person, or the claim's own number where nothing else is known.
BY_SUBJECT = {"claim", "claim_body", "claim_count", "claim_count_due"}
BY_NUMBER = [{"person"}, {"person_mbi"}, {"person_match"}, {"person_due"}, {"claim_key"},
             {"person", "person_mbi", "person_match"}]
EVERYWHERE = {"load", "load_part", "source_file", "reference_row", "match_rules", "mbi_hash"}


def postgres_statements():
    """Each statement of the claims plane on PostgreSQL: name -> (text, tables)."""
    known, functions = statements.constants(CLAIMS), {}
    for path in CLAIMS:
        for name, body in re.findall(r"fn (\w+)\([^)]*\) -> String \{(.*?)\n\}", statements.source(path), re.DOTALL):
            functions[name] = " ".join(map(statements.text_of, statements.LITERAL.findall(body)))
    found = {}
    for path in sorted((statements.STORE / "postgres/claims").rglob("*.rs")):
        declared = r"static (\w+): LazyLock<(?:Statement|ByFilter)>\s*=\s*(.*?\));\n"
        text_of_file = statements.source(path.relative_to(statements.STORE))
        for name, body in re.findall(declared, text_of_file, re.DOTALL):
            text = " ".join(map(statements.text_of, statements.LITERAL.findall(body)))
            text += " ".join(known.get(word, "") for word in re.findall(r"\b[A-Z_]{4,}\b", body))
            text += " ".join(functions.get(word, "") for word in re.findall(r"\b(\w+)\b", body))
            found[f"{path.stem}.{name}"] = (text, re.findall(r"main\.(\w+)", text))
        assert text_of_file.count(": LazyLock<") == len(re.findall(declared, text_of_file, re.DOTALL)), path
    return found


def names_whom_it_is_about(text, tables):
    """Whether a statement can be sent to the one place where its rows are."""
    divided = set(tables) - EVERYWHERE
    if divided <= BY_SUBJECT:
        return not divided or bool(re.search(r"subject = (:subject|g\.subject)\b", text))
    once = len(tables) == len(set(tables))
    return divided in BY_NUMBER and once and bool(re.search(r"\bnumber = :number\b|:numbers\b", text))


def test_every_statement_about_claims_names_the_person_or_is_listed():
    page = (ROOT / "docs/operations.md").read_text().split("## Beyond one PostgreSQL")[1]
    table = re.findall(r"^\|.*\|$", page, re.MULTILINE)
    listed = set(re.findall(r"`(\w+\.[A-Z_]+)`", "".join(table)))
    found = postgres_statements()
    assert len(found) > 50
    assert {table for _, tables in found.values() for table in tables} <= BY_SUBJECT | EVERYWHERE | set().union(*BY_NUMBER)
    elsewhere = {name for name, (text, tables) in found.items() if not names_whom_it_is_about(text, tables)}
    assert elsewhere == listed, "docs/operations.md, Beyond one PostgreSQL"


@pytest.mark.parametrize(
    "text",
    ["SELECT * FROM main.claim WHERE number = :number", "SELECT * FROM main.person AS p WHERE p.survivor = :number",
     "SELECT 1 FROM main.person AS p JOIN main.person AS s ON true WHERE p.number = :number"],
)
def test_a_statement_that_does_not_name_the_person_is_seen(text):
    assert not names_whom_it_is_about(text, re.findall(r"main\.(\w+)", text))
