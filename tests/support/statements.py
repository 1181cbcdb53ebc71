"""The SQL of the stores as it stands in their sources: what a test of every statement goes by."""

import re
from pathlib import Path

from support.binary import ROOT

STORE = ROOT / "crates/store/src"
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
STATEMENT = re.compile(r"(?:/\*.*?\*/ *)?(?:SELECT|INSERT|UPDATE|DELETE|WITH|CREATE TEMPORARY|ANALYZE)\b")


def source(path):
    """A file without its tests and its comments."""
    text = (STORE / path).read_text().split("#[cfg(test)]\nmod tests")[0]
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


def text_of(literal):
    """What a literal of the source means."""
    return re.sub(r"\\\n\s*", "", literal).replace('\\"', '"')


def macros(files):
    """Macro -> the text it stands for."""
    found = {}
    for path in files:
        for name, body in re.findall(r"macro_rules! (\w+) \{(.*?)\n\}", source(path), re.DOTALL):
            literals = LITERAL.findall(body)
            if literals:
                found[name] = text_of(literals[0])
    return found


def constants(files):
    """Constant -> its text, with what it is put together of."""
    known, found = macros(files), {}
    for path in files:
        for name, value in re.findall(r"const (\w+): &str =\s*(.*?);\n", source(path), re.DOTALL):
            parts = re.findall(r'"(?:[^"\\]|\\.)*"|\w+!\(\)', value, re.DOTALL)
            found[name] = "".join(text_of(part[1:-1]) if part[0] == '"' else known[part[:-3]] for part in parts)
    return found


def statements(files):
    """(file, text) of every statement, placeholders filled in so that it can be explained."""
    known = constants(files)
    for path in files:
        text = source(path)
        own = constants([path])
        for name, value in own.items():
            if STATEMENT.match(value):
                yield f"{Path(path).stem}.{name}", value
        rest = re.sub(r"const \w+: &str =\s*.*?;\n", "", text, flags=re.DOTALL)
        for literal in LITERAL.findall(rest):
            value = text_of(literal)
            if STATEMENT.match(value):
                yield Path(path).stem, filled(value, known)


def filled(value, known):
    """A statement with its placeholders filled in: constants, and what makes no difference to its plan."""
    value = re.sub(r"\{([A-Z_]+)\}", lambda found: filled(known[found[1]], known), value)
    usual = {"due": "main.claim_count_due", "people": "main.person_due", "body": "b.id = c.body", "key": "c",
             "columns": "*", "from": "claim AS c JOIN claim_body AS b ON b.id = c.body"}
    value = re.sub(r"\{(\w+)\}", lambda found: usual[found[1]], value)
    return value.replace("ORDER BY number {}", "ORDER BY number").replace("AND {}", "AND 1 = 1")
