/* For this room alone: between OpenSSL's objects and the bytes, times and digests of the public headers. OpenSSL's allocations
 * cannot fail here (base/memory.h), so only what depends on the input is checked. */
#ifndef SEAL_OPENSSL_OBJECT_H
#define SEAL_OPENSSL_OBJECT_H
#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdint.h>
#include "seal/digest.h"

/* The identifier that goes into every SM2 signature (GB/T 35276, 10; GM/T 0009). */
#define SM2_IDENTIFIER "1234567812345678"

struct bytes bytes_copy(struct arena *arena, const void *data, size_t length);
struct bytes bytes_of_string(const ASN1_STRING *string);           /* lent; NULL gives nothing */
struct bytes bytes_of_bits(const ASN1_BIT_STRING *string);         /* the same of whole bytes; with bits left over it gives nothing */
/* Any value as DER in the arena, and back; reading takes all bytes or gives NULL. */
struct bytes der_write(struct arena *arena, const void *value, const ASN1_ITEM *item);
void *der_read(struct bytes der, const ASN1_ITEM *item);
#define DER_WRITE(arena, value, type) der_write((arena), (value), ASN1_ITEM_rptr(type))
#define DER_READ(der, type) ((type *)der_read((der), ASN1_ITEM_rptr(type)))
/* Length of the first value in the bytes; 0: none. */
size_t der_extent(struct bytes bytes);
/* SIGNED{…} (certificate, CRL, BasicOCSPResponse): the bytes that are signed, lent from der. data NULL: no such structure. */
struct bytes der_signed_part(struct bytes der);

X509 *x509_read(struct bytes der);                                 /* ready for SM2; freed by X509_free; NULL: none */
STACK_OF(X509) *x509_stack(const struct der_list *list);           /* those that can be read; freed by sk_X509_pop_free(…, X509_free) */
struct bytes x509_write(struct arena *arena, X509 *certificate);
int64_t seconds_of(const ASN1_TIME *time);                         /* INT64_MIN: no time */
const char *hex_text(struct arena *arena, const ASN1_INTEGER *integer);

const EVP_MD *digest_method(enum digest_algorithm algorithm);      /* NULL: cannot be computed */
enum digest_algorithm digest_of_nid(int nid);
int digest_nid(enum digest_algorithm algorithm);
enum digest_algorithm digest_of_algorithm(const X509_ALGOR *algorithm);
/* Of a signature algorithm, RSASSA-PSS by its parameters. hint: for those that name none (rsaEncryption, id-ecPublicKey in CMS). */
enum digest_algorithm digest_of_signature(const X509_ALGOR *algorithm, enum digest_algorithm hint);

bool key_is_sm2(const EVP_PKEY *key);
/* Is this the key's signature over the data? hint: as above. */
bool signature_good(EVP_PKEY *key, const X509_ALGOR *algorithm, enum digest_algorithm hint, struct bytes data, struct bytes signature);
bool x509_signed_by(X509 *certificate, X509 *issuer);              /* names and signature */
/* OpenSSL's words for what failed last, in the arena; its queue is empty then. */
const char *openssl_reason(struct arena *arena);
#endif
