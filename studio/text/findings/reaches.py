"""How far cues reach, for each kind of cue."""

import re
from dataclasses import dataclass
from functools import cached_property

from studio.text.findings.cues import Cue, Found

_DENIALS = frozenset({Cue.DENIES, Cue.DENIES_LIST, Cue.DENIES_NEXT, Cue.NEAR})
_STOPS = frozenset(
    {Cue.AFFIRMS, Cue.NOW, Cue.EXCEPT, Cue.CONTRAST, Cue.LINK, Cue.SEMICOLON, Cue.INFORMANT, Cue.PATIENT, Cue.VERB}
)
_CLEAR_STOPS = frozenset({Cue.AFFIRMS, Cue.NOW, Cue.EXCEPT, Cue.CONTRAST, Cue.LINK, Cue.SEMICOLON})
_HARD_STOPS = frozenset({Cue.CONTRAST, Cue.EXCEPT, Cue.SEMICOLON})
_LIST_GOES_ON = re.compile(r"\s*(?:(?:et|ou|ni|voire|et/ou)\s+)?(?:de |d'|du |ou |ni )")
_ARTICLE = re.compile(r"\s*(?:et |ou )?(?:une? |des |l[ea] |les |l'|son |sa |ses |cette |ce |cet )")
_LATER_ITEM = re.compile(r"[^.;:!?()]*?(?:,| )\s*(?:ou|ni)\b")
_STRONG = re.compile(
    r" (?:\w+ ){0,2}(?:intens\w+|importan\w+|sever\w+|violen\w+|brutal\w+|persist\w+|aigue?s?|depuis|majeur\w*|permanent\w*|"
    r"invalidant\w*|progressi\w+|recent\w*|inhabituel\w*|franche?s?|marquee?s?|droite?|gauche|a \d|connue?s?|habituel\w*|"
    r"moderee?s?|legere?s?|chronique?s?|diffus\w*|en casque|pulsatil\w*|present\w*|intermittent\w*|occasionnel\w*|\+)"
)
_DENIED = frozenset({Cue.DENIED, Cue.DENIED_ALL, Cue.RESOLVED})
_PASSED = frozenset({Cue.VERB, Cue.NEUTRAL, Cue.BRACE, Cue.BRACKET, Cue.COLON, Cue.RECENT_TIME, Cue.PAST_NEXT})
_STATING = frozenset({Cue.AFFIRMS, Cue.NOW, Cue.AFFIRMS_NOUN, Cue.STANDS, Cue.INFORMANT})
_GENERAL = re.compile(r"\b(?:signe|symptome|drapeau|critere|antecedent|anomalie|plainte|facteur|element|trouble)s?\b")
_TOPIC = re.compile(r"[\s•-]*(?:quant (?:a|aux?)|concernant|pour ce qui est|en ce qui concerne|cote)\b")
_PASSED_WORDS = re.compile(r"(?:qui|recherche|elles?|ils?|par)\b")
_OBJECT = re.compile(
    r" ?(?:formellement |totalement )?(?:une?|l[ea]s?|l'|des?|d'|que|qu'|cette?|ce|tout|son|sa|ses)(?:\b|(?<='))"
)
_AS_MUCH = re.compile(r"\b(?:aussi|si|autant|pareil\w*|tel(?:le)?s?|comme (?:ca|cela|celle\w*))\b")
_SUBJECT_DENIED = re.compile(r"(?:aucun|jamais|rien|nul|ni )")
_HOLDING_VERBS = _DENIED | {Cue.STANDS, Cue.AFFIRMED, Cue.DENIES}
_NOT = re.compile(r"\b(?:pas|plus|jamais|non|ni|guere|sans|aucune?)\b")
_PROCEDURE = re.compile(
    r"(?:scanner|tdm|irm|echo|radio|bilan|dosage|serologie|prelevement|etude|examen|recherche|marqueur|ponction|pl\b|ecg|"
    r"eeg|culture|ecbu|biopsie|cytolog|immuno|fibroscop|coloscop|endoscop|doppler|scinti|angio|analyse|exploration|"
    r"anamnese|frottis|depistage|imagerie|fond d'oeil|electro|hemoculture|myelogramme|spirometr|mammograph|audiogramme)"
)
_FEW_WORDS = 6
_NEAR_WORDS = 3


