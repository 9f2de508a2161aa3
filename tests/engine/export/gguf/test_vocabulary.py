"""llama.cpp cuts texts as the tokenizer does: known ways of splitting, ways to be tried, blanks, special tokens."""

from pathlib import Path
from typing import Any

import pytest

from studio.errors import ExportFailed
from studio.paths import RESOURCES
from tests.engine.export.gguf.families import NAMED
from tests.engine.families import build_tokenizer

CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
ENDS = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
UPPER = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
SLASH_ENDS = ENDS.replace(r"[\r\n]*|", r"[\r\n/]*|")
QWEN2 = rf"{CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}{ENDS}"
LLAMA3 = QWEN2.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
TEKKEN = rf"{UPPER}*{LOWER}+|{UPPER}+{LOWER}*|\p{{N}}{SLASH_ENDS}"
GPT4O = rf"{UPPER}*{LOWER}+{CONTRACTIONS}?|{UPPER}+{LOWER}*{CONTRACTIONS}?|\p{{N}}{{1,3}}{SLASH_ENDS}"
SEED = (
    rf"{CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}{{1}}| ?[^\s\p{{L}}\p{{N}}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def splitting(*patterns: str, words: bool = False, digits: bool = False) -> Any:
    from tokenizers import Regex, pre_tokenizers

    steps: list[Any] = [pre_tokenizers.Digits(individual_digits=True)] if digits else []
    steps += [pre_tokenizers.Split(Regex(each), "isolated") for each in patterns]
    bytewise = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=words)
    return pre_tokenizers.Sequence([*steps, bytewise]) if steps else bytewise


def of_bytes(pre_tokenizer: Any, *, ignore_merges: bool = False) -> Any:
    """A tokenizer that has learned the probe texts by heart, so that every cut in them shows."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    from studio.engine.export.gguf.probe import TEXTS

    bare = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    bare.pre_tokenizer, bare.decoder = pre_tokenizer, decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=900,
        special_tokens=["<|end|>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bare.train_from_iterator(TEXTS * 5, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=bare, eos_token="<|end|>", pad_token="<|end|>")


def of_pieces(folder: Path, *, before: str, swallowing: bool = False) -> Any:
    """A tokenizer like Llama 2's; `before` says where a blank is put before a text."""
    from tokenizers import AddedToken, normalizers, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    bare = build_tokenizer(NAMED["Phi-3.5"], folder).backend_tokenizer
    if before == "prepended":
        bare.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        bare.pre_tokenizer = None
    else:
        bare.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=before, split=False)
    made = PreTrainedTokenizerFast(tokenizer_object=bare, bos_token="<s>", eos_token="<|endoftext|>")
    turns = ("</s>", "<|user|>", "<|assistant|>", "<|system|>", "<|end|>") if swallowing else ()
    made.add_tokens([AddedToken(each, rstrip=True, special=True, normalized=False) for each in turns])
    return made


def settled(tokenizer: Any, *, sure: bool = True) -> Any:
    """What `settle` finds; it compares all tokens of the probe texts, and raises ExportFailed where they differ."""
    from studio.engine.export.gguf.probe import settle
    from studio.engine.export.gguf.vocabulary import vocabulary_of

    vocabulary = vocabulary_of(tokenizer, len(tokenizer))
    assert vocabulary.merging.sure is sure
    return settle(vocabulary, tokenizer)


@pytest.mark.parametrize(
    ("name", "patterns", "options"),
    [
        ("llama-bpe", [LLAMA3], {"ignore_merges": True}),
        ("smaug-bpe", [LLAMA3], {}),
        ("qwen2", [QWEN2], {}),
        ("tekken", [TEKKEN], {"ignore_merges": True}),
        ("gpt-4o", [GPT4O], {}),
        ("gpt-2", [], {"words": True}),
        ("smollm", [], {"words": True, "digits": True}),
    ],
)
def test_a_known_way_of_splitting_is_called_as_llama_cpp_calls_it(
    name: str, patterns: list[str], options: dict[str, bool]
) -> None:
    ignore_merges = options.pop("ignore_merges", False)
    tokenizer = of_bytes(splitting(*patterns, **options), ignore_merges=ignore_merges)
    assert settled(tokenizer).merging.splitting == name


def test_an_unknown_way_of_splitting_is_tried_and_found() -> None:
    tokenizer = of_bytes(splitting(SEED))
    assert settled(tokenizer, sure=False).merging.splitting in ("qwen2", "seed-coder")


def test_a_way_of_splitting_that_llama_cpp_has_not_is_refused() -> None:
    with pytest.raises(ExportFailed, match="other tokens"):
        settled(of_bytes(splitting(r"[aeiouéè]+|[^aeiouéè]+")), sure=False)


def lowering(tokenizer: Any) -> None:
    from tokenizers import normalizers

    tokenizer.backend_tokenizer.normalizer = normalizers.Lowercase()


def naming(tokenizer: Any) -> None:
    from tokenizers import AddedToken

    tokenizer.add_tokens([AddedToken("NON", single_word=True, normalized=False)])


@pytest.mark.parametrize("change", [lowering, naming])
def test_what_is_done_to_texts_besides_cutting_them_is_not_overlooked(change: Any) -> None:
    """llama.cpp changes no text, and finds a token within longer words too."""
    tokenizer = of_bytes(splitting(words=True))
    change(tokenizer)
    with pytest.raises(ExportFailed, match="other tokens"):
        settled(tokenizer, sure=False)


