"""What `make test` reads from the runners' reports."""

from __future__ import annotations

from pathlib import Path

from scripts.house.counts import Counts, from_node, from_pytest, with_status

PYTEST = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure message="no"/></testcase>
<testcase classname="a" name="broken"><error message="no"/></testcase>
<testcase classname="a" name="left_out"><skipped type="pytest.skip" message="no Firefox here"/></testcase>
</testsuite></testsuites>"""

NODE = """TAP version 13
# Subtest: group
    # Subtest: one
    ok 1 - one
ok 1 - group
ok 2 - later # SKIP waits for sealing
1..2
# tests 4
# pass 2
# fail 1
# cancelled 0
# skipped 1
# todo 0
"""


def test_pytest_is_counted(tmp_path: Path) -> None:
    (tmp_path / "report").write_text(PYTEST)
    assert from_pytest(tmp_path / "report") == Counts(1, 2, 1, ["a.left_out: no Firefox here"])


def test_node_is_counted(tmp_path: Path) -> None:
    (tmp_path / "report").write_text(NODE)
    assert from_node(tmp_path / "report") == Counts(2, 1, 1, ["later: waits for sealing"])


def test_no_report_counts_nothing(tmp_path: Path) -> None:
    assert from_pytest(tmp_path / "none") == from_node(tmp_path / "none") == Counts()


def test_a_crash_is_a_failure() -> None:
    assert with_status(Counts(), 3) == Counts(failed=1)
    assert with_status(Counts(5, 1), 1) == Counts(5, 1)
    assert with_status(Counts(5), 0) == Counts(5)


def test_the_sum_reads_as_one_plain_line() -> None:
    assert str(Counts(2, 0, 1, ["x"]) + Counts(3, 1)) == "5 passed, 1 failed, 1 skipped"
