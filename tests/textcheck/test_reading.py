"""Reports are read whole, and every piece still knows its place."""

from __future__ import annotations

import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sakip_excel.errors import DamagedError, NotFoundError, UnsafeError, UsageError
from sakip_excel.textcheck import read_word
from sakip_excel.textcheck.check import read_document
from sakip_excel.textcheck.document import Kind
from sakip_excel.textcheck.read_text import from_lines
from sakip_excel.textcheck.remark import run_looks
from tests.textcheck.reports import known

BOX = (
    '<w:r {ns}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
    'markup-compatibility/2006"><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}'
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
IN_BOX = "<w:txbxContent><w:p><w:r><w:t>Kabupaten Pacitan</w:t></w:r></w:p></w:txbxContent>"


@pytest.fixture
def word(tmp_path):
    """Return a Word report: heading, paragraph, table with a merged cell, text box, footer."""
    source = docx.Document()
    source.add_heading("BAB III AKUNTABILITAS KINERJA", 1)
    source.add_paragraph("Realisasi anggaran mencapai 99,42%.")
    table = source.add_table(rows=3, cols=4)
    cells = [
        ["Uraian", "Pagu", "Realisasi", "%"],
        ["Honor", "60.000.000", "57.000.000", "96,00"],
        ["Jumlah", "", "100.000.000", "87.000.000"],
    ]
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    paragraph = source.add_paragraph("Lihat kotak.")
    paragraph._p.append(parse_xml(BOX.format(ns=nsdecls("w"), box=IN_BOX)))
    source.sections[0].footer.paragraphs[0].text = "Laporan Kinerja Tahun 2023"
    path = tmp_path / "LKj.docx"
    source.save(str(path))
    return path


def pieces(document):
    """Return the pieces of a document with their kinds."""
    return [(s.kind, s.text.strip()) for s in document.sentences]


def test_hard_returns_are_undone():
    """Lines that were broken for want of room become one paragraph again."""
    text = (
        "Capaian kinerja KPU Kota Prabumulih tersebar pada empat\n\n"
        "sasaran strategis dengan dua belas indikator kinerja\nutama.\n\nParagraf kedua.\n"
    )
    texts = [text for _, text in pieces(from_lines("a.txt", text))]
    assert texts[0].endswith("dua belas indikator kinerja utama.")
    assert texts[1] == "Paragraf kedua."


def test_hyphens_at_line_ends_are_joined():
    """A word broken by a hyphen stands in one piece."""
    text = "sesuai dengan ketentuan dan peraturan yang perundang-\n\nundangan"
    assert "perundang-undangan" in from_lines("a.txt", text).text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("BAB II PERENCANAAN KINERJA", Kind.TITLE),
        ("Tabel 2.1 Indikator Kinerja Utama Tahun 2023", Kind.TITLE),
        ("B. Analisis Capaian Kinerja", Kind.TITLE),
        ("Sasaran 1 : Terwujudnya kebijakan yang kuat", Kind.TITLE),
        ("1 | Honor | 60.000.000 | 57.000.000", Kind.ROW),
        ("1. Melakukan inventarisasi aset;", Kind.PROSE),
        ("Realisasi anggaran mencapai 87,00%.", Kind.PROSE),
    ],
)
def test_kinds(text, kind):
    """Titles, table rows and prose are told apart."""
    assert pieces(from_lines("a.txt", text))[0][0] is kind


def test_places_are_lines():
    """Every offset of a text file leads back to its line."""
    document = from_lines("a.txt", "satu\n\n\ndua tiga\n")
    assert str(document.place(document.text.index("satu"))) == "baris 1"
    assert str(document.place(document.text.index("tiga"))) == "baris 4"


def test_tabs_part_columns():
    """Tabs of a text file part the cells of a row."""
    assert "KPU Kota | Pendidikan" in from_lines("a.txt", "KPU Kota\tPendidikan").text


