// What may stand at a place: keys by the schema of the format, names by what the file says.

const KEY = /^(\s*)((?:- )*)([^\s:#'"[{-][^:#]*?):(?=\s|$)/;
const CONDITIONS = new Set(["when", "is", "implied out by"]);
const NAMES = { sources: "source", patient: "message", "covered by": "rule", ladders: "rule" };
const SPEECH = [
  "and", "or", "not", "is", "is not", "is one of", "is unknown", "is known", "is blank", "includes", "includes any of",
  "includes all of", "count of", "years since", "days since", "smaller of", "any", "all", "where",
];

// A key on a line: what it is called, and the column where it begins.
const keyOn = (text) => {
  const found = KEY.exec(text);
  return found && { name: found[3], at: found[1].length + found[2].length, opens: found[2] !== "" };
};

// The keys around a place, the outermost first, and what its neighbors in the same mapping say.
const around = (doc, number, column) => {
  const path = [];
  const beside = new Map();
  const look = (line, limit, isFirst) => {
    const key = keyOn(line.text);
    if (key && key.at === limit && isFirst) beside.set(key.name, line.text.slice(line.text.indexOf(":") + 1).trim());
    return key;
  };
  let limit = column;
  let inside = !/^\s*- /.test(doc.line(number).text);
  for (let at = number - 1; at > 0; at--) {
    const key = look(doc.line(at), limit, inside && !path.length);
    if (key && key.at < limit) { path.unshift(key.name); limit = key.at; }
    else if (key && key.at === limit && key.opens) inside = false;
  }
  for (let at = number + 1; at <= doc.lines; at++) {
    const key = look(doc.line(at), column, true);
    if (key && (key.at < column || (key.at === column && key.opens))) break;
  }
  return { path, beside };
};

// The schemas of mappings that may be meant, through references, lists and alternatives.
const mappings = (schema, part) => {
  if (!part) return [];
  if (part.$ref) return mappings(schema, schema.$defs[part.$ref.split("/").pop()]);
  const inner = [...(part.anyOf ?? []), ...(part.oneOf ?? []), ...(part.items ? [part.items] : [])];
  return inner.length ? inner.flatMap((each) => mappings(schema, each)) : [part];
};

const below = (schema, parts, key) => parts.flatMap((part) => {
  const patterns = Object.entries(part.patternProperties ?? {}).filter(([pattern]) => new RegExp(pattern).test(key));
  return mappings(schema, part.properties?.[key] ?? patterns[0]?.[1]);
});

const words = (part) => part.enum ?? (part.const === undefined ? [] : [part.const]);
const listed = (labels, type) => [...new Set(labels)].map((label) => ({ label: String(label), type }));

const named = (names, before) => {
  const subject = /([a-z]\w*)(?:\s+(?:is|includes)(?:\s+not)?(?:\s+(?:one|any|all) of\s*\[[^\]]*)?)\s+\w*$/.exec(before)?.[1];
  const choices = (names.choice ?? []).filter((each) => each.startsWith(`${subject}.`));
  if (subject && choices.length) return listed(choices.map((each) => each.split(".").pop()), "choice");
  return [
    ...listed(names.question ?? [], "question"), ...listed(names.value ?? [], "value"),
    ...listed((names.setting ?? []).map((each) => `settings.${each}`), "setting"), ...listed(names.rule ?? [], "rule"),
    ...listed(SPEECH, "word"),
  ];
};

// A source of completions; `known()` gives the schema and the names of the file, as far as they are there.
export const completing = (known) => (context) => {
  const { schema, names = {} } = known();
  const { doc } = context.state;
  const line = doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = /[\w.-]*$/.exec(before)[0];
  if (!schema || (!word && !context.explicit) || /^\s*#/.test(before)) return null;
  const here = keyOn(before);
  const column = here ? here.at : /^(\s*(?:- )*)/.exec(before)[1].length;
  const { path, beside } = around(doc, line.number, column);
  const reach = (keys) => keys.reduce((parts, key) => below(schema, parts, key), [schema]);
  const from = context.pos - word.length;
  const owner = here ? here.name : path.at(-1);
  if (CONDITIONS.has(owner)) return { from, options: named(names, before), validFor: /^[\w.-]*$/ };
  if (NAMES[owner]) return { from, options: listed(names[NAMES[owner]] ?? [], NAMES[owner]), validFor: /^[\w.-]*$/ };
  if (here) return { from, options: listed(reach([...path, here.name]).flatMap(words), "word") };
  const start = line.from + column;
  const kind = beside.get("kind");
  const meant = reach(path).filter((part) => !kind || !part.properties?.kind || words(part.properties.kind).includes(kind));
  const keys = meant.flatMap((part) => Object.keys(part.properties ?? {})).filter((key) => !beside.has(key));
  return { from: start, options: listed(keys, "key").map((each) => ({ ...each, apply: `${each.label}: ` })), validFor: /^[\w ]*$/ };
};
