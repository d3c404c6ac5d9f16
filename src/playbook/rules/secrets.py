"""What must not be kept in git: secrets, and people's addresses and numbers."""

import re
from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _
from playbook.rules import Context, Remark, Severity, rule

_SECRET = re.compile(
    r"""
      \b(?:ghp|gho|ghs|ghu)_[A-Za-z0-9]{20,} | \bgithub_pat_\w{20,} | \bglpat-[\w-]{16,}
    | \bxox[abprs]-[\w-]{10,} | \bAKIA[0-9A-Z]{16}\b | \b[rs]k_live_\w{10,} | \bsk-[\w-]{20,}
    | \bpat-[a-z]{2}\d-[\w-]{20,} | \beyJ[\w-]{10,}\.[\w-]{10,}\.
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY
    | https?://[^\s/:@]+:[^\s/@]+@
    | [?&](?:access_token|token|api_?key|key|sig|signature|password|secret)=[\w%.~+/-]{8,}
    | (?:\b(?:password|passwd|api[ _-]?key|token|secret)|парола|密码|口令)\s?[:=：]\s?(?=\S*\d)\S{8,}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORTH_LOOKING = re.compile(r"\d|@|-----")
"""What every secret, address and number has in it; most texts have nothing of it."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
_OF_AN_OFFICE = re.compile(
    r"(?:info|sales|support|office|contact|hello|team|legal|privacy|billing|service|help|marketing"
    r"|partners?|no-?reply|orders?|finance|accounting|hr|jobs|press|admin|deals?|security|dpo|bids?"
    r"|tenders?|name|first\.last|firstname\.lastname|you|someone|user)(?:[.+-].*)?@"
    r"|.*[@.](?:example|test|invalid|localhost)(?:\.[a-z]{2,3})?$",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w+])\+[1-9](?:[ ().-]{0,2}\d){8,14}(?!\d)"
    r"|(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"
    r"|(?<!\d)0(?:8[789]|9[89])\d(?:[ -]?\d{3}){2}(?!\d)"
)


@rule("PB824", Severity.WARNING)
def secret_or_personal(context: Context) -> Iterator[Remark]:
    """A playbook holds no passwords, and nobody's own e-mail address or telephone number.

    ## Why
    What is in git once stays there for ever, with everyone who has a copy. A
    playbook names roles. Addresses of an office, such as sales@, are fine.

    ## Wrong
    ```yaml
    rules: [Ask maria.petrova@acme.bg before any discount]
    ```

    ## Right
    ```yaml
    rules: [Ask the sales manager before any discount]
    ```
    """
    for at, text in _texts(context):
        if not _WORTH_LOOKING.search(text):
            continue
        if secret := _SECRET.search(text):
            message = _('This looks like a secret: "{start}…".').format(start=secret[0][:4])
            help = _("Take it out, and have it changed: whoever has the history has it too.")
            yield Remark(at, message, help)
        person = next((each for each in _MAIL.findall(text) if not _OF_AN_OFFICE.match(each)), None)
        if person:
            message = _("This is somebody's own e-mail address: {address}.")
            yield Remark(at, message.format(address=person), _("Name the role instead."))
        number = _PHONE.search(text)
        if number:
            message = _("This is a telephone number: {number}.").format(number=number[0])
            yield Remark(at, message, _("Name the role instead; numbers belong in the CRM."))


def _texts(context: Context) -> Iterator[tuple[At, str]]:
    for leaf in context.playbook.texts:
        yield leaf.at, leaf.value
    for asset in context.playbook.assets.values():
        if asset.url:
            yield (*asset.at, "url"), asset.url
