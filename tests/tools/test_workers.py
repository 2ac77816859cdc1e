"""A job that hangs or dies costs only itself."""

from __future__ import annotations

import os
import time

from tests.tools.workers import run


def test_results_and_failures_come_back():
    """Each job has its result, an exception is the failure of its own job."""
    outcomes = {outcome.job: outcome for outcome in run(int, ["1", "x", "3"], workers=2)}
    assert [outcomes[job].result for job in ("1", "x", "3")] == [1, None, 3]
    assert outcomes["x"].failure.startswith("ValueError")
    assert outcomes["1"].failure == ""


def test_process_that_dies_is_replaced():
    """When a job ends its process, the other jobs still run."""
    outcomes = list(run(os._exit, [3, 4], workers=1))
    assert [outcome.failure for outcome in outcomes] == [
        "process ended with 3",
        "process ended with 4",
    ]


def test_job_that_hangs_is_given_up():
    """A job over its time is ended and the next one runs."""
    started = time.monotonic()
    outcomes = {o.job: o.failure for o in run(time.sleep, [60, 0], workers=1, timeout=3)}
    assert outcomes == {60: "took too long", 0: ""}
    assert time.monotonic() - started < 30
