from functools import cache
from itertools import permutations
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.dictionary import Dictionary
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


@cache
def names() -> tuple[tuple[str, str], ...]:
    """Every name of the dictionary, with its medicine."""
    entries = [(name, entry.generic) for entry in dictionary().medicines for name in (entry.generic, *entry.brands)]
    return tuple(dict.fromkeys((*entries, *((alias.typed, alias.generic) for alias in dictionary().aliases))))


# Each pair is of names that look or sound alike and are different medicines.
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
    without = {name[:at] + name[at + 1 :] for at in range(len(name))}
    swapped = {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)}
    return without | swapped


def edits(name: str) -> set[str]:
    """The name with any one letter left out, put in or replaced, or two neighbors swapped."""
    put_in = {name[:at] + letter + name[at:] for at in range(len(name) + 1) for letter in ascii_lowercase}
    replaced = {name[:at] + letter + name[at + 1 :] for at in range(len(name)) for letter in ascii_lowercase}
    return (slips(name) | put_in | replaced) - {name}


class TestLookAlikes:
    @pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
    def test_are_never_taken_for_each_other(self, one: str, other: str) -> None:
        assert meant(one)[1] is None or meant(one)[1] != meant(other)[1]

    @pytest.mark.parametrize(("one", "other"), [pair for pair in LOOK_ALIKES for pair in permutations(pair)])
    def test_are_not_taken_for_each_other_when_misspelt(self, one: str, other: str) -> None:
        right, wrong = meant(one)[1], meant(other)[1]
        taken = {typed: meant(typed) for typed in slips(one)}
        assert [typed for typed, found in taken.items() if right and found == ("close", wrong)] == []

    @pytest.mark.parametrize("typed", ["Zestoril", "Florcet", "isotalol"])
    def test_of_two_that_are_meant_equally_neither_is(self, typed: str) -> None:
        assert meant(typed) == ("none", None)

    @pytest.mark.parametrize(
        "typed", ["T3", "Claritin-", "Tylenol #", "Tylenol 2", "tylenal 3", "claritin cd", "diovan hcl"]
    )
    def test_that_may_be_going_to_be_another_are_not_guessed_at(self, typed: str) -> None:
        assert meant(typed) == ("none", None)

    @pytest.mark.parametrize("typed", ["claritind", "Mucinex D 600 mg", "zyrtec-d 12 hour"])
    def test_keep_a_suffix_that_makes_another_medicine(self, typed: str) -> None:
        assert "decongestant" in matcher().match(typed).classes or "sympathomimetic" in matcher().match(typed).classes

    @pytest.mark.parametrize("typed", ["naproxenpm", "ibuprofend", "claritnd", "desloratadine", "dexlansoprazole"])
    def test_are_not_reached_by_dropping_a_suffix_or_a_prefix(self, typed: str) -> None:
        assert meant(typed) == ("none", None)


