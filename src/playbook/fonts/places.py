"""Where computers keep fonts, and which of them we know for Chinese, Japanese and Korean."""

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from playbook.fonts.coverage import covered

_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc")
_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Typeface:
    """A font by the name of its family, with the files of its weights."""

    family: str
    files: tuple[Path, ...]


_WEIGHTS: Final = ("Regular", "Medium", "Bold")
_NOTO: Final = (
    tuple(f"NotoSansCJK-{weight}.ttc" for weight in _WEIGHTS),
    ("NotoSansCJK-VF.ttc",),
    ("NotoSansCJK-VF.otf.ttc",),
    ("NotoSansCJK-VF.ttf.ttc",),
)
_SOURCE_HAN: Final = (
    tuple(f"SourceHanSans-{weight}.ttc" for weight in _WEIGHTS),
    ("SourceHanSans.ttc",),
    ("SourceHanSans-VF.otf.ttc",),
)


def _single(start: str) -> tuple[tuple[str, ...], ...]:
    return (tuple(f"{start}-{weight}.otf" for weight in _WEIGHTS), (f"{start}-VF.otf",))


_KNOWN: Final[dict[str, tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]]] = {
    "SC": (
        ("Noto Sans CJK SC", (*_NOTO, *_single("NotoSansCJKsc"))),
        ("Source Han Sans SC", (*_SOURCE_HAN, *_single("SourceHanSansSC"))),
        ("Microsoft YaHei", (("msyh.ttc", "msyhbd.ttc"),)),
        ("PingFang SC", (("PingFang.ttc",),)),
        ("Hiragino Sans GB", (("Hiragino Sans GB.ttc",),)),
    ),
    "TC": (
        ("Noto Sans CJK TC", (*_NOTO, *_single("NotoSansCJKtc"))),
        ("Source Han Sans TC", (*_SOURCE_HAN, *_single("SourceHanSansTC"))),
        ("Microsoft JhengHei", (("msjh.ttc", "msjhbd.ttc"),)),
        ("PingFang TC", (("PingFang.ttc",),)),
    ),
    "JP": (
        ("Noto Sans CJK JP", (*_NOTO, *_single("NotoSansCJKjp"))),
        ("Source Han Sans", (*_SOURCE_HAN, *_single("SourceHanSans"))),
        ("Yu Gothic", (("YuGothR.ttc", "YuGothM.ttc", "YuGothB.ttc"),)),
        ("Hiragino Sans", (("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),)),
    ),
    "KR": (
        ("Noto Sans CJK KR", (*_NOTO, *_single("NotoSansCJKkr"))),
        ("Source Han Sans K", (*_SOURCE_HAN, *_single("SourceHanSansK"))),
        ("Malgun Gothic", (("malgun.ttf", "malgunbd.ttf"),)),
        ("Apple SD Gothic Neo", (("AppleSDGothicNeo.ttc",),)),
    ),
}
"""For each region, best first: a family, and the sets of files that it comes in."""

_BROAD: Final = (
    "NotoColorEmoji.ttf",
    "NotoEmoji[wght].ttf",
    "Apple Color Emoji.ttc",
    "seguiemj.ttf",
    "NotoSansSymbols-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "Apple Symbols.ttf",
    "seguisym.ttf",
    "NotoSansSymbols[wght].ttf",
    "NotoSans-Regular.ttf",
    "NotoSans[wght].ttf",
    "segoeui.ttf",
    "Arial Unicode.ttf",
    "DejaVuSans.ttf",
    "FreeSans.ttf",
)
"""Fonts with signs that ours has not: these are asked first."""


def typeface(region: str) -> Typeface | None:
    """The best font of this computer for the signs of a region: ``SC``, ``TC``, ``JP``, ``KR``."""
    here = _files()
    for family, sets in _KNOWN[region]:
        for names in sets:
            if names[0] in here:
                return Typeface(family, tuple(here[name] for name in names if name in here))
    return None


def others(signs: Collection[str]) -> Iterator[Path]:
    """Fonts of this computer that have signs which are still missing."""
    here = _files()
    missing = set(signs)
    rest = sorted(here, key=lambda name: ("Regular" not in name, name))
    for name in dict.fromkeys((*(name for name in _BROAD if name in here), *rest)):
        if not missing:
            return
        has = covered(here[name], missing)
        if has:
            missing -= has
            yield here[name]


@cache
def _files() -> dict[str, Path]:
    """The font files of this computer by their names."""
    found: dict[str, Path] = {}
    for file in (*_in_folders(), *_told_by_fontconfig(), *_in_package()):
        if file.suffix.lower() in _SUFFIXES:
            found.setdefault(file.name, file)
    return found


def _in_folders() -> Iterator[Path]:
    for folder in _folders():
        for root, inner, names in os.walk(folder):
            inner.sort()
            yield from (Path(root, name) for name in sorted(names))


def _in_package() -> Iterator[Path]:
    """The fonts for other scripts, symbols and emoji that come with an extra of ours."""
    found = find_spec("manimgx_fonts")
    if found is not None and found.origin is not None:
        yield from sorted(Path(found.origin).parent.iterdir())


def _folders() -> Iterator[Path]:
    """The folders for fonts, of the system and of the one who is logged in."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        local = os.environ.get("LOCALAPPDATA")
        yield Path(local or home / "AppData" / "Local") / "Microsoft" / "Windows" / "Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"))
        yield home / "Library" / "Fonts"
        yield from sorted(Path("/System/Library/AssetsV2").glob("com_apple_MobileAsset_Font*"))
    else:
        data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        yield from (Path(part) / "fonts" for part in data.split(":") if part)
        yield Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "fonts"
        yield home / ".fonts"


def _told_by_fontconfig() -> Iterator[Path]:
    """The fonts that are elsewhere, where fontconfig knows them."""
    program = shutil.which("fc-list")
    if program is None:
        return
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, without anything of an author
            [program, "--format", "%{file}\n"],
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
    except (subprocess.SubprocessError, OSError):
        return
    names = done.stdout.decode("utf-8", "surrogateescape").splitlines()
    yield from (Path(name) for name in sorted(names))
