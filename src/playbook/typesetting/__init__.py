"""From a manuscript to pages in print, by typst."""
