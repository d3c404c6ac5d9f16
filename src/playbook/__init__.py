"""Sales playbooks as text: check them, draw them, make handbooks and set up CRMs from them."""
