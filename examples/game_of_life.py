"""Conway's game of life on a set of live cells: prints a glider's way across the board."""


def step(live):
    counts = {}
    for x, y in live:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    cell = x + dx, y + dy
                    counts[cell] = counts.get(cell, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in live}


def show(live, width, height):
    for y in range(height):
        print("".join("#" if (x, y) in live else "." for x in range(width)))
    print()


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
show(glider, 12, 8)
for _ in range(20):
    glider = step(glider)
show(glider, 12, 8)