@dataclass(frozen=True)
class Mention:
    """A place in a folded text with the cues of its sentence."""

    plain: str
    start: int
    end: int
    sentence: tuple[int, int]
    cues: list[Found]

    @cached_property
    def left(self) -> list[Found]:
        """Cues that end before it, the nearest first."""
        return [each for each in reversed(self.cues) if each.end <= self.start]

    @cached_property
    def right(self) -> list[Found]:
        """Cues that begin after it, the nearest first."""
        return [each for each in self.cues if each.start >= self.end]

    @cached_property
    def around(self) -> list[Found]:
        """Cues of which it is a part, or which are a part of it."""
        return [each for each in self.cues if each.start < self.end and each.end > self.start]

    def before(self, place: int) -> str:
        """What stands between a place on the left and the mention."""
        return self.plain[place : self.start]

    def after(self, place: int) -> str:
        """What stands between the mention and a place on the right."""
        return self.plain[self.end : place]


def denial(mention: Mention) -> tuple[Found | None, Found | None]:
    """The cue that denies the mention, or else the one because of which a cue that would does not."""
    for cue in mention.around:
        if cue.cue in _DENIALS and cue.start <= mention.start and cue.end < mention.end:
            return cue, None
        if cue.cue in _HOLDING_VERBS and cue.start < mention.start and _NOT.search(mention.plain, cue.start, cue.end):
            return cue, None
    inside = _bracketed(mention)
    if inside:
        return inside, None
    denied, stopped = _denied_before(mention)
    if denied:
        return denied, None
    after = _denied_after(mention)
    return (after, None) if after else (None, stopped)


def _denied_before(mention: Mention) -> tuple[Found | None, Found | None]:
    stop: Found | None = None
    bracket: Found | None = None
    for cue in mention.left:
        if cue.cue is Cue.DENIES_NEXT and mention.before(cue.end).strip():
            continue
        if cue.cue in _DENIALS:
            return _weighed(cue, mention, stop, bracket)
        if stop is None and cue.cue is Cue.STANDS:
            return None, cue
        if cue.cue is Cue.LEFT_OPEN:
            return None, None
        if cue.cue in _STOPS or mention.plain.startswith("depuis", cue.start):
            stop = stop or cue
        if cue.cue is Cue.BRACKET:
            bracket = bracket or cue
    return None, None


def _weighed(
    cue: Found, mention: Mention, stop: Found | None, bracket: Found | None
) -> tuple[Found | None, Found | None]:
    """A denial with what stands between it and the mention."""
    if mention.plain.startswith("jamais", cue.start) and _AS_MUCH.search(mention.plain, cue.end, mention.sentence[1]):
        return None, cue
    if bracket and _SUBJECT_DENIED.match(mention.plain, cue.start):
        # « À aucun moment le patient n'a présenté de … » is one clause.
        return cue, None
    if stop or bracket:
        return None, stop or bracket
    return (cue, None) if _list_reaches(cue, mention) else (None, None)


