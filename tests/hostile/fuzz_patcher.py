"""Fuzz the patcher with libFuzzer.

    python -m tests.hostile.fuzz_patcher -max_total_time=300

Needs ``atheris`` as the reader's fuzzer does. Each input is a worksheet of choices and some edits;
the result must hold exactly what was set, or the write must be refused.
"""

from __future__ import annotations

import sys

_MISSING = "atheris is not installed: uv pip install atheris"


def main() -> None:
    """Run until the time is over or an edit does not mean what it says."""
    try:
        import atheris
    except ImportError:
        sys.exit(_MISSING)
    with atheris.instrument_imports(include=["sakip_excel.workbook"]):
        from tests.hostile import fuzzing

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)

        def pick(bound: int) -> int:
            return provider.ConsumeIntInRange(0, bound - 1)

        book = fuzzing.read_all(fuzzing.workbook(pick))
        if book is not None:
            fuzzing.patch_some(book, pick)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
