"""The decision, clause by clause, as a person sees it in a browser: who asks, for what, how long, how to stop."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from support import browser, program, signin
from support.fhir import Fhir

MEMBER = signin.member(2)
SHARES = {
    "en": {
        "personal": "Information about you",
        "coverage": "Your coverage",
        "claims": "Your claims",
        "drugs": "Your prescription drug claims",
    },
    "es": {
        "personal": "Información sobre usted",
        "coverage": "Su cobertura",
        "claims": "Sus reclamaciones",
        "drugs": "Sus reclamaciones de medicamentos recetados",
    },
}


class Payer:
    """A sandbox of its own, with apps of every kind."""

    def __init__(self, base, data):
        self.base, self.data, self.apps = base, data, {}

    def add(self, name, *flags):
        command = ["app", "add", "--name", name, "--redirect-uri", signin.REDIRECT, *flags, "--data", self.data]
        printed = program.run(*command, check=True).stdout
        self.apps[name] = re.search(r"client_id +(\S+)\nclient_secret +(\S+)", printed).groups()


@pytest.fixture(scope="module")
def payer(tmp_path_factory):
    data = tmp_path_factory.mktemp("consent") / "data"
    with program.sandbox(data, members=5) as sandbox:
        payer = Payer(sandbox.base, data)
        about = ("--description", "Keeps your costs in view.", "--website", "https://budget.example/")
        legal = ("--policy", "https://budget.example/privacy", "--terms", "https://budget.example/terms")
        payer.add("Budget", "--personal-information", "optional", *about, *legal)
        payer.add("Pill box", "--part-d-only", "--access", "one-time", "--personal-information", "never")
        payer.add("Study", "--access", "research-study")
        yield payer


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def wait_for(page, element_id):
    return WebDriverWait(page, 30).until(lambda seen: seen.find_element(By.ID, element_id))


def open_consent(page, payer, app, language="en"):
    """Opens the consent page of an app. Returns the PKCE verifier."""
    verifier, challenge = signin.pkce()
    page.delete_all_cookies()
    page.get(signin.authorize_url(payer.base, challenge, client_id=payer.apps[app][0], lang=language))
    wait_for(page, "username-textbox").send_keys(MEMBER[0])
    page.find_element(By.ID, "password-textbox").send_keys(MEMBER[1])
    page.find_element(By.ID, "login-button").click()
    wait_for(page, "approve")
    return verifier


def decide(page, button):
    """Presses a button. Returns the parameters of the app's callback, where nothing answers."""
    page.find_element(By.ID, button).click()
    end = time.monotonic() + 10
    while not page.current_url.startswith(signin.REDIRECT) and time.monotonic() < end:
        time.sleep(0.05)
    return {name: values[0] for name, values in parse_qs(urlsplit(page.current_url).query).items()}


def tokens(payer, app, callback, verifier):
    answer = signin.exchange(payer.base, callback, verifier, *payer.apps[app])
    assert answer.status_code == 200, answer.text
    return answer.json()


def shared(page):
    """What the page says would be shared."""
    return [item.text for item in page.find_elements(By.CSS_SELECTOR, "section[aria-labelledby=what] li strong")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_asks_for_what_how_long_and_how_to_stop(page, payer, output_folder, language):
    texts = SHARES[language]
    open_consent(page, payer, "Budget", language)
    assert "Budget" in page.find_element(By.ID, "connect_app").text
    main = page.find_element(By.TAG_NAME, "main")
    assert "Keeps your costs in view." in main.text
    links = {link.get_attribute("href") for link in main.find_elements(By.TAG_NAME, "a")}
    assert {f"https://budget.example/{part}" for part in ("", "privacy", "terms")} <= links
    assert any("/connections" in link for link in links), "how to stop"
    assert shared(page) == [texts["coverage"], texts["claims"]], "the rest is a choice"
    assert page.find_element(By.ID, "permission_end_date").text
    page.save_screenshot(str(output_folder / f"consent-choices-{language}.png"))

    open_consent(page, payer, "Pill box", language)
    assert shared(page) == [texts["coverage"], texts["drugs"]]
    assert not page.find_elements(By.NAME, "share_demographic_scopes"), "it never gets any"
    assert ("once" if language == "en" else "una sola vez") in page.find_element(By.ID, "permission_expire_info").text
    open_consent(page, payer, "Study", language)
    assert shared(page) == [texts["personal"], texts["coverage"], texts["claims"]]
    assert not page.find_elements(By.ID, "permission_end_date"), "there is no such day"
    assert ("study" if language == "en" else "estudio") in page.find_element(By.ID, "permission_expire_info").text


def test_nothing_is_shared_that_was_not_chosen_and_what_was_chosen_is_obeyed(page, payer):
    verifier = open_consent(page, payer, "Budget")
    assert page.find_element(By.ID, "radio_1").is_selected() and not page.find_element(By.ID, "radio_0").is_selected()
    assert not page.find_element(By.ID, "share_samhsa_data").is_selected()
    token = tokens(payer, "Budget", decide(page, "approve"), verifier)
    fhir = Fhir(payer.base, token["access_token"])
    assert fhir.get("Patient").status_code == 403 and fhir.get("Coverage").status_code == 200

    verifier = open_consent(page, payer, "Budget")
    # USWDS draws its own mark over the control: a person presses the label.
    page.find_element(By.CSS_SELECTOR, "label[for=radio_0]").click()
    page.find_element(By.CSS_SELECTOR, "label[for=share_samhsa_data]").click()
    again = tokens(payer, "Budget", decide(page, "approve"), verifier)
    assert Fhir(payer.base, again["access_token"]).get("Patient").status_code == 200
    assert fhir.get("Coverage").status_code == 401, "the new consent stands in the place of the old one"
    sees = connections(payer)
    assert "Information about you" in sees and "alcohol and substance use" in sees


def connections(payer):
    """The text of the member's connections."""
    session = requests.Session()
    page = session.get(f"{payer.base}/connections", timeout=30)
    fields = signin.Forms(page.text).forms[0].fields | {"username": MEMBER[0], "password": MEMBER[1]}
    return session.post(page.url, data=fields, timeout=30).text


def test_cancel_changes_nothing(page, payer):
    verifier = open_consent(page, payer, "Budget")
    token = tokens(payer, "Budget", decide(page, "approve"), verifier)
    before = connections(payer)
    open_consent(page, payer, "Budget")
    page.find_element(By.CSS_SELECTOR, "label[for=radio_0]").click()
    callback = decide(page, "deny")
    assert callback["error"] == "access_denied" and "code" not in callback
    fhir = Fhir(payer.base, token["access_token"])
    assert fhir.get("Coverage").status_code == 200 and fhir.get("Patient").status_code == 403
    told = lambda text: re.sub(r'value="[^"]*"', "", text)
    assert told(connections(payer)).count("Budget") == told(before).count("Budget")
    assert "Information about you" not in connections(payer)
