"""Write all templates into ``workbook_templates/``: ``python -m sakip_excel.template``."""

from __future__ import annotations

from pathlib import Path

from sakip_excel.template.build import write_all
from sakip_excel.template.xlsm import write_macro_workbook

if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[2] / "workbook_templates"
    for path in (*write_all(folder), write_macro_workbook(folder)):
        print(path.name)  # noqa: T201 - a development command that says what it wrote
