"""What Salesforce calls languages: ``zh_CN`` for ``zh-CN``, ``iw`` for Hebrew."""

from typing import Final

_CODES: Final = """
ar bg cs da de el en_GB en_US es fi fr hr hu in it iw ja ko nl_NL no pl pt_BR pt_PT ro ru sk sl sv
th tr uk vi zh_CN zh_TW
af am ar_AE ar_BH ar_DZ ar_EG ar_IQ ar_JO ar_KW ar_LB ar_LY ar_MA ar_OM ar_QA ar_SA ar_SD ar_SY
ar_TN ar_YE bn bs ca cy de_AT de_BE de_CH de_LU el_CY en_AE en_AU en_BE en_CA en_CY en_DE en_HK
en_IE en_IL en_IN en_MT en_MY en_NL en_NZ en_PH en_SG en_ZA es_AR es_BO es_CL es_CO es_CR es_DO
es_EC es_GT es_HN es_NI es_PA es_PE es_PR es_PY es_SV es_US es_UY es_VE et eu fa fr_BE fr_CA fr_CH
fr_LU fr_MA ga gu haw hi hmn ht hy is it_CH ji ka kk kl km kn lb lt lv mi mk ml mr ms mt my nl_BE
pa rm ro_MD ru_AM ru_BY ru_KG ru_KZ ru_LT ru_MD ru_PL ru_UA sh sh_ME sm sq sr sw ta te tl ur xh
zh_HK zh_MY zh_SG zu
"""
"""The languages that there can be translations in: first those that Salesforce speaks itself.

Spanish of Mexico is not among them: it shows the translations of Spanish.
"""
_KNOWN: Final = {code.lower(): code for code in _CODES.split()}
_SPOKEN: Final = {"en": "en_US", "nl": "nl_NL", "pt": "pt_PT", "zh": "zh_CN"}
"""The code of a language that is only known with a country."""
_OTHERWISE: Final = {"he": "iw", "id": "in", "nb": "no", "nn": "no", "yi": "ji", "fil": "tl"}
"""Languages that have another code there."""
_SCRIPTS: Final = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "sr-latn": "sh", "sr-cyrl": "sr"}
_TAGS: Final = {"en_US": "en", "nl_NL": "nl", "iw": "he", "in": "id", "ji": "yi", "sh": "sr-Latn"}


def code_of(tag: str) -> str | None:
    """Salesforce's code for a language tag; None for a language that it does not know."""
    lower = tag.replace("_", "-").lower()
    exact = _KNOWN.get(lower.replace("-", "_"))
    if exact:
        return exact
    for script, code in _SCRIPTS.items():
        if lower == script or lower.startswith(f"{script}-"):
            return code
    language = lower.split("-")[0]
    language = _OTHERWISE.get(language, language)
    return _SPOKEN.get(language) or _KNOWN.get(language)


def tag_of(code: str) -> str:
    """The language tag for a code of Salesforce's."""
    return _TAGS.get(code, code.replace("_", "-"))
