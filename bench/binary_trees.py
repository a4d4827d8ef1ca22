"""Allocation and traversal of many short-lived trees."""
import sys


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def check(node):
    if node.left is None:
        return 1
    return 1 + check(node.left) + check(node.right)


def main(n):
    keep = make(n)
    depth = 4
    while depth <= n:
        iterations = 1 << (n - depth + 4)
        total = 0
        for _ in range(iterations):
            total += check(make(depth))
        print(iterations, depth, total)
        depth += 4
    print(n, check(keep))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 16)
