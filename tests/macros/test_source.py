"""The VBA source keeps to what both Excel and LibreOffice run, and to the program's protocol."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sakip_excel import click
from sakip_excel.appliers import answer

MACROS = Path(__file__).resolve().parents[2] / "macros"
FILES = sorted(MACROS.iterdir())
MODULE = (MACROS / "modSakip.bas").read_text(encoding="ascii")
CODE = "\n".join(re.sub(r"^\s*'.*", "", line) for line in MODULE.splitlines())
PROCEDURES = re.findall(r"^(Public|Private) (?:Sub|Function) (\w+)", CODE, flags=re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_source_runs_in_both_programs(path):
    """ASCII, declared variables, no conditional compilation and no call into Windows."""
    text = path.read_bytes().decode("ascii")
    assert "\nOption Explicit\n" in text
    assert not re.search(r"^\s*(#If|#Const|(Private |Public )?Declare )", text, flags=re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 120
    assert "\t" not in text


def test_module_names_are_file_names():
    """Each file says the name under which VBA knows it."""
    for path in FILES:
        assert f'Attribute VB_Name = "{path.stem}"' in path.read_text(encoding="ascii")


def test_each_action_of_the_program_has_its_button():
    """Buttons start the actions that the program knows, no others."""
    assert tuple(re.findall(r'RunAction "(\w+)"', CODE)) == click.ACTIONS


def test_file_names_are_those_of_the_program():
    """Both sides mean the same files in the folder of a click."""
    ours = {click.COPY, click.COMPLETE, click.CANCELLED, click.PROGRESS}
    ours |= {answer.FILE, answer.UNFINISHED}
    named = set(re.findall(r'"([a-z]+\.(?:txt|tmp|siap|xlsm))"|"(batal)"', CODE))
    assert ours <= {first or second for first, second in named}


def test_protocol_is_that_of_the_program():
    """The macro accepts the protocol number that the program writes."""
    assert f'"SAKIP" & vbTab & "{answer.PROTOCOL}" & vbTab' in CODE


@pytest.mark.parametrize("name", [name for scope, name in PROCEDURES if scope == "Private"])
def test_no_procedure_is_left_over(name):
    """Every private procedure is called by another one."""
    calls = [
        line
        for line in re.findall(rf".*\b{name}\b.*", CODE)
        if not re.search(rf"\b(Sub|Function) {name}\b|^\s*{name} = ", line)
    ]
    assert calls


def test_events_call_what_the_module_has():
    """What the workbook's events call is public in the module."""
    events = (MACROS / "ThisWorkbook.cls").read_text(encoding="ascii")
    public = {name for scope, name in PROCEDURES if scope == "Public"}
    assert set(re.findall(r"modSakip\.(\w+)", events)) <= public
    assert "SakipDiubah" in events
