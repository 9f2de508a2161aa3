"""A server that speaks Ollama's API as its documentation has it, on a port of this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from studio.core.example import Message
from studio.core.export import Artefact
from studio.engine.evaluating.asking import Asked
from studio.engine.export.watch import Watch
from studio.engine.parity.by_ollama import Ollama, check_ollama
from studio.engine.parity.observing import Observation, Observed
from studio.engine.parity.reader import Prompted, Spoken
from studio.errors import ModelFailed

TEMPLATE, RENDERED = "{{ .Prompt }}", "<|user|>Bonjour.<|assistant|>"
PIECES = ("Quel", " âge", " avez", "-vous", " ?", "<|end|>")
RIGHT, OTHER = "Quel âge avez-vous ?", "Quel est votre nom"


class Behaviour:
    """What the server says."""

    template = TEMPLATE
    chat, plain = RIGHT, RIGHT
    done_reason = "stop"
    known = True
    asked: list[dict]


@pytest.fixture
def behaviour():
    found = Behaviour()
    found.asked = []
    return found


@pytest.fixture
def ollama(behaviour):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({"version": "0.6.0"})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            behaviour.asked.append(asked)
            facts = {"done_reason": behaviour.done_reason, "eval_count": 6, "eval_duration": 2 * 10**8}
            match self.path:
                case "/api/show":
                    self._say({"template": behaviour.template}, 200 if behaviour.known else 404)
                case "/api/chat":
                    self._say({"message": {"role": "assistant", "content": behaviour.chat}} | facts)
                case "/api/generate":
                    assert asked["raw"]
                    assert asked["prompt"] == RENDERED
                    self._say({"response": behaviour.plain} | facts)

        def _say(self, body: dict, status: int = 200) -> None:
            said = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Ollama(("127.0.0.1", server.server_address[1]))
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def check(ollama, tmp_path):
    file = tmp_path / "demo-q8_0.Modelfile"
    file.write_text(f'FROM ./demo.gguf\nTEMPLATE """{TEMPLATE}"""\n', "utf-8")
    asked = Asked(1, (Message(role="user", content="Bonjour."),), ())
    # Ollama puts the beginning there by itself: asked for with the text, it would stand there twice.
    seen = Observed(1, asked, Prompted("<s>" + RENDERED, (7, 8)), Spoken(tuple(range(6)), 5, 0.1), ())
    observation = Observation((seen,), 24, (5,), lambda ids: "".join(PIECES[at] for at in ids), "<s>")
    artefact = Artefact(format="ollama", path=str(file), quant="q8_0")
    return lambda: check_ollama(observation, artefact, ollama, Watch())


def test_the_same_words_are_the_same(check, behaviour) -> None:
    found = check()
    assert (found.verdict, found.causes, found.worst) == ("same", (), ())
    assert found.measured.tokens_per_second == pytest.approx(30)
    assert {each["model"] for each in behaviour.asked} == {"demo-q8_0"}
    assert behaviour.asked[-1]["options"]["num_predict"] == 24


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ({"template": "{{ .System }}"}, "template"),
        ({"template": ""}, "template"),
        ({"chat": OTHER}, "template"),
        ({"chat": RIGHT + " Je continue.", "plain": RIGHT + " Je continue."}, "end_token"),
        ({"chat": OTHER, "plain": OTHER}, "weights"),
    ],
)
def test_what_differs_is_named(check, behaviour, said, cause) -> None:
    vars(behaviour).update(said)
    found = check()
    assert (found.verdict, found.causes) == ("different", (cause,))
    assert found.prompts[0].artefact_text == behaviour.chat


def test_words_are_compared_up_to_the_first_that_differ(check, behaviour) -> None:
    behaviour.chat = behaviour.plain = OTHER
    parted = check().prompts[0]
    assert (parted.compared, parted.different) == (2, 1)
    assert (parted.divergence.before, parted.divergence.artefact) == ("Quel", " est votre nom")


def test_without_ollama_nothing_is_checked(check, behaviour) -> None:
    behaviour.known = False
    with pytest.raises(ModelFailed, match="does not know"):
        check()
    # Port 9 is that of a service which nobody runs.
    with pytest.raises(ModelFailed, match="does not run"):
        Ollama(("127.0.0.1", 9)).template("demo")
