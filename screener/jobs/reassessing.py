"""Judging past submissions anew, a few at a time: other work comes between."""

import time
from datetime import datetime
from typing import Final

from screener.services import judging, reassessing
from screener.services.judging import Judge
from screener.services.unit_of_work import Services

SECONDS: Final = 2.0
"""How long one turn takes; then whatever else is due comes first."""
KEPT_AT_ONCE: Final = 200
"""Rows in one transaction, else one a turn: while it lasts nobody else can write to SQLite."""
REST_SECONDS: Final = 0.005
"""Between two pieces: whoever fills in a form in this process goes first."""


def reassess(services: Services, subject: str, now: datetime) -> datetime | None:
    """Goes on with the reassessment of this id; gives when to go on, or None where it is done."""
    with services.reading() as work:
        questionnaire = judging.judge_of(work, reassessment_id=subject)
    if questionnaire is None:
        with services.unit_of_work() as work:
            reassessing.stop(work, reassessment_id=subject, now=now)
        return None
    judge, until, piece = Judge(questionnaire), time.monotonic() + SECONDS, None
    while True:
        with services.reading() as work:
            piece = judging.judge_piece(work, reassessment_id=subject, judge=judge, onto=piece)
        if piece is None:
            return None
        is_over = piece.is_last or time.monotonic() >= until
        if is_over or len(piece.found) >= KEPT_AT_ONCE:
            with services.unit_of_work() as work:
                judging.keep_piece(work, piece, now=now)
            if is_over:
                return None if piece.is_last else now
            piece = None
        time.sleep(REST_SECONDS)
