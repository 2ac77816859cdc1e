"""Does the unit of a target fit what the indikator says that it measures? Shared by PK and RAK."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sakip_excel.rules.measures import (
    COUNT,
    LEVEL,
    PERCENT,
    SCORE_KINDS,
    is_akip,
    is_level_topic,
    named_kind,
    parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.finding import Finding
    from sakip_excel.forms.data import FormData
    from sakip_excel.rules.measures import Measured
    from sakip_excel.rules.registry import Rule

_LOWEST_LEVEL, _HIGHEST_LEVEL = 1, 5


class Mismatch(StrEnum):
    """Which kind of indikator has a target of another kind."""

    PERCENT = "Persentase"
    COUNT = "Jumlah"
    SCORE = "Nilai, Indeks, Predikat atau Opini"
    AKIP = "AKIP"
    LEVEL = "Level"


_SENTENCES: Final = {
    Mismatch.PERCENT: (
        "{}, tetapi targetnya bukan persen.",
        "Ubah target dan satuan menjadi persen, atau ganti Persentase dengan Jumlah, Nilai atau "
        "Level.",
    ),
    Mismatch.COUNT: (
        "{}, tetapi targetnya bukan bilangan (persen atau huruf).",
        "Tulis banyaknya dengan satuannya (Laporan, Orang ...), atau ganti Jumlah dengan "
        "Persentase.",
    ),
    Mismatch.SCORE: (
        "{}, tetapi targetnya persen atau banyaknya sesuatu.",
        "Tulis skor atau hurufnya dengan satuan Nilai; jangan memakai % pada target.",
    ),
    Mismatch.AKIP: (
        "nilai AKIP ditulis sebagai persentase, padahal nilainya skor 0-100 atau huruf AA-D.",
        "Tulis skornya (0-100) dengan satuan Nilai, atau hurufnya (AA-D).",
    ),
    Mismatch.LEVEL: (
        "maturitas SPIP, kapabilitas APIP dan jenis Level diukur dengan level 1 sampai 5.",
        "Tulis levelnya, misalnya 3, dengan satuan Level; jangan memakai persen.",
    ),
}


def mismatch_of(indikator: str, target: Measured, *, kind: str = "") -> Mismatch | None:
    """Return what is wrong between an indikator and the unit of its target, None for nothing.

    Args:
        indikator: name of the indikator.
        target: target with its unit.
        kind: jenis to judge by; default: the one that the name announces.
    """
    judged = kind or named_kind(indikator)
    if judged == PERCENT:
        return Mismatch.PERCENT if _is_no_percent(indikator, target) else None
    if judged == COUNT:
        return Mismatch.COUNT if target.is_percent or target.grade else None
    if judged in SCORE_KINDS:
        if target.is_percent and is_akip(indikator):
            return Mismatch.AKIP
        return Mismatch.SCORE if target.is_percent or target.is_count_unit else None
    return Mismatch.LEVEL if judged == LEVEL and is_no_level(target) else None


def _is_no_percent(indikator: str, target: Measured) -> bool:
    if target.grade or (target.unit and not target.is_percent):
        return True
    level = target.value is not None and _LOWEST_LEVEL <= target.value <= _HIGHEST_LEVEL
    return level and not target.unit and is_level_topic(indikator)


def is_no_level(target: Measured) -> bool:
    """Return whether a target is given and is no level 1 to 5."""
    if target.value is None:
        return bool(target.grade)
    return target.is_percent or not _LOWEST_LEVEL <= target.value <= _HIGHEST_LEVEL


def sentence(mismatch: Mismatch, *, by_kind: bool = False) -> tuple[str, str]:
    """Return message and fix for a mismatch.

    Args:
        mismatch: what is wrong.
        by_kind: the jenis said so, not the name of the indikator.
    """
    message, fix = _SENTENCES[mismatch]
    said = "jenis yang dipilih" if by_kind else "nama indikator berbunyi"
    return message.format(f"{said} {mismatch.value}"), fix


def several_in_a_cell(rule: Rule, form: FormData, fix: str) -> Iterator[Finding]:
    """Yield a finding for every cell that holds several indikator under one target.

    Args:
        rule: the rule that finds.
        form: the form as found.
        fix: what to do about it.
    """
    for record in form:
        if len(parts(record.text("indikator"))) > 1:
            said = "beberapa indikator dalam satu sel dengan satu target."
            yield rule.at(form, record, "indikator", said, fix)
