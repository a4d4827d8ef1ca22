# warnings: filters, actions, registries, where a warning is shown to come from.
import sys
import warnings

sys.stderr = sys.stdout


def show(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message, filename.split("/")[-1], lineno > 0)


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


warnings.showwarning = show


def helper(level=1):
    warnings.warn("helped", stacklevel=level)


warnings.warn("plain")
warnings.warn("typed", RuntimeWarning)
warnings.warn(SyntaxWarning("an instance"))
for i in range(3):
    warnings.warn("once a line")
for i in range(2):
    helper()
    helper(2)
    helper(99)
warnings.warn("ignored by default", ImportWarning)
warnings.warn("shown in __main__", DeprecationWarning)
for action in "always", "ignore", "error", "once", "module", "default", "nonsense":
    with warnings.catch_warnings():
        try:
            warnings.simplefilter(action)
            for i in range(2):
                warnings.warn(action)
        except Warning as e:
            print("raised", type(e).__name__, e)
        except ValueError as e:
            print(e)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    helper()
    warnings.warn("second", DeprecationWarning, 1, source=None)
print([(w.category.__name__, str(w.message), w.filename.split("/")[-1], w.source) for w in log])
warnings.filterwarnings("error", "careful.*", UserWarning, lineno=0)
attempt(lambda: warnings.warn("careful now"))
attempt(lambda: warnings.warn("fine"))
attempt(lambda: warnings.warn("x", int))
attempt(lambda: warnings.warn("x", 5))
attempt(lambda: warnings.warn())
attempt(lambda: warnings.warn("x", skip_file_prefixes="abc"))
attempt(lambda: warnings.warn_explicit("text", UserWarning, "file.py", 5))
attempt(lambda: warnings.warn_explicit("text", UserWarning, 5, 5))
attempt(lambda: warnings.warn_explicit("text", UserWarning, "file.py", 5, registry=5))
registry = {}
for i in range(2):
    warnings.warn_explicit("registered", UserWarning, "other.py", 7, "module", registry)
print(sorted(map(str, registry)))
warnings.filters.insert(0, ("bad",))
attempt(lambda: warnings.warn("y"))
del warnings.filters[0]
warnings.resetwarnings()
print(warnings.filters)
warnings.defaultaction = "error"
attempt(lambda: warnings.warn("default action"))
warnings.defaultaction = "default"


del warnings.showwarning
warnings.warn_explicit("as printed", UserWarning, "some/file.py", 3)
print(warnings.formatwarning("formatted", UserWarning, "f.py", 2, "the line"), end="")
