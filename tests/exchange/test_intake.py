"""The judgement about one attachment: by its content, with the reason in a sentence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from sakip_excel.exchange import intake
from sakip_excel.exchange.delivery import Attachment, examined
from sakip_excel.exchange.intake import judge
from sakip_excel.exchange.journal import Verdict
from sakip_excel.template import template_path
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from tests.exchange.parcels import BEFORE, manifest_text, report


def about(data: bytes, text: str = "", name: str = "laporan.xlsx"):
    """Return the judgement about a file."""
    return judge(examined(name, data, text))


def changed(data: bytes, name: str, value: object, tmp_path) -> bytes:
    """Return a workbook in which one named cell was typed over."""
    path = tmp_path / "ubah.xlsx"
    path.write_bytes(data)
    book = Book.open(path)
    patch = Patch(book)
    patch.set(*book.names[name], value)
    return patch.to_bytes()


def zipped(*names: str) -> bytes:
    """Return a zip archive with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "isi")
    return out.getvalue()


def test_a_sealed_report_without_findings_is_accepted():
    """Nothing is to be said, and satker, period and sums come from the content."""
    found = about(report())
    assert (found.verdict, found.reasons) == (Verdict.ACCEPTED, ())
    assert found.identity.key == "658021-2024-TW4"
    assert (found.facts.pagu, found.facts.realisasi) == (1_000_000, 985_000)
    assert found.kept == report()


def test_an_unsealed_report_is_accepted_with_a_note():
    """Without a seal the report counts, and the reason says that it is missing."""
    found = about(report(sealed=None))
    assert found.verdict is Verdict.NOTED
    assert found.reasons == ("Buku kerja belum disegel.",)


def test_a_report_with_warnings_is_accepted_with_a_note():
    """Absorption under the target of the year is a warning that the note counts."""
    found = about(report(spent=200_000))
    assert found.verdict is Verdict.NOTED
    assert found.facts.peringatan > 0
    assert found.reasons == (f"{found.facts.peringatan} peringatan perlu dibaca.",)


def test_a_report_changed_after_sealing_names_the_cell(tmp_path):
    """The note says where it changed, and the report is not simply accepted."""
    data = changed(report(), "penyusun", "Orang lain", tmp_path)
    found = about(data)
    assert found.verdict is Verdict.NOTED
    cell = Book(tmp_path / "x.xlsx", data).names["penyusun"][1]
    assert any(
        "berubah setelah disegel" in r and f"!{cell.partition(':')[0]}" in r for r in found.reasons
    )


def test_a_report_with_an_error_is_returned():
    """One Galat is enough, and the file is kept all the same."""
    data = report(target="sembilan", sealed=None)
    found = about(data)
    assert found.verdict is Verdict.RETURNED
    assert found.facts.galat > 0
    assert found.kept == data


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({"kode": ""}, "kode satker"),
        ({"kode": "65802"}, "kode satker"),
        ({"kode": "../../1"}, "kode satker"),
        ({"triwulan": ""}, "triwulan"),
    ],
)
def test_without_identity_it_goes_into_quarantine(options, missing):
    """A report that cannot be filed names what Beranda does not say."""
    found = about(report(**options, sealed=None))
    assert found.verdict is None
    assert "Identitas tidak lengkap" in found.reasons[0]
    assert missing in found.reasons[0]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "kosong"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (zipped("laporan.xlsx"), "ZIP"),
        (zipped("word/document.xml"), "Word"),
        (report()[:60_000], "rusak"),
        (b"PK\x03\x04" + bytes(500), "rusak"),
    ],
)
def test_what_is_no_workbook_is_named(data, word):
    """The reason says what the file is; it is kept under a name that nothing opens."""
    found = about(data)
    assert found.verdict is None
    assert word in " ".join(found.reasons)
    assert (found.kept, found.suffix) == (data, ".karantina")


def test_a_zip_archive_is_asked_for_without_the_zip():
    """The sentence tells the satker what to send instead."""
    assert "pilih buku kerja di dalamnya" in about(zipped("a.xlsx")).reasons[0]


def test_what_is_too_large_is_not_looked_into(monkeypatch):
    """The limit holds before anything is unpacked."""
    monkeypatch.setattr("sakip_excel.workbook.book.Book.__init__", None)
    found = judge(Attachment("besar.xlsx", bytes(3 << 20)), limit=2 << 20)
    assert found.verdict is None
    assert "3,0 MB; paling besar 2 MB" in found.reasons[0]


