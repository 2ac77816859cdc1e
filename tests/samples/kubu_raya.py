"""KPU Kabupaten Kubu Raya 2024: the RKT with its 62 targets in mixed units as printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.samples.sample import Expected, Filled, Sample, each
from tests.samples.tables import measure, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = re.compile(r"\d+%?")
"""What Excel takes as a number in any locale; the rest arrives as the text that was pasted."""


def _pk() -> Iterator[Filled]:
    seen: dict[str, int] = {}
    for row in table("kubu_raya_2024_rkt"):
        seen[row["no"]] = seen.get(row["no"], 0) + 1
        plain = _PLAIN.fullmatch(row["target"]) is not None
        yield {
            "kode": f"{row['no']}.{seen[row['no']]}",
            "sasaran": row["sasaran"],
            "indikator": row["indikator"],
            "jenis": re.split(r"\W", row["indikator"], maxsplit=1)[0],
            "satuan": "%" if row["target"].endswith("%") else None,
            "arah": "Naik",
            "target": measure(row["target"]) if plain else row["target"],
        }


_IDENTITY: Filled = {
    "kode_satker": "999902",  # fictitious: the document does not give the code of this satker
    "nama_satker": "KPU Kabupaten Kubu Raya",
    "tingkat": "Kabupaten/Kota",
    "provinsi": "Kalimantan Barat",
    "tahun": 2024,
    "triwulan": "I",
    "tanggal_laporan": "Januari 2024",
    "penyusun": "Sekretaris KPU Kabupaten Kubu Raya",
}

_RKT = "RKT Kubu Raya 2024"


def _typed_as_text() -> list[int]:
    """Return the rows whose target is a number in the form of text: with a unit or a comma."""
    rows = enumerate(table("kubu_raya_2024_rkt"), 1)
    return [no for no, r in rows if r["target"][0].isdigit() and not _PLAIN.fullmatch(r["target"])]


_EXPECTED = (
    Expected("ID102", "identitas", "tanggal_laporan", 0, f"{_RKT}: tanggal tanpa hari"),
    *each("PK103", "pk", "target", _typed_as_text(), f"{_RKT}: angka dengan satuan atau koma"),
    *each("PK202", "pk", "target", (21, 43), f"{_RKT}: Jumlah bertarget 95% dan 100%"),
    Expected("PK201", "pk", "target", 33, f"{_RKT}: Persentase laporan bertarget 2 Laporan"),
    Expected("PK201", "pk", "target", 38, f"{_RKT}: Persentase Calon Peserta bertarget 1 Satker"),
    Expected("PK201", "pk", "target", 53, f"{_RKT}: Persentase badan adhoc bertarget 2.498 Orang"),
    Expected("PK201", "pk", "target", 56, f"{_RKT}: Persentase ketaatan SPIP bertarget 3,5"),
    Expected("PK204", "pk", "target", 15, f"{_RKT}: nilai SAKIP bertarget 70%"),
    Expected("PK210", "pk", "arah", 10, f"{_RKT}: revisi 12 kali tanpa arah"),
    Expected("PK210", "pk", "arah", 29, f"{_RKT}: kekurangan anggaran bertarget 100%"),
    Expected("PK210", "pk", "arah", 49, f"{_RKT}: hukuman disiplin bertarget 90%"),
    Expected("PK210", "pk", "arah", 60, f"{_RKT}: 1 perkara sengketa tanpa arah"),
    Expected("PK213", "pk", "indikator", 15, f"{_RKT}: nilai AKIP pada sasaran 3 dan 11"),
    Expected("PK213", "pk", "indikator", 16, f"{_RKT}: pemutakhiran tepat waktu, sasaran 4 dan 12"),
    Expected("PK214", "pk", "sasaran", 23, f"{_RKT}: sasaran 2 dan 17 sama"),
    Expected("PK214", "pk", "sasaran", 56, f"{_RKT}: sasaran 11 dan 38 sama"),
)

SAMPLE = Sample(
    name="kabupaten_kubu_raya_2024",
    cells={"identitas": _IDENTITY},
    rows={"pk": list(_pk())},
    expected=_EXPECTED,
    below={"pk": 4},
)
