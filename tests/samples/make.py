"""Write samples/: filled workbooks from real tables, each with the findings that it must give.

Run ``python -m tests.samples.make`` after every change of the template or of the tables.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from sakip_excel.workbook.book import Book
from tests.samples import gianyar, kubu_raya, prabumulih, probolinggo
from tests.samples.sample import Desk, Sample
from tests.samples.tables import SAMPLES as FOLDER

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = FOLDER.parent / "workbook_templates" / "sakip_satker.xlsx"
SAMPLES: tuple[Sample, ...] = (
    prabumulih.PRINTED,
    prabumulih.REPAIRED,
    probolinggo.SAMPLE,
    kubu_raya.SAMPLE,
    gianyar.SAMPLE,
)
HEADER = ("kode", "lembar", "sel", "keterangan")


def build(template: Path = TEMPLATE) -> dict[str, bytes]:
    """Return every file of samples/ that is made, by name."""
    desk = Desk(Book.open(template))
    files: dict[str, bytes] = {}
    for sample in SAMPLES:
        files[f"{sample.name}.xlsx"] = desk.type_in(sample)
        files[f"{sample.name}.temuan.csv"] = _findings(desk, sample).encode()
    return files


def _findings(desk: Desk, sample: Sample) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for expected in sample.expected:
        place = desk.place(expected.form, expected.key, expected.row)
        writer.writerow((expected.code, *place, expected.why))
    return text.getvalue()


def write_all(folder: Path = FOLDER) -> list[Path]:
    """Write the samples into a folder and return their paths."""
    paths = []
    for name, content in build().items():
        (folder / name).write_bytes(content)
        paths.append(folder / name)
    return paths


if __name__ == "__main__":
    for path in write_all():
        print(path.name)
