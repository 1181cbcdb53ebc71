"""What every process of a run logged, and that nothing in it is about a person.

The session keeps a folder, `BLUESTEM_TEST_LOGS`, which the processes of a parallel run share: each process under test
writes a file of its own, and everything that must never be logged stands in files beside them. The end of the session
reads them all.
"""

import contextlib
import csv
import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import requests

FOLDER = "BLUESTEM_TEST_LOGS"
LEVEL = "info,bluestem=debug"
# Shorter ones are words and numbers of every day; a number of five digits is a port or a process as well.
SHORTEST = 5
FEWEST_DIGITS = 6
# The password of everybody whom a sandbox loads from files: public, and a word of every day.
PUBLIC = {"sandbox"}
# Columns of the source whose cells are about one person.
PERSONAL = re.compile(r"BENE_(SK|MBI_ID|LAST_NAME|1ST_NAME|BRTH_DT|SSN_NUM|LINE_\d_ADR)|CLM_(UNIQ_ID|CNTL_NUM)")
# Fields of requests and answers that open something.
SECRETS = {
    "access_token", "refresh_token", "id_token", "token", "code", "code_verifier", "client_secret", "client_assertion",
    "password", "subject_token", "request_uri", "csrf", "state", "nonce",
}  # fmt: skip
# Elements of resources, and claims of identity, that say who somebody is.
ELEMENTS = {"family", "given", "birthDate", "line", "value", "given_name", "family_name", "birthdate", "sub", "patient"}
# Those of them that hold ordinary words when they say who somebody is.
NAMES = {"family", "given", "line", "given_name", "family_name"}
# What this process has noted already.
_noted = set()
WORD = re.compile(r"[\w.~+/=-]+")


def begin():
    """Makes the folder of a session, unless an outer one did."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="bluestem-logs-")


def page():
    """A new file for what a process logs."""
    handle, _ = tempfile.mkstemp(dir=os.environ[FOLDER], prefix="log-")
    return os.fdopen(handle, "w", buffering=1, encoding="utf-8")


def keep(text):
    """Keeps what one command logged."""
    if text:
        with page() as file:
            file.write(text)


def forbid(values):
    """Notes what must not stand in any log."""
    wanted = {str(value).strip() for value in values} - _noted - PUBLIC
    wanted = {value for value in wanted if is_telling(value)}
    _noted.update(wanted)
    if wanted and FOLDER in os.environ:
        with open(Path(os.environ[FOLDER]) / f"forbidden-{os.getpid()}", "a", encoding="utf-8") as file:
            file.writelines(f"{value}\n" for value in wanted)


def is_telling(value):
    """Whether a log that holds this value can hold it for one reason alone."""
    digits = value.removeprefix("-")
    return len(value) >= SHORTEST and "\n" not in value and not (digits.isdigit() and len(digits) < FEWEST_DIGITS)


def forbid_source(folder):
    """Notes what a folder of source files says of people."""
    for path in Path(folder).glob("**/*.csv"):
        with open(path, newline="", encoding="utf-8-sig", errors="replace") as file:
            for row in csv.DictReader(file):
                forbid(cell for name, cell in row.items() if name and PERSONAL.search(name) and cell != "~")


def watch_requests():
    """Notes the secrets and the people of every exchange that goes through `requests`."""
    plain = requests.Session.send

    def send(session, request, **options):
        answer = plain(session, request, **options)
        forbid(secrets_of(request, answer))
        return answer

    requests.Session.send = send


def secrets_of(request, answer):
    """What one exchange says that nobody may log."""
    found = [value for _, _, value in [request.headers.get("Authorization", "").partition(" ")]]
    body = request.body if isinstance(request.body, str) else ""
    for text in (urlsplit(request.url).query, body, urlsplit(answer.headers.get("Location", "")).query):
        found += [value for name, value in parse_qsl(text) if name in SECRETS and not is_word(value)]
    found += [cookie.value for cookie in answer.cookies]
    if "json" in answer.headers.get("Content-Type", ""):
        with contextlib.suppress(ValueError):
            found += personal(answer.json())
    return [value for value in map(unquote, found) if value]


def is_word(value):
    """Whether a value is an ordinary word: no secret and no identifier is one, though a test may send it as such."""
    return value.isalpha() and len(value) < 16


def personal(value, name=""):
    """Every text of a JSON value that stands where secrets or a person's data stand."""
    if isinstance(value, dict):
        # In resources `code` and `state` are ordinary words.
        names = ELEMENTS if "resourceType" in value or name == "resource" else ELEMENTS | SECRETS
        if value.get("resourceType") in ("Patient", "ExplanationOfBenefit") and "id" in value:
            yield value["id"]
        yield from texts(value, names)
    elif isinstance(value, list):
        for held in value:
            yield from personal(held)


def texts(value, names, name=""):
    """The texts below `value` whose own name is one of these."""
    if isinstance(value, dict):
        for inner, held in value.items():
            yield from personal(held, inner) if inner == "resource" else texts(held, names, inner)
    elif isinstance(value, list):
        for held in value:
            yield from texts(held, names, name)
    elif isinstance(value, str) and name in names and not value.startswith("http"):
        if name in NAMES or not is_word(value):
            yield value


def any_log():
    """Whether any process has logged."""
    return any(Path(os.environ[FOLDER]).glob("log-*"))


def check_session():
    """As `check`, of the whole session; the folder goes when there is nothing to look at."""
    folder = Path(os.environ[FOLDER])
    findings, lines = check(folder)
    if not findings:
        shutil.rmtree(folder)
    return findings, lines


def check(folder):
    """What stands in the logs of a folder and must not: (file, value) each, and how many lines were read."""
    folder = Path(folder)
    forbidden = set()
    for path in folder.glob("forbidden-*"):
        forbidden |= set(path.read_text(encoding="utf-8").splitlines())
    single = {value for value in forbidden if WORD.fullmatch(value)}
    phrases = forbidden - single
    findings, lines = [], 0
    for path in sorted(folder.glob("log-*")):
        text = path.read_text(encoding="utf-8", errors="replace")
        lines += text.count("\n")
        words = {word.strip("./=") for word in WORD.findall(plain_text(text))}
        findings += [(path.name, value) for value in sorted((words | parts(words)) & single)]
        findings += [(path.name, value) for value in sorted(phrases) if value in text]
    return findings, lines


def plain_text(text):
    """The log without what JSON escapes, the moments at which it was written, and measured times: their digits are
    chance."""
    lines = []
    for line in text.splitlines():
        try:
            entry = json.loads(line, parse_float=lambda _: 0.0)
            entry.pop("timestamp", None)
            lines.append(json.dumps(entry, ensure_ascii=False))
        except (ValueError, AttributeError):
            lines.append(line)
    return "\n".join(lines)


def parts(words):
    """The segments of paths and the sides of assignments: an id may stand in either."""
    return {part for word in words for part in re.split(r"[/=.]", word)}
