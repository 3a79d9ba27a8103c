/* Signature values of any kind that OpenSSL knows, SM2 among them, over bytes at hand. */
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <string.h>
#include "base/arena.h"
#include "seal/openssl_object.h"

enum digest_algorithm digest_of_algorithm(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object = NULL;
	if (algorithm)
		X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	return object ? digest_of_nid(OBJ_obj2nid(object)) : DIGEST_UNKNOWN;
}

/* RSASSA-PSS without a hash algorithm means SHA-1 (RFC 8017, A.2.3). */
static enum digest_algorithm digest_of_pss(const X509_ALGOR *algorithm)
{
	int type;
	const void *value;
	X509_ALGOR_get0(NULL, &type, &value, algorithm);
	RSA_PSS_PARAMS *parameters = type == V_ASN1_SEQUENCE ? DER_READ(bytes_of_string(value), RSA_PSS_PARAMS) : NULL;
	enum digest_algorithm digest = DIGEST_UNKNOWN;
	if (parameters)
		digest = parameters->hashAlgorithm ? digest_of_algorithm(parameters->hashAlgorithm) : DIGEST_WEAK;
	RSA_PSS_PARAMS_free(parameters);
	return digest;
}

enum digest_algorithm digest_of_signature(const X509_ALGOR *algorithm, enum digest_algorithm hint)
{
	const ASN1_OBJECT *object;
	int digest = NID_undef, key = NID_undef;
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	int nid = OBJ_obj2nid(object);
	if (nid == NID_rsassaPss)
		return digest_of_pss(algorithm);
	if (nid == NID_ED25519)
		return DIGEST_SHA512;          /* its own, RFC 8032 */
	if (nid == NID_rsaEncryption || nid == NID_X9_62_id_ecPublicKey || nid == NID_sm2)
		return hint;
	return OBJ_find_sigid_algs(nid, &digest, &key) ? digest_of_nid(digest) : DIGEST_UNKNOWN;
}

bool key_is_sm2(const EVP_PKEY *key) { return EVP_PKEY_is_a(key, "SM2"); }

/* The algorithm with its digest in its name, for CMS may name the key's alone (RFC 5754, 3.2); NULL: as it is. */
static X509_ALGOR *named_in_full(EVP_PKEY *key, const X509_ALGOR *algorithm, enum digest_algorithm hint)
{
	const ASN1_OBJECT *object;
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	int nid = OBJ_obj2nid(object), full = NID_undef;
	bool short_name = nid == NID_rsaEncryption || nid == NID_X9_62_id_ecPublicKey || nid == NID_sm2;
	int kind = key_is_sm2(key) ? NID_sm2 : nid;
	if (!short_name || !OBJ_find_sigid_by_algs(&full, digest_nid(hint), kind))
		return NULL;
	X509_ALGOR *out = X509_ALGOR_new();
	X509_ALGOR_set0(out, OBJ_nid2obj(full), kind == NID_rsaEncryption ? V_ASN1_NULL : V_ASN1_UNDEF, NULL);
	return out;
}

/* OpenSSL verifies encoded values; V_ASN1_OTHER is a value whose encoding are the bytes themselves. */
static bool verify(EVP_PKEY *key, const X509_ALGOR *algorithm, struct bytes data, struct bytes signature)
{
	ASN1_STRING *raw = ASN1_STRING_type_new(V_ASN1_OTHER);
	ASN1_BIT_STRING *value = ASN1_BIT_STRING_new();
	ASN1_TYPE any = { .type = V_ASN1_OTHER, .value.asn1_string = raw };
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *with = EVP_PKEY_CTX_new(key, NULL);
	bool sm2 = key_is_sm2(key);
	bool good = data.length <= INT32_MAX && signature.length <= INT32_MAX && with
	            && ASN1_STRING_set(raw, data.data, (int)data.length)
	            && ASN1_STRING_set(value, signature.data, (int)signature.length)
	            && (!sm2 || EVP_PKEY_CTX_set1_id(with, SM2_IDENTIFIER, (int)strlen(SM2_IDENTIFIER)) > 0);
	if (good) {
		EVP_MD_CTX_set_pkey_ctx(context, with);
		good = ASN1_item_verify_ctx(ASN1_ITEM_rptr(ASN1_ANY), algorithm, value, &any, context) > 0;
	}
	EVP_MD_CTX_free(context);
	EVP_PKEY_CTX_free(with);
	ASN1_BIT_STRING_free(value);
	ASN1_STRING_free(raw);
	ERR_clear_error();
	return good;
}

bool signature_good(EVP_PKEY *key, const X509_ALGOR *algorithm, enum digest_algorithm hint, struct bytes data, struct bytes signature)
{
	if (!key || !algorithm || !data.data || !signature.length)
		return false;
	X509_ALGOR *full = named_in_full(key, algorithm, hint);
	bool good = verify(key, full ? full : algorithm, data, signature);
	X509_ALGOR_free(full);
	return good;
}

bool x509_signed_by(X509 *certificate, X509 *issuer)
{
	bool good = X509_NAME_cmp(X509_get_issuer_name(certificate), X509_get_subject_name(issuer)) == 0
	            && X509_verify(certificate, X509_get0_pubkey(issuer)) > 0;
	ERR_clear_error();
	return good;
}
