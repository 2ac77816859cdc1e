"""How the templates look: one palette, one set of roles, one number format per kind of column.

Processing writes values and formulas only, never a style, so everything about looks stands here.
Every pair of text and fill below has a contrast of at least 4.5:1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sakip_excel.forms import Field, Kind

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

Properties = dict[str, Any]

FONT = "Calibri"
INK, INK_SOFT, INK_COMPUTED = "#1F2A33", "#55626C", "#3B4750"
PRIMARY, SLATE, LINE = "#1F4E5F", "#5B6770", "#CBD3D9"
INPUT_FILL, COMPUTED_FILL, PANEL = "#FFF8DC", "#EEF1F3", "#F5F7F8"
INPUT_TAB = "#E3B341"

_LINES: Properties = {"border": 1, "border_color": LINE}
_TABLE_HEADER: Properties = {
    "bold": True,
    "font_color": "#FFFFFF",
    "text_wrap": True,
    "valign": "vcenter",
    "align": "left",
    "border": 1,
    "border_color": "#FFFFFF",
}

ROLES: dict[str, Properties] = {
    "plain": {},
    "title": {"bold": True, "font_size": 18, "font_color": PRIMARY, "valign": "vcenter"},
    "purpose": {"font_color": INK_SOFT, "valign": "vcenter"},
    "context": {"bold": True, "valign": "vcenter"},
    "link": {"font_color": "#0B5394", "underline": 1, "valign": "vcenter"},
    "section": {
        "bold": True,
        "font_size": 12,
        "font_color": PRIMARY,
        "bottom": 2,
        "bottom_color": PRIMARY,
        "valign": "vcenter",
    },
    "label": {"valign": "vcenter", "font_color": INK},
    "caption": {
        "font_size": 10,
        "font_color": INK_SOFT,
        "text_wrap": True,
        "align": "right",
        "valign": "bottom",
    },
    "note": {"font_size": 10, "font_color": INK_SOFT, "text_wrap": True, "valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "row": {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": LINE},
    "key": {"text_wrap": True, "valign": "top", "bold": True, "bottom": 1, "bottom_color": LINE},
    "figure_label": {"font_size": 10, "bottom": 1, "bottom_color": LINE, "valign": "vcenter"},
    "figure": {
        "bold": True,
        "font_size": 10,
        "bottom": 1,
        "bottom_color": LINE,
        "valign": "vcenter",
    },
    "input": {**_LINES, "bg_color": INPUT_FILL, "valign": "top"},
    "computed": {
        **_LINES,
        "bg_color": COMPUTED_FILL,
        "font_color": INK_COMPUTED,
        "italic": True,
        "valign": "top",
    },
    "words": {
        **_LINES,
        "bg_color": COMPUTED_FILL,
        "font_color": INK_COMPUTED,
        "italic": True,
        "indent": 1,
        "valign": "vcenter",
    },
    "total": {
        "bold": True,
        "bg_color": COMPUTED_FILL,
        "font_color": INK,
        "top": 1,
        "bottom": 1,
        "top_color": SLATE,
        "bottom_color": SLATE,
        "valign": "vcenter",
    },
    "input_header": {**_TABLE_HEADER, "bg_color": PRIMARY},
    "computed_header": {**_TABLE_HEADER, "bg_color": SLATE, "italic": True},
    "list_header": {**_TABLE_HEADER, "bg_color": PRIMARY},
    "status": {"bg_color": PANEL, "border": 1, "border_color": LINE, "valign": "vcenter"},
    "required": {"bold": True, "font_color": "#A61B1B"},
    "column_number": {
        "font_color": INK_SOFT,
        "align": "center",
        "bg_color": PANEL,
        "border": 1,
        "border_color": LINE,
    },
    "soft": {"font_size": 10, "font_color": INK_SOFT},
}

MARKS: dict[str, Properties] = {
    "galat": {"bg_color": "#F6C9C5", "font_color": "#7A0C0C", "bold": True},
    "peringatan": {"bg_color": "#FFE0A0", "font_color": "#5E3D00"},
    "info": {"bg_color": "#D3E6F8", "font_color": "#123F6B"},
}
"""What a cell looks like when Validasi lists it, most serious first."""

GOOD: Properties = {"bg_color": "#D9EAD3", "font_color": "#1E4D1B", "bold": True}
"""What the sentence looks like that says a report is ready."""

_NUMBER_FORMATS = {
    Kind.MONEY: "#,##0",
    Kind.RATIO: "0.00%",
    Kind.INTEGER: "#,##0",
    Kind.DATE: "dd/mm/yyyy",
}
_TEXT_KINDS = frozenset({Kind.TEXT, Kind.CODE, Kind.CHOICE, Kind.EMAIL})
_CENTERED = frozenset({Kind.TICK})
_RIGHT = frozenset({Kind.MONEY, Kind.RATIO, Kind.INTEGER, Kind.NUMBER, Kind.MEASURE})


def kind_properties(field: Field) -> Properties:
    """Return number format, alignment and wrapping of a field.

    Texts that people type are text cells, so that ``001`` keeps its zeros and ``- Rapat`` is no
    formula. A formula in a text cell would turn into text when it is edited, so computed ones are
    General.
    """
    if field.kind in _TEXT_KINDS:
        form = "@" if field.is_input else "General"
        wrap = field.kind is Kind.TEXT
        return {"num_format": form, "text_wrap": wrap, "align": "left"}
    form = field.number_format or _NUMBER_FORMATS.get(field.kind, "General")
    align = "center" if field.kind in _CENTERED else "right" if field.kind in _RIGHT else "left"
    # A reason such as "Tidak dapat dihitung" may stand where a number is expected.
    return {"num_format": form, "align": align, "shrink": not field.is_input}


class Styles:
    """The formats of one workbook, each made once.

    Args:
        workbook: the workbook being built.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, role: str = "plain", **extra: object) -> Format:
        """Return the format of a role, with further properties on top."""
        return self._format({"font_name": FONT, "font_size": 11, **ROLES[role], **extra})

    def field(self, field: Field, role: str = "", **extra: object) -> Format:
        """Return the format of a field's cell: by its kind, and as input or computed."""
        role = role or ("input" if field.is_input else "computed")
        return self(role, **{**kind_properties(field), **extra})

    def header(self, field: Field) -> Format:
        """Return the format of a column heading."""
        return self("input_header" if field.is_input else "computed_header")

    def rule(self, **properties: object) -> Format:
        """Return a format for a conditional format: only what is named is changed."""
        return self._format(properties)

    def _format(self, properties: Properties) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
