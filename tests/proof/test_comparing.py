"""Who is judged more mildly, and who more gravely, after an edit."""

from collections.abc import Mapping
from dataclasses import replace

from screener.definition.dictionary import Alias, Dictionary, MedicineEntry
from screener.definition.model import Level, Questionnaire
from screener.definition.names import GenericName, MedicineClass, QuestionId
from screener.engine.answers import Picked
from screener.proof.comparing import compare, judged_as_one
from screener.proof.comparison import Comparison, Judgment, Patient, Standing, word_of
from tests.engine.builders import (
    AS_OF,
    Asked,
    choice,
    choices,
    decimal,
    medicines,
    questionnaire,
    rule,
    whole,
    yes_no,
)

URGENT, EXCLUDE, REVIEW, CAUTION, INFO = sorted(Level, reverse=True)
PRESSURE = whole("bp", 60, 260)
RUNGS = ("R-1", "R-2", "R-3")


def compared(old: Questionnaire, new: Questionnaire) -> Comparison:
    found = compare(old, new, AS_OF, limit=2)
    assert found.is_decided
    return found


def about(subject: str, old: Questionnaire, new: Questionnaire) -> Judgment:
    return next(each for each in compared(old, new).judgments if each.subject == subject)


def summary(old: Questionnaire, new: Questionnaire) -> Mapping[str, str]:
    return {each.subject: each.standing.value for each in compared(old, new).judgments}


def undecided(old: Questionnaire, new: Questionnaire) -> Mapping[str, str]:
    """The same where the disposition may be left open: something can be said that only one of the two has words for."""
    return {each.subject: each.standing.value for each in compare(old, new, AS_OF).judgments}


def said(patient: Patient | None) -> Mapping[str, object]:
    assert patient is not None
    return {name: (before if before == after else (before, after)) for name, (before, after, _) in patient.said.items()}


def levels(patient: Patient | None) -> tuple[str, str]:
    assert patient is not None
    return word_of(patient.old), word_of(patient.new)


def asking(*asked: Asked, **rules: str | dict[str, object]) -> Questionnaire:
    return questionnaire(*asked, rules={name.replace("_", "-"): written for name, written in rules.items()})


class TestNothing:
    def test_is_different_between_a_questionnaire_and_itself(self) -> None:
        tried = asking(yes_no("ill"), R_1="ill is yes")
        assert summary(tried, tried) == {"disposition": "same", "rule R-1": "same"}

    def test_is_different_where_only_words_differ(self) -> None:
        old = asking(yes_no("ill"), R_1="ill is yes")
        new = replace(old, rules={name: replace(each, message="Other words") for name, each in old.rules.items()})
        assert set(summary(old, new).values()) == {"same"}

    def test_is_different_where_a_condition_says_the_same_in_other_words(self) -> None:
        old = asking(whole("n"), yes_no("ill"), R_1="n > 3 and not (ill is yes or n > 9)")
        new = asking(whole("n"), yes_no("ill"), R_1="not (n > 9) and n >= 4 and not (ill is yes)")
        assert set(summary(old, new).values()) == {"same"}


