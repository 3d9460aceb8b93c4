"""The page of a run in a browser: it filters, it prints whole, and nothing in it runs or leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_browser import CHROMIUM, FLAGS, HOSTILE
from test_browser import faults as axe_faults
from test_report_page import DECLINED, LIBRARY, RIGHT, WRONG, report

from bot.evaluation.report_page import report_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of three questions, opened from a file; whatever is asked of anybody fails the test."""
    hostile = replace(WRONG, id="Q4", question=HOSTILE, language="fr", type=HOSTILE)
    file = tmp_path / "report.html"
    file.write_text(report_page(report(RIGHT, WRONG, DECLINED, hostile), LIBRARY), encoding="utf-8")
    opened = browser.new_page()
    asked: list[str] = []
    told: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    assert asked == [file.as_uri()]
    assert told == []
    assert opened.evaluate("window.ran") is None
    opened.close()


def ids(page: Page) -> list[str]:
    """The questions that are shown."""
    return [each.inner_text() for each in page.locator(".case .id").all() if each.is_visible()]


def test_questions_to_look_at_are_shown_first_and_filters_show_others(page: Page) -> None:
    expect(page.locator("output")).to_have_text("2 of 4")
    assert ids(page) == ["Q2", "Q4"]

    page.locator("[data-filter=language]").select_option("fr")
    assert ids(page) == ["Q4"]
    page.locator("[data-filter=language]").select_option("")
    page.locator("[data-filter=state]").select_option("")
    page.locator("[data-filter=text]").fill("WEATHER")
    assert ids(page) == ["Q3"]
    page.locator("[data-filter=text]").fill("")
    page.locator("[data-filter=source]").select_option("deck")
    assert ids(page) == ["Q2", "Q4", "Q1", "Q3"]


def test_a_marker_leads_to_the_slide_it_cites(page: Page) -> None:
    page.locator(".case summary").first.click()
    page.locator(".case").first.get_by_role("link", name="[2]").click()

    assert page.url.endswith("#q1-c2")
    expect(page.locator(".case").first.locator("mark").first).to_be_visible()


def test_all_that_is_shown_opens_at_once(page: Page) -> None:
    page.get_by_role("button", name="Open all shown").click()
    assert page.locator("details.case[open]").count() == 2
    page.get_by_role("button", name="Open all shown").click()
    assert page.locator("details.case[open]").count() == 0


def test_the_print_has_what_was_folded_and_no_filters(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".case.wrong .face").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_axe_finds_nothing_wrong(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(report_page(report(RIGHT, WRONG, DECLINED), LIBRARY), encoding="utf-8")
    context = browser.new_context(bypass_csp=True)  # axe-core is a script of its own
    page = context.new_page()
    page.goto(file.as_uri())
    page.get_by_role("button", name="Open all shown").click()

    assert axe_faults(page) == []
    context.close()


def test_nothing_hangs_over_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_role("button", name="Open all shown").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
