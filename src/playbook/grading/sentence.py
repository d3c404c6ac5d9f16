"""What can be heard in the sentence of a criterion, whoever wrote it and in whatever language."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from playbook.words import heard, hits

_QUOTED = re.compile('《[^》]*》|“[^”]*”|„[^“]*“|"[^"]*"')
_NUMBER = re.compile(
    r"(?i)\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|half|twice|"
    r"два|две|двама|три|трима|четири|пет|шест|седем|осем|девет|десет|половин\w*)\b"
    r"|[二三四五六七八九十两半百千][个次天周月年名份家条人项成位]"
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_TOPIC_WORDS, _TOPIC_CHARACTERS = 5, 8
"""How long the name of a topic is at most; what is longer says something."""


@dataclass(frozen=True)
class Sentence:
    """What a sentence says, as far as words show it; each is looked for when it is asked for."""

    text: str

    @cached_property
    def open_condition(self) -> str | None:
        """Holds only "if applicable", and does not say when that is."""
        return heard("open_condition", self.text)

    @cached_property
    def is_order(self) -> bool:
        """Begins like a task: says what to do, not what is true."""
        return self._has("order")

    @cached_property
    def vague(self) -> str | None:
        """A word that people judge differently; what leaves a trace of its own excuses it."""
        return None if self.has_proof else heard("vague", self.text)

    @cached_property
    def relative(self) -> str | None:
        """A degree without a bound."""
        return None if self.is_bounded else heard("relative", self.text)

    @cached_property
    def negation(self) -> str | None:
        """Something is not there, and nothing shows it."""
        return None if self.is_bounded else heard("negation", self.text)

    @cached_property
    def is_joint(self) -> bool:
        """Two statements are joined in it."""
        return self._has("joint")

    @cached_property
    def own_act(self) -> str | None:
        """Our own work, if it tells of nothing that anyone else does."""
        if self.names_the_buyer or self.has_subject:
            return None
        return heard("own_act", self.text)

    @cached_property
    def is_finding(self) -> bool:
        """Something was found out, and it does not say by whom."""
        return self._has("finding") and not self.has_proof

    @cached_property
    def agentless(self) -> str | None:
        """Something was agreed, confirmed or found out, by nobody in particular."""
        return heard("agentless", self.text)

    @cached_property
    def is_statement(self) -> bool:
        """Says something; the other sentences only name a topic."""
        is_long = (
            len(self.text.split()) > _TOPIC_WORDS
            or len(_CHINESE.findall(self.text)) > _TOPIC_CHARACTERS
        )
        return is_long or self._has("statement")

    @cached_property
    def is_bounded(self) -> bool:
        """Has a number, or leaves a trace of its own."""
        return self.has_proof or _NUMBER.search(self.text) is not None

    @cached_property
    def has_fact(self) -> bool:
        """Something has happened or is so."""
        return self._has("fact")

    @cached_property
    def has_proof(self) -> bool:
        """Tells of what cannot be done without a trace: signed, paid, written."""
        return self._has("proof")

    @cached_property
    def has_record(self) -> bool:
        """Names a paper, a message or an entry that can be looked at."""
        return self._has("record")

    @cached_property
    def has_thing(self) -> bool:
        """Names an object of the trade: an offer, a price, a discount."""
        return self._has("thing")

    @cached_property
    def has_act(self) -> bool:
        """Tells of something that usually the buyer does: accept, confirm, name."""
        return self._has("act")

    @cached_property
    def is_said(self) -> bool:
        """Tells of something that leaves no trace of its own: named, told, promised."""
        return self._has("said")

    @cached_property
    def names_us(self) -> bool:
        """Names us or one of our departments."""
        return self._has("seller")

    @cached_property
    def names_the_buyer(self) -> bool:
        """Names someone outside; in "sent to the customer" the customer does nothing."""
        found = hits("buyer", self.text)
        ours = hits("own_act", self.text) if found else ()
        if not ours:
            return bool(found)
        return any(
            hit.start < ours[0].start and not heard("toward", self.text[: hit.start])
            for hit in found
        )

    @cached_property
    def has_subject(self) -> bool:
        """Someone or something, and not we, has done something."""
        found = hits("active", self.text)
        subject = self.text[: found[0].start].strip() if found else ""
        return bool(subject) and heard("seller", subject) is None

    def _has(self, topic: str) -> bool:
        return heard(topic, self.text) is not None


@lru_cache(maxsize=4096)
def read(text: str) -> Sentence:
    """Listen to a sentence. What stands in quotes is a title, and is not judged."""
    return Sentence(_QUOTED.sub("", text))
