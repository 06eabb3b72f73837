"""A lab travels as one parcel and arrives as it was."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from conftest import ROOT, TOY
from msgspec.structs import replace

from autograder.batch import parcel
from autograder.labs import lab_names, load_lab


def test_a_lab_arrives_as_it_was_and_alone(tmp_path: Path) -> None:
    name = "02_weight_swaps"
    parcel.unpack(parcel.pack(ROOT, name), tmp_path)
    assert lab_names(tmp_path) == [name]
    assert load_lab(tmp_path, name).sha256 == load_lab(ROOT, name).sha256


def test_the_same_files_make_the_same_parcel(tmp_path: Path) -> None:
    copied = shutil.copytree(TOY, tmp_path / "copy")
    for path in copied.rglob("*"):
        os.utime(path, (time.time() - 1e6, 1e9))
    assert parcel.pack(copied, "toy") == parcel.pack(TOY, "toy")
    (copied / "assignments" / "toy" / "more.txt").write_text("one more file")
    assert parcel.pack(copied, "toy").sha256 != parcel.pack(TOY, "toy").sha256


def test_names_that_are_no_text_arrive_too(tmp_path: Path) -> None:
    copied = shutil.copytree(TOY, tmp_path / "copy")
    odd = os.fsencode(copied / "solutions" / "toy") + b"/\xff.txt"
    Path(os.fsdecode(odd)).write_bytes(b"\0\xff")
    arrived = tmp_path / "arrived"
    arrived.mkdir()
    parcel.unpack(parcel.pack(copied, "toy"), arrived)
    assert Path(os.fsdecode(os.fsencode(arrived / "solutions" / "toy") + b"/\xff.txt")).read_bytes() == b"\0\xff"


def test_a_parcel_that_was_damaged_is_not_unpacked(tmp_path: Path) -> None:
    sent = parcel.pack(TOY, "toy")
    with pytest.raises(ValueError, match="damaged on its way"):
        parcel.unpack(replace(sent, data=sent.data[:-1]), tmp_path)
    assert not list(tmp_path.iterdir())
