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
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
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
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

import ui
from bot.page.feedback import Feedback
from bot.page.routes import Site
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
    if "several" in question:
        both = jobs(LIBRARY)
        other = cite(LIBRARY, "deck", 5, "An autonomous association of persons", marker=3)
        text = f"{both.text}\n\nAn autonomous association of persons [3]"
        yield replace(both, text=text, citations=(*both.citations, other))
        return
    if "slowly" in question:
        for _ in range(100):
            yield replace(jobs(LIBRARY), text="A beginning", citations=(), final=False)
            time.sleep(0.05)
    if "wicked" in question:
        cited = cite(LIBRARY, "deck", 6, HOSTILE)
        yield replace(jobs(LIBRARY), text=f"{HOSTILE} {LEAK} [1]\n\n# {HOSTILE}", citations=(cited,))
        return
    yield from FakeAnswerer().stream(question)


ANSWERER = FakeAnswerer(answers)
SAVED: list[Feedback] = []
SITE = Site(
    answerer=ANSWERER,
    library=LIBRARY,
    title="Rapporteur",
    examples=lambda _: ["How many jobs?", "What is a cooperative?"],
    suggest=lambda _, language: [f"How many jobs in Asia? ({language})"],
    save=SAVED.append,
    operator="A secretariat",
)


