"""What the text files of a model folder say, each read with a limit: config, tokenizer, template, README."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from studio.core.sentence import Sentence
from studio.models.damage import Damaged
from studio.words import N_

GENERATION = "generation_config.json"
_LONGEST_CONFIG = 16 << 20
_LONGEST_TEMPLATE = 1 << 20
_LONGEST_FRONT_MATTER = 1 << 15
_CONTEXTS = ("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length")
_TOKENS = ("bos_token", "eos_token", "unk_token", "pad_token")


@dataclass(frozen=True)
class FrontMatter:
    """The head of a README as the hub has it."""

    licence: str = ""
    languages: tuple[str, ...] = ()


def read_config(folder: Path) -> dict[str, Any]:
    """config.json; raises Damaged where it is missing or no object."""
    file = folder / "config.json"
    if not file.is_file():
        raise Damaged(Sentence(N_("This folder holds no model: config.json is missing.")))
    return read_object(file)


def read_object(file: Path) -> dict[str, Any]:
    """A JSON object of at most 16 MB; raises Damaged."""
    damaged = Damaged(Sentence(N_("{file} cannot be read."), {"file": file.name}))
    try:
        if file.stat().st_size > _LONGEST_CONFIG:
            raise damaged
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise damaged from error
    if not isinstance(found, dict):
        raise damaged
    return found


def read_tokenizer_config(folder: Path) -> dict[str, Any]:
    """tokenizer_config.json, {} where there is none; raises Damaged."""
    file = folder / "tokenizer_config.json"
    return read_object(file) if file.is_file() else {}


def read_generation(folder: Path) -> dict[str, Any]:
    """generation_config.json, {} where there is none; raises Damaged."""
    file = folder / GENERATION
    return read_object(file) if file.is_file() else {}


def named_ends(folder: Path) -> tuple[int, ...]:
    """The tokens at which generation_config.json ends an answer; raises Damaged."""
    said = read_generation(folder).get("eos_token_id")
    return tuple(each for each in (said if isinstance(said, list) else [said]) if isinstance(each, int))


def read_template(folder: Path, tokenizer: Mapping[str, Any]) -> str:
    """The chat template as transformers would find it, "" where there is none; raises Damaged."""
    if (file := folder / "chat_template.jinja").is_file():
        return _read_text(file, _LONGEST_TEMPLATE)
    if (file := folder / "chat_template.json").is_file():
        return str(read_object(file).get("chat_template") or "")
    said = tokenizer.get("chat_template")
    if isinstance(said, list):
        named = {str(each.get("name")): each.get("template") for each in said if isinstance(each, dict)}
        said = named.get("default")
    return said if isinstance(said, str) else ""


def special_tokens(tokenizer: Mapping[str, Any]) -> dict[str, str]:
    """Their texts by name; a tokenizer writes them as a text or as an object with `content`."""
    found = {}
    for name in _TOKENS:
        said = tokenizer.get(name)
        text = said.get("content") if isinstance(said, dict) else said
        if isinstance(text, str):
            found[name] = text
    return found


def context_of(config: Mapping[str, Any]) -> int | None:
    """How many tokens a text may have; models that also see keep it under `text_config`."""
    inner = config.get("text_config")
    for part in (config, inner if isinstance(inner, dict) else {}):
        for name in _CONTEXTS:
            if type(part.get(name)) is int:
                return int(part[name])
    return None


def architecture_of(config: Mapping[str, Any]) -> str:
    """The class that reads the model, such as LlamaForCausalLM."""
    named = config.get("architectures")
    return str(named[0]) if isinstance(named, list) and named else ""


def read_front_matter(folder: Path) -> FrontMatter:
    """What README.md says between its two lines of `---`; nothing where that is no plain YAML."""
    try:
        with (folder / "README.md").open("rb") as file:
            head, begin, rest = file.read(_LONGEST_FRONT_MATTER).decode("utf-8", "replace").partition("---")
        said, end, _text = rest.partition("\n---")
        matter = yaml.safe_load(said) if begin and end and not head.strip() else None
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return FrontMatter()
    if not isinstance(matter, dict):
        return FrontMatter()
    licence = _first_text(matter.get("license"))
    if licence == "other":
        licence = _first_text(matter.get("license_name")) or licence
    return FrontMatter(licence, _texts(matter.get("language")))


def _first_text(value: object) -> str:
    return next(iter(_texts(value)), "")


def _texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    # YAML reads the language Norwegian, `no`, as false.
    return tuple("no" if each is False else str(each) for each in listed if isinstance(each, str) or each is False)


def _read_text(file: Path, longest: int) -> str:
    with file.open("rb") as opened:
        raw = opened.read(longest + 1)
    if len(raw) > longest:
        raise Damaged(Sentence(N_("{file} cannot be read."), {"file": file.name}))
    return raw.decode("utf-8", "replace")
