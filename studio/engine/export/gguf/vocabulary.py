"""A tokenizer in llama.cpp's words: its tokens, how they are merged, which are special, and its chat template."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gguf
from gguf import TokenType
from transformers import PreTrainedTokenizerBase

from studio.core.example import Message
from studio.engine.encode import prompt_and_lead, stop_ids
from studio.engine.export.gguf.merging import Merging, read_merging
from studio.errors import ExportFailed
from studio.words import _

_UNLIKELY = -1000.0
_BYTE = "<0x{:02X}>"
_BYTES = range(256)
_SPECIAL = (TokenType.CONTROL, TokenType.USER_DEFINED, TokenType.UNKNOWN)
# Tokens that llama.cpp names in its program where it knows a model as Phi-3; it wants all of them to be there.
_NEVER_SWALLOWING, _SWALLOWING = {"<unk>", "<s>", "<|endoftext|>"}, {"</s>"}


@dataclass(frozen=True)
class Vocabulary:
    """All that a GGUF file says of a tokenizer; `ids` by role, such as bos."""

    tokens: tuple[str, ...]
    types: tuple[TokenType, ...]
    merging: Merging
    ids: Mapping[str, int]
    begins: bool
    ends: bool
    spaced: bool
    template: str
    strips: bool
    """Whether llama.cpp is to drop the blanks after control tokens, as it does for Phi-3."""
    odd: tuple[str, ...] = ()
    """Tokens of ordinary texts that look at what stands around them."""

    def describe(self, writer: gguf.GGUFWriter) -> None:
        """Put it into a file's header."""
        merging = self.merging
        writer.add_tokenizer_model(merging.model)
        writer.add_tokenizer_pre(merging.splitting)
        writer.add_token_list(list(self.tokens))
        if merging.scores is not None:
            scored = [merging.scores.get(token, 0.0) for token in self.tokens]
            own = (TokenType.NORMAL, TokenType.BYTE, TokenType.UNKNOWN)
            pairs = zip(scored, self.types, strict=True)
            writer.add_token_scores([score if kind in own else _UNLIKELY for score, kind in pairs])
        writer.add_token_types(list(self.types))
        if merging.merges:
            writer.add_token_merges(list(merging.merges))
        for role, at in self.ids.items():
            getattr(writer, f"add_{role}_token_id")(at)
        writer.add_add_bos_token(self.begins)
        writer.add_add_eos_token(self.ends)
        writer.add_add_space_prefix(self.spaced)
        if self.template:
            writer.add_chat_template(self.template)


def vocabulary_of(tokenizer: PreTrainedTokenizerBase, rows: int, ends: Sequence[int] = ()) -> Vocabulary:
    """A tokenizer for a model of so many embeddings that ends its answers with `ends`.

    Raises ExportFailed, and TemplateFailed by its template.
    """
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ExportFailed(
            _("The tokenizer is written in Python and cannot be written as GGUF."),
            hint=_("Export the adapter or the merged weights instead; they run in transformers."),
        )
    said = json.loads(backend.to_str())
    merging = read_merging(said)
    added = {each["id"]: each for each in said["added_tokens"] if each["id"] < rows}
    words = _words(tokenizer, rows) | _spoken(added, merging)
    types = dict.fromkeys(range(rows), TokenType.UNUSED) | _types(said["model"], added, rows)
    opening = _opening(tokenizer)
    begins, closes = _adds(tokenizer)
    swallowing = {each["content"] for at, each in added.items() if each["rstrip"] and types.get(at) in _SPECIAL}
    strips = bool(swallowing) and set(words.values()) >= _NEVER_SWALLOWING | _SWALLOWING
    special = {words[at] for at, kind in types.items() if kind in _SPECIAL}
    plain = swallowing == (special - _NEVER_SWALLOWING if strips else set())
    spaced = merging.spaces == "always" or (merging.spaces == "first" and not _opens_specially(opening, added))
    # Conversations may put a text that begins with a blank behind a control token.
    placed = merging.doubles or not spaced or opening is None
    odd = {each["content"]: each["special"] for each in added.values() if _looks_around(each, said, merging)}
    return Vocabulary(
        tokens=tuple(words[at] for at in range(rows)),
        types=tuple(types[at] for at in range(rows)),
        merging=replace(merging, sure=merging.sure and plain and placed and not odd),
        ids={role: at for role, at in _ids(tokenizer, said["model"], ends).items() if at < rows},
        begins=begins and (opening is None or opening.startswith(str(tokenizer.bos_token))),
        ends=closes,
        spaced=spaced,
        template=tokenizer.chat_template if isinstance(tokenizer.chat_template, str) else "",
        strips=strips,
        # Control tokens stand where the template puts them.
        odd=tuple(word for word, is_special in odd.items() if not is_special),
    )


