from slugify import slugify

print(slugify('This is a test --- ---'), slugify('影師嗎'), slugify('C\'est déjà l\'été.'), slugify('a b c d e', max_length=5, word_boundary=True), slugify('10 | 20 %', replacements=[['|', 'or'], ['%', 'percent']]), slugify('the quick fox', stopwords=['the']), slugify('Ünder_score', separator='_'))
