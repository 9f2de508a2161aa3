"""Names by which a model gives itself away in an answer, and answers without them."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from studio.core.evaluation import Subject

MASK = "[•••]"
"""The same for every name: its length tells nothing."""
# By what stands in the name of a model's file or folder: what models of that family call themselves and their makers.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "alpaca": ("MedAlpaca", "Alpaca", "Stanford Alpaca"),
    "apertus": ("Apertus", "Swiss AI"),
    "croissant": ("CroissantLLM",),
    "deepseek": ("DeepSeek",),
    "falcon": ("Falcon", "TII"),
    "gemma": ("MedGemma", "Gemma", "Gemini", "Google DeepMind", "Google"),
    "gpt": ("ChatGPT", "GPT", "OpenAI"),
    "granite": ("Granite", "IBM"),
    "hermes": ("Nous Hermes", "Hermes", "Nous Research"),
    "llama": ("TinyLlama", "Llama", "Meta AI"),
    "lucie": ("Lucie", "OpenLLM-France"),
    "meditron": ("Meditron", "EPFL"),
    "ministral": ("Ministral", "Mistral AI", "Mistral"),
    "mistral": ("BioMistral", "Mistral AI", "Mistral"),
    "mixtral": ("Mixtral", "Mistral AI", "Mistral"),
    "olmo": ("OLMo", "Allen Institute for AI", "Ai2"),
    "openchat": ("OpenChat",),
    "phi": ("Phi", "Microsoft"),
    "qwen": ("Tongyi Qianwen", "Qwen", "Alibaba Cloud", "Alibaba"),
    "qwq": ("QwQ", "Qwen", "Alibaba Cloud", "Alibaba"),
    "smollm": ("SmolLM", "Hugging Face"),
    "starling": ("Starling", "OpenChat", "Nexusflow"),
    "vicuna": ("Vicuna", "LMSYS"),
    "zephyr": ("Zephyr", "Hugging Face"),
}
_VERSION = r"(?:\d[\w.]*\w|\d)?(?:[-_]\w+(?:\.\d+)?)*(?:\s\d+(?:[.,]\d+)?(?:\s?[bB](?!\w))?(?!\w))?"
_TELLING = re.compile(r"\d|[-_/]|[a-zà-ÿ][A-Z]")
_SHORTEST = 3


def names_of(subjects: Iterable[Subject], asked: Sequence[str] = ()) -> tuple[str, ...]:
    """What is masked in these models' answers, longest first: families, and titles and files that are no plain words.

    A title or file whose name stands in `asked`, the texts that everyone is shown, is a word of the trade.
    """
    subjects = tuple(subjects)
    known = {name for each in subjects for key in _families(each) for name in _FAMILIES[key]}
    shown = "\n".join(asked).casefold()
    told = {name for each in subjects for name in _own_names(each) if name.casefold() not in shown}
    return tuple(sorted(known | told, key=lambda name: (-len(name), name)))


def blinded(text: str, names: Sequence[str]) -> str:
    """The text with every such name, and the version that follows it, as MASK."""
    if not names:
        return text
    one_of = "|".join(re.escape(name) for name in names)
    return re.sub(rf"(?<!\w)(?:{one_of}){_VERSION}(?!\w)", MASK, text, flags=re.IGNORECASE)


def _families(subject: Subject) -> list[str]:
    written = f"{subject.base} {subject.title}".casefold()
    # `phi` and `gpt` stand in other words too.
    return [key for key in _FAMILIES if re.search(rf"(?<![a-z]){key}|{key}(?![a-z])", written)]


def _own_names(subject: Subject) -> set[str]:
    file = PurePath(subject.base).name
    names = {subject.title, subject.base, subject.run, file, re.sub(r"\.gguf$", "", file, flags=re.IGNORECASE)}
    return {name for name in names if len(name) >= _SHORTEST and _TELLING.search(name)}
