"""Attention over rows that share one sequence: each row by itself, without a mask as large as all of them squared.

Registered with transformers as two ways to attend. One takes the rows one after the other through PyTorch's own
attention, anywhere; the other gives all of them at once to its kernel for rows of many lengths
(torch.nn.attention.varlen, from PyTorch 2.13 on, on a graphics card). Where no rows are packed, padded evaluations and
answers among them, both attend as "sdpa" does.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

BY_ROW, BY_KERNEL, _TRIAL = "atelier_by_row", "atelier_by_kernel", "atelier_trial"
_HALF = (torch.bfloat16, torch.float16)
# Rounding of 16 bits stays below by far; another row, another scale or a window off by one stays above.
_ROUNDING = 0.05
# A trial's rows are short: a window of a few tokens shows whether the kernel looks back as far as it should.
_TRIAL_WINDOW = 7

Attended = tuple[torch.Tensor, None]
Kernel = Callable[..., Any]
"""Called as torch.nn.attention.varlen.varlen_attn."""
Sees = Callable[[int, int, torch.Tensor, torch.Tensor], torch.Tensor]
"""Batch, head, positions that look and positions that are looked at: whether each sees the other."""


@dataclass(frozen=True)
class PackedRows:
    """Goes through the model in place of a mask."""

    bounds: tuple[int, ...]
    """Where each row begins, then the length of all."""
    cumulated: torch.Tensor
    """The same as int32 on the device of the model."""
    window: int
    """How many tokens each sees, itself included; 0 for all before it."""

    @property
    def longest(self) -> int:
        return max(end - start for start, end in pairwise(self.bounds))


def read_rows(sees: Sees, length: int, device: torch.device | str) -> PackedRows | None:
    """Rows and window as the model's own mask function has them; None where a token sees ahead or with gaps."""
    at = torch.arange(length, device=device)
    if bool(sees(0, 0, at[:-1], at[1:]).any()):
        return None
    begins = (~sees(0, 0, at[1:], at[:-1])).nonzero().flatten() + 1
    bounds = (0, *begins.tolist(), length)
    start, end = max(pairwise(bounds), key=lambda row: row[1] - row[0])
    seen = sees(0, 0, at[end - 1].expand(end - start), at[start:end])
    window = int(seen.sum())
    if not bool(seen[-window:].all()):
        return None
    cumulated = torch.tensor(bounds, dtype=torch.int32, device=device)
    return PackedRows(bounds, cumulated, 0 if window == end - start else window)


def mask_or_rows(**asked: Any) -> torch.Tensor | PackedRows | None:
    """What transformers asks of a mask maker: the mask of "sdpa", or the rows where one sequence holds several."""
    length = asked["q_length"]
    single = asked["batch_size"] == 1 and length == asked["kv_length"] and length > 1
    # transformers forbids to leave the mask out where it has found packed rows, and passes no padding then.
    if single and asked.get("attention_mask") is None and not asked.get("allow_is_causal_skip", True):
        rows = None if asked.get("use_vmap") else read_rows(asked["mask_function"], length, asked["device"])
        if rows is not None:
            return rows
    mask: torch.Tensor | None = sdpa_mask(**asked)
    return mask


def attend_by_row(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | PackedRows | None,
    **more: Any,
) -> Attended:
    """(1, heads, tokens, width) in, (1, tokens, heads, width) out; a kernel's memory, a call for each row."""
    if not isinstance(attention_mask, PackedRows):
        attended: Attended = sdpa_attention_forward(module, query, key, value, attention_mask, **more)
        return attended
    more["is_causal"] = True
    parts = []
    for start, end in pairwise(attention_mask.bounds):
        near = _near(end - start, attention_mask.window, query.device)
        row_query, row_key, row_value = (each[:, :, start:end] for each in (query, key, value))
        parts.append(sdpa_attention_forward(module, row_query, row_key, row_value, near, **more)[0])
    return torch.cat(parts, dim=1), None


def _near(length: int, window: int, device: torch.device) -> torch.Tensor | None:
    if not window or length <= window:
        return None
    at = torch.arange(length, device=device)
    back = at[:, None] - at[None]
    return ((back >= 0) & (back < window))[None, None]


