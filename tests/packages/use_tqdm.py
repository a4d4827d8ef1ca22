import io

from tqdm import tqdm, trange

out = io.StringIO()
for i in tqdm(range(5), file=out, ncols=50, mininterval=0, ascii=True, bar_format='{l_bar}{bar}| {n_fmt}/{total_fmt}'):
    pass
print(repr(out.getvalue()))
print(tqdm.format_meter(25, 100, 5, ncols=70, ascii=True), tqdm.format_interval(3725), tqdm.format_sizeof(123456), list(trange(3, disable=True)))
