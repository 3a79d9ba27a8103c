/* A key comes together with its certificates, is found fit, and signs. */
#include "seal/key.h"
#include <openssl/err.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "base/utc.h"
#include "seal/key_file.h"
#include "seal/key_token.h"
#include "seal/openssl_object.h"
#include "seal/signing_key.h"

/* Keys below these are not acceptable for signatures any more (NIST SP 800-131A Rev. 2, table 2). */
enum { RSA_LEAST = 2048, CURVE_LEAST = 224 };

void signing_key_close(struct signing_key *key)
{
	if (key) {
		EVP_PKEY_free(key->key);
		X509_free(key->own);
		OSSL_LIB_CTX_free(key->library);
	}
}

const struct certificate *signing_key_certificate(const struct signing_key *key) { return &key->certificate; }
const struct der_list *signing_key_chain(const struct signing_key *key) { return &key->chain; }

enum digest_algorithm signing_key_digest(const struct signing_key *key)
{
	if (key->certificate.kind == KEY_SM2)
		return DIGEST_SM3;
	if (key->certificate.kind == KEY_EC && key->certificate.bits > 256)
		return key->certificate.bits > 384 ? DIGEST_SHA512 : DIGEST_SHA384;
	return DIGEST_SHA256;
}

static int load_token(struct arena *arena, struct diagnostics *all, const struct key_source *source, struct signing_key *key,
                      struct der_list *certificates)
{
	struct token_key token;
	int result = key_token_load(arena, all, source, &token);
	if (token.certificate)
		der_list_add(arena, certificates, x509_write(arena, token.certificate));
	X509_free(token.certificate);
	key->key = token.key;
	key->library = token.library;
	return result;
}

static int load(struct arena *arena, struct diagnostics *all, const struct key_source *source, struct signing_key *key,
                struct der_list *certificates)
{
	int result = key_token_is(source->key) ? load_token(arena, all, source, key, certificates)
	                                       : key_file_load(arena, all, source, &key->key, certificates);
	if (!result && source->certificates)
		result = certificates_load(arena, all, source->certificates, certificates);
	return result;
}

/* Of the certificates the one whose key it is. */
static int choose_own(struct diagnostics *all, const char *name, struct signing_key *key, const struct der_list *certificates)
{
	for (size_t i = 0; i < certificates->count && !key->own; i++) {
		X509 *each = x509_read(certificates->items[i]);
		if (each && X509_check_private_key(each, key->key))
			key->own = each;
		else
			X509_free(each);
	}
	ERR_clear_error();
	const struct place at = { .file = name };
	if (!certificates->count)
		return REPORT(all, key_without_certificate, &at);
	return key->own ? 0 : REPORT(all, key_mismatch, &at);
}

/* Upwards while an issuer is found; what is left over stands behind. */
static void order_chain(struct arena *arena, struct signing_key *key, const struct der_list *certificates)
{
	STACK_OF(X509) *pool = x509_stack(certificates);
	X509 *at = key->own;
	for (int steps = sk_X509_num(pool); at && steps >= 0; steps--) {
		X509 *issuer = NULL;
		der_list_add(arena, &key->chain, x509_write(arena, at));
		for (int i = 0; i < sk_X509_num(pool) && !issuer; i++)
			if (x509_signed_by(at, sk_X509_value(pool, i)))
				issuer = sk_X509_value(pool, i);
		at = issuer && X509_cmp(issuer, at) ? issuer : NULL;
	}
	der_list_join(arena, &key->chain, certificates);
	sk_X509_pop_free(pool, X509_free);
}

static bool kind_fits(const struct certificate *certificate)
{
	switch (certificate->kind) {
	case KEY_RSA: case KEY_RSA_PSS: return certificate->bits >= RSA_LEAST;
	case KEY_EC: case KEY_SM2: return certificate->bits >= CURVE_LEAST;
	default: return false;
	}
}

static int check_fit(struct arena *arena, struct diagnostics *all, const struct key_source *source, const struct certificate *certificate)
{
	const struct place at = { .file = source->certificates ? source->certificates : source->key };
	if (source->now < certificate->not_before)
		return REPORT(all, certificate_not_yet_valid, &at, certificate->name, utc_text(arena, certificate->not_before, UTC_DAY));
	if (source->now > certificate->not_after)
		return REPORT(all, certificate_expired, &at, certificate->name, utc_text(arena, certificate->not_after, UTC_DAY));
	if (!certificate->may_sign)
		return REPORT(all, certificate_usage, &at, certificate->name);
	if (!kind_fits(certificate))
		return REPORT(all, key_unsuitable, &at, key_kind_name(certificate->kind), arena_printf(arena, "%d", certificate->bits));
	return 0;
}

