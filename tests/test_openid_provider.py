"""Members of a payer sign in at its own OpenID Connect provider: npm `oidc-provider`, `bluestem serve`, a browser."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from support import browser, payer, program, signin
from support.accessibility import hold
from support.fhir import Fhir

MEMBER, STRANGER = "member-1", "stranger"


class Running:
    """A payer with its provider, up and running."""

    def __init__(self, base, client, secret):
        self.base, self.client, self.secret = base, client, secret

    def authorize(self, challenge, **changes):
        return signin.authorize_url(self.base, challenge, client_id=self.client, **changes)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """`bluestem serve` with the provider as its configuration names it."""
    owner = payer.Payer(tmp_path_factory.mktemp("payer"))
    client, secret = owner.add_app("Budget", signin.REDIRECT)
    port, provider = program.free_port(), program.free_port()
    base = f"http://localhost:{port}"
    people = {MEMBER: {"mbi": owner.mbis[0]}, STRANGER: {"mbi": "1S00E00AA99"}, "no-number": {}}
    issuer = f'provider = "oidc"\nissuer = "http://localhost:{provider}"\nmbi_claim = "mbi"\nuserinfo = true\n'
    config = owner.config(port, issuer)
    checked = program.run("check-config", "--config", config, check=True).stdout
    assert "sign in at Example Health" in checked and f"{base}/sign-in/callback" in checked
    with payer.openid_provider(provider, base, people), program.Running("serve", "--config", config):
        yield Running(base, client, secret)


@pytest.fixture
def page(tmp_path):
    """A browser with nothing in it."""
    with browser.chromium(tmp_path / "profile") as opened:
        yield opened


def wait_for(page, element_id):
    return WebDriverWait(page, 30).until(lambda seen: seen.find_element(By.ID, element_id))


def accessible(page):
    """Holds the page that is open against the rules, at every width."""
    wrong = []
    hold(page, wrong)
    assert not wrong, "\n".join(wrong)


def at_provider(page, login):
    """From our sign-in page through the provider's."""
    wait_for(page, "login-button").click()
    WebDriverWait(page, 30).until(lambda seen: seen.find_element(By.NAME, "login")).send_keys(login)
    page.find_element(By.NAME, "password").send_keys("any")
    page.find_element(By.CSS_SELECTOR, "button[type=submit]").click()


def sent_back(page):
    """The parameters with which the app's callback is reached; nothing answers there."""
    end = time.monotonic() + 10
    while not page.current_url.startswith(signin.REDIRECT) and time.monotonic() < end:
        time.sleep(0.1)
    return {name: values[0] for name, values in parse_qs(urlsplit(page.current_url).query).items()}


def test_a_member_signs_in_shares_and_the_app_reads(running, page, output_folder):
    verifier, challenge = signin.pkce()
    page.get(running.authorize(challenge))
    assert "Budget" in page.find_element(By.TAG_NAME, "main").text
    accessible(page)
    page.save_screenshot(str(output_folder / "sign-in-elsewhere.png"))
    at_provider(page, MEMBER)
    wait_for(page, "approve").click()
    answer = signin.exchange(running.base, sent_back(page), verifier, running.client, running.secret)
    assert answer.status_code == 200, answer.text
    token = answer.json()
    claims = Fhir(running.base, token["access_token"]).search("ExplanationOfBenefit")
    assert claims and {claim["patient"]["reference"] for claim in claims} == {f"Patient/{token['patient']}"}


@pytest.mark.parametrize(
    ("language", "login", "told"),
    [
        ("en", STRANGER, "we found no record of you"),
        ("es", STRANGER, "no encontramos ningún registro suyo"),
        ("en", "no-number", "we found no record of you"),
    ],
)
def test_who_has_no_record_reads_what_happened_and_what_to_do(running, page, language, login, told):
    page.get(running.authorize(signin.pkce()[1], lang=language))
    at_provider(page, login)
    assert told in wait_for(page, "sign-in-problem").text
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
    accessible(page)
    # Somebody else may sign in now, in the same browser, and the app may be told that nobody did.
    at_provider(page, MEMBER)
    assert wait_for(page, "approve")


def test_who_turns_back_at_the_provider_is_back_at_the_beginning(running, page):
    page.get(running.authorize(signin.pkce()[1]))
    wait_for(page, "login-button").click()
    WebDriverWait(page, 30).until(lambda seen: seen.find_element(By.PARTIAL_LINK_TEXT, "Cancel")).click()
    assert "You did not sign in" in wait_for(page, "sign-in-problem").text
    page.find_element(By.ID, "sign-in-cancel").click()
    assert sent_back(page)["error"] == "access_denied"


def test_my_connections_and_out_again(running, page):
    page.get(f"{running.base}/connections?lang=es")
    at_provider(page, MEMBER)
    wait_for(page, "sign-out").click()
    wait_for(page, "sign-out-elsewhere")
    accessible(page)
    page.find_element(By.ID, "sign-out-elsewhere").click()
    # The provider asks whether to end its own session, and sends the person home.
    WebDriverWait(page, 30).until(lambda seen: seen.find_element(By.NAME, "logout")).click()
    WebDriverWait(page, 30).until(lambda seen: seen.current_url == f"{running.base}/")
    page.get(f"{running.base}/connections")
    assert wait_for(page, "login-button")


def test_an_answer_is_good_in_the_browser_that_left_alone(running):
    """Login CSRF: the attacker's answer in the victim's browser. Session fixation: the victim's in the attacker's."""
    victim, attacker = requests.Session(), requests.Session()
    for session in (victim, attacker):
        begun = session.get(running.authorize(signin.pkce()[1]), timeout=30)
        session.here = begun.url
    answer = answer_of(attacker)
    assert "took too long" in victim.get(answer, timeout=30).text
    assert victim.get(answer, timeout=30).status_code == 400
    # What the visit began for says where it goes on, and no parameter.
    elsewhere = "https://evil.example/"
    done = attacker.get(f"{answer}&next={elsewhere}&redirect_uri={elsewhere}", timeout=30)
    assert done.url.startswith(running.base), done.url
    assert done.status_code == 200 and 'id="approve"' in done.text, "the answer was not used up by others"
    again = attacker.get(answer, timeout=30)
    assert again.status_code == 400, "it works once"
    assert 'id="approve"' not in victim.get(victim.here, timeout=30).text


def answer_of(session):
    """Signs the member in at the provider, and returns where it sends the browser back to, which is not followed."""
    leave = session.here.split("?")[0] + "leave"
    answer = session.get(leave, allow_redirects=False, timeout=30)
    for _ in range(12):
        if answer.is_redirect:
            target = requests.compat.urljoin(answer.url, answer.headers["Location"])
            if "/sign-in/callback" in target:
                return target
            answer = session.get(target, allow_redirects=False, timeout=30)
        else:
            form = next(form for form in signin.Forms(answer.text).forms if "login" in form.fields)
            fields = form.fields | {"login": MEMBER, "password": "any"}
            target = requests.compat.urljoin(answer.url, form.action)
            answer = session.post(target, data=fields, allow_redirects=False, timeout=30)
    raise AssertionError("the provider goes round in circles")
