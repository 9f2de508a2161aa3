"""Which tokens are learned, token by token, for the turn styles of several model families."""

import copy

import pytest

from studio.core.example import Message
from studio.engine.encode import IGNORED, encode_conversation, encode_prompt, stop_ids
from studio.engine.failures import TemplateFailed
from tests.engine.tiny import CHATML

LLAMA3 = (
    "{{ bos_token }}{% for m in messages %}{{ '<|start_header_id|>' + m['role'] + '<|end_header_id|>\n\n' "
    "+ m['content'] | trim + '<|eot_id|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)
MISTRAL = (
    "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'user' %}{{ '[INST] ' + m['content'] + ' [/INST]' }}"
    "{% elif m['role'] == 'assistant' %}{{ ' ' + m['content'] | trim + eos_token }}"
    "{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}"
)
LLAMA2 = MISTRAL.replace("| trim + eos_token", "| trim + ' ' + eos_token")
GEMMA = (
    "{{ bos_token }}{% for m in messages %}{% set role = 'model' if m['role'] == 'assistant' else m['role'] %}"
    "{{ '<start_of_turn>' + role + '\n' + m['content'] | trim + '<end_of_turn>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"
)
DEFAULT_SYSTEM = "{{ '<|im_start|>system\nTu es un assistant.<|im_end|>\n' }}" + CHATML
PLAIN = (
    "{% for m in messages %}{{ m['role'] + ': ' + m['content'] + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}"
)
THINKING = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' }}{% if m['role'] == 'assistant' and loop.last %}"
    "{{ '<think>\n\n</think>\n\n' }}{% endif %}{{ m['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)

QUESTION = Message(role="user", content="Quel âge ?")
ANSWER = Message(role="assistant", content="Le patient a 51 ans.")
SYSTEM = Message(role="system", content="Réponds court.")


def templated(tokenizer, template):
    own = copy.deepcopy(tokenizer)
    own.chat_template = template
    return own


def learned_text(tokenizer, encoded):
    return tokenizer.decode([label for label in encoded.labels if label != IGNORED])


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (CHATML, "Le patient a 51 ans.<|im_end|>"),
        (LLAMA3, "Le patient a 51 ans.<|eot_id|>"),
        (MISTRAL, " Le patient a 51 ans.</s>"),
        (LLAMA2, " Le patient a 51 ans. </s>"),
        (GEMMA, "Le patient a 51 ans.<end_of_turn>"),
        (DEFAULT_SYSTEM, "Le patient a 51 ans.<|im_end|>"),
        (THINKING, "<think>\n\n</think>\n\nLe patient a 51 ans.<|im_end|>"),
        # The prompt's last space and the first word are one token here, so it is learned with the answer.
        (PLAIN, " Le patient a 51 ans.</s>"),
    ],
    ids=["chatml", "llama3", "mistral", "llama2", "gemma", "default-system", "thinking", "plain"],
)
def test_answer_and_its_end_are_learned_and_nothing_else(tiny_tokenizer, template, expected) -> None:
    tokenizer = templated(tiny_tokenizer, template)
    encoded = encode_conversation(tokenizer, (QUESTION, ANSWER), 512)
    assert learned_text(tokenizer, encoded) == expected
    kept = [at for at, label in enumerate(encoded.labels) if label != IGNORED]
    assert kept == list(range(kept[0], kept[-1] + 1))
    assert all(encoded.labels[at] == encoded.input_ids[at] for at in kept)
    assert encoded.learned == len(kept)


@pytest.mark.parametrize("template", [CHATML, LLAMA3, MISTRAL, GEMMA, DEFAULT_SYSTEM, THINKING])
def test_what_is_not_learned_is_the_prompt_that_generation_sees(tiny_tokenizer, template) -> None:
    tokenizer = templated(tiny_tokenizer, template)
    encoded = encode_conversation(tokenizer, (QUESTION, ANSWER), 512)
    first = next(at for at, label in enumerate(encoded.labels) if label != IGNORED)
    assert encoded.input_ids[:first] == encode_prompt(tokenizer, (QUESTION,))


