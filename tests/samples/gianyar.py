"""KPU Kabupaten Gianyar 2024: the RKT with 16 sasaran and 20 indicators but no target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.sample import Expected, Filled, Sample, each
from tests.samples.tables import serial_date, table

if TYPE_CHECKING:
    from collections.abc import Iterator


def _pk() -> Iterator[Filled]:
    seen: dict[str, int] = {}
    for row in table("gianyar_2024_rkt"):
        number = row["sasaran_no"]
        seen[number] = seen.get(number, 0) + 1
        first_word = row["indikator"].partition(" ")[0]
        yield {
            "kode": f"{number}.{seen[number]}",
            "sasaran": row["sasaran"],
            "indikator": row["indikator"] or None,
            "jenis": first_word if first_word in {"Persentase", "Jumlah"} else None,
            "arah": "Naik" if row["indikator"] else None,
        }


_IDENTITY: Filled = {
    "kode_satker": "658127",
    "nama_satker": "KPU Kabupaten Gianyar",
    "tingkat": "Kabupaten/Kota",
    "provinsi": "Bali",
    "tahun": 2024,
    "triwulan": "I",
    "nomor_dipa": "SP DIPA-076.01.2.658127/2024",
    "tanggal_laporan": serial_date(2024, 1, 8),
    "penyusun": "Sekretaris KPU Kabupaten Gianyar",
}

SAMPLE = Sample(
    name="kabupaten_gianyar_2024",
    cells={"identitas": _IDENTITY},
    rows={"pk": list(_pk())},
)
