"""Refuses and records every network attempt: in the tests, and (through PYTHONPATH) in each Python they start."""

import os
import sys

RECORD = "ATELIER_TEST_NETWORK_RECORD"
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
RESOLVING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


def outside(event: str, details: tuple[object, ...]) -> str:
    """The address outside this machine that an audit event is about, or an empty string."""
    if event in CONNECTING:
        address = details[1]
        host = address[0] if isinstance(address, tuple) else ""  # a Unix socket's address is a path, not a tuple
    elif event in RESOLVING:
        host = details[0]
    else:
        return ""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    return "" if not name or name.startswith(LOOPBACK) else name


def refuse(event: str, details: tuple[object, ...]) -> None:
    """An audit hook: it runs below every library, so none can forget it."""
    host = outside(event, details)
    if not host:
        return
    with open(os.environ[RECORD], "a", encoding="utf-8") as record:
        record.write(f"{event} {host} {sys.argv}\n")
    raise OSError(f"network attempt refused in tests: {event} {host}")


if os.environ.get(RECORD):
    sys.addaudithook(refuse)
