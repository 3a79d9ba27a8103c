/* SignedData with attributes of the test's choice, signed with a key of the PKI: what OpenSSL itself would refuse to sign. */
#ifndef TESTS_SEAL_FORGE_H
#define TESTS_SEAL_FORGE_H
#include "seal_fixture.h"
#include <openssl/asn1t.h>
#include <openssl/cms.h>
#include <openssl/pem.h>

ASN1_ITEM_TEMPLATE(FORGED_ATTRIBUTES) = ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SET_OF, 0, FORGED_ATTRIBUTES, X509_ATTRIBUTE)
static_ASN1_ITEM_TEMPLATE_END(FORGED_ATTRIBUTES)

/* SM2 with its identifier. */
static inline void forge_sign(CMS_SignerInfo *signer, EVP_PKEY *key, const EVP_MD *method)
{
	STACK_OF(X509_ATTRIBUTE) *attributes = sk_X509_ATTRIBUTE_new_null();
	for (int i = 0; i < CMS_signed_get_attr_count(signer); i++)
		sk_X509_ATTRIBUTE_push(attributes, CMS_signed_get_attr(signer, i));
	unsigned char *der = NULL, value[512];
	size_t size = sizeof value;
	int length = ASN1_item_i2d((ASN1_VALUE *)attributes, &der, ASN1_ITEM_rptr(FORGED_ATTRIBUTES));
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *with = EVP_PKEY_CTX_new(key, NULL);
	if (EVP_PKEY_is_a(key, "SM2")) {
		X509_ALGOR *named;
		assert_true(EVP_PKEY_CTX_set1_id(with, "1234567812345678", 16) > 0);
		EVP_MD_CTX_set_pkey_ctx(context, with);
		CMS_SignerInfo_get0_algs(signer, NULL, NULL, NULL, &named);
		X509_ALGOR_set0(named, OBJ_nid2obj(NID_SM2_with_SM3), V_ASN1_UNDEF, NULL);
	}
	assert_int_equal(EVP_DigestSignInit(context, NULL, method, NULL, key), 1);
	assert_int_equal(EVP_DigestSign(context, value, &size, der, (size_t)length), 1);
	ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), value, (int)size);
	EVP_MD_CTX_free(context);
	EVP_PKEY_CTX_free(with);
	OPENSSL_free(der);
	sk_X509_ATTRIBUTE_free(attributes);
}

struct forging {
	const char *certificate, *key;     /* names of the PKI */
	const EVP_MD *method;
	unsigned int flags;                /* CMS_CADES, or none */
	int content_type;                  /* NID; with content within */
	struct bytes content;              /* data NULL: detached */
	void (*change)(struct sealing *sealing, CMS_SignerInfo *signer);
};

static inline struct bytes forge(struct sealing *sealing, const struct forging *forging)
{
	struct bytes der = certificate_of(sealing, forging->certificate);
	struct bytes key_file = file_bytes(sealing, pki_path(sealing, arena_printf(sealing->arena, "%s.key", forging->key)));
	const unsigned char *at = der.data;
	X509 *own = d2i_X509(NULL, &at, (long)der.length);
	BIO *bio = BIO_new_mem_buf(key_file.data, (int)key_file.length);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	unsigned int flags = CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP | forging->flags | (forging->content.data ? 0 : CMS_DETACHED);
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags);
	if (forging->content.data) {
		CMS_set1_eContentType(cms, OBJ_nid2obj(forging->content_type));
		if (!*CMS_get0_content(cms))
			*CMS_get0_content(cms) = ASN1_OCTET_STRING_new();
		ASN1_OCTET_STRING_set(*CMS_get0_content(cms), forging->content.data, (int)forging->content.length);
	}
	CMS_SignerInfo *signer = CMS_add1_signer(cms, own, key, forging->method, flags);
	assert_non_null(signer);
	forging->change(sealing, signer);
	forge_sign(signer, key, forging->method);
	unsigned char *out = NULL;
	int length = i2d_CMS_ContentInfo(cms, &out);
	assert_true(length > 0);
	struct bytes kept = { arena_alloc(sealing->arena, (size_t)length), (size_t)length };
	memcpy((void *)kept.data, out, kept.length);
	OPENSSL_free(out);
	CMS_ContentInfo_free(cms);
	EVP_PKEY_free(key);
	BIO_free(bio);
	X509_free(own);
	return kept;
}
#endif
