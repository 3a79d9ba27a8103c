"""A picture that may stand for a seal."""
import struct
import zlib


def picture(path, red=230):
    """A red ring with soft edges on nothing, 8 bits and alpha."""
    size, rows = 120, b""
    for y in range(size):
        rows += b"\0" + b"".join(bytes((red, 42, 30, 180 if 45 < ((x - 60) ** 2 + (y - 60) ** 2) ** .5 < 58 else 0)) for x in range(size))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    open(path, "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)) +
                           chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