def _list_reaches(cue: Found, mention: Mention) -> bool:
    """Whether a denial goes on through the enumeration that leads to the mention."""
    between = mention.before(cue.end)
    if cue.cue is Cue.NEAR:
        return between.count(" ") <= _NEAR_WORDS and not re.search(r"\b(?:aux?|a|en|lors|pour|apres)\b|,", between)
    commas = [each for each in mention.left if each.cue is Cue.COMMA and each.start >= cue.end]
    opened = between.count("(") > between.count(")") or (":" in between and bool(_GENERAL.search(between)))
    strong = bool(_STRONG.match(mention.plain, mention.end, mention.sentence[1]))
    if not commas:
        joined = re.search(r"(?:^|\s)(et|\+)\s+(.*)$", between)
        if joined and not _LIST_GOES_ON.match(joined[0]):
            return not strong and not _ARTICLE.match(joined[2])
        return opened or ":" not in between
    lead = mention.before(commas[0].end)
    if _LIST_GOES_ON.match(lead) or re.search(r"\b(?:ou|ni) ", lead):
        return True
    if any(each.cue is Cue.AFFIRMS_NOUN and each.start >= commas[0].end for each in mention.left):
        return False
    if _ARTICLE.match(lead) or strong or re.match(r"\s*et ", lead) and cue.cue is Cue.DENIES:
        return False
    if cue.cue is Cue.DENIES_LIST or opened or mention.plain[cue.start : cue.end].startswith("absence"):
        return True
    stops = [each.start for each in mention.right if each.cue in _STOPS or each.cue in _DENIALS]
    end = min([*stops, mention.sentence[1]])
    return bool(_LATER_ITEM.match(mention.plain, mention.end, end)) or _ends_in_ni(mention)


def _ends_in_ni(mention: Mention) -> bool:
    following = next((each for each in mention.right if each.cue in _DENIALS), None)
    return (
        following is not None
        and mention.plain.startswith("ni", following.start)
        and "," not in mention.after(following.start).rstrip(" ,")
    )


def _bracketed(mention: Mention) -> Found | None:
    """The cue around a verb: ne vomit pas."""
    if not mention.left or mention.left[0].cue is not Cue.BRACKET or not mention.right:
        return None
    opening, closing = mention.left[0], mention.right[0]
    close = mention.before(opening.end).count(" ") <= 2 and mention.after(closing.start).count(" ") <= 1
    word = mention.plain[closing.start : closing.end]
    return closing if close and re.match(r"(?:pas|plus|jamais|guere|point|aucun)", word) else None


def _denied_after(mention: Mention) -> Found | None:
    commas: list[Found] = []
    topic = bool(_TOPIC.match(mention.plain, mention.sentence[0]))
    for cue in mention.right:
        if cue.cue in _DENIED:
            of_it = "en " in mention.plain[cue.start : cue.end] or topic
            return cue if of_it or _denied_reaches(cue, mention, commas) else None
        if cue.cue is Cue.COMMA:
            commas.append(cue)
        elif cue.cue not in _PASSED and not _PASSED_WORDS.match(mention.plain, cue.start):
            return None
    return None


def _denied_reaches(cue: Found, mention: Mention, commas: list[Found]) -> bool:
    """Whether what denies the words before it denies the mention, from which other words may part it."""
    between = mention.after(cue.start).replace("recherchee et ", "").replace("recherche et ", "")
    if re.search(r"\b(?:a|ont|avec|sans) ", between):
        return False
    if re.search(r"\( *\w", between) or (
        _PROCEDURE.match(mention.plain, mention.start) and _finds_nothing(cue, mention)
    ):
        return False
    if cue.cue is Cue.RESOLVED and len(commas) == 1 and not mention.plain[commas[0].end : cue.start].strip():
        return True
    listed = cue.cue is Cue.DENIED_ALL or _is_mark(cue, mention.plain)
    if commas or re.search(r"\bet ", between):
        strong = _STRONG.match(mention.plain, mention.end, mention.sentence[1])
        return listed and not strong and (cue.cue is Cue.DENIED_ALL or bool(re.search(r" (?:et|ou) ", between)))
    return between.count(" ") <= _FEW_WORDS


def _finds_nothing(cue: Found, mention: Mention) -> bool:
    """An examination that finds nothing was made all the same."""
    return bool(re.search(r"negati|normal|normaux", mention.plain[cue.start : cue.end]))


def _is_mark(cue: Found, plain: str) -> bool:
    return not plain[cue.start : cue.end].strip()[:1].isalpha()


def doubt(mention: Mention, denial: Found | None) -> Found | None:
    """The cue that leaves the mention open; next to a denial only what doubts the denial itself."""
    if denial:
        return _doubted_denial(mention, denial)
    return _left_open(mention) or _around_doubt(mention) or _doubted_before(mention) or _doubted_after(mention)


