"""One question to a server of this machine, to see that it answers."""

import http.client
import json
import time
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from studio.errors import ServingFailed
from studio.words import _

_PATIENCE_S = 300.0


@dataclass(frozen=True)
class TrialAnswer:
    """What came back."""

    text: str
    seconds: float
    tokens: int


def ask_once(address: str, key: str, question: str, most_tokens: int = 64) -> TrialAnswer:
    """Ask and wait; blocks, so not for a window's own thread. Raises ServingFailed with what the server says."""
    parts = urlsplit(address)
    began = time.monotonic()
    # Of the standard library, because others ask the proxy that the environment names.
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE_S)
    body = {"messages": [{"role": "user", "content": question}], "max_tokens": most_tokens}
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    try:
        line.request("POST", f"{parts.path}/chat/completions", json.dumps(body), headers)
        answer = line.getresponse()
        told = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ServingFailed(
            _("The server {address} does not answer: {reason}").format(address=address, reason=error),
            hint=_("It may have ended. Start it again."),
        ) from error
    finally:
        line.close()
    if answer.status != HTTPStatus.OK:
        raise ServingFailed(
            _("The server {address} refused the request (status {status}).").format(
                address=address, status=answer.status
            ),
            hint=str(told["error"]["message"]),
        )
    text = str(told["choices"][0]["message"]["content"])
    return TrialAnswer(text, time.monotonic() - began, int(told["usage"]["completion_tokens"]))
