// Opens slides and sources beside the chat, and mends what the chat component leaves unsaid to a screen reader.
// Every link it takes over also works without it.
(() => {
  "use strict";

  const root = new URL(".", document.baseURI).pathname.replace(/\/$/, "");
  const narrow = matchMedia("(max-width: 800px)");
  let opener = null; // the link that opened the panel: focus goes back to it
  let loading = null;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // --- The panel

  const heading = make("strong", { textContent: "Source" });
  const tab = make("a", { className: "new-tab", target: "_blank", rel: "noopener", textContent: "Open in a tab" });
  const close = make("button", { type: "button", textContent: "×", title: "Close" });
  close.setAttribute("aria-label", "Close");
  const inside = make("div", { className: "inside" });
  const panel = make("aside", { id: "panel", hidden: true, tabIndex: -1 }, make("div", { className: "bar" }, heading, tab, close), inside);
  const said = make("div", { className: "unseen" });
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");

  const ours = (link) => {
    const url = new URL(link.href, document.baseURI);
    const path = url.pathname;
    const known = path.startsWith(`${root}/slide/`) || path === `${root}/sources`;
    return url.origin === location.origin && known && !link.classList.contains("new-tab") ? url : null;
  };

  const fit = () => {
    const covered = narrow.matches && !panel.hidden;
    document.querySelector("gradio-app")?.toggleAttribute("inert", covered);
    panel.setAttribute("role", covered ? "dialog" : "complementary");
    if (covered) panel.setAttribute("aria-modal", "true");
    else panel.removeAttribute("aria-modal");
  };

  const show = (name, ...nodes) => {
    inside.replaceChildren(...nodes);
    heading.textContent = name.split(":")[0];
    panel.setAttribute("aria-label", name);
    panel.hidden = false;
    document.body.classList.add("with-panel");
    fit();
    inside.scrollTop = 0;
    inside.querySelector("mark")?.scrollIntoView({ block: "center" });
    panel.focus({ preventScroll: true });
  };

  const open = async (link, url) => {
    if (!panel.contains(link)) {
      opener?.classList.remove("open");
      opener = link;
      opener.classList.add("open");
    }
    loading?.abort();
    loading = new AbortController();
    const asked = new URL(url);
    asked.hash = "";
    asked.searchParams.set("fragment", "1");
    tab.href = url.href;
    try {
      const answer = await fetch(asked, { signal: loading.signal, headers: { accept: "text/html" } });
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      const drawn = parsed.querySelector("article, section");
      if (!drawn) throw new Error(`status ${answer.status}`);
      const named = drawn.getAttribute("aria-label") ?? drawn.querySelector("h2")?.textContent ?? "Source";
      show(named, document.adoptNode(drawn));
    } catch (error) {
      if (error.name === "AbortError") return;
      show("Not loaded", make("p", { textContent: "The source could not be loaded. Is the server still running? Try again." }));
    }
  };

  const shut = () => {
    if (panel.hidden) return;
    loading?.abort();
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    fit();
    opener?.classList.remove("open");
    const back = opener?.isConnected ? opener : document.querySelector("#ask textarea");
    back?.focus();
    opener = null;
  };

  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const link = event.target.closest?.("a[href]");
    const url = plain && !event.defaultPrevented && link ? ours(link) : null;
    if (!url) return;
    event.preventDefault();
    open(link, url);
  });
  close.addEventListener("click", shut);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
    const direction = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (direction && panel.contains(document.activeElement) && !(event.ctrlKey || event.metaKey || event.altKey)) {
      const step = inside.querySelector(`a[rel="${direction}"]`);
      if (step) event.preventDefault();
      step?.click();
    }
  });
  narrow.addEventListener("change", fit);

  // --- The conversation

  let questions = 0;
  let announced = 0;
  let following = false; // keep the newest question at the top of the window while its answer grows
  let started = true;

  const name = (element, label) => {
    if (element && element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
  };

  const look = () => {
    // Gradio labels a message with its whole markup and leaves its send button without a name.
    for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
    document.querySelector("#chat [role=log][aria-live=polite]")?.setAttribute("aria-live", "off");
    name(document.querySelector("#ask .submit-button"), "Send");
    name(document.querySelector("#ask .stop-button"), "Stop");

    const asked = document.querySelectorAll("#chat .user-row");
    if (asked.length !== questions) {
      following = asked.length > questions;
      questions = asked.length;
      announced = Math.min(announced, questions);
      said.textContent = "";
    }
    const newest = asked[asked.length - 1];
    if (newest && following) newest.scrollIntoView({ block: "start", behavior: "auto" });
    const answers = document.querySelectorAll("#chat .answer");
    const latest = answers[answers.length - 1];
    if (answers.length === questions && questions > announced && latest.classList.contains("final")) {
      announced = questions;
      said.textContent = `Answer: ${latest.innerText}`;
    }
    const starting = questions === 0;
    if (starting !== started && matchMedia("(pointer: fine)").matches) document.querySelector("#ask textarea")?.focus();
    if (starting && !started) shut();
    started = starting;
  };

  for (const moved of ["wheel", "touchmove", "keydown"]) {
    addEventListener(moved, () => { following = false; }, { passive: true });
  }

  let waiting = false;
  const begin = () => {
    document.body.append(panel, said);
    new MutationObserver(() => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; look(); });
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  };
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
