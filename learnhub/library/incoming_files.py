"""How each kind of file with resources in it is asked for and read."""

from learnhub.imports.importer import Source
from learnhub.library import incoming
from learnhub.library.formats import awesome, bibtex, netscape, pasted, syndication, tables

TRAIL = (("Library", "/library"), ("Bring in", "/library/bring-in"))
BOOKMARKS = Source(
    netscape.read,
    "The HTML file that a browser exports, up to 10 MB.",
    ".html,.htm,text/html",
    "Choose the HTML file that your browser exported.",
    has_columns=False,
    trail=TRAIL,
)
AWESOME = Source(
    awesome.read,
    "A Markdown file, up to 10 MB.",
    ".md,.markdown,.txt,text/markdown",
    "Choose a Markdown file.",
    has_columns=False,
    trail=TRAIL,
)
BIBTEX = Source(
    bibtex.read,
    "A .bib file, up to 10 MB.",
    ".bib,.bibtex,.txt",
    "Choose a BibTeX file.",
    has_columns=False,
    trail=TRAIL,
)
FEED = Source(
    syndication.read,
    "An RSS or Atom file, up to 10 MB.",
    ".xml,.rss,.atom,application/xml",
    "Choose an RSS or Atom file.",
    has_columns=False,
    trail=TRAIL,
)
RESOURCES = Source(
    tables.read,
    "CSV, XLSX or our own JSON, up to 10 MB and 20,000 rows. The first row names the columns.",
    ".csv,.tsv,.txt,.xlsx,.json,text/csv,application/json",
    trail=TRAIL,
)
PASTED = Source(
    pasted.read,
    "Links that the library has already are told apart before anything comes in.",
    wanted="Paste at least one link.",
    pasted="Links",
    has_columns=False,
    trail=TRAIL,
)
CONNECTED = (
    (incoming.AWESOME, AWESOME),
    (incoming.BIBTEX, BIBTEX),
    (incoming.BOOKMARKS, BOOKMARKS),
    (incoming.FEED, FEED),
    (incoming.PASTED, PASTED),
    (incoming.RESOURCES, RESOURCES),
)
