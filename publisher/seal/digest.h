/* Message digests that signatures and time stamps rest on, and lists of DER. */
#ifndef SEAL_DIGEST_H
#define SEAL_DIGEST_H
#include <stdbool.h>
#include "base/file.h"

/* DIGEST_WEAK: known and broken for signatures (MD5, SHA-1 and older); DIGEST_UNKNOWN: no algorithm this program knows.
 * Neither can be computed. */
enum digest_algorithm {
	DIGEST_UNKNOWN, DIGEST_WEAK, DIGEST_SHA224, DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512, DIGEST_SHA3_256, DIGEST_SHA3_384,
	DIGEST_SHA3_512, DIGEST_SM3, DIGEST_COUNT
};

struct digest {
	enum digest_algorithm algorithm;
	unsigned char value[64];
	size_t length;                     /* 0: nothing was digested */
};

/* What a signature covers, piece after piece: the ranges of /ByteRange lie in the file's bytes, nothing is copied. */
struct covered {
	const struct bytes *parts;
	size_t count;
};

/* Of all parts in a row. -1: an algorithm that cannot be computed. */
int digest_of(enum digest_algorithm algorithm, const struct covered *covered, struct digest *out);
int digest_of_bytes(enum digest_algorithm algorithm, struct bytes bytes, struct digest *out);
bool digest_equal(const struct digest *a, const struct digest *b);
const char *digest_name(enum digest_algorithm algorithm);          /* "SHA-256"; static storage */

/* DER values (certificates, OCSP responses, CRLs) in the arena. */
struct der_list {
	struct bytes *items;
	size_t count, capacity;
};
/* Copies the bytes behind the others, unless the same bytes are there already. */
void der_list_add(struct arena *arena, struct der_list *list, struct bytes der);
void der_list_join(struct arena *arena, struct der_list *list, const struct der_list *more);
#endif
