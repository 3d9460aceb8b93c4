// What every part of the page's script needs: its texts, its addresses, a way to make elements and to say something.

const known = JSON.parse(document.getElementById("rapporteur-texts").textContent);

export const { texts, language, languages, groups, reasons, longest } = known;

// The path this language's page is at, without a slash at the end; and that of the whole site.
export const root = new URL(".", document.baseURI).pathname.replace(/\/$/, "");
export const site = language === languages[0][0] ? root : root.replace(new RegExp(`/${language}$`), "");

export const say = (key, places = {}) => texts[key].replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);

export const make = (tag, properties = {}, ...children) => {
  const { attributes = {}, ...own } = properties;
  const element = Object.assign(document.createElement(tag), own);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

export const button = (label, action, properties = {}) =>
  make("button", { type: "button", textContent: label, onclick: action, ...properties });

// --- A line that comes and goes

const toast = make("div", { id: "toast", hidden: true });
let fading = 0;

// Says a sentence for some seconds, or until the next one; a fault stays until then.
export const tell = (sentence, fault = false) => {
  clearTimeout(fading);
  toast.setAttribute("role", fault ? "alert" : "status");
  toast.className = fault ? "fault" : "";
  toast.hidden = false;
  toast.textContent = sentence;
  if (!fault) fading = setTimeout(hush, 6000);
};

export const hush = () => { toast.hidden = true; };

// --- What is spoken to a screen reader and not shown

const said = make("div", { className: "unseen", attributes: { role: "status", "aria-live": "polite" } });
export const speak = (sentence) => { said.textContent = sentence; };

document.body.append(said, toast);

// --- Questions

export const answers = () => [...document.querySelectorAll("#chat .answer")];

// Puts a question into the box, as its reader would.
export const type = (question) => {
  const box = document.querySelector("#ask textarea");
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

// The same, and sends it.
export const ask = (question) => {
  type(question);
  requestAnimationFrame(() => document.querySelector("#ask .submit-button")?.click());
};