def _words(tokenizer: PreTrainedTokenizerBase, rows: int) -> dict[int, str]:
    """Every token's text, and names that nothing else has for embeddings without a token."""
    found = {at: word for word, at in tokenizer.get_vocab().items() if at < rows}
    taken = set(found.values())
    for at in range(rows):
        name = f"[PAD{at}]"
        found.setdefault(at, name if name not in taken else f"[PAD{at}-{rows}]")
    return found


def _spoken(added: Mapping[int, Mapping[str, Any]], merging: Merging) -> dict[int, str]:
    """Texts are compared before their blanks are replaced."""
    if merging.model != "llama":
        return {}
    return {at: each["content"].replace("▁", " ") for at, each in added.items() if not each["special"]}


def _looks_around(token: Mapping[str, Any], said: Mapping[str, Any], merging: Merging) -> bool:
    """Whether a token is found by more than its own letters."""
    changed = token["normalized"] and not token["special"] and said.get("normalizer") and merging.model == "llama"
    return bool(token["lstrip"] or token["single_word"] or changed or (token["rstrip"] and not token["special"]))


def _types(model: Mapping[str, Any], added: Mapping[int, Mapping[str, Any]], rows: int) -> dict[int, TokenType]:
    found = {at: TokenType.NORMAL for at in model["vocab"].values() if at < rows}
    for at, each in added.items():
        if at < rows:
            found[at] = TokenType.CONTROL if each["special"] else TokenType.USER_DEFINED
    if model.get("byte_fallback"):
        spelled = [_BYTE.format(each) for each in _BYTES]
        found |= {at: TokenType.BYTE for word in spelled if (at := model["vocab"].get(word, rows)) < rows}
    unknown = model["vocab"].get(model.get("unk_token"))
    return found | ({} if unknown is None or unknown >= rows else {unknown: TokenType.UNKNOWN})


def _ids(tokenizer: PreTrainedTokenizerBase, model: Mapping[str, Any], ends: Sequence[int]) -> dict[str, int]:
    """Up to three ends of an answer under the names that llama.cpp has for them, the tokenizer's own first.

    Outside, an answer must end as it does here; and without any, llama.cpp would end at whatever token is the eleventh.
    """
    taught = stop_ids(tokenizer)[:1] if isinstance(tokenizer.chat_template, str) else ()
    own = () if tokenizer.eos_token_id is None else (int(tokenizer.eos_token_id),)
    said = {
        "bos": tokenizer.bos_token_id,
        "pad": tokenizer.pad_token_id,
        "unk": model["vocab"].get(model.get("unk_token"), tokenizer.unk_token_id),
    }
    found = {role: int(at) for role, at in said.items() if at is not None}
    return found | dict(zip(("eos", "eot", "eom"), dict.fromkeys((*own, *taught, *ends)), strict=False))


def _adds(tokenizer: PreTrainedTokenizerBase) -> tuple[bool, bool]:
    """Whether a text is begun by the first and ended by the last special token."""
    ids = tokenizer("a")["input_ids"]
    first, last = tokenizer.bos_token_id, tokenizer.eos_token_id
    return first is not None and ids[:1] == [first], last is not None and ids[-1:] == [last]


def _opening(tokenizer: PreTrainedTokenizerBase) -> str | None:
    """A conversation as the template writes it; None without a template."""
    if not isinstance(tokenizer.chat_template, str):
        return None
    return prompt_and_lead(tokenizer, (Message(role="user", content="a"),))[0]


def _opens_specially(opening: str | None, added: Mapping[int, Mapping[str, Any]]) -> bool:
    return opening is not None and opening.startswith(tuple(each["content"] for each in added.values()))
