"""C to a tree and back to C."""
from pycparser import c_generator, c_parser

import checksum

SOURCE = '''
typedef unsigned long size_t;
struct node_%d { struct node_%d *left, *right; int key; double values[8]; };
enum color_%d { RED, GREEN = 5, BLUE };
static int compare_%d(const struct node_%d *a, const struct node_%d *b) {
  if (a->key < b->key) return -1; else if (a->key > b->key) return 1;
  return a->values[0] == b->values[0] ? 0 : (int)(a->values[1] * 2.5e3);
}
int insert_%d(struct node_%d **root, int key) {
  struct node_%d *current = *root; unsigned int depth = 0x10u;
  while (current != 0 && depth-- > 0) {
    for (int i = 0, j = 10; i < j; i++, j -= 2) { current->values[i & 7] += key << 2 | ~i; if (i == 3) continue; }
    switch (key %% 3) { case 0: current = current->left; break; case 1: current = current->right; break; default: goto out; }
  }
out:
  return current ? current->key : sizeof(struct node_%d);
}
'''
parser, generator = c_parser.CParser(), c_generator.CGenerator()
for i in range(checksum.rounds(38)):
    text = '\n'.join(SOURCE.replace('%d', str(i * 10 + k)).replace('%%', '%').replace('typedef unsigned long size_t;', '' if k else 'typedef unsigned long size_t;') for k in range(10))
    checksum.add(generator.visit(parser.parse(text)))
checksum.show()
