/* Whom to trust: certificates of a folder or a file as anchors, and chains up to them at any time. */
#ifndef SEAL_TRUST_H
#define SEAL_TRUST_H
#include "seal/certificate.h"
#include "seal/flaw.h"
struct diagnostics;
struct trust;

/* path: a folder (each *.pem, *.crt, *.cer, *.der in it) or a file. 0, or -1 with a diagnostic (file_…, certificate_unreadable,
 * trust_empty). */
int trust_open(struct arena *arena, struct diagnostics *all, const char *path, struct trust **out);
void trust_close(struct trust *trust);                             /* NULL is allowed */
/* Is this very certificate an anchor? trust NULL: no. */
bool trust_has(const struct trust *trust, struct bytes certificate);

/* The chain of a certificate at a time, of the certificates in the pool and the anchors: leaf first, anchor last. Any purpose (a
 * seal's certificate need not be one for mail); who needs a purpose checks it. Revocation is evidence.h's. SM2 certificates are
 * checked with the identifier 1234567812345678 (GB/T 35276). With trust NULL the path is built as far as the pool reaches and
 * the verdict is FLAW_NO_ANCHOR; chain is given with a flaw too, as far as it goes. */
enum flaw trust_chain(struct arena *arena, const struct trust *trust, struct bytes leaf, const struct der_list *pool, int64_t at,
                      struct der_list *chain);
#endif