@contextlib.contextmanager
def served(app: FastAPI, port: int = 0) -> Iterator[str]:
    """The address of an application while it is served from a thread."""
    listening = socket.create_server(("127.0.0.1", port))
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
    with served(ui.create_app(SITE)) as address:
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

    def opening(
        address: str = site,
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        locale: str = "en-US",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=locale,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: look_at(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        expect(page.locator("#ask textarea")).to_be_visible()
        expect(page.get_by_text("Loading...")).to_have_count(0)
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
    assert "/?source=deck&page=2&span=" in page.url


def test_the_browsers_back_shuts_the_slide_and_nothing_else(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.locator("#chat .text a.cite").first.click()
    expect(page.locator("#panel mark")).to_be_in_viewport()
    page.locator("#panel").get_by_role("link", name="Next page").click()
    expect(page.locator("#panel article")).to_have_attribute("aria-label", re.compile("^Slide 3 of"))
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#chat .answer.final")).to_contain_text(JOBS)
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
    refused.locator("a.where").click()
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
    for asked in (1, 3):  # twice: what is on its way when an answer is stopped must not come back
        page.locator("#ask textarea").fill("How many jobs, slowly?")
        page.keyboard.press("Enter")
        expect(page.locator("#chat .answer.growing")).to_contain_text("A beginning")
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("button", name="Send")).to_be_visible()
        expect(page.locator("#chat .answer.growing")).to_have_count(0)
        page.wait_for_timeout(500)  # Gradio drops what is sent within 0.1 s of a stop
        ask(page, "How many jobs?")
        expect(page.locator("#chat .answer").nth(asked - 1)).to_contain_text("A beginning")
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
    expect(page.locator("body > [role=status]").first).to_contain_text(
        f"Answer: Slide 2 says: {JOBS}", use_inner_text=False
    )
    assert page.locator("#chat [aria-label*='<']").count() == 0
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    expect(page.locator("#chat a.cite").first).to_have_accessible_name("source 1")
    assert "Copy" not in page.locator("body > [role=status]").first.inner_text()


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
    inner = ui.create_app(SITE)
    parent = FastAPI(lifespan=inner.router.lifespan_context)
    parent.mount("/chat", inner)
    with served(parent) as address:
        page = visit(f"{address}/chat/")
        ask(page, "How many jobs?")
        page.locator("#chat a.cite").first.click()
        expect(page.locator("#panel mark")).to_have_text(JOBS)
        page.locator("#panel").get_by_role("link", name="Next page").click()
        expect(page.locator("#panel article")).to_have_attribute("aria-label", re.compile("^Slide 3 of"))


# --- The conversation


def test_a_conversation_outlives_a_reload_and_goes_on(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.reload()
    expect(page.locator("#chat .answer.final")).to_contain_text(JOBS)
    expect(page.locator("#start")).to_be_hidden()
    ask(page, "And jobs in Asia?")
    expect(page.locator("#chat .question")).to_have_text(["How many jobs?", "And jobs in Asia?"])
    asked = ANSWERER.asked[-1]
    assert asked[0] == "And jobs in Asia?"
    assert next(turn.content for turn in asked[1]) == "How many jobs?"


def test_earlier_conversations_are_listed_opened_and_deleted(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .answer")).to_have_count(0)
    ask(page, "What about Mars?")
    page.get_by_role("button", name="Menu").click()
    menu = page.get_by_role("dialog", name="Menu")
    menu.get_by_role("button", name="How many jobs?", exact=True).click()
    expect(menu).to_be_hidden()
    expect(page.locator("#chat .question")).to_have_text(["How many jobs?"])
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Menu").click()
    menu.get_by_role("button", name="Delete the conversation “How many jobs?”").click()
    expect(page.locator("#chat .question")).to_have_count(0)
    menu.get_by_role("button", name="Delete all").click()
    expect(menu).to_contain_text("None yet.")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_two_tabs_never_overwrite_each_other(visit: Opener) -> None:
    one = visit()
    ask(one, "How many jobs?")
    two = one.context.new_page()
    two.goto(one.url)
    expect(two.locator("#start")).to_be_visible()
    ask(two, "What about Mars?")
    ask(one, "And jobs in Asia?")
    two.get_by_role("button", name="Menu").click()
    listed = two.locator("#menu li button:first-child")
    expect(listed).to_have_text(["How many jobs?", "What about Mars?"])
    listed.first.click()
    expect(two.locator("#chat .question")).to_have_count(2)
    ask(two, "jobs, several")
    expect(one.locator("#chat .question")).to_have_text(
        ["How many jobs?", "And jobs in Asia?", "jobs, several"]
    )
    ask(one, "What about Venus?")
    two.reload()
    expect(two.locator("#chat .question")).to_have_count(4)


def test_a_question_stands_there_at_once_and_what_is_typed_meanwhile_is_kept(visit: Opener) -> None:
    page = visit()

    def slowly(route: Route) -> None:
        time.sleep(0.7)
        route.continue_()

    page.route("**/gradio_api/queue/join*", slowly)
    page.locator("#ask textarea").fill("How many jobs?")
    page.keyboard.press("Enter")
    expect(page.locator("#underway")).to_contain_text("How many jobs?")
    page.keyboard.type("And jobs in Asia?")
    expect(page.locator("#chat .answer.final")).to_contain_text(JOBS)
    expect(page.locator("#underway")).to_be_hidden()
    expect(page.locator("#ask textarea")).to_have_value("And jobs in Asia?")


def test_a_question_asked_while_an_answer_grows_waits_its_turn(visit: Opener) -> None:
    page = visit()
    page.locator("#ask textarea").fill("jobs, slowly")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer.growing")).to_contain_text("A beginning")
    page.locator("#ask textarea").fill("What about Mars?")
    page.keyboard.press("Enter")
    expect(page.locator("#ask textarea")).to_have_value("")
    expect(page.locator("#chat .question")).to_have_text(["jobs, slowly", "What about Mars?"], timeout=15_000)
    expect(page.locator("#chat .answer.final")).to_have_count(2)


def test_a_question_whose_way_to_the_server_is_cut_is_kept_and_the_page_says_so(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.context.set_offline(True)
    page.locator("#ask textarea").fill("And jobs in Asia?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text(
        "connection to the server was lost", timeout=15_000
    )
    page.context.set_offline(False)
    expect(page.locator("#ask textarea")).to_have_value("And jobs in Asia?", timeout=15_000)
    expect(page.locator("#chat .question")).to_have_text(["How many jobs?", "And jobs in Asia?"])


def test_an_export_opens_and_has_the_citations(visit: Opener, tmp_path: Path) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Web page (HTML)").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    exported = page.context.new_page()
    exported.goto(file.as_uri())
    expect(exported.locator("blockquote").first).to_have_text(JOBS)
    expect(exported.locator("footer")).to_contain_text("not legal advice")
    exported.locator("section.sources a").first.click()
    expect(exported.locator("mark")).to_have_text(JOBS)


def test_an_answer_is_copied_with_its_sources(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"“{JOBS}” <http://127.0.0.1" in copied


def test_a_suggestion_is_asked(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.get_by_role("button", name="How many jobs in Asia?").click()
    expect(page.locator("#chat .question")).to_have_text(["How many jobs?", "How many jobs in Asia? (en)"])
    expect(page.locator("#chat .suggestion")).to_have_count(1)


def test_feedback_is_sent_only_by_those_who_choose_to(visit: Opener) -> None:
    page = visit()
    SAVED.clear()
    ask(page, "How many jobs?")
    page.get_by_role("button", name="Menu").click()
    page.get_by_label("I am asking as").select_option("workers")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Not helpful").click()
    form = page.get_by_role("dialog", name="What was wrong?")
    form.get_by_role("button", name="Cancel").click()
    assert SAVED == []
    page.get_by_role("button", name="Not helpful").click()
    form.get_by_label("Incomplete").check()
    form.get_by_label("What should be better?").fill("And in Asia?")
    form.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    (given,) = SAVED
    assert (given.reason, given.comment, given.group) == ("incomplete", "And in Asia?", "workers")
    assert (given.question, given.cited) == ("How many jobs?", ("deck/2",))
    page.reload()
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")


def test_the_sources_to_answer_from_are_chosen(visit: Opener) -> None:
    page = visit()
    page.get_by_label("Answer from").select_option("report")
    ask(page, "How many jobs?")
    assert ANSWERER.scopes[-1] == ("report",)


def test_a_server_started_again_in_mid_answer_is_told_and_nothing_is_lost(visit: Opener) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    page = None
    with served(ui.create_app(SITE), port) as address:
        page = visit(address)
        ask(page, "How many jobs?")
        page.locator("#ask textarea").fill("How many jobs, slowly?")
        page.keyboard.press("Enter")
        expect(page.locator("#chat .answer.growing")).to_contain_text("A beginning")
    with served(ui.create_app(SITE), port):
        expect(page.get_by_role("alert").first).to_contain_text(
            "connection to the server was lost", timeout=15_000
        )
        expect(page.locator("#ask textarea")).to_have_value("How many jobs, slowly?")
        expect(page.locator("#chat .answer.failed")).to_contain_text("connection to the server was lost")
        expect(page.locator("#chat .answer").first).to_contain_text(JOBS)
        ask(page, "How many jobs?")
        expect(page.locator("#chat .answer").last).to_contain_text(JOBS)


# --- Languages


def test_a_french_browser_is_led_to_the_french_page_and_can_choose_another(visit: Opener) -> None:
    page = visit(locale="fr-FR")
    assert page.url.endswith("/fr/")
    assert page.evaluate("document.documentElement.lang") == "fr"
    expect(page.get_by_role("heading", level=2)).to_have_text("Que souhaitez-vous savoir ?")
    ask(page, "How many jobs?")
    expect(page.locator("#chat .cited")).to_contain_text("Diapositive 2")
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel article")).to_have_attribute("aria-label", re.compile("^Diapositive 2 sur 6"))
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("#chat .cited")).to_contain_text("Slide 2")
    assert page.evaluate("document.documentElement.lang") == "en"


# --- Slides


def test_an_address_opens_a_slide_beside_the_chat_and_can_be_copied(visit: Opener, site: str) -> None:
    page = visit()
    ask(page, "How many jobs?")
    page.locator("#chat .text a.cite").first.click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.startswith(f"{site}/?source=deck&page=2&span=")
    other = visit(address)
    expect(other.locator("#panel mark")).to_have_text(JOBS)
    expect(other.locator("#panel mark")).to_be_in_viewport()


def test_all_pages_an_answer_cites_are_shown_small_and_open(visit: Opener) -> None:
    page = visit()
    ask(page, "jobs, several")
    page.locator("#chat .text a.cite").first.click()
    small = page.locator("#panel .thumbnail")
    expect(small).to_have_count(2)
    expect(small.first).to_have_attribute("aria-current", "true")
    expect(small.nth(1).locator(".card")).to_contain_text("autonomous association")
    small.nth(1).click()
    expect(page.locator("#panel article")).to_have_attribute("aria-label", re.compile("^Slide 5 of"))
    expect(small.nth(1)).to_have_attribute("aria-current", "true")


def test_a_citation_tells_what_it_quotes_before_it_is_opened(visit: Opener) -> None:
    page = visit()
    ask(page, "How many jobs?")
    preview = page.get_by_role("tooltip")
    page.locator("#chat .text a.cite").first.hover()
    expect(preview).to_contain_text(JOBS)
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    page.locator("#ask textarea").focus()
    page.keyboard.press("Shift+Tab")
    while "cite" not in focused(page):
        page.keyboard.press("Shift+Tab")
    expect(preview).to_contain_text("Slide 2")
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark").first).to_be_in_viewport()


def test_everything_is_done_with_the_keyboard_alone(visit: Opener) -> None:
    page = visit()

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                return
        raise AssertionError(f"no {name!r} within 40 stops")

    expect(page.locator("#ask textarea")).to_be_focused()
    page.keyboard.type("How many jobs?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer.final")).to_be_visible()
    tab_to("Helpful")
    SAVED.clear()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert [each.verdict for each in SAVED] == ["helpful"]
    tab_to("Menu")
    page.keyboard.press("Enter")
    tab_to("Français")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/")


# --- Accessibility


@pytest.mark.parametrize("height", [700, 400])
def test_what_has_the_focus_is_never_hidden_behind_the_box(visit: Opener, height: int) -> None:
    page = visit(width=640, height=height)
    for _ in range(3):
        ask(page, "jobs, several")
    page.locator("#ask textarea").focus()
    seen = 0
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        page.wait_for_timeout(50)
        place = page.evaluate(
            """() => {
              const one = document.activeElement.getBoundingClientRect();
              if (!document.activeElement.closest("#chat")) return null;
              const box = document.querySelector("#composer").getBoundingClientRect();
              const top = document.querySelector("#top").getBoundingClientRect();
              return [one.top - top.bottom, box.top - one.bottom];
            }"""
        )
        if place:
            seen += 1
            assert place[0] >= -1, page.evaluate("document.activeElement.outerHTML")
            assert place[1] >= -1, page.evaluate("document.activeElement.outerHTML")
    assert seen > 10


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong: WCAG 2.2 A and AA, and its best practices."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:150]}" for each in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_wrong_in_any_state(visit: Opener, scheme: str, width: int) -> None:
    page = visit(scheme=scheme, width=width)
    assert faults(page) == []
    ask(page, "jobs, several")
    ask(page, "What about Mars?")
    ask(page, "Does it break?")
    assert faults(page) == []
    page.locator("#chat .text a.cite").first.click()
    expect(page.locator("#panel .thumbnail .card").first).to_be_attached()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator("#menu-button").click()
    assert faults(page) == []
    page.locator("#menu").get_by_role("link", name="Sources").click()
    expect(page.locator("#panel .source-list")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator(".tool[name=not_helpful]").first.click()
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/slide/deck/2?span=0-20", "/sources", "/about", "/slide/deck/99"])
def test_axe_finds_nothing_wrong_on_the_pages_beside(browser: Browser, site: str, path: str) -> None:
    page = browser.new_page()
    page.goto(site + path)
    assert faults(page) == []
    page.close()


def test_at_twice_the_size_nothing_runs_off_the_side(visit: Opener) -> None:
    page = visit(width=640, height=400)  # what 200 % leaves of 1280 x 800
    ask(page, "How many jobs?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    expect(page.locator("#ask textarea")).to_be_in_viewport()
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#panel mark")).to_be_in_viewport()
