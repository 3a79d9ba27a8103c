/* The hash chain: each entry is bound to all before it. */
#ifndef ARCHIVE_CHAIN_H
#define ARCHIVE_CHAIN_H
#include "archive/entry.h"
#include "base/file.h"

#define CHAIN_START "0000000000000000000000000000000000000000000000000000000000000000"    /* previous of entry 1 */

/* SHA-256 in hexadecimal, in the arena. */
const char *sha256_hex(struct arena *arena, struct bytes bytes);
/* The hash of an entry: SHA-256 over "hongtou-archive 1\n" and then for each column but `hash`, in the order of columns.def,
 * NAME ':' LENGTH ':' VALUE '\n', or NAME ":-\n" where there is no value; LENGTH in bytes of UTF-8. `previous`, the hash of
 * the entry before, is one of these columns. */
const char *chain_hash(struct arena *arena, const struct entry *entry);
const char *chain_record(struct arena *arena, const struct entry *entry);    /* the text that is hashed */
#endif
