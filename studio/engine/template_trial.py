"""Renders a foreign chat template in a process of its own, so that one that never ends takes only that process along.

Imports no torch.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence

import psutil

from studio.core.example import Message
from studio.engine.failures import TemplateFailed
from studio.words import _

LIMIT_S = 2.0
_PATIENCE_S = 60.0
_GLANCE_S = 0.1
# Of the processor, for a child that nobody waits for any more.
_ORPHAN_S = 15


class TemplateTrial:
    """One child process that renders `conversations` with a template; `finish` must be called."""

    def __init__(self, template: str, tokens: dict[str, str], conversations: Sequence[Sequence[Message]]) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "studio.engine.template_rendering"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        asked = {
            "template": template,
            "tokens": tokens,
            "conversations": [[message.model_dump() for message in turns] for turns in conversations],
            "seconds": _ORPHAN_S,
        }
        if self._child.stdin:
            self._child.stdin.write(json.dumps(asked).encode() + b"\n")
            self._child.stdin.close()
            self._child.stdin = None

    def finish(self) -> None:
        """Wait for the child until it has rendered for two seconds; raises TemplateFailed when that is not enough.

        What the template refuses is no matter of the trial: encoding tells it, with the conversation concerned.
        """
        if self._child.stdout:
            self._child.stdout.readline()  # imports done; a child that died has closed the pipe
        began, used = time.monotonic(), self._processor_s()
        while not self._has_ended():
            if self._processor_s() - used >= LIMIT_S or time.monotonic() - began >= _PATIENCE_S:
                self._child.kill()
                self._child.communicate()
                raise TemplateFailed(
                    _("The model’s chat template takes longer than {seconds} s for one conversation.").format(
                        seconds=int(LIMIT_S)
                    ),
                    hint=_("Choose the ChatML template, or a copy of the model from its maker."),
                )

    def _has_ended(self) -> bool:
        try:
            self._child.communicate(timeout=_GLANCE_S)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _processor_s(self) -> float:
        # On a busy machine the child waits for its turn: that is not the template's fault.
        try:
            times = psutil.Process(self._child.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)