class TestTheOrderOfMatching:
    @pytest.mark.parametrize(
        ("typed", "generic"),
        [
            ("Theo-24", "theophylline"),
            ("D.H.E. 45", "dihydroergotamine"),
            ("  XANAX ", "alprazolam"),
            ("Toprol XL 50 mg", "metoprolol"),
            ("sumatriptan 100mg tablets", "sumatriptan"),
            ("Norco 5/325", "hydrocodone/acetaminophen"),
            ("metoprolol succinate ER 50 mg daily", "metoprolol"),
            ("atorvastatin calcium", "atorvastatin"),
            ("St. John’s Wort", "st john's wort"),
            ("Tylenol 8 hr", "acetaminophen"),
            ("Trokendi", "topiramate"),
            ("topiramate (Topamax) 25 mg", "topiramate"),
        ],
    )
    def test_takes_a_name_as_typed_then_without_strength_and_form(self, typed: str, generic: str) -> None:
        assert meant(typed) == ("exact", generic)

    def test_keeps_a_number_that_is_part_of_the_name(self) -> None:
        assert "opioid" in matcher().match("Tylenol 3").classes

    @pytest.mark.parametrize(
        ("typed", "generic"),
        [
            ("naltrexone monthly shot", "naltrexone injection"),
            ("naltrexone 50 mg tablet", "naltrexone"),
            ("selegiline 6 mg/24 hr transdermal patch", "selegiline transdermal"),
            ("epinephrine inhaler", "epinephrine inhaled"),
            ("timolol 0.5% ophthalmic solution", "timolol eye drops"),
        ],
    )
    def test_heeds_the_way_in_where_it_makes_another_medicine(self, typed: str, generic: str) -> None:
        assert meant(typed) == ("exact", generic)

    @pytest.mark.parametrize("typed", ["lidocaine", "vitamin d calcium", "butalbital"])
    def test_does_not_know_what_only_a_part_of_a_name_is(self, typed: str) -> None:
        assert meant(typed) == ("none", None)

    @pytest.mark.parametrize("typed", ["acetaminophen/codeine", "codeine / acetaminophen", "Codeine and acetaminophen"])
    def test_knows_a_combination_by_its_ingredients_in_any_order(self, typed: str) -> None:
        kind, generic = meant(typed)
        assert kind == "exact"
        assert generic == "codeine/acetaminophen"

    @pytest.mark.parametrize(
        ("typed", "generic"),
        [
            ("acetaminophen/codiene", "codeine/acetaminophen"),
            ("hydrocodon/acetaminophen", "hydrocodone/acetaminophen"),
            ("acetaminophin + caffeine", "acetaminophen/caffeine"),
        ],
    )
    def test_knows_a_misspelt_combination_by_each_of_its_ingredients(self, typed: str, generic: str) -> None:
        assert meant(typed) == ("close", generic)

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

    @pytest.mark.parametrize(
        ("typed", "pieces"),
        [
            ("Tylenol PM and Benadryl", ("Tylenol PM", "Benadryl")),
            ("Norco 5/325, Xanax 0.5 mg + Ambien", ("Norco 5/325", "Xanax 0.5 mg", "Ambien")),
            ("Advil Cold and Sinus and Benadryl", ("Advil Cold and Sinus", "Benadryl")),
        ],
    )
    def test_reads_several_medicines_on_one_line(self, typed: str, pieces: tuple[str, ...]) -> None:
        match = matcher().match(typed)
        assert matcher().split_line(typed) == pieces
        assert match.each == tuple(matcher().match(piece) for piece in pieces)
        assert match.classes == frozenset().union(*(each.classes for each in match.each))

    @pytest.mark.parametrize("typed", ["Advil Cold and Sinus", "oxycodone/acetaminophen", "Topamax/topiramate", " x "])
    def test_leaves_one_medicine_whole(self, typed: str) -> None:
        assert matcher().split_line(typed) == (typed.strip(),)
        assert matcher().match(typed).parts == ()

    def test_asks_about_a_line_of_which_one_name_is_spelled_closely(self) -> None:
        assert matcher().match("Xanax, Klonopn").kind == "close"

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
    def test_a_slip_of_the_finger_leads_to_the_same_medicine_to_none_or_to_another_name(
        self, data: st.DataObject
    ) -> None:
        name, generic = data.draw(st.sampled_from(names()))
        found = matcher().match(data.draw(st.sampled_from(sorted(edits(name)))))
        assert found.kind != "close" or found.generic == generic

    @given(st.text(max_size=60))
    def test_takes_any_text(self, typed: str) -> None:
        assert matcher().match(typed).kind in {"exact", "close", "none"}


class TestSuggestions:
    def test_mend_a_misspelling(self) -> None:
        assert [offer.generic for offer in matcher().suggest("tpamax")] == ["topiramate"]

    def test_find_a_later_word(self) -> None:
        assert "Excedrin Migraine" in {offer.name for offer in matcher().suggest("migr")}

    def test_begin_with_what_was_typed(self) -> None:
        offered = matcher().suggest("suma")
        assert offered
        assert offered[0].name.lower().startswith("suma")

    def test_are_as_many_as_asked_for(self) -> None:
        assert len(matcher().suggest("a", limit=5)) == 5

    def test_are_none_for_nothing(self) -> None:
        assert matcher().suggest("  ") == ()


class TestTheNameToConfirm:
    @pytest.mark.parametrize("typed", ["alprazolm", "alprazolma"])
    def test_is_spelled_rightly_also_where_the_misspelling_is_known(self, typed: str) -> None:
        assert matcher().match(typed).name == "alprazolam"
