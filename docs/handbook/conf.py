"""How Sphinx makes the handbook of the pages under `docs`; `.ci/handbook` calls it."""

import re

project = "corridor"
author = "the authors of corridor"
root_doc = "handbook/index"
extensions = ["myst_nb", "sphinx.ext.autodoc"]
exclude_patterns = ["handbook/*.py"]

html_theme = "furo"
html_title = "corridor"
html_show_sphinx = False
html_copy_source = False
# Prose for people on any connection: no fonts, scripts or pictures of others.
html_static_path: list[str] = []

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
# `.ci/handbook` has run the notebooks and compared what came out; they hold it.
nb_execution_mode = "off"
nb_merge_streams = True

default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
add_module_names = False
# Columns and files of examples that no highlighter knows.
suppress_warnings = ["misc.highlighting_failure"]

# Pages under `docs` name each other as files of the project; here these names are links, and one that
# leads nowhere ends the build.
PAGE = re.compile(r"`docs/((?:methods/|handbook/)?[a-z-]+)\.md`")


def links(app, name, source):  # type: ignore[no-untyped-def]
    source[0] = PAGE.sub(r"[docs/\1.md](/\1.md)", source[0])
    # Files of the project that are no pages of the handbook.
    source[0] = re.sub(r"\]\((?:\.\./)+(data|crates|[A-Z-]+\.md)[^)]*\)", "]", source[0])
    source[0] = re.sub(r"\]\(\.\./([a-z.]+\.json)\)", "]", source[0])


def setup(app):  # type: ignore[no-untyped-def]
    app.connect("source-read", links)
