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

_RKT = "RKT Gianyar 2024"
_ROWS = range(1, len(table("gianyar_2024_rkt")) + 1)


def _without_kind() -> list[int]:
    return [no for no, row in enumerate(_pk(), 1) if not row["jenis"]]


_EXPECTED = (
    *each("PK101", "pk", "target", _ROWS, f"{_RKT}: bagian Target tidak memuat angka"),
    Expected("PK101", "pk", "indikator", 4, f"{_RKT}: sasaran 3 tanpa indikator"),
    *each("PK101", "pk", "jenis", _without_kind(), f"{_RKT}: nama tidak menyebut yang diukur"),
    Expected("TX110", "pk", "indikator", 16, f"{_RKT}: Setjen KPU, Sekretariat KPU Provinsi"),
)

SAMPLE = Sample(
    name="kabupaten_gianyar_2024",
    cells={"identitas": _IDENTITY},
    rows={"pk": list(_pk())},
    expected=_EXPECTED,
)
