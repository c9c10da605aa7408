#ifndef ORDERLEDGER_TREE_HASH_H
#define ORDERLEDGER_TREE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The hashes of RFC 6962, section 2.1, by the SHA-256 instructions of the processor.

   A hash is four words, the first of which holds the first eight bytes of the digest, read as a
   big-endian number. Nothing here allocates, and nothing is read but what is handed over. */

/* Whether this processor has the instructions; without them, no other function may be called. */
bool tree_hash_is_available(void);

/* The hash of one leaf: SHA-256 of a zero byte and the entry. */
void tree_hash_leaf(const uint8_t *entry, size_t count, uint64_t *hash);

/* The hashes of leaves that lie one behind the other.

   entries: not null, even where all of them are empty.
   starts: where each entry begins, ascending; each ends where the next one begins, the last at end.
   hashes: has room for four words a leaf. */
void tree_hash_leaves(
    const uint8_t *entries, const size_t *starts, size_t count, size_t end, uint64_t *hashes
);

/* The hashes of nodes: SHA-256 of a byte of 1, the left and the right hash.

   children: two hashes for each node.
   nodes: has room for four words a node; may be children, which are lost then. */
void tree_hash_nodes(const uint64_t *children, size_t count, uint64_t *nodes);

#endif
