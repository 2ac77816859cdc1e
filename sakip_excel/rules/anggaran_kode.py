"""Rules of Anggaran about its codes: known, unique, with one name, and no totals in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sakip_excel.finding import Severity
from sakip_excel.forms.excel import TOTAL_WORDS
from sakip_excel.rules._look import (
    CONVENTION,
    HOUSE,
    PROBOLINGGO,
    SEEN,
    has,
    is_empty,
    plain,
)
from sakip_excel.rules.pk_anggaran import program_code
from sakip_excel.rules.registry import Rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData, Record
    from sakip_excel.report_data import Report

_NEEDS = ("anggaran",)
_PROGRAMS: Final = {"CQ": "Penyelenggaraan Pemilu", "WA": "Dukungan Manajemen"}
_KEGIATAN: Final = {
    **dict.fromkeys(
        ("6709", "6710", "6867", "6870", "6871", "6872", "6887", "6888", "6889", "6890"), "CQ"
    ),
    **dict.fromkeys(("3355", "3360"), "WA"),
}
_TOTALS: Final = tuple(word.casefold() for word in TOTAL_WORDS)
_SEEN_CODES = "LK Kota Prabumulih 2024 (kegiatan CQ dan WA)"
_PROGRAM_KEYS: Final = ("kode_program",)
_KEGIATAN_KEYS: Final = ("kode_program", "kode_kegiatan")
_LEVELS: Final = (
    (_PROGRAM_KEYS, "program"),
    (_KEGIATAN_KEYS, "kegiatan"),
    (("kode_kro",), "kro"),
    (("kode_program", "kode_kegiatan", "kode_kro", "kode_ro"), "ro"),
)


def _code(record: Record, key: str) -> str:
    code = record.text(key)
    return program_code(code) if key == "kode_program" else code


def _codes(record: Record, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of a row, nothing when one of them is blank."""
    codes = tuple(_code(record, key) for key in keys)
    return codes if all(codes) else ()


