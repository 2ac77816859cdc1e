"""All checks across satkers; importing this registers them.

They stand in the modules of this package whose names start with ``cross``.
"""

from __future__ import annotations

from sakip_excel import consolidate
from sakip_excel.discovery import modules_of

modules_of(consolidate.__name__, consolidate.__path__, "cross")
