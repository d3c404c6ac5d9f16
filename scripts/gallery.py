"""Make docs/gallery.md and its pictures from the shipped playbooks, to be looked at one by one.

    .venv/bin/python scripts/gallery.py [NAME ...]

Names limit it to the pictures whose names begin so. Needs Chromium, LibreOffice
and pdftoppm, and the packages of the extra ``all`` and of the group ``dev``.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures" / "gallery"
WIDE = 1280
"""Pixels that a picture has at most from side to side."""
GAP = 16
STARTER, CHINESE = "b2b-starter", "six-stage"
BETWEEN = (226, 230, 238)


@dataclass(frozen=True)
class Shot:
    """One picture: its file's name, what is said about it, and who makes it."""

    name: str
    title: str
    make: Callable[["Studio"], Image.Image]


@dataclass(frozen=True)
class Studio:
    """A folder in which everything is made that pictures are taken of."""

    folder: Path

    def playbook(self, *words: object) -> None:
        """Run our command."""
        command = [sys.executable, "-m", "playbook", "--language", "en", *map(str, words)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    def made(self, name: str, *words: str) -> Path:
        """What a command of ours makes, once."""
        path = self.folder / name
        if not path.exists():
            self.playbook(*words, "-o", path)
        return path

    def site(self) -> Path:
        """The handbook of two playbooks in all their languages."""
        return self.made("site", "handbook", *map(source, (STARTER, CHINESE)))

    def browser(self, address: str, width: int, height: int, *, dark: bool = False) -> Image.Image:
        """What a browser shows."""
        path = self.folder / "page.png"
        scheme = 0 if dark else 1
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--blink-settings=preferredColorScheme={scheme}",
                f"--window-size={width},{height}",
                "--virtual-time-budget=2000",
                f"--screenshot={path}",
                address,
            ],
            check=True,
            capture_output=True,
        )
        return loaded(path)

    def printed(self, pdf: Path, pages: Sequence[int], columns: int) -> Image.Image:
        """Pages of a PDF, side by side."""
        stem = self.folder / "print"
        images = []
        for page in pages:
            limits = ["-f", str(page), "-l", str(page)]
            command = ["pdftoppm", "-png", "-r", "80", *limits, "-singlefile", str(pdf), str(stem)]
            subprocess.run(command, check=True, capture_output=True)
            images.append(loaded(stem.with_suffix(".png")))
        return sheet(images, columns)

    def converted(self, path: Path) -> Path:
        """An office file as PDF, as LibreOffice shows it."""
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(self.folder)]
        subprocess.run([*command, str(path)], check=True, capture_output=True)
        return self.folder / f"{path.stem}.pdf"


def source(name: str) -> str:
    """Where a shipped playbook is."""
    return f"playbooks/{name}"


def loaded(path: Path) -> Image.Image:
    """A picture that no longer needs its file."""
    with Image.open(path) as image:
        return image.convert("RGB")


