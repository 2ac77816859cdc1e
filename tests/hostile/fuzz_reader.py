"""Fuzz the reader with libFuzzer.

    python -m tests.hostile.fuzz_reader -max_total_time=300

Needs ``atheris`` (PyPI; Linux), which is no dependency: install it beside the project when wanted.
What the fuzzer varies is one part of a real template, packed anew, or the archive itself.
"""

from __future__ import annotations

import sys

_MISSING = "atheris is not installed: uv pip install atheris"


def main() -> None:
    """Run until the time is over or something other than a refusal comes out."""
    try:
        import atheris
    except ImportError:
        sys.exit(_MISSING)
    with atheris.instrument_imports(include=["sakip_excel.workbook"]):
        from tests.hostile import fuzzing
        from tests.hostile.cases import changed, parts, sheet_part, template
        from tests.hostile.pieces import is_read
    names = sorted(name for name in parts() if is_read(name))

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)

        def pick(bound: int) -> int:
            return provider.ConsumeIntInRange(0, bound - 1)

        way = pick(4)
        if way == 0:
            fuzzing.read_all(fuzzing.mutated(template(), pick))
        elif way == 1:
            name = names[pick(len(names))]
            fuzzing.read_all(changed({name: fuzzing.mutated(parts()[name], pick)}))
        elif way == 2:
            rest = provider.ConsumeBytes(provider.remaining_bytes())
            fuzzing.read_all(changed({sheet_part("PK"): rest}))
        else:
            fuzzing.read_all(fuzzing.workbook(pick))

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
