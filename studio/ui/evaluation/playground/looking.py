"""What the Playground has done in the background: no widgets."""

import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.example import Instruction
from studio.core.sentence import Sentence
from studio.ui.evaluation.playground.wishes import Choices, Chosen, Mention, NewExample, RunChoice, Verdict
from studio.ui.project_context import Made, make_step
from studio.words import _, current_language

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.text.augment.signs import Signs
    from studio.text.findings.engine import FindingsEngine


def find_choices(project: Path, folders: tuple[Path, ...], chosen: tuple[Chosen, ...]) -> Choices:
    """Of runs that learned to answer, and of base models on this machine; raises ModelFailed for what is chosen."""
    from studio.evaluating.subjects import subject_of_model, title_of_run, trained_models
    from studio.models.places import find_models, hub_cache
    from studio.runs.run import read_job

    jobs = [(each, read_job(each.run)) for each in trained_models(project)]
    runs = [
        RunChoice(
            name=each.run.name,
            title=f"{title_of_run(each.run.name)} · {each.preset}",
            base=each.base,
            tuned=each.tuned,
            converses=job.snapshot.kind == "chat",
        )
        for each, job in jobs
        if each.base is not None
    ]
    names = [*((each.base, "") for each in find_models(folders, hub_cache())), *chosen]
    bases = [subject_of_model(name, base) for name, base in dict.fromkeys(names)]
    return Choices(tuple(runs), (*(each.tuned for each in runs), *bases))


def judge_answer(project: Path, question: str, answer: str) -> Verdict:
    """By the project's contract, the urgency that is read from the answer, and the findings in it."""
    from studio.assess.contract_verdicts import judge
    from studio.data.checks.urgency import false_alarms, ignored_flags
    from studio.data.contract_file import read_contract
    from studio.text.findings.engine import engine_for

    engine = engine_for(project)
    mentions = _mentions(engine, answer)
    contract = read_contract(project)
    if contract is None:
        return Verdict(mentions=mentions)
    found, kind = judge(contract)("", answer), contract.kind_of(answer)
    flags: tuple[Sentence, ...] = ()
    if contract.tells_urgency:
        case, signs = Instruction(instruction=question, response=answer), _signs_of(engine)
        flags = (*ignored_flags(case, contract, signs), *false_alarms(case, contract, signs))
    return Verdict(
        kind=_named(kind.name.model_dump()) if kind else "",
        has_contract=True,
        violations=found.violations,
        urgency=found.why,
        flags=flags,
        mentions=mentions,
    )


def _mentions(engine: "FindingsEngine", answer: str) -> tuple[Mention, ...]:
    names = {each.id: _named(each.name.model_dump()) for each in engine.lexicon.concepts}
    return tuple(
        Mention(each.start, each.end, names.get(each.concept, each.concept), each.status, each.why.text())
        for each in engine.find(answer)
        if each.concept
    )


def _named(name: Mapping[str, str]) -> str:
    return name[current_language()]


@lru_cache(1)
def _signs_of(engine: "FindingsEngine") -> "Signs":
    from studio.text.augment.signs import Signs

    return Signs(engine)


def store_example(writer: "Project", wanted: NewExample) -> Made:
    """Add the draft, on the writer's thread."""
    from studio.data.adding import add_answer

    return make_step(
        writer, lambda project: add_answer(project, wanted.dataset, wanted.content, wanted.split, wanted.origin)
    )


def origin_words(model: str) -> str:
    """Where an example from here comes from: the model that answered, and the day."""
    return _("Playground, {model}, {date}").format(model=model, date=time.strftime("%Y-%m-%d"))