def test_chapters_are_found_behind_the_contents():
    """The chapter is found at its own heading, not in the table of contents."""
    text = "BAB III AKUNTABILITAS\n\nBAB IV PENUTUP\n\nBAB III\n\nisi bab tiga.\n\nBAB IV\n\nakhir."
    document = from_lines("a.txt", text)
    begin, end = document.chapter(3)
    assert "isi bab tiga" in document.text[begin:end]
    assert "akhir" not in document.text[begin:end]
    assert document.chapter(5) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(tmp_path, encoding):
    """UTF-8 with and without a mark and Windows-1252 are read alike."""
    path = tmp_path / "LKj.txt"
    path.write_bytes("kategori “Berhasil”".encode(encoding))
    assert read_document(path).text.strip() == "kategori “Berhasil”"


def test_word_tables_are_read_row_by_row(word):
    """A table row is one piece with its cells; a merged cell counts once."""
    rows = [text for kind, text in pieces(read_document(word)) if kind is Kind.ROW]
    assert rows[1] == "Honor | 60.000.000 | 57.000.000 | 96,00"
    assert rows[2] == "Jumlah | 100.000.000 | 87.000.000"


def test_word_changes_count_as_accepted(tmp_path):
    """A tracked insertion is read, a deletion is not; a content control hides nothing."""
    source = docx.Document()
    paragraph = source.add_paragraph("Serapan ")
    ns = nsdecls("w")
    for xml in (
        f"<w:ins {ns}><w:r><w:t>87,00%</w:t></w:r></w:ins>",
        f"<w:del {ns}><w:r><w:delText>99,42%</w:delText></w:r></w:del>",
    ):
        paragraph._p.append(parse_xml(xml))
    control = (
        f"<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>isi</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    source.element.body.insert(0, parse_xml(control))
    source.save(str(tmp_path / "LKj.docx"))
    texts = [text for _, text in pieces(read_document(tmp_path / "LKj.docx"))]
    assert texts == ["isi", "Serapan 87,00%"]


def test_chapters_without_typed_numbers(tmp_path):
    """A chapter that Word numbers itself is known by its name."""
    source = docx.Document()
    for heading in ("Pendahuluan", "Akuntabilitas Kinerja", "Penutup"):
        source.add_heading(heading, 1)
        source.add_paragraph(f"Isi {heading}.")
    source.save(str(tmp_path / "LKj.docx"))
    document = read_document(tmp_path / "LKj.docx")
    begin, end = document.chapter(3)
    assert "Isi Akuntabilitas Kinerja." in document.text[begin:end]
    assert "Isi Penutup." not in document.text[begin:end]


def test_word_findings_have_places(word):
    """Findings in a Word file name paragraph, table row and footer."""
    found = {(r.finding.code, r.where) for r in run_looks(read_document(word), known())}
    assert ("TX204", "paragraf 2") in found
    assert ("TX202", "tabel 1 baris 2") in found
    assert ("TX213", "kepala/kaki halaman 1") in found


def test_word_text_boxes_are_read_once(word):
    """What stands in a text box is read, and only once although Word keeps it twice."""
    remarks = run_looks(read_document(word), known())
    assert [r.where for r in remarks if r.finding.code == "TX212"] == ["paragraf 3"]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("LKj.pdf", b"%PDF", UsageError),
        ("LKj.doc", b"\xd0\xcf\x11\xe0", UsageError),
        ("LKj.docx", b"bukan zip", DamagedError),
        ("LKj.txt", b"PK\0\0\0", DamagedError),
    ],
)
def test_other_files_get_one_sentence(tmp_path, name, content, error):
    """A file that is no report is refused with a sentence, never with a traceback."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=name):
        read_document(path)


@pytest.mark.parametrize("name", ["LKj.docx", "LKj.txt"])
def test_missing_file(tmp_path, name):
    """A file that is not there is named."""
    with pytest.raises(NotFoundError, match=name):
        read_document(tmp_path / name)


def test_a_package_without_a_document_is_damaged(tmp_path):
    """A zip file that is no Word document is refused."""
    path = tmp_path / "LKj.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/lain.xml", "<a/>")
    with pytest.raises(DamagedError):
        read_document(path)


def test_packages_beyond_the_limits_are_not_opened(word, monkeypatch):
    """A package that unpacks to more than a report can be is refused before it is parsed."""
    monkeypatch.setattr(read_word, "_LARGEST_PART", 100)
    with pytest.raises(UnsafeError):
        read_document(word)
