"""The sample project's files: examples to train on, to validate with, and held-out cases, always the same."""

import json

from studio.core.example import Split
from studio.text.headache_cases import HeadacheCase, make_cases

_TRAINING_SEED, _VALIDATION_SEED, _HELDOUT_SEED = 2024, 2026, 2025
_TRAINING, _VALIDATION, _HELDOUT = 200, 20, 120


def sample_files() -> dict[str, str]:
    """Content of each JSONL file by its name, newline at the end."""
    return {
        "train.jsonl": _lines(make_cases(_TRAINING, _TRAINING_SEED, "training"), "train"),
        "validation.jsonl": _lines(make_cases(_VALIDATION, _VALIDATION_SEED, "training"), "validation"),
        "heldout.jsonl": _lines(make_cases(_HELDOUT, _HELDOUT_SEED, "heldout"), "test"),
    }


def _lines(cases: list[HeadacheCase], split: Split) -> str:
    return "".join(
        json.dumps(
            {"instruction": case.instruction, "input": case.input, "response": case.response, "split": split},
            ensure_ascii=False,
        )
        + "\n"
        for case in cases
    )
