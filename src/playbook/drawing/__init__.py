"""Pictures of a process: laid out by graphviz, drawn by us.

The layout engine gets boxes of a fixed size, measured here, so that a picture
is the same with every engine and with or without fonts.
"""
