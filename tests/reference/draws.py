"""The random streams of a run, so that a recomputation sees the same draws.

xoshiro256++ (Blackman & Vigna 2019) seeded by SplitMix64 (Steele et al. 2014); normal draws in
pairs by Box & Muller (1958), in double precision where Latlas has floats; integers in a range by
Lemire's method (2019).
"""

import math

MASK = (1 << 64) - 1

# The kind of a stream stands in its highest byte.
EVALUATION_NOISE, FIXED_PIXELS, EVALUATION_PIXELS, IMPORTANCE = 3, 6, 7, 64
# Streams inside the network's objective, by LossSettings' seed.
PRIOR, PERMUTATION = 1, 2


def split_mix(state):
    state = (state + 0x9E3779B97F4A7C15) & MASK
    z = state
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return state, z ^ (z >> 31)


def rotate(x, by):
    return ((x << by) | (x >> (64 - by))) & MASK


class Random:
    def __init__(self, seed, kind, index=0):
        _, mixed = split_mix(((kind << 56) | index) & MASK)
        state = seed ^ mixed
        self.words = []
        for _ in range(4):
            state, word = split_mix(state)
            self.words.append(word)

    def bits(self):
        a, b, c, d = self.words
        result = (rotate((a + d) & MASK, 23) + a) & MASK
        shifted = (b << 17) & MASK
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        self.words = [a, b, c, rotate(d, 45)]
        return result

    def uniform(self):
        return (self.bits() >> 11) * 2.0**-53

    def normal(self, count):
        values = []
        while len(values) < count:
            word = self.bits()
            radius = math.sqrt(-2 * math.log(((word >> 33) + 0.5) * 2.0**-31))
            quarter = (word >> 30) & 3
            angle = (((word & 0x3FFFFFFF) - 0x20000000) * 2.0**-30) * math.pi / 2
            pair = [radius * math.cos(angle), radius * math.sin(angle)]
            if quarter & 1:
                pair.reverse()
            values += [-x for x in pair] if quarter & 2 else pair
        return values[:count]

    def below(self, bound):
        product = self.bits() * bound
        if product & MASK < bound:
            threshold = (1 << 64) % bound
            while product & MASK < threshold:
                product = self.bits() * bound
        return product >> 64

    def shuffled(self, values):
        values = list(values)
        for i in range(len(values), 1, -1):
            j = self.below(i)
            values[i - 1], values[j] = values[j], values[i - 1]
        return values

    def decide(self, probabilities):
        """Whether each thing happens; 32 bits of a draw serve one."""
        happens, word = [], 0
        for i, probability in enumerate(probabilities):
            word = self.bits() if i % 2 == 0 else word >> 32
            happens.append((word & 0xFFFFFFFF) < probability * 2.0**32)
        return happens
