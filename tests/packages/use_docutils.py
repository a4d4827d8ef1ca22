from docutils.core import publish_doctree, publish_string

text = '''
=====
Title
=====

:Author: Me
:Version: 1

A *paragraph* with ``literal``, a link_ and a |sub|.

.. |sub| replace:: substitution
.. _link: http://example.org/

* one
* two

  1. nested

.. note:: Careful.

.. code:: python

   print(1)

====  ====
a     b
====  ====
1     2
====  ====

Section
-------

Term
  Definition [1]_

.. [1] Foot.
'''
settings = {'report_level': 5, '_disable_config': True, 'output_encoding': 'unicode'}
print(publish_string(text, writer_name='docutils_xml', settings_overrides=settings))
print(publish_string(text, writer_name='manpage', settings_overrides=settings))
print(publish_doctree(text, settings_overrides=settings).pformat())
