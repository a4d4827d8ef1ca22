"""Module _uuid: UUIDs of version 1, of the clock and of a node that is drawn at random (RFC 9562, 6.10): no address of
the machine is told."""

from os import urandom
from time import time_ns

has_uuid_generate_time_safe = 1
has_stable_extractable_node = 0

_BETWEEN_EPOCHS = 0x01B21DD213814000  # 1582-10-15 to 1970-01-01, in units of 100 ns
_node = None
_clock_seq = 0
_last = 0


def generate_time_safe():
    """The 16 bytes of a new UUID, and -1: no service keeps other processes from making the same one."""
    global _node, _clock_seq, _last
    if _node is None:
        drawn = urandom(8)
        _node = bytes([drawn[0] | 1]) + drawn[1:6]
        _clock_seq = int.from_bytes(drawn[6:]) & 0x3FFF
    now = time_ns() // 100 + _BETWEEN_EPOCHS
    if now <= _last:
        now = _last + 1
    _last = now
    low, middle, high = now & 0xFFFFFFFF, now >> 32 & 0xFFFF, now >> 48 & 0xFFF | 0x1000
    fields = low << 32 | middle << 16 | high
    return fields.to_bytes(8) + (_clock_seq | 0x8000).to_bytes(2) + _node, -1
