"""The checked workbook as one JSON object and its key figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sakip_excel import __version__
from sakip_excel.check import template_version
from sakip_excel.exchange.seal import SEAL_NOTE, seal_status
from sakip_excel.report.status import count
from sakip_excel.scoring.outcome import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sakip_excel.check import Checked
    from sakip_excel.finding import Finding

SCHEMA = 1
"""Version of the JSON object; raised with every change that a reader would notice."""


def as_json(files: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the one object that ``periksa --json`` prints."""
    return {"skema": SCHEMA, "versi": __version__, "berkas": list(files)}


def file_json(checked: Checked, path: str) -> dict[str, Any]:
    """Return what is known of one workbook.

    Ratios are plain numbers (0.9818 is 98,18%), money is whole rupiah, and what cannot be computed
    is null.
    """
    return {
        "jalur": path,
        "sha256": checked.book.sha256,
        "templat": _template(checked),
        "identitas": _identity(checked),
        "jumlah": count(checked.findings),
        "temuan": [finding_json(f) for f in checked.findings],
        "ringkasan": _figures(checked),
        "segel": _seal(checked),
    }


def failed_json(path: str, message: str) -> dict[str, Any]:
    """Return the entry of a file that cannot be read: the same keys, nothing known."""
    return {
        "jalur": path,
        "sha256": None,
        "templat": None,
        "identitas": None,
        "jumlah": None,
        "temuan": [],
        "ringkasan": None,
        "segel": None,
        "tidak_terbaca": message,
    }


def finding_json(f: Finding) -> dict[str, str]:
    """Return one finding with the keys of the JSON contract."""
    return {
        "kode": f.code,
        "tingkat": f.severity.value,
        "lembar": f.sheet,
        "sel": f.cell,
        "kolom": f.column,
        "tertulis": f.typed,
        "dihitung": f.computed,
        "pesan": f.message,
        "saran": f.fix,
    }


def _template(checked: Checked) -> dict[str, Any]:
    return {
        "id": checked.book.properties.get("sakip_templat"),
        "versi": template_version(checked.book),
        "formulir": list(checked.report.forms),
    }


def _identity(checked: Checked) -> dict[str, Any]:
    data = checked.report.forms.get("identitas")
    if data is None:
        return {}
    keys = ("kode_satker", "nama_satker", "tingkat", "provinsi", "tahun", "triwulan")
    return {key: data.cells.parsed.get(key) for key in keys}


def _figures(checked: Checked) -> dict[str, Any]:
    forms = checked.report.forms
    anggaran = forms["anggaran"].cells.computed if "anggaran" in forms else {}
    kinerja = forms["kinerja"].cells.computed if "kinerja" in forms else {}
    return {
        "pagu": _number(anggaran.get("total_pagu")),
        "realisasi": _number(anggaran.get("total_realisasi")),
        "serapan": _number(anggaran.get("total_serapan")),
        "efisiensi": _number(anggaran.get("total_efisiensi")),
        "capaian_rata_rata": _number(kinerja.get("rata_capaian")),
        "jumlah_indikator": len(forms["kinerja"].rows) if "kinerja" in forms else 0,
        "tidak_dapat_dihitung": _number(kinerja.get("indikator_tidak_dihitung")),
    }


def _seal(checked: Checked) -> dict[str, Any]:
    """Return what became of the seal; a seal proves no sender, and says so."""
    status = seal_status(checked)
    seal = status.seal
    return {
        "keadaan": status.state.value,
        "kode": seal.code if seal else None,
        "sidik": seal.digest if seal else None,
        "waktu": seal.sealed_at if seal else None,
        "catatan_utuh": not status.damaged,
        "diubah": [
            {"lembar": c.sheet, "sel": c.cell, "kolom": c.column, "perubahan": c.what}
            for c in status.changed
        ],
        "keterangan": SEAL_NOTE,
    }


def _number(value: object) -> object:
    return value if is_number(value) else None
