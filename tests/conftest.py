"""Fixtures of the black-box tests."""

from pathlib import Path

import pytest

from support import program, signin
from support.fhir import Fhir

# Whom the shared token belongs to. No other test lets this member authorise the sample app: each new exchange
# replaces the tokens that the app had from the same person.
SHARED_MEMBER = 29


@pytest.fixture(scope="session")
def output_folder():
    """Where tests leave what a person may want to look at."""
    folder = Path(__file__).parent / "output"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    """A running sandbox with 30 members, shared by the tests that do not change it for others."""
    with program.sandbox(tmp_path_factory.mktemp("sandbox") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def base(sandbox):
    """The public base URL of the shared sandbox."""
    return sandbox.base


@pytest.fixture(scope="session")
def member_token(base):
    """The token response for one member with all scopes of the sample app."""
    return signin.token_for(base, *signin.member(SHARED_MEMBER))


@pytest.fixture(scope="session")
def member_fhir(base, member_token):
    """FHIR as that member's app sees it."""
    return Fhir(base, member_token["access_token"])


@pytest.fixture(scope="session")
def system_fhir(base):
    """FHIR as the sandbox's system client sees it."""
    return Fhir(base, signin.system_token(base))
