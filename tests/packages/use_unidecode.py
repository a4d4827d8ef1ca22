from unidecode import unidecode

print(unidecode('Žluťoučký kůň, 北京, Здравствуй, ελληνικά, عربي, 🙂, ½ €'), unidecode('ü', errors='preserve'), unidecode('한국어 日本語 हिन्दी'))
