"""What experts saved in a packet comes back: checked against its session, then added to what is there."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from studio.core.rating import PacketAnswers, Rating, RatingSession, rating_problems
from studio.core.yaml_errors import expectation
from studio.errors import ImportFailed
from studio.evaluating.ratings import RatingFolder, add_rating, find_session, rater_name, read_ratings, read_session
from studio.words import _

_MOST_BYTES = 50_000_000
_TOLD = 5


@dataclass(frozen=True)
class ImportedRatings:
    """What became of a file: rows new, changed, already so, and those that were rated later than in the file."""

    folder: RatingFolder
    rater: str
    new: int
    changed: int
    same: int
    older: int


def import_ratings(project: Path, file: Path) -> ImportedRatings:
    """Add a packet's answers to the session they belong to; all or, raising ImportFailed, nothing of the file.

    A rating takes the place of an earlier one by the same rater, so a file may be imported twice.
    """
    answers = read_packet_answers(file)
    folder = find_session(project, answers.session)
    if folder is None:
        raise _refused(file, _("This project has no rating session {id}.").format(id=answers.session))
    check_answers(file, answers, read_session(folder))
    rater = rater_name(answers.rater)
    there = read_ratings(folder).get(rater, {})
    new, changed, same, older = [], [], 0, 0
    for each in answers.ratings:
        known = there.get(each.row)
        if known is None:
            new += [each] if not each.is_empty else []
        elif _said(known) == _said(each):
            same += 1
        elif each.at < known.at:
            older += 1
        else:
            changed.append(each)
    if new or changed:
        add_rating(folder, rater, *new, *changed)
    return ImportedRatings(folder, rater, len(new), len(changed), same, older)


def read_packet_answers(file: Path) -> PacketAnswers:
    """The file as it is, whatever session it is of; raises ImportFailed."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise _refused(file, _("It is far too large."))
        text = file.read_bytes()
    except OSError as error:
        raise _refused(file, error.strerror or str(error)) from error
    try:
        return PacketAnswers.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            raise _refused(file, _("It is not JSON, or it was cut off.")) from error
        where = " → ".join(str(each) for each in first["loc"])
        raise _refused(file, _("{where}: {problem}").format(where=where, problem=expectation(first))) from error


def check_answers(file: Path, answers: PacketAnswers, session: RatingSession) -> None:
    """Raises ImportFailed unless every rating can be one of this session."""
    if answers.texts != session.texts_sha256:
        raise _refused(file, _("It answers to other texts than those of this session."))
    rows = [each.row for each in answers.ratings]
    if len(set(rows)) < len(rows):
        raise _refused(file, _("A row is rated twice in it."))
    problems = [said for each in answers.ratings for said in rating_problems(session, each)]
    if problems:
        more = _("… and {count} more.").format(count=len(problems) - _TOLD) if len(problems) > _TOLD else ""
        raise _refused(file, "\n".join(filter(None, (*problems[:_TOLD], more))))


def _said(rating: Rating) -> Rating:
    return rating.model_copy(update={"at": 0.0})


def _refused(file: Path, why: str) -> ImportFailed:
    return ImportFailed(
        _("The file {name} holds no answers that can be taken over.").format(name=file.name),
        hint="\n".join((why, _("Choose the file that “Save answers” made in the packet. Nothing was changed."))),
    )


def imported_words(found: ImportedRatings) -> str:
    """What became of a file, in a sentence."""
    words = _("{rater}: {new} rows new, {changed} changed, {same} as they were, {older} rated later here.")
    return words.format(rater=found.rater, new=found.new, changed=found.changed, same=found.same, older=found.older)
