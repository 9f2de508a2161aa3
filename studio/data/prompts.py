"""prompts.jsonl, the prompts that a project keeps, and what each model last answered to them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from studio.core.prompt import LastAnswers, RegressionPrompt
from studio.data.whole_file import write_whole
from studio.errors import ImportFailed, ProjectFailed
from studio.words import _

PROMPTS_FILE = "prompts.jsonl"
ANSWERS_FOLDER = "prompt_answers"
_NAMED = 16
"""Characters of a fingerprint that name a file."""


class Kept(NamedTuple):
    """The prompts of a project now, and the text of the file before the change, which `put_back` needs."""

    prompts: tuple[RegressionPrompt, ...]
    before: str


def read_prompts(project: Path) -> tuple[RegressionPrompt, ...]:
    """In the order in which they are asked; raises ProjectFailed naming the line that is wrong."""
    file = project / PROMPTS_FILE
    return tuple(_parsed(_text_of(file), file, ProjectFailed))


def keep_prompt(project: Path, prompt: RegressionPrompt) -> Kept:
    """Put a new prompt (id 0) last, or one that is known in its place; raises ProjectFailed."""
    known = read_prompts(project)
    if not prompt.id:
        return _write(project, (*known, _numbered(known, [prompt])[0]))
    before = next((each for each in known if each.id == prompt.id), prompt)
    if (before.prompt, before.system) != (prompt.prompt, prompt.system):
        _forget_answers(project, {prompt.id})
    return _write(project, tuple(prompt if each.id == prompt.id else each for each in known))


def remove_prompts(project: Path, ids: Iterable[int]) -> Kept:
    """Take prompts out, and what was answered to them, which stays gone when this is undone; raises ProjectFailed."""
    gone = set(ids)
    _forget_answers(project, gone)
    return _write(project, tuple(each for each in read_prompts(project) if each.id not in gone))


def import_prompts(project: Path, file: Path) -> Kept:
    """Add the prompts of a file that `export_prompts` or a person wrote, but those that are there word for word.

    Raises ImportFailed naming the line, and ProjectFailed; then nothing is added.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFailed(_("{path} is not readable.").format(path=file), hint=str(error)) from error
    known = read_prompts(project)
    there = {each.model_copy(update={"id": 0}) for each in known}
    new = [each.model_copy(update={"id": 0}) for each in _parsed(text, file, ImportFailed)]
    return _write(project, (*known, *_numbered(known, [each for each in dict.fromkeys(new) if each not in there])))


def export_prompts(prompts: Iterable[RegressionPrompt], file: Path) -> None:
    """Write prompts to a file that `import_prompts` reads; raises ProjectFailed."""
    write_whole(file, _lines(prompts))


def put_back(project: Path, kept: Kept) -> None:
    """Undo a change; raises ProjectFailed where the prompts were changed again since."""
    if read_prompts(project) != kept.prompts:
        raise ProjectFailed(
            _("The kept prompts were changed again since, so this cannot be undone alone."),
            hint=_("Undo that change first, or change the prompt by hand."),
        )
    write_whole(project / PROMPTS_FILE, kept.before)


def read_last_answers(project: Path, fingerprint: str) -> LastAnswers | None:
    """What the model of this fingerprint answered last; None where it was never asked. Raises ProjectFailed."""
    found = _answers_in(_answers_file(project, fingerprint))
    return found if found is not None and found.fingerprint == fingerprint else None


def write_last_answers(project: Path, answers: LastAnswers) -> None:
    """Keep them in place of those before; raises ProjectFailed."""
    file = _answers_file(project, answers.fingerprint)
    try:
        file.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise ProjectFailed(_("{path} could not be written.").format(path=file), hint=str(error)) from error
    write_whole(file, answers.model_dump_json(indent=1) + "\n")


def _forget_answers(project: Path, ids: set[int]) -> None:
    """Answers to what is no longer asked: another prompt may get the same number, and they may tell of patients."""
    for file in sorted((project / ANSWERS_FOLDER).glob("*.json")):
        found = _answers_in(file)
        if found is not None and ids & found.answers.keys():
            left = {id: answer for id, answer in found.answers.items() if id not in ids}
            write_last_answers(project, found.model_copy(update={"answers": left}))


def _answers_in(file: Path) -> LastAnswers | None:
    text = _text_of(file)
    if not text:
        return None
    try:
        return LastAnswers.model_validate_json(text)
    except ValidationError as error:
        raise ProjectFailed(_("{path} is damaged.").format(path=file), hint=_("Delete this file.")) from error


def _answers_file(project: Path, fingerprint: str) -> Path:
    return project / ANSWERS_FOLDER / f"{fingerprint[:_NAMED]}.json"


def _numbered(known: Sequence[RegressionPrompt], new: Sequence[RegressionPrompt]) -> list[RegressionPrompt]:
    first = max((each.id for each in known), default=0) + 1
    return [each.model_copy(update={"id": at}) for at, each in enumerate(new, first)]


def _write(project: Path, prompts: tuple[RegressionPrompt, ...]) -> Kept:
    file = project / PROMPTS_FILE
    before = _text_of(file)
    write_whole(file, _lines(prompts))
    return Kept(prompts, before)


def _lines(prompts: Iterable[RegressionPrompt]) -> str:
    return "".join(f"{each.model_dump_json(exclude_defaults=True)}\n" for each in prompts)


def _parsed(text: str, file: Path, failure: type[ProjectFailed] | type[ImportFailed]) -> list[RegressionPrompt]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(RegressionPrompt.model_validate_json(line))
        except ValidationError as error:
            message = _("Line {number} of {file} is no kept prompt.").format(number=number, file=file)
            raise failure(message, hint=error.errors()[0]["msg"]) from error
    return found


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectFailed(_("{path} is not readable.").format(path=file), hint=str(error)) from error
