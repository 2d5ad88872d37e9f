"""Each mistake that an author can make is told once, at its place, with a way out."""
# ruff: noqa: E501 - one mistake a line

import pytest

from tests.definition.everything import changed, changed_in_many, check, files

YAML = "questionnaire.yaml"

# fmt: off
# What stands in the sample, what is written instead (▸ where the problem is), and what is said.
MISTAKES = {
    # The YAML itself
    "a key twice": (YAML, "language: en\n", "language: en\n▸language: es\n", "the key 'language' stands here again; first in line 4"),
    "an anchor": (YAML, "title: You\n", "title: ▸&you You\n", "anchors are not allowed ('you'): write the content out"),
    "an alias": (YAML, "text: Some *basics* first.", "text: ▸*basics", "aliases are not allowed ('basics'): write the content out"),
    "a tag": (YAML, "title: In private", "title: ▸!!str In private", "tags are not allowed ('tag:yaml.org,2002:str'): put text that begins with ! in quotes"),
    "a merge key": (YAML, "    title: Your health\n", "    title: Your health\n    ▸<<: x\n", "section health: there is no key '<<'; the keys here are id, title, when, steps"),
    "a list as a key": (YAML, "language: en\n", "language: en\n▸? [a]\n: b\n".replace("▸? ", "? ▸"), "a key must be text, not a list or a mapping"),
    "a tab": (YAML, "    title: About you", "▸\ttitle: About you", "a tab cannot indent: use spaces"),
    "a colon in plain text": (YAML, "text: When were you born?", "text: Say▸: when were you born?", "a colon and a space start a value, which cannot stand here: put the text in quotes, or check the indentation"),
    "a second document": (YAML, "ladders:\n", "▸---\nladders:\n", "a second document begins here; a file holds one"),
    "a character that cannot be shown": (YAML, "title: You\n", "title: Y▸\u202eou\n", "the character U+202E cannot be shown; remove it"),
    "an escape that cannot be shown": (YAML, "title: You\n", 'title: ▸"Y\\u202Eou"\n', "an escape in this text makes a character that cannot be shown; remove it"),
    # Keys and values
    "a key misspelt": (YAML, "help: A test counts.", "▸hlep: A test counts.", "question preg_now: there is no key 'hlep' (did you mean help?)"),
    "a key of another kind": (YAML, "            autocomplete: name\n", "            autocomplete: name\n            ▸entry: height\n", "question dem_name: this kind has no key 'entry', as decimal have"),
    "a key that nothing has": (YAML, "            autocomplete: name\n", "            autocomplete: name\n            ▸color: red\n", "question dem_name: there is no key 'color'; the keys here are id, text, help, why, reading level, required, good for, may also say, when, kind, autocomplete, looks like"),
    "`without not sure` on a date": (YAML, "past: true\n          - id: dem_height_cm", "▸without not sure: x\n          - id: dem_height_cm", "question dem_dob: this kind has no key 'without not sure', as yes-no have"),
    "a key missing": (YAML, "          - id: goals\n            kind: long-text\n            text: What do you hope for?\n", "          - ▸id: goals\n            kind: long-text\n", "question goals: the key `text` is missing"),
    "no kind": (YAML, "          - id: goals\n            kind: long-text\n", "          - ▸id: goals\n", "question goals: the key `kind` is missing"),
    "a kind misspelt": (YAML, "kind: long-text", "kind: ▸longtext", "question goals: 'longtext' is not one of yes-no, choice, choices, checklist, whole-number, decimal, date, text, long-text, day-counts, blood-pressure, rows, agreement, information (did you mean long-text?)"),
    "no text": (YAML, "help: A test counts.", "help:▸", "question preg_now: must not be empty"),
    "a list for a text": (YAML, "help: A test counts.", "help: ▸[A test counts.]", "question preg_now: must be text, not a list"),
    "a text for a list": (YAML, "exclusive: [none]", "exclusive: ▸none", "question hx_conditions: must be a list, not text"),
    "a text for a mapping": (YAML, "choices: {never: Never tried, helped: Helped, no_help: Did not help}", "choices: ▸never", "question pv_tried: must be a mapping of keys and values, not text"),
    "a flag that is none": (YAML, "private: true", "private: ▸yes", "step you_private: must be true or false, not 'yes'"),
    "a number that is none": (YAML, "    value: 18\n", "    value: ▸18,5\n", "setting age_min: must be a number such as 12 or 0.5, not '18,5'"),
    "a whole number that is none": (YAML, "order: 20", "order: ▸2.5", "message CALL: must be a whole number, not '2.5'"),
    "a day that is none": (YAML, "confidence: A*\n    checked: 2026-01-05", "confidence: A*\n    checked: ▸2026-02-30", "rule R-AGE-01: must be a day in the calendar, not '2026-02-30'"),
    "a day written otherwise": (YAML, "confidence: A*\n    checked: 2026-01-05", "confidence: A*\n    checked: ▸1/5/2026", "rule R-AGE-01: must be a day such as 2026-01-15, not '1/5/2026'"),
    "a range that is none": (YAML, "plausible: 100 to 230", "plausible: ▸100-230", "question dem_height_cm: must be a range such as `60 to 260`, `at least 0` or `at most 10`, not '100-230'"),
    "a range the wrong way round": (YAML, "plausible: 100 to 230", "plausible: ▸230 to 100", "question dem_height_cm: must be a range with the lower end first, not '230 to 100'"),
    "an open range of what is sensible": (YAML, "sensible: 18 to 21", "sensible: ▸at least 18", "setting age_min: must be a range such as `18 to 21`"),
    "a level misspelt": (YAML, "level: exclude", "level: ▸exlude", "rule R-AGE-01: 'exlude' is not one of info, caution, review, exclude, urgent (did you mean exclude?)"),
    "a state misspelt": (YAML, "may also say: [not_sure, to_discuss]", "may also say: [not_sure, ▸discuss]", "question bp: 'discuss' is not one of not_sure, prefer_not, to_discuss"),
    "an id with a capital": (YAML, "{id: nickname,", "{id: ▸Nickname,", "question Nickname: 'Nickname' must be a name: small letters, digits and _, a letter first, at most 60"),
    "a choice id with a space": (YAML, "choices: {weekly: Weekly, rarely: Less", "choices: {weekly: Weekly, ▸Very rarely: Less", "question med_list: 'Very rarely' must be an id: small letters, digits and _, at most 60"),
    "a rule id in small letters": (YAML, "- id: R-BMI-01", "- id: ▸r-bmi-01", "rule r-bmi-01: 'r-bmi-01' must be an id like R-BP-01: a capital first, parts of letters and digits joined by -"),
    "no sources": (YAML, "sources: [G2]\n    confidence: C", "sources: ▸[]\n    confidence: C", "rule R-MED-01: needs at least 1"),
    "a ladder of one": (YAML, "- [R-BP-01, R-BP-02]", "- ▸[R-BP-01]", "needs at least 2"),
    "an address that is none": (YAML, '"https://example.org/guideline?a=1#b"', '▸"example.org/guideline"', "source G2: 'example.org/guideline' must be an address that begins with https:// or http://"),
    "a text without end": (YAML, "help: A test counts.", f"help: ▸{'x' * 4001}", "question preg_now: may have at most 4,000 characters"),
    "a height in another unit": (YAML, "unit: cm\n            plausible: 100 to 230\n            entry: height", "unit: inches\n            plausible: 100 to 230\n            entry: ▸height", "question dem_height_cm: a height is kept in cm: say `unit: cm`"),
    # Names
    "another slug than the folder": (YAML, "slug: everything", "slug: ▸something", "the slug is something, and the folder is called everything: they must be the same"),
    "a time zone that is none": (YAML, "time zone: America/Chicago", "time zone: ▸America/Chikago", "there is no time zone 'America/Chikago'; one is America/New_York"),
    "a question twice": (YAML, "{id: nickname,", "{id: ▸goals,", "there are two questions goals; the first is in line 97"),
    "a step twice": (YAML, "- id: health_history", "- id: ▸you_basics", "there are two steps you_basics; the first is in line 52"),
    "a section twice": (YAML, "- id: health\n", "- id: ▸you\n", "there are two sections you; the first is in line 49"),
    "a rule twice": (YAML, "- id: R-BMI-01", "- id: ▸R-AGE-01", "there are two rules R-AGE-01; the first is in line 175"),
    "a value called like a question": (YAML, "values:\n", "values:\n  ▸goals: {when: age > 3, text: x}\n", "there is a question 'goals' already"),
    "a value called like a word": (YAML, "values:\n", "values:\n  ▸since: {when: age > 3, text: x}\n", "'since' is a word of the condition language: use another name"),
    "a question called like a word": (YAML, "{id: nickname,", "{id: ▸any,", "'any' is a word of the condition language: use another id"),
    "a choice called like a state": (YAML, "choices: {weekly: Weekly, rarely: Less", "choices: {weekly: Weekly, ▸not_sure: Less", "question med_list: 'not_sure' has a meaning of its own and cannot be the id of a choice; `may also say` offers it"),
    "an exclusive that is no choice": (YAML, "exclusive: [none]", "exclusive: [▸non]", "question hx_conditions: there is no choice 'non' (did you mean none?)"),
    "a fill that is no choice": (YAML, "fill: never", "fill: ▸nver", "question pv_tried: there is no choice 'nver' (did you mean never?)"),
    "not sure, with and without": (YAML, "without not sure: The", "may also say: ▸[not_sure]\n            without not sure: The", "question notice: `without not sure` takes away the not_sure that `may also say` offers"),
    "a span that is none": (YAML, "good for: 30 days", "good for: ▸a month", "question preg_now: must be a number of days such as `90 days`, not 'a month'"),
    "an agreement that expires": (YAML, "            statement: ", "            good for: ▸90 days\n            statement: ", "question consent: an agreement is not asked again"),
    "two columns of medicines": (YAML, "{id: dose, text: Dose, kind: text}", "{id: dose, text: Dose, kind: ▸medicine}", "question med_list: a list can have one column of medicines"),
    "a column twice": (YAML, "{id: last,", "{id: ▸dose,", "question med_list: there are two columns 'dose'"),
    "a column called like a part of a medicine": (YAML, "{id: last, text", "{id: ▸classes, text", "question med_list: 'classes' has a meaning of its own: use another id"),
    "a source that is none": (YAML, "sources: [G2]\n    confidence: C", "sources: [▸G3]\n    confidence: C", "rule R-MED-01: there is no source 'G3' (did you mean G1?)"),
    "a setting's source that is none": (YAML, "sources: [G1]\n    confidence: A\n", "sources: [▸X1]\n    confidence: A\n", "setting age_min: there is no source 'X1' (did you mean G1?)"),
    "a message that is none": (YAML, "patient: HELP", "patient: ▸HELPP", "rule R-BP-01: there is no message 'HELPP' (did you mean HELP?)"),
    "a rule that is none, covering": (YAML, "covered by: [R-DATA-01]", "covered by: [▸R-DATA-02]", "rule R-BP-02: there is no rule 'R-DATA-02' (did you mean R-DATA-01?)"),
    "a rule that covers itself": (YAML, "covered by: [R-DATA-01]", "covered by: [▸R-BP-02]", "rule R-BP-02: a rule cannot be covered by itself"),
    "a placeholder that is none": (YAML, "be {settings.age_min} or", "be ▸{settings.age_mn} or", "there is no placeholder '{settings.age_mn}' (did you mean settings.age_min?)"),
    "a clinic's placeholder that is none": (YAML, "Call {clinic_phone} if", "Call ▸{clinic_fone} if", "there is no placeholder '{clinic_fone}' (did you mean clinic_phone?)"),
    # Silence and ladders
    "a silent question that is none": (YAML, "{bp: none, otherwise: caution}", "{▸bpp: none, otherwise: caution}", "rule R-BP-02: there is no question 'bpp' (did you mean bp?)"),
    "a level of silence that is none": (YAML, "{bp: none, otherwise: caution}", "{bp: ▸never, otherwise: caution}", "rule R-BP-02: 'never' is not one of info, caution, review, exclude, urgent, none"),
    "a case without a condition": (YAML, "- {when: hx_conditions is blank, level: review}", "- ▸{level: review}", "rule R-MED-01: the key `when` is missing: only the last case is the rest"),
    "no rest after the cases": (YAML, "- level: {med_list: none, otherwise: caution}", "- level: none\n        ▸when: heart", "rule R-MED-01: the last case is the rest and has no `when`"),
    "a rule on a ladder that is none": (YAML, "- [R-BP-01, R-BP-02]", "- [R-BP-01, ▸R-BP-20]", "there is no rule 'R-BP-20' (did you mean R-BP-02?)"),
    "a rule on a ladder twice": (YAML, "- [R-BP-01, R-BP-02]", "- [R-BP-01, R-BP-02]\n  - [▸R-BP-02, R-MED-01]", "rule R-BP-02 stands on a ladder already, in line 242"),
    "a ladder the wrong way round": (YAML, "- [R-BP-01, R-BP-02]", "- [R-BP-02, ▸R-BP-01]", "rule R-BP-01 (urgent) is graver than the one before it: gravest first"),
    "a rule that excludes none that there is": (YAML, "- [R-AGE-01, R-MED-01]", "- [R-AGE-01, ▸R-MED-10]", "there is no rule 'R-MED-10' (did you mean R-MED-01?)"),
    "a rule that excludes itself": (YAML, "- [R-AGE-01, R-MED-01]", "- [R-AGE-01, ▸R-AGE-01]", "rule R-AGE-01 stands here twice"),
    "the same accepted twice": (YAML, "why: A blank is never unknown.}\n", "why: x}\n  - {statement: ▸R-DATA-01 can be left unsettled, why: y}\n", "this is accepted already, in line 251"),
    # Order
    "a question that needs itself": (YAML, "            required: false\n", "            required: false\n            when: ▸goals is known\n", "question goals: goals is asked here: its answer is not known yet"),
    "a question that needs a later one": (YAML, "            required: false\n", "            required: false\n            when: age > 3 and ▸ha_days > 3\n", "question goals: ha_days is asked later: its answer is not known yet"),
    "a question that needs a later one through a value": (YAML, "            required: false\n", "            required: false\n            when: not ▸heart\n", "question goals: heart reads hx_conditions, which is not asked before this"),
    "a question that needs a later one through a rule": (YAML, "            required: false\n", "            required: false\n            when: ▸R-BP-02\n", "question goals: R-BP-02 reads bp, which is not asked before this"),
    "a step that needs its own question": (YAML, "when: age >= settings.age_min or age is unknown", "when: ▸preg_possible is yes", "step you_private: preg_possible is asked here: its answer is not known yet"),
    "a section that needs its own question": (YAML, "when: not (preg_now is yes)", "when: ▸ha_days > 3", "section health: ha_days is asked later: its answer is not known yet"),
    "a question that needs all of them": (YAML, "            required: false\n", "            required: false\n            when: ▸required_blank > 0\n", "question goals: required_blank counts over every question, so no question can depend on it"),
    "a column that needs a later one": (YAML, "when: row.daily is no", "when: ▸row.tablets > 1", "question med_list: row.tablets is not asked before how_often in a row"),
    "a value that needs itself": (YAML, "is: years since dem_dob,", "is: ▸age + 1,", "value age: needs itself: it reads age"),
    "a circle of values": (YAML, "is: dem_height_cm / 100,", "is: ▸bmi / 100,", "value height_m: needs itself: it reads bmi, which reads height_m"),
    "a circle of rules": (YAML, "when: bp.sys > settings.bp_high + 20 or bp.dia > 120", "when: ▸R-DATA-01", "rule R-BP-01: needs itself: it reads R-DATA-01, which reads R-BP-01"),
    "a look of several lines": (YAML, "            text: What do you hope for?\n", "            text: What do you hope for?\n            ▸looks like: zip\n", "question goals: only a `text` of one line can look like something: take out `looks like`"),
    "a look that is none": (YAML, "            autocomplete: name\n", "            autocomplete: name\n            looks like: ▸phone\n", "question dem_name: 'phone' is not one of telephone, email, zip, name"),
    # Checks
    "a check called like a rule": (YAML, "- id: R-CHK-01", "- id: ▸R-BP-01", "check R-BP-01: there is a rule R-BP-01 already; it is in line 184"),
    "a check without questions": (YAML, "questions: [bp]", "questions: ▸[]", "check R-CHK-01: needs at least 1"),
    "a check that is urgent": (YAML, "- id: R-CHK-01\n    level: review", "- id: R-CHK-01\n    level: ▸urgent", "check R-CHK-01: 'urgent' is not one of info, caution, review, exclude"),
    "a check with a key of a rule": (YAML, "    swap: [bp]\n", "    swap: [bp]\n    ▸group: x\n", "check R-CHK-01: there is no key 'group'; the keys here are id, level, when, questions, ask, message, swap, urgent help waits"),
    "a check of no question": (YAML, "questions: [bp]", "questions: [bp, ▸bpp]", "check R-CHK-01: there is no question 'bpp' (did you mean bp?)"),
    "a check of what asks nothing": (YAML, "questions: [bp]", "questions: [bp, ▸intro]", "check R-CHK-01: intro asks nothing: there is no answer to change"),
    "a check of what does not decide": (YAML, "when: bp.dia >= bp.sys\n    questions: [bp]\n    ask: You wrote {bp.sys} over {bp.dia}. Did you swap them?\n    message: The two numbers may be the wrong way round.\n    swap: [bp]\n    urgent help waits: true", "when: ▸bp.dia >= bp.sys\n    questions: [med_list]\n    ask: Right?\n    message: Note.", "check R-CHK-01: does not read med_list: what the patient may change must decide"),
    "a check that counts over everything": (YAML, "when: bp.dia >= bp.sys", "when: ▸bp.dia >= bp.sys and out_of_range > 0", "check R-CHK-01: counts over every question, which no page has asked yet"),
    "a check that reads a later page": (YAML, "when: bp.dia >= bp.sys", "when: ▸bp.dia >= bp.sys and notice is yes", "check R-CHK-01: reads notice, which is asked only after the page of bp, when the check runs"),
    "a check that asks of what is no answer": (YAML, "ask: You wrote {bp.sys}", "ask: You wrote ▸{bp.upper}", "check R-CHK-01: there is no placeholder '{bp.upper}'"),
    "a check that asks with a list": (YAML, "ask: You wrote {bp.sys}", "ask: You wrote ▸{med_list}", "check R-CHK-01: there is no placeholder '{med_list}'"),
    "a check that swaps another question": (YAML, "swap: [bp]", "swap: [▸ha_days]", "check R-CHK-01: there is no question here 'ha_days'"),
    "a check that swaps a number with a pair": (YAML, "questions: [bp]\n    ask: You wrote {bp.sys} over {bp.dia}. Did you swap them?\n    message: The two numbers may be the wrong way round.\n    swap: [bp]", "questions: [bp, ha_days]\n    ask: Right?\n    message: Note.\n    swap: ▸[bp, ha_days]", "check R-CHK-01: only the two halves of a blood pressure can be swapped, or two numbers or dates on one page"),
    "help that waits for no tap": (YAML, "    swap: [bp]\n    urgent help waits: true", "    ▸urgent help waits: true", "check R-CHK-01: urgent help may wait only where one tap settles it: name the answers that may have been swapped (`swap`)"),
    # Medicines
    "another header": ("medications.csv", "generic,brands,", "▸generic,brand,", "the first line must be generic,brands,classes,note"),
    "a cell too many": ("medications.csv", "lamotrigine,Lamictal,,", "▸lamotrigine,Lamictal,,,", "this line has 5 cells and needs 4"),
    "a medicine twice": ("medications.csv", "lamotrigine,Lamictal,,", "lamotrigine,Lamictal,,\n▸lamotrigine,,,", "'lamotrigine' stands here again; first in line 4"),
    "a brand of two medicines": ("medications.csv", "lamotrigine,Lamictal,,", "lamotrigine,Lamictal;▸XANAX,,", "'XANAX' would be lamotrigine here, and is alprazolam in medications.csv, line 3"),
    "a class that is none": ("medications.csv", "Lamictal,,", "Lamictal,▸Anti-seizure,", "medicine lamotrigine: 'Anti-seizure' is no class: small letters, digits, _"),
    "an open quote": ("medications.csv", "lamotrigine,Lamictal,,", '▸lamotrigine,"Lamictal,,', "the table cannot be read on from here: unexpected end of data"),
    "an alias of no medicine": ("medication_aliases.csv", "zanax,alprazolam,", "zanax,▸alprazolm,", "alias zanax: there is no medicine 'alprazolm' (did you mean alprazolam?)"),
    "an alias of a kind that is none": ("medication_aliases.csv", "misspelling", "▸mispelling", "alias zanax: 'mispelling' is not one of alternate, abbreviation, misspelling, vague (did you mean misspelling?)"),
    "an alias that is another medicine": ("medication_aliases.csv", "zanax,", "▸lamictal,", "'lamictal' would be alprazolam here, and is lamotrigine in medications.csv, line 4"),
    # Vignettes
    "a vignette twice": ("vignettes.yaml", "- id: V2", "- id: ▸V1", "there are two vignettes V1"),
    "like none": ("vignettes.yaml", "like: V1\n  answers", "like: ▸V0\n  answers", "vignette V2: there is no vignette before this one 'V0' (did you mean V1?)"),
    "an answer to no question": ("vignettes.yaml", "ha_days: 4", "▸ha_day: 4", "vignette V1: there is no question 'ha_day' (did you mean ha_days?)"),
    "an answer that is not offered": ("vignettes.yaml", "preg_possible: no", "preg_possible: ▸yess", "vignette V1: preg_possible: there is no choice 'yess' (did you mean yes?)"),
    "a state that is not offered": ("vignettes.yaml", "ha_days: 4", "ha_days: ▸not_sure", "vignette V1: ha_days: not_sure is not offered here"),
    "words for a number": ("vignettes.yaml", "ha_days: 4", "ha_days: ▸four", "vignette V1: ha_days: must be a whole number"),
    "an answer to a row that is none": ("vignettes.yaml", "simple: 3", "▸simpel: 3", "vignette V1: am_days: there is no row or column 'simpel' (did you mean simple?)"),
    "a finding of no rule": ("vignettes.yaml", '["R-BP-01:unknown", ', '[▸"R-BP-11:unknown", ', "vignette V2: there is no rule 'R-BP-11' (did you mean R-BP-01?)"),
    "neither findings nor probes": ("vignettes.yaml", "- id: P1\n  title: Too young\n  like: V1\n  as of: 1990-01-01\n  fires: [R-AGE-01]\n  rules out: [R-BP-01, R-BP-02]", "- ▸id: P1\n  title: x\n  like: V1", "vignette P1: needs either `expects`, the complete findings, or what it `fires` and `rules out`"),
    "no date": ("vignettes.yaml", "- id: V1\n  title: Nothing to find\n  narrative: A healthy person.\n  as of: 2026-01-15\n", "- ▸id: V1\n  title: x\n", "vignette V1: the key `as of` is missing, and there is no `like` to take it from"),
    # Translations
    "a translation of nothing": ("es.yaml", "questions.dem_dob.text:", "▸questions.dem_dobb.text:", "there is no text 'questions.dem_dobb.text' (did you mean questions.dem_dob.text?)"),
    "another language than the name's": ("es.yaml", "language: es", "language: ▸fr", "the file's name says es, not fr"),
    "a placeholder lost in translation": ("es.yaml", 'to: "{clinic_name} le', 'to: "▸{nombre} le', "there is no placeholder '{nombre}'"),
}

