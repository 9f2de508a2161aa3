"""What the child of a template trial does: renders what it is given on standard input, in transformers' sandbox."""

import json
import sys
import time

if sys.platform != "win32":
    import resource


def main() -> None:
    """Say `ready` once imports are done, so that the time limit counts the rendering alone."""
    asked = json.loads(sys.stdin.buffer.readline())
    from jinja2 import TemplateError
    from transformers.utils.chat_template_utils import render_jinja_template

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    _end_after(asked["seconds"])
    for conversation in asked["conversations"]:
        for answer_next in (False, True):
            try:
                render_jinja_template(
                    conversations=[conversation],
                    chat_template=asked["template"],
                    add_generation_prompt=answer_next,
                    **asked["tokens"],
                )
            except (TemplateError, ValueError, TypeError):
                sys.stdout.write("refused\n")


def _end_after(seconds: int) -> None:
    """A template that never ends must not outlive a worker that was killed meanwhile."""
    if sys.platform != "win32":
        most = int(time.process_time()) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


if __name__ == "__main__":
    main()
