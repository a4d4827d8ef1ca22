"""Counting words: str.split, dict updates, sorting with a key."""
import sys

WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau".split()


def text(lines):
    state = 42
    result = []
    for _ in range(lines):
        line = []
        for _ in range(12):
            state = (state * 69069 + 1) & 0xFFFFFFFF
            word = WORDS[(state >> 16) % len(WORDS)]
            if state & 64:
                word = word.upper()
            line.append(word)
        result.append(" ".join(line))
    return result


def count(lines):
    counts = {}
    for line in lines:
        for word in line.split():
            word = word.lower()
            counts[word] = counts.get(word, 0) + 1
    return counts


n = int(sys.argv[1]) if len(sys.argv) > 1 else 300000
counts = count(text(n))
for word, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]:
    print(word, number)
print(len(counts), sum(counts.values()))
