// The text of a file in colors, with its problems underlined. The textarea stays what the form sends.
// All of it lives in a shadow root, whose constructed style sheets our Content-Security-Policy allows.

import { autocompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { forEachDiagnostic, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { completing } from "./completing.js";

const HINT =
  "Kept exactly as you write it, remarks and all. Tab indents; to leave by the keyboard press Escape, then Tab. " +
  "Ctrl+Space completes, F8 goes to the next problem, F2 says the condition here in words, Ctrl+F searches.";

const colors = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--link)", fontWeight: "700" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--muted)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--card)", fontSize: "0.83rem" },
  "&.cm-focused": { outline: "0" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--muted)", backgroundColor: "var(--sunk)", borderRight: "1px solid var(--hair)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--sunk)" },
  ".cm-content ::selection": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-searchMatch": { backgroundColor: "var(--warm-soft)", outline: "1px solid var(--warm)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--soft)", outline: "1px solid var(--accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy 2px var(--danger)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy 2px var(--warm)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--line)" },
  ".cm-tooltip .cm-diagnostic": { maxWidth: "34rem", padding: "0.4rem 0.8rem", fontFamily: "Atkinson, Verdana, sans-serif" },
  ".cm-diagnostic-error": { borderLeft: "6px solid var(--danger)" },
  ".cm-diagnostic-warning": { borderLeft: "6px solid var(--warm)" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.6rem" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-accent)", backgroundColor: "var(--accent)" },
  ".cm-in-words": { maxWidth: "34rem", padding: "0.4rem 0.8rem", fontFamily: "Atkinson, Verdana, sans-serif" },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--sunk)" },
  ".cm-panel.cm-search :is(input, button)": { minHeight: "2rem", fontSize: "0.89rem" },
  ".cm-textfield": { color: "inherit", backgroundColor: "var(--card)", border: "1px solid var(--line)" },
  ".cm-button": { color: "var(--link)", backgroundImage: "none", backgroundColor: "var(--card)", border: "1px solid var(--line)" },
});

// Where a problem is underlined: from its column to the end of its line, or the line's words where it has none.
const underline = (doc, problem) => {
  const line = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
  const indent = line.text.length - line.text.trimStart().length;
  const from = Math.min(line.from + Math.max(problem.column - 1, indent), line.to);
  const message = problem.subject ? `${problem.subject}: ${problem.message}` : problem.message;
  return { from, to: line.to, severity: problem.severity === "problem" ? "error" : "warning", message };
};

// To the next problem or the one before, and say it: a screen reader does not see the underline.
const visit = (step) => (view) => {
  if (!step(view)) return false;
  const here = view.state.selection.main.from;
  const words = [];
  forEachDiagnostic(view.state, (each, from) => { if (from === here) words.push(each.message); });
  view.dispatch({ effects: EditorView.announce.of(words.join(" ")) });
  return true;
};

const edit = (form) => {
  const text = form.querySelector("#text");
  const hint = form.querySelector("#text-hint");
  const label = form.querySelector("label[for=text]");
  const host = document.createElement("div");
  host.className = "editor";
  text.after(host);
  text.hidden = true;
  const said = document.createElement("p");
  said.className = "hint";
  said.id = "in-words";
  host.after(said);
  const known = { names: {}, conditions: [] };
  fetch(form.dataset.schema).then(async (answer) => { if (answer.ok) known.schema = await answer.json(); });

  // The condition that stands on a line, in words.
  const inWords = (state, at) => {
    const { number } = state.doc.lineAt(at);
    return known.conditions.find((each) => each.first <= number && number <= each.last)?.words ?? "";
  };
  const tell = (state) => {
    const words = inWords(state, state.selection.main.head);
    said.textContent = words && `In words: ${words}.`;
  };
  const hover = hoverTooltip((view, pos) => {
    const words = inWords(view.state, pos);
    const dom = document.createElement("div");
    dom.className = "cm-in-words";
    dom.textContent = words;
    return words ? { pos, above: true, create: () => ({ dom }) } : null;
  });
  hint.textContent = HINT;

  const view = new EditorView({
    root: host.attachShadow({ mode: "open" }),
    parent: host.shadowRoot,
    state: EditorState.create({
      doc: text.value,
      extensions: [
        lineNumbers(), lintGutter(), highlightActiveLine(), highlightActiveLineGutter(),
        history(), bracketMatching(), yaml(), syntaxHighlighting(colors), theme, search({ top: true }),
        hover, autocompletion({ override: [completing(() => known)], icons: false }),
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({ "aria-label": `${label.textContent}. ${HINT}`, spellcheck: "false", tabindex: "0" }),
        keymap.of([
          { key: "F2", run: (view) => { view.dispatch({ effects: EditorView.announce.of(said.textContent || "No condition here.") }); return true; } },
          { key: "F8", run: visit(nextDiagnostic), shift: visit(previousDiagnostic) },
          ...searchKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.selectionSet) tell(update.state);
          if (!update.docChanged) return;
          text.value = update.state.doc.toString();
          text.dispatchEvent(new Event("input"));
        }),
      ],
    }),
  });

  const go = (number) => {
    const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
    view.dispatch({ selection: { anchor: line.to, head: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
    view.focus();
  };

  label.addEventListener("click", () => view.focus());
  form.addEventListener("go", (event) => { event.preventDefault(); go(event.detail); });
  form.addEventListener("checked", ({ detail }) => {
    Object.assign(known, detail.names && { names: detail.names, conditions: detail.conditions });
    tell(view.state);
    view.dispatch(setDiagnostics(view.state, detail.problems.map((each) => underline(view.state.doc, each))));
  });
  if (text.dataset.line) go(Number(text.dataset.line));
  text.dispatchEvent(new Event("input"));
};

const form = document.querySelector("#writing");
if (form) edit(form);
