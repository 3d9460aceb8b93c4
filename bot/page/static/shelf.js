// The conversations, kept in this browser and nowhere else. One entry of localStorage each, so that two tabs never
// overwrite each other's; which one is open is the tab's own affair.

import { site, tell, texts } from "./page.js";

const prefix = `rapporteur${site}:conversation:`;
const open = `rapporteur${site}:open`;
const retry = `rapporteur${site}:again`;
const asking = `rapporteur${site}:group`;

let warned = false;
let current = null; // { id, updated, scope, exchanges }
let pending = null; // the exchange whose answer is being written
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

const key = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

const unfinished = (exchange) => ["working", "growing"].includes(exchange?.state);

const fresh = () => ({
  id: key(), updated: "", scope: [], exchanges: [],
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

// What another tab has added to this conversation since it was opened here.
const gather = () => {
  const mine = new Set(current.exchanges.map((each) => each.key));
  const stored = parsed(read(local, prefix + current.id))?.exchanges ?? [];
  const theirs = stored.filter((each) => !mine.has(each.key) && !unfinished(each));
  if (theirs.length) {
    current.exchanges = [...current.exchanges, ...theirs].sort((one, other) => (one.key < other.key ? -1 : 1));
  }
};

const save = () => {
  gather();
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
    exchange.key ??= key();
    if (unfinished(exchange)) exchange.state = "stopped";
  }
  pending = null;
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
export const isOpen = (entry) => entry === prefix + current.id;
// Takes in what another tab has added; whether there was any.
export const refresh = () => {
  const before = current.exchanges.length;
  gather();
  return current.exchanges.length > before;
};
export const title = (each) => each.exchanges[0]?.question ?? texts.untitled;

// All that the server needs to draw the conversation, or to answer a question that goes with it.
export const sent = () => JSON.stringify({ exchanges: current.exchanges, scope: current.scope });

// Keeps a question from the moment it is asked, whatever becomes of the way to the server. Returns what goes along.
export const asked = (question) => {
  const chosen = document.getElementById("scope");
  if (chosen) current.scope = chosen.value.split(" ").filter(Boolean);
  gather();
  const before = sent();
  pending = { key: key(), question, state: "working", answer: null };
  current.exchanges.push(pending);
  save();
  return before;
};

export const waiting = () => unfinished(pending);

// Takes the exchange as the server has it now; what was still on its way when it was stopped comes too late.
export const take = (text) => {
  const exchange = text ? JSON.parse(text) : null;
  if (!exchange || !pending || (pending.state === "stopped" && exchange.state !== "stopped")) return;
  Object.assign(pending, exchange);
  save();
};

// Ends the answer that is being written where it is. Returns what the server needs to draw that.
export const halt = () => {
  if (waiting()) {
    pending.state = "stopped";
    save();
  }
  return sent();
};

// Ends the answer that was being written, and says why. Returns its question, null when there was none.
export const fail = (fault) => {
  if (!waiting()) return null;
  Object.assign(pending, { state: "failed", answer: null, fault });
  save();
  return pending.question;
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
