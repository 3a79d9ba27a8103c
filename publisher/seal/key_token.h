/* For this room alone: keys on PKCS#11 tokens. This file's source is the only one that knows how tokens are reached: through
 * pkcs11-provider where it is installed (Debian 13), else through libp11's ENGINE where OpenSSL has engines (Debian 12:
 * libengine-pkcs11-openssl). */
#ifndef SEAL_KEY_TOKEN_H
#define SEAL_KEY_TOKEN_H
#include <openssl/evp.h>
#include <openssl/x509.h>
#include "seal/key.h"

bool key_token_is(const char *key);                                /* does the text name a key on a token? */
/* The private key and, where the token has it, the certificate of the same name (else NULL). 0, or -1 with token_failed,
 * key_passphrase (the token refuses the PIN) or one of the passphrase's. */
int key_token_load(struct arena *arena, struct diagnostics *all, const struct key_source *source, EVP_PKEY **key, X509 **certificate);
#endif
