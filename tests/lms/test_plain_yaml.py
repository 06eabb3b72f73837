"""YAML from outside: texts, lists and dicts, and nothing that runs or grows."""

from __future__ import annotations

import pytest

from autograder.lms.plain_yaml import read_plain


def test_every_scalar_is_a_text():
    text = b"submission_1:\n  :submitters:\n  - :sid: '007'\n    :name: Ann\n  :n: 12\n  :none:\n  :at: 2026-01-02\n"
    assert read_plain(text) == {
        "submission_1": {
            ":submitters": [{":sid": "007", ":name": "Ann"}],
            ":n": "12",
            ":none": "",
            ":at": "2026-01-02",
        }
    }


def test_a_type_that_is_named_is_not_made():
    assert read_plain(b"!!python/object/apply:os.system ['touch /tmp/x']") == ["touch /tmp/x"]
    assert read_plain(b"!!python/name:os.system x") == "x"


def test_nothing_is_nothing():
    assert read_plain(b"") is None
    assert read_plain(b"a") == "a"


def test_only_the_first_document_counts():
    assert read_plain(b"a: 1\n---\nb: 2\n") == {"a": "1"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a: &x [1]\nb: *x\n", "refers to another part"),
        (b"&a [*a]", "refers to another part"),
        (b"[" * 30 + b"]" * 30, "nested too deeply"),
        (b"[" * 200_000, "nest"),
        (b"{[1]: 2}", "a key in it is not a text"),
        (b"{{a: 1}: 2}", "a key in it is not a text"),
        (b"a: [1, 2", "while parsing"),
        (b"a: \xff\xfe", "UTF-8"),
        (b"\x00", "control characters"),
    ],
)
def test_what_is_odd_is_refused(data, why):
    with pytest.raises(ValueError, match=why):
        read_plain(data)


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr("autograder.lms.plain_yaml.MAX_PARTS", 10)
    with pytest.raises(ValueError, match="too many parts"):
        read_plain(b"[" + b"1," * 20 + b"]")
