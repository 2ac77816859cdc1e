"""The texts that people typed, read once for the many rules that look at them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from sakip_excel.forms.base import Kind
from sakip_excel.rules._look import once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_LONGEST: Final = 2000

Text = tuple["FormData", "Record", str, str]
"""Form, row, key and text of one cell."""


class Texts:
    """The texts of some forms.

    Args:
        cells: the texts with their places, in order.

    Attributes:
        cells: as given.
    """

    def __init__(self, cells: list[Text]) -> None:
        self.cells = cells

    @cached_property
    def _small(self) -> dict[str, str]:
        """Return each different text in small letters; program and kegiatan stand in many rows."""
        return {text: text.lower() for _, _, _, text in self.cells}

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._small.values())

    @cached_property
    def _unusual(self) -> list[str]:
        # Regular expressions that ignore case also take signs such as "ſ" for a plain letter.
        return [text for text in self._small if not text.isascii()]

    def with_one_of(self, mentions: tuple[str, ...]) -> Iterator[str]:
        """Yield the different texts that may hold one of some pieces; all when none is given.

        Args:
            mentions: pieces of text in small ASCII letters.
        """
        if not mentions:
            yield from self._small
            return
        there = [piece for piece in mentions if piece in self._joined]
        if not there:
            yield from self._unusual
            return
        for text, small in self._small.items():
            if not text.isascii() or any(piece in small for piece in there):
                yield text


def typed_texts(report: Report, forms: tuple[str, ...] = ()) -> Texts:
    """Return the texts that people typed, Beranda left out.

    Args:
        report: the report, its rows understood.
        forms: keys of the forms to look at; default: all but Beranda.
    """
    wanted = [key for key in report.forms if key != "identitas" and (not forms or key in forms)]
    return once(report, f"texts {' '.join(wanted)}", lambda _: _together(report, wanted))


def _together(report: Report, forms: Sequence[str]) -> Texts:
    if len(forms) == 1:
        return Texts(list(_read(report.forms[forms[0]])))
    return Texts([text for key in forms for text in typed_texts(report, (key,)).cells])


def _read(form: FormData) -> Iterator[Text]:
    wanted = [f.key for f in form.form.inputs if f.kind is Kind.TEXT]
    for record in form:
        for key in wanted:
            text = record.text(key)[:_LONGEST]
            if text:
                yield form, record, key, text
