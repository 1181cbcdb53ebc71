"""A real browser walks the test client: start, sign in, consent, then every resource, with paging."""

import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from support import browser, signin

RESOURCES = ("Patient", "Coverage", "ExplanationOfBenefit")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request, tmp_path):
    """A browser; the pages must work in both forms."""
    with browser.chromium(tmp_path / "profile", javascript=request.param) as opened:
        yield opened


def until(page, condition):
    """Waits until the page is as it should be, whatever is still being replaced."""
    passing = (NoSuchElementException, StaleElementReferenceException)
    return WebDriverWait(page, 30, ignored_exceptions=passing).until(condition)


def click(page, text):
    """Follows a link by its text."""
    until(page, lambda seen: seen.find_element(By.LINK_TEXT, text)).click()


def wait_for(page, element_id):
    """Waits for an element, since a form's answer comes through redirects."""
    return until(page, lambda seen: seen.find_element(By.ID, element_id))


def heading_has(page, *texts):
    """Waits for a page whose heading has these texts."""
    heading = lambda seen: seen.find_element(By.TAG_NAME, "h2").text
    return until(page, lambda seen: all(text in heading(seen) for text in texts))


def sign_in(page, number):
    """Fills in the sandbox's sign-in page."""
    username, password = signin.member(number)
    wait_for(page, "username-textbox").send_keys(username)
    page.find_element(By.ID, "password-textbox").send_keys(password)
    page.find_element(By.ID, "login-button").click()


def begin(page, base):
    """From the test client's first page to the sign-in page."""
    page.get(f"{base}/testclient")
    click(page, "Get a Sample Authorization Token (v3)")
    click(page, "Authorize as a Beneficiary")


def text_of(page):
    """All text that is shown."""
    return page.find_element(By.TAG_NAME, "body").text


def has_link(page, text):
    """Whether a link with this text is on the page."""
    try:
        return bool(page.find_element(By.LINK_TEXT, text))
    except NoSuchElementException:
        return False


def test_the_walk(page, base, output_folder):
    begin(page, base)
    sign_in(page, 7)
    wait_for(page, "approve")
    assert "Sandbox" in text_of(page)
    page.save_screenshot(str(output_folder / "consent.png"))
    page.find_element(By.ID, "approve").click()
    until(page, lambda seen: has_link(seen, "ExplanationOfBenefit"))
    page.save_screenshot(str(output_folder / "testclient.png"))

    for resource in RESOURCES:
        click(page, resource)
        heading_has(page, "Response (", resource)
        page.save_screenshot(str(output_folder / f"testclient-{resource}.png"))
        if resource == "ExplanationOfBenefit":
            first = text_of(page)
            click(page, "next")
            until(page, lambda seen: text_of(seen) != first)
            click(page, "previous" if has_link(page, "previous") else "first")
            until(page, lambda seen: text_of(seen) == first)

    click(page, "Profile")
    heading_has(page, "Profile (OIDC Userinfo)")


def test_cancel_comes_back_without_a_token(page, base):
    begin(page, base)
    sign_in(page, 7)
    wait_for(page, "deny").click()
    until(page, lambda seen: "access_denied" in text_of(seen))
    assert not has_link(page, "ExplanationOfBenefit")


def test_a_wrong_password_says_so_and_keeps_the_name(page, base):
    begin(page, base)
    wait_for(page, "username-textbox").send_keys("BBUser00007")
    page.find_element(By.ID, "password-textbox").send_keys("wrong")
    page.find_element(By.ID, "login-button").click()
    wait_for(page, "sign-in-problem")  # stands on the new page only; the field stands on both
    assert page.find_element(By.ID, "username-textbox").get_attribute("value") == "BBUser00007"
    assert page.find_element(By.ID, "password-textbox").get_attribute("value") == ""
    assert page.find_element(By.CSS_SELECTOR, "[role=alert], .usa-alert").text
