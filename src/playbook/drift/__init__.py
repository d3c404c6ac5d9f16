"""Where a CRM and a playbook disagree, in the words of the trade.

Two set-ups are compared: what the playbook makes of the CRM, and what the CRM
has given. What a CRM cannot hold, or has not told, is no difference.
"""

from playbook.drift.comparing import Difference, Kind, compared, pipeline_of
from playbook.drift.telling import as_json, markdown, text

__all__ = ["Difference", "Kind", "as_json", "compared", "markdown", "pipeline_of", "text"]
