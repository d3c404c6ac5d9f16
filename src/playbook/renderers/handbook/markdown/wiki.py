"""The pages of a wiki: which files there are, and how they lead to one another."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from playbook.drawing import views
from playbook.files import Files
from playbook.manuscript import compose
from playbook.manuscript.blocks import (
    Block,
    Box,
    Chapter,
    Facts,
    Heading,
    Items,
    Manuscript,
    Paragraph,
    Picture,
    Run,
    Words,
)
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers import Choices, folders
from playbook.renderers.handbook.markdown.flavours import Flavour, flavour
from playbook.renderers.handbook.markdown.inline import plain
from playbook.renderers.handbook.markdown.writing import Writer


def wiki(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The files of a wiki: a folder for each playbook if there are several, in it one for each language."""
    kind = flavour(choices.flavour)
    are_many = len({playbook.id for playbook in playbooks}) > 1
    files: dict[str, str | bytes] = {}
    starts: list[tuple[str, str]] = []
    for folder, playbook in folders(playbooks):
        starts.append((f"{folder}/{kind.index}".lstrip("/"), playbook.name))
        with speaking(playbook.language):
            made = _pages(compose(playbook, others=playbooks), kind, choices)
            files |= {f"{folder}/{name}".lstrip("/"): content for name, content in made}
    if are_many:
        items = tuple((Paragraph((Run(name, link=address),)),) for address, name in starts)
        writer = Writer(kind, lambda link: link, lambda picture: "")
        files[kind.index] = writer.page(playbooks[0].name, (Items(items),))
    return files


def _pages(
    manuscript: Manuscript, kind: Flavour, choices: Choices
) -> Iterator[tuple[str, str | bytes]]:
    places = _places(manuscript, kind)
    pictures: dict[str, Picture] = {}

    def address(link: str) -> str:
        return places.get(link[1:], "") if link.startswith("#") else link

    def picture(each: Picture) -> str:
        name = f"{each.view}.{kind.picture}"
        pictures[name] = each
        return name

    writer = Writer(kind, address, picture)
    yield kind.index, writer.page(manuscript.title, _start(manuscript))
    for chapter in manuscript.chapters:
        yield f"{chapter.id}.md", writer.page(_title(chapter), chapter.blocks)
    for name, each in pictures.items():
        yield name, _drawn(manuscript.playbook, each, kind, choices.brand.colours)


def _title(chapter: Chapter) -> str:
    return f"{chapter.sign}. {chapter.title}" if chapter.sign.isdigit() else chapter.title


def _places(manuscript: Manuscript, kind: Flavour) -> Mapping[str, str]:
    """For each anchor its page, with the heading where the wiki can lead to one."""
    found: dict[str, str] = {}
    for chapter in manuscript.chapters:
        page = f"{chapter.id}.md"
        found |= dict.fromkeys(chapter.anchors, page)
        if not kind.has_anchors:
            continue
        taken: dict[str, int] = {kind.anchor(_title(chapter)): 1}
        for anchor, words in _headings(chapter.blocks):
            name = kind.anchor(plain(words))
            count = taken[name] = taken.get(name, 0) + 1
            if anchor:
                found[anchor] = f"{page}#{name}{f'-{count - 1}' if count > 1 else ''}"
    return found


def _headings(blocks: Sequence[Block]) -> Iterator[tuple[str, Words]]:
    """The headings of a page as the writer makes them, with their anchors."""
    for block in blocks:
        match block:
            case Heading(words, _level, anchor):
                yield anchor, words
            case Box(kind, title, inner, _level, anchor):
                if kind not in ("tip", "warning", "buyer") and title:
                    yield anchor, title
                yield from _headings(inner)


def _start(manuscript: Manuscript) -> Iterator[Block]:
    """The first page: what it is, and what there is to read."""
    if manuscript.subtitle:
        yield Paragraph((Run(manuscript.subtitle),))
    if manuscript.facts:
        yield Facts(tuple((name, (Run(value),)) for name, value in manuscript.facts))
    for group, chapters in groupby(manuscript.chapters, key=lambda chapter: chapter.group):
        if group:
            yield Heading((Run(group),))
        items = [Paragraph((Run(_title(each), link=f"#{each.id}"),)) for each in chapters]
        yield Items(tuple((item,) for item in items))


def _drawn(
    playbook: Playbook, picture: Picture, kind: Flavour, colours: tuple[str, str]
) -> str | bytes:
    view: views.View = "buyer" if picture.view == "buyer" else "flow"
    if kind.picture == "svg":
        return views.svg(playbook, view, theme="auto", colours=colours)
    from playbook.fonts.picture import png

    svg = views.svg(playbook, view, theme="light", colours=colours, embed_font=False)
    return png(svg, playbook.language)
