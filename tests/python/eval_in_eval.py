# Code that eval() runs, in loops that become hot: its names are looked up in a namespace of its own.
from array import array


def attempt(s):
    try:
        return eval(s)
    except Exception as e:
        return type(e).__name__


VALUES = ('2**70', '-2**70', '-1', '200', '40000', '2**31', '2**32', '2**63', '2**64', '1.5', "'a'")
for k in range(4):
    r = attempt('[attempt(f"array(\'{c}\',[{v}])") for c in \'bBhHiIlLqQ\' for v in VALUES]')
    print(len(r), sum(type(x) is str for x in r))
