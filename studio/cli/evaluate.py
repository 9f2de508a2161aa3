"""`studio evaluate`: models on rows they have not learned, with every number's interval."""

from pathlib import Path
from typing import Annotated, Literal, cast

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console

from studio.cli.follow import ending_of, say_it_goes_on, watch
from studio.cli.output import print_json
from studio.cli.train import choose_dataset, parse_changes
from studio.cli.turn import start_in_turn
from studio.core.evaluation import Decoding, Subject
from studio.core.example import SPLITS, Split
from studio.data.reader import ProjectReader
from studio.errors import RunFailed
from studio.evaluating.subjects import chosen_subjects
from studio.runs.folder import RunFolder
from studio.words import _, current_language


class Settings(BaseModel):
    """What `--set` may change."""

    model_config = ConfigDict(extra="forbid")
    dataset: str = ""
    base: bool = True
    rows: int = Field(0, ge=0)
    timed: int = Field(20, ge=0)
    tokens: int = Field(256, ge=1, le=32_768)
    temperature: float = Field(0.0, ge=0.0, le=2.0)
    seed: int = 42
    system: str = ""
    adapter_base: str = ""


def register(app: typer.Typer) -> None:
    app.command("evaluate", help=_("Let models answer rows that they have not learned, and score the answers."))(
        evaluate
    )


def evaluate(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    run: Annotated[
        list[int] | None, typer.Option(help=_("the number of a run whose result is evaluated; several may be given"))
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(help=_("a model as it is: a folder, a GGUF file, an adapter, a model of the cache, demo")),
    ] = None,
    split: Annotated[str, typer.Option(help=_("train, validation, test or all"))] = "test",
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="OPTION=VALUE",
            help=_(
                "dataset, base (also the models before training), rows, timed, tokens, temperature, seed, system, "
                "adapter_base (the GGUF file that a GGUF adapter is put on)"
            ),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("one JSON value at the end, for machines"))] = False,
) -> None:
    settings = _settings(changes or [])
    subjects = _subjects(project.resolve(), run or [], model or [], settings)
    finish(begin(project, _split(split), subjects, settings), as_json=as_json)


def evaluated(project: Path, run: int, split: str, *, as_json: bool) -> RunFolder:
    """A run and the model it began with, evaluated to the end; raises RunFailed where that failed."""
    folder = begin(project, _split(split), compared(project, run), Settings())
    finish(folder, as_json=as_json, quiet=True)
    return folder


def compared(project: Path, run: int) -> tuple[Subject, ...]:
    """A run's result, after the model it began with; raises RunFailed."""
    return _subjects(project.resolve(), [run], [], Settings())


def begin(project: Path, split: Split | Literal["all"], subjects: tuple[Subject, ...], settings: Settings) -> RunFolder:
    """Freeze the rows and start a worker, in turn; raises StudioError."""
    from studio.evaluating.creating import Wanted, prepare_evaluation

    with ProjectReader(project) as reader:
        chosen = choose_dataset(reader.datasets(), settings.dataset)
    wanted = Wanted(
        dataset_id=chosen.id,
        split=split,
        subjects=subjects,
        decoding=Decoding(
            max_new_tokens=settings.tokens,
            temperature=settings.temperature,
            seed=settings.seed,
            system=settings.system,
        ),
        most_rows=settings.rows,
        timed_rows=settings.timed,
    )
    folder = prepare_evaluation(project, wanted, current_language())
    start_in_turn(folder)
    return folder


def finish(folder: RunFolder, *, as_json: bool, quiet: bool = False) -> None:
    """Show an evaluation until it ends, then its scores; Ctrl-C leaves it going. Raises RunFailed where it failed."""
    console = Console(stderr=as_json)
    try:
        story = watch(folder, console)
    except KeyboardInterrupt:
        say_it_goes_on(folder)
        raise typer.Exit from None
    ending_of(folder, story)
    if not quiet:
        tell(folder, console, as_json=as_json)


def tell(folder: RunFolder, console: Console, *, as_json: bool) -> None:
    """What an evaluation has found; raises RunFailed where its files cannot be read."""
    from studio.cli.evaluation_table import evaluation_json, print_evaluation
    from studio.evaluating.digest import digest
    from studio.evaluating.results import read_results
    from studio.evaluating.scoring import score_results
    from studio.evaluating.targets import read_targets

    results = read_results(folder)
    scoreboard = score_results(results)
    said = digest(results, scoreboard, read_targets(folder.path.parent.parent))
    if as_json:
        print_json(evaluation_json(results, scoreboard, said))
    else:
        print_evaluation(results, scoreboard, said, console)


def _settings(texts: list[str]) -> Settings:
    try:
        return Settings.model_validate(parse_changes(texts))
    except ValidationError as error:
        problem = error.errors()[0]
        raise RunFailed(
            _("“{option}” cannot be set like this.").format(option=".".join(map(str, problem["loc"]))),
            hint=_("These can be set: {names}.").format(names=", ".join(Settings.model_fields)),
        ) from error


def _subjects(project: Path, runs: list[int], models: list[str], settings: Settings) -> tuple[Subject, ...]:
    found = chosen_subjects(project, runs, models, base=settings.base, adapters_on=settings.adapter_base)
    if not found:
        raise RunFailed(_("Say which model to evaluate."), hint=_("Add --run NUMBER or --model NAME."))
    return found


def _split(word: str) -> Split | Literal["all"]:
    if word in (*SPLITS, "all"):
        return cast(Split, word)
    raise RunFailed(
        _("There is no part “{word}”.").format(word=word), hint=_("The parts are train, validation, test and all.")
    )
