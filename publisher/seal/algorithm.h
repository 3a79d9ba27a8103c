/* How long algorithms and key sizes are held to be safe. A signature is only as good as its algorithms at the time until which something
 * younger covers it. */
#ifndef SEAL_ALGORITHM_H
#define SEAL_ALGORITHM_H
#include "seal/certificate.h"

struct algorithm_age {
	int64_t end;                       /* not to be relied on from then on; INT64_MAX: no end is set */
	const char *source;                /* who says so: "NIST SP 800-131A Rev. 2, table 2"; static storage */
};
struct algorithm_age algorithm_digest_age(enum digest_algorithm algorithm);
struct algorithm_age algorithm_key_age(enum key_kind kind, int bits);
/* The earlier of the two. */
struct algorithm_age algorithm_age(enum digest_algorithm algorithm, enum key_kind kind, int bits);
#endif
