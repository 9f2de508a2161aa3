"""Sessions are made of an evaluation's answers, and read from them again."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from studio.assess.groups import groups_of
from studio.core.contract import Contract
from studio.core.evaluation import Answer, EvaluatedRow
from studio.core.model_names import blinded, names_of
from studio.core.rating import RatingSession
from studio.core.rating_rows import ShownRow, draw_rows, draw_turns, shown_row, texts_hash
from studio.errors import RatingFailed
from studio.evaluating.ratings import DIGEST, RATINGS, RatingFolder, SessionWishes, explained
from studio.placing import sync_folder
from studio.runs.durable import replace_text
from studio.runs.evaluations import read_answers, read_evaluated_rows, read_evaluation
from studio.runs.folder import RunFolder
from studio.words import _


def readable_rows(
    run: RunFolder, models: Sequence[int]
) -> tuple[tuple[EvaluatedRow, ...], tuple[dict[int, Answer], ...]]:
    """The rows that all of these models have answered, with their groups, and the answers; raises RunFailed."""
    contract = read_evaluation(run).contract
    answers = tuple(read_answers(run, at) for at in models)
    rows = (row for row in read_evaluated_rows(run) if all(row.id in each for each in answers))
    return tuple(_with_groups(row, contract) for row in rows), answers


def create_session(run: RunFolder, wishes: SessionWishes) -> RatingFolder:
    """Draw the rows and write the session; raises RatingFailed and RunFailed."""
    job = read_evaluation(run)
    models = set(wishes.models)
    if len(models) < len(wishes.models) or len(models) not in (1, 2) or not models <= set(range(len(job.subjects))):
        raise RatingFailed(
            _("One model can be read, or two different models side by side."),
            hint=_("This evaluation has: {models}").format(
                models=", ".join(f"{at} {each.title}" for at, each in enumerate(job.subjects))
            ),
        )
    names = {name for at in wishes.models for name in (job.subjects[at].title, job.subjects[at].run) if name}
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", wishes.title, re.IGNORECASE) for name in names):
        raise RatingFailed(
            _("The title names a model, which raters must not know."), hint=_("Give the session another title.")
        )
    rows, answers = readable_rows(run, wishes.models)
    if not rows:
        raise RatingFailed(
            _("No row was answered by every model that is to be read."),
            hint=_("Wait for the evaluation to finish, or choose other models."),
        )
    drawn = draw_rows(
        rows, wishes.count, models=len(wishes.models), seed=wishes.seed, strata=wishes.strata, minimum=wishes.minimum
    )
    by_id = {row.id: row for row in rows}
    shown = [
        shown_row(by_id[each.id], [of[each.id] for of in answers], each.sides, job.decoding.system) for each in drawn
    ]
    texts = texts_hash(shown)
    parent = run.path / RATINGS
    with explained(parent):
        parent.mkdir(exist_ok=True)
        number = 1 + max((int(each.name[:2]) for each in parent.iterdir() if each.name[:2].isdecimal()), default=0)
        folder = RatingFolder(run, parent / f"{number:02d}-{texts[:DIGEST]}")
        session = RatingSession(
            id=folder.path.name,
            title=wishes.title,
            created_at=time.time(),
            evaluation=run.name,
            models=wishes.models,
            scales=wishes.scales,
            reference=wishes.reference,
            strata=wishes.strata,
            seed=wishes.seed,
            rows=drawn,
            turns=draw_turns(drawn, wishes.seed),
            texts_sha256=texts,
        )
        folder.raters.mkdir(parents=True)
        replace_text(folder.session_file, session.model_dump_json(indent=1))
        sync_folder(parent)
    return folder


def read_shown(folder: RatingFolder, session: RatingSession) -> tuple[ShownRow, ...]:
    """The session's rows in their order; raises RatingFailed where they are no longer what the session was made of."""
    rows, answers = readable_rows(folder.run, session.models)
    by_id, system = {row.id: row for row in rows}, read_evaluation(folder.run).decoding.system
    shown = tuple(
        shown_row(by_id[each.id], [of[each.id] for of in answers], each.sides, system)
        for each in session.rows
        if each.id in by_id
    )
    if texts_hash(shown) != session.texts_sha256:
        raise RatingFailed(
            _("The rows or answers have changed since this rating session was made."),
            hint=_("What was rated before is kept. Make a new session to rate what is there now."),
        )
    return shown


def read_blind(folder: RatingFolder, session: RatingSession) -> tuple[ShownRow, ...]:
    """What raters read, with the models' names masked in the answers; raises RatingFailed as `read_shown` does."""
    rows, subjects = read_shown(folder, session), read_evaluation(folder.run).subjects
    asked = [text for row in rows for text in (*(turn.content for turn in row.turns), row.reference)]
    names = names_of((subjects[at] for at in session.models), asked)
    return tuple(replace(row, answers=tuple(blinded(each, names) for each in row.answers)) for row in rows)


def _with_groups(row: EvaluatedRow, contract: Contract | None) -> EvaluatedRow:
    return row if row.groups else row.model_copy(update={"groups": groups_of(row.content, contract)})
