"""The wire: what passes unchanged, what arrives as a description of itself, and what a hostile writer may try."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import hypothesis.extra.numpy as arrays_of
import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.plain import Opaque
from autograder.sandbox import nodes, wire
from autograder.sandbox.planned import leaves
from autograder.sandbox.reader import Reader
from autograder.sandbox.writer import Writer


def through(value: Any) -> Any:
    """The value after it was written, framed, taken apart and read as a reply."""
    writer = Writer()
    node = writer.node(value)
    return read(wire.frame(wire.DidReturn(7, node, ()), writer.body))


def read(frame: bytes) -> Any:
    data = bytearray(frame)
    taken = wire.first(data)
    if taken is None or data:
        raise nodes.WireError("lengths that lie, which the socket's reader finds")
    header, body = taken
    reply = wire.reply(header)
    return Reader(body).value(reply.value) if isinstance(reply, wire.DidReturn) else reply


def raw(*message: Any) -> bytes:
    return msgspec.msgpack.encode(list(message))


def raw_value(node: Any, body: bytes = b"") -> Any:
    """What a writer that is not ours could send in place of a value."""
    header = raw("returned", 7, node, [])
    return read(len(header).to_bytes(4, "little") + len(body).to_bytes(4, "little") + header + body)


def identical(a: Any, b: Any) -> bool:
    """The same types, dtypes, shapes and values; NaN is NaN, and -0.0 is not 0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(identical(a[key], b[key]) for key in a)
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (math.isnan(a) and math.isnan(b))
    return a == b


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**300), 2**300),
    st.integers(-3, 3).flatmap(lambda k: st.sampled_from([2**63 + k, 2**64 + k, -(2**63) + k])),
    st.floats(),
    st.fractions(),
    st.text(st.characters(codec=None)),
    arrays_of.arrays(np.float64, arrays_of.array_shapes(min_dims=0, min_side=0, max_side=3)),
    arrays_of.arrays(np.int64, arrays_of.array_shapes(min_dims=0, min_side=0, max_side=3)),
    arrays_of.arrays(np.bool_, arrays_of.array_shapes(min_dims=0, min_side=0, max_side=3)),
)
keys = st.one_of(st.text(max_size=3), st.integers(-9999, 9999))
plain = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
    ),
    max_leaves=12,
)


# --- what passes ---------------------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(plain)
def test_plain_values_arrive_as_they_were(value):
    assert identical(through(value), value)


@settings(max_examples=60, deadline=None)
@given(
    arrays_of.arrays(st.sampled_from(["f2", "f4", ">f4", ">f8", "f8"]), arrays_of.array_shapes(min_dims=0, min_side=0))
)
def test_float_arrays_of_every_kind_arrive_as_float64(array):
    with np.errstate(invalid="ignore"):
        assert identical(through(array), array.astype(np.float64))


@settings(max_examples=60, deadline=None)
@given(
    arrays_of.arrays(st.sampled_from(["i1", "u1", ">i2", "u2", "i4", ">u4", ">i8"]), arrays_of.array_shapes(min_dims=0))
)
def test_whole_number_arrays_of_every_kind_arrive_as_int64(array):
    assert identical(through(array), array.astype(np.int64))


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        (np.float64(1.5), 1.5),
        (np.float32(0.5), 0.5),
        (np.float16(-0.0), -0.0),
        (np.longdouble(2), 2.0),
        (np.int8(-3), -3),
        (np.uint64(2**64 - 1), 2**64 - 1),
        (np.bool_(True), True),
        (np.str_("é"), "é"),
        (range(2, 8, 3), [2, 5]),
        (np.array(2.5), np.array(2.5)),
        (np.array(2**64 - 1, dtype=np.uint64), 2**64 - 1),
        (np.array([[1, 2**64 - 1]], dtype=np.uint64), [[1, 2**64 - 1]]),
        (np.array([1, 2.5, None, Fraction(1, 3)], dtype=object), [1, 2.5, None, Fraction(1, 3)]),
        (np.array(10**30, dtype=object), 10**30),
        (np.arange(6.0).reshape(2, 3).T, np.array([[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]])),
        (np.arange(10)[::-3], np.array([9, 6, 3, 0])),
        (np.broadcast_to(1.0, (2, 2)), np.ones((2, 2))),
        (np.ma.masked_array([1.0, 2.0], mask=[False, True]), np.array([1.0, 2.0])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ("\ud83d\ude00\udcff\0", "\ud83d\ude00\udcff\0"),
        (float("-inf"), float("-inf")),
        (-(2**63) - 1, -(2**63) - 1),
        ({1: [np.ones(1)], "a": (np.zeros(2),)}, {1: [np.ones(1)], "a": (np.zeros(2),)}),
        ({True: 1}, {True: 1}),
    ],
)
def test_near_relatives_of_plain_values_arrive_in_the_plain_form(value, arrives):
    assert identical(through(value), arrives)


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_a_matrix_arrives_as_an_array():
    assert identical(through(np.asmatrix([[1.0, 2.0]]).T), np.array([[1.0], [2.0]]))