def test_a_blank_behind_a_control_token_is_not_doubled(tmp_path: Path) -> None:
    """As in Mistral 0.3: a blank stands before every part of a text but those that begin with one."""
    tokenizer = of_pieces(tmp_path, before="always")
    tokenizer.add_special_tokens({"additional_special_tokens": ["[INST]", "[/INST]"]})
    tokenizer.chat_template = (RESOURCES / "chat_templates" / "mistral-0.3.jinja").read_text("utf-8")
    assert not settled(tokenizer, sure=False).spaced


def test_pieces_without_all_their_merges_are_compared() -> None:
    """llama.cpp merges any two pieces that make a piece."""
    import json

    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    def with_merges(merges: list[tuple[str, str]]) -> Any:
        letters = ["<unk>", "▁", *(f"<0x{byte:02X}>" for byte in range(256)), *"abc", "ab", "bc", "abc"]
        model = {"type": "BPE", "vocab": {each: at for at, each in enumerate(letters)}, "merges": merges}
        said = {"version": "1.0", "added_tokens": [], "model": model | {"byte_fallback": True, "unk_token": "<unk>"}}
        said["pre_tokenizer"] = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never", "split": False}
        return PreTrainedTokenizerFast(tokenizer_object=Tokenizer.from_str(json.dumps(said)))

    complete = [("b", "c"), ("a", "b"), ("ab", "c"), ("a", "bc")]
    for merges, sure in ((complete, True), (complete[:3], False), ([complete[2], *complete[:2], complete[3]], False)):
        assert read_merging_of(with_merges(merges)).sure is sure


def read_merging_of(tokenizer: Any) -> Any:
    import json

    from studio.engine.export.gguf.merging import read_merging

    return read_merging(json.loads(tokenizer.backend_tokenizer.to_str()))


@pytest.mark.parametrize("template", ["", "phi3", "mistral-0.1"])
@pytest.mark.parametrize("before", ["prepended", "always", "first", "never"])
@pytest.mark.parametrize("swallowing", [False, True])
def test_blanks_stand_where_the_tokenizer_puts_them(
    template: str, before: str, swallowing: bool, tmp_path: Path
) -> None:
    """Before each part of a text or its first alone, and none after control tokens that swallow them."""
    tokenizer = of_pieces(tmp_path, before=before, swallowing=swallowing)
    if template:
        tokenizer.chat_template = (RESOURCES / "chat_templates" / f"{template}.jinja").read_text("utf-8")
    # A template may put a text that begins with a blank behind a control token.
    assert settled(tokenizer, sure=not (template and before == "always")).strips is swallowing


def test_tokens_beyond_the_embeddings_are_left_out_and_embeddings_without_a_token_filled(tmp_path: Path) -> None:
    from gguf import TokenType

    from studio.engine.export.gguf.vocabulary import vocabulary_of

    tokenizer = build_tokenizer(NAMED["Qwen2.5"], tmp_path)
    size = len(tokenizer)
    more, fewer = vocabulary_of(tokenizer, size + 2), vocabulary_of(tokenizer, size - 2)
    assert more.tokens[-2:] == (f"[PAD{size}]", f"[PAD{size + 1}]")
    assert more.types[-2:] == (TokenType.UNUSED,) * 2
    assert fewer.tokens == more.tokens[: size - 2]


def test_an_answer_ends_outside_as_it_does_here(tmp_path: Path) -> None:
    from gguf import TokenType

    from studio.engine.export.gguf.vocabulary import vocabulary_of

    tokenizer = build_tokenizer(NAMED["Gemma 3"], tmp_path)
    said = vocabulary_of(tokenizer, len(tokenizer))
    assert said.tokens[said.ids["eot"]] == "<end_of_turn>"
    assert said.tokens[said.ids["eos"]] == "<eos>"
    assert said.types[said.ids["eot"]] == TokenType.CONTROL
    others = vocabulary_of(tokenizer, len(tokenizer), ends=(9, said.ids["eot"]))
    assert others.ids == said.ids | {"eom": 9}


def test_a_tokenizer_that_knows_no_end_takes_that_of_its_model() -> None:
    """llama.cpp would end answers at token 11."""
    from transformers import PreTrainedTokenizerFast

    from studio.engine.export.gguf.vocabulary import vocabulary_of

    tokenizer = PreTrainedTokenizerFast(tokenizer_object=of_bytes(splitting(words=True)).backend_tokenizer)
    assert vocabulary_of(tokenizer, len(tokenizer), ends=(0,)).ids == {"eos": 0}


def test_of_several_templates_the_usual_one_is_taken(tmp_path: Path) -> None:
    from studio.engine.base_model import BaseModel
    from studio.engine.tokenizer import read_tokenizer

    tokenizer = build_tokenizer(NAMED["Qwen2.5"], tmp_path)
    tokenizer.chat_template = {"tool_use": "{{ tools }}", "default": "{{ messages[0].content }}>"}
    tokenizer.save_pretrained(tmp_path)
    assert read_tokenizer(BaseModel("Qwen2.5", tmp_path)).chat_template == "{{ messages[0].content }}>"
