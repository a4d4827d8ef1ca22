from markupsafe import Markup, escape, soft_str

print(escape('<a href="x">\'&'), repr(Markup('<b>%s</b>') % '<i>'), Markup('<em>{0.real}</em>').format(3))
print(Markup('a') + '<b>', '<x>' + Markup('y'), Markup(', ').join(['<', Markup('>')]))
print(Markup('&lt;p&gt; &#228;').unescape(), Markup('<p>one <b>two</b>\n three</p>').striptags())
print(type(soft_str(Markup('x'))).__name__, Markup('<>').upper(), escape(Markup('<ok>')))
