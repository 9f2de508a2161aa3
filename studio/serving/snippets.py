"""Programs to be copied that ask a server; the key is no part of them."""

import json

from studio.words import _

KEY_VARIABLE = "ATELIER_KEY"


def curl_snippet(address: str, model: str) -> str:
    """For a POSIX shell."""
    body = json.dumps({"model": model, "messages": [{"role": "user", "content": _question()}]}, ensure_ascii=False)
    quoted = body.replace("'", "'\\''")
    return (
        f"curl {address}/chat/completions \\\n"
        f'  -H "Authorization: Bearer ${KEY_VARIABLE}" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        f"  -d '{quoted}'"
    )


def python_snippet(address: str, model: str) -> str:
    """With OpenAI's own library."""
    return (
        "import os\n"
        "from openai import OpenAI\n\n"
        f'client = OpenAI(base_url={_written(address)}, api_key=os.environ["{KEY_VARIABLE}"])\n'
        "answer = client.chat.completions.create(\n"
        f"    model={_written(model)},\n"
        f'    messages=[{{"role": "user", "content": {_written(_question())}}}],\n'
        ")\n"
        "print(answer.choices[0].message.content)"
    )


def _question() -> str:
    return _("My head has been aching since yesterday.")


def _written(text: str) -> str:
    """As a word of Python."""
    return json.dumps(text, ensure_ascii=False)
