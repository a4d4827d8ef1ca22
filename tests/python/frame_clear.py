import sys
# Who runs is known, also when the frame was pictured in a trace that has been left since.
refused = []
def clears(i):
    frame = sys._getframe()
    try: frame.clear()
    except RuntimeError as e: refused.append(str(e))
    return frame
frames = [clears(i) for i in range(60)]
print(len(refused), set(refused))
for frame in frames: frame.clear()
print({len(frame.f_locals) for frame in frames})

def generates():
    frame = sys._getframe()
    try: frame.clear()
    except RuntimeError as e: yield str(e)
    yield frame, frame.f_generator
states = []
for i in range(60):
    g = generates()
    for got in g:
        if isinstance(got, str): states.append(got)
        else:
            frame, owner = got
            states.append(owner is g)
            try: frame.clear()
            except RuntimeError as e: states.append(str(e))
    frame.clear()
print(len(states), sorted(set(map(str, states))))

def clears_caller():
    try: sys._getframe(1).clear()
    except RuntimeError as e: return 1
    return 0
print(sum(clears_caller() for i in range(60)))
def outer(n): return clears_caller() + (outer(n - 1) if n else 0)
print(sum(outer(3) for i in range(40)))
