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

SAMPLE = Sample(
    name="kabupaten_kubu_raya_2024",
    cells={"identitas": _IDENTITY},
    rows={"pk": list(_pk())},
    below={"pk": 4},
)
