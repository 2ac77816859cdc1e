"""Segel and Kirim by real clicks in LibreOffice: from the open workbook to the draft."""

from __future__ import annotations

import email
import sys
from email.policy import SMTP

import pytest

from sakip_excel.check import check_book
from sakip_excel.exchange.macrofree import carries_macros
from sakip_excel.exchange.manifest import parse
from sakip_excel.exchange.outbox import Outbox, State
from sakip_excel.exchange.seal import SealState
from sakip_excel.workbook.book import Book
from tests.macros.bench import ROOT, Place, filled, press
from tests.tools.package import problems
from tests.tools.uno_office import requires_uno

pytestmark = pytest.mark.libreoffice


@requires_uno
def test_two_clicks_make_a_draft_of_the_sealed_workbook(tmp_path):
    """Unsealed it stays here; after Segel, Kirim drafts a macro-free copy whose seal is intact."""
    (tmp_path / "program").mkdir()
    place = Place(tmp_path / "program")
    path = filled(tmp_path / "laporan.xlsm", 1)
    sheet, cell = Book.open(path).names["email_tujuan"]
    program = f'"{sys.executable}" -m sakip_excel'
    with place.office(SAKIP_SENYAP="1", SAKIP_PROGRAM=program, PYTHONPATH=str(ROOT)) as office:
        office.open(path)
        office.write(sheet, cell.replace("$", ""), "sumsel@kpu.go.id")
        outbox = Outbox(place.folder / ".local" / "state" / "sakip_excel" / "kotak keluar")
        assert "belum disegel" in press(office, "Kirim")
        assert outbox.items() == []
        assert press(office, "Segel").startswith("Selesai disegel.")
        said = press(office, "Kirim")
    (item,) = outbox.items()
    assert (item.state, item.to) == (State.DRAFT, ("sumsel@kpu.go.id",))
    file = outbox.place(item.key) / item.about["berkas"]
    assert str(file.with_suffix(".eml")) in said
    travels = check_book(Book.open(file))
    assert not carries_macros(travels.book.package)
    assert problems(file.read_bytes()) <= problems(path.read_bytes())
    assert travels.seal.state is SealState.INTACT
    draft = email.message_from_bytes(file.with_suffix(".eml").read_bytes(), policy=SMTP)
    assert next(draft.iter_attachments()).get_content() == file.read_bytes()
    manifest = parse(draft.get_body().get_content())
    assert manifest.segel == travels.seal.seal.code
    assert manifest.galat == 0
