import networkx as nx

graph = nx.Graph()
for i in range(30):
    graph.add_edge(i, (i * 7 + 3) % 30, weight=(i * 13) % 11 + 1)
    graph.add_edge(i, (i + 1) % 30, weight=i % 5 + 1)
print(graph.number_of_edges(), nx.shortest_path(graph, 0, 17, weight='weight'), nx.dijkstra_path_length(graph, 0, 17))
print(sorted(nx.minimum_spanning_tree(graph).edges())[:10], nx.diameter(graph), round(nx.average_clustering(graph), 4), nx.is_connected(graph))
print({k: round(v, 5) for k, v in list(nx.betweenness_centrality(graph).items())[:5]}, sorted(nx.core_number(graph).values())[:5])
dag = nx.DiGraph([(1, 2), (1, 3), (2, 4), (3, 4), (4, 5)])
print(list(nx.topological_sort(dag)), nx.ancestors(dag, 4), list(nx.all_simple_paths(dag, 1, 5)), nx.dag_longest_path(dag), list(nx.strongly_connected_components(dag)))
flow = nx.DiGraph()
flow.add_edge('s', 'a', capacity=3)
flow.add_edge('s', 'b', capacity=2)
flow.add_edge('a', 't', capacity=2)
flow.add_edge('b', 't', capacity=3)
flow.add_edge('a', 'b', capacity=5)
print(nx.maximum_flow(flow, 's', 't'), nx.greedy_color(nx.cycle_graph(5)), nx.max_weight_matching(nx.path_graph(4)))
print(list(nx.generate_gml(nx.path_graph(2))), nx.node_link_data(nx.path_graph(2)), list(nx.community.greedy_modularity_communities(nx.karate_club_graph()))[0])
