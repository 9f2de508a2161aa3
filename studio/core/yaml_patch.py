"""Exchanges single values in a YAML text and leaves everything else as its author wrote it."""

from collections.abc import Mapping, Sequence

import yaml

_STEP = "  "


def with_scalars(text: str, changes: Mapping[tuple[str, ...], str]) -> str:
    """The text with a value, already as YAML writes it, at each path of keys; missing keys are added at the end."""
    for path, scalar in changes.items():
        text = _with_scalar(text, path, scalar)
    return text


def _with_scalar(text: str, path: Sequence[str], scalar: str) -> str:
    node, rest = yaml.compose(text, Loader=yaml.SafeLoader), list(path)
    while rest and isinstance(node, yaml.MappingNode):
        found = next((value for key, value in node.value if key.value == rest[0]), None)
        if found is None:
            return _with_entry(text, node, rest, scalar)
        node = found
        rest.pop(0)
    if node is None:
        return text
    if rest:
        # A key without a value: what belongs below it goes there.
        scalar = "{" + _flow(rest, scalar) + "}"
    start, end = node.start_mark.index, node.end_mark.index
    space = " " if start and text[start - 1] == ":" else ""
    # A text over several lines ends where the next line begins.
    rest_of_line = "\n" if text[start:end].endswith("\n") else ""
    return text[:start] + space + scalar + rest_of_line + text[end:]


def _with_entry(text: str, node: yaml.MappingNode, path: Sequence[str], scalar: str) -> str:
    if node.flow_style or not node.value:
        at = text.rindex("}", 0, node.end_mark.index)
        before = text[:at].rstrip()
        comma = "" if before.endswith(("{", ",")) else ","
        return f"{before}{comma} {_flow(path, scalar)}{text[at:]}".replace("{ ", "{")
    indent = " " * node.value[0][0].start_mark.column
    at = text.find("\n", _end(node))
    head, tail = (text + "\n", "") if at < 0 else (text[: at + 1], text[at + 1 :])
    return head + _block(path, scalar, indent) + tail


def _block(path: Sequence[str], scalar: str, indent: str) -> str:
    *outer, last = path
    lines = [f"{indent}{_STEP * depth}{key}:" for depth, key in enumerate(outer)]
    lines.append(f"{indent}{_STEP * len(outer)}{last}: {scalar}")
    return "\n".join(lines) + "\n"


def _flow(path: Sequence[str], scalar: str) -> str:
    *outer, last = path
    return "".join(f"{key}: {{" for key in outer) + f"{last}: {scalar}" + "}" * len(outer)


def _end(node: yaml.Node) -> int:
    """Where the last thing written in a node ends; a block's own end is where the next one begins."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    return int(node.end_mark.index)
