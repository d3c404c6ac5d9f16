"""Numbers, money and dates as the readers of a language write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

_LONE_THOUSANDS = frozenset({"bg", "es", "pl"})
"""Languages that write 5000 and 50 000; Unicode calls it minimumGroupingDigits, Babel does not know it."""
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Local:
    """How a playbook's language writes things."""

    language: str
    currency: str | None = None

    def number(self, value: float) -> str:
        """A number."""
        locale = _locale(self.language)
        return str(format_decimal(value, locale=locale, group_separator=_is_grouped(value, locale)))

    def percent(self, value: int) -> str:
        """A share, given in percent."""
        return str(format_percent(value / 100, locale=_locale(self.language)))

    def money(self, value: float) -> str:
        """An amount in the playbook's currency, without empty cents."""
        if self.currency is None:
            return self.number(value)
        locale = _locale(self.language)
        pattern = locale.currency_formats["standard"].pattern
        if float(value).is_integer():
            pattern = pattern.replace("0.00", "0")
        return str(
            format_currency(
                value,
                self.currency,
                format=pattern,
                locale=locale,
                currency_digits=False,
                group_separator=_is_grouped(value, locale),
            )
        )

    def day(self, value: date) -> str:
        """A date, with the month as a word."""
        return str(format_date(value, "long", locale=_locale(self.language)))

    def weekdays(self, days: Iterable[str]) -> tuple[str, ...]:
        """The days of the week."""
        names = _locale(self.language).days["stand-alone"]["abbreviated"]
        return tuple(str(names[_WEEK.index(day)]) for day in days)


def _is_grouped(value: float, locale: Locale) -> bool:
    """Whether the thousands of a number stand apart."""
    return locale.language not in _LONE_THOUSANDS or abs(value) >= 10_000


def language_name(tag: str) -> str:
    """What a language calls itself."""
    name = _locale(tag).get_language_name()
    return f"{name[:1].upper()}{name[1:]}" if name else tag


@cache
def _locale(tag: str) -> Locale:
    """The conventions of a language; those of English where nobody has written them down."""
    for known in (tag, tag.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(known, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
