# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets allocations of a process fail that runs with short_of_memory.so preloaded."""

import mmap
import os
import struct

FROM, MANY, COUNT, FAILED, THREADS, SHOWN = range(6)
WORDS = 6
FOR_EVER = 1 << 60


class Shortage:
    """The counters that both sides map."""

    def __init__(self, path):
        self.path = path
        with open(path, "w+b") as f:
            f.write(bytes(8 * WORDS))
            f.flush()
            self.map = mmap.mmap(f.fileno(), 8 * WORDS)

    def __getitem__(self, word):
        return struct.unpack_from("<Q", self.map, 8 * word)[0]

    def __setitem__(self, word, value):
        struct.pack_into("<Q", self.map, 8 * word, value)

    def environment(self, library):
        """What the process is started with."""
        return {**os.environ, "LD_PRELOAD": library, "SHORT_OF_MEMORY": self.path,
                "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}

    def begin(self, first, many=1):
        """From now on, the allocation of that number fails, counted from 1, and those after it."""
        self[FROM] = 0
        self[COUNT] = self[FAILED] = 0
        self[MANY] = many
        self[FROM] = first

    def count(self):
        """Allocations are counted, and none fails."""
        self.begin(FOR_EVER)

    def end(self):
        """How many have failed."""
        self[FROM] = 0
        return self[FAILED]
