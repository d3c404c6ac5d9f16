"""Small drawings, each within about twelve points around its middle."""

from typing import Final

CHECK: Final = "M-4.5 .4 -1.4 3.4 4.6 -3.2"
DOT: Final = "M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0Z"
DIAMOND: Final = "M0 -5 5 0 0 5 -5 0Z"
CROSS: Final = "M-4 -4 4 4M4 -4 -4 4"
BAN: Final = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0ZM-3.5 3.5 3.5 -3.5"
MINUS: Final = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0ZM-2.5 0H2.5"
LOOP: Final = "M4.9 1.4A5.1 5.1 0 1 1 3.6 -3.6M4.4 -6.2V-3H1.2"
OUT: Final = "M-1 -4.5H-4.5V4.5H4.5V1M1 -4.8H4.8V-1M4.6 -4.6 -.6 .6"
HANDOVER: Final = "M-5.5 -2.5H4.5M1.8 -5.2 4.5 -2.5 1.8 .2M5.5 3H-4.5M-1.8 .3 -4.5 3 -1.8 5.7"
PEN: Final = "M-4.5 4.5 -3.6 1.2 2.6 -5 5 -2.6 -1.2 3.6Z"
PERSON: Final = (
    "M0 -6.6a3.3 3.3 0 1 1 0 6.6a3.3 3.3 0 1 1 0 -6.6Z"
    "M-6.4 6.6c0 -3.6 2.6 -5.4 6.4 -5.4s6.4 1.8 6.4 5.4Z"
)
