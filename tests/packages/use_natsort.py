from natsort import humansorted, natsorted, ns, order_by_index, index_natsorted, realsorted

print(natsorted(['a10', 'a2', 'a1', 'B3', 'b1.5', 'b1.10']), natsorted(['a10', 'A2', 'a1'], alg=ns.IGNORECASE), realsorted(['num-5.3', 'num5.10', 'num-3']), natsorted(['/p/Folder (10)/f', '/p/Folder (1)/f', '/p/Folder/f'], alg=ns.PATH), index_natsorted(['x11', 'x2']), natsorted([2, 'a', 1.5]), natsorted(['٣', '2', '10']))
