"""The official feed's XML as values of the model; leaves out archives, files and storage.

`read_file` takes the bytes of one `F…`, `N…` or `R…` file, `read_redirections` those of `redirections.xml`.
"""

from guichet.catalogue.official.document import (
    PARSER_VERSION,
    Redirections,
    SheetError,
    read_file,
    read_redirections,
)

__all__ = ["PARSER_VERSION", "Redirections", "SheetError", "read_file", "read_redirections"]
