"""A state comes back as it was, or is not written at all."""

import pytest
import torch

from studio.engine.checkpoint import save_whole
from studio.engine.failures import NotFinite
from studio.engine.state_file import read_state, write_state


def test_state_of_any_shape_comes_back_exactly(tmp_path) -> None:
    shared = torch.arange(6, dtype=torch.uint8)
    state = {
        "state": {0: {"step": 3, "m": torch.randn(2, 3), "map": shared}, 1: {"m": torch.zeros(0), "map": shared}},
        "groups": [{"betas": (0.9, 0.999), "lr": 1 / 3, "foreach": None, "fused": True, "names": []}],
        "bf16": torch.randn(4).to(torch.bfloat16),
    }
    write_state(tmp_path, state)
    found = {part: read_state(tmp_path, part) for part in state}
    assert found["groups"] == state["groups"]
    assert found["state"].keys() == {0, 1}
    for one, other in (
        (found["state"][0]["m"], state["state"][0]["m"]),
        (found["state"][1]["m"], state["state"][1]["m"]),
        (found["state"][1]["map"], shared),
        (found["bf16"], state["bf16"]),
    ):
        assert one.dtype == other.dtype
        assert torch.equal(one, other)
    assert found["state"][0]["map"] is found["state"][1]["map"]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_state_with_a_number_that_is_none_leaves_no_file(tmp_path, value) -> None:
    def write(folder) -> None:
        (folder / "weights").write_bytes(b"whole")
        write_state(folder, {"m": torch.tensor([1.0, value])})

    with pytest.raises(NotFinite):
        save_whole(tmp_path / "step-000002", write, {})
    assert list(tmp_path.iterdir()) == []


def test_foreign_object_is_no_state(tmp_path) -> None:
    with pytest.raises(TypeError):
        write_state(tmp_path, {"m": object()})
