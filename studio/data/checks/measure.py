"""What rows are held against in one run of the checks, and which rules have nothing to hold them against."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from studio.core.contract import Contract
from studio.core.sentence import Sentence
from studio.data.checks.options import CheckOptions
from studio.data.checks.parts import parts_of
from studio.data.checks.reading import read_contents
from studio.data.checks.rows import Measure
from studio.data.contract_file import read_contract
from studio.data.languages import languages_of
from studio.data.reader import ProjectReader
from studio.data.records import Dataset, RowQuery
from studio.data.tokens import counter_for
from studio.errors import ProjectFailed
from studio.text.augment.signs import Signs
from studio.text.findings.engine import engine_for
from studio.words import N_

_SAMPLE = 200
_MAJORITY = 0.6
URGENCY = frozenset({"ignored_flag", "false_alarm"})
"""Rules that need to know which answers are urgent and which findings are warning signs."""
_NO_CONTRACT = N_("This project has no answer contract.")
_NO_URGENCY = N_("The answer contract does not tell which answers are urgent.")
_NO_MODEL = N_("Choose a model to have tokens counted.")
_NO_LIMIT = N_("Say how many tokens an example may have: longest_tokens.")


@dataclass(frozen=True)
class Terms:
    """The measure of one run; `settings` tell by rule what its answer depends on beside the rows themselves."""

    options: CheckOptions
    measure: Measure
    settings: Mapping[str, str]
    not_run: Mapping[str, Sentence]


def terms_of(reader: ProjectReader, dataset: Dataset, options: CheckOptions, rules: set[str]) -> Terms:
    """What the rules need; raises StudioError for an unreadable tokenizer."""
    not_run: dict[str, Sentence] = {}
    contract = _contract(reader, not_run) if rules & {"contract", *URGENCY} else None
    signs = _signs(reader, contract, not_run) if rules & URGENCY else None
    language = options.language or (_usual_language(reader, dataset) if "language" in rules else "")
    if not language:
        not_run["language"] = Sentence(N_("No language prevails in these texts. Set one to check for it."))
    if options.tokenizer is None or options.longest_tokens is None:
        not_run["tokens"] = Sentence(_NO_LIMIT if options.tokenizer else _NO_MODEL)
        counter = None
    else:
        counter = counter_for(options.tokenizer) if "tokens" in rules else None
    measure = Measure(contract, signs, language, counter, options.longest_tokens or 0)
    settings = dict.fromkeys(rules, "") | {
        "contract": contract.model_dump_json() if contract else "",
        **dict.fromkeys(URGENCY, _digest(contract, signs)),
        "language": language,
        "tokens": json.dumps([str(options.tokenizer), options.longest_tokens]),
        "length": json.dumps(
            [options.shortest_answer, options.longest_answer, options.shortest_question, options.longest_question]
        ),
        "near_duplicate": str(options.similarity),
        "near_leak": str(options.similarity),
    }
    return Terms(options, measure, settings, {rule: why for rule, why in not_run.items() if rule in rules})


def _contract(reader: ProjectReader, not_run: dict[str, Sentence]) -> Contract | None:
    try:
        contract = read_contract(reader.path)
    except ProjectFailed as problem:
        not_run.update(dict.fromkeys(("contract", *URGENCY), _because(problem)))
        return None
    if contract is None:
        not_run.update(dict.fromkeys(("contract", *URGENCY), Sentence(_NO_CONTRACT)))
    return contract


def _signs(reader: ProjectReader, contract: Contract | None, not_run: dict[str, Sentence]) -> Signs | None:
    if contract is None:
        return None
    if not contract.tells_urgency:
        not_run.update(dict.fromkeys(URGENCY, Sentence(_NO_URGENCY)))
        return None
    try:
        return Signs(engine_for(reader.path))
    except ProjectFailed as problem:
        not_run.update(dict.fromkeys(URGENCY, _because(problem)))
        return None


def _because(problem: ProjectFailed) -> Sentence:
    return Sentence("{problem} {hint}", {"problem": problem.message, "hint": problem.hint})


def _digest(contract: Contract | None, signs: Signs | None) -> str:
    """A lexicon is too long to be kept with every run."""
    if contract is None or signs is None:
        return ""
    both = contract.model_dump_json() + signs.lexicon.model_dump_json()
    return hashlib.sha256(both.encode()).hexdigest()


def _usual_language(reader: ProjectReader, dataset: Dataset) -> str:
    """The language of most of some two hundred rows spread over the data set, "" where none prevails."""
    ids = reader.find_rows(RowQuery(dataset_id=dataset.id))
    sample = ids[:: max(1, ids.size // _SAMPLE)].tolist()
    found = Counter(languages_of(parts_of(content).question for _id, content in read_contents(reader, sample)))
    del found[""]
    if not found:
        return ""
    language, count = found.most_common(1)[0]
    return language if count >= _MAJORITY * found.total() else ""