class TestAThreshold:
    OLD, LOWER, HIGHER = (asking(PRESSURE, R_1=f"bp >= {limit}") for limit in (160, 150, 170))

    def test_that_is_raised_is_looser_for_whoever_lies_between(self) -> None:
        judgment = about("rule R-1", self.OLD, self.HIGHER)
        assert judgment.standing is Standing.LOOSER
        assert judgment.stricter.nobody
        assert 160 <= said(judgment.looser.patient)["bp"] < 170  # type: ignore[operator]
        assert levels(judgment.looser.patient) == ("review", "nothing")

    def test_that_is_lowered_is_stricter(self) -> None:
        judgment = about("rule R-1", self.OLD, self.LOWER)
        assert judgment.standing is Standing.STRICTER
        assert 150 <= said(judgment.stricter.patient)["bp"] < 160  # type: ignore[operator]

    def test_changes_what_is_proposed(self) -> None:
        assert summary(self.OLD, self.HIGHER)["disposition"] == "looser"

    def test_may_stand_in_a_setting(self) -> None:
        old, new = (
            questionnaire(PRESSURE, rules={"R-1": "bp >= settings.high"}, settings={"high": limit})
            for limit in (160, 170)
        )
        assert summary(old, new)["rule R-1"] == "looser"

    def test_that_nobody_can_tell_from_the_old_one_changes_nothing(self) -> None:
        old, new = (asking(whole("n"), R_1=condition) for condition in ("n > 3", "n >= 4"))
        assert set(summary(old, new).values()) == {"same"}

    def test_of_a_decimal_is_told_apart_to_the_last_place(self) -> None:
        old, new = (asking(decimal("kg"), R_1=condition) for condition in ("kg > 3", "kg >= 3"))
        assert summary(old, new)["rule R-1"] == "stricter"


class TestARule:
    def test_that_is_gone_is_looser_if_it_could_fire(self) -> None:
        old = asking(yes_no("ill"), yes_no("sad"), R_1="ill is yes", R_2="sad is yes")
        new = asking(yes_no("ill"), yes_no("sad"), R_1="ill is yes")
        assert summary(old, new) == {"disposition": "looser", "rule R-1": "same", "rule R-2": "looser"}

    def test_that_is_gone_and_could_say_nothing_is_the_same(self) -> None:
        old = asking(yes_no("ill"), R_1="ill is yes", R_2=rule("ill is yes and ill is no", if_unknown=None))
        new = asking(yes_no("ill"), R_1="ill is yes")
        assert summary(old, new)["rule R-2"] == "same"

    def test_that_is_new_is_stricter(self) -> None:
        old = asking(yes_no("ill"), R_1="ill is yes")
        new = asking(yes_no("ill"), R_1="ill is yes", R_2=rule("ill is no", INFO))
        assert summary(old, new) == {"disposition": "same", "rule R-1": "same", "rule R-2": "stricter"}

    def test_of_a_lower_level_is_looser(self) -> None:
        old, new = (asking(yes_no("ill"), R_1=rule("ill is yes", level)) for level in (EXCLUDE, REVIEW))
        assert summary(old, new)["rule R-1"] == "looser"
        assert summary(new, old)["rule R-1"] == "stricter"

    def test_is_looser_before_it_is_stricter(self) -> None:
        old, new = (asking(whole("n"), R_1=condition) for condition in ("n > 5", "n < 3"))
        judgment = about("rule R-1", old, new)
        assert judgment.standing is Standing.LOOSER
        assert judgment.stricter.patient is not None

    def test_whose_silence_weighs_less_is_looser(self) -> None:
        old, new = (asking(yes_no("ill"), R_1=rule("ill is yes", if_unknown=each)) for each in (REVIEW, CAUTION))
        patient = about("rule R-1", old, new).looser.patient
        assert levels(patient) == ("review", "caution")

    def test_that_another_speaks_for_changes_no_disposition(self) -> None:
        both = {"R_1": rule("ill is yes", EXCLUDE)}
        old = asking(yes_no("ill"), **both, R_2="ill is yes")
        new = asking(yes_no("ill"), **both, R_2=rule("ill is yes", CAUTION))
        assert summary(old, new) == {"disposition": "same", "rule R-1": "same", "rule R-2": "looser"}


