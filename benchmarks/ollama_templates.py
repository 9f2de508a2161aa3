"""`python benchmarks/ollama_templates.py`: the templates of Ollama for known families, filled by Go itself.

Needs `go` (on Debian: apt install golang-go). Each family's chat template is taken apart and said in Go, then filled by
Go's own text/template as Ollama does it, and compared with what the family's own template makes. Nothing is asserted;
tests/engine/export/test_turns.py asserts the same with the few actions in use filled in Python.
"""

import json
import subprocess
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from studio.core.example import Message
from studio.engine.export.ollama import go_template
from studio.engine.export.turns import take_apart
from tests.engine.export.test_turns import TEMPLATES, renderer

# What Execute and collate of Ollama's template package do with a template that names .Messages.
FILLING = """
package main

import (
	"encoding/json"
	"os"
	"strings"
	"text/template"
)

type Message struct{ Role, Content string }

type Asked struct {
	Template string
	Messages []*Message
}

func fill(asked Asked) string {
	var system []string
	for _, each := range asked.Messages {
		if each.Role == "system" {
			system = append(system, each.Content)
		}
	}
	parsed, err := template.New("").Option("missingkey=zero").Parse(asked.Template)
	if err != nil {
		return "error: " + err.Error()
	}
	var said strings.Builder
	told := map[string]any{"System": strings.Join(system, "\\n\\n"), "Messages": asked.Messages, "Response": ""}
	if err := parsed.Execute(&said, told); err != nil {
		return "error: " + err.Error()
	}
	return said.String()
}

func main() {
	var asked []Asked
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	said := []string{}
	for _, each := range asked {
		said = append(said, fill(each))
	}
	json.NewEncoder(os.Stdout).Encode(said)
}
"""
SAID = (
    "Céphalée brutale, « en coup de tonnerre ».",
    "URGENT\n- {{ scanner }} <b>&amp;</b>",
    "Et {%- après ?",
    "Oui.",
    "É",
)
SYSTEMS = ("", "Tu es {{ prudent }}.\nRéponds en français.")


def talks() -> list[list[Message]]:
    """Conversations of one to three questions, with and without a system prompt."""
    found = []
    for system, count in product(SYSTEMS, (1, 3, 5)):
        said = [Message(role="user" if at % 2 == 0 else "assistant", content=SAID[at]) for at in range(count)]
        found.append([*([Message(role="system", content=system)] if system else []), *said])
    return found


def filled(asked: list[tuple[str, list[Message]]]) -> list[str]:
    """What Go makes of each template."""
    told = [
        {"Template": text, "Messages": [{"Role": each.role, "Content": each.content} for each in talk]}
        for text, talk in asked
    ]
    with TemporaryDirectory() as folder:
        program = Path(folder) / "fill.go"
        program.write_text(FILLING, "utf-8")
        done = subprocess.run(
            ["go", "run", str(program)], input=json.dumps(told), capture_output=True, text=True, check=True
        )
    said: list[str] = json.loads(done.stdout)
    return said


def measure(console: Console) -> None:
    """Print a line for each family."""
    table = Table("template", "conversations", "alike", "no system prompt")
    for file in TEMPLATES:
        render = renderer(file.read_text("utf-8"))
        turns = take_apart(render)
        if turns is None:
            table.add_row(file.stem, "0", "not taken apart", "")
            continue
        tried = [talk for talk in talks() if turns.system or talk[0].role != "system"]
        said = filled([(go_template(turns), talk) for talk in tried])
        alike = sum(one == render(talk) for one, talk in zip(said, tried, strict=True))
        table.add_row(file.stem, str(len(tried)), str(alike), "" if turns.system else "yes")
    console.print(table)


if __name__ == "__main__":
    measure(Console())
