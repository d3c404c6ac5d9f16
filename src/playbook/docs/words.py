"""The words of the made pages themselves, beside those of the code that they are made from."""

from playbook.messages import look_up


def _(message: str) -> str:
    """The message in the language in use, from the catalogue of the pages."""
    return look_up("docs", message)
