"""Keys in HubSpot: lower-case letters, digits and underscores.

Two underscores stand between ids and one stands for a hyphen, so that two
different ids never make the same key unless an id has two hyphens in a row.
"""


def key(prefix: str, *ids: str) -> str:
    """The key of what these ids name: ``pb_new_business__first_call``."""
    return f"{prefix}_" + "__".join(id.replace("-", "_") for id in ids)
