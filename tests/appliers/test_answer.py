"""The answer file: every line as the protocol has it, whole or not there at all."""

from __future__ import annotations

import pytest

from sakip_excel.appliers import answer
from sakip_excel.appliers.answer import Answer, Route, escape, render, write
from sakip_excel.errors import WriteError
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import ErrorValue
from sakip_excel.workbook.patch import Patch
from tests.appliers import twin
from tests.tools.tiny import Sheet
from tests.tools.tiny import write as write_tiny

HOSTILE = [
    "tab\tdi tengah",
    "baris\r\nbaru",
    "=1+1",
    "'24",
    "\\u0041 dan \\",
    "✓ ٧ √ ü",
    "😀 𝒳",
    "\x00\x07\x7f\x85\u2028",
    "\ud83d",
    "  tepi  ",
    "AKHIR\t3",
]


@pytest.fixture
def patch(tmp_path):
    """Return a patch of a workbook with two sheets and a Table."""
    path = write_tiny(
        tmp_path / "b.xlsx",
        Sheet("Isi ✓", "A | B\n1 | 2\n3 | 4", table="tblIsi", at="A1"),
        Sheet("Lain", "A | B\nx | y", at="A1"),
    )
    return Patch(Book.open(path))


def lines(given: Answer) -> list[str]:
    """Return the lines of an answer."""
    text = render(given)
    assert text.endswith("\r\n")
    return text[:-2].split("\r\n")


def test_an_answer_without_cells_has_three_lines():
    """Header, sentence and count are always there."""
    assert lines(Answer("Selesai.")) == ["SAKIP\t1\tok\ttanpa", "K\tSelesai.", "AKHIR\t2"]


def test_a_failure_is_told_in_the_header():
    """What could not go on says so and changes nothing."""
    assert lines(Answer("Gagal.", ok=False))[0] == "SAKIP\t1\tgalat\ttanpa"


def test_every_kind_of_change_has_its_line(patch):
    """Table, number, text, truth value, blank, formula and error are written as agreed."""
    patch.grow_table("tblIsi", 9)
    patch.set("Isi ✓", "A5", 1250000.5)
    patch.set("Isi ✓", "B5", "teks\t1")
    patch.set("Lain", "A2", None)
    patch.set("Lain", "B2", value=True)
    patch.set("Lain", "C2", 0.9818, "SUM(A1:A3)/2")
    patch.set("Lain", "D2", "", 'A1&"✓"')
    patch.set("Lain", "E2", ErrorValue("#N/A"))
    patch.set("Lain", "F2", 40_377_837_000)
    patch.set("Lain", "G2", -1e-7)
    assert lines(Answer("Ya.", route=Route.VBA, patch=patch)) == [
        "SAKIP\t1\tok\tvba",
        "T\ttblIsi\t9",
        "V\tIsi \\u2713\tA5\tn\t1250000.5",
        "V\tIsi \\u2713\tB5\ts\tteks\\u00091",
        "V\tLain\tA2\tk\t",
        "V\tLain\tB2\tb\t1",
        "F\tLain\tC2\tn\t0.9818\tSUM(A1:A3)/2",
        'F\tLain\tD2\tk\t\tA1&"\\u2713"',
        "F\tLain\tE2\ts\t#N/A\t#N/A",
        "V\tLain\tF2\tn\t40377837000",
        "V\tLain\tG2\tn\t-1E-07",
        "K\tYa.",
        "AKHIR\t12",
    ]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a b~!", "a b~!"),
        ("\\", "\\u005C"),
        ("\t\r\n", "\\u0009\\u000D\\u000A"),
        ("✓", "\\u2713"),
        ("é", "\\u00E9"),
        ("😀", "\\uD83D\\uDE00"),
        ("\U0010ffff", "\\uDBFF\\uDFFF"),
        ("\x7f", "\\u007F"),
    ],
)
def test_escapes(text, escaped):
    """Signs beyond printable ASCII travel as UTF-16 code units, four hexadecimal digits each."""
    assert escape(text) == escaped


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_as_it_was(patch, text):
    """No text breaks a line or changes on its way, in a cell, a formula or the sentence."""
    patch.set("Lain", "A9", text)
    patch.set("Lain", "B9", text, f'A1&"{text}"')
    data = render(Answer(text, route=Route.VBA, patch=patch)).encode("ascii")
    parsed = twin.parse(data)
    assert parsed.cells["Lain", "A9"] == (None, text)
    assert parsed.cells["Lain", "B9"] == (f'A1&"{text}"', text)
    assert parsed.sentence == text


def test_a_cut_answer_is_known_as_cut(patch):
    """An answer that lost any of its lines is never taken for a whole one."""
    patch.set("Lain", "A9", 1)
    patch.set("Lain", "A10", "dua")
    whole = render(Answer("Ya.", route=Route.VBA, patch=patch)).encode("ascii")
    assert twin.parse(whole).sentence == "Ya."
    rows = whole.splitlines(keepends=True)
    for number in range(len(rows)):
        with pytest.raises(twin.DamagedAnswerError):
            twin.parse(b"".join(rows[:number] + rows[number + 1 :]))


def test_the_answer_appears_in_one_step(tmp_path, monkeypatch):
    """Before the last step the macro sees no answer, after it a whole one and nothing else."""
    seen = []
    replace = type(tmp_path).replace

    def watched(self, target):
        seen.append((target.exists(), self.read_bytes()))
        return replace(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", watched)
    write(tmp_path, Answer("Selesai."))
    assert seen == [(False, render(Answer("Selesai.")).encode("ascii"))]
    assert [p.name for p in tmp_path.iterdir()] == ["jawaban.txt"]


def test_a_scanner_that_holds_the_file_is_waited_for(tmp_path, monkeypatch):
    """A file that is held for a moment is renamed as soon as it is free."""
    replace, held = type(tmp_path).replace, [1, 1]

    def busy(self, target):
        if held and held.pop():
            raise PermissionError
        return replace(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", busy)
    monkeypatch.setattr(answer.time, "sleep", lambda _: None)
    write(tmp_path, Answer("Selesai."))
    assert (tmp_path / "jawaban.txt").exists()


def test_a_folder_that_is_gone_is_said(tmp_path):
    """Nobody waits any more: one sentence, no traceback."""
    with pytest.raises(WriteError):
        write(tmp_path / "hilang", Answer("Selesai."))
