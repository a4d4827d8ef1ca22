"""Building strings: +=, join, f-strings, replace, slices, character loops."""
import sys


def caesar(text, shift):
    result = ""
    for c in text:
        if "a" <= c <= "z":
            result += chr((ord(c) - 97 + shift) % 26 + 97)
        else:
            result += c
    return result


def table(n):
    lines = []
    for i in range(n):
        lines.append(f"{i:>6}|{i * i:<10}|{i / 7:.3f}|{'even' if i % 2 == 0 else 'odd'}")
    return "\n".join(lines)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
text = "the quick brown fox jumps over the lazy dog. " * (n // 45 + 1)
once = caesar(text, 3)
assert caesar(once, 23) == text
print(once[:40], len(once))
lines = table(n)
print(len(lines), lines.count("even"), lines[-30:])
print(text.replace("fox", "cat").count("cat"), "-".join(reversed(text[:20])))
