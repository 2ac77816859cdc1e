"""The hidden sheet Segel, on which the program keeps the record of a seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.exchange.record import HEADINGS, LABELS, SEAL_PLACE, SEAL_SHEET
from sakip_excel.exchange.seal import SEAL_NOTE
from sakip_excel.template.page import set_print, write_head

if TYPE_CHECKING:
    from sakip_excel.template.kit import Kit

_TOP = 4
_WIDTHS = (24, 70, 22, 110)


def write_seal_sheet(kit: Kit) -> None:
    """Write the labels of the record; the program fills in values and rows when it seals."""
    sheet = kit.sheets[SEAL_SHEET]
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    purpose = f"{SEAL_NOTE} Lembar ini ditulis program; jangan diubah."
    write_head(kit, sheet, "Segel", purpose)
    for row, label in enumerate(LABELS, _TOP):
        sheet.write_string(row, 0, label, kit.styles("label"))
    kit.name(SEAL_PLACE, sheet, (_TOP, 1))
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(_TOP + len(LABELS), column, heading, kit.styles("list_header"))
    set_print(sheet)
    sheet.hide()
