"""Answers of a classifier: how likely it finds each label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerBase

from studio.core.evaluation import Answer, Subject
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.classifier import load_trained
from studio.engine.evaluating.asking import Asked
from studio.engine.hashes import hash_model
from studio.engine.label_predictions import guess_labels
from studio.engine.labelled_rows import Labelled, Labels, encode_labelled, longest_text
from studio.engine.manifest import library_versions
from studio.engine.tokenizer import read_tokenizer
from studio.engine.wishes import Wishes
from studio.models.cache import fingerprint
from studio.models.damage import Damaged
from studio.models.described import architecture_of, read_config
from studio.runs.durable import read_manifest

_LONGEST = 1 << 20
_TOGETHER = 256
_CHOOSES = "ForSequenceClassification"


@dataclass(frozen=True)
class Classifier:
    """A model with a head that a run has trained."""

    model: Any
    tokenizer: PreTrainedTokenizerBase
    labels: Labels
    fingerprint: str
    """What two have in common that choose alike."""


def labels_of(subject: Subject) -> Labels | None:
    """Those its head chooses among, of a run's result or an exported model; None for a model that answers in words."""
    if not subject.result:
        return _labels_of_whole(Path(subject.base).expanduser())
    facts = read_manifest(Path(subject.result)) or {}
    names = facts.get("labels")
    return Labels(tuple(names), bool(facts.get("several_labels"))) if names else None


def _labels_of_whole(folder: Path) -> Labels | None:
    """As the configuration of a merged model names them."""
    if not (folder / "config.json").is_file():
        return None
    try:
        config = read_config(folder)
    except Damaged:
        # Whoever loads it says what is wrong.
        return None
    if not architecture_of(config).endswith(_CHOOSES):
        return None
    names = config.get("id2label") or {}
    several = config.get("problem_type") == "multi_label_classification"
    return Labels(tuple(str(names[at]) for at in sorted(names, key=lambda name: (len(name), name))), several)


def load_classifier_of(subject: Subject, labels: Labels) -> Classifier:
    """Raises ModelFailed."""
    result = Path(subject.result or subject.base).expanduser()
    tokenizer = read_tokenizer(BaseModel(subject.title, result))
    # A whole result needs its base no more: that may be gone by now.
    is_whole = subject.whole or not subject.result
    base = BaseModel(subject.title, result) if is_whole else find_base_model(subject.base)
    convert_gguf(base)
    model = load_trained(base, result, labels, subject.method, tokenizer)
    facts = {
        "bits": subject.kept.model_dump_json(include={"bits", "quantisation", "double_quantisation"}),
        "device": f"{model.device.type} {model.dtype}",
        **library_versions(),
        **{f"result {name}": sha256 for name, sha256 in hash_model(result).items()},
    }
    return Classifier(model, tokenizer, labels, fingerprint(base.folder, facts))


def labelled(classifier: Classifier, texts: Sequence[tuple[Asked, str]], wishes: Wishes) -> Iterator[Answer]:
    """One answer for each question whose text is not empty."""
    longest = longest_text(classifier.tokenizer, classifier.model.config, _LONGEST)
    for start in range(0, len(texts), _TOGETHER):
        part = {asked.id: (asked, Labelled(asked.id, text, ())) for asked, text in texts[start : start + _TOGETHER]}
        rows = encode_labelled(
            classifier.tokenizer, [row for _asked, row in part.values()], longest, lambda _done: None
        ).rows
        guesses = guess_labels(classifier.model, classifier.tokenizer, classifier.labels, rows, wishes)
        for row, guess in zip(rows, guesses, strict=True):
            told = ", ".join(guess.names(classifier.labels))
            yield Answer(id=row.row.id, asked=part[row.row.id][0].key, text=told, probabilities=guess.probabilities)
