from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.model import Dictionary
from screener.definition.reading import read_folder
from screener.engine.medicines import Matcher, matcher_for

KETAMINE = Path(__file__).parents[2] / "questionnaires" / "ketamine-migraine"


@cache
def dictionary() -> Dictionary:
    return read_folder(KETAMINE).dictionary


def matcher() -> Matcher:
    return matcher_for(dictionary())


def meant(typed: str) -> tuple[str, str | None]:
    match = matcher().match(typed)
    return match.kind, match.generic


# Each group is of names that look or sound alike and are different medicines.
LOOK_ALIKES = (
    ("Lamisil", "Lamictal"),
    ("Zantac", "Xanax"),
    ("clonidine", "clonazepam"),
    ("clonidine", "Klonopin"),
    ("hydroxyzine", "hydralazine"),
    ("Celebrex", "Celexa"),
    ("Zyprexa", "Zyrtec"),
    ("tramadol", "trazodone"),
    ("propranolol", "Pravachol"),
    ("Topamax", "Toprol-XL"),
    ("metoprolol", "metoclopramide"),
    ("Adderall", "Inderal"),
    ("Sonata", "Sinequan"),
    ("Claritin", "Claritin-D"),
    ("Mucinex D", "Mucinex DM"),
    ("Allegra", "Allegra-D"),
    ("Robitussin", "Robitussin AC"),
    ("Dexedrine", "Excedrin"),
    ("Azo", "Azor"),
    ("Istalol", "sotalol"),
    ("Zestoril", "Zestril"),
    ("Zestril", "Restoril"),
    ("Zestoril", "Restoril"),
    ("Florcet", "Fioricet"),
    ("Fioricet", "Lorcet"),
    ("Florcet", "Lorcet"),
)


def slips(name: str) -> set[str]:
    """The name with one letter left out, or two neighbors swapped."""
    without = {name[:at] + name[at + 1 :] for at in range(1, len(name))}
    swapped = {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(1, len(name) - 1)}
    return without | swapped


class TestLookAlikes:
    @pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
    def test_are_never_taken_for_each_other(self, one: str, other: str) -> None:
        assert meant(one)[1] is None or meant(one)[1] != meant(other)[1]

    @pytest.mark.parametrize(("one", "other"), [pair for pair in LOOK_ALIKES for pair in permutations(pair)])
    def test_are_not_taken_for_each_other_when_misspelt(self, one: str, other: str) -> None:
        right, wrong = meant(one)[1], meant(other)[1]
        mistaken = {typed for typed in slips(one) if meant(typed) == ("close", wrong)}
        assert wrong == right or not mistaken or right is None

    def test_of_two_that_are_meant_equally_neither_is(self) -> None:
        assert meant("Zestoril") == ("none", None)
        assert meant("Florcet") == ("none", None)


class TestTheOrderOfMatching:
    @pytest.mark.parametrize(
        ("typed", "generic"),
        [
            ("Theo-24", "theophylline"),
            ("D.H.E. 45", "dihydroergotamine"),
            ("  XANAX ", "alprazolam"),
            ("Toprol XL 50 mg", "metoprolol"),
            ("sumatriptan 100mg tablets", "sumatriptan"),
        ],
    )
    def test_takes_a_name_as_typed_then_without_strength_and_form(self, typed: str, generic: str) -> None:
        assert meant(typed) == ("exact", generic)

    def test_keeps_a_number_that_is_part_of_the_name(self) -> None:
        assert "opioid" in matcher().match("Tylenol 3").classes

    @pytest.mark.parametrize("typed", ["acetaminophen/codeine", "codeine / acetaminophen", "Codeine and acetaminophen"])
    def test_knows_a_combination_by_its_ingredients_in_any_order(self, typed: str) -> None:
        kind, generic = meant(typed)
        assert kind == "exact"
        assert generic == "codeine/acetaminophen"

    @pytest.mark.parametrize(("typed", "generic"), [("alprazolm", "alprazolam"), ("toprimate 50 mg", "topiramate")])
    def test_calls_a_misspelling_close(self, typed: str, generic: str) -> None:
        assert meant(typed) == ("close", generic)

    @pytest.mark.parametrize("typed", ["birth control pill", "unisom"])
    def test_calls_a_vague_name_close(self, typed: str) -> None:
        assert meant(typed)[0] == "close"

    @pytest.mark.parametrize(
        "typed", ["blue sleep pill from Mexico", "T3", "", "   ", "the pill with the xanax color", "a" * 10_000, "💊"]
    )
    def test_never_guesses_at_a_phrase(self, typed: str) -> None:
        assert meant(typed) == ("none", None)

    def test_reads_several_medicines_on_one_line(self) -> None:
        match = matcher().match("Tylenol PM and Benadryl")
        assert len(match.parts) == 2
        assert matcher().split_line("Tylenol PM and Benadryl") == ("Tylenol PM", "Benadryl")

    def test_does_not_know_a_line_with_a_part_that_nobody_knows(self) -> None:
        assert meant("Xanax and grandmother's drops") == ("none", None)


class TestTheWholeDictionary:
    def test_finds_each_medicine_by_its_own_name(self) -> None:
        missed = [entry.generic for entry in dictionary().medicines if meant(entry.generic) != ("exact", entry.generic)]
        assert missed == []

    def test_finds_each_brand(self) -> None:
        brands = [brand for entry in dictionary().medicines for brand in entry.brands]
        assert [brand for brand in brands if matcher().match(brand).kind != "exact"] == []

    def test_finds_each_alias_and_tells_which_are_to_be_confirmed(self) -> None:
        wanted = {"alternate": "exact", "abbreviation": "exact", "misspelling": "close", "vague": "close"}
        wrong = [a for a in dictionary().aliases if meant(a.typed) != (wanted[a.kind], a.generic)]
        assert wrong == []

    @given(st.data())
    def test_a_slip_of_the_finger_leads_to_the_same_medicine_or_to_none(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from([e for e in dictionary().medicines if len(e.generic) >= 5]))
        typed = data.draw(st.sampled_from(sorted(slips(entry.generic))))
        match = matcher().match(typed)
        assert match.kind != "close" or match.generic == entry.generic

    @given(st.text(max_size=60))
    def test_takes_any_text(self, typed: str) -> None:
        assert matcher().match(typed).kind in {"exact", "close", "none"}


class TestSuggestions:
    def test_begin_with_what_was_typed(self) -> None:
        offered = matcher().suggest("suma")
        assert offered
        assert offered[0].name.lower().startswith("suma")

    def test_are_as_many_as_asked_for(self) -> None:
        assert len(matcher().suggest("a", limit=5)) == 5

    def test_are_none_for_nothing(self) -> None:
        assert matcher().suggest("  ") == ()
