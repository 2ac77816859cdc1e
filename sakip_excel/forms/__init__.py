"""The forms of the workbook; each is declared once, in a file of its own.

A new form is one new file and one line in ``FORMS``.
"""

from __future__ import annotations

from sakip_excel.forms.anggaran import ANGGARAN
from sakip_excel.forms.base import Computed, Field, Form, Kind
from sakip_excel.forms.identitas import IDENTITAS
from sakip_excel.forms.kinerja import KINERJA
from sakip_excel.forms.pk import PK, PK_ANGGARAN
from sakip_excel.forms.rak import RAK

FORMS: tuple[Form, ...] = (IDENTITAS, PK, PK_ANGGARAN, RAK, KINERJA, ANGGARAN)
BY_KEY: dict[str, Form] = {form.key: form for form in FORMS}

__all__ = ["BY_KEY", "FORMS", "Computed", "Field", "Form", "Kind"]
