"""The list of stages as it was read, and the texts of the Path."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

from playbook.crm.salesforce.languages import tag_of
from playbook.crm.salesforce.reading.sources import Sources, is_true, text_of
from playbook.model import StageKind

_FORECAST: Final = {
    "Omitted": "omitted",
    "Pipeline": "pipeline",
    "BestCase": "best-case",
    "MostLikely": "most-likely",
    "Forecast": "commit",
    "Closed": "closed",
}
_BREAKS: Final = frozenset({"p", "div", "ul", "ol", "li", "br", "tr", "h1", "h2", "h3", "h4"})


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One value of the list of stages."""

    name: str
    label: str
    closed: bool
    won: bool
    probability: int | None
    forecast: str | None
    is_active: bool
    names: Mapping[str, str]

    @property
    def kind(self) -> StageKind:
        """The format's kind, as far as the list tells it."""
        return "won" if self.won else "lost" if self.closed else "open"


def stage_list(sources: Sources) -> dict[str, Listed]:
    """The values of the list by name, in its order; empty if the list is not there."""
    names = dict(_translations(sources))
    found: dict[str, Listed] = {}
    for value in _values(sources):
        name = text_of(value, "fullName")
        label = text_of(value, "label") or name
        closed, won = is_true(value, "closed"), is_true(value, "won")
        found[name] = Listed(
            name=name,
            label=label,
            closed=closed or won,
            won=won,
            probability=_percent(text_of(value, "probability")),
            forecast=_FORECAST.get(text_of(value, "forecastCategory")),
            is_active=is_true(value, "isActive", otherwise=True),
            names={tag: texts[label] for tag, texts in names.items() if label in texts},
        )
    return found


def _values(sources: Sources) -> Iterable[ET.Element]:
    """The values as they are listed: in their own file, or at the field in older files."""
    value_set = sources.of("StandardValueSet").get("OpportunityStage")
    if value_set is not None:
        return value_set.findall("standardValue")
    field = sources.of("CustomField").get("StageName")
    return field.findall("picklist/picklistValues") if field is not None else ()


def _percent(text: str) -> int | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return min(max(round(number), 0), 100) if number.is_finite() else None


def _translations(sources: Sources) -> Iterator[tuple[str, Mapping[str, str]]]:
    """For each language, labels and what they are there."""
    for name, tree in sources.of("StandardValueSetTranslation").items():
        texts = {
            text_of(each, "masterLabel"): text_of(each, "translation")
            for each in tree.iterfind("valueTranslation")
        }
        yield tag_of(name.partition("-")[2]), {key: text for key, text in texts.items() if text}


def plain(html: str) -> str:
    """The guidance of a step as plain text, a line for each piece."""
    reader = _Plain()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line not in ("", "-"))


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BREAKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(" ".join(data.splitlines()) if data.strip() else " ")
