/* What a certificate says, for reports and decisions. */
#ifndef SEAL_CERTIFICATE_H
#define SEAL_CERTIFICATE_H
#include <stdint.h>
#include "seal/digest.h"

enum key_kind { KEY_OTHER, KEY_RSA, KEY_RSA_PSS, KEY_DSA, KEY_EC, KEY_SM2, KEY_EDWARDS };

/* Times are seconds since 1970-01-01 UTC, in this room always (int64_t: past 2038). Texts are UTF-8 in the arena. */
struct certificate {
	struct bytes der;
	const char *name;                  /* common name, else organisation, else the whole subject */
	const char *subject, *issuer;      /* RFC 2253 */
	const char *serial;                /* hexadecimal digits */
	int64_t not_before, not_after;
	enum key_kind kind;
	int bits;
	enum digest_algorithm digest;      /* of its issuer's signature over it */
	bool self_issued;                  /* subject is issuer */
	bool may_sign;                     /* neither keyUsage nor extendedKeyUsage forbid to sign documents */
};
/* der must outlive it. -1: no certificate. */
int certificate_read(struct arena *arena, struct bytes der, struct certificate *out);
const char *key_kind_name(enum key_kind kind);                     /* "RSA"; static storage */

/* All certificates of a file, PEM (any number) or DER (one). -1 with a diagnostic: cannot be read, none in it, one damaged. */
struct diagnostics;
int certificates_load(struct arena *arena, struct diagnostics *all, const char *path, struct der_list *out);
/* Those of a PEM text at hand, maybe none. -1: one is damaged (OpenSSL's queue says how). */
int certificates_of_pem(struct arena *arena, struct bytes bytes, struct der_list *out);
#endif
