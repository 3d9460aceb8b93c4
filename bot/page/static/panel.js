// Opens slides, the list of sources and the notes beside the chat. Every link it takes over also works without it.

import { answers, button, make, root, site, tell, texts } from "./page.js";

const narrow = matchMedia("(max-width: 800px)");
const MOST_THUMBNAILS = 24;

let opener = null; // the link that opened the panel: focus goes back to it
let loading = null;
let shown = null; // the address of what is shown

const heading = make("strong", { textContent: texts.panel });
const tab = make("a", { className: "new-tab", target: "_blank", rel: "noopener", textContent: texts.new_tab });
const copy = button(texts.copy_link, () => copyLink());
const close = button("×", () => shut(), { className: "close", title: texts.close, attributes: { "aria-label": texts.close } });
const strip = make("nav", { className: "thumbnails", hidden: true, attributes: { "aria-label": texts.all_cited } });
const inside = make("div", { className: "inside" });
const bar = make("div", { className: "bar" }, heading, copy, tab, close);
const panel = make("div", { id: "panel", hidden: true, tabIndex: -1 }, bar, strip, inside);
document.body.append(panel);

const ours = (link) => {
  const url = new URL(link.href, document.baseURI);
  const path = url.pathname;
  const known = path.startsWith(`${root}/slide/`) || path === `${root}/sources` || path === `${root}/about`;
  return url.origin === location.origin && known && !link.classList.contains("new-tab") ? url : null;
};

const fit = () => {
  const covered = narrow.matches && !panel.hidden;
  document.querySelector("gradio-app")?.toggleAttribute("inert", covered);
  panel.setAttribute("role", covered ? "dialog" : "complementary");
  if (covered) panel.setAttribute("aria-modal", "true");
  else panel.removeAttribute("aria-modal");
};

const fragment = async (url, signal) => {
  const asked = new URL(url);
  asked.hash = "";
  asked.searchParams.set("fragment", "1");
  const answer = await fetch(asked, { signal, headers: { accept: "text/html" } });
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article, section");
  if (!drawn) throw new Error(`status ${answer.status}`);
  return document.adoptNode(drawn);
};

const show = (name, ...nodes) => {
  inside.replaceChildren(...nodes);
  heading.textContent = name.split(":")[0];
  panel.setAttribute("aria-label", name);
  panel.hidden = false;
  document.body.classList.add("with-panel");
  fit();
  inside.scrollTop = 0;
  inside.querySelector("mark, .boxes rect")?.scrollIntoView({ block: "center" });
  panel.focus({ preventScroll: true });
};

const OURS = "slide"; // an entry of the browser's history that a slide has made

// The address of the page with a slide open beside the chat; of the sources and notes, that of the page.
const remember = (url) => {
  const address = url.pathname.startsWith(`${root}/slide/`) ? shared(url, root) : location.pathname;
  if (history.state?.rapporteur === OURS) history.replaceState({ rapporteur: OURS }, "", address);
  else history.pushState({ rapporteur: OURS }, "", address);
};

export const open = async (url, link = null) => {
  remember(url);
  if (link && !panel.contains(link)) {
    opener?.classList.remove("open");
    opener = link;
    opener.classList.add("open");
    thumbnails(link.closest(".answer"));
  }
  loading?.abort();
  loading = new AbortController();
  shown = url;
  tab.href = url.href;
  copy.hidden = !url.pathname.startsWith(`${root}/slide/`);
  try {
    const drawn = await fragment(url, loading.signal);
    show(drawn.getAttribute("aria-label") ?? drawn.querySelector("h2")?.textContent ?? texts.panel, drawn);
    for (const each of strip.querySelectorAll("a")) {
      const here = new URL(each.href).pathname === url.pathname;
      if (here) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    show(texts.not_loaded, make("p", { textContent: texts.not_loaded_why }));
  }
};

// Shuts the panel, and with it takes back the step that opened it.
export const shut = () => {
  if (panel.hidden) return;
  if (history.state?.rapporteur === OURS) history.back();
  hide();
};

const hide = () => {
  if (panel.hidden) return;
  loading?.abort();
  panel.hidden = true;
  strip.hidden = true;
  document.body.classList.remove("with-panel");
  fit();
  opener?.classList.remove("open");
  const back = opener?.isConnected ? opener : document.querySelector("#ask textarea");
  back?.focus();
  opener = null;
};
addEventListener("popstate", hide);

// Small pictures of all pages that an answer cites, where it cites several.
const thumbnails = (answer) => {
  const cited = answer ? [...answer.querySelectorAll(".cited:not(.nearest) a.where")].slice(0, MOST_THUMBNAILS) : [];
  strip.hidden = cited.length < 2;
  strip.replaceChildren(...(strip.hidden ? [] : cited.map(thumbnail)));
};

const thumbnail = (link) => {
  const mini = make("span", { className: "mini", inert: true, attributes: { "aria-hidden": "true" } });
  const place = link.textContent.split(" · ")[0];
  const made = make("a", { href: link.href, className: "thumbnail", title: link.textContent }, mini, make("span", { textContent: place }));
  fragment(new URL(link.href)).then((drawn) => {
    const picture = drawn.querySelector(".picture img");
    mini.append(picture ? make("img", { src: picture.src, alt: "" }) : drawn.querySelector(".card"));
  }).catch(() => {});
  return made;
};

// --- Addresses that open a slide beside the chat: ?source=...&page=...

const shared = (url, below = site) => {
  const [source, page] = url.pathname.slice(`${root}/slide/`.length).split("/");
  const link = new URL(`${below}/`, location.origin);
  link.searchParams.set("source", decodeURIComponent(source));
  link.searchParams.set("page", page);
  for (const span of url.searchParams.getAll("span")) link.searchParams.append("span", span);
  return link.href;
};

const copyLink = async () => {
  try {
    await navigator.clipboard.writeText(shared(shown));
    tell(texts.copied);
  } catch {
    tell(texts.not_copied, true);
  }
};

export const openShared = () => {
  const wanted = new URLSearchParams(location.search);
  const [source, page] = [wanted.get("source"), wanted.get("page")];
  if (!source || !/^\d+$/.test(page ?? "")) return;
  const url = new URL(`${root}/slide/${encodeURIComponent(source)}/${page}`, location.origin);
  for (const span of wanted.getAll("span")) url.searchParams.append("span", span);
  history.replaceState(null, "", location.pathname); // Back, from here, shows the chat alone
  open(url);
};

// --- Events

document.addEventListener("click", (event) => {
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const link = event.target.closest?.("a[href]");
  const url = plain && !event.defaultPrevented && link ? ours(link) : null;
  if (!url) return;
  event.preventDefault();
  link.closest("dialog")?.close();
  open(url, link);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) shut();
  const direction = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (direction && panel.contains(document.activeElement) && !(event.ctrlKey || event.metaKey || event.altKey)) {
    const step = inside.querySelector(`a[rel="${direction}"]`);
    if (step) event.preventDefault();
    step?.click();
  }
});
narrow.addEventListener("change", fit);

// A conversation that is left behind takes its slides along.
export const follow = () => { if (opener?.closest(".answer") && !answers().length) shut(); };
