"""A page held against axe's rules, at full width, at 200 % zoom and on a small screen."""

from contextlib import contextmanager

from support.program import ROOT

AXE = ROOT / "tests/axe/node_modules/axe-core/axe.min.js"
# WCAG 2.2 AA, which is what axe can tell of it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What fails the test: what hinders people.
GRAVE = ("serious", "critical")


@contextmanager
def screen(page, width, height):
    """The window as a screen of this size sees it, in CSS pixels."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        yield
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def graves(page):
    """What axe finds, in one line each."""
    page.execute_script(AXE.read_text())
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    script = "const done = arguments[1]; axe.run(document, arguments[0]).then(done, e => done({error: String(e)}))"
    result = page.execute_async_script(script, options)
    assert "error" not in result, result
    found = [rule for rule in result["violations"] if rule["impact"] in GRAVE]
    return [f"{page.current_url}: {rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def too_wide(page):
    """How many CSS pixels the page is wider than the screen: such a page must be moved sideways to be read."""
    return page.execute_script("return document.documentElement.scrollWidth - window.innerWidth")


def hold(page, wrong):
    """Notes what is wrong with the page that is open, at full width, at 200 % zoom and at 320 px."""
    wrong += graves(page)
    # 640 pixels are what 200 % leaves of a window of 1280; 320 what a small phone has (WCAG 1.4.10).
    for width in (640, 320):
        with screen(page, width, 800):
            if too_wide(page) > 0:
                wrong.append(f"{page.current_url}: wider than {width} px by {too_wide(page)}")
            wrong += graves(page)
