"""Example patients: the answers that they give, and the findings that they must get."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from screener.definition.companion_documents import VignetteDocument, VignettesDocument
from screener.definition.model import Disposition, Questionnaire, Vignette
from screener.definition.names import QuestionId
from screener.definition.problems import Problems
from screener.definition.raw_answers import AnswerTyper
from screener.definition.salvage import Shaped
from screener.definition.sites import Site


def read_vignettes(
    shaped: Shaped[VignettesDocument], questionnaire: Questionnaire, problems: Problems
) -> tuple[Vignette, ...]:
    """Every vignette and probe in file order, each with the answers of those that it is `like`."""
    reader = _VignetteReader(questionnaire, problems)
    for index, document in enumerate(shaped.document.root):
        reader.read(document, shaped.site.at(index))
    return tuple(reader.vignettes.values())


@dataclass(slots=True)
class _VignetteReader:
    """Reads one after the other: a vignette is `like` one that stands before it."""

    questionnaire: Questionnaire
    problems: Problems
    vignettes: dict[str, Vignette] = field(default_factory=dict)

    def read(self, document: VignetteDocument, site: Site) -> None:
        subject = f"vignette {document.id}"
        if document.id in self.vignettes:
            self.problems.refuse(site.at("id").place, f"there are two vignettes {document.id}")
            return
        model = self._model(document, site, subject)
        answers = self._answers(document, site.at("answers"), subject)
        self._check_expectations(document, site, subject)
        expects = document.expects
        self.vignettes[document.id] = Vignette(
            id=document.id,
            title=document.title,
            narrative=document.narrative or "",
            as_of=self._as_of(document, model, site, subject),
            answers={**model.answers, **answers} if model else answers,
            findings=frozenset(expects.findings) if expects else None,
            disposition=Disposition(expects.disposition) if expects else None,
            fires=frozenset(document.fires),
            rules_out=frozenset(document.rules_out),
            place=site.place,
        )

    def _model(self, document: VignetteDocument, site: Site, subject: str) -> Vignette | None:
        if document.like is None:
            return None
        self.problems.expect(document.like, self.vignettes, "vignette before this one", site.at("like").place, subject)
        return self.vignettes.get(document.like)

    def _as_of(self, document: VignetteDocument, model: Vignette | None, site: Site, subject: str) -> date:
        if document.as_of is None and document.like is None:
            self.problems.refuse(
                site.place, "the key `as of` is missing, and there is no `like` to take it from", subject
            )
        return document.as_of or (model.as_of if model else date.min)

    def _answers(self, document: VignetteDocument, site: Site, subject: str) -> dict[str, object]:
        answers: dict[str, object] = {}
        for name in document.answers:
            self.problems.expect(name, self.questionnaire.questions, "question", site.key(name), subject)
            question = self.questionnaire.questions.get(QuestionId(name))
            if question is not None and name not in self.problems.lost:
                typer = AnswerTyper(self.problems, f"{subject}: {name}")
                answers[name] = typer.answer(question.kind, question.also, site.at(name))
        return answers

    def _check_expectations(self, document: VignetteDocument, site: Site, subject: str) -> None:
        probes = bool(document.fires or document.rules_out)
        if (document.expects is not None) == probes:
            message = "needs either `expects`, the complete findings, or what it `fires` and `rules out`"
            self.problems.refuse(site.place, message, subject)
        if document.expects is not None:
            self._expect_rules(document.expects.findings, site.at("expects", "findings"), subject)
        self._expect_rules(document.fires, site.at("fires"), subject)
        self._expect_rules(document.rules_out, site.at("rules out"), subject)

    def _expect_rules(self, codes: Collection[str], site: Site, subject: str) -> None:
        for index, code in enumerate(codes):
            name = code.removesuffix(":unknown")
            self.problems.expect(name, self.questionnaire.rules, "rule", site.at(index).place, subject)
