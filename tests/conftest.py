"""Fixtures of the black-box tests."""

from pathlib import Path

import pytest

from support import logbook, program, signin, store
from support.fhir import Fhir

# Whom the shared token belongs to. No other test lets this member authorise the sample app: each new exchange
# replaces the tokens that the app had from the same person.
SHARED_MEMBER = 29


def pytest_configure(config):
    logbook.begin()
    logbook.watch_requests()
    config.addinivalue_line("markers", "embedded(why): what only the embedded stores have; skipped on PostgreSQL")
    config.addinivalue_line("markers", "postgres(why): what needs a PostgreSQL; skipped on the embedded stores")


def pytest_report_header():
    """Which stores the run is about."""
    if not store.ON_POSTGRES:
        return "stores: embedded"
    [[version]] = store.psql("postgres", "SHOW server_version")
    return f"stores: PostgreSQL {version}; servers reach it through the pooler, commands directly and with TLS"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Fails the session when anything that is about a person, or a secret, was logged by any process in it."""
    if hasattr(session.config, "workerinput") or not logbook.any_log():
        return
    findings, lines = logbook.check_session()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    reporter.write_line(f"\nlogs: {lines} lines of every process hold {len(findings)} forbidden values")
    for file, value in findings[:50]:
        reporter.write_line(f"  {file}: {value}")
    if findings:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_runtest_setup(item):
    embedded = item.get_closest_marker("embedded")
    if embedded and store.ON_POSTGRES:
        pytest.skip(f"about the embedded stores: {embedded.args[0]}")
    postgres = item.get_closest_marker("postgres")
    if postgres and not store.ON_POSTGRES:
        pytest.skip(f"runs with the suite on PostgreSQL: {postgres.args[0]}")


@pytest.fixture(scope="session", autouse=True)
def databases():
    """Drops the databases that are left at the end."""
    yield
    store.drop_all()


@pytest.fixture(autouse=True)
def databases_of_the_test(request):
    """Drops the databases of the test's own folder."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder:
        store.drop(folder)


def pytest_addoption(parser):
    parser.addoption("--fault-seed", type=int, default=1, help="draws when processes are killed, and which faults happen")
    parser.addoption("--fault-kills", type=int, default=60, help="how often processes are killed, over all activities")
    parser.addoption("--fault-all", action="store_true", help="let every fault of a database happen to loads")


@pytest.fixture(scope="session")
def output_folder():
    """Where tests leave what a person may want to look at."""
    folder = Path(__file__).parent / "output"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    """A running sandbox with 30 members, shared by the tests that do not change it for others."""
    folder = tmp_path_factory.mktemp("sandbox")
    program.run("synth", "idr", "--members", 30, "--seed", 1, "--out", folder / "idr", check=True)
    logbook.forbid_source(folder / "idr")
    with program.sandbox(folder / "data") as running:
        assert (running.data / "claims.db").exists() != store.ON_POSTGRES, "the suite runs on other stores than it says"
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
