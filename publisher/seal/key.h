/* A key to sign with: the private key, its certificate and the chain above it. */
#ifndef SEAL_KEY_H
#define SEAL_KEY_H
#include "seal/certificate.h"
#include "seal/passphrase.h"
struct signing_key;

struct key_source {
	const char *key;                   /* a PKCS#12 or PEM file, or a PKCS#11 URI (RFC 7512: pkcs11:token=…;object=…) */
	const char *certificates;          /* file with the signer's certificate and the chain; NULL: they are where the key is */
	const char *module;                /* PKCS#11 library (…/libsofthsm2.so); NULL: p11-kit's or the URI's */
	struct passphrase_source passphrase;   /* asked for only when the key is encrypted or on a token */
	int64_t now;                       /* the time of signing: the certificate must be valid then */
};

/* 0, or -1 with one of: file_open, file_read, key_unreadable, key_passphrase (wrong), key_without_certificate, key_mismatch,
 * certificate_expired, certificate_not_yet_valid, certificate_usage (keyUsage or extendedKeyUsage forbid to sign documents),
 * key_unsuitable (kind or size), token_failed, or one of the passphrase's. */
int signing_key_open(struct arena *arena, struct diagnostics *all, const struct key_source *source, struct signing_key **out);
void signing_key_close(struct signing_key *key);                   /* NULL is allowed */

const struct certificate *signing_key_certificate(const struct signing_key *key);
/* The signer's certificate first, then those above it in order, as far as the source had them; others it had stand last. */
const struct der_list *signing_key_chain(const struct signing_key *key);
/* The digest that this key signs: SM3 for SM2 (GB/T 35276), SHA-384 and SHA-512 for EC keys of that size, else SHA-256. */
enum digest_algorithm signing_key_digest(const struct signing_key *key);
#endif
