// The page's script: joins the parts, and mends what the chat component leaves unsaid to a screen reader.

import { answers, ask, hush, language, longest, make, root, say, speak, tell, texts, type } from "./page.js";
import * as panel from "./panel.js";
import * as shelf from "./shelf.js";
import * as tools from "./tools.js";
import "./menu.js";

document.documentElement.lang = language;

// --- The server, which may be stopped while it answers

const WAIT = 4000; // milliseconds without a word, after which the server is asked whether it is still there
const SILENT = 5; // times it is asked before a question without a first word is taken for lost on the way
let watch = 0;
let silence = 0;
let run = null; // which run of the server this page talks to

const alive = async () => {
  try { return (await (await fetch(`${root}/alive`, { cache: "no-store" })).json()).started; } catch { return null; }
};

const check = async () => {
  const now = await alive();
  run ??= now;
  silence += 1;
  if (now && now === run && silence < SILENT) { // it is slow, that is all
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

let queued = null; // a question asked before the one before it was answered

// A question that is on its way stands there at once, and the box is free for the next one.
const underway = make("div", { id: "underway", hidden: true });
const arrive = () => {
  underway.hidden = true;
  underway.replaceChildren();
};

export const asked = (question) => {
  hush();
  const text = question.trim();
  if (shelf.waiting() && text) { // one at a time
    queued = text;
    type("");
    return ["", shelf.sent()];
  }
  if (!text || [...text].length > longest) return [question, shelf.sent()]; // the server says why not
  expected = true;
  silence = 0;
  underway.replaceChildren(
    make("div", { className: "question", textContent: text }),
    make("div", { className: "answer working" }, make("p", { textContent: texts.working })),
  );
  underway.hidden = false;
  document.body.classList.remove("empty");
  underway.scrollIntoView({ block: "end" });
  const box = document.querySelector("#ask textarea");
  if (box?.value.trim() === text) type("");
  clearTimeout(watch);
  watch = setTimeout(check, WAIT);
  return [text, shelf.asked(text)];
};

export const resumed = () => shelf.sent();

export const stopped = () => {
  clearTimeout(watch);
  setTimeout(() => { // words that were on their way may have been drawn over the end
    const stale = document.querySelector("#chat .answer:is(.growing, .working)");
    if (stale && !shelf.waiting()) document.getElementById("resume").click();
  }, 400);
  return shelf.halt();
};

export const start = () => {
  shelf.begin();
  clearTimeout(watch);
  arrive();
  queued = null;
  panel.shut();
  return [];
};

export const keep = (text) => {
  shelf.take(text);
  silence = -Infinity; // it has spoken: it may take its time
  clearTimeout(watch);
  if (shelf.waiting()) watch = setTimeout(check, WAIT);
  else requestAnimationFrame(look); // a question may be waiting its turn
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

const latestFailed = () => answers().at(-1)?.classList.contains("failed");

const look = () => {
  // Gradio labels a message with its whole markup and leaves its send button without a name.
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
  const chat = document.querySelector("#chat");
  if (chat && chat.nextSibling !== underway) chat.after(underway);
  fit();
  const log = document.querySelector("#chat [role=log]");
  if (log && log.getAttribute("aria-live") !== "off") log.setAttribute("aria-live", "off");
  name(log, texts.conversation);
  name(document.querySelector("#ask textarea"), texts.your_question);
  name(document.querySelector("#ask .submit-button"), texts.send);
  name(document.querySelector("#ask .stop-button"), texts.stop);
  tools.look();

  const asked = document.querySelectorAll("#chat .user-row");
  if (asked.length !== questions) {
    following = asked.length > questions && expected;
    if (!expected) announced = asked.length;
    expected = false;
    questions = asked.length;
    arrive();
    announced = Math.min(announced, questions);
    speak("");
    if (questions && !following) asked[questions - 1].scrollIntoView({ block: "start", behavior: "auto" });
  }
  const newest = asked[asked.length - 1];
  if (newest && following && !latestFailed()) newest.scrollIntoView({ block: "start", behavior: "auto" });
  const given = answers();
  const latest = given[given.length - 1];
  if (given.length === questions && questions > announced && latest.classList.contains("final")) {
    announced = questions;
    const words = [...latest.querySelectorAll(":scope > :not(.tools, .suggested)")].map((each) => each.innerText).join("\n");
    if (latest.classList.contains("failed")) latest.scrollIntoView({ block: "nearest" }); // an alert is heard by itself
    else speak(say("announced", { text: words }));
  }
  const starting = questions === 0 && underway.hidden;
  document.body.classList.toggle("empty", starting);
  if (starting !== started && matchMedia("(pointer: fine)").matches) document.querySelector("#ask textarea")?.focus();
  if (starting && !started) panel.follow();
  started = starting;

  if (queued && !shelf.waiting() && document.querySelector("#ask .submit-button")) {
    ask(queued);
    queued = null;
  }
  if (unanswered && document.querySelector("#ask textarea")) {
    type(unanswered);
    unanswered = null;
  }
};

for (const moved of ["wheel", "touchmove", "keydown"]) {
  addEventListener(moved, () => { following = false; }, { passive: true });
}

// What has the focus is never hidden behind the box.
const fit = () => document.documentElement.style.setProperty("--composer", `${document.querySelector("#composer")?.offsetHeight ?? 0}px`);
addEventListener("resize", fit);

// The conversation was carried on in another tab.
addEventListener("storage", (event) => {
  if (shelf.isOpen(event.key) && !shelf.waiting() && shelf.refresh()) document.getElementById("resume").click();
});

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; look(); });
}).observe(document.body, { childList: true, subtree: true, characterData: true });
look();
alive().then((started) => { run = started; });
panel.openShared();
