// What can be done with an answer: look at a citation, copy it, say what it was worth, ask what is suggested.

import { answers, ask, button, make, reasons, root, say, tell, texts } from "./page.js";
import * as shelf from "./shelf.js";

const send = (path, body) =>
  fetch(`${root}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

// --- Files and copies

export const save = async (form) => {
  const { exchanges } = shelf.conversation();
  try {
    const answer = await send(`/export/${form}`, { exchanges });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "conversation";
    const address = URL.createObjectURL(await answer.blob());
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    tell(say("export_done", { name }));
    return true;
  } catch {
    tell(texts.export_failed, true);
    return false;
  }
};

const copy = async (index, form) => {
  const text = send(`/export/${form}?one=1`, { exchanges: [shelf.conversation().exchanges[index]] }).then((answer) => {
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.text();
  });
  try {
    // A promise inside, for the browsers that let a page copy only while the click is handled.
    const kind = "text/plain";
    if (window.ClipboardItem) {
      const blob = text.then((words) => new Blob([words], { type: kind }));
      await navigator.clipboard.write([new ClipboardItem({ [kind]: blob })]);
    } else {
      await navigator.clipboard.writeText(await text);
    }
    tell(texts.copied);
  } catch {
    tell(texts.not_copied, true);
  }
};

// --- Feedback

const comment = make("textarea", { rows: 3, maxLength: 4000, name: "comment" });
const choices = reasons.map(([value, label]) =>
  make("label", {}, make("input", { type: "radio", name: "reason", value }), ` ${label}`));
const form = make(
  "form", { method: "dialog" },
  make("h2", { textContent: texts.feedback_title, id: "feedback-title" }),
  make("fieldset", {}, make("legend", { className: "unseen", textContent: texts.feedback_why }), ...choices),
  make("label", { className: "comment" }, texts.feedback_comment, comment),
  make("p", { className: "small", textContent: texts.feedback_stored }),
  make("div", { className: "actions" },
    button(texts.cancel, () => dialog.close(), { className: "plain" }),
    make("button", { type: "submit", className: "strong", textContent: texts.feedback_send })),
);
const dialog = make("dialog", { id: "feedback", attributes: { "aria-labelledby": "feedback-title" } }, form);
document.body.append(dialog);
let about = -1; // the exchange the dialog is about

const give = async (index, verdict, more = {}) => {
  const exchange = shelf.conversation().exchanges[index];
  if (!exchange) return false;
  const { answer } = exchange;
  const cited = [...new Set((answer?.citations ?? []).map((each) => `${each.source_id}/${each.page}`))];
  const body = {
    verdict, question: exchange.question, answer: answer?.text ?? "", outcome: answer?.outcome ?? "failed",
    cited, group: shelf.group(), ...more,
  };
  try {
    const answer = await send("/feedback", body);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    shelf.mark(index, verdict);
    look();
    tell(texts.feedback_thanks);
    return true;
  } catch {
    tell(texts.feedback_failed, true);
    return false;
  }
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const reason = new FormData(form).get("reason");
  if (await give(about, "not_helpful", { reason, comment: comment.value.trim() })) dialog.close();
});

// --- The buttons below an answer

const actions = {
  copy: (index) => copy(index, "plain"),
  copy_markdown: (index) => copy(index, "markdown"),
  helpful: (index) => give(index, "helpful"),
  not_helpful: (index) => {
    about = index;
    form.reset();
    dialog.showModal();
  },
};

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("#chat button");
  if (!pressed) return;
  if (pressed.classList.contains("suggestion")) ask(pressed.textContent);
  else if (pressed.classList.contains("tool")) actions[pressed.name]?.(answers().indexOf(pressed.closest(".answer")));
});

// Shows which way an answer was judged; called whenever the chat was drawn anew.
export const look = () => {
  answers().forEach((answer, index) => {
    const verdict = shelf.conversation().exchanges[index]?.verdict;
    for (const each of answer.querySelectorAll(".tool[name=helpful], .tool[name=not_helpful]")) {
      const pressed = String(each.name === verdict);
      if (each.getAttribute("aria-pressed") !== pressed) each.setAttribute("aria-pressed", pressed);
    }
  });
};

// --- What a citation says, before it is opened

const preview = make("div", { id: "preview", hidden: true, attributes: { role: "tooltip" } });
document.body.append(preview);
let chip = null;
let waiting = 0;

const peek = (cited) => {
  if (cited.title) {
    cited.dataset.tip = cited.title;
    cited.removeAttribute("title");
  }
  const [place, ...quote] = (cited.dataset.tip ?? "").split(" — ");
  if (!place) return;
  chip = cited;
  preview.replaceChildren(make("strong", { textContent: place }), make("p", { textContent: `“${quote.join(" — ")}”` }));
  preview.hidden = false;
  cited.setAttribute("aria-describedby", "preview");
  const at = cited.getBoundingClientRect();
  const size = preview.getBoundingClientRect();
  const above = at.top - size.height - 8;
  preview.style.left = `${Math.max(8, Math.min(at.left - 16, innerWidth - size.width - 8))}px`;
  preview.style.top = `${above > 8 ? above : at.bottom + 8}px`;
};

const unpeek = () => {
  clearTimeout(waiting);
  chip?.removeAttribute("aria-describedby");
  chip = null;
  preview.hidden = true;
};

const cited = (event) => event.target.closest?.("#chat a.cite");
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse" || event.target.closest?.("#preview")) return;
  const over = cited(event);
  if (over === chip && over) return;
  clearTimeout(waiting);
  if (over) waiting = setTimeout(() => peek(over), 200);
  else waiting = setTimeout(unpeek, 200);
});
document.addEventListener("focusin", (event) => {
  const over = cited(event);
  if (over?.matches(":focus-visible")) peek(over);
  else unpeek();
});
document.addEventListener("focusout", unpeek);
document.addEventListener("scroll", unpeek, { passive: true, capture: true });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || preview.hidden) return;
  event.preventDefault(); // the panel stays
  unpeek();
}, { capture: true });
