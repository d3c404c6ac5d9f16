"""Pictures as PDF: one page of the picture's size, sharp at every size, with its fonts inside."""

import re
from collections.abc import Sequence
from typing import Final

from playbook.drawing import views
from playbook.errors import EngineFailed
from playbook.extras import load
from playbook.files import Files
from playbook.fonts.picture import prepared
from playbook.messages import _, base
from playbook.model import Playbook
from playbook.renderers import VIEWS, Choices, Renderer

_PAGE: Final = b"""\
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.language)
#let (width, height) = (float(sys.inputs.width) * 1pt, float(sys.inputs.height) * 1pt)
#set page(width: width, height: height, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: width, height: height, alt: sys.inputs.title)
"""
"""All that an author wrote comes as input; none of it is read as a program."""
_SIZE: Final = re.compile(r'<svg [^<>]{0,400}?viewBox="0 0 ([\d.]{1,12}) ([\d.]{1,12})"')
_LANGUAGE: Final = re.compile("[a-z]{2,3}")


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    [playbook] = playbooks
    svg = views.svg(
        playbook,
        choices.view,
        direction=choices.direction,
        theme="dark" if choices.theme == "dark" else "light",
        colours=choices.brand.colours,
        embed_font=False,
    )
    return {f"{playbook.id}.pdf": _page(svg, playbook)}


def _page(svg: str, playbook: Playbook) -> bytes:
    typst = load("typst", "print")
    ready, files = prepared(svg, playbook.language)
    folders = dict.fromkeys(str(file.parent) for file in files)
    width, height = _SIZE.findall(svg)[0]
    language = base(playbook.language)
    inputs = {
        "title": playbook.name,
        "language": language if _LANGUAGE.fullmatch(language) else "en",
        "svg": ready,
        "width": width,
        "height": height,
    }
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )
    try:
        made, warnings = typst.compile_with_warnings(
            _PAGE, font_paths=fonts, format="pdf", sys_inputs=inputs
        )
    except typst.TypstError as error:
        raise _failed(str(error)) from error
    if warnings:
        raise _failed(str(warnings[0]))
    return bytes(made)


def _failed(words: str) -> EngineFailed:
    message = _("The PDF could not be made: {words}")
    return EngineFailed(message.format(words=words.partition("\n")[0]))


PDF = Renderer(
    name="pdf",
    kind="picture",
    about="A picture on a page of its own size, sharp in print, with its fonts inside",
    render=_render,
    views=VIEWS,
)
