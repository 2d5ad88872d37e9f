// Comfort on top of pages that work without it. The server decides everything.

const form = document.getElementById("step");
const box = document.getElementById("questions");

// ---- Follow-ups: what was just answered may ask for more, or for less ----

let asking;

async function look() {
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.questions, { method: "POST", body, signal: asking.signal });
    if (answer.ok && !answer.redirected) merge(new DOMParser().parseFromString(await answer.text(), "text/html").body);
  } catch {
    // The page is sent as it stands; the server shows what is missing.
  }
}

function merge(fresh) {
  const wanted = [...fresh.querySelectorAll(":scope > [id^='q-']")];
  const ids = new Set(wanted.map((question) => question.id));
  box.querySelectorAll(":scope > [id^='q-']").forEach((question) => ids.has(question.id) || question.remove());
  let last = box.querySelector("[name='page-shown']");
  last.value = fresh.querySelector("[name='page-shown']").value;
  let grew = false;
  for (const question of wanted) {
    const here = document.getElementById(question.id);
    if (!here) {
      last.after(question);
      grew = true;
    }
    last = here ?? question;
  }
  document.getElementById("changes").textContent = grew ? box.dataset.more : "";
  dress();
}

form.addEventListener("change", (event) => {
  standAlone(event.target);
  answered(event.target);
  if (form.dataset.questions) look();
});

// ---- What is typed is kept on the server while it is typed. Where the server is away, the page tries again by itself ----

const PAUSES = [2, 4, 8, 15, 30];
const keeping = document.getElementById("keeping");
let typed = 0; // how often something was typed here
let kept = 0; // up to where the server has said that it keeps it
let tries = 0; // in vain, one after the other
let since = 0; // when something was typed first that is not under way
let saving;
let sending;
let isSent = false;

form.addEventListener("input", typedMore);
form.addEventListener("submit", () => (isSent = true));
// A page that the browser kept, and brings back by *Back*, may be saved by now: the server says how it stands.
addEventListener("pageshow", (event) => event.persisted && location.reload());
addEventListener("pagehide", leave);
addEventListener("online", keepOpen);
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? leave() : keepOpen()));

// Three seconds after the last key; of somebody who never pauses, every ten seconds.
function typedMore() {
  typed += 1;
  isSent = false;
  since ||= Date.now();
  clearTimeout(saving);
  saving = setTimeout(keepOpen, Date.now() - since < 10000 ? 3000 : 0);
}

// One at a time: an earlier typing never arrives after a later one.
function keepOpen() {
  if (kept < typed && !isSent && !sending) keep();
}

// The page goes, or may go without a word: what is under way may die with it, and is sent once more.
function leave() {
  if (kept === typed || isSent) return;
  sending?.abort();
  keep();
}

async function keep() {
  clearTimeout(saving);
  since = 0;
  const upTo = typed;
  const mine = (sending = new AbortController());
  const hurry = setTimeout(() => mine.abort(), 20000);
  const body = new URLSearchParams(new FormData(form)).toString();
  const headers = { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
  // A browser lets no more than 64 kB outlive their page.
  const keepalive = body.length < 60000;
  let status = null;
  try {
    status = (await fetch(form.dataset.draft, { method: "POST", body, headers, keepalive, redirect: "manual", signal: mine.signal })).status;
  } catch {
    // The server is away, or too slow.
  }
  clearTimeout(hurry);
  if (status === 204) kept = Math.max(kept, upTo);
  if (sending === mine) {
    sending = undefined;
    goOn(status);
  }
}

function goOn(status) {
  const isAway = status === null || status === 429 || status >= 500;
  tries = isAway ? tries + 1 : 0;
  say(status === 204 ? "kept" : isAway ? "away" : "refused");
  if (kept === typed || (!isAway && status !== 204)) return;
  clearTimeout(saving);
  saving = setTimeout(keepOpen, 1000 * (isAway ? PAUSES[Math.min(tries, PAUSES.length) - 1] : 3));
}

// A state, said when it changes and not with every key.
function say(state) {
  if (keeping.dataset.state === state) return;
  keeping.dataset.state = state;
  keeping.textContent = keeping.dataset[state];
}

// ---- "None of these" clears the others, and the others clear it ----

function standAlone(input) {
  if (input.type !== "checkbox" || !input.checked) return;
  for (const other of form.querySelectorAll(`[name="${CSS.escape(input.name)}"]`)) {
    if (other !== input && ("alone" in input.dataset || "alone" in other.dataset)) other.checked = false;
  }
}

// ---- A question that was pointed out as open is not, once it is answered. The note's room stays: nothing jumps ----

function answered(input) {
  const question = input.closest(".question.open");
  if (!question || !input.value || question.querySelector(".grid-row, .row, .parts")) return;
  question.classList.remove("open");
  question.querySelectorAll(".note span").forEach((words) => (words.textContent = ""));
}

// ---- Light, without leaving the page ----

document.querySelectorAll("button[name='light']").forEach((button) =>
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams({ light: button.value, csrf_token: form.elements.csrf_token.value });
    if (!(await fetch(button.dataset.action, { method: "POST", body, redirect: "manual" }))) return;
    document.documentElement.className = button.value;
    document.querySelectorAll("button[name='light']").forEach((one) => one.setAttribute("aria-pressed", one === button));
  }),
);

