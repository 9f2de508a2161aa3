"""Renders a foreign chat template in a process of its own, so that one that never ends takes only that process along.

Imports no torch.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache

import psutil

from studio.core.example import Message
from studio.engine.failures import TemplateFailed
from studio.words import _

LIMIT_S = 2.0
_PATIENCE_S = 60.0
_GLANCE_S = 0.1
# Of the processor, for a child that nobody waits for any more.
_ORPHAN_S = 15


def try_template(template: str, tokens: Mapping[str, object], conversations: Sequence[Sequence[Message]]) -> None:
    """Render `conversations` with a template; raises TemplateFailed when two seconds are not enough.

    What the template refuses is no matter of the trial: encoding tells it, with the conversation concerned.
    """
    asked = {
        "template": template,
        "tokens": tokens,
        "conversations": [[message.model_dump() for message in turns] for turns in conversations],
        "seconds": _ORPHAN_S,
    }
    _try(json.dumps(asked))


@lru_cache(maxsize=8)
def _try(asked: str) -> None:
    """Once in a process: what has ended will end again."""
    child = subprocess.Popen(
        [sys.executable, "-m", "studio.engine.template_rendering"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    if child.stdin:
        child.stdin.write(asked.encode() + b"\n")
        child.stdin.close()
        child.stdin = None
    if child.stdout:
        child.stdout.readline()  # imports done; a child that died has closed the pipe
    began, used = time.monotonic(), _processor_s(child)
    while not _has_ended(child):
        if _processor_s(child) - used >= LIMIT_S or time.monotonic() - began >= _PATIENCE_S:
            child.kill()
            child.communicate()
            raise TemplateFailed(
                _("The model’s chat template takes longer than {seconds} s for one conversation.").format(
                    seconds=int(LIMIT_S)
                ),
                hint=_("Choose the ChatML template, or a copy of the model from its maker."),
            )


def _has_ended(child: "subprocess.Popen[bytes]") -> bool:
    try:
        child.communicate(timeout=_GLANCE_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _processor_s(child: "subprocess.Popen[bytes]") -> float:
    # On a busy machine the child waits for its turn: that is not the template's fault.
    try:
        times = psutil.Process(child.pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)
