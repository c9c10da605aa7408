#include "tree_hash.h"

#include <string.h>

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

/* SHA-256 by the instructions of Intel and AMD (Intel's manual, volume 2, SHA256RNDS2).

   A round waits for the one before, so that one message leaves half of the unit idle: two are
   hashed in turn wherever there are two. */

#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))
#define INLINE static inline __attribute__((always_inline)) WITH_SHA
#define UNROLLED _Pragma("clang loop unroll(full)")

enum { block_bytes = 64, lanes_maximum = 2 };

/* The constants of FIPS 180-4, section 4.2.2. */
static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The eight words of FIPS 180-4, section 6.2, in the order that the instructions want, the last of
   the name in the lowest place. */
typedef struct {
    __m128i abef;
    __m128i cdgh;
} state;

INLINE state initial_state(void) {
    return (state){
        _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c),
        _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19),
    };
}

/* Takes one block of each message into its state. */
INLINE void compress(state *states, const uint8_t *const *blocks, const int lanes) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i words[lanes_maximum][4], abef[lanes_maximum], cdgh[lanes_maximum];
    UNROLLED for (int lane = 0; lane < lanes; lane++) {
        abef[lane] = states[lane].abef;
        cdgh[lane] = states[lane].cdgh;
        UNROLLED for (int i = 0; i < 4; i++) {
            const __m128i *bytes = (const __m128i *)(blocks[lane] + 16 * i);
            words[lane][i] = _mm_shuffle_epi8(_mm_loadu_si128(bytes), big_endian);
        }
    }
    UNROLLED for (int four = 0; four < 16; four++) {
        const __m128i constant = _mm_load_si128((const __m128i *)(constants + 4 * four));
        UNROLLED for (int lane = 0; lane < lanes; lane++) {
            __m128i *w = words[lane];
            const __m128i two = _mm_add_epi32(w[four & 3], constant);
            const __m128i next_two = _mm_shuffle_epi32(two, 0x0e);
            cdgh[lane] = _mm_sha256rnds2_epu32(cdgh[lane], abef[lane], two);
            abef[lane] = _mm_sha256rnds2_epu32(abef[lane], cdgh[lane], next_two);
            if (four < 12) {
                const __m128i last = w[(four + 3) & 3];
                const __m128i seven_before = _mm_alignr_epi8(last, w[(four + 2) & 3], 4);
                const __m128i partial = _mm_sha256msg1_epu32(w[four & 3], w[(four + 1) & 3]);
                w[four & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(partial, seven_before), last);
            }
        }
    }
    UNROLLED for (int lane = 0; lane < lanes; lane++) {
        states[lane].abef = _mm_add_epi32(states[lane].abef, abef[lane]);
        states[lane].cdgh = _mm_add_epi32(states[lane].cdgh, cdgh[lane]);
    }
}

INLINE void put_digest(state s, uint64_t *hash) {
    const uint64_t ab = (uint64_t)_mm_extract_epi64(s.abef, 1);
    const uint64_t ef = (uint64_t)_mm_extract_epi64(s.abef, 0);
    const uint64_t cd = (uint64_t)_mm_extract_epi64(s.cdgh, 1);
    const uint64_t gh = (uint64_t)_mm_extract_epi64(s.cdgh, 0);
    hash[0] = ab;
    hash[1] = cd;
    hash[2] = ef;
    hash[3] = gh;
}

static inline void put_big_endian(uint8_t *bytes, uint64_t word) {
    word = __builtin_bswap64(word);
    memcpy(bytes, &word, sizeof word);
}

/* A leaf as SHA-256 reads it: a zero byte, the entry, a bit, zeros, and the length in bits. */
typedef struct {
    const uint8_t *entry;
    size_t count;
    uint8_t edge[block_bytes];
} leaf;

static inline size_t leaf_blocks(size_t count) {
    return (1 + count + 1 + sizeof(uint64_t) + block_bytes - 1) / block_bytes;
}

/* A block of a leaf: where the entry fills it, the entry's own bytes. */
static inline const uint8_t *leaf_block(leaf *l, size_t index) {
    const size_t start = index * block_bytes;
    if (index > 0 && start - 1 + block_bytes <= l->count) return l->entry + start - 1;
    memset(l->edge, 0, block_bytes);
    const size_t from = index > 0 ? start - 1 : 0;
    uint8_t *to = l->edge + (index == 0);
    const size_t room = block_bytes - (index == 0);
    const size_t left = l->count > from ? l->count - from : 0;
    if (left > 0) memcpy(to, l->entry + from, left < room ? left : room);
    const size_t end = 1 + l->count;
    if (end >= start && end - start < block_bytes) l->edge[end - start] = 0x80;
    if (index + 1 == leaf_blocks(l->count)) {
        put_big_endian(l->edge + block_bytes - sizeof(uint64_t), 8 * (uint64_t)end);
    }
    return l->edge;
}

