"""Graphs: shortest paths, components, spanning trees, PageRank, matchings, flows."""
import networkx as nx

import checksum

for seed in range(checksum.rounds(15)):
    graph = nx.gnm_random_graph(300, 1500, seed=seed)
    for u, v in graph.edges:
        graph[u][v]['weight'] = (u * 31 + v * 17) % 20 + 1
    for source in range(0, 300, 15):
        distances = nx.single_source_dijkstra_path_length(graph, source)
        checksum.add(sorted(distances.items()))
    checksum.add(sorted(len(c) for c in nx.connected_components(graph)))
    checksum.add(sorted(nx.minimum_spanning_tree(graph).edges))
    checksum.add(sorted(nx.core_number(graph).items()))
    checksum.add(sorted(nx.triangles(graph).items()))
    checksum.add(sorted(nx.greedy_color(graph, 'largest_first').values()))
    directed = nx.gnp_random_graph(60, 0.1, seed=seed, directed=True)
    nx.set_edge_attributes(directed, {e: (e[0] * e[1]) % 9 + 1 for e in directed.edges}, 'capacity')
    checksum.add(nx.maximum_flow_value(directed, 0, 59))
    checksum.add([round(c, 9) for c in nx.betweenness_centrality(directed).values()])
    checksum.add(sorted(map(len, nx.strongly_connected_components(directed))))
checksum.show()
