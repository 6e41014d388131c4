"""The settings of Sphinx. ``make docs`` builds the site into build/docs."""

import sys
from pathlib import Path

from partner_center import __version__

sys.path.insert(0, str(Path(__file__).with_name("extensions")))

project = "partner-center-offers"
author = "The partner-center-offers maintainers"
project_copyright = "The partner-center-offers maintainers, MIT license"
version = release = __version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "myst_parser",
    "public_names",
    "command_line",
    "settings_tables",
    "contract_page",
    "project_files",
]
exclude_patterns = ["extensions"]

myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]

autodoc_typehints = "description"
autodoc_typehints_format = "short"
autodoc_typehints_description_target = "documented_params"
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
add_module_names = False
python_maximum_signature_line_length = 80
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = f"partner-center-offers {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
