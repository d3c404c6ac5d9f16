"""Sales playbooks as text: check them, draw them, make handbooks and set up CRMs from them."""

__version__ = "0.1.0"
