"""知客CRM: a set-up workbook in Chinese, to be typed in by an administrator.

No API and no form of import for stages was found. Whoever has a template from
the vendor says its titles in crm.yaml, and gets a workbook like it.
"""

from typing import Final

from playbook.crm import Target
from playbook.rollout.rolling import Recipe
from playbook.rollout.workbook import CHINESE, UNSURE, first, in_chinese, read, typed_in

_SURFACE: Final = typed_in("知客CRM", where={})


ZHIKE = Target(
    name="zhike",
    about="A set-up workbook in Chinese for 知客CRM. Nothing is sent: somebody types it in.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=in_chinese(CHINESE), first=first, tells=UNSURE),
    read=read,
    dump="set-up.xlsx",
)
