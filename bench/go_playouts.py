"""Random playouts on a small Go board: neighbour lists, liberties by flood fill, captures."""
import sys

EMPTY, BLACK, WHITE = 0, 1, 2


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % n


class Board:
    def __init__(self, size):
        self.size = size
        self.points = [EMPTY] * (size * size)
        self.neighbours = []
        for y in range(size):
            for x in range(size):
                near = []
                if x > 0:
                    near.append(y * size + x - 1)
                if x < size - 1:
                    near.append(y * size + x + 1)
                if y > 0:
                    near.append((y - 1) * size + x)
                if y < size - 1:
                    near.append((y + 1) * size + x)
                self.neighbours.append(near)
        self.captured = [0, 0, 0]

    def group(self, start):
        color = self.points[start]
        seen = {start}
        stack = [start]
        stones = []
        liberties = 0
        while stack:
            point = stack.pop()
            stones.append(point)
            for near in self.neighbours[point]:
                if near in seen:
                    continue
                value = self.points[near]
                if value == EMPTY:
                    liberties += 1
                    seen.add(near)
                elif value == color:
                    seen.add(near)
                    stack.append(near)
        return stones, liberties

    def is_eye(self, point, color):
        for near in self.neighbours[point]:
            if self.points[near] != color:
                return False
        return True

    def play(self, point, color):
        points = self.points
        if points[point] != EMPTY or self.is_eye(point, color):
            return False
        points[point] = color
        taken = 0
        for near in self.neighbours[point]:
            if points[near] == 3 - color:
                stones, liberties = self.group(near)
                if liberties == 0:
                    for stone in stones:
                        points[stone] = EMPTY
                    taken += len(stones)
        if taken == 0:
            stones, liberties = self.group(point)
            if liberties == 0:
                points[point] = EMPTY
                return False
        self.captured[color] += taken
        return True


def playout(random, size):
    board = Board(size)
    color = BLACK
    passes = 0
    for _ in range(size * size * 3):
        for _ in range(8):
            if board.play(random.below(size * size), color):
                passes = 0
                break
        else:
            passes += 1
            if passes == 2:
                break
        color = 3 - color
    black = sum(1 for p in board.points if p == BLACK) + board.captured[BLACK]
    white = sum(1 for p in board.points if p == WHITE) + board.captured[WHITE]
    return black - white


n = int(sys.argv[1]) if len(sys.argv) > 1 else 2500
random = Random(1)
scores = [playout(random, 9) for _ in range(n)]
print(sum(scores), min(scores), max(scores))
