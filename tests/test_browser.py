from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import uvicorn
from fakes import (
    DECK,
    JOBS,
    PAGES,
    REPORT,
    REPORT_PAGE,
    SHARE,
    FakeAnswerer,
    FakeLibrary,
    cite,
    jobs,
    make_page,
)
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright

import ui
from bot.types import Answer
from ingest.errors import NoIndexError
from ingest.types import Link

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

pytestmark = [
    pytest.mark.browser,
    # Gradio sums up its queue in ways that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting':DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium"),
]

HOSTILE = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>${window.ran=1}{{ran}} **b** $$x$$'
LEAK = "![x](http://leak.example/x.png) <img src='http://leak.example/y.png'>"

WICKED = make_page(6, ("title", HOSTILE), ("bullet", HOSTILE), ("row", f"{HOSTILE} | {LEAK}"), notes=HOSTILE)
LIBRARY = FakeLibrary(
    pages=(*PAGES, REPORT_PAGE, replace(WICKED, links=(Link(text="Run", url="javascript:window.ran=1"),))),
    sources=(replace(DECK, title=f"Briefing {HOSTILE}"), REPORT),
)


def answers(question: str) -> Iterator[Answer]:
    if "break" in question:
        raise NoIndexError("No index here. Build it: rapporteur ingest")
    if "slowly" in question:
        for _ in range(100):
            yield replace(jobs(LIBRARY), text="A beginning", citations=(), final=False)
            time.sleep(0.05)
    if "wicked" in question:
        cited = cite(LIBRARY, "deck", 6, HOSTILE)
        yield replace(jobs(LIBRARY), text=f"{HOSTILE} {LEAK} [1]\n\n# {HOSTILE}", citations=(cited,))
        return
    yield from FakeAnswerer().stream(question)


@contextlib.contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of an application while it is served from a thread."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    app = ui.create_app(
        FakeAnswerer(answers),
        LIBRARY,
        title="Rapporteur",
        examples=["How many jobs?", "What is a cooperative?"],
    )
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


