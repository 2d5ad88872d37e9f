// The workshop's script: looks again where something is being worked out, and checks a file while it is written.
// Without it every page works the same, by its links and buttons.

const PAUSE = 1000;

// A part of the page that is asked for again until it says no more that it will change.
const part = document.querySelector("[data-look-again]");
if (part) {
  const again = async () => {
    const answer = await fetch(part.dataset.lookAgain, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    part.innerHTML = await answer.text();
    if (part.querySelector("progress")) setTimeout(again, PAUSE);
  };
  setTimeout(again, PAUSE);
}

// A page that is loaded anew once what it waits for is there; only where nobody is typing.
const waiting = document.querySelector("[data-wait]");
if (waiting) {
  const words = document.querySelector("#waiting");
  const again = async () => {
    const answer = await fetch(waiting.dataset.wait);
    if (!answer.ok || answer.redirected) return;
    const state = await answer.json();
    if (state.is_waited_for) {
      if (words && state.words) words.textContent = state.words;
      setTimeout(again, PAUSE);
    } else if (document.activeElement?.matches("textarea, input[type=text]")) {
      if (words) words.textContent = "it is there now: look again when you have finished typing";
    } else {
      location.reload();
    }
  };
  setTimeout(again, PAUSE);
}

// The text of a file: its problems while it is written, and a jump to the line that one points at.
const form = document.querySelector("#writing");
if (form) {
  const text = form.querySelector("#text");
  const list = document.querySelector("#problems");
  const told = document.querySelector("#told");
  let timer = 0;
  let asked = 0;

  const go = (line) => {
    if (!form.dispatchEvent(new CustomEvent("go", { detail: line, cancelable: true }))) return;  // the editor went
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, line - 6);
  };

  const show = (found) => {
    form.dispatchEvent(new CustomEvent("checked", { detail: found }));
    const items = found.problems.map((problem) => {
      const item = document.createElement("li");
      item.className = problem.severity;
      const sort = document.createElement("span");
      sort.className = "sort";
      sort.textContent = problem.severity === "problem" ? "To mend" : "To look at";
      const words = document.createElement("span");
      words.append(`${problem.subject ? `${problem.subject}: ` : ""}${problem.message} `);
      const link = document.createElement("a");
      link.href = "#text";
      link.textContent = `line ${problem.line}`;
      link.addEventListener("click", (event) => { event.preventDefault(); go(problem.line); });
      words.append(link);
      item.append(sort, words);
      return item;
    });
    const body = document.createElement(items.length ? "ul" : "p");
    body.className = items.length ? "findings" : "";
    body.append(...(items.length ? items : ["None."]));
    list.replaceChildren(body);
    const faults = found.problems.filter((problem) => problem.severity === "problem").length;
    const words = faults === 1 ? "1 problem" : `${faults} problems`;
    if (told.textContent !== words) told.textContent = words;
  };

  const check = async () => {
    const mine = ++asked;
    const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
    if (answer.ok && !answer.redirected && mine === asked) show(await answer.json());
  };

  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, 250); });
  if (text.dataset.line) go(Number(text.dataset.line));
}