# One mistake of each sort, in the order of the files.
MANY = [
    (YAML, 'slug: everything\ntitle: "Headache visit: before you come"\n', "▸slug: everything\n", "the key `title` is missing"),
    (YAML, "past: true\n          - id: dem_height", "past: ▸perhaps\n          - id: dem_height", "question dem_dob: must be true or false, not 'perhaps'"),
    (YAML, "help: A test counts.", "▸hlep: A test counts.", "question preg_now: there is no key 'hlep' (did you mean help?)"),
    (YAML, "kind: whole-number\n            text: On how", "kind: ▸whole\n            text: On how", "question ha_days: 'whole' is not one of yes-no, choice, choices, checklist, whole-number, decimal, date, text, long-text, day-counts, blood-pressure, rows, agreement, information"),
    (YAML, "when: age < settings.age_min", "when: ▸agee < settings.age_min", "rule R-AGE-01: no such question or value: `agee` (did you mean age?)"),
    (YAML, "when: bp.sys > settings.bp_high + 20", "when: bp.sys > ▸settings.bp_hihg + 20", "rule R-BP-01: no such setting: `bp_hihg` (did you mean bp_high?)"),
    (YAML, "    group: Blood pressure\n    level: review", "    ▸groupp: x\n    group: Blood pressure\n    level: review", "rule R-BP-02: there is no key 'groupp' (did you mean group?)"),
    ("medications.csv", "lamotrigine,Lamictal,,", "▸lamotrigine,Lamictal", "this line has 2 cells and needs 4"),
    ("vignettes.yaml", "fires: [R-AGE-01]", "fires: [▸R-AGE-02]", "vignette P1: there is no rule 'R-AGE-02' (did you mean R-AGE-01?)"),
]
# fmt: on


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_told_once_at_its_place(mistake: str) -> None:
    file, old, new, said = MISTAKES[mistake]
    wrong, place = changed(old, new, file=file)
    questionnaire, problems = check(wrong)
    assert [str(problem) for problem in problems if problem.severity == "problem"] == [f"{place}: {said}"]
    assert questionnaire is None


class TestTheSample:
    def test_it_has_no_mistakes_of_its_own(self) -> None:
        questionnaire, problems = check(files())
        assert [problem for problem in problems if problem.severity == "problem"] == []
        assert questionnaire is not None


class TestManyMistakes:
    def test_all_are_told_at_once_in_the_order_of_the_files(self) -> None:
        wrong, places = changed_in_many([mistake[:3] for mistake in MANY])
        questionnaire, problems = check(wrong)
        assert questionnaire is None
        told = [str(problem) for problem in problems if problem.severity == "problem"]
        assert told == [f"{place}: {mistake[3]}" for place, mistake in zip(places, MANY, strict=True)]

    def test_what_could_not_be_read_is_not_said_to_be_missing(self) -> None:
        wrong, _ = changed("kind: whole-number\n            text: On how", "kind: whole\n            text: On how")
        _, problems = check(wrong)
        assert not [problem for problem in problems if "there is no question 'ha_days'" in problem.message]

    def test_no_more_than_a_thousand_are_told(self) -> None:
        wrong = files()
        wrong[YAML] += b"  - {statement: x}\n" * 2000
        _, problems = check(wrong)
        assert len(problems) == 1000
