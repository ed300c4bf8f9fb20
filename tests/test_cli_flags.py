"""Every flag says in Vietnamese what it says in English, and no row is for a flag that is gone."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from ingest.cli import main, parser
from ingest.cli.translated import flag_name
from ingest.lexicon.flags import flags
from ingest.lexicon.usage_errors import in_vietnamese


def _parsers(language: str) -> dict[str, argparse.ArgumentParser]:
    top = parser(language)
    commands = next(a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    return {"-": top, **commands.choices}


def test_every_flag_has_its_vietnamese_and_every_row_its_flag() -> None:
    wanted = {
        ("*" if flag_name(action) == "--help" else command, flag_name(action))
        for command, made in _parsers("en").items()
        for action in made._actions
        if action.help and action.help != argparse.SUPPRESS
    }
    assert set(flags()) == wanted


def test_defaults_are_those_of_the_code() -> None:
    english = {
        (c, flag_name(a)): a.help or "" for c, p in _parsers("en").items() for a in p._actions
    }
    for command, made in _parsers("vi").items():
        for action in made._actions:
            said = action.help or ""
            assert "{" not in said
            assert "(mặc định: )" not in said
            if "(default: 120)" in english[command, flag_name(action)]:
                assert "(mặc định: 120)" in said


@pytest.mark.parametrize("command", [c for c in _parsers("en") if c != "-"])
def test_help_speaks_vietnamese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "vi", command, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.count("cách dùng: ") == 1
    assert "in trợ giúp này rồi thoát" in said
    assert "options" not in said
    assert "show this help" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "thiếu đối số bắt buộc: INPUT"),
        (["run", "a", "--workers", "x"], "đối số --workers: x: cần một số nguyên từ 1 trở lên"),
        (["run", "a", "--timeout", "x"], "đối số --timeout: x: cần một số giây"),
        (["run", "a", "--memory", "1K"], "đối số --memory: 1K: cần ít nhất 256M"),
        (["run", "a", "--workers"], "đối số --workers: cần một giá trị"),
        (["run", "a", "--quiet", "--verbose"], "đối số --verbose: không dùng cùng với --quiet"),
        (["run", "a", "--bogus"], "không có đối số này: --bogus"),
        (["run", "a", "--st", "x"], "chưa rõ là đối số nào: --state, --stall"),
        (["run", "a", "--force=1"], "không nhận giá trị '1'"),
        (["review", "a", "--port", "x"], "đối số --port: giá trị 'x' không hợp lệ"),
        (["bogus"], "đối số LỆNH: không có lựa chọn 'bogus' (chọn một trong: "),
    ],
)
def test_a_wrong_command_line_is_told_in_vietnamese(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "vi", *words])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert f": lỗi: {said}" in told or said in told.splitlines()[-1]


def test_a_wrong_command_line_without_a_translation_is_told_as_it_is() -> None:
    assert in_vietnamese("argument X: something new") == "đối số X: something new"


def test_the_language_may_stand_behind_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """People add `--lang vi` at the end of a line; argparse alone takes it only in front."""
    words = ["validate", str(tmp_path / "none.json")]
    for line in (["--lang", "vi", *words], [*words, "--lang", "vi"], [*words, "--lang=vi"]):
        assert main(line) == 1
        assert "không mở được" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*words, "--lang", "fr"])
    assert "--lang" in capsys.readouterr().err
