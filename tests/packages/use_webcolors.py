import webcolors

print(webcolors.name_to_hex('goldenrod'), webcolors.hex_to_rgb('#fa7268'), webcolors.rgb_to_name((255, 0, 0)), webcolors.rgb_to_rgb_percent((1, 128, 255)), webcolors.html5_parse_legacy_color('chucknorris'), webcolors.normalize_hex('#ABC'))
try:
    webcolors.hex_to_name('#123456')
except ValueError as error:
    print(error)
