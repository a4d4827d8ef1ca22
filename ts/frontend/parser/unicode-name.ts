/**
 * `\N{...}`: characters by name.
 *
 * JavaScript engines carry no table of names. Names that follow a rule
 * are computed: the ideographs and Hangul syllables.
 */

const IDEOGRAPHS =
  /^(?:CJK UNIFIED|CJK COMPATIBILITY|TANGUT|NUSHU|KHITAN SMALL SCRIPT) (?:IDEOGRAPH|CHARACTER)-([0-9A-F]{4,5})$/;
const INITIAL = [
  'G',
  'GG',
  'N',
  'D',
  'DD',
  'R',
  'M',
  'B',
  'BB',
  'S',
  'SS',
  '',
  'J',
  'JJ',
  'C',
  'K',
  'T',
  'P',
  'H',
];
const MEDIAL = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const FINAL = ['', ...'G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ')];

export function unicodeByName(name: string): string | undefined {
  const upper = name.toUpperCase();
  const ideograph = IDEOGRAPHS.exec(upper);
  if (ideograph !== null) return String.fromCodePoint(Number.parseInt(ideograph[1]!, 16));
  if (upper.startsWith('HANGUL SYLLABLE ')) return hangul(upper.slice('HANGUL SYLLABLE '.length));
  return undefined;
}

function hangul(syllable: string): string | undefined {
  // Romanized parts overlap, so the split is found by trying all of them: 588 combinations of the first two.
  for (const [i, initial] of INITIAL.entries()) {
    if (!syllable.startsWith(initial)) continue;
    for (const [m, medial] of MEDIAL.entries()) {
      if (!syllable.startsWith(medial, initial.length)) continue;
      const f = FINAL.indexOf(syllable.slice(initial.length + medial.length));
      if (f >= 0) return String.fromCharCode(0xac00 + (i * 21 + m) * 28 + f);
    }
  }
  return undefined;
}
