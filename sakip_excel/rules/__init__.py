"""The rules: one small function each, with a stable code, in one registry.

Every module of this package is imported with it, so a new file registers its rules by itself.
"""

from __future__ import annotations

from sakip_excel.discovery import modules_of

modules_of(__name__, __path__)
