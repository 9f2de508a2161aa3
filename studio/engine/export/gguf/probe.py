"""Whether llama.cpp cuts texts into the tokens that transformers does, where a tokenizer's form alone does not tell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import gguf
import numpy as np
from transformers import PreTrainedTokenizerBase

from studio.engine.export.gguf.llama import tokenising
from studio.engine.export.gguf.merging import CANDIDATES, cut_otherwise
from studio.engine.export.gguf.vocabulary import Vocabulary
from studio.errors import ExportFailed, ModelFailed
from studio.extras import way_to_install
from studio.words import _

TEXTS = (
    "Une patiente de 34 ans consulte aux urgences le 12/03/2024 pour des céphalées brutales, « en coup de tonnerre ».",
    "L’œdème papillaire n’a pas été retrouvé ; température 38,5 °C, TA 145/90 mmHg, CRP < 5 mg/L (n = 1 234 567).",
    "Aujourd'hui j'ai vu qu'il s'agissait d'AVC ischémiques… NON ! Peut-être ? I'm sure he'll say: \"don't\".",
    "def somme(a: int, b: int = 0) -> int:\n    return a + b  # 2**10 == 1024\n\n\nfor i in range(10):\n\tprint(i)\n",
    "🙂 👩‍⚕️ 日本語 Ελληνικά русский عربى 12345678901234567890 ½ ² €  fin   ",
)
"""French, numbers, marks, code, emoji and foreign scripts."""
_WIDTH, _CONTEXT, _SERVER, _MANY = 32, 64, "xllamacpp", 256


def settle(vocabulary: Vocabulary, tokenizer: PreTrainedTokenizerBase) -> Vocabulary:
    """The vocabulary with the way of cutting under which both give the same tokens; raises ExportFailed for none."""
    if find_spec(_SERVER) is None:
        raise ExportFailed(
            _("The package {package} is not installed; without it this tokenizer cannot be examined.").format(
                package=_SERVER
            ),
            hint=way_to_install("export"),
        )
    texts = probe_texts(vocabulary, tokenizer)
    wanted = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]
    for candidate in _candidates(vocabulary):
        if _tokens(candidate, texts) == wanted:
            return candidate
    raise cut_otherwise()


def probe_texts(vocabulary: Vocabulary, tokenizer: PreTrainedTokenizerBase) -> tuple[str, ...]:
    """As the model meets them: within its template where it has one."""
    said = [*TEXTS, *_own_texts(vocabulary)]
    if not vocabulary.template:
        return tuple(said)
    turns = ([{"role": "user", "content": text}] for text in said)
    return tuple(str(tokenizer.apply_chat_template(each, tokenize=False, add_generation_prompt=True)) for each in turns)


def _own_texts(vocabulary: Vocabulary) -> Iterator[str]:
    """What only this vocabulary has: tokens that look around themselves, pieces that may be merged in several ways."""
    if vocabulary.odd:
        yield "".join(f"mot{each}mot {each}, {each} mot\n" for each in vocabulary.odd[:_MANY])
    if vocabulary.merging.model == "llama":
        pairs = zip(vocabulary.tokens, vocabulary.types, strict=True)
        pieces = (word.replace("▁", " ") for word, kind in pairs if kind == gguf.TokenType.NORMAL)
        yield "\n".join(("mots", *pieces, "fin"))


def _candidates(vocabulary: Vocabulary) -> Iterator[Vocabulary]:
    merging = vocabulary.merging
    if merging.model == "gpt2":
        for splitting in (merging.splitting,) if merging.splitting else CANDIDATES:
            yield replace(vocabulary, merging=replace(merging, splitting=splitting))
        return
    yield vocabulary
    if merging.spaces != "never":
        yield replace(vocabulary, spaced=not vocabulary.spaced)


def _tokens(vocabulary: Vocabulary, texts: Sequence[str]) -> list[list[int]] | None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "probe.gguf"
        _write_bare(vocabulary, file)
        try:
            with tokenising(file, context=_CONTEXT) as llama:
                return [llama.tokens(text) for text in texts]
        except ModelFailed:
            # A version of llama.cpp that does not know this way.
            return None


def _write_bare(vocabulary: Vocabulary, file: Path) -> None:
    """A model of one layer that knows nothing, around the vocabulary."""
    writer = gguf.GGUFWriter(file, gguf.MODEL_ARCH_NAMES[gguf.MODEL_ARCH.LLAMA])
    if vocabulary.strips:
        writer.add_name("Phi-3")
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_WIDTH)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1.0)
    vocabulary.describe(writer)
    square: tuple[int, ...] = (_WIDTH, _WIDTH)
    layer = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"), square)
    layer |= dict.fromkeys(("attn_norm", "ffn_norm"), (_WIDTH,))
    shapes = {f"blk.0.{name}": shape for name, shape in layer.items()}
    shapes |= {"token_embd": (len(vocabulary.tokens), _WIDTH), "output_norm": (_WIDTH,)}
    for name, shape in shapes.items():
        writer.add_tensor(f"{name}.weight", np.zeros(shape, np.float16 if len(shape) > 1 else np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
