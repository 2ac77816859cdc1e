"""What the source must not contain, because Windows lacks it or does it otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "sakip_excel").rglob("*.py"))

POSIX_ONLY = {
    *("_posixsubprocess", "crypt", "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix"),
    *("pty", "pwd", "readline", "resource", "spwd", "syslog", "termios", "tty"),
}
WINDOWS_ONLY = {
    "_winapi",
    "msvcrt",
    "nt",
    "pythoncom",
    "win32api",
    "win32com",
    "winreg",
    "winsound",
}
MISSING = {
    *("os.chown", "os.chroot", "os.fork", "os.forkpty", "os.getegid", "os.geteuid", "os.getgid"),
    *("os.getpgid", "os.getuid", "os.killpg", "os.mkfifo", "os.mknod", "os.nice", "os.setsid"),
    *("os.sync", "os.uname", "os.statvfs", "os.posix_fallocate", "time.tzset"),
    *("signal.SIGALRM", "signal.SIGHUP", "signal.SIGKILL", "signal.SIGUSR1", "signal.alarm"),
    *("asyncio.create_subprocess_shell", "os.EX_OK"),
}
"""What exists on Linux and not on Windows."""
REFUSED = {
    "os.kill": "ends a process on Windows whatever the signal is",
    "os.popen": "goes through a shell",
    "os.rename": "fails on Windows when the target exists; use replace",
    "os.system": "goes through a shell",
    "os.symlink": "needs a right that users of Windows do not have",
    "os.link": "not on every drive of Windows",
}
_TEXT_METHODS = {"read_text", "write_text", "open"}
_POSIX_PATH = re.compile(r"/(?:tmp|var|dev|proc|etc)\b")
_NOT_FILES = {"Book", "xmltext", "desktop", "webbrowser"}
"""Owners of functions with the names of file functions that are none."""


def problems(text: str) -> list[str]:
    """Return what in a source would not work on Windows, one line each."""
    tree = ast.parse(text)
    return sorted(
        f"{node.lineno}: {said}" for check in _CHECKS for node, said in check(tree, _guarded(tree))
    )


def _guarded(tree: ast.AST) -> set[ast.AST]:
    """Return the nodes that stand under a question about the system."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and _asks_system(node.test):
            found |= {inner for part in (*node.body, *node.orelse) for inner in ast.walk(part)}
    return found


def _asks_system(test: ast.expr) -> bool:
    return any(_name(node) in {"sys.platform", "os.name"} for node in ast.walk(test))


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _imports(tree: ast.AST, guarded: set[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name.partition(".")[0] in POSIX_ONLY | WINDOWS_ONLY and node not in guarded:
                yield node, f"import {name}"
        if isinstance(node, ast.ImportFrom) and node not in guarded:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from ((node, name) for name in full & (MISSING | REFUSED.keys()))


def _names(tree: ast.AST, guarded: set[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        name = _name(node) if isinstance(node, ast.Attribute) else ""
        if (name in MISSING or name in REFUSED) and node not in guarded:
            yield node, f"{name} {REFUSED.get(name, '')}".strip()


def _calls(tree: ast.AST, guarded: set[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    expected = _expecting_the_target(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        shell = given.get("shell")
        if isinstance(shell, ast.Constant) and shell.value is True:
            yield node, "shell=True"
        if "preexec_fn" in given and node not in guarded:
            yield node, "preexec_fn"
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "rename"
            and node not in expected
        ):
            yield node, "rename fails on Windows when the target exists; use replace"
        if _opens_text(node) and "encoding" not in given:
            yield node, f"{ast.unparse(node.func)} in text mode without an encoding"


def _expecting_the_target(tree: ast.AST) -> set[ast.AST]:
    """Return the nodes under a ``try`` that says what is done when the target exists."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.Try)
        and any("FileExistsError" in ast.unparse(h.type) for h in node.handlers if h.type)
        for part in node.body
        for inner in ast.walk(part)
    }


def _opens_text(node: ast.Call) -> bool:
    if isinstance(node.func, ast.Name):
        called, mode_at = node.func.id == "open", 1
    elif isinstance(node.func, ast.Attribute) and node.func.attr in _TEXT_METHODS:
        owner = _name(node.func.value).rpartition(".")[2]
        called, mode_at = owner not in _NOT_FILES, 0
    else:
        return False
    mode: ast.expr | None = node.args[mode_at] if len(node.args) > mode_at else None
    mode = next((k.value for k in node.keywords if k.arg == "mode"), mode)
    binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
    is_open = not isinstance(node.func, ast.Attribute) or node.func.attr == "open"
    return called and not (is_open and binary)


def _strings(tree: ast.AST, _guarded_nodes: set[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    skip = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "strftime":
                yield from ((node, f"strftime {c}") for c in _foreign_codes(ast.unparse(node)))
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            yield from ((node, f"time {c}") for c in _foreign_codes(ast.unparse(node)))
        elif isinstance(node, ast.Constant) and node not in skip and _is_posix_path(node.value):
            yield node, f"path {node.value}"


def _is_posix_path(value: object) -> bool:
    return isinstance(value, str) and bool(_POSIX_PATH.match(value))


def _foreign_codes(text: str) -> Iterator[str]:
    """Yield codes of times that the C library of Windows does not know."""
    known = set("aAbBcdHIjmMpSUwWxXyYzZf%GuV}")  # a brace ends a percent format
    for at, sign in enumerate(text[:-1]):
        if sign == "%" and (at == 0 or text[at - 1] != "%") and text[at + 1] not in known:
            yield text[at : at + 2]


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


_CHECKS = (_imports, _names, _calls, _strings)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_source_runs_on_windows(path):
    """No module uses what Windows lacks, outside a branch that asks for the system."""
    assert problems(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "import fcntl",
        "from pwd import getpwuid",
        "def f():\n    import resource",
        "import winreg",
        "from os import fork",
        "import os\nos.getuid()",
        "import signal\nsignal.signal(signal.SIGALRM, None)",
        "import os\nos.rename('a', 'b')",
        "path.rename(other)",
        "run(command, shell=True)",
        "open(name)",
        "open(name, 'w')",
        "open(name, mode='a')",
        "path.open()",
        "path.read_text()",
        "path.write_text('x')",
        "when.strftime('%-d %B')",
        "f'{when:%e}'",
        "place = '/tmp/x'",
    ],
)
def test_the_check_finds_what_windows_lacks(text):
    """Each of the things looked for is found."""
    assert problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nif sys.platform == 'win32':\n    import msvcrt\nelse:\n    import fcntl",
        "import os\nif os.name == 'nt':\n    os.kill(1, 2)",
        "open(name, 'rb')",
        "open(name, encoding='utf-8')",
        "path.open('xb')",
        "path.read_text(encoding='utf-8')",
        "Book.open(path)",
        "xmltext.read_text(raw)",
        "f'{when:%Y-%m-%d %H.%M.%S}'",
        "path.replace(other)",
        "try:\n    path.rename(other)\nexcept FileExistsError:\n    pass",
    ],
)
def test_the_check_lets_the_rest_pass(text):
    """What runs on both systems is not complained about."""
    assert problems(text) == []
