/* Digests by OpenSSL, and lists of DER. */
#include "seal/digest.h"
#include <string.h>
#include "base/arena.h"
#include "seal/openssl_object.h"

static const struct { const char *name; int nid; const EVP_MD *(*method)(void); } algorithms[DIGEST_COUNT] = {
	[DIGEST_UNKNOWN] = { "?", NID_undef, NULL },
	[DIGEST_WEAK] = { "MD5/SHA-1", NID_undef, NULL },
	[DIGEST_SHA224] = { "SHA-224", NID_sha224, EVP_sha224 },
	[DIGEST_SHA256] = { "SHA-256", NID_sha256, EVP_sha256 },
	[DIGEST_SHA384] = { "SHA-384", NID_sha384, EVP_sha384 },
	[DIGEST_SHA512] = { "SHA-512", NID_sha512, EVP_sha512 },
	[DIGEST_SHA3_256] = { "SHA3-256", NID_sha3_256, EVP_sha3_256 },
	[DIGEST_SHA3_384] = { "SHA3-384", NID_sha3_384, EVP_sha3_384 },
	[DIGEST_SHA3_512] = { "SHA3-512", NID_sha3_512, EVP_sha3_512 },
	[DIGEST_SM3] = { "SM3", NID_sm3, EVP_sm3 },
};

const char *digest_name(enum digest_algorithm algorithm) { return algorithms[algorithm].name; }
int digest_nid(enum digest_algorithm algorithm) { return algorithms[algorithm].nid; }

const EVP_MD *digest_method(enum digest_algorithm algorithm)
{
	return algorithms[algorithm].method ? algorithms[algorithm].method() : NULL;
}

enum digest_algorithm digest_of_nid(int nid)
{
	static const int weak[] = { NID_md2, NID_md4, NID_md5, NID_mdc2, NID_ripemd160, NID_sha, NID_sha1, NID_md5_sha1 };
	for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++)
		if (nid == weak[i])
			return DIGEST_WEAK;
	for (int i = DIGEST_SHA224; i < DIGEST_COUNT; i++)
		if (nid == algorithms[i].nid)
			return (enum digest_algorithm)i;
	return DIGEST_UNKNOWN;
}

int digest_of(enum digest_algorithm algorithm, const struct covered *covered, struct digest *out)
{
	const EVP_MD *method = digest_method(algorithm);
	*out = (struct digest){ .algorithm = algorithm };
	if (!method)
		return -1;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned int length = 0;
	int good = EVP_DigestInit_ex(context, method, NULL);
	for (size_t i = 0; good && i < covered->count; i++)
		good = EVP_DigestUpdate(context, covered->parts[i].data, covered->parts[i].length);
	good = good && EVP_DigestFinal_ex(context, out->value, &length);
	EVP_MD_CTX_free(context);
	out->length = length;
	return good ? 0 : -1;
}

int digest_of_bytes(enum digest_algorithm algorithm, struct bytes bytes, struct digest *out)
{
	return digest_of(algorithm, &(struct covered){ &bytes, 1 }, out);
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
	return a->algorithm == b->algorithm && a->length && a->length == b->length && memcmp(a->value, b->value, a->length) == 0;
}

void der_list_add(struct arena *arena, struct der_list *list, struct bytes der)
{
	for (size_t i = 0; i < list->count; i++)
		if (bytes_equal(list->items[i], der))
			return;
	ARENA_GROW(arena, list->items, &list->capacity, list->count + 1);
	list->items[list->count++] = bytes_copy(arena, der.data, der.length);
}

void der_list_join(struct arena *arena, struct der_list *list, const struct der_list *more)
{
	for (size_t i = 0; i < more->count; i++)
		der_list_add(arena, list, more->items[i]);
}