def test_the_largest_count_that_a_lab_asks_for_passes_exactly():
    count = math.factorial(2000) ** 3
    assert through([count, -count]) == [count, -count]


def layer(rows: int, columns: int, entry: Any = 1.5) -> Any:
    return np.full((rows, columns), entry), np.full(rows, 0.0)


@pytest.mark.parametrize(
    "value",
    [
        [layer(1, 1)],
        [layer(3, 2), layer(1, 3, -0.0), layer(2, 1, math.nan)],
        [np.array([True, False, True]), [layer(2, 3)], [layer(1, 2)]],
        ([layer(2, 2)], {7: [layer(1, 2)]}, [[layer(1, 1)]]),
    ],
)
def test_nets_arrive_as_they_were_and_can_be_written_to(value):
    arrived = through(value)
    assert identical(arrived, value)
    for leaf in leaves(arrived):
        if isinstance(leaf, np.ndarray):
            leaf[...] = 0
    assert b"\xa1n" in msgspec.msgpack.encode(Writer().node(value))  # the tag of layers


@pytest.mark.parametrize(
    "value",
    [
        [],
        [(np.ones((1, 2)), np.ones(2))],
        [layer(1, 2), (np.ones((0, 2)), np.ones(0))],
        [layer(1, 2), layer(1, 2, 1)],
        [layer(1, 2), (*layer(1, 2), None)],
        [layer(1, 2), [*layer(1, 2)]],
        [layer(1, 2), (np.ones(2), np.ones(2))],
        (layer(1, 2), layer(1, 2)),
        [layer(1, 2), 0.5],
    ],
)
def test_what_is_nearly_a_net_arrives_as_it_was(value):
    assert identical(through(value), value)
    assert not isinstance(Writer().node(value), nodes.Layers)


def test_as_many_layers_arrive_behind_truth_values_as_elsewhere():
    many = [layer(1, 1)] * (nodes.MAX_NODES // 3 - 3)
    for value in ([np.array([True, False]), many], [np.array([1.0]), many]):
        assert len(through(value)[1]) == len(many)


def test_layers_that_lie_otherwise_in_memory_arrive_in_order():
    matrix = np.arange(12.0).reshape(3, 4)
    odd = [(matrix.T, matrix[0, :]), (matrix[::2, ::2], matrix[::2, 3]), (matrix[::-1], matrix[:, 0])]
    assert identical(through(odd), [(W.copy(), b.copy()) for W, b in odd])


def test_a_relative_of_a_list_is_looked_at_as_its_own_code_says():
    class Odd(list[Any]):
        def __iter__(self) -> Any:
            return iter([1, 2])

    assert through(Odd([layer(1, 2)])) == [1, 2]


def test_arrays_that_arrive_can_be_written_to_and_share_nothing():
    one = np.ones(2)
    first, second = through([one, one])
    first[0] = 5.0
    assert second[0] == 1.0
    assert one[0] == 1.0


def test_texts_are_cut_by_the_writer():
    assert through("é" * nodes.MAX_TEXT).startswith("é" * 1000)
    assert len(through("x" * (nodes.MAX_TEXT + 9))) == nodes.MAX_TEXT


# --- what arrives as a description of itself -----------------------------------------------------------------------


class Thing:
    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    "value",
    [
        Thing(),
        Thing,
        len,
        lambda: 0,
        (x for x in [1]),
        {1, 2},
        frozenset([1]),
        b"bytes",
        bytearray(3),
        1j,
        np.complex128(1j),
        np.array([1j]),
        np.array(["text"]),
        np.array([(1, 2.0)], dtype="i4,f8"),
        np.datetime64("2020-01-01"),
        np.timedelta64(3, "D"),
        np.array(["2020-01-01"], dtype="datetime64[D]"),
        np,
        Ellipsis,
        NotImplemented,
        ValueError("x"),
        {}.keys(),
        Fraction(1, 3**nodes.MAX_RATIO_BITS),
        np.ones((1,) * 33),
        np.zeros((10**6, 0)),
    ],
)
def test_everything_else_arrives_as_opaque(value):
    [arrived], [again] = through([value]), through([value])
    assert isinstance(arrived, Opaque)
    assert arrived != again
    assert 0 < len(arrived.description) <= 200


