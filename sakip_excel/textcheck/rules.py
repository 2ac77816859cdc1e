"""All rules about written reports; importing this registers them.

They stand in the modules of this package whose names start with ``rules_``.
"""

from __future__ import annotations

from sakip_excel import textcheck
from sakip_excel.discovery import modules_of

modules_of(textcheck.__name__, textcheck.__path__, "rules_")
