// The page's script: joins the parts, and mends what the chat component leaves unsaid to a screen reader.

import { answers, hush, language, root, say, speak, tell, texts, type } from "./page.js";
import * as panel from "./panel.js";
import * as shelf from "./shelf.js";
import * as tools from "./tools.js";
import "./menu.js";

document.documentElement.lang = language;

// --- The server, which may be stopped while it answers

const WAIT = 4000; // milliseconds without a word, after which the server is asked whether it is still there
let watch = 0;
let run = null; // which run of the server this page talks to

const alive = async () => {
  try { return (await (await fetch(`${root}/alive`, { cache: "no-store" })).json()).started; } catch { return null; }
};

const check = async () => {
  const now = await alive();
  if (now && now === run) { // it is slow, that is all
    watch = setTimeout(check, WAIT);
    return;
  }
  const question = shelf.fail(texts.lost);
  tell(texts.lost, true);
  if (question === null) return;
  for (let back = now; !back; back = await alive()) await new Promise((done) => setTimeout(done, 2000));
  shelf.again(question);
  location.reload(); // Gradio's own connection does not come back by itself; the conversation does
};

// --- What Gradio's events call

export const asked = (question) => {
  if (question !== null) {
    hush();
    expected = true;
  }
  return shelf.asked(question);
};

export const start = () => {
  shelf.begin();
  panel.shut();
  return [];
};

export const keep = (text) => {
  const exchange = shelf.take(text);
  clearTimeout(watch);
  if (["working", "growing"].includes(exchange?.state)) watch = setTimeout(check, WAIT);
  return [];
};

// --- The conversation

let questions = 0;
let announced = 0;
let expected = false; // a question was asked here: what comes is new to the reader, and not an earlier conversation
let following = false; // keep the newest question at the top of the window while its answer grows
let started = true;
let unanswered = shelf.again(); // the question that the server did not come to answer

const name = (element, label) => {
  if (element && element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
};

const look = () => {
  // Gradio labels a message with its whole markup and leaves its send button without a name.
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
  document.querySelector("#chat [role=log][aria-live=polite]")?.setAttribute("aria-live", "off");
  name(document.querySelector("#ask .submit-button"), texts.send);
  name(document.querySelector("#ask .stop-button"), texts.stop);
  tools.look();

  const asked = document.querySelectorAll("#chat .user-row");
  if (asked.length !== questions) {
    following = asked.length > questions && expected;
    if (!expected) announced = asked.length;
    expected = false;
    questions = asked.length;
    announced = Math.min(announced, questions);
    speak("");
    if (questions && !following) asked[questions - 1].scrollIntoView({ block: "start", behavior: "auto" });
  }
  const newest = asked[asked.length - 1];
  if (newest && following) newest.scrollIntoView({ block: "start", behavior: "auto" });
  const given = answers();
  const latest = given[given.length - 1];
  if (given.length === questions && questions > announced && latest.classList.contains("final")) {
    announced = questions;
    const words = [...latest.querySelectorAll(":scope > :not(.tools, .suggested)")].map((each) => each.innerText).join("\n");
    speak(say("announced", { text: words }));
  }
  const starting = questions === 0;
  document.body.classList.toggle("empty", starting);
  if (starting !== started && matchMedia("(pointer: fine)").matches) document.querySelector("#ask textarea")?.focus();
  if (starting && !started) panel.follow();
  started = starting;

  if (unanswered && document.querySelector("#ask textarea")) {
    type(unanswered);
    unanswered = null;
  }
};

for (const moved of ["wheel", "touchmove", "keydown"]) {
  addEventListener(moved, () => { following = false; }, { passive: true });
}

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; look(); });
}).observe(document.body, { childList: true, subtree: true, characterData: true });
look();
alive().then((started) => { run = started; });
panel.openShared();