// ---- A quick way out ----

document.querySelector("[data-leave]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  navigator.sendBeacon(event.currentTarget.dataset.leave, body);
  location.replace(event.currentTarget.href);
});

// ---- Back: a browser puts what stood in a field over what the server sent ----

// What it puts there may be older than what is saved. The page then counts as made before that, so that the server
// shows both and asks, and no draft is taken to be in it.
const hasChanged = (field) =>
  field.matches("input[type=radio], input[type=checkbox]")
    ? field.checked !== field.defaultChecked
    : field.matches("input:not([type=hidden]), textarea") && field.value !== field.defaultValue;

addEventListener("pageshow", () => {
  if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  if (![...form.elements].some(hasChanged)) return;
  form.elements["page-version"].value = "0";
  form.elements["page-after"].value = "";
});

// ---- Medicines: a plain text box that offers names (WAI-ARIA combobox) ----

let names;

const plain = (text) => text.toLowerCase().trim();

async function known() {
  names ??= fetch(form.dataset.medicines).then((answer) => (answer.ok ? answer.json() : []), () => []);
  return names;
}

function dress() {
  form.querySelectorAll("input[data-medicine]:not([role])").forEach((input) => new Combo(input));
}

class Combo {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-names`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.names);
    this.count = document.createElement("p");
    this.count.className = "heard";
    this.count.setAttribute("role", "status");
    input.after(this.list, this.count);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.offer());
    input.addEventListener("keydown", (event) => this.key(event));
    // A finger that explores with a screen reader takes the focus from the box without giving it to anything
    // (aria-practices #1619): only a focus that goes elsewhere, or a tap elsewhere, closes the list.
    input.addEventListener("blur", (event) => event.relatedTarget && !this.list.contains(event.relatedTarget) && this.close());
    document.addEventListener("pointerdown", (event) => event.target !== input && !this.list.contains(event.target) && this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("li")));
  }

  async offer() {
    const typed = plain(this.input.value);
    const all = typed.length > 1 ? await known() : [];
    if (plain(this.input.value) !== typed || document.activeElement !== this.input) return;
    const begin = all.filter((name) => plain(name).startsWith(typed));
    const within = all.filter((name) => plain(name).includes(` ${typed}`));
    const found = [...new Set([...begin, ...within])].slice(0, 7);
    this.show(found);
    this.tell(typed.length > 1 && all.length ? found.length : null);
  }

  show(found) {
    this.list.replaceChildren(
      ...found.map((name, place) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${place}`;
        option.textContent = name;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        return option;
      }),
    );
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.mark(null);
  }

  // How many names there are, once the typing pauses: a screen reader says it, nobody sees it.
  tell(number) {
    clearTimeout(this.telling);
    const { one, many, none } = form.dataset;
    const words = number === null ? "" : number === 0 ? none : number === 1 ? one : many.replace("%", number);
    this.telling = setTimeout(() => (this.count.textContent = words), number === null ? 0 : 600);
  }

  mark(option) {
    this.marked?.setAttribute("aria-selected", "false");
    this.marked = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const options = [...this.list.children];
    if (this.list.hidden || !options.length) return;
    const place = options.indexOf(this.marked);
    if (event.key === "ArrowDown") this.mark(options[(place + 1) % options.length]);
    else if (event.key === "ArrowUp") this.mark(options.at(place > 0 ? place - 1 : -1));
    else if (event.key === "Enter" && this.marked) this.take(this.marked);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  take(option) {
    if (!option) return;
    this.input.value = option.textContent;
    this.close();
    typedMore();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.show([]);
    this.tell(null);
  }
}

dress();