def test_a_workbook_of_another_kind_goes_into_quarantine(tmp_path):
    """A workbook without our forms is no report."""
    import openpyxl

    path = tmp_path / "lain.xlsx"
    openpyxl.Workbook().save(path)
    found = about(path.read_bytes())
    assert found.verdict is None
    assert "bukan buku kerja SAKIP" in found.reasons[0]


def test_macros_are_neither_kept_nor_run():
    """Of a workbook with macros only the copy without them is kept, and the reason says kirim."""
    data = template_path("sakip_satker").with_suffix(".xlsm").read_bytes()
    found = about(data, name="laporan.xlsx")
    assert found.verdict is None
    assert "sakip kirim" in found.reasons[0]
    assert not any("vba" in name for name in Book(template_path("pk"), found.kept).package.names)


@pytest.mark.parametrize(
    "data",
    [
        zipped("laporan.xlsm"),
        zipped("xl/vbaProject.bin"),
        b"\xd0\xcf\x11\xe0" + "Workbook_VBA_PROJECT_CUR".encode("utf-16-le"),
        b"Rar!\x1a\x07 tidak dapat dilihat isinya",
        b"\x78\x9f\x3e\x22" + zipped("xl/vbaProject.bin"),
    ],
)
def test_nothing_is_kept_of_other_files_with_macros(data):
    """Old workbooks and archives that may carry macros leave only the reason behind."""
    found = about(data)
    assert found.verdict is None
    assert found.kept is None
    assert "tidak disimpan" in found.reasons[-1]


def test_nothing_is_kept_of_a_whole_mail():
    """A mail that is too deep or too full may hold anything; it stays where it came from."""
    found = judge(Attachment("surel.eml", b"Subject: x", problem="Terlalu dalam."))
    assert found.reasons[0] == "Terlalu dalam."
    assert found.kept is None


def test_a_fault_of_the_program_stops_nothing(monkeypatch, tmp_path):
    """One file at which the program itself fails goes into quarantine with a number."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sakip_excel.check.check_book", broken)
    found = about(report())
    assert found.verdict is None
    assert "kesalahan (nomor" in found.reasons[0]


def test_the_manifest_of_the_sender_agrees():
    """A mail as kirim makes it adds nothing to be noted."""
    assert about(report(), manifest_text(report())).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (manifest_text(report(spent=390_001)), "Sidik berkas berbeda"),
        (manifest_text(report(spent=390_001)), "Segel berbeda"),
        (manifest_text(report("658022")), "menyebut 658022-2024-TW4, isi buku kerja 658021"),
        (manifest_text(report(triwulan="III")), "menyebut 658021-2024-TW3"),
        (manifest_text(report(), reason="Batas waktu"), "paksa, alasan pengirim: Batas waktu."),
        (manifest_text(report())[:80], "Manifes pada surel rusak"),
    ],
)
def test_a_manifest_that_says_something_else_is_noted(text, said):
    """The content decides; the difference is told, never an error."""
    found = about(report(), text)
    assert found.verdict is Verdict.NOTED
    assert any(said in reason for reason in found.reasons)
    assert found.identity.kode_satker == "658021"


def test_a_manifest_of_another_attachment_is_not_ours():
    """In a mail with several reports the manifest speaks about its own one only."""
    other = report("658022")
    attachment = examined("a.xlsx", report(), manifest_text(other))
    siblings = [attachment.sha256, examined("b.xlsx", other, "").sha256]
    assert judge(attachment, siblings).verdict is Verdict.ACCEPTED
    assert judge(attachment).verdict is Verdict.NOTED


def test_a_quoted_manifest_is_understood():
    """A reply or a forwarded mail quotes the manifest; it still agrees."""
    quoted = "\r\n".join(f"> {line}" for line in manifest_text(report()).splitlines())
    assert about(report(), quoted).verdict is Verdict.ACCEPTED


def test_the_name_of_the_file_decides_nothing():
    """A report under the name of another satker and quarter is filed by its content."""
    found = judge(Attachment("SAKIP-999999-2030-TW1-v9.pdf", report()))
    assert found.identity.key == "658021-2024-TW4"


def test_reports_of_two_times_differ_only_in_the_seal():
    """The same inputs sealed at another time are another file with the same code."""
    first, second = about(report()), about(report(sealed=BEFORE))
    assert first.facts.segel == second.facts.segel
    assert first.facts.disegel != second.facts.disegel
    assert replace(first.facts, disegel="", sha256="") == replace(
        second.facts, disegel="", sha256=""
    )


def test_the_limits_are_those_of_government_mail():
    """An attachment of 25 MB is still looked into."""
    assert intake.MAX_BYTES == 25 * 1024 * 1024
