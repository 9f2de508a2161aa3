"""Asks the Ollama of this machine, which tells neither tokens nor likelihoods: words and ends are compared."""

import json
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from typing import Any

from studio.assess.parity import judged
from studio.core.example import Message
from studio.core.export import Artefact
from studio.core.parity import ArtefactParity, Divergence, EndFact, Measured, PromptFacts
from studio.engine.export.watch import Watch
from studio.engine.parity.comparing import FARTHEST, summarised, worst_of
from studio.engine.parity.observing import Observation, Observed
from studio.errors import ModelFailed
from studio.words import _

_THERE_S, _PATIENCE_S = 1.0, 3600.0
_OK = 200
_LIMIT = "length"
_SHOWN = 40


class Ollama:
    """The API of one that runs on this machine."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address

    def template(self, name: str) -> str:
        """Of a model that it was handed; raises ModelFailed where it does not run or does not know it."""
        if self._ask("/api/version", None, _THERE_S) is None:
            raise ModelFailed(
                _("Ollama does not run on this machine, so its answers were not compared."),
                hint=_("Start it, and check again."),
            )
        shown = self._ask("/api/show", {"model": name}, _PATIENCE_S)
        if shown is None:
            raise ModelFailed(
                _("Ollama does not know the model “{name}”.").format(name=name),
                hint=_("Hand it over with: {command}").format(command=f"ollama create {name} -f {name}.Modelfile"),
            )
        return str(shown.get("template", ""))

    def reply(self, name: str, turns: Sequence[Message], longest: int) -> Mapping[str, Any]:
        """What it answers to a conversation by its own template; the text is `response`."""
        asked = {"messages": [{"role": turn.role, "content": turn.content} for turn in turns]}
        said = self._said("/api/chat", name, asked, longest)
        return {**said, "response": said.get("message", {}).get("content", "")}

    def go_on(self, name: str, text: str, longest: int) -> Mapping[str, Any]:
        """What it writes behind a conversation that is rendered already."""
        return self._said("/api/generate", name, {"prompt": text, "raw": True}, longest)

    def _said(self, path: str, name: str, asked: Mapping[str, object], longest: int) -> Mapping[str, Any]:
        options = {"temperature": 0.0, "seed": 0, "num_predict": longest, "repeat_penalty": 1.0}
        said = self._ask(path, {"model": name, "stream": False, "options": options, **asked}, _PATIENCE_S)
        if said is None:
            raise ModelFailed(_("Ollama did not answer."), hint=_("What it wrote in its log says why."))
        return said

    def _ask(self, path: str, body: Mapping[str, object] | None, patience: float) -> Mapping[str, Any] | None:
        """None where nobody answers, or refuses."""
        connection = HTTPConnection(*self._address, timeout=patience)
        try:
            if body is None:
                connection.request("GET", path)
            else:
                connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            reply = connection.getresponse()
            found = json.loads(reply.read())
        except (OSError, HTTPException, ValueError):
            return None
        finally:
            connection.close()
        return found if reply.status == _OK and isinstance(found, dict) else None


def check_ollama(observation: Observation, artefact: Artefact, ollama: Ollama, watch: Watch) -> ArtefactParity:
    """A Modelfile that Ollama was handed by its name without the ending; raises ModelFailed, StoppedNow."""
    file = Path(artefact.path)
    template = ollama.template(file.stem)
    is_own = bool(template) and template in file.read_text("utf-8")
    used, facts, by_template, speeds = [], [], False, []
    for seen in observation.prompts:
        watch.obey()
        said = ollama.reply(file.stem, seen.asked.turns, observation.longest)
        found = _compared(seen, observation, said)
        used.append(found)
        if found.different:
            # What the model itself does shows where the conversation is written for it; Ollama begins it itself.
            text = seen.prompt.text.removeprefix(observation.beginning)
            rendered = _compared(seen, observation, ollama.go_on(file.stem, text, observation.longest))
            by_template = by_template or not rendered.different
            found = rendered.model_copy(update={"artefact_text": found.artefact_text})
        facts.append(found)
        if said.get("eval_duration"):
            speeds.append(1e9 * said.get("eval_count", 0) / said["eval_duration"])
    ran_on = any(each.end == "unstopped" for each in facts)
    return judged(
        ArtefactParity(
            artefact=artefact,
            title=file.name,
            template_fault="" if is_own and not by_template else "answers" if by_template else "stored",
            reference_kept=observation.kept,
            coarse=observation.coarse,
            summary=summarised(facts),
            ends=tuple(
                EndFact(id=end, token=observation.words([end]), stops=not ran_on) for end in observation.ends[:1]
            ),
            measured=Measured(tokens_per_second=median(speeds) if speeds else None),
            prompts=tuple(facts),
            worst=worst_of(used),
        )
    )


def _compared(seen: Observed, observation: Observation, said: Mapping[str, Any]) -> PromptFacts:
    """By words, up to the first that differ: what follows depends on them."""
    words, ids = observation.words, seen.spoken.ids
    own = ids[:-1] if seen.spoken.end is not None else ids
    inside, outside = words(own).strip(), str(said.get("response", "")).strip()
    facts = PromptFacts(
        id=seen.id,
        prompt_tokens=len(seen.prompt.ids),
        compared=len(ids),
        end="limit" if seen.spoken.end is None else "kept",
        reference_text=words(ids),
        artefact_text=outside,
    )
    one_begins_the_other = inside.startswith(outside) or outside.startswith(inside)
    # Ollama may count a token apart where both were cut.
    if outside == inside or (seen.spoken.end is None and said.get("done_reason") == _LIMIT and one_begins_the_other):
        return facts
    if seen.spoken.end is not None and outside.startswith(inside):
        return facts.model_copy(update={"end": "unstopped"})
    at = next((at for at in range(len(own)) if not outside.startswith(words(own[: at + 1]).strip())), len(own))
    alike = words(own[:at]).strip()
    parted = Divergence(
        at=at,
        before=alike[-_SHOWN:],
        reference=inside[len(alike) : len(alike) + _SHOWN],
        artefact=outside[len(alike) : len(alike) + _SHOWN],
        gap=FARTHEST,
        tie=False,
    )
    return facts.model_copy(update={"compared": at + 1, "different": 1, "divergence": parted, "end": "unsaid"})