def _left_open(mention: Mention) -> Found | None:
    """« ne peut être exclu » is of what stands before, « ne permet pas d'exclure » of what follows."""
    for cue in mention.right:
        if cue.cue is Cue.LEFT_OPEN:
            return None if _OBJECT.match(mention.plain, cue.end) else cue
        if cue.cue not in _PASSED:
            break
    for cue in mention.left:
        if cue.cue is Cue.LEFT_OPEN:
            return cue
        if cue.cue in _HARD_STOPS or cue.cue in (Cue.COMMA, Cue.COLON, Cue.LINK) or cue.cue in _DENIALS:
            return None
    return None


def _doubted_denial(mention: Mention, denial: Found) -> Found | None:
    for cue in mention.cues:
        if cue.cue in (Cue.HEDGES, Cue.IF) and cue.end <= denial.start and cue.end <= mention.start:
            between = mention.plain[cue.end : denial.start]
            if "," not in between and not _stopped(mention, cue.end, denial.start):
                return cue
        if (
            cue.cue is Cue.QUESTION
            and cue.start >= max(mention.end, denial.end)
            and not _stopped(mention, mention.end, cue.start)
        ):
            return cue
    return None


def _stopped(mention: Mention, start: int, end: int) -> bool:
    return any(each.cue in _HARD_STOPS for each in mention.cues if start <= each.start < end)


def _around_doubt(mention: Mention) -> Found | None:
    kinds = (Cue.DOUBTS, Cue.DOUBTED, Cue.DOUBTS_NEXT, Cue.QUESTION, Cue.HEDGES)
    return next((each for each in mention.around if each.cue in kinds), None)


def _doubted_before(mention: Mention) -> Found | None:
    comma = affirmed = False
    for cue in mention.left:
        if cue.cue is Cue.IF and not _stopped(mention, cue.end, mention.start):
            return cue
        if cue.cue in (Cue.DOUBTS, Cue.HEDGES):
            if affirmed and (comma or (cue.cue is Cue.DOUBTS and not _clausal(cue, mention))):
                return None
            return cue if not comma or _doubt_goes_on(mention) else None
        if cue.cue is Cue.DOUBTS_NEXT and mention.before(cue.end).count(" ") <= 1 and not comma:
            return cue
        if cue.cue in (Cue.CONTRAST, Cue.EXCEPT, Cue.SEMICOLON, Cue.LINK) or cue.cue in _DENIALS:
            return None
        comma = comma or cue.cue is Cue.COMMA
        affirmed = affirmed or cue.cue in (Cue.AFFIRMS, Cue.NOW, Cue.INFORMANT)
    return None


def _clausal(cue: Found, mention: Mention) -> bool:
    """« il n'est pas exclu que … » holds for the clause that follows, its verb included."""
    end = mention.plain[cue.start : cue.end + 4]
    return bool(re.search(r"\b(?:que|qu'|si|s')", end))


def _doubt_goes_on(mention: Mention) -> bool:
    comma = next(each for each in mention.left if each.cue is Cue.COMMA)
    lead = mention.before(comma.end)
    return bool(re.match(r"\s*(?:ou|voire|d'|de )", lead)) or bool(
        re.match(r"[^.;,]*(?:,[^.;,]*)* ou ", mention.plain[mention.end : mention.sentence[1]])
    )


def _doubted_after(mention: Mention) -> Found | None:
    for cue in mention.right:
        if cue.cue in (Cue.DOUBTED, Cue.QUESTION):
            between = mention.after(cue.start)
            return cue if between.count(" ") <= _FEW_WORDS else None
        if cue.cue is Cue.DOUBTS_NEXT:
            return cue if mention.after(cue.start).count(" ") <= 3 else None
        if cue.cue is Cue.HEDGES:
            return cue if not mention.after(cue.start).strip(" ,(") else None
        if cue.cue not in (Cue.BRACE, Cue.BRACKET, Cue.RECENT_TIME, Cue.KIN, Cue.PATIENT, Cue.VERB, Cue.NEUTRAL):
            return None
    return None