class TestALadder:
    def ladder(self, *limits: int) -> Questionnaire:
        graver = zip(RUNGS, limits, (URGENT, EXCLUDE, REVIEW), strict=True)
        rules = {name: rule(f"bp >= {limit}", level) for name, limit, level in graver}
        return questionnaire(PRESSURE, rules=rules, ladders=[RUNGS])

    def test_is_judged_as_one(self) -> None:
        tried = self.ladder(180, 160, 140)
        assert tuple(judged_as_one(tried, tried)) == (RUNGS,)

    def test_is_stricter_where_a_rung_reaches_lower(self) -> None:
        subject = f"ladder {', '.join(RUNGS)}"
        assert summary(self.ladder(180, 160, 140), self.ladder(170, 160, 140))[subject] == "stricter"

    def test_is_the_same_where_a_rung_that_a_graver_one_hides_is_raised(self) -> None:
        old, new = self.ladder(160, 150, 140), self.ladder(160, 160, 140)
        assert summary(old, new)["disposition"] == "looser"  # from 150 on it excluded
        hidden = summary(self.ladder(150, 155, 140), self.ladder(150, 158, 140))
        assert set(hidden.values()) == {"same"}

    def test_takes_in_the_rules_of_both(self) -> None:
        old = asking(yes_no("ill"), R_1="ill is yes", R_2="ill is no")
        assert tuple(judged_as_one(old, replace(old, ladders=(("R-1", "R-2"),)))) == (("R-1", "R-2"),)  # type: ignore[arg-type]


class TestQuestions:
    def test_that_are_no_longer_asked_of_all_are_looser(self) -> None:
        old = asking(yes_no("ill"), yes_no("sad"), R_1="sad is yes")
        new = asking(yes_no("ill"), yes_no("sad", when="ill is yes"), R_1="sad is yes")
        patient = about("rule R-1", old, new).looser.patient
        assert said(patient)["sad"] == "yes"

    def test_that_are_gone_with_their_rule_are_looser(self) -> None:
        old = asking(yes_no("ill"), yes_no("sad"), R_1="ill is yes", R_2="sad is yes")
        new = asking(yes_no("ill"), R_1="ill is yes")
        patient = about("rule R-2", old, new).looser.patient
        assert said(patient) == {"sad": ("yes", None)}

    def test_that_take_a_whole_number_or_a_decimal_take_the_same_number(self) -> None:
        old, new = (asking(each, R_1="n > 3") for each in (whole("n"), decimal("n")))
        assert about("rule R-1", old, new).looser.nobody


class TestChoices:
    def test_of_several_that_are_gone_are_looser_for_whoever_ticked_them(self) -> None:
        old = asking(choices("hx", "stroke", "angina", "none"), R_1="hx includes any of [stroke, angina]")
        new = asking(choices("hx", "angina", "none"), R_1="hx includes angina")
        patient = about("rule R-1", old, new).looser.patient
        assert said(patient) == {"hx": (Picked(frozenset(("stroke",))), Picked(frozenset(("none",))))}  # type: ignore[arg-type]

    def test_that_are_gone_are_looser_if_no_other_choice_is_judged_as_gravely(self) -> None:
        old = asking(choice("icp", "no", "past", "now"), R_1=rule("icp is now", EXCLUDE), R_2="icp is past")
        new = asking(choice("icp", "no", "past"), R_2="icp is past")
        found = undecided(old, new)
        assert (found["rule R-1"], found["rule R-2"]) == ("looser", "same")

    def test_that_are_new_are_no_reason_to_doubt_the_others(self) -> None:
        old = asking(choice("icp", "no", "past"), R_1="icp is past")
        new = asking(choice("icp", "no", "past", "now"), R_1="icp is one of [past, now]")
        assert undecided(old, new)["rule R-1"] == "same"
        assert undecided(old, new)["disposition"] != "same"


