"""The linter of FreeSWITCH's configuration: nothing wrong with ours, and each single mistake is found."""

from __future__ import annotations

import os
import re
import shutil
import stat
from pathlib import Path

import pytest
from django.conf import settings

from channels_app.freeswitch_conf import CODES, Mistake, check, check_binary
from channels_app.freeswitch_conf.expected import COMMANDS, CONFIGURATIONS
from channels_app.freeswitch_conf.version import judge
from channels_app.tests.freeswitch_mistakes import ALL, Injected

SHIPPED = Path(settings.BASE_DIR) / "freeswitch" / "conf"
LUA = Path(settings.BASE_DIR) / "lua"


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "conf"))


def line_of(before: str, after: str, text: str) -> int:
    """The line where a text begins, or the first that differs."""
    if text:
        return after[: after.index(text)].count("\n") + 1
    lines = zip(before.split("\n"), after.split("\n"), strict=False)
    return next(number for number, (old, new) in enumerate(lines, start=1) if old != new)


def test_nothing_is_wrong_with_the_shipped_configuration() -> None:
    assert check(SHIPPED) == []


def test_there_are_many_mistakes_to_find() -> None:
    assert len(ALL) >= 120
    assert len({str(injected) for injected in ALL}) == len(ALL)


@pytest.mark.parametrize("injected", ALL, ids=str)
def test_a_mistake_is_found_where_it_stands(conf: Path, injected: Injected) -> None:
    path = conf / injected.path
    before = path.read_text(encoding="utf-8")
    after = before.replace(injected.old, injected.new, 1)
    assert after != before
    path.write_text(after, encoding="utf-8")
    found = check(conf)
    assert (injected.path, line_of(before, after, injected.at), injected.code) in {
        (mistake.file, mistake.line, mistake.code) for mistake in found
    }, [str(mistake) for mistake in found]


def test_every_code_is_used() -> None:
    elsewhere = {"F113", "F114", "F115", "F204", "F221", "F901", "F902"}
    assert {injected.code for injected in ALL} | elsewhere == set(CODES)


@pytest.mark.parametrize("configuration", sorted(CONFIGURATIONS))
def test_no_file_can_be_left_out(conf: Path, configuration: str) -> None:
    (conf / "autoload_configs" / f"{configuration}.xml").unlink()
    assert [(mistake.code, mistake.detail) for mistake in check(conf)] == [("F204", configuration)]


def test_the_list_of_permitted_commands_cannot_be_left_out(conf: Path) -> None:
    path = conf / "autoload_configs" / "switch.conf.xml"
    text = path.read_text()
    start, end = text.index("  <interface-allowlist>"), text.index("</configuration>")
    path.write_text(text[:start] + text[end:])
    assert check(conf) == [Mistake("autoload_configs/switch.conf.xml", 1, "F221")]
    path.write_text(text[:start] + "  <interface-allowlist/>\n" + text[end:])
    assert [mistake.code for mistake in check(conf)] == ["F221"]


def test_a_file_that_nobody_includes_is_named(conf: Path) -> None:
    (conf / "autoload_configs" / "more.xml").write_text("<configuration/>")
    (conf / "vars.xml").write_text("<include/>")
    assert check(conf) == [Mistake("autoload_configs/more.xml", 1, "F114"), Mistake("vars.xml", 1, "F114")]


def test_a_file_that_all_may_change_is_named(conf: Path) -> None:
    path = conf / "autoload_configs" / "lua.conf.xml"
    path.chmod(path.stat().st_mode | stat.S_IWOTH)
    assert check(conf) == [Mistake("autoload_configs/lua.conf.xml", 1, "F115")]


def test_bytes_that_are_no_text_are_named(conf: Path) -> None:
    (conf / "autoload_configs" / "hash.conf.xml").write_bytes(b"\xff\xfe<\x00")
    assert {mistake.code for mistake in check(conf)} == {"F113", "F204"}


def test_no_configuration_at_all_is_a_mistake(tmp_path: Path) -> None:
    assert [mistake.code for mistake in check(tmp_path)] == ["F101", "F111", "F113"]


def test_links_are_not_followed(conf: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.xml").write_text("<configuration/>")
    (conf / "autoload_configs" / "z.conf.xml").symlink_to(tmp_path / "elsewhere.xml")
    assert "F107" in {mistake.code for mistake in check(conf)}


def test_files_that_include_each_other_end(conf: Path) -> None:
    path = conf / "autoload_configs" / "hash.conf.xml"
    path.write_text(path.read_text() + '\n<X-PRE-PROCESS cmd="include" data="hash.conf.xml"/>\n')
    assert "F107" in {mistake.code for mistake in check(conf)}


@pytest.mark.parametrize("version", ["1.11.1", "1.11.3-dev+git~20260821", "1.12.0", "2.0.0", "1.11.10"])
def test_new_versions_are_taken(version: str) -> None:
    assert judge(f"FreeSWITCH version: {version}~64bit (git 1 64bit)\n", "freeswitch") == []


@pytest.mark.parametrize("version", ["1.11.0", "1.10.12-release", "1.6.20", "0.99.99"])
def test_old_versions_are_refused(version: str) -> None:
    assert [m.code for m in judge(f"FreeSWITCH version: {version}~64bit\n", "freeswitch")] == ["F901"]


def test_a_program_that_tells_no_version_is_refused(tmp_path: Path) -> None:
    assert [m.code for m in judge("1.11.1\n", "x")] == ["F902"]
    assert [m.code for m in check_binary(tmp_path / "none")] == ["F902"]
    assert [m.code for m in check_binary(Path("/bin/true"))] == ["F902"]


@pytest.mark.skipif(not os.environ.get("FREESWITCH"), reason="FREESWITCH names no program")
def test_the_real_program_is_new_enough() -> None:
    assert check_binary(Path(os.environ["FREESWITCH"])) == []


def test_secrets_are_not_repeated(conf: Path) -> None:
    path = conf / "autoload_configs" / "event_socket.conf.xml"
    path.write_text(path.read_text().replace("$${event_socket_password}", "hunter2hunter2hunter2"))
    assert "hunter2" not in "".join(str(mistake) for mistake in check(conf))


def test_the_scripts_that_are_started_exist() -> None:
    text = (SHIPPED / "autoload_configs" / "lua.conf.xml").read_text()
    scripts = re.findall(r'"(\w+\.lua)"', text)
    assert len(scripts) == 3
    assert [script for script in scripts if not (LUA / script).is_file()] == []


def test_the_commands_that_scripts_use_are_permitted() -> None:
    texts = [path.read_text() for path in LUA.rglob("*.lua")]
    used = {name for text in texts for name in re.findall(r'(?:\.call|:execute)\("(\w+)"', text)}
    assert {"hash", "luarun", "global_getvar"} <= used
    assert used <= {name.split(".")[1] for name in COMMANDS}
