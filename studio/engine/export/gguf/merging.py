"""How a tokenizer splits a text and merges its letters, said as llama.cpp says it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from studio.errors import ExportFailed
from studio.words import _

Spaces = Literal["always", "first", "never"]

_CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_WORDS = r"{end}|[^\r\n\p{L}\p{N}]?\p{L}+|{digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_CASED = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+{end}|"
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*{end}|"
    r"{digits}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_THREE, _ONE = r"\p{N}{1,3}", r"\p{N}"


def _pattern(of: str, digits: str, end: str) -> tuple[str, str]:
    return f"split {of.replace('{digits}', digits).replace('{end}', end)}", "bytes"


# What llama.cpp calls a way of splitting: where whole words are looked up before letters are merged, and where not.
_SPLITTINGS: Mapping[tuple[str, ...], tuple[str, str]] = {
    _pattern(_WORDS, _THREE, _CONTRACTIONS): ("llama-bpe", "smaug-bpe"),
    _pattern(_WORDS, _ONE, _CONTRACTIONS): ("", "qwen2"),
    _pattern(_CASED, _ONE, ""): ("tekken", ""),
    _pattern(_CASED, _THREE, f"{_CONTRACTIONS}?"): ("", "gpt-4o"),
    ("bytes of words",): ("", "gpt-2"),
    ("digits", "bytes of words"): ("", "smollm"),
}
CANDIDATES = (
    *("qwen2", "smaug-bpe", "llama-bpe", "gpt-2", "smollm", "tekken", "gpt-4o", "falcon", "default"),
    *("deepseek-llm", "deepseek-coder", "deepseek-v3", "stablelm2", "seed-coder", "superbpe", "minerva-7b"),
)
"""Ways of splitting to try in turn where a tokenizer's own is none of the known ones."""
_PIECES = "default"
_BLANK = "▁"
_BYTES = frozenset(f"<0x{each:02X}>" for each in range(256))


@dataclass(frozen=True)
class Merging:
    """`model` is gpt2 (merges of bytes by their rank) or llama (pieces by their score)."""

    model: Literal["gpt2", "llama"]
    splitting: str
    """llama.cpp's name for how words are split, "" where that has to be tried."""
    sure: bool
    """Whether the tokens are the same for certain; else they have to be compared."""
    spaces: Spaces = "never"
    doubles: bool = False
    """Whether a blank is put before one too, as llama.cpp does it."""
    merges: tuple[str, ...] = ()
    scores: Mapping[str, float] | None = None


def read_merging(tokenizer: Mapping[str, Any]) -> Merging:
    """From a tokenizer.json; raises ExportFailed for one that merges no pairs."""
    model = tokenizer["model"]
    if model["type"] != "BPE" or model.get("continuing_subword_prefix") or model.get("end_of_word_suffix"):
        raise ExportFailed(
            _("The tokenizer is of the kind “{kind}”, which cannot be written as GGUF here.").format(
                kind=model["type"]
            ),
            hint=_("Export the adapter or the merged weights instead; they run in transformers."),
        )
    pairs = [tuple(each.split(" ", 1)) if isinstance(each, str) else tuple(each) for each in model["merges"]]
    if model.get("byte_fallback"):
        return _of_pieces(tokenizer, pairs)
    named = _SPLITTINGS.get(tuple(_steps(tokenizer.get("pre_tokenizer"))), ("", ""))
    splitting = named[0 if model.get("ignore_merges") else 1]
    # llama.cpp composes no letters; texts hardly ever hold accents of their own.
    changed = any(step["type"] not in ("Sequence", "NFC") for step in _parts(tokenizer.get("normalizer")))
    return Merging("gpt2", splitting, bool(splitting) and not changed, merges=tuple(" ".join(each) for each in pairs))


def cut_otherwise() -> ExportFailed:
    """For a tokenizer whose tokens llama.cpp would not find."""
    return ExportFailed(
        _("llama.cpp would cut texts into other tokens than this model was trained with."),
        hint=_("Export the adapter or the merged weights instead; they run in transformers."),
    )


