"""Third-party sample data: BLUESTEM_SHARED, else `../shared` beside the repository. Never part of it."""

import csv
import os
from pathlib import Path

import pytest

from support.program import ROOT


def folder(relative):
    """A folder of the sample data; skips the test, with the reason, where it is absent."""
    base = Path(os.environ.get("BLUESTEM_SHARED") or ROOT.parent / "shared")
    path = base / relative
    if not path.is_dir():
        pytest.skip(f"sample data {relative} is not beside the repository")
    return path


def rows(path):
    """The rows of one CSV file as dictionaries."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))
