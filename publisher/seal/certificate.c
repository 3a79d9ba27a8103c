/* Certificates read for what they say. */
#include "seal/certificate.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "seal/openssl_object.h"

static const char *of_memory(struct arena *arena, BIO *bio)
{
	char *text;
	long length = BIO_get_mem_data(bio, &text);
	return arena_strndup(arena, text, (size_t)length);
}

static const char *name_whole(struct arena *arena, const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	const char *text = of_memory(arena, bio);
	BIO_free(bio);
	return text;
}

static const char *name_entry(struct arena *arena, const X509_NAME *name, int nid)
{
	int at = X509_NAME_get_index_by_NID(name, nid, -1);
	unsigned char *utf8 = NULL;
	int length = at < 0 ? -1 : ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	const char *text = length > 0 ? arena_strndup(arena, (char *)utf8, (size_t)length) : NULL;
	OPENSSL_free(utf8);
	return text;
}

static const char *name_short(struct arena *arena, const X509_NAME *name)
{
	const char *text = name_entry(arena, name, NID_commonName);
	if (!text)
		text = name_entry(arena, name, NID_organizationName);
	return text ? text : name_whole(arena, name);
}

static enum key_kind kind_of(const EVP_PKEY *key)
{
	static const struct { const char *name; enum key_kind kind; } kinds[] = {
		{ "RSA", KEY_RSA }, { "RSA-PSS", KEY_RSA_PSS }, { "DSA", KEY_DSA }, { "SM2", KEY_SM2 }, { "EC", KEY_EC },
		{ "ED25519", KEY_EDWARDS }, { "ED448", KEY_EDWARDS },
	};
	for (size_t i = 0; key && i < sizeof kinds / sizeof kinds[0]; i++)
		if (EVP_PKEY_is_a(key, kinds[i].name))
			return kinds[i].kind;
	return KEY_OTHER;
}

const char *key_kind_name(enum key_kind kind)
{
	static const char *const names[] = { [KEY_OTHER] = "?", [KEY_RSA] = "RSA", [KEY_RSA_PSS] = "RSA-PSS", [KEY_DSA] = "DSA",
	                                     [KEY_EC] = "EC", [KEY_SM2] = "SM2", [KEY_EDWARDS] = "EdDSA" };
	return names[kind];
}

/* What may sign documents. keyUsage: one of the two signing bits (RFC 5280, 4.2.1.3). extendedKeyUsage: anything beyond the purposes
 * that are for machines alone; authorities give seals mail, client or document signing (RFC 9336). */
static bool may_sign(X509 *certificate)
{
	static const int machines[] = { NID_server_auth, NID_code_sign, NID_time_stamp, NID_OCSP_sign };
	uint32_t usage = X509_get_key_usage(certificate);
	if (usage != UINT32_MAX && !(usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
		return false;
	EXTENDED_KEY_USAGE *purposes = X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);
	int other = purposes ? 0 : 1;
	for (int i = 0; i < sk_ASN1_OBJECT_num(purposes); i++) {
		int nid = OBJ_obj2nid(sk_ASN1_OBJECT_value(purposes, i)), machine = 0;
		for (size_t m = 0; m < sizeof machines / sizeof machines[0]; m++)
			machine |= nid == machines[m];
		other += !machine;
	}
	EXTENDED_KEY_USAGE_free(purposes);
	return other > 0;
}

int certificate_read(struct arena *arena, struct bytes der, struct certificate *out)
{
	*out = (struct certificate){ 0 };
	X509 *certificate = x509_read(der);
	if (!certificate)
		return -1;
	const EVP_PKEY *key = X509_get0_pubkey(certificate);
	const X509_NAME *subject = X509_get_subject_name(certificate), *issuer = X509_get_issuer_name(certificate);
	*out = (struct certificate){
		.der = der, .name = name_short(arena, subject), .subject = name_whole(arena, subject), .issuer = name_whole(arena, issuer),
		.serial = hex_text(arena, X509_get0_serialNumber(certificate)), .not_before = seconds_of(X509_get0_notBefore(certificate)),
		.not_after = seconds_of(X509_get0_notAfter(certificate)), .kind = kind_of(key), .bits = key ? EVP_PKEY_get_bits(key) : 0,
		.digest = digest_of_signature(X509_get0_tbs_sigalg(certificate), DIGEST_UNKNOWN),
		.self_issued = X509_NAME_cmp(subject, issuer) == 0, .may_sign = may_sign(certificate),
	};
	X509_free(certificate);
	ERR_clear_error();
	return 0;
}

int certificates_of_pem(struct arena *arena, struct bytes bytes, struct der_list *out)
{
	BIO *bio = BIO_new_mem_buf(bytes.data, (int)bytes.length);
	X509 *certificate;
	ERR_clear_error();
	while ((certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		der_list_add(arena, out, x509_write(arena, certificate));
		X509_free(certificate);
	}
	BIO_free(bio);
	bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
	if (ended)
		ERR_clear_error();
	return ended ? 0 : -1;
}

int certificates_load(struct arena *arena, struct diagnostics *all, const char *path, struct der_list *out)
{
	struct bytes bytes;
	struct place at = { .file = path };
	size_t before = out->count;
	if (file_read(arena, all, NULL, path, &bytes))
		return -1;
	if (bytes.length > INT32_MAX)
		return REPORT(all, certificate_unreadable, &at, "too large");
	X509 *single = x509_read(bytes);
	int result = 0;
	if (single)
		der_list_add(arena, out, bytes);
	else if (certificates_of_pem(arena, bytes, out))
		result = REPORT(all, certificate_unreadable, &at, openssl_reason(arena));
	else if (out->count == before)
		result = REPORT(all, certificate_unreadable, &at, "no CERTIFICATE");
	X509_free(single);
	return result;
}
