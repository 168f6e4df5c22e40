"""A small film that every browser plays, written bit by bit: H.264 with unpacked pictures, in an MP4.

A bar fills from left to right, a picture a second, so that one sees whether jumping in it works.
"""

import struct
from collections.abc import Iterable

COLUMNS, ROWS = 20, 12
BLOCK = 16
SECONDS = 10
TEAL, PAPER, RUST = (108, 140, 96), (235, 128, 128), (110, 100, 170)


class Bits:
    def __init__(self) -> None:
        self.text = ""

    def put(self, value: int, width: int) -> "Bits":
        self.text += f"{value:0{width}b}"
        return self

    def ue(self, value: int) -> "Bits":
        """Exponential Golomb code, as H.264 writes most of its numbers."""
        code = f"{value + 1:b}"
        self.text += "0" * (len(code) - 1) + code
        return self

    def align(self) -> "Bits":
        self.text += "0" * (-len(self.text) % 8)
        return self

    def stop(self) -> bytes:
        """The closing bit and its padding."""
        self.text += "1"
        self.align()
        return self.bytes()

    def bytes(self) -> bytes:
        return int(self.text, 2).to_bytes(len(self.text) // 8, "big") if self.text else b""


def _unit(kind: int, payload: bytes) -> bytes:
    """A unit of the stream; three bytes that look like the start of one are kept apart."""
    escaped = bytearray()
    zeros = 0
    for byte in payload:
        if zeros >= 2 and byte <= 3:
            escaped.append(3)
            zeros = 0
        escaped.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes([kind]) + bytes(escaped)


def _sequence_parameters() -> bytes:
    bits = Bits().put(66, 8).put(0xC0, 8).put(21, 8)  # constrained baseline, level 2.1
    bits.ue(0).ue(0).ue(2).ue(1).put(0, 1).ue(COLUMNS - 1).ue(ROWS - 1).put(1, 1).put(1, 1).put(0, 1).put(
        0, 1
    )
    return _unit(0x67, bits.stop())


def _picture_parameters() -> bytes:
    bits = Bits().ue(0).ue(0).put(0, 1).put(0, 1).ue(0).ue(0).ue(0).put(0, 1).put(0, 2)
    return _unit(0x68, bits.ue(0).ue(0).ue(0).put(0, 1).put(0, 1).put(0, 1).stop())


def _picture(number: int) -> bytes:
    """One whole picture: every block is told colour by colour, without any packing."""
    head = Bits().ue(0).ue(7).ue(0).put(0, 4).ue(number % 2).put(0, 1).put(0, 1).ue(0)
    payload = b""
    for index in range(COLUMNS * ROWS):
        bits = head if index == 0 else Bits()
        payload += bits.ue(25).align().bytes() + _block(_colour(index % COLUMNS, index // COLUMNS, number))
    return _unit(0x65, payload + Bits().stop())


def _colour(column: int, row: int, number: int) -> tuple[int, int, int]:
    if row in (ROWS - 3, ROWS - 2) and 1 <= column < COLUMNS - 1:
        return TEAL if column <= number * (COLUMNS - 2) // (SECONDS - 1) else PAPER
    is_mark = (column, row) in {(2, 2), (3, 2), (3, 3), (5, 4), (6, 4), (6, 5), (7, 5)}
    return RUST if is_mark else (32, 132, 124)


def _block(colour: tuple[int, int, int]) -> bytes:
    light, blue, red = colour
    return bytes([light]) * BLOCK**2 + bytes([blue]) * (BLOCK**2 // 4) + bytes([red]) * (BLOCK**2 // 4)


def _box(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", 8 + len(content)) + name + content


def _full(name: bytes, content: bytes, flags: int = 0) -> bytes:
    return _box(name, struct.pack(">I", flags), content)


def _numbers(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


MATRIX = _numbers(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def _sample_entry() -> bytes:
    sequence, picture = _sequence_parameters(), _picture_parameters()
    setup = bytes([1, *sequence[1:4], 0xFF, 0xE1]) + struct.pack(">H", len(sequence)) + sequence
    setup += bytes([1]) + struct.pack(">H", len(picture)) + picture
    size = struct.pack(">HH", COLUMNS * BLOCK, ROWS * BLOCK)
    head = bytes(6) + struct.pack(">H", 1) + bytes(16) + size + _numbers(0x480000, 0x480000, 0)
    return _box(
        b"avc1", head + struct.pack(">H", 1) + bytes(32) + struct.pack(">Hh", 24, -1), _box(b"avcC", setup)
    )


def _movie(sizes: Iterable[int], offset: int) -> bytes:
    sizes = list(sizes)
    count = len(sizes)
    table = _box(
        b"stbl",
        _full(b"stsd", _numbers(1) + _sample_entry()),
        _full(b"stts", _numbers(1, count, 1000)),
        _full(b"stsc", _numbers(1, 1, count, 1)),
        _full(b"stsz", _numbers(0, count, *sizes)),
        _full(b"stco", _numbers(1, offset)),
    )
    data = _box(b"dinf", _full(b"dref", _numbers(1) + _full(b"url ", b"", 1)))
    header = _full(b"hdlr", _numbers(0) + b"vide" + bytes(12) + b"video\0")
    duration = 1000 * count
    media = _box(
        b"mdia",
        _full(b"mdhd", _numbers(0, 0, 1000, duration) + struct.pack(">HH", 0x55C4, 0)),
        header,
        _box(b"minf", _full(b"vmhd", bytes(8), 1), data, table),
    )
    place = _numbers(0, 0, 1, 0, duration, 0, 0, 0, 0) + MATRIX
    track = _full(b"tkhd", place + _numbers(COLUMNS * BLOCK << 16, ROWS * BLOCK << 16), 3)
    movie = _numbers(0, 0, 1000, duration, 0x10000, 0x01000000, 0, 0) + MATRIX + bytes(24) + _numbers(2)
    return _box(b"moov", _full(b"mvhd", movie), _box(b"trak", track, media))


def sample_video() -> bytes:
    pictures = [_picture(number) for number in range(SECONDS)]
    samples = [struct.pack(">I", len(picture)) + picture for picture in pictures]
    head = _box(b"ftyp", b"isom" + _numbers(512) + b"isomiso2avc1mp41")
    sizes = [len(sample) for sample in samples]
    offset = len(head) + len(_movie(sizes, 0)) + 8
    return head + _movie(sizes, offset) + _box(b"mdat", *samples)
