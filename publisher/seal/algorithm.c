/* The table of ends. NIST's dates are taken, for they are final and name one day for a security strength; ETSI TS 119 312 ends shorter
 * keys at the same time or earlier, and follows the state of cryptanalysis in yearly editions. NIST IR 8547 (a draft) would end RSA and
 * elliptic curves of any size after 2035; when it is final its rows belong here. */
#include "seal/algorithm.h"

static const char sp131a[] = "NIST SP 800-131A Rev. 2, 3 and 9";
static const char sp57[] = "NIST SP 800-57 Part 1 Rev. 5, table 4";
static const char fips186[] = "FIPS 186-5, 4";
static const char gbt[] = "GB/T 32905, GB/T 32918";

static const int64_t end_2013 = 1388534400 /* 2014-01-01 */, end_2030 = 1924992000 /* 2031-01-01 */, dsa_end = 1675382400 /* 2023-02-03 */;

struct algorithm_age algorithm_digest_age(enum digest_algorithm algorithm)
{
	switch (algorithm) {
	case DIGEST_UNKNOWN: case DIGEST_WEAK: return (struct algorithm_age){ end_2013, sp131a };
	case DIGEST_SHA224: return (struct algorithm_age){ end_2030, sp57 };
	case DIGEST_SM3: return (struct algorithm_age){ INT64_MAX, gbt };
	default: return (struct algorithm_age){ INT64_MAX, sp57 };
	}
}

/* Security strengths by key size: table 2 of SP 800-57 Part 1. 80 bits ended with 2013, 112 bits end with 2030. */
static struct algorithm_age by_size(int bits, int strength_112, int strength_128)
{
	if (bits < strength_112)
		return (struct algorithm_age){ end_2013, sp131a };
	return bits < strength_128 ? (struct algorithm_age){ end_2030, sp57 } : (struct algorithm_age){ INT64_MAX, sp57 };
}

struct algorithm_age algorithm_key_age(enum key_kind kind, int bits)
{
	switch (kind) {
	case KEY_RSA: case KEY_RSA_PSS: return by_size(bits, 2048, 3072);
	case KEY_EC: case KEY_EDWARDS: return by_size(bits, 224, 253);   /* Ed25519 counts 253 bits */
	case KEY_SM2: return (struct algorithm_age){ INT64_MAX, gbt };
	case KEY_DSA: return bits < 2048 ? by_size(bits, 2048, 3072) : (struct algorithm_age){ dsa_end, fips186 };
	default: return (struct algorithm_age){ end_2013, sp131a };
	}
}

struct algorithm_age algorithm_age(enum digest_algorithm algorithm, enum key_kind kind, int bits)
{
	struct algorithm_age digest = algorithm_digest_age(algorithm), key = algorithm_key_age(kind, bits);
	return digest.end < key.end ? digest : key;
}
