"""What artefacts are called."""

import pytest

from studio.core.export import Artefact, titles_of


@pytest.mark.parametrize(
    ("paths", "titles"),
    [
        (("adapter", "x-q8_0.gguf"), ("adapter", "x-q8_0.gguf")),
        (("x.gguf", "/old/x.gguf"), ("x.gguf", "old/x.gguf")),
        (("/a/old/x.gguf", "/b/old/x.gguf", "/b/y.gguf"), ("a/old/x.gguf", "b/old/x.gguf", "y.gguf")),
        (("/a/x", "/x"), ("a/x", "/x")),
    ],
)
def test_those_of_one_name_are_told_apart_by_what_is_before_it(paths: tuple[str, ...], titles: tuple[str, ...]) -> None:
    assert titles_of([Artefact(format="gguf", path=path) for path in paths]) == titles


def test_an_adapter_on_two_bases_is_named_with_each() -> None:
    pair = [Artefact(format="gguf_adapter", path="l.gguf", base=f"{name}.gguf") for name in ("f16", "q8")]
    assert titles_of(pair) == ("l.gguf · f16.gguf", "l.gguf · q8.gguf")
    assert titles_of(pair[:1]) == ("l.gguf",)