WITH_SHA void tree_hash_leaf(const uint8_t *entry, size_t count, uint64_t *hash) {
    leaf only = {.entry = entry, .count = count};
    state s = initial_state();
    for (size_t index = 0; index < leaf_blocks(count); index++) {
        const uint8_t *block = leaf_block(&only, index);
        compress(&s, &block, 1);
    }
    put_digest(s, hash);
}

/* Two leaves in turn, and what the longer one has more by itself. */
INLINE void hash_two_leaves(leaf *leaves, uint64_t *hashes) {
    const size_t counts[2] = {leaf_blocks(leaves[0].count), leaf_blocks(leaves[1].count)};
    const size_t both = counts[0] < counts[1] ? counts[0] : counts[1];
    state states[2] = {initial_state(), initial_state()};
    for (size_t index = 0; index < both; index++) {
        const uint8_t *blocks[2] = {leaf_block(&leaves[0], index), leaf_block(&leaves[1], index)};
        compress(states, blocks, 2);
    }
    for (int lane = 0; lane < 2; lane++) {
        for (size_t index = both; index < counts[lane]; index++) {
            const uint8_t *block = leaf_block(&leaves[lane], index);
            compress(&states[lane], &block, 1);
        }
        put_digest(states[lane], hashes + 4 * lane);
    }
}

WITH_SHA void tree_hash_leaves(
    const uint8_t *entries, const size_t *starts, size_t count, size_t end, uint64_t *hashes
) {
    size_t index = 0;
    for (; index + 1 < count; index += 2) {
        const size_t middle = starts[index + 1];
        const size_t next = index + 2 < count ? starts[index + 2] : end;
        leaf two[2] = {
            {.entry = entries + starts[index], .count = middle - starts[index]},
            {.entry = entries + middle, .count = next - middle},
        };
        hash_two_leaves(two, hashes + 4 * index);
    }
    if (index < count) {
        tree_hash_leaf(entries + starts[index], end - starts[index], hashes + 4 * index);
    }
}

enum { node_bytes = 1 + 2 * 32, node_blocks = 2 };

/* A node as SHA-256 reads it. */
static inline void put_node(const uint64_t *children, uint8_t *message) {
    memset(message, 0, node_blocks * block_bytes);
    message[0] = 1;
    for (int word = 0; word < 8; word++) put_big_endian(message + 1 + 8 * word, children[word]);
    message[node_bytes] = 0x80;
    put_big_endian(message + node_blocks * block_bytes - sizeof(uint64_t), 8 * node_bytes);
}

INLINE void hash_nodes(const uint64_t *children, uint64_t *nodes, const int lanes) {
    uint8_t messages[lanes_maximum][node_blocks * block_bytes];
    state states[lanes_maximum];
    UNROLLED for (int lane = 0; lane < lanes; lane++) {
        put_node(children + 8 * lane, messages[lane]);
        states[lane] = initial_state();
    }
    UNROLLED for (int index = 0; index < node_blocks; index++) {
        const uint8_t *blocks[lanes_maximum];
        UNROLLED for (int lane = 0; lane < lanes; lane++) {
            blocks[lane] = messages[lane] + index * block_bytes;
        }
        compress(states, blocks, lanes);
    }
    UNROLLED for (int lane = 0; lane < lanes; lane++) put_digest(states[lane], nodes + 4 * lane);
}

WITH_SHA void tree_hash_nodes(const uint64_t *children, size_t count, uint64_t *nodes) {
    size_t index = 0;
    for (; index + 1 < count; index += 2) hash_nodes(children + 8 * index, nodes + 4 * index, 2);
    if (index < count) hash_nodes(children + 8 * index, nodes + 4 * index, 1);
}

bool tree_hash_is_available(void) {
    unsigned int a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

#else

/* No other processor is taken care of: its SHA-256 is the library's. */

bool tree_hash_is_available(void) { return false; }

void tree_hash_leaf(const uint8_t *entry, size_t count, uint64_t *hash) {
    (void)entry, (void)count, (void)hash;
    __builtin_trap();
}

void tree_hash_leaves(
    const uint8_t *entries, const size_t *starts, size_t count, size_t end, uint64_t *hashes
) {
    (void)entries, (void)starts, (void)count, (void)end, (void)hashes;
    __builtin_trap();
}

void tree_hash_nodes(const uint64_t *children, size_t count, uint64_t *nodes) {
    (void)children, (void)count, (void)nodes;
    __builtin_trap();
}

#endif
