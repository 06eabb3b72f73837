"""Archives that mean harm: what cannot be trusted is left out with the reason, and the others are graded."""

from __future__ import annotations

import os
import stat
import struct
import time
import warnings
import zipfile
from contextlib import suppress

import pytest
from lms.making import CODE, archive, folder, zipped

from autograder.lms import archive as limits
from autograder.lms.archive import open_bundle
from autograder.lms.errors import LmsError
from autograder.lms.intake import take_in

GOOD = {"ann.py": CODE, "bob.py": CODE}


@pytest.fixture
def scratch(tmp_path):
    place = tmp_path / "scratch"
    place.mkdir()
    return place


def taken(path, scratch):
    """Who can be graded, who is refused with which words, and what was passed over."""
    intake = take_in([path], "toy", scratch)
    able = [each.student for each in intake.handed if not each.attempts[-1].found.refused]
    refused = {each.student: each.attempts[-1].found.refused for each in intake.handed if each.student not in able}
    return able, refused, " ".join(intake.passed_over)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../evil.py", "leads out of the archive"),
        ("a/../../evil.py", "leads out of the archive"),
        ("..\\evil.py", "leads out of the archive"),
        ("/etc/evil.py", "absolute"),
        ("\\evil.py", "absolute"),
        ("C:/evil.py", "drive"),
        ("c:evil.py", "drive"),
        ("x" * 3000 + ".py", "too long"),
    ],
)
def test_a_name_that_leads_elsewhere_is_passed_over_and_nothing_is_written_outside(tmp_path, scratch, name, why):
    before = set(tmp_path.rglob("*"))
    path = archive(tmp_path / "z" / "class.zip", {**GOOD, name: CODE})
    able, refused, told = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert refused == {}
    assert why in told
    outside = {p for p in set(tmp_path.rglob("*")) - before if scratch not in p.parents} - {path, path.parent}
    assert outside == set()
    assert not os.path.exists("/etc/evil.py")


def entry(name, mode=0o644, **changes):
    made = zipfile.ZipInfo(name)
    made.external_attr = mode << 16
    made.compress_type = zipfile.ZIP_DEFLATED
    for field, value in changes.items():
        setattr(made, field, value)
    return made


@pytest.mark.parametrize(
    ("mode", "why"), [(stat.S_IFLNK | 0o777, "is a link"), (stat.S_IFIFO, "regular"), (stat.S_IFCHR, "regular")]
)
def test_links_and_devices_are_refused(tmp_path, scratch, mode, why):
    path = archive(tmp_path / "class.zip", GOOD)
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(entry("eve.py", mode), "/etc/passwd")
    able, refused, _ = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert why in refused["eve"]
    assert not any(p.is_symlink() for p in scratch.rglob("*"))


def test_encrypted_members_are_refused(tmp_path, scratch):
    path = archive(tmp_path / "class.zip", {**GOOD, "eve.py": CODE})
    data = bytearray(path.read_bytes())
    for start, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):  # the flag, in the list and before the content
        place = max(data.find(start + data[k + 4 : k + 4], k) for k in range(len(data)) if data.startswith(start, k))
        data[place + at] |= 1
    path.write_bytes(data)
    able, refused, _ = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert "handed in without a password" in refused["eve"]


def test_an_archive_in_the_archive_is_not_opened(tmp_path, scratch):
    inner = zipped({"hw.py": CODE})
    path = archive(tmp_path / "class.zip", {**GOOD, "eve/hw.zip": inner})
    able, refused, _ = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert "hw.zip" in refused["eve"]
    assert "archive inside of the archive" in refused["eve"]


def test_a_bomb_is_refused_before_it_bursts(tmp_path, scratch):
    path = archive(tmp_path / "class.zip", {**GOOD, "eve.py": b"\0" * (50 << 20)})
    assert path.stat().st_size < 1 << 20
    able, refused, _ = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert "grows to more than" in refused["eve"]
    assert sum(p.stat().st_size for p in scratch.rglob("*") if p.is_file()) < 10_000


def test_a_member_that_lies_about_its_size_is_refused(tmp_path, scratch):
    path = archive(tmp_path / "class.zip", {**GOOD, "eve.py": b"\0" * (50 << 20)})
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<L", 100)  # the size once unpacked
    path.write_bytes(data)
    able, refused, _ = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert "damaged" in refused["eve"]


