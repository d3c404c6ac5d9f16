"""The slides of one playbook while they are made: what is in it, and how a new slide begins."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playbook.brand import Brand
from playbook.brand.colours import WHITE, on
from playbook.drawing.markup import plain
from playbook.extras import load
from playbook.manuscript.blocks import Box, Chapter, Manuscript
from playbook.manuscript.draft import Draft
from playbook.model import Playbook, Stage
from playbook.renderers.handbook.pptx import colours, theme
from playbook.renderers.handbook.pptx.canvas import Canvas, Look, Place, room
from playbook.renderers.handbook.pptx.elements import element
from playbook.renderers.handbook.pptx.fitting import Para, fitted, height, lines, shortened
from playbook.renderers.handbook.pptx.letters import Letters
from playbook.renderers.handbook.pptx.notes import spoken

_SLIDE_NUMBER = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


@dataclass
class Show:
    """A playbook, and the presentation that its slides are put into."""

    presentation: Any
    draft: Draft
    manuscript: Manuscript
    brand: Brand
    stage_slides: dict[str, Any] = field(default_factory=dict)
    """The slide of each stage, to link to."""
    jumps: list[tuple[Any, Any, str]] = field(default_factory=list)
    """Slides with a shape that leads to a stage."""

    @property
    def playbook(self) -> Playbook:
        """The playbook."""
        return self.draft.playbook

    @property
    def language(self) -> str:
        """The language of the playbook."""
        return self.playbook.language

    @property
    def letters(self) -> Letters:
        """How its language is written."""
        return Letters(self.language)

    @property
    def chapters(self) -> Mapping[str, Chapter]:
        """The chapters of the handbook by their ids."""
        return {chapter.id: chapter for chapter in self.manuscript.chapters}

    def slide(self, title: str, kind: int = theme.PLAIN) -> Canvas:
        """A new slide with its title."""
        canvas = Canvas(
            self.presentation.slides.add_slide(theme.layout(self.presentation, kind)), self.letters
        )
        place = {theme.OPENING: theme.COVER_TITLE, theme.PLAIN: theme.TITLE}.get(
            kind, theme.BESIDE_NUMBER
        )
        sizes = (40, 32, 26, 22) if kind == theme.OPENING else (26, 22, 18, 15)
        words, size = self._fitting(title, place, sizes)
        canvas.title(words, size if size != sizes[0] else 0)
        if kind != theme.OPENING:
            self._foot(canvas)
        return canvas

    def fit(
        self, paras: Sequence[Para], width: float, high: float, **more: Any
    ) -> tuple[Para, ...]:
        """Paragraphs that fit into a shape."""
        return fitted(paras, width, high, self.language, **more)

    def height(self, paras: Sequence[Para], width: float) -> float:
        """How high paragraphs are."""
        return height(paras, width, self.language)

    def tell(self, canvas: Canvas, *chapters: str, only: Collection[str] = ()) -> None:
        """Put what chapters say in full into the notes of a slide, or some of their boxes."""
        blocks = [
            block
            for id in chapters
            if id in self.chapters
            for block in self.chapters[id].blocks
            if not only or (isinstance(block, Box) and block.anchor in only)
        ]
        if blocks:
            canvas.notes(spoken(blocks))

    def on(self, accent: str) -> str:
        """White or ink, whichever is easier to read on a colour of the theme."""
        shown = colours.accents(self.brand.colours)[int(accent[-1]) - 1]
        return colours.PAPER if on(shown) == WHITE else colours.INK

    def link(self) -> None:
        """Let what stands for a stage lead to its slide."""
        kind = load("pptx.opc.constants", "office").RELATIONSHIP_TYPE.SLIDE
        for slide, shape, stage in self.jumps:
            if stage in self.stage_slides:
                id = slide.part.relate_to(self.stage_slides[stage].part, kind)
                link = {"r:id": id, "action": "ppaction://hlinksldjump"}
                shape.find(".//{*}cNvPr").insert(0, element("a:hlinkClick", link))

    def stage_title(self, stage: Stage) -> str:
        """A stage's name, as a slide is called."""
        return " ".join(plain(stage.name).split())

    def _fitting(self, title: str, place: Place, sizes: Sequence[int]) -> tuple[str, int]:
        """A title of the size in which it fits; cut only where none is small enough."""
        words = " ".join(plain(title).split())
        for size in sizes:
            para = Para(text=words, size=size, bold=True)
            if lines(para, place.width, self.language) * para.leading <= place.height:
                return words, size
        small = Para(text=words, size=sizes[-1], bold=True)
        most = max(int(place.height / small.leading), 1)
        return shortened(small, place.width, self.language, most).text, sizes[-1]

    def _foot(self, canvas: Canvas) -> None:
        """The playbook's name and the number of the slide."""
        name = shortened(Para(text=self.playbook.name, size=9), 640, self.language, 1).text
        words = " · ".join(filter(None, (self.brand.company, name)))
        run = element("a:r", {}, self._small(words), _text(words))
        number = element(
            "a:fld",
            {"id": _SLIDE_NUMBER, "type": "slidenum"},
            self._small(""),
            _text("‹#›"),
        )
        tree = canvas.slide.shapes.element
        tree.extend([_holder("ftr", 11, 10, run), _holder("sldNum", 12, 11, number)])

    def _small(self, words: str) -> Any:
        """How letters at the foot look: some programs do not ask the layout."""
        own = {"lang": self.letters.tag, "sz": 900}
        latin = element("a:latin", {"typeface": "+mn-lt"})
        return element("a:rPr", own, colours.fill(colours.SOFT), latin, *self.letters.fonts(words))


def card(
    show: Show,
    canvas: Canvas,
    name: str,
    place: Place,
    paras: Sequence[Para],
    look: Look,
    *,
    title: str = "",
    title_colour: str = colours.INK,
    least: float = 10,
    largest: float = 0,
) -> Any:
    """A shape with a title and text that fits into it."""
    width, high = room(place, look)
    head = (Para(text=title, size=13, bold=True, colour=title_colour, after=5),) if title else ()
    taken = show.height(head, width) + 5 if head else 0
    made = show.fit(paras, width, high - taken, least=least, largest=largest)
    return canvas.box(name, place, look, (*head, *made))


def _holder(kind: str, idx: int, id: int, content: Any) -> Any:
    name, align = {"ftr": ("Footer", "l"), "sldNum": ("Slide Number", "r")}[kind]
    return element(
        "p:sp",
        {},
        element(
            "p:nvSpPr",
            {},
            element("p:cNvPr", {"id": id, "name": name}),
            element("p:cNvSpPr", {}, element("a:spLocks", {"noGrp": 1})),
            element("p:nvPr", {}, element("p:ph", {"type": kind, "sz": "quarter", "idx": idx})),
        ),
        element("p:spPr"),
        element(
            "p:txBody",
            {},
            element("a:bodyPr"),
            element("a:lstStyle"),
            element("a:p", {}, element("a:pPr", {"algn": align}), content),
        ),
    )


def _text(words: str) -> Any:
    made = element("a:t")
    made.text = plain(words)
    return made