def _of_pieces(tokenizer: Mapping[str, Any], pairs: Sequence[tuple[str, ...]]) -> Merging:
    model = tokenizer["model"]
    if not model["vocab"].keys() >= _BYTES:
        # llama.cpp has nothing to say for a letter it does not know.
        raise cut_otherwise()
    scores = _scores(pairs)
    pieces = model["vocab"].keys() - {each["content"] for each in tokenizer["added_tokens"]}
    steps = [*_parts(tokenizer.get("normalizer")), *_parts(tokenizer.get("pre_tokenizer"))]
    split = any(step["type"] == "Metaspace" and step.get("split", True) for step in steps)
    sure = (
        _are_plain(steps)
        and not (split and any(_BLANK in piece[1:] for piece in pieces))
        and _are_complete(pieces, pairs, scores)
    )
    spaces, doubles = _spaces(steps)
    return Merging("llama", _PIECES, sure, spaces, doubles, scores=scores)


def _steps(said: Mapping[str, Any] | None) -> Iterator[str]:
    """Each step of a pre-tokenizer in a few words."""
    if said is None:
        return
    match said:
        case {"type": "Sequence", "pretokenizers": steps}:
            for each in steps:
                yield from _steps(each)
        case {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}:
            yield f"split {pattern}"
        # What lies between is thrown away, and nothing does.
        case {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Removed", "invert": True}:
            yield f"split {pattern}"
        case {"type": "ByteLevel", "add_prefix_space": False, "use_regex": words}:
            yield "bytes of words" if words else "bytes"
        case {"type": "Digits", "individual_digits": True}:
            yield "digits"
        case _:
            yield "unknown"


def _are_plain(steps: Sequence[Mapping[str, Any]]) -> bool:
    """Whether nothing is done to a text but that its blanks become letters."""
    found = [_named(step) for step in steps if step["type"] != "Sequence"]
    return "other" not in found and "blanks" in found


def _named(step: Mapping[str, Any]) -> str:
    match step:
        case {"type": "Replace", "pattern": {"String": " "}, "content": "▁"} | {
            "type": "Metaspace",
            "replacement": "▁",
        }:
            return "blanks"
        # There is no blank left to split at.
        case {"type": "Prepend", "prepend": "▁"} | {"type": "Split", "pattern": {"String": " "}}:
            return "plain"
        case _:
            return "other"


def _spaces(steps: Sequence[Mapping[str, Any]]) -> tuple[Spaces, bool]:
    """Where a blank is put before a text: every part between control tokens, the first, none; whether before blanks."""
    for step in steps:
        if step["type"] == "Prepend":
            return "always", True
        if step["type"] == "Metaspace":
            scheme: Spaces = step.get("prepend_scheme", "always")
            return scheme, False
    return "never", False


def _parts(said: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    if said:
        yield said
        for name in ("normalizers", "pretokenizers"):
            for each in said.get(name, ()):
                yield from _parts(each)


def _scores(pairs: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """llama.cpp merges the two neighbours whose piece has the highest score: the rank of the first such pair."""
    found: dict[str, float] = {}
    for rank, pair in enumerate(pairs):
        found.setdefault("".join(pair), -float(rank))
    return found


def _are_complete(pieces: set[str], pairs: Sequence[tuple[str, ...]], scores: Mapping[str, float]) -> bool:
    """Whether every two pieces that make a piece are merged, and all pairs of a piece at the same time.

    llama.cpp knows no pairs, only pieces. Tokenizers that were converted from SentencePiece are complete.
    """
    merged = {(first, second) for first, second in pairs}
    ranks = [scores["".join(pair)] for pair in pairs]
    if any(later > earlier for earlier, later in pairwise(ranks)):
        return False
    return all(
        (piece[:at], piece[at:]) in merged
        for piece in pieces
        for at in range(1, len(piece))
        if piece[:at] in pieces and piece[at:] in pieces
    )
