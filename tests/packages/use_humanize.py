import datetime

import humanize

print(humanize.intcomma(1234567.891), humanize.intword(1_200_000_000), humanize.naturalsize(123456789), humanize.naturalsize(3000, binary=True), humanize.ordinal(103), humanize.apnumber(5), humanize.fractional(0.3))
print(humanize.precisedelta(datetime.timedelta(days=400, seconds=3661)), humanize.naturaldelta(datetime.timedelta(minutes=90)), humanize.metric(1500, 'V') if hasattr(humanize, 'metric') else '', humanize.scientific(12345))
