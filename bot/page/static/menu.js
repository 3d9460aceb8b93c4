// The menu: language, who is asking, the conversations of this browser, exports, and what the tool is.

import { button, groups, language, languages, make, root, say, site, texts } from "./page.js";
import * as shelf from "./shelf.js";
import { save } from "./tools.js";

const part = (title, ...children) => make("section", {}, make("h3", { textContent: title }), ...children);

const tongues = make("nav", { attributes: { "aria-label": texts.languages } }, ...languages.map(([code, name], at) =>
  make("a", {
    href: at ? `${site}/${code}/` : `${site}/?language=${code}`, textContent: name, lang: code, hreflang: code,
    attributes: code === language ? { "aria-current": "true" } : {},
  })));

const group = make("select", { id: "group" }, ...groups.map(([value, label]) => make("option", { value, textContent: label })));
group.value = shelf.group();
group.addEventListener("change", () => shelf.choose(group.value));

const exports = make("div", { className: "choices" },
  ...["markdown", "html", "json", "questions"].map((form) => button(texts[`export_${form}`], async () => { if (await save(form)) dialog.close(); })));

const earlier = make("ul");
const none = make("p", { className: "small", textContent: texts.no_earlier });
const all = button(texts.delete_all, () => {
  if (!confirm(texts.delete_sure)) return;
  for (const each of shelf.list()) shelf.drop(each.id);
  document.getElementById("clear").click();
  fill();
}, { className: "plain" });

const resume = (id) => {
  if (!shelf.select(id)) return;
  dialog.close();
  document.getElementById("resume").click();
};

const fill = () => {
  for (const each of exports.querySelectorAll("button")) each.disabled = !shelf.conversation().exchanges.length;
  const kept = shelf.list();
  const open = shelf.conversation().id;
  earlier.replaceChildren(...kept.map((each) => {
    const title = shelf.title(each);
    const when = new Date(each.updated).toLocaleDateString(language, { day: "numeric", month: "short", year: "numeric" });
    const chosen = button(title, () => resume(each.id), { className: "plain" });
    if (each.id === open) chosen.setAttribute("aria-current", "true");
    const away = button("×", () => {
      if (!confirm(say("delete_one_sure", { title }))) return;
      shelf.drop(each.id);
      if (each.id === open) document.getElementById("clear").click();
      fill();
      (earlier.querySelector("button") ?? close).focus();
    }, { className: "delete", title: texts.delete, attributes: { "aria-label": say("delete_one", { title }) } });
    return make("li", {}, chosen, make("span", { className: "when", textContent: when }), away);
  }));
  none.hidden = kept.length > 0;
  all.hidden = !kept.length;
};

const close = button("×", () => dialog.close(), { className: "close", title: texts.close, attributes: { "aria-label": texts.close } });
const dialog = make(
  "dialog", { id: "menu", attributes: { "aria-labelledby": "menu-title" } },
  make("div", { className: "bar" }, make("h2", { id: "menu-title", textContent: texts.menu }), close),
  make("div", { className: "inside" },
    part(texts.languages, tongues),
    part(texts.export, exports),
    part(texts.earlier, none, earlier, all),
    make("section", {},
      make("h3", {}, make("label", { htmlFor: "group", textContent: texts.asking_as })),
      group, make("p", { className: "small", textContent: texts.asking_as_why })),
    make("section", {},
      make("p", {}, make("a", { href: `${root}/sources`, textContent: texts.sources })),
      make("p", {}, make("a", { href: `${root}/about`, textContent: texts.about })))),
);
document.body.append(dialog);
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#menu-button, #export-button")) return;
  fill();
  dialog.showModal();
  if (event.target.closest("#export-button")) exports.querySelector("button").focus();
});
