"""A sphere ray tracer with vector objects and operator overloading."""
import sys


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / self.dot(self) ** 0.5)


class Sphere:
    def __init__(self, center, radius, color, reflection):
        self.center = center
        self.radius2 = radius * radius
        self.color = color
        self.reflection = reflection

    def intersect(self, origin, direction):
        to_center = self.center - origin
        along = to_center.dot(direction)
        if along < 0.0:
            return None
        gap = to_center.dot(to_center) - along * along
        if gap > self.radius2:
            return None
        return along - (self.radius2 - gap) ** 0.5

    def normal(self, point):
        return (point - self.center).unit()


LIGHT = Vector(5.0, 8.0, -6.0)


def trace(spheres, origin, direction, depth):
    nearest = None
    distance = 1e30
    for sphere in spheres:
        t = sphere.intersect(origin, direction)
        if t is not None and 1e-6 < t < distance:
            nearest = sphere
            distance = t
    if nearest is None:
        return 0.2 + 0.3 * max(direction.y, 0.0)
    point = origin + direction * distance
    normal = nearest.normal(point)
    to_light = (LIGHT - point).unit()
    shade = max(normal.dot(to_light), 0.0)
    for sphere in spheres:
        if sphere is not nearest and sphere.intersect(point, to_light) is not None:
            shade = 0.0
            break
    color = nearest.color * (0.1 + 0.9 * shade)
    if depth > 0 and nearest.reflection > 0.0:
        mirrored = direction - normal * (2.0 * direction.dot(normal))
        color += nearest.reflection * trace(spheres, point, mirrored, depth - 1)
    return color


def render(n):
    spheres = [Sphere(Vector(i * 1.5 - 3.0, (i % 2) * 1.2 - 0.5, i * 0.7), 0.9, 0.3 + i * 0.12, 0.3) for i in range(5)]
    origin = Vector(0.0, 0.5, -6.0)
    total = 0.0
    for y in range(n):
        for x in range(n):
            direction = Vector((x - n / 2) / n, (n / 2 - y) / n, 1.0).unit()
            total += trace(spheres, origin, direction, 2)
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 600
print("%.6f" % render(n))
