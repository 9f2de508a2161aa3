"""What --json prints: one line that a machine reads."""

import json
import sys


def print_json(answer: object) -> None:
    """Nothing else may be written on standard output by a command called with --json."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()