@rule(
    "AG210",
    Severity.GALAT,
    "Satu RO ditulis pada satu baris untuk tiap sumber dana.",
    needs=_NEEDS,
    source=HOUSE,
    certainty=CONVENTION,
)
def ro_once(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield RO that stand there twice with the same sumber dana: they are counted twice."""
    form = report.forms["anggaran"]
    seen: set[tuple[str, ...]] = set()
    for record in form:
        codes = _codes(record, _LEVELS[3][0])
        key = (*codes, record.text("sumber_dana").upper())
        if codes and key in seen:
            yield rule.at(
                form,
                record,
                "kode_ro",
                "RO dengan kode ini sudah ada pada baris lain, sehingga terhitung dua kali.",
                "Gabungkan kedua baris, perbaiki kodenya, atau bedakan sumber dananya.",
            )
        seen.add(key)


@rule(
    "AG211",
    Severity.PERINGATAN,
    "Kode yang sama mempunyai nama yang sama.",
    needs=_NEEDS,
    source=PROBOLINGGO + " (baris yang disalin)",
    certainty=SEEN,
)
def one_name_per_code(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield names that differ from the first one given to the same code."""
    form = report.forms["anggaran"]
    for keys, name in _LEVELS:
        first: dict[tuple[str, ...], str] = {}
        for record in form:
            codes, text = _codes(record, keys), record.text(name)
            if not codes or not text:
                continue
            known = first.setdefault(codes, text)
            if plain(known) != plain(text):
                yield rule.at(
                    form,
                    record,
                    name,
                    "nama berbeda dari baris lain dengan kode yang sama.",
                    "Samakan namanya, atau perbaiki kodenya.",
                    computed=known,
                )


@rule(
    "AG212",
    Severity.PERINGATAN,
    "Kode program KPU adalah CQ atau WA.",
    needs=_NEEDS,
    source=PROBOLINGGO + " (CO.6867 tertulis untuk CQ.6867)",
    certainty=SEEN,
)
def program_of_kpu(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield program codes that no document of KPU showed, from TA 2021 on."""
    form = report.forms["anggaran"]
    if (report.year or 0) < 2021:
        return
    for record in form:
        code = _code(record, "kode_program")
        if len(code) == 2 and code.isalpha() and code not in _PROGRAMS:
            meant = _KEGIATAN.get(record.text("kode_kegiatan"), "")
            yield rule.at(
                form,
                record,
                "kode_program",
                "kode program tidak dikenal untuk KPU (CQ atau WA)."
                + (f" Kegiatan ini di bawah {meant}." if meant else ""),
                "Cocokkan dengan DIPA.",
                computed=meant or "CQ atau WA",
            )


@rule(
    "AG213",
    Severity.INFO,
    "Kode kegiatan termasuk yang pernah terlihat pada dokumen KPU.",
    needs=_NEEDS,
    source=_SEEN_CODES,
    certainty=SEEN,
)
def kegiatan_is_known(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield kegiatan that are not on the list of those seen; the list is not complete."""
    form = report.forms["anggaran"]
    for record in form:
        code = record.text("kode_kegiatan")
        known = code in _KEGIATAN or code.startswith("33")
        if len(code) == 4 and code.isdecimal() and not known:
            yield rule.at(
                form,
                record,
                "kode_kegiatan",
                "kode kegiatan belum pernah terlihat; daftar program ini tidak lengkap.",
                "Cocokkan dengan DIPA; abaikan bila sudah benar.",
            )


@rule(
    "AG214",
    Severity.PERINGATAN,
    "Kode kegiatan berada di bawah programnya.",
    needs=_NEEDS,
    source=_SEEN_CODES,
    certainty=SEEN,
)
def kegiatan_under_its_program(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield kegiatan of WA under CQ and the other way round."""
    form = report.forms["anggaran"]
    for record in form:
        program = _code(record, "kode_program")
        expected = _program_of(record.text("kode_kegiatan"))
        if program in _PROGRAMS and expected and program != expected:
            yield rule.at(
                form,
                record,
                "kode_kegiatan",
                "kode kegiatan ini biasanya di bawah program yang lain.",
                "Cocokkan kode program dan kegiatan dengan DIPA.",
                computed=f"{expected}.{record.text('kode_kegiatan')}",
            )


def _program_of(kegiatan: str) -> str:
    """Return the program of a kegiatan, by its first digits when it is not on the list."""
    if kegiatan in _KEGIATAN:
        return _KEGIATAN[kegiatan]
    return {"33": "WA", "67": "CQ", "68": "CQ"}.get(kegiatan[:2], "") if len(kegiatan) == 4 else ""


@rule(
    "AG215",
    Severity.GALAT,
    "Jumlah per kegiatan atau program tidak ditulis sebagai baris tabel.",
    needs=_NEEDS,
    source="tabel efisiensi LKj dengan baris jumlah; " + HOUSE,
    certainty=CONVENTION,
)
def no_subtotal_rows(report: Report, rule: Rule) -> Iterator[Finding]:
    """Yield rows without an RO whose pagu is the sum of the RO of their kegiatan or program.

    A row that says "Jumlah" itself is one whatever its amount.
    """
    form = report.forms["anggaran"]
    if not has(form, "kode_ro", "pagu"):
        return
    sums = _sums(form)
    for record in form:
        pagu = record.number("pagu")
        keys = _KEGIATAN_KEYS if record.text("kode_kegiatan") else _PROGRAM_KEYS
        summed = sums.get(_codes(record, keys)) == pagu or _says_total(record)
        if is_empty(record, "kode_ro") and pagu and summed:
            yield rule.at(
                form,
                record,
                "pagu",
                "baris ini berisi jumlah baris RO lain, sehingga pagu terhitung dua kali.",
                "Hapus baris jumlah; jumlah dihitung di atas tabel.",
            )


def _says_total(record: Record) -> bool:
    """Return whether a row is called a total; beside the program that is known on reading."""
    labels = (record.text(key).casefold() for key in ("kegiatan", "kro", "ro"))
    return any(label.startswith(_TOTALS) for label in labels)


def _sums(form: FormData) -> dict[tuple[str, ...], float]:
    """Return the pagu of the RO of each program and each kegiatan."""
    sums: dict[tuple[str, ...], float] = {}
    for record in form:
        if is_empty(record, "kode_ro"):
            continue
        for keys in (_PROGRAM_KEYS, _KEGIATAN_KEYS):
            codes = _codes(record, keys)
            sums[codes] = sums.get(codes, 0) + (record.number("pagu") or 0)
    return sums