@pytest.mark.parametrize("template", [CHATML, LLAMA3, MISTRAL, GEMMA])
def test_ids_are_those_of_the_library_for_the_whole_conversation(tiny_tokenizer, template) -> None:
    tokenizer = templated(tiny_tokenizer, template)
    encoded = encode_conversation(tokenizer, (QUESTION, ANSWER), 512)
    theirs = tokenizer.apply_chat_template([QUESTION.model_dump(), ANSWER.model_dump()], return_dict=False)
    assert list(encoded.input_ids) == theirs
    assert theirs.count(tokenizer.bos_token_id) <= 1


def test_every_answer_of_a_conversation_is_learned(tiny_tokenizer) -> None:
    tokenizer = templated(tiny_tokenizer, CHATML)
    turns = (SYSTEM, QUESTION, ANSWER, QUESTION, Message(role="assistant", content="51 ans."))
    encoded = encode_conversation(tokenizer, turns, 512)
    assert learned_text(tokenizer, encoded) == "Le patient a 51 ans.<|im_end|>51 ans.<|im_end|>"


def test_white_space_that_a_template_trims_is_not_looked_for(tiny_tokenizer) -> None:
    tokenizer = templated(tiny_tokenizer, LLAMA3)
    encoded = encode_conversation(tokenizer, (QUESTION, Message(role="assistant", content="\n 51 ans. \n")), 512)
    assert learned_text(tokenizer, encoded) == "51 ans.<|eot_id|>"


def test_answer_that_repeats_the_question_is_told_apart(tiny_tokenizer) -> None:
    tokenizer = templated(tiny_tokenizer, CHATML)
    same = "Quel âge ?"
    encoded = encode_conversation(tokenizer, (QUESTION, Message(role="assistant", content=same)), 512)
    assert learned_text(tokenizer, encoded) == same + "<|im_end|>"
    assert encoded.labels[0] == IGNORED


def test_long_conversation_is_cut_and_says_so(tiny_tokenizer) -> None:
    tokenizer = templated(tiny_tokenizer, CHATML)
    whole = encode_conversation(tokenizer, (QUESTION, ANSWER), 512)
    cut = encode_conversation(tokenizer, (QUESTION, ANSWER), len(whole.input_ids) - 4)
    assert not whole.truncated
    assert cut.truncated
    assert cut.input_ids == whole.input_ids[:-4]
    assert encode_conversation(tokenizer, (QUESTION, ANSWER), 5).learned == 0


def test_empty_answer_teaches_nothing(tiny_tokenizer) -> None:
    tokenizer = templated(tiny_tokenizer, CHATML)
    assert encode_conversation(tokenizer, (QUESTION, Message(role="assistant", content=" ")), 512).learned == 0


def test_template_that_refuses_is_a_foreseen_failure(tiny_tokenizer) -> None:
    with pytest.raises(TemplateFailed, match="Only user and assistant"):
        encode_conversation(templated(tiny_tokenizer, MISTRAL), (SYSTEM, QUESTION, ANSWER), 512)


def test_template_that_rewrites_answers_is_a_foreseen_failure(tiny_tokenizer) -> None:
    with pytest.raises(TemplateFailed, match="changes the answers"):
        encode_conversation(
            templated(tiny_tokenizer, CHATML.replace("m['content']", "m['content'] | upper")), (QUESTION, ANSWER), 512
        )


def test_generation_stops_at_the_end_that_is_taught(tiny_tokenizer) -> None:
    ends = {template: stop_ids(templated(tiny_tokenizer, template)) for template in (CHATML, GEMMA, PLAIN)}
    names = {template: tiny_tokenizer.convert_ids_to_tokens(list(ids)) for template, ids in ends.items()}
    assert names == {CHATML: ["<|im_end|>", "</s>"], GEMMA: ["<end_of_turn>", "</s>"], PLAIN: ["</s>"]}
