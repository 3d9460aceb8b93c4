"""How soon the chat page and the first words of an answer are there, in a real browser on the shipped corpus.

    python tests/calibration/page_speed.py [ROUNDS]

Needs an index (`rapporteur ingest`) and Chromium. Prints, over the rounds, the least, middle and most of:
milliseconds from a new visitor's request to a box that takes a question, and from there to the first words.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import sys
import threading
import time

import uvicorn
from playwright.sync_api import Browser, sync_playwright

import ui
from bot.cli import WARM_UP
from bot.wire import Bot
from ingest.settings import Settings

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
QUESTIONS = (
    "How many people have jobs thanks to cooperatives?",
    "What is the SSE Academy?",
    "Which countries have a ministry for the SSE?",
    "What did Japan enact in 2020?",
)
FIRST_WORDS = """question => new Promise(done => {
  const box = document.querySelector('#ask textarea');
  const before = document.querySelectorAll('#chat .answer .text').length;
  const seen = new MutationObserver(() => {
    if (document.querySelectorAll('#chat .answer .text').length > before) {
      seen.disconnect();
      done(performance.now() - asked);
    }
  });
  seen.observe(document.body, {childList: true, subtree: true});
  const asked = performance.now();
  document.querySelector('#ask .submit-button').click();
})"""


def visit(browser: Browser, address: str) -> tuple[float, list[float]]:
    """Milliseconds to a page that can be asked, and from each question to its first words."""
    page = browser.new_context().new_page()
    started = time.perf_counter()
    page.goto(address)
    page.locator("#ask textarea").wait_for()
    usable = (time.perf_counter() - started) * 1000
    page.wait_for_timeout(1000)
    words = []
    for question in QUESTIONS:
        page.locator("#ask textarea").fill(question)
        words.append(float(page.evaluate(FIRST_WORDS, question)))
        page.locator("#chat .answer.final").last.wait_for()
        page.wait_for_timeout(300)
    page.context.close()
    return usable, words


def main() -> None:
    """Prints the two lines of figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    bot = Bot(Settings.read())
    for question in WARM_UP:
        bot.ask(question)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(ui.create_app(bot.site()), log_level="error"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        visits = [visit(browser, address) for _ in range(rounds)]
        browser.close()
    views = [usable for usable, _ in visits]
    words = [each for _, some in visits for each in some]
    for name, values in (("page view", views), ("first words", words)):
        least, middle, most = min(values), statistics.median(values), max(values)
        figures = f"min {least:.0f} median {middle:.0f} max {most:.0f} ms (n={len(values)})"
        sys.stdout.write(f"{name:<12} {figures}\n")


if __name__ == "__main__":
    main()
