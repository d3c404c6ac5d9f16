"""What a number, a date, a span of time or a flag was probably meant to be."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from typing import Any

from playbook.suggest import MONTHS, UNITS

_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[ \u00a0\u202f,.'’]\d{3})+")
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,15})?")
_AROUND = "\"'“”„‘’~≈€$£¥％% \t"
_UNIT = re.compile(r"(?<=\d)\s*(?P<unit>[^\W\d_][^\d]{0,20})$")
_WITH_LETTERS = re.compile(r"\d+[OoОо]+\d*")
"""A number with the letter O in place of a nought, Latin or Cyrillic."""
_TIMES = {
    **dict.fromkeys(("k", "тыс", "хил", "хиляди", "千"), 1_000),
    **dict.fromkeys(("万", "萬"), 10_000),
    **dict.fromkeys(("m", "mln", "mio", "million", "млн", "милиона", "百万"), 1_000_000),
}
"""Words and letters behind a number that stand for noughts."""
_COMMENT = re.compile(r"[＃#].*$")
_YES = frozenset({"yes", "y", "on", "true", "да", "是", "是的", "对", "1"})
_NO = frozenset({"no", "n", "off", "false", "не", "否", "不", "不是", "0"})
_LONGEST = 60
_FACTORS = {
    ("weeks", "days"): 7,
    ("months", "days"): 30,
    ("years", "days"): 365,
    ("hours", "minutes"): 60,
    ("quarters", "months"): 3,
    ("quarters", "days"): 90,
    ("years", "months"): 12,
}
"""How many of one unit there are in another."""


def flag(value: Any) -> str | None:
    """The flag that a word or a number was meant to be."""
    word = str(value)[:_LONGEST].casefold().strip(_AROUND)
    return "true" if word in _YES else "false" if word in _NO else None


def number(value: Any, key: str, *, whole: bool, percent: bool) -> str | None:
    """The number that a text or a fraction was meant to be, in the unit of its key."""
    meant = _number(value)
    if meant is None:
        return None
    written, wanted = _unit(value), _unit_of(key)
    if written and wanted and written != wanted:
        if (written, wanted) not in _FACTORS:
            return None
        meant *= _FACTORS[written, wanted]
    if percent and 0 < meant < 1:
        meant *= 100
    if whole or meant == int(meant):
        return str(round(meant) if percent and isinstance(value, float) else int(meant))
    return str(meant)


def _number(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = _COMMENT.sub("", unicodedata.normalize("NFKC", value)).strip(_AROUND)
    if _WITH_LETTERS.fullmatch(text):
        return float(re.sub(r"\D", "0", text))
    unit = _UNIT.search(text)
    times = _TIMES.get(unit["unit"].strip(" .").casefold(), 1) if unit else 1
    text = _UNIT.sub("", text).strip(_AROUND)
    if times != 1:
        return float(text.replace(",", ".")) * times if _NUMBER.fullmatch(text) else None
    if _THOUSANDS.fullmatch(text):
        return float(re.sub(r"[^\d+-]", "", text))
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def is_same_number(value: Any, number: str, *, percent: bool) -> bool:
    """Whether a text is a number as it stands, but for its quotes, a percent sign or its unit."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return False
    text = unicodedata.normalize("NFKC", value).strip("\"'“”„ \t%" if percent else "\"'“”„ \t")
    return (_UNIT.sub("", text) if _unit(text) else text).strip() == number


def _unit(value: Any) -> str | None:
    """The unit of time that a number was written with."""
    match = _UNIT.search(value.strip(_AROUND)) if isinstance(value, str) else None
    return UNITS.get(match["unit"].strip().casefold().rstrip(".")) if match else None


def _unit_of(key: str) -> str | None:
    """The unit of time that a key counts in: ``max_days`` in days."""
    unit = key.rpartition("_")[2]
    return unit if unit in UNITS.values() else None


def span(value: Any, units: Collection[str]) -> str | None:
    """The span of time that a number or a few words were meant to be: ``{days: 2}``."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{{days: {value}}}"
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    match = re.fullmatch(r"\s*(?P<count>\d{1,4})\s*(?P<unit>\D*?)\s*", value)
    if match is None:
        return None
    unit = UNITS.get(match["unit"].casefold().rstrip("."), None if match["unit"] else "days")
    if unit is None:
        return None
    known = in_known_unit(unit, int(match["count"]), units)
    return f"{{{known}}}" if known else None


def in_known_unit(unit: str, count: Any, units: Collection[str]) -> str | None:
    """A span of time in a unit that is known: three months for a quarter."""
    unit = UNITS.get(unit.casefold(), unit)
    if not isinstance(count, int) or unit not in UNITS.values():
        return None
    if unit in units:
        return f"{unit}: {count}"
    known = next((other for one, other in _FACTORS if one == unit and other in units), None)
    return f"{known}: {count * _FACTORS[unit, known]}" if known else None


def days(value: str) -> list[str]:
    """The days that a date in another order, or with a month's name, may mean."""
    value = unicodedata.normalize("NFKC", value[:_LONGEST]).casefold()
    month = next((MONTHS[word] for word in re.findall(r"[^\W\d_]+", value) if word in MONTHS), None)
    numbers = [int(each) for each in re.findall(r"\d{1,8}", value)]
    if month is not None and len(numbers) == 2:
        year, day = sorted(numbers, reverse=True)
        return _calendar((year, month, day))
    if len(numbers) == 1 and len(str(numbers[0])) == 8:
        return _calendar((numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100))
    if len(numbers) < 3:
        return []
    a, b, c = numbers[:3]
    return _calendar((a, b, c)) if a > 31 else _calendar((c, b, a), (c, a, b))


def begins_with_year(value: str) -> bool:
    """Whether a date is in the order of the calendar, year first, and says no more than the day."""
    value = unicodedata.normalize("NFKC", value[:_LONGEST]).strip(_AROUND)
    return re.fullmatch(r"\d{4}\D{1,3}\d{1,2}\D{1,3}\d{1,2}\D{0,2}|\d{8}", value) is not None


def _calendar(*readings: tuple[int, int, int]) -> list[str]:
    """Those of some days that are in the calendar, each once."""
    found = []
    for year, month, day in readings:
        try:
            found.append(date(year + 2000 if year < 100 else year, month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(found))
