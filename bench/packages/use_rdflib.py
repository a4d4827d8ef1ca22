"""Triples: parsed from Turtle, searched, queried with SPARQL, written."""
import rdflib

import checksum

PREFIX = '@prefix ex: <http://example.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n'
for i in range(checksum.rounds(5)):
    text = PREFIX + '\n'.join(
        f'ex:p{k} a foaf:Person ; foaf:name "name {k}" ; foaf:age {20 + k % 50} ; foaf:knows ex:p{k * 7 % 200}, ex:p{k * 11 % 200} .' for k in range(200)
    )
    graph = rdflib.Graph().parse(data=text, format='turtle')
    checksum.add(sorted(str(name) for name in graph.objects(None, rdflib.URIRef('http://xmlns.com/foaf/0.1/name'))))
    rows = graph.query(
        'PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?a ?b WHERE { ?x foaf:knows ?y . ?x foaf:name ?a . ?y foaf:name ?b . ?y foaf:age ?n . FILTER(?n > 40) } ORDER BY ?a ?b'
    )
    checksum.add([(str(a), str(b)) for a, b in rows])
    checksum.add(graph.serialize(format='nt').count('\n'))
    checksum.add(len(graph.serialize(format='turtle')))
checksum.show()
