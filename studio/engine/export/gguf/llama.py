"""llama.cpp in this process, asked for tokens: what a text is cut into, and what follows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.models.llama import Door, Loading, listening


@contextmanager
def tokenising(file: Path, *, adapter: Path | None = None, context: int = 0, threads: int = 0) -> Iterator["Llama"]:
    """At full precision: nothing is rounded that transformers does not round in 32 bits. Raises ModelFailed."""
    params = Loading(file, context, threads=threads, adapter=adapter, exact=True).params()
    params.warmup = False
    with listening(params) as door:
        yield Llama(door)


class Llama:
    """A loaded file."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def tokens(self, text: str, *, begin: bool = False) -> list[int]:
        """What a text is cut into, control tokens among it; `begin` as the file says a text begins."""
        told = self._door.told("/tokenize", {"content": text, "add_special": begin, "parse_special": True})
        return [int(each) for each in told["tokens"]]

    def rendered(self, turns: Sequence[dict[str, str]]) -> str:
        """A conversation in the file's template, the answer next."""
        return str(self._door.told("/apply-template", {"messages": list(turns)})["prompt"])

    def greedy(self, prompt: Sequence[int], tokens: int) -> list[int]:
        """The likeliest answer, with the token that ends it where one does."""
        # The address of OpenAI's form leaves out tokens that are not a whole letter.
        wanted = {
            "prompt": list(prompt),
            "n_predict": tokens,
            "temperature": 0,
            "return_tokens": True,
            "cache_prompt": True,
        }
        told = self._door.told("/completion", wanted)
        return [int(each) for each in told["tokens"]]
