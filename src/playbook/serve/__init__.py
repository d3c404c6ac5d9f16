"""The handbook as it will be, on this computer only, made again whenever a file is saved.

``preview`` makes the pages and knows what is found where, ``watching`` notices
that a file has changed, ``pages`` puts into a page what a preview has more than
a handbook, and ``server`` answers the browser.
"""