def sheet(images: Sequence[Image.Image], columns: int) -> Image.Image:
    """Pictures in rows on a grey ground."""
    width, height = (max(getattr(each, side) for each in images) for side in ("width", "height"))
    rows = -(-len(images) // columns)
    size = (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    whole = Image.new("RGB", size, BETWEEN)
    for number, image in enumerate(images):
        row, column = divmod(number, columns)
        whole.paste(image, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return whole


def drawn(
    name: str, language: str, view: str, direction: str, theme: str, studio: Studio
) -> Image.Image:
    """A picture of a playbook."""
    file = f"{name}-{language}-{view}-{direction}-{theme}.png"
    choices = ("--as", view, "--direction", direction, "--theme", theme, "--in", language)
    return loaded(studio.made(file, "draw", source(name), *choices))


def page(
    address: str, studio: Studio, *, width: int = WIDE, height: int = 900, dark: bool = False
) -> Image.Image:
    """A page of the handbook."""
    where = studio.site() / address.partition("#")[0]
    part = address.partition("#")[2]
    return studio.browser(f"{where.as_uri()}{'#' + part if part else ''}", width, height, dark=dark)


def phones(addresses: Sequence[str], studio: Studio) -> Image.Image:
    """Pages as a phone shows them, side by side."""
    # a window of Chromium is 500 pixels wide at least
    return sheet([page(each, studio, width=500, height=1000) for each in addresses], 3)


def paper(name: str, language: str, pages: Sequence[int], studio: Studio) -> Image.Image:
    """Pages of the handbook as PDF."""
    file = f"{name}-{language}.pdf"
    pdf = studio.made(file, "handbook", source(name), "--in", language)
    return studio.printed(pdf, pages, 4)


def sheets(name: str, language: str, studio: Studio) -> Image.Image:
    """The sheets for the desk."""
    words = ("--form", "sheets", "--in", language)
    folder = studio.made(f"sheets-{language}", "handbook", source(name), *words)
    images = [studio.printed(pdf, [1], 1) for pdf in sorted(folder.rglob("*.pdf"))[:4]]
    return sheet(images, 4)


def office(
    suffix: str, name: str, language: str, pages: Sequence[int], studio: Studio
) -> Image.Image:
    """Pages of an office file."""
    file = f"{name}-{language}-{suffix}.{suffix}"
    made = studio.made(file, "handbook", source(name), "--in", language)
    return studio.printed(studio.converted(made), pages, 2 if suffix in ("pptx", "xlsx") else 4)


def quiz(name: str, address: str, studio: Studio, *, dark: bool = False) -> Image.Image:
    """A page of the quiz."""
    folder = studio.made(f"training-{name}", "train", source(name), "--form", "html")
    return studio.browser((folder / address).as_uri(), WIDE, 900, dark=dark)


def _flows() -> Iterator[Shot]:
    for name, language, title in (
        (STARTER, "en", "in English"),
        (STARTER, "bg", "in Bulgarian"),
        (CHINESE, "zh-CN", "in Chinese"),
    ):
        for theme in ("light", "dark"):
            make = partial(drawn, name, language, "flow", "down", theme)
            yield Shot(f"flow-{language}-{theme}", f"The process {title}, {theme}", make)
    make = partial(drawn, STARTER, "zh-CN", "flow", "right", "light")
    yield Shot("flow-right", "The process from left to right, in Chinese", make)


def _views() -> Iterator[Shot]:
    for view, language, theme, title in (
        ("buyer", "en", "light", "The buyer's journey"),
        ("buyer", "zh-CN", "dark", "The buyer's journey in Chinese, dark"),
        ("raci", "en", "light", "Who does what"),
        ("questionnaire", "bg", "light", "A questionnaire with its points, in Bulgarian"),
        ("board", "en", "light", "The pipeline as a board"),
        ("board", "zh-CN", "dark", "The board in Chinese, dark"),
    ):
        playbook = CHINESE if view == "buyer" and language == "zh-CN" else STARTER
        make = partial(drawn, playbook, language, view, "down", theme)
        yield Shot(f"{view}-{language}-{theme}", title, make)


def _pages() -> Iterator[Shot]:
    for name, address, dark, title in (
        ("overview", "b2b-starter/index.html", False, "The overview"),
        ("stage", "b2b-starter/stage-discovery.html", False, "A stage with its checklists"),
        ("stage-zh", "six-stage/stage-present.html", False, "A stage in Chinese"),
        (
            "stage-bg-dark",
            "b2b-starter/bg/stage-discovery.html",
            True,
            "A stage in Bulgarian, dark",
        ),
        ("role", "b2b-starter/first-week-rep.html", False, "The first week in a role"),
        (
            "questionnaire",
            "b2b-starter/questionnaire-bant.html",
            False,
            "A questionnaire to fill in",
        ),
        ("glossary-zh", "b2b-starter/zh-CN/glossary.html", True, "The glossary in Chinese, dark"),
    ):
        yield Shot(f"site-{name}", title, partial(page, address, dark=dark))
    addresses = [f"b2b-starter/{each}stage-discovery.html" for each in ("", "zh-CN/", "bg/")]
    yield Shot("site-phone", "A stage on a phone, in three languages", partial(phones, addresses))


def _print() -> Iterator[Shot]:
    first = range(1, 9)
    yield Shot("pdf-en", "The handbook as PDF", partial(paper, STARTER, "en", first))
    yield Shot("pdf-zh", "The PDF in Chinese", partial(paper, CHINESE, "zh-CN", first))
    yield Shot("pdf-bg", "The PDF in Bulgarian", partial(paper, STARTER, "bg", first))
    yield Shot("sheets", "Sheets for the desk", partial(sheets, STARTER, "en"))
    yield Shot("docx", "The handbook in Word", partial(office, "docx", STARTER, "en", first))
    yield Shot(
        "pptx-zh", "Slides in Chinese", partial(office, "pptx", CHINESE, "zh-CN", range(1, 7))
    )
    yield Shot("xlsx", "The pipeline tracker", partial(office, "xlsx", STARTER, "en", range(1, 7)))


def _training() -> Iterator[Shot]:
    yield Shot("quiz", "A quiz", partial(quiz, STARTER, "quiz/stage-discovery.html"))
    yield Shot(
        "quiz-zh-dark",
        "A quiz in Chinese, dark",
        partial(quiz, CHINESE, "quiz/process.html", dark=True),
    )


SECTIONS: tuple[tuple[str, str, Callable[[], Iterator[Shot]]], ...] = (
    ("Pictures of the process", "playbook draw playbooks/b2b-starter -o process.svg", _flows),
    ("Other views", "playbook draw playbooks/b2b-starter --as raci -o who.svg", _views),
    ("The handbook in a browser", "playbook handbook playbooks/b2b-starter -o handbook", _pages),
    (
        "On paper and in the office",
        "playbook handbook playbooks/b2b-starter -o handbook.pdf",
        _print,
    ),
    ("Training", "playbook train playbooks/b2b-starter -o training", _training),
)


def written() -> str:
    """The text of docs/gallery.md."""
    lines = [
        "# Gallery",
        "",
        "Everything here is made from the playbooks that are shipped, by `scripts/gallery.py`.",
    ]
    for title, command, shots in SECTIONS:
        lines += ["", f"## {title}", "", "```sh", command, "```"]
        for shot in shots():
            lines += [
                "",
                f"**{shot.title}**",
                "",
                f"![{shot.title}](pictures/gallery/{shot.name}.webp)",
            ]
    return "\n".join(lines) + "\n"


def main(wanted: Sequence[str]) -> None:
    """Make the pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        studio = Studio(Path(name))
        for _title, _command, shots in SECTIONS:
            for shot in shots():
                if wanted and not shot.name.startswith(tuple(wanted)):
                    continue
                image = shot.make(studio)
                if image.width > WIDE:
                    image = image.resize(
                        (WIDE, round(image.height * WIDE / image.width)), Image.Resampling.LANCZOS
                    )
                image.save(OUT / f"{shot.name}.webp", quality=82, method=6)
                print(shot.name, flush=True)
    (ROOT / "docs" / "gallery.md").write_text(written(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