class KernelAttention:
    """All rows in one call; by row where the kernel cannot: numbers of 32 bits, dropout, keys unlike the values."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def __call__(
        self,
        module: torch.nn.Module,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        attention_mask: torch.Tensor | PackedRows | None,
        **more: Any,
    ) -> Attended:
        """As `attend_by_row`."""
        if not isinstance(attention_mask, PackedRows) or not self.takes(query, value, more):
            return attend_by_row(module, query, key, value, attention_mask, **more)
        rows, longest = attention_mask.cumulated, attention_mask.longest
        half = _compute_type(value)
        tokens_first = (each[0].transpose(0, 1).to(half).contiguous() for each in (query, key, value))
        out = self._kernel(
            *tokens_first,
            rows,
            rows,
            longest,
            longest,
            scale=more.get("scaling"),
            # A window counts the tokens before: -1 is all of them.
            window_size=(attention_mask.window - 1, 0),
            enable_gqa=query.shape[1] != key.shape[1],
        )
        return out[None], None

    def takes(self, query: torch.Tensor, value: torch.Tensor, more: Mapping[str, Any]) -> bool:
        """Whether the kernel is meant for this at all."""
        fits = _compute_type(value) in _HALF and query.shape[-1] == value.shape[-1]
        return fits and not more.get("dropout") and all(more.get(name) is None for name in ("softcap", "position_bias"))


def _compute_type(tensor: torch.Tensor) -> torch.dtype:
    """What PyTorch's own attention would compute in: under autocast not that of its arguments."""
    device = tensor.device.type
    return torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else tensor.dtype


def find_kernel() -> Kernel | None:
    """PyTorch's kernel for rows of many lengths; None before 2.13."""
    try:
        from torch.nn.attention.varlen import varlen_attn
    except ImportError:
        return None
    return varlen_attn


def attend_as(model: Any, name: str) -> str:
    """Let the model attend as named from now on, and say how it did before."""
    base = model.get_base_model() if hasattr(model, "get_base_model") else model
    before = str(base.config._attn_implementation)
    _register(BY_ROW, attend_by_row)
    base.set_attn_implementation(name)
    return before


def use_kernel(kernel: Kernel) -> None:
    """Make `attend_as(model, BY_KERNEL)` possible."""
    _register(BY_KERNEL, KernelAttention(kernel))


def _register(name: str, attend: Callable[..., Attended]) -> None:
    AttentionInterface.register(name, attend)
    AttentionMaskInterface.register(name, mask_or_rows)


@contextmanager
def comparing(model: Any, kernel: Kernel) -> Iterator[Callable[[], bool]]:
    """Passes of the model compute every layer's attention to packed rows both ways; then asks whether they agreed.

    Outputs and gradients, with all that is before each token and within a window. What the kernel raises is raised.
    """
    trial = _Comparison(KernelAttention(kernel))
    _register(_TRIAL, trial)
    before = attend_as(model, _TRIAL)
    try:
        yield lambda: trial.agreed
    finally:
        attend_as(model, before)


class _Comparison:
    """Attends by row, and finds out whether the kernel would have come to the same."""

    def __init__(self, attend: KernelAttention) -> None:
        self._attend = attend
        self.asked, self.taken, self.alike = 0, 0, True

    @property
    def agreed(self) -> bool:
        """In all layers; what the kernel would not take says nothing of it."""
        return self.alike and 0 < self.taken == self.asked

    def __call__(
        self,
        module: torch.nn.Module,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        attention_mask: torch.Tensor | PackedRows | None,
        **more: Any,
    ) -> Attended:
        if isinstance(attention_mask, PackedRows):
            self.asked += 1
            self.taken += self._attend.takes(query, value, more)
            for window in (0, _TRIAL_WINDOW):
                rows = replace(attention_mask, window=window)
                true = _with_gradients(attend_by_row, module, (query, key, value), rows, **more)
                theirs = _with_gradients(self._attend, module, (query, key, value), rows, **more)
                self.alike &= all(map(_alike, theirs, true))
        return attend_by_row(module, query, key, value, attention_mask, **more)


def _with_gradients(
    attend: Callable[..., Attended],
    module: torch.nn.Module,
    inputs: tuple[torch.Tensor, ...],
    rows: PackedRows,
    **more: Any,
) -> tuple[torch.Tensor, ...]:
    """Output, and gradients of a loss that weighs each number of it otherwise."""
    own = [each.detach().requires_grad_() for each in inputs]
    with torch.enable_grad():
        out, _ = attend(module, *own, rows, **more)
        weights = torch.arange(out.numel(), device=out.device).sin().reshape(out.shape)
        gradients = torch.autograd.grad((out.float() * weights).sum(), own)
    return out, *gradients


def _alike(found: torch.Tensor, true: torch.Tensor) -> bool:
    if found.shape != true.shape:
        return False
    # Not the mean of all: an error in a few rows must not vanish in the others.
    apart = (found.float() - true.float()).abs().amax()
    return bool(apart <= _ROUNDING * true.float().abs().amax())
