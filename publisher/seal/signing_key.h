/* For this room alone: what a signing key is made of. */
#ifndef SEAL_SIGNING_KEY_H
#define SEAL_SIGNING_KEY_H
#include <openssl/evp.h>
#include <openssl/x509.h>
#include "seal/key.h"

struct signing_key {
	EVP_PKEY *key;
	X509 *own;
	struct certificate certificate;
	struct der_list chain;
};

/* Signs with the key's digest; SM2 with the identifier. algorithm: what was used, freed by X509_ALGOR_free. 0, or -1 with
 * signing_failed. */
int signing_key_sign(struct arena *arena, struct diagnostics *all, const struct signing_key *key, struct bytes data,
                     struct bytes *signature, X509_ALGOR **algorithm);
#endif
