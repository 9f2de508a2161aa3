"""The shipped sample files are what the generator writes, byte for byte."""

import json

from studio.paths import DEMO
from studio.text.headache_sample import sample_files


def test_the_shipped_files_are_reproducible() -> None:
    shipped = {path.name: path.read_bytes() for path in DEMO.glob("*.jsonl")}
    assert shipped == {name: content.encode() for name, content in sample_files().items()}


def test_the_parts_have_their_sizes_and_share_no_case() -> None:
    rows = {name: [json.loads(line) for line in content.splitlines()] for name, content in sample_files().items()}
    assert {name: len(part) for name, part in rows.items()} == {
        "train.jsonl": 200, "validation.jsonl": 20, "heldout.jsonl": 120,
    }  # fmt: skip
    inputs = [row["input"] for part in rows.values() for row in part]
    assert len(set(inputs)) == len(inputs)
