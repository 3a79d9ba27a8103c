/* For this room alone: keys in PKCS#12 and PEM files. */
#ifndef SEAL_KEY_FILE_H
#define SEAL_KEY_FILE_H
#include <openssl/evp.h>
#include "seal/key.h"

/* The private key and all certificates beside it. 0, or -1 with file_…, key_unreadable, key_passphrase or one of the passphrase's. */
int key_file_load(struct arena *arena, struct diagnostics *all, const struct key_source *source, EVP_PKEY **key,
                  struct der_list *certificates);
#endif
