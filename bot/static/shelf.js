// The conversations, kept in this browser and nowhere else. One entry of localStorage each, so that two tabs never
// overwrite each other's; which one is open is the tab's own affair.

import { site, tell, texts } from "./page.js";

const prefix = `rapporteur${site}:conversation:`;
const open = `rapporteur${site}:open`;
const retry = `rapporteur${site}:again`;
const asking = `rapporteur${site}:group`;

let warned = false;
let current = null; // { id, updated, scope, exchanges }
let pending = 0; // which exchange the answer belongs to that is being written
const held = new Map(); // where the browser lets nothing be stored

const read = (store, key) => {
  try { return store().getItem(key); } catch { return held.get(key) ?? null; }
};
const write = (store, key, value) => {
  try {
    if (value === null) store().removeItem(key);
    else store().setItem(key, value);
    held.delete(key);
    return true;
  } catch {
    if (value === null) held.delete(key);
    else held.set(key, value);
    return false;
  }
};
const local = () => localStorage;
const session = () => sessionStorage;

const fresh = () => ({
  id: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`, updated: "", scope: [], exchanges: [],
});

const parsed = (text) => {
  try {
    const found = JSON.parse(text);
    return found && Array.isArray(found.exchanges) ? { scope: [], ...found } : null;
  } catch { return null; }
};

// All conversations, newest first.
export const list = () => {
  const keys = new Set(held.keys());
  try { for (let at = 0; at < localStorage.length; at++) keys.add(localStorage.key(at)); } catch { /* nothing is kept */ }
  return [...keys].filter((key) => key.startsWith(prefix)).map((key) => parsed(read(local, key)))
    .filter(Boolean).sort((one, other) => (one.updated < other.updated ? 1 : -1));
};

const save = () => {
  current.updated = new Date().toISOString();
  if (write(local, prefix + current.id, JSON.stringify(current))) return;
  const others = list().filter((each) => each.id !== current.id);
  if (others.length) { // the browser's room is used up: the oldest goes
    drop(others[others.length - 1].id);
    save();
  } else if (!warned) {
    warned = true;
    tell(texts.not_kept);
  }
};

export const drop = (id) => write(local, prefix + id, null);

const opened = (conversation) => {
  current = conversation;
  for (const exchange of current.exchanges) {
    if (exchange.state === "working" || exchange.state === "growing") exchange.state = "stopped";
  }
  pending = current.exchanges.length;
  write(session, open, current.id);
};

export const begin = () => opened(fresh());
export const select = (id) => {
  const found = parsed(read(local, prefix + id));
  if (found) opened(found);
  return Boolean(found);
};

{
  const id = read(session, open);
  if (!id || !select(id)) begin();
}

export const conversation = () => current;
export const title = (each) => each.exchanges[0]?.question ?? texts.untitled;

// What goes to the server with a question (or, with none, when an answer is stopped): all that is needed to answer.
export const asked = (question) => {
  if (question !== null) {
    pending = current.exchanges.length;
    const chosen = document.getElementById("scope");
    if (chosen) current.scope = chosen.value.split(" ").filter(Boolean);
  }
  return JSON.stringify({ exchanges: current.exchanges, scope: current.scope });
};

// Takes the exchange as the server has it now.
export const take = (text) => {
  if (!text) return null;
  const exchange = JSON.parse(text);
  current.exchanges[pending] = { ...current.exchanges[pending], ...exchange };
  save();
  return exchange;
};

// Ends the answer that was being written, and says why. Returns its question, null when there was none.
export const fail = (fault) => {
  const last = current.exchanges[pending];
  if (!last || !["working", "growing"].includes(last.state)) return null;
  Object.assign(last, { state: "failed", answer: null, fault });
  save();
  return last.question;
};

// Keeps a question over a reload of the page; without one, gives the question kept and forgets it.
export const again = (question = null) => {
  const kept = read(session, retry);
  write(session, retry, question);
  return kept;
};

export const mark = (index, verdict) => {
  if (current.exchanges[index]) current.exchanges[index].verdict = verdict;
  save();
};

export const group = () => read(local, asking) ?? "";
export const choose = (value) => write(local, asking, value || null);