def test_an_int_beyond_the_cap_arrives_as_opaque():
    assert isinstance(through(2**nodes.MAX_BITS), Opaque)
    assert through(2**nodes.MAX_BITS - 1) == 2**nodes.MAX_BITS - 1


@pytest.mark.parametrize("value", [{1.5: np.ones(3)}, {(0, 1): np.ones(3)}, {None: np.ones(3)}, {10**5: np.ones(3)}])
def test_a_dict_with_other_keys_arrives_as_opaque_and_leaves_its_neighbours_whole(value):
    odd, neighbour = through([value, np.array([4.0])])
    assert isinstance(odd, Opaque)
    assert neighbour.tolist() == [4.0]


def test_a_list_in_itself_ends_in_opaque_at_the_depth_limit():
    endless: list[Any] = [1]
    endless.append(endless)
    arrived, depth = through(endless), 0
    while not isinstance(arrived, Opaque):
        arrived, depth = arrived[1], depth + 1
    assert depth == nodes.MAX_DEPTH


def test_an_object_array_in_itself_ends_in_opaque():
    endless = np.array(None, dtype=object)
    endless[()] = endless
    assert isinstance(through(endless), Opaque)


def bushy() -> list[Any]:
    tree: list[Any] = []
    tree += [tree, tree]
    return tree


