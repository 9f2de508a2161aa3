"""What commands print: one line that a machine reads, and commands to be copied by people."""

import json
import shlex
import subprocess
import sys


def print_json(answer: object) -> None:
    """Nothing else may be written on standard output by a command called with --json."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def command_line(*words: str) -> str:
    """A command to be copied into a terminal, with its words quoted as the system's shell wants them."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