def other_person(mention: Mention) -> Found | None:
    """The cue that says that someone else has it."""
    for cue in mention.right:
        if cue.cue is Cue.FAMILIAL:
            return None if _told_by_parents(mention, cue) else cue if mention.after(cue.start).count(" ") <= 3 else None
        if cue.cue is Cue.KIN:
            return cue if re.fullmatch(r"[ \w]{0,25}[(:]\s*", mention.after(cue.start)) else None
        if cue.cue not in (Cue.BRACE, Cue.COLON, Cue.PAST, Cue.PAST_TIME, Cue.DENIED, Cue.DENIED_ALL):
            break
    for cue in mention.left:
        if cue.cue in (Cue.KIN, Cue.FAMILIAL):
            return cue
        if cue.cue in (Cue.PATIENT, Cue.INFORMANT, Cue.CONTRAST, Cue.SEMICOLON):
            return None
    return None


def _told_by_parents(mention: Mention, cue: Found) -> bool:
    """The mother tells of a fever in her son: he is the patient."""
    told = any(each.cue is Cue.INFORMANT for each in mention.left)
    return told and bool(re.search(r"fils|fille|enfant|bebe|petit", mention.plain[cue.start : cue.end]))


def recent(mention: Mention) -> bool:
    """Whether the clause of the mention says that it is of these days."""
    return any(each.cue is Cue.RECENT_TIME for each in _clause(mention))


def past(mention: Mention) -> Found | None:
    """The cue that places the mention in the past."""
    clause = _clause(mention)
    for cue in clause:
        if cue.cue is Cue.PAST_NEXT and _adjacent(mention, cue):
            return cue
    if any(each.cue is Cue.RECENT_TIME for each in clause):
        return None
    for cue in clause:
        if cue.cue is Cue.PAST_TIME:
            return cue
    exception = False
    for cue in mention.left:
        if cue.cue is Cue.PAST:
            return cue if exception or not _denied_itself(cue, mention) else None
        exception = exception or cue.cue is Cue.EXCEPT
        if cue.cue is Cue.PAST_TIME and _opens(mention, cue):
            return cue
        if cue.cue in (Cue.NOW, Cue.SEMICOLON, Cue.CONTRAST):
            return None
    return None


def _denied_itself(past: Found, mention: Mention) -> bool:
    """« sans antécédent, … » says nothing of what follows."""
    denials = [each for each in mention.left if each.cue in _DENIALS and each.end <= past.start]
    return bool(denials) and mention.plain[denials[0].end : past.start].count(" ") <= _NEAR_WORDS


def _opens(mention: Mention, cue: Found) -> bool:
    return not mention.plain[mention.sentence[0] : cue.start].strip(" -•")


def _adjacent(mention: Mention, cue: Found) -> bool:
    between = mention.after(cue.start) if cue.start >= mention.end else mention.before(cue.end)
    return between.count(" ") <= 3


def _clause(mention: Mention) -> list[Found]:
    """The cues between the commas and stops around the mention."""
    ends = (Cue.COMMA, Cue.SEMICOLON, Cue.CONTRAST, Cue.EXCEPT)
    low = next((each.end for each in mention.left if each.cue in ends), mention.sentence[0])
    high = next((each.start for each in mention.right if each.cue in ends), mention.sentence[1])
    return [each for each in mention.cues if low <= each.start < high]


def affirmation(mention: Mention) -> Found | None:
    """The cue that says outright that the patient has it."""
    for cue in mention.right[:2]:
        if cue.cue in (Cue.AFFIRMED, Cue.STANDS) and mention.after(cue.start).count(" ") <= _FEW_WORDS:
            return cue
    for cue in mention.left:
        if cue.cue in _STATING:
            return cue
        if cue.cue in _CLEAR_STOPS:
            return None
    return None