class TestMedicines:
    OLD = asking(medicines("med_list"), R_1="any m in med_list where (m.classes includes sedating)")

    def known(self, *medicines: tuple[str, str], aliases: tuple[Alias, ...] = ()) -> Questionnaire:
        entries = tuple(
            MedicineEntry(GenericName(name), (), frozenset((MedicineClass(each),)), "") for name, each in medicines
        )
        return replace(self.OLD, dictionary=Dictionary(entries, aliases))

    def names(self, patient: Patient | None) -> list[object]:
        assert patient is not None
        rows = patient.after.to(QuestionId("med_list"))
        assert isinstance(rows, tuple)
        return [row.cells["name"] for row in rows]  # type: ignore[index]

    def test_that_lose_a_class_are_looser(self) -> None:
        old, new = self.known(("zolpidem", "sedating")), self.known(("zolpidem", "other"))
        assert "zolpidem" in self.names(about("rule R-1", old, new).looser.patient)

    def test_that_become_known_are_stricter(self) -> None:
        aliases = (Alias("sleepers", GenericName("zolpidem"), "alternate"),)
        old = self.known(("zolpidem", "sedating"))
        old = replace(
            old,
            rules={
                name: replace(each, if_unknown=replace(each.if_unknown, otherwise=None))
                for name, each in old.rules.items()
            },
        )
        new = replace(old, dictionary=replace(old.dictionary, aliases=aliases))
        assert "sleepers" in self.names(about("rule R-1", old, new).stricter.patient)

    def test_that_the_rules_do_not_ask_about_change_nothing(self) -> None:
        old, new = self.known(("zolpidem", "sedating")), self.known(("zolpidem", "sedating"), ("biotin", "vitamin"))
        new = replace(new, dictionary=replace(new.dictionary, medicines=new.dictionary.medicines[:1]))
        assert set(summary(old, new).values()) == {"same"}


class TestAPatient:
    def test_is_ordinary_but_for_what_it_takes(self) -> None:
        old = asking(yes_no("a"), yes_no("b"), PRESSURE, R_1="bp >= 160 and b is yes")
        new = asking(yes_no("a"), yes_no("b"), PRESSURE, R_1="bp >= 170 and b is yes")
        assert said(about("rule R-1", old, new).looser.patient).keys() == {"b", "bp"}

    def test_says_to_both_what_only_one_of_them_looks_at(self) -> None:
        asked = whole("n", 0, 500), whole("m", 0, 500)
        old, new = asking(*asked, R_1="n < 300"), asking(*asked, R_1="m > 41 and m < 43")
        stricter = said(about("rule R-1", old, new).stricter.patient)
        assert stricter["m"] == 42
        assert stricter["n"] >= 300  # type: ignore[operator]

    def test_is_told_to_programs_in_the_shapes_of_an_answers_file(self) -> None:
        judgment = about("rule R-1", TestAThreshold.OLD, TestAThreshold.HIGHER)
        looser = judgment.to_json()["looser"]
        assert isinstance(looser, dict)
        assert (looser["old"], looser["new"]) == ("review", "nothing")
        assert looser["answers_old"] == looser["answers_new"]
        assert judgment.to_json()["stricter"] == "nobody"


class TestWhatIsNotDecided:
    def test_is_never_called_the_same(self) -> None:
        squares = (asking(decimal("a"), decimal("b"), R_1=f"a * a * b + b * b * a > {limit}") for limit in (7, 7.5))
        old, new = squares
        found = compare(old, new, AS_OF, limit=0.001)
        assert {each.standing for each in found.judgments} & {Standing.UNDECIDED, Standing.LOOSER}


class TestWhoShowsIt:
    def test_is_plausible_where_anybody_plausible_does(self) -> None:
        asked = decimal("height", 100, 230), yes_no("a")
        old = asking(*asked, R_1="height < 150")
        new = asking(*asked, R_1="height < 140")
        patient = about("rule R-1", old, new).looser.patient
        assert patient is not None
        assert patient.is_plausible
        assert patient.words == "somebody ordinary with"

    def test_is_not_called_ordinary_where_nobody_plausible_does(self) -> None:
        asked = decimal("height", 100, 230), yes_no("a")
        old, new = asking(*asked, R_1="height < 50"), asking(*asked, R_1="height < 40")
        patient = about("rule R-1", old, new).looser.patient
        assert patient is not None
        assert not patient.is_plausible
        assert "ordinary" not in patient.words
        assert patient.to_json()["plausible"] is False
