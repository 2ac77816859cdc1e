"""The sheet Status: where each satker stands, and what the officer decides."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from sakip_excel.consolidate.rekap.layout import STATUS
from sakip_excel.consolidate.rekap.page import FIRST_ROW, Row, serial, write_table
from sakip_excel.consolidate.states import State
from sakip_excel.template.styles import GOOD, MARKS
from sakip_excel.template.validation import PROMPT_LIMIT, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sakip_excel.consolidate.joined import Joined
    from sakip_excel.consolidate.rekap.bulk import RowSheet
    from sakip_excel.consolidate.rekap.page import Rekap
    from sakip_excel.consolidate.states import StatusRow

_QUIET = {"bg_color": "#EEF1F3", "font_color": "#3B4750"}
COLOURS: dict[State, Mapping[str, object]] = {
    State.ACCEPTED: GOOD,
    State.APPROVED: GOOD,
    State.NOTED: MARKS["peringatan"],
    State.UNDECIDED: MARKS["peringatan"],
    State.REJECTED: MARKS["galat"],
    State.UNREADABLE: MARKS["galat"],
    State.MISSING: _QUIET,
    State.NIL: MARKS["info"],
}
"""What a state looks like."""
_ESCAPED = {letter: f"%{ord(letter):02x}" for letter in ' "#%<>?[]^`{|}'}
_URL_LIMIT = 2000  # characters that Excel takes in a link, with some air


def write_status(rekap: Rekap) -> None:
    """Write one row per satker with its drop-down and colours."""
    joined = rekap.joined
    sheet = write_table(rekap, STATUS, (_row(row) for row in joined.status))
    last = FIRST_ROW + max(len(joined.status), 1) - 1
    _colour(rekap, sheet, last)
    for key in ("keputusan", "catatan"):
        _prompt(sheet, key, last)


def _row(row: StatusRow) -> Row:
    seal = row.seal if row.seal_state == "utuh" else _seal_words(row)
    link = link_to(row.link)
    return Row(
        (
            row.kode_satker,
            row.nama_satker,
            row.provinsi,
            row.email,
            serial(row.deadline),
            row.state.value,
            row.galat,
            row.peringatan,
            row.info,
            serial(row.received),
            row.late_days,
            row.version or None,
            seal,
            PurePosixPath(row.path).name,
            row.decision,
            row.note,
            row.decided_for,
            row.reason,
        ),
        links={"berkas": link} if link else {},
    )


def _seal_words(row: StatusRow) -> str:
    if row.seal_state == "berubah":
        return "berubah"
    return "tanpa segel" if row.seal_state else ""


def link_to(path: str) -> str:
    """Return what opens a file beside the rekap, empty when no link can hold its name."""
    if not path or len(path) > _URL_LIMIT or any("\ud800" <= c <= "\udfff" for c in path):
        return ""
    # What is escaped here, # among it, is left alone by XlsxWriter.
    return f"external:{''.join(_ESCAPED.get(letter, letter) for letter in path)}"


def _colour(rekap: Rekap, sheet: RowSheet, last: int) -> None:
    column = STATUS.index("keadaan")
    for state, style in COLOURS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{state.value}"'}
        area = (FIRST_ROW, column, last, column)
        sheet.conditional_format(*area, {**rule, "format": rekap.styles.rule(**style)})
    late = STATUS.index("terlambat_hari")
    cell = f"${xl_col_to_name(late)}{FIRST_ROW + 1}"
    rule = {"type": "formula", "criteria": f"=N({cell})>0"}
    shown = rekap.styles.rule(font_color=MARKS["galat"]["font_color"], bold=True)
    sheet.conditional_format(FIRST_ROW, late, last, late, {**rule, "format": shown})


def _prompt(sheet: RowSheet, key: str, last: int) -> None:
    column = STATUS.index(key)
    field = STATUS.columns[column]
    options: dict[str, object] = {
        "validate": "any",
        "input_title": field.heading,
        "input_message": shortened(field.help, PROMPT_LIMIT),
    }
    if field.choices:
        options |= {
            "validate": "list",
            "source": list(field.choices),
            "error_title": field.heading,
            "error_message": "Pilih Sahkan, Kembalikan, atau Nihil; kosongkan bila belum.",
        }
    sheet.data_validation(FIRST_ROW, column, last, column, options)


def counts_by_state(joined: Joined) -> dict[State, int]:
    """Return how many satkers stand in each state, states without any included."""
    found = dict.fromkeys(COLOURS, 0)
    for row in joined.status:
        found[row.state] += 1
    return found
