"""The version of the rules moves when the rules do."""

from __future__ import annotations

import hashlib
import subprocess
import sys

from sakip_excel.rules.registry import RULES_VERSION

LISTED = """
import sakip_excel.check
from sakip_excel.forms import FORMS
from sakip_excel.rules.common import SUFFIXES
from sakip_excel.rules.registry import RULES
shared = {f.area + suffix: suffix for f in FORMS for suffix in SUFFIXES}
print("\\n".join(sorted({f"{shared.get(r.code, r.code)} {r.severity}" for r in RULES.values()})))
"""
"""Prints what every form shares once, without its letters: a new form is no new rule."""

DIGESTS = {"1": "a011bae032478d27"}
"""Digest of the codes and severities of each version; once released, a line never changes."""


def test_version_is_raised_with_the_rules():
    """A rule that comes, goes or changes its severity asks for a new version of the rules.

    A fresh process knows the rules about workbooks only, whatever else this run has imported.
    """
    done = subprocess.run(
        [sys.executable, "-c", LISTED], capture_output=True, text=True, check=True
    )
    found = hashlib.sha256(done.stdout.strip().encode()).hexdigest()[:16]
    assert found == DIGESTS.get(RULES_VERSION), f"raise RULES_VERSION; its digest is {found}"
