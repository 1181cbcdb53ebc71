"""Every page that people read, held against axe's rules in a real browser, in both languages and on a small screen."""

import time

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from support import browser, signin
from support.accessibility import hold, screen

MEMBER = 11
LANGUAGES = ("en", "es")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """One browser for all of it."""
    with browser.chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def wait_for(page, element_id):
    """Waits for an element: a form's answer comes through redirects."""
    return WebDriverWait(page, 30).until(lambda seen: seen.find_element(By.ID, element_id))


def sign_in(page):
    """Fills in the sign-in form that is open."""
    username, password = signin.member(MEMBER)
    wait_for(page, "username-textbox").send_keys(username)
    page.find_element(By.ID, "password-textbox").send_keys(password)
    page.find_element(By.ID, "login-button").click()


def open_consent(page, base, language="en"):
    """From an app's request to the consent page."""
    page.get(signin.authorize_url(base, signin.pkce()[1]) + f"&lang={language}")
    sign_in(page)
    wait_for(page, "approve")


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_pages(page, base, language):
    wrong = []
    for path in ("/", "/sandbox", "/connections/sign-in", "/no-such-page", "/testclient", "/v3/o/authorize/"):
        page.get(f"{base}{path}?lang={language}")
        assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
        hold(page, wrong)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_in_and_consent(page, base, output_folder, language):
    wrong = []
    page.get(signin.authorize_url(base, signin.pkce()[1]) + f"&lang={language}")
    wait_for(page, "username-textbox").send_keys("nobody")
    hold(page, wrong)
    page.find_element(By.ID, "password-textbox").send_keys("wrong")
    page.find_element(By.ID, "login-button").click()
    wait_for(page, "sign-in-problem")
    hold(page, wrong)
    page.find_element(By.ID, "username-textbox").clear()
    sign_in(page)
    wait_for(page, "approve")
    hold(page, wrong)
    with screen(page, 320, 800):
        page.save_screenshot(str(output_folder / f"consent-320-{language}.png"))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_my_connections(page, base, output_folder, language):
    signin.token_for(base, *signin.member(MEMBER))
    page.delete_all_cookies()
    wrong = []
    page.get(f"{base}/connections?lang={language}")
    sign_in(page)
    wait_for(page, "sign-out")
    hold(page, wrong)
    page.save_screenshot(str(output_folder / f"connections-{language}.png"))
    # Two clicks stop sharing: one asks, one does it.
    page.find_element(By.CSS_SELECTOR, "a[href*='/stop']").click()
    wait_for(page, "stop-sharing")
    hold(page, wrong)
    detail = page.current_url.replace("/stop", "")
    page.get(detail)
    wait_for(page, "doings")
    hold(page, wrong)
    page.find_element(By.CSS_SELECTOR, "a[href*='/stop']").click()
    wait_for(page, "stop-sharing").click()
    wait_for(page, "sharing-ended")
    hold(page, wrong)
    assert page.find_element(By.ID, "no-connections").text
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_my_card_on_the_screen_and_on_paper(page, base, output_folder, language):
    page.delete_all_cookies()
    wrong = []
    page.get(f"{base}/connections?lang={language}")
    sign_in(page)
    wait_for(page, "my-card").click()
    card = wait_for(page, "card-1")
    hold(page, wrong)
    page.save_screenshot(str(output_folder / f"card-{language}.png"))
    assert page.find_element(By.CSS_SELECTOR, "header").is_displayed() and card.is_displayed()
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not page.find_element(By.CSS_SELECTOR, "header").is_displayed(), "paper has no navigation"
        assert not page.find_element(By.CSS_SELECTOR, "footer").is_displayed()
        assert card.is_displayed()
        hold(page, wrong)
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert not wrong, "\n".join(wrong)


def test_the_test_client(page, base):
    page.delete_all_cookies()
    wrong = []
    page.get(f"{base}/testclient")
    page.find_element(By.LINK_TEXT, "Get a Sample Authorization Token (v3)").click()
    hold(page, wrong)
    page.find_element(By.LINK_TEXT, "Authorize as a Beneficiary").click()
    sign_in(page)
    wait_for(page, "approve").click()
    WebDriverWait(page, 30).until(lambda seen: seen.find_elements(By.LINK_TEXT, "ExplanationOfBenefit"))
    hold(page, wrong)
    for resource in ("Patient", "Coverage", "ExplanationOfBenefit", "Profile"):
        page.find_element(By.LINK_TEXT, resource).click()
        hold(page, wrong)
    assert not wrong, "\n".join(wrong)


def test_what_is_not_accessible_is_found(page, base):
    page.get(f"{base}/connections/sign-in")
    script = "document.querySelector('label').remove(); document.querySelector('h1').style.width = '50rem'"
    page.execute_script(script)
    wrong = []
    hold(page, wrong)
    assert any("username-textbox" in line for line in wrong), wrong
    assert any("wider than 320 px" in line for line in wrong), wrong


def test_consent_by_keyboard(page, base):
    page.delete_all_cookies()
    open_consent(page, base)
    page.execute_script("document.body.focus()")
    reached = []
    for _ in range(40):
        page.switch_to.active_element.send_keys(Keys.TAB)
        focused = page.switch_to.active_element
        reached.append(focused.get_attribute("id"))
        style = "const s = getComputedStyle(arguments[0]); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'"
        if focused.tag_name in ("a", "button"):
            assert page.execute_script(style, focused), f"focus is not seen on {focused.get_attribute('outerHTML')}"
        if reached[-1] == "approve":
            break
    assert reached[-1] == "approve", reached
    assert reached.index("share_samhsa_data") < reached.index("approve"), reached
    assert not page.find_element(By.ID, "share_samhsa_data").is_selected(), "off until chosen"
    page.find_element(By.ID, "share_samhsa_data").send_keys(Keys.SPACE)
    assert page.find_element(By.ID, "share_samhsa_data").is_selected()
    page.find_element(By.ID, "deny").send_keys(Keys.ENTER)
    end = time.monotonic() + 10
    # The app's own address does not answer here: that the browser went there is what counts.
    while "error=access_denied" not in page.current_url and time.monotonic() < end:
        time.sleep(0.1)
    assert "error=access_denied" in page.current_url


@pytest.mark.parametrize(
    ("language", "heading", "duration", "switch"),
    [
        ("en", "Connect your Medicare claims", "TestApp will have access to your data for 13 months, until", "Cambiar a español"),
        ("es", "Desea compartir sus datos de Medicare", "13 meses", "Change to English"),
    ],
)
def test_the_consent_page_has_the_names_that_clients_know(page, base, language, heading, duration, switch):
    page.delete_all_cookies()
    open_consent(page, base, language)
    assert heading in page.find_element(By.ID, "connect_app").text
    assert duration in page.find_element(By.ID, "permission_expire_info").text
    assert page.find_element(By.ID, "permission_end_date").text
    assert page.find_element(By.ID, "deny")
    assert page.find_element(By.LINK_TEXT, switch)
    link = page.find_element(By.CSS_SELECTOR, "section a[href*='/connections']")
    assert link.get_attribute("target") == "_blank", "the decision must not be lost"
