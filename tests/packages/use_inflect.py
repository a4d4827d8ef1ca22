import inflect

engine = inflect.engine()
print([engine.plural(word) for word in 'cat mouse child person ox criterion analysis knife'.split()], [engine.a(word) for word in 'hour unicorn apple university'.split()], engine.number_to_words(1234567), engine.ordinal(112), engine.singular_noun('mice'), engine.join(['a', 'b', 'c']), engine.no('cat', 0), engine.present_participle('run'))