@pytest.mark.parametrize(
    "value",
    [
        [0] * (nodes.MAX_NODES + 1),
        range(10**15),
        bushy(),
        np.broadcast_to(0.0, (10**6, 10**6)),
        np.broadcast_to(np.array(None, dtype=object), (10**9,)),
        np.broadcast_to(np.uint64(1), (10**9,)),
        [np.zeros(10**6)] * 1000,
        [(np.zeros((10**3, 10**3)), np.zeros(10**3))] * 1000,
        [(np.broadcast_to(0.0, (10**6, 10**6)), np.broadcast_to(0.0, (10**6,)))],
        [(np.zeros((1, 1)), np.zeros(1))] * (nodes.MAX_NODES // 3 + 1),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_copied(value):
    with pytest.raises(nodes.WireError):
        Writer().node(value)


def test_a_header_beyond_the_cap_is_not_sent():
    writer = Writer()
    node = writer.node(["x" * 60_000] * 20)
    with pytest.raises(nodes.WireError, match="too large"):
        wire.frame(wire.DidReturn(1, node, ()), writer.body)


# --- what a hostile writer may try -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "body"), [(2**32 - 1, 0), (1, 2**32 - 1), (0, 0), (wire.MAX_HEADER + 1, 0), (1, nodes.MAX_BODY + 1)]
)
def test_lengths_beyond_the_caps_are_refused(header, body):
    with pytest.raises(nodes.WireError):
        wire.lengths(struct.pack("<II", header, body))


def test_lengths_at_the_caps_are_taken():
    assert wire.lengths(struct.pack("<II", wire.MAX_HEADER, nodes.MAX_BODY)) == (wire.MAX_HEADER, nodes.MAX_BODY)


HOSTILE_NODES = {
    "more bytes than came": (["a", "f", [3]], bytes(16)),
    "fewer bytes than came": (["a", "f", [1]], bytes(16)),
    "a body without an array": (1, bytes(8)),
    "a negative axis": (["a", "f", [-1]], bytes(8)),
    "two negative axes": (["a", "f", [-1, -1]], bytes(8)),
    "a huge axis": (["a", "f", [2**62]], bytes(8)),
    "axes whose product overflows": (["a", "f", [2**32, 2**32]], b""),
    "a huge axis beside an empty one": (["a", "f", [0, 2**62]], b""),
    "a long axis beside an empty one": (["a", "b", [2**24, 0]], b""),
    "33 axes": (["a", "f", [1] * 33], bytes(8)),
    "an axis that is no int": (["a", "f", [1.0]], bytes(8)),
    "an object array": (["a", "O", [1]], bytes(8)),
    "a structured type": (["a", "i4,f8", [1]], bytes(12)),
    "a text type": (["a", "<U2", [1]], bytes(8)),
    "an empty type": (["a", "", [1]], bytes(8)),
    "an empty number": (["i", b""], b""),
    "a sign alone": (["i", b"-"], b""),
    "two signs": (["i", b"--1"], b""),
    "digits with underscores": (["i", b"1_0"], b""),
    "digits with spaces": (["i", b" 10 "], b""),
    "digits with a prefix": (["i", b"0x10"], b""),
    "capital digits": (["i", b"FF"], b""),
    "too many digits": (["i", b"1" * (nodes.MAX_BITS // 4 + 3)], b""),
    "a denominator of zero": (["q", b"1", b"0"], b""),
    "a negative denominator": (["q", b"1", b"-2"], b""),
    "a fraction with too many digits": (["q", b"1" * (nodes.MAX_RATIO_BITS // 4 + 3), b"1"], b""),
    "a key twice": (["d", [["t", b"k"], ["t", b"k"]], [1, 2]], b""),
    "keys that are equal": (["d", [1, True], [1, 2]], b""),
    "keys without values": (["d", [1, 2], [1]], b""),
    "an unhashable key beside the same": (["d", [["l", []]], []], b""),
    "a text that is too long": (["t", b"x" * (nodes.MAX_TEXT + 1)], b""),
    "an unknown tag": (["z", 1], b""),
    "a node too many fields": (["l", [], 1], b""),
    "a node without fields": (["a"], b""),
    "a bare text": ("text", b""),
    "bare bytes": (b"bytes", b""),
    "a bare map": ({"a": 1}, b""),
    "a bare list": ([1, 2], b""),
    "an extension": (msgspec.msgpack.Ext(-1, b"1234"), b""),
    "too many parts": (["l", [["l", [0] * 70_000]] * 3], b""),
    "a layer with fewer bytes than came": (["n", [[2, 3]]], bytes(8 * 9)),
    "a layer with more bytes than came": (["n", [[2, 3]]], bytes(8 * 7)),
    "a layer whose vector lies behind what came": (["n", [[1, 1], [2, 3]]], bytes(8 * (2 + 6))),
    "a layer without rows": (["n", [[0, 3]]], b""),
    "a layer without columns": (["n", [[2, 0]]], bytes(16)),
    "a layer of negative size": (["n", [[-2, -1]]], bytes(16)),
    "a layer of negative size in one way": (["n", [[1, 1], [1, -1]]], bytes(16)),
    "a huge layer": (["n", [[2**62, 2**62]]], bytes(16)),
    "a layer of one size": (["n", [[1]]], bytes(16)),
    "a layer of three sizes": (["n", [[1, 1, 1]]], bytes(16)),
    "a layer of no whole size": (["n", [[1.0, 1]]], bytes(16)),
    "too many layers": (["n", [[1, 1]] * (nodes.MAX_NODES // 3 + 1)], bytes(16 * (nodes.MAX_NODES // 3 + 1))),
    "a layer behind truth values with fewer bytes than came": (["l", [["a", "b", [1]], ["n", [[1, 1]]]]], bytes(9)),
}


def nested(depth: int, within: Sequence[Any] = ("l", [])) -> list[Any]:
    node = [*within]
    for _ in range(depth):
        node = ["l", [node]]
    return node


HOSTILE_NODES["nested one level too deep"] = (nested(nodes.MAX_DEPTH + 2), b"")
HOSTILE_NODES["a layer one level too deep"] = (nested(nodes.MAX_DEPTH - 1, ("n", [[1, 1]])), bytes(16))


@pytest.mark.parametrize("name", HOSTILE_NODES)
def test_hostile_values_are_a_wire_error(name):
    node, body = HOSTILE_NODES[name]
    with pytest.raises(nodes.WireError):
        raw_value(node, body)


def test_bytes_other_than_0_and_1_make_proper_truth_values():
    array = raw_value(["a", "b", [3]], b"\x00\x01\xff")
    assert array.view(np.uint8).tolist() == [0, 1, 1]


def test_keys_with_equal_hashes_are_never_hashed():
    modulus = 2**61 - 1
    odd = raw_value(["d", [k * modulus for k in range(1, 4)] + [0.5], [1, 2, 3, 4]])
    assert isinstance(odd, Opaque)


def test_an_unhashable_key_makes_the_dict_opaque():
    assert isinstance(raw_value(["d", [["l", []], ["d", [], []]], [1, 2]]), Opaque)


def test_a_text_that_is_no_utf8_is_mended():
    assert raw_value(["t", b"a\xffb"]) == "a�b"


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\xc1",
        b"\x91" * 100_000,
        b"\x93\xa8returned\x07" + b"\x92\xa1l\x91" * 50_000,
        b"\xdd\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        raw("returned", 7, 1),
        raw("returned", 7, 1, [], 1),
        raw("returned", "7", 1, []),
        raw("returned", 7, 1, [1.5]),
        raw("raised", 7, ["text"], b"", b"", []),
        raw("unheard of", 7),
        raw("call", 7, "f", None),
        raw("missing", 2**64 - 1, 5),
        raw("missing", 7) + b"\0",
        raw(),
        raw("missing"),
    ],
)
def test_hostile_headers_are_a_wire_error(header):
    with pytest.raises(nodes.WireError):
        wire.reply(header)


def test_what_is_wrong_with_a_header_is_told_in_few_harmless_characters():
    with pytest.raises(nodes.WireError) as told:
        wire.reply(raw("\x1b[31m\u202e\0" * 50_000, 7))
    assert len(str(told.value)) < 300
    assert nodes.clean(str(told.value)) == str(told.value)


def sample_frames() -> list[bytes]:
    values = [
        [(np.arange(6.0).reshape(2, 3), np.ones(2)), (np.array([[True]]), np.arange(3))],
        ([(np.arange(6.0).reshape(2, 3), np.ones(2)), (np.ones((1, 2)), np.ones(1))], 1, [0, 1]),
        {"a": [1, -1, 2**70, -(2**70)], 3: (Fraction(-2, 3), "text\ud800", None)},
        [[[[[]]]], {}, (), 1.5, float("nan"), lambda: 0],
    ]
    frames: list[bytes] = []
    for value in values:
        writer = Writer()
        node = writer.node(value)
        frames.append(wire.frame(wire.DidReturn(7, node, (0, 2)), writer.body))
    return [*frames, wire.frame(wire.DidRaise(7, (b"ValueError",), b"text", b"cell 1", (1,)))]


def mutated(frame: bytes, rng: random.Random) -> bytes:
    data = bytearray(frame)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data)) if data else 0
        match rng.randrange(5):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del data[at : at + rng.randint(1, 9)]
            case 2:
                data[at:at] = rng.randbytes(rng.randint(1, 9))
            case 3:
                data[at:at] = data[at : at + rng.randint(1, 40)]
            case _:
                data[at : at + 1] = rng.choice([b"\xdd\xff\xff\xff\xff", b"\xcf" + b"\xff" * 8, b"\x91", b"\xc0", b"-"])
    return bytes(data)


def test_mutated_frames_give_a_value_or_a_wire_error_and_nothing_else():
    rng = random.Random(20240229)
    frames, refused = sample_frames(), 0
    for _ in range(3000):
        try:
            read(mutated(rng.choice(frames), rng))
        except nodes.WireError:
            refused += 1
    assert refused > 1000


def test_mutated_headers_with_their_whole_body_give_a_value_or_a_wire_error():
    rng = random.Random(7)
    outcomes = {"read": 0, "refused": 0}
    frames = sample_frames()
    for _ in range(6000):
        frame = rng.choice(frames)
        header, _ = wire.lengths(frame)
        start = wire.LENGTHS
        try:
            reply = wire.reply(mutated(frame[start : start + header], rng))
            if isinstance(reply, wire.DidReturn):
                Reader(frame[start + header :]).value(reply.value)
            outcomes["read"] += 1
        except nodes.WireError:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 10


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_garbage_is_a_wire_error(data):
    with pytest.raises(nodes.WireError):
        Reader(b"").value(wire.reply(b"\x95" + data).value)


@pytest.mark.parametrize("frame", sample_frames())
def test_every_truncation_is_a_wire_error(frame):
    for length in range(len(frame)):
        with pytest.raises(nodes.WireError):
            read(frame[:length])


# --- texts for reports -----------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None)))
def test_a_cleaned_text_can_be_written_to_any_report(string):
    cleaned = nodes.clean(string)
    cleaned.encode()
    assert all(c in "\n\t" or c.isprintable() for c in cleaned)
    assert len(cleaned) == len(string)


def test_ordinary_text_is_not_touched_by_cleaning():
    assert nodes.clean("Zoë: x ≤ π,\n\t“ok” 😀") == "Zoë: x ≤ π,\n\t“ok” 😀"


def test_terminal_codes_and_changes_of_writing_direction_are_taken_out():
    assert nodes.clean("\x1b[31mred\u202e\u2066\0\r") == "�[31mred����"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(1, 30))
def test_what_is_said_in_a_report_is_short_whatever_bytes_came(data, longest):
    assert len(nodes.said(data, longest)) <= longest
