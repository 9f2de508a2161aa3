"""A tokenizer in llama.cpp's words: its tokens, how they are merged, which are special, and its chat template."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import gguf
from gguf import TokenType
from transformers import PreTrainedTokenizerBase

from studio.engine.encode import stop_ids
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


def vocabulary_of(tokenizer: PreTrainedTokenizerBase, rows: int) -> Vocabulary:
    """A tokenizer for a model of so many embeddings; raises ExportFailed, and TemplateFailed by its template."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ExportFailed(
            _("The tokenizer is written in Python and cannot be written as GGUF."),
            hint=_("Export the adapter or the merged weights instead; they run in transformers."),
        )
    said = json.loads(backend.to_str())
    merging = read_merging(said)
    added = {each["id"]: each for each in said["added_tokens"]}
    words = dict(enumerate(f"[PAD{at}]" for at in range(rows)))
    words |= {at: word for word, at in tokenizer.get_vocab().items() if at < rows}
    types = dict.fromkeys(range(rows), TokenType.UNUSED) | _types(said["model"], added, rows)
    for at, each in added.items():
        if at < rows and merging.model == "llama" and not each["special"]:
            # Texts are compared before their blanks are replaced.
            words[at] = each["content"].replace("▁", " ")
    opening = _opening(tokenizer)
    begins, ends = _adds(tokenizer)
    swallowing = {each["content"] for at, each in added.items() if each["rstrip"] and types.get(at) in _SPECIAL}
    strips = bool(swallowing) and set(words.values()) >= _NEVER_SWALLOWING | _SWALLOWING
    special = {words[at] for at, kind in types.items() if kind in _SPECIAL}
    plain = swallowing == (special - _NEVER_SWALLOWING if strips else set())
    return Vocabulary(
        tokens=tuple(words[at] for at in range(rows)),
        types=tuple(types[at] for at in range(rows)),
        merging=replace(merging, sure=merging.sure and plain),
        ids={role: at for role, at in _ids(tokenizer, said["model"]).items() if at < rows},
        begins=begins and (opening is None or opening.startswith(str(tokenizer.bos_token))),
        ends=ends,
        spaced=merging.spaces == "always" or (merging.spaces == "first" and not _opens_specially(opening, added)),
        template=tokenizer.chat_template if isinstance(tokenizer.chat_template, str) else "",
        strips=strips,
    )


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


def _ids(tokenizer: PreTrainedTokenizerBase, model: Mapping[str, Any]) -> dict[str, int]:
    """The end of a turn beside the end of a text, where they differ: outside, an answer must end as it does here."""
    said = {
        "bos": tokenizer.bos_token_id,
        "eos": tokenizer.eos_token_id,
        "pad": tokenizer.pad_token_id,
        "unk": model["vocab"].get(model.get("unk_token"), tokenizer.unk_token_id),
    }
    if isinstance(tokenizer.chat_template, str):
        said["eot"] = stop_ids(tokenizer)[0]
    if said.get("eot") == said["eos"]:
        said.pop("eot")
    return {role: int(at) for role, at in said.items() if at is not None}


def _adds(tokenizer: PreTrainedTokenizerBase) -> tuple[bool, bool]:
    """Whether a text is begun by the first and ended by the last special token."""
    ids = tokenizer("a")["input_ids"]
    first = tokenizer.bos_token_id is not None and ids[0] == tokenizer.bos_token_id
    return first, tokenizer.eos_token_id is not None and ids[-1] == tokenizer.eos_token_id


def _opening(tokenizer: PreTrainedTokenizerBase) -> str | None:
    """A conversation as the template writes it; None without a template."""
    if not isinstance(tokenizer.chat_template, str):
        return None
    turns = [{"role": "user", "content": "a"}]
    return str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))


def _opens_specially(opening: str | None, added: Mapping[int, Mapping[str, Any]]) -> bool:
    return opening is not None and opening.startswith(tuple(each["content"] for each in added.values()))