Opener = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Opener]:
    """Opens the page as a new visitor; afterwards nothing was asked of another host and no script failed."""
    contexts = []
    elsewhere: list[str] = []
    faults: list[str] = []

    def look_at(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            elsewhere.append(url)

    def opening(address: str = site, *, width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: look_at(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        expect(page.locator("#ask textarea")).to_be_visible()
        return page

    yield opening
    ran = [page.evaluate("window.ran") for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert faults == []
    assert not any(ran)


def ask(page: Page, question: str) -> None:
    before = page.locator("#chat .user-row").count()
    page.locator("#ask textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .user-row")).to_have_count(before + 1)
    expect(page.locator("#chat .answer")).to_have_count(before + 1)
    expect(page.locator("#chat .answer").last).to_have_class(re.compile(r"\bfinal\b"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.outerHTML"))


def test_an_example_is_asked_and_its_citation_opens_the_slide_with_the_quotation_marked(
    visit: Opener,
) -> None:
    page = visit()
    page.get_by_role("button", name="How many jobs?").click()
    answer = page.locator("#chat .answer.final")
    expect(answer).to_contain_text(JOBS)
    expect(page.locator("#start")).to_be_hidden()
    answer.locator("a.cite").first.click()
    expect(page.locator("#panel mark")).to_have_text(JOBS)
    expect(page.locator("#panel mark")).to_be_in_viewport()
    expect(page.locator("#panel .bar strong")).to_have_text("Slide 2 of 6")
    assert page.url.endswith("/")


def test_the_keyboard_opens_turns_and_closes_the_panel_and_comes_back_to_the_chip(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    second = page.locator("#chat .text a.cite").nth(1)
    second.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_have_text(SHARE)
    assert focused(page) == "panel"
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel article")).to_have_attribute("aria-label", re.compile("^Slide 3 of"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#panel article")).to_have_attribute("aria-label", re.compile("^Slide 2 of"))
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(second).to_be_focused()


def test_the_whole_list_of_quotations_of_a_slide_opens_at_once(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.locator("#chat .cited a.where").click()
    expect(page.locator("#panel mark")).to_have_text([JOBS, SHARE])


def test_a_click_with_a_modifier_opens_the_slide_in_a_tab_of_its_own(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    with page.context.expect_page() as opened:
        page.locator("#chat .text a.cite").first.click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator("body.alone mark")).to_have_text(JOBS)
    expect(page.locator("#panel")).to_be_hidden()


def test_the_sources_open_in_the_panel_and_lead_to_their_slides(visit: Opener) -> None:
    page = visit()
    page.get_by_role("link", name="Sources").click()
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Annual report")
    panel.get_by_role("link", name="Annual report").click()
    expect(panel).to_contain_text("Employment grew in every region.")


def test_a_follow_up_and_a_fresh_start(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    ask(page, "What about Mars?")
    refused = page.locator("#chat .answer.not_in_sources")
    expect(refused).to_contain_text("Not in the sources")
    refused.get_by_role("link").click()
    expect(page.locator("#panel blockquote")).to_contain_text("autonomous association")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .answer")).to_have_count(0)
    expect(page.locator("#start")).to_be_visible()
    expect(page.locator("#panel")).to_be_hidden()


def test_a_fault_looks_like_one_and_keeps_the_question(visit: Opener) -> None:
    page = visit()
    ask(page, "Does it break?")
    failed = page.locator("#chat .answer.failed")
    expect(failed).to_contain_text("Something went wrong")
    expect(failed).to_contain_text("No index here. Build it: rapporteur ingest")
    expect(page.locator("#ask textarea")).to_have_value("Does it break?")


def test_a_question_that_is_too_long_is_refused_and_kept(visit: Opener) -> None:
    page = visit()
    page.locator("#ask textarea").fill("x" * 2001)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("at most 2,000 characters; this one has 2,001")
    expect(page.locator("#ask textarea")).to_have_value("x" * 2001)
    expect(page.locator("#chat .user-row")).to_have_count(0)


def test_a_slow_answer_grows_and_can_be_stopped(visit: Opener) -> None:
    page = visit()
    page.locator("#ask textarea").fill("How many jobs, slowly?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer.growing")).to_contain_text("A beginning")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.wait_for_timeout(500)  # Gradio drops what is sent within 0.1 s of a stop
    ask(page, "How many jobs?")
    expect(page.locator("#chat .answer").first).to_contain_text("A beginning")
    expect(page.locator("#chat .answer").last).to_contain_text(JOBS)


def test_two_visitors_never_see_each_other(visit: Opener) -> None:
    one, two = visit(), visit()
    ask(one, "How many jobs?")
    ask(two, "What about Mars?")
    ask(one, "What about Venus?")
    expect(one.locator("#chat .question")).to_have_text(["How many jobs?", "What about Venus?"])
    expect(two.locator("#chat .question")).to_have_text(["What about Mars?"])


def test_markup_in_question_answer_and_slide_is_shown_and_never_run(visit: Opener) -> None:
    page = visit()
    question = f"wicked {HOSTILE}\n{LEAK}\n\n# heading"
    page.locator("#ask textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer.final")).to_be_visible()
    expect(page.locator("#chat .question")).to_have_text(question.replace("\n", ""), use_inner_text=False)
    expect(page.locator("#chat .answer .text")).to_contain_text(
        "<script>window.ran=1</script>${window.ran=1}{{ran}}"
    )
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel mark")).to_have_text(HOSTILE)
    expect(page.locator("#panel td").first).to_have_text(HOSTILE)
    expect(page.locator("#panel a", has_text="Run")).to_have_count(0)
    page.get_by_role("link", name="Sources").click()
    expect(page.locator("#panel .source-list")).to_contain_text(HOSTILE)
    assert page.locator("#chat img, #panel img").count() == 0


def test_a_reader_of_the_screen_hears_the_answer_once_and_knows_every_button(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    expect(page.locator("body > [role=status]")).to_contain_text(
        f"Answer: Slide 2 says: {JOBS}", use_inner_text=False
    )
    assert page.locator("#chat [aria-label*='<']").count() == 0
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    expect(page.locator("#chat a.cite").first).to_have_accessible_name("source 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_slide_covers_the_chat_and_nothing_runs_off_the_side(
    visit: Opener, scheme: str
) -> None:
    page = visit(width=390, height=480, scheme=scheme)
    ask(page, "How many jobs?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#chat .text a.cite").nth(1).click()
    panel = page.get_by_role("dialog")
    expect(panel.locator("mark")).to_be_in_viewport()
    box = panel.bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert page.evaluate("document.querySelector('gradio-app').inert")
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    assert not page.evaluate("document.querySelector('gradio-app').inert")


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const paint = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const shown = element.checkVisibility({visibilityProperty: true});
    if (!words || !shown || element.closest(".unseen, .sr-only, script, style")) continue;
    const behind = [];
    for (let up = element; up; up = up.parentElement) behind.unshift(getComputedStyle(up).backgroundColor);
    const ground = light(paint(["white", ...behind]));
    const ink = light(paint(["white", ...behind, getComputedStyle(element).color]));
    const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${element.tagName} ${element.textContent.slice(0, 40)}`);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(visit: Opener, scheme: str) -> None:
    page = visit(scheme=scheme)
    assert page.evaluate(CONTRAST) == []
    ask(page, "How many jobs?")
    ask(page, "What about Mars?")
    ask(page, "Does it break?")
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    assert page.evaluate(CONTRAST) == []
    page.get_by_role("link", name="Sources").click()
    expect(page.locator("#panel .source-list")).to_be_visible()
    assert page.evaluate(CONTRAST) == []


def test_the_site_works_below_a_path(visit: Opener) -> None:
    inner = ui.create_app(FakeAnswerer(), LIBRARY, title="Rapporteur", examples=[])
    parent = FastAPI(lifespan=inner.router.lifespan_context)
    parent.mount("/chat", inner)
    with served(parent) as address:
        page = visit(f"{address}/chat/")
        ask(page, "How many jobs?")
        page.locator("#chat a.cite").first.click()
        expect(page.locator("#panel mark")).to_have_text(JOBS)
        page.locator("#panel").get_by_role("link", name="Next slide").click()
        expect(page.locator("#panel article")).to_have_attribute("aria-label", re.compile("^Slide 3 of"))
