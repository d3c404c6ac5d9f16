"""The languages of Dataverse, by the numbers that Windows has for them."""

from typing import Final

_CODES: Final = {
    "ar": 1025,
    "bg": 1026,
    "ca": 1027,
    "zh-tw": 1028,
    "zh-hant": 1028,
    "cs": 1029,
    "da": 1030,
    "de": 1031,
    "el": 1032,
    "en": 1033,
    "fi": 1035,
    "fr": 1036,
    "he": 1037,
    "hu": 1038,
    "it": 1040,
    "ja": 1041,
    "ko": 1042,
    "nl": 1043,
    "nb": 1044,
    "no": 1044,
    "pl": 1045,
    "pt-br": 1046,
    "ro": 1048,
    "ru": 1049,
    "hr": 1050,
    "sk": 1051,
    "sv": 1053,
    "th": 1054,
    "tr": 1055,
    "id": 1057,
    "uk": 1058,
    "sl": 1060,
    "et": 1061,
    "lv": 1062,
    "lt": 1063,
    "vi": 1066,
    "eu": 1069,
    "hi": 1081,
    "ms": 1086,
    "kk": 1087,
    "gl": 1110,
    "zh": 2052,
    "pt": 2070,
    "sr-latn": 2074,
    "sr": 3098,
    "zh-hk": 3076,
    "es": 3082,
}
ENGLISH: Final = 1033


def code(tag: str) -> int | None:
    """The number of a language, by the longest beginning of its tag that is known.

    >>> code("zh-CN")
    2052
    """
    wanted = tag.lower()
    while wanted:
        if wanted in _CODES:
            return _CODES[wanted]
        wanted = wanted.rpartition("-")[0]
    return None
