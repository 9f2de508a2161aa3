"""Reads a GGUF file through llama.cpp: its own template, tokenizer and ends, and every likelihood it can tell."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

from studio.core.example import Message
from studio.core.export import Artefact
from studio.engine.failures import TemplateFailed
from studio.engine.parity.reader import LIKELIEST, Distribution, Prompted, Spoken
from studio.models.llama import Door, Loading, listening, not_answered, reason_of
from studio.words import _

# Larger than any difference between two logits.
_FORCED = 1000.0


class LlamaReader:
    """An embedded server in full precision; see `reading_gguf`."""

    def __init__(self, door: Door) -> None:
        self._door = door
        model = door.told("/v1/models")["data"][0]
        self._vocabulary = int(model["meta"]["n_vocab"])
        self._stops: dict[int, bool] = {}

    @property
    def vocabulary(self) -> int:
        return self._vocabulary

    def prompt(self, turns: Sequence[Message]) -> Prompted:
        asked = {"messages": [{"role": turn.role, "content": turn.content} for turn in turns]}
        status, said = self._door.ask("/apply-template", asked)
        if status != HTTPStatus.OK:
            raise TemplateFailed(
                _("llama.cpp cannot use the template of the file: {reason}").format(reason=reason_of(said)),
                hint=_("Ollama and others will not be able to either."),
            )
        text = str(said["prompt"])
        # As the server reads a conversation: what the file says of the beginning of texts is obeyed.
        return Prompted(text, self._tokenise(text, begins=True))

    def tokens(self, text: str) -> tuple[int, ...]:
        return self._tokenise(text, begins=False)

    def words(self, ids: Sequence[int]) -> str:
        return str(self._door.told("/detokenize", {"tokens": list(ids)})["content"])

    def answer(self, prompt: Sequence[int], longest: int) -> Spoken:
        said = self._complete(prompt, longest, likeliest=0)
        ids = tuple(said["tokens"])
        end = ids[-1] if said["stop_type"] == "eos" and ids else None
        return Spoken(ids, end, float(said["timings"]["predicted_ms"]) / 1000)

    def follow(self, prompt: Sequence[int], answer: Sequence[int]) -> tuple[Distribution, ...]:
        # It tells likelihoods of what it says only: it is asked again behind each token that it would not have said.
        found: list[Distribution] = []
        wanted = len(answer)
        while len(found) < len(answer):
            start = len(found)
            said = self._complete([*prompt, *answer[:start]], min(wanted, len(answer) - start), LIKELIEST)
            for own, told in zip(answer[start:], _steps(said), strict=False):
                found.append(told)
                if told.ids[0] != own:
                    break
            if len(found) == start:
                raise not_answered(said.get("stop_type"))
            # All that it says behind another token is thrown away.
            wanted = 2 * (len(found) - start)
        return tuple(found)

    def stops_at(self, token: int) -> bool:
        if token not in self._stops:
            bias = {"logit_bias": [[token, _FORCED]]}
            said = self._door.told("/completion", self._wanted([token], 2, 0) | bias)
            self._stops[token] = said["stop_type"] == "eos"
        return self._stops[token]

    def _complete(self, prompt: Sequence[int], longest: int, likeliest: int) -> Any:
        return self._door.told("/completion", self._wanted(prompt, longest, likeliest))

    def _wanted(self, prompt: Sequence[int], longest: int, likeliest: int) -> dict[str, object]:
        return {
            "prompt": list(prompt),
            "n_predict": longest,
            "temperature": 0.0,
            "n_probs": likeliest,
            "return_tokens": True,
            "cache_prompt": likeliest > 0,
        }

    def _tokenise(self, text: str, *, begins: bool) -> tuple[int, ...]:
        asked = {"content": text, "add_special": begins, "parse_special": True}
        return tuple(map(int, self._door.told("/tokenize", asked)["tokens"]))


@contextmanager
def reading_gguf(artefact: Artefact, context: int) -> Iterator[LlamaReader]:
    """The file, with a GGUF adapter on it where the artefact is one; `context` in tokens, question and answer.

    The cache is in 32 bits and flash attention off, without which llama.cpp answers otherwise than transformers does.
    Raises ModelFailed.
    """
    is_adapter = artefact.format == "gguf_adapter"
    file, adapter = (artefact.base, Path(artefact.path)) if is_adapter else (artefact.path, None)
    with listening(Loading(Path(file), context, adapter=adapter, exact=True).params()) as door:
        yield LlamaReader(door)


def _steps(said: Mapping[str, Any]) -> Iterator[Distribution]:
    """One for each token; llama.cpp tells no likelihoods where a character is not whole yet."""
    told = iter(said.get("completion_probabilities", ()))
    step = next(told, None)
    for token in said["tokens"]:
        if step is not None and step["id"] == token:
            yield _distribution(step)
            step = next(told, None)
        else:
            yield Distribution((int(token),), ())


def _distribution(step: Mapping[str, Any]) -> Distribution:
    likeliest = step["top_logprobs"]
    ids, logs = tuple(int(each["id"]) for each in likeliest), [each["logprob"] for each in likeliest]
    # What is no number has no word in JSON.
    return Distribution(ids, () if None in logs else tuple(map(float, logs)))
