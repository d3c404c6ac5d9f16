"""What to say of a thing or a key, in the language in use."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from playbook.findings import At
from playbook.lsp.books import Book
from playbook.lsp.written import File, Written, folder_of
from playbook.messages import _, later, look_up, p_
from playbook.model import (
    BUILT_IN_BUYER_ROLES,
    BUILT_IN_FIELDS,
    BUILT_IN_ROLES,
    FRAMEWORKS,
    AssetId,
    BuyerRoleId,
    BuyerStepId,
    CompetitorId,
    ElementId,
    FieldId,
    ObjectionId,
    PhaseId,
    Playbook,
    PlaybookId,
    QuestionId,
    Questionnaire,
    QuestionnaireId,
    ReasonId,
    RoleId,
    SegmentId,
    StageId,
    TaskId,
    Text,
    TrackId,
)
from playbook.references import OptionId, Symbol
from playbook.schema import Kind, Node, node_at, schema
from playbook.wording import buyer_role_name, element_name, field_name, role_name, term

KINDS: Final[Mapping[Any, str]] = {
    StageId: later("kind of part", "stage"),
    RoleId: later("kind of part", "role"),
    SegmentId: later("kind of part", "segment"),
    FieldId: later("kind of part", "field"),
    QuestionnaireId: later("kind of part", "questionnaire"),
    QuestionId: later("kind of part", "question"),
    ElementId: later("kind of part", "element"),
    TaskId: later("kind of part", "task"),
    TrackId: later("kind of part", "track"),
    PhaseId: later("kind of part", "phase"),
    BuyerStepId: later("kind of part", "buyer step"),
    BuyerRoleId: later("kind of part", "buyer role"),
    ReasonId: later("kind of part", "reason"),
    ObjectionId: later("kind of part", "objection"),
    CompetitorId: later("kind of part", "competitor"),
    AssetId: later("kind of part", "asset"),
    OptionId: later("kind of part", "option"),
    PlaybookId: later("kind of part", "playbook"),
}
_LABELS: Final = ("name", "ask", "criterion", "do", "rule", "topic", "situation")
"""The keys that say what people call a thing, the likeliest first."""
_TELLING: Final = ("goal", "about", "means", "why", "subject")
"""The keys that say more about it."""
_EMPTY: Final = Playbook(id="", name=Text(""), stages=())


class Known(NamedTuple):
    """Something that can be referred to: its id, and what people call it."""

    id: str
    label: str
    kind: str
    written: Written | None = None
    """Where it is defined; None for what is built in."""


def label(part: Mapping[str, Any]) -> str:
    """What people call a thing, or nothing where it has no name yet."""
    return next((part[key] for key in _LABELS if isinstance(part.get(key), str)), "")


def kind_word(kind: Any) -> str:
    """What a kind of thing is called within a sentence."""
    if kind in KINDS:
        return p_("kind of part", KINDS[kind])
    return p_("kind of part", str(getattr(kind, "__name__", "part")).lower())


def built_in(kind: Any, scope: str, book: Book) -> Iterator[Known]:
    """What there is of a kind without anybody having defined it."""
    word = kind_word(kind)
    if kind is RoleId:
        yield from (Known(id, role_name(_EMPTY, id), word) for id in BUILT_IN_ROLES)
    elif kind is BuyerRoleId:
        for role in BUILT_IN_BUYER_ROLES:
            yield Known(role, buyer_role_name(_EMPTY, role), word)
    elif kind is FieldId:
        for field, type in BUILT_IN_FIELDS.items():
            yield Known(field, field_name(_EMPTY, field), f"{word}, {term(type)}")
    elif kind is ElementId:
        for id in FRAMEWORKS.get(_framework(book, scope), ()):
            each = Questionnaire(id=QuestionnaireId(scope), framework="custom", questions=())
            yield Known(id, element_name(each, id), word)


def _framework(book: Book, questionnaire: str) -> str:
    for file in book.files:
        value = file.document.value(("questionnaires", questionnaire, "framework"))
        if isinstance(value, str):
            return value
    return ""


def known(kind: Any, scope: str, book: Book) -> Iterator[Known]:
    """What there is of a kind: what the playbook defines, in its order, then what is built in."""
    seen = set()
    for symbol, written in book.defined(kind, scope):
        _at, part = book.part(written)
        seen.add(symbol.id)
        yield Known(symbol.id, label(part), kind_word(kind), written)
    yield from (each for each in built_in(kind, scope, book) if each.id not in seen)


def about(book: Book, symbol: Symbol) -> str | None:
    """What a thing is, as Markdown: its label, its kind, what is said of it and where it is defined."""
    for written in book.definitions(symbol):
        at, part = book.part(written)
        name = label(part)
        if not name and written is not book.definitions(symbol)[-1]:
            continue  # a variant that only changes it does not say what it is
        node = node_at(schema("playbook"), at)
        word = node.kind if node and node.block_title else kind_word(symbol.kind)
        if symbol.kind is PlaybookId:
            word = kind_word(PlaybookId)
        lines = [f"**{plain(name or symbol.id)}** · {word} `{symbol.id}`"]
        more = next((part[key] for key in _TELLING if isinstance(part.get(key), str)), "")
        if more and more != name:
            lines.append(plain(more))
        lines += [fact for fact in [", ".join(_facts(part))] if fact]
        place = _("Defined in {file}, line {line}.")
        lines.append(
            "*" + place.format(file=written.path.name, line=written.stretch.line + 1) + "*"
        )
        return "\n\n".join(lines)
    for each in built_in(symbol.kind, symbol.scope, book):
        if each.id == symbol.id:
            return f"**{each.label}** · {each.kind} `{each.id}`\n\n*{_('Built in.')}*"
    return None


def _facts(part: Mapping[str, Any]) -> Iterator[str]:
    """The plain values that tell things of one kind apart."""
    for key in ("kind", "type", "framework", "probability", "owner", "element", "level"):
        value = part.get(key)
        if isinstance(value, str | int):
            yield f"`{key}: {value}`"


def plain(text: str) -> str:
    """An author's text that no editor takes for Markdown or HTML."""
    for sign in "\\`*_[]<>#|!":
        text = text.replace(sign, f"\\{sign}")
    return text


def node_of(file: File, book: Book, at: At) -> Node | None:
    """The schema of what stands at a path of a file."""
    return node_at(schema(_kind_of(file, book)), at)


def _kind_of(file: File, book: Book) -> Kind:
    """Which schema a file is written by: a variant's parts may say what a variant may."""
    if not file.prefix and file.path.stem == "crm":
        return "crm"
    for each in (file, *book.files):
        is_main = not each.prefix and folder_of(each) == folder_of(file)
        if is_main and isinstance(each.document.data, dict) and "extends" in each.document.data:
            return "variant"
    return "playbook"


def word_of(node: Node, text: str) -> str:
    """A text of the schema in the language in use."""
    found = node.here.get(text, "")
    return look_up("schema", found) if isinstance(found, str) and found else ""


def words(node: Node) -> Iterator[tuple[str, str]]:
    """The words to choose from at a place of the schema, each with what it means."""
    said = node.here.get("enumDescriptions", ())
    for number, word in enumerate(node.here.get("enum", ())):
        if isinstance(word, str):
            yield word, look_up("schema", said[number]) if number < len(said) else ""
    if "boolean" in node.types and node.types == ("boolean",):
        yield "true", ""
        yield "false", ""