int signing_key_open(struct arena *arena, struct diagnostics *all, const struct key_source *source, struct signing_key **out)
{
	struct signing_key *key = arena_alloc(arena, sizeof *key);
	struct der_list certificates = { 0 };
	int result = load(arena, all, source, key, &certificates);
	if (!result)
		result = choose_own(all, source->key, key, &certificates);
	if (!result) {
		order_chain(arena, key, &certificates);
		certificate_read(arena, key->chain.items[0], &key->certificate);
		result = check_fit(arena, all, source, &key->certificate);
	}
	if (result) {
		signing_key_close(key);
		key = NULL;
	}
	*out = key;
	return result;
}

/* The provider knows the parameters of RSASSA-PSS; the others are named by key and digest. */
static X509_ALGOR *algorithm_used(const struct signing_key *key, EVP_PKEY_CTX *context)
{
	unsigned char der[256];
	OSSL_PARAM asked[] = { OSSL_PARAM_construct_octet_string("algorithm-id", der, sizeof der), OSSL_PARAM_construct_end() };
	X509_ALGOR *algorithm = NULL;
	int nid = NID_undef, kind = EVP_PKEY_get_base_id(key->key);
	if (key->certificate.kind == KEY_RSA_PSS) {
		if (EVP_PKEY_CTX_get_params(context, asked) > 0 && OSSL_PARAM_modified(asked))
			algorithm = DER_READ(((struct bytes){ der, asked[0].return_size }), X509_ALGOR);
		return algorithm;
	}
	if (key->certificate.kind == KEY_SM2)
		kind = NID_sm2;
	if (OBJ_find_sigid_by_algs(&nid, digest_nid(signing_key_digest(key)), kind)) {
		algorithm = X509_ALGOR_new();
		X509_ALGOR_set0(algorithm, OBJ_nid2obj(nid), key->certificate.kind == KEY_RSA ? V_ASN1_NULL : V_ASN1_UNDEF, NULL);
	}
	return algorithm;
}

/* A salt as long as the digest, as everybody's verifiers take it (RFC 4055, 3.1). */
static bool prepare(EVP_MD_CTX *context, EVP_PKEY_CTX **with, const struct signing_key *key)
{
	if (key->certificate.kind == KEY_SM2) {
		*with = EVP_PKEY_CTX_new(key->key, NULL);
		if (EVP_PKEY_CTX_set1_id(*with, SM2_IDENTIFIER, (int)strlen(SM2_IDENTIFIER)) <= 0)
			return false;
		EVP_MD_CTX_set_pkey_ctx(context, *with);
	}
	EVP_PKEY_CTX *inside = NULL;
	if (EVP_DigestSignInit(context, &inside, digest_method(signing_key_digest(key)), NULL, key->key) <= 0)
		return false;
	if (key->certificate.kind != KEY_SM2)
		*with = inside;
	return key->certificate.kind != KEY_RSA_PSS || EVP_PKEY_CTX_set_rsa_pss_saltlen(inside, RSA_PSS_SALTLEN_DIGEST) > 0;
}

int signing_key_sign(struct arena *arena, struct diagnostics *all, const struct signing_key *key, struct bytes data,
                     struct bytes *signature, X509_ALGOR **algorithm)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *with = NULL;
	size_t length = 0;
	unsigned char *value = NULL;
	*algorithm = NULL;
	ERR_clear_error();
	bool good = prepare(context, &with, key) && EVP_DigestSign(context, NULL, &length, data.data, data.length) > 0;
	if (good) {
		value = arena_alloc(arena, length);
		good = EVP_DigestSign(context, value, &length, data.data, data.length) > 0;
	}
	if (good)
		*algorithm = algorithm_used(key, with);
	*signature = (struct bytes){ value, length };
	EVP_MD_CTX_free(context);
	if (key->certificate.kind == KEY_SM2)
		EVP_PKEY_CTX_free(with);
	return *algorithm ? 0 : REPORT(all, signing_failed, NULL, openssl_reason(arena));
}
