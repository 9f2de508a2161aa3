"""What is wrong with a file, as a sentence to show and not as a crash."""

from studio.core.sentence import Sentence


class Damaged(Exception):
    """A file is not what it claims to be; caught by the inspection, which shows the sentence."""

    def __init__(self, sentence: Sentence, *, unsafe: bool = False) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence
        self.unsafe = unsafe