def test_all_members_together_have_a_limit(tmp_path, scratch, monkeypatch):
    monkeypatch.setattr(limits, "MAX_TOTAL_BYTES", len(CODE) * 2)
    path = archive(tmp_path / "class.zip", {**GOOD, "cem.py": CODE})
    able, refused, _ = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert "holds more than" in refused["cem"]


def test_a_file_that_is_too_large_is_refused(tmp_path, scratch, monkeypatch):
    path = archive(tmp_path / "class.zip", {**GOOD, "cem.py": os.urandom(65 << 20)})
    able, refused, _ = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert "65 MB" in refused["cem"]


def test_two_members_of_one_name_are_refused_and_neither_is_taken(tmp_path, scratch):
    path = archive(tmp_path / "class.zip", GOOD)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as made:
        warnings.simplefilter("ignore")
        made.writestr("ann.py", b"def double(x): return 3 * x")
    able, refused, _ = taken(path, scratch)
    assert able == ["bob"]
    assert "two members of the archive have this name" in refused["ann"]


def test_a_damaged_member_costs_nobody_else(tmp_path, scratch):
    path = archive(tmp_path / "class.zip", {**GOOD, "eve.py": os.urandom(1000)})
    data = bytearray(path.read_bytes())
    data[data.rfind(b"PK\x01\x02") - 700] ^= 0xFF
    path.write_bytes(data)
    with zipfile.ZipFile(path) as made:
        assert made.testzip() == "eve.py"
    able, refused, _ = taken(path, scratch)
    assert able == ["ann", "bob"]
    assert "damaged" in refused["eve"]


def test_a_hundred_thousand_members_are_refused_quickly(tmp_path, scratch):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(100_000):
            made.writestr(f"s{number}.py", b"")
    started = time.process_time()
    with pytest.raises(LmsError, match="lists 100000 members; at most"):
        taken(path, scratch)
    assert time.process_time() - started < 1  # the list itself is not even read


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, b"no zip at all" * 100])
def test_what_is_no_zip_is_told(tmp_path, scratch, data):
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    with pytest.raises(LmsError, match=r"class\.zip is not a whole zip archive. Download it again"):
        taken(path, scratch)


def test_every_truncation_and_flipped_byte_is_told_or_costs_one_student(tmp_path, scratch):
    whole = archive(tmp_path / "class.zip", GOOD).read_bytes()
    path = tmp_path / "broken.zip"
    for at in range(0, len(whole), 3):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
            path.write_bytes(data)
            with suppress(LmsError):  # and nothing else
                assert len(taken(path, scratch)[0]) <= 2


def test_what_systems_leave_behind_is_dropped_in_silence(tmp_path, scratch):
    noise = {"__MACOSX/ann.py": b"", "._ann.py": b"", ".DS_Store": b"", "Thumbs.db": b"", "x/__MACOSX/._b.py": b""}
    able, refused, told = taken(archive(tmp_path / "class.zip", {**GOOD, **noise}), scratch)
    assert (able, refused, told) == (["ann", "bob"], {}, "")


def test_names_in_utf_8_are_read_also_without_the_flag(tmp_path):
    path = archive(tmp_path / "class.zip", {"Zoë.py": CODE})
    data = bytearray(path.read_bytes())
    for start, at in ((b"PK\x01\x02", 9), (b"PK\x03\x04", 7)):
        data[data.find(start) + at] &= ~0x08
    path.write_bytes(data)
    with open_bundle(path) as bundle:
        assert [member.name for member in bundle.members] == ["Zoë.py"]


def test_links_in_a_folder_are_not_followed(tmp_path, scratch):
    secret = tmp_path / "secret.py"
    secret.write_bytes(CODE)
    place = folder(tmp_path / "unpacked", {"Ann Lee_3_assignsubmission_file/hw.py": CODE})
    eve = place / "Eve Low_4_assignsubmission_file"
    eve.mkdir()
    (eve / "hw.py").symlink_to(secret)
    able, refused, _ = taken(place, scratch)
    assert able == ["Ann Lee (3)"]
    assert "link" in refused["Eve Low (4)"]
