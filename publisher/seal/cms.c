/* Making CMS. CMS_final and CMS_SignerInfo_sign would add a signing-time, which PAdES forbids (and OpenSSL can leave it out only
 * from 3.5 on), and know no SM2; so the attributes are signed here, with one operation of the key. */
#include "seal/cms.h"
#include <openssl/asn1t.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "seal/openssl_object.h"
#include "seal/signing_key.h"

/* SET OF sorts as DER wants it, and as CMS itself writes the attributes. */
ASN1_ITEM_TEMPLATE(SIGNED_ATTRIBUTES) = ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SET_OF, 0, SIGNED_ATTRIBUTES, X509_ATTRIBUTE)
static_ASN1_ITEM_TEMPLATE_END(SIGNED_ATTRIBUTES)

static struct bytes signed_attributes(struct arena *arena, const CMS_SignerInfo *signer)
{
	STACK_OF(X509_ATTRIBUTE) *attributes = sk_X509_ATTRIBUTE_new_null();
	for (int i = 0; i < CMS_signed_get_attr_count(signer); i++)
		sk_X509_ATTRIBUTE_push(attributes, CMS_signed_get_attr(signer, i));
	struct bytes der = DER_WRITE(arena, attributes, SIGNED_ATTRIBUTES);
	sk_X509_ATTRIBUTE_free(attributes);
	return der;
}

static CMS_ContentInfo *with_certificates(const struct signing_key *key)
{
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_DETACHED | CMS_BINARY | CMS_PARTIAL);
	for (size_t i = 1; cms && i < key->chain.count; i++) {
		X509 *certificate = x509_read(key->chain.items[i]);
		if (!certificate || !CMS_add0_cert(cms, certificate))
			X509_free(certificate);
	}
	return cms;
}

/* CMS_CADES must stand in the flags of CMS_add1_signer, or there is no signing-certificate-v2. */
static CMS_SignerInfo *with_signer(CMS_ContentInfo *cms, const struct signing_key *key, const struct digest *content)
{
	const unsigned int flags = CMS_DETACHED | CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP | CMS_CADES;
	CMS_SignerInfo *signer = CMS_add1_signer(cms, key->own, key->key, digest_method(content->algorithm), flags);
	bool good = signer
	            && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1)
	            && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, content->value, (int)content->length);
	return good ? signer : NULL;
}

static int sign_attributes(struct arena *arena, struct diagnostics *all, const struct signing_key *key, CMS_SignerInfo *signer)
{
	X509_ALGOR *used, *named;
	struct bytes value;
	if (signing_key_sign(arena, all, key, signed_attributes(arena, signer), &value, &used))
		return -1;
	CMS_SignerInfo_get0_algs(signer, NULL, NULL, NULL, &named);
	X509_ALGOR_copy(named, used);
	X509_ALGOR_free(used);
	ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), value.data, (int)value.length);
	return 0;
}

int cms_sign(struct arena *arena, struct diagnostics *all, const struct signing_key *key, const struct digest *content, struct bytes *out)
{
	*out = (struct bytes){ 0 };
	ERR_clear_error();
	CMS_ContentInfo *cms = with_certificates(key);
	CMS_SignerInfo *signer = cms && content->algorithm == signing_key_digest(key) ? with_signer(cms, key, content) : NULL;
	int result = signer ? sign_attributes(arena, all, key, signer) : REPORT(all, signing_failed, NULL, openssl_reason(arena));
	if (!result)
		*out = DER_WRITE(arena, cms, CMS_ContentInfo);
	CMS_ContentInfo_free(cms);
	if (!result && !out->length)
		result = REPORT(all, signing_failed, NULL, openssl_reason(arena));
	return result;
}

/* Beside certificates and signature value there are names, attributes and frames. */
size_t cms_room(const struct signing_key *key)
{
	enum { FRAMES = 1024 };
	size_t room = FRAMES + (size_t)EVP_PKEY_get_size(key->key);
	for (size_t i = 0; i < key->chain.count; i++)
		room += key->chain.items[i].length;
	return room + key->chain.items[0].length;   /* its issuer's name stands in the signer once more, or twice */
}

static CMS_SignerInfo *only_signer(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) *signers = cms ? CMS_get0_SignerInfos(cms) : NULL;
	return sk_CMS_SignerInfo_num(signers) == 1 ? sk_CMS_SignerInfo_value(signers, 0) : NULL;
}

int cms_imprint(struct bytes der, enum digest_algorithm algorithm, struct digest *out)
{
	CMS_ContentInfo *cms = DER_READ(der, CMS_ContentInfo);
	CMS_SignerInfo *signer = only_signer(cms);
	int result = signer ? digest_of_bytes(algorithm, bytes_of_string(CMS_SignerInfo_get0_signature(signer)), out) : -1;
	CMS_ContentInfo_free(cms);
	return result;
}

int cms_add_timestamp(struct arena *arena, struct bytes der, struct bytes token, struct bytes *out)
{
	CMS_ContentInfo *cms = DER_READ(der, CMS_ContentInfo);
	CMS_SignerInfo *signer = only_signer(cms);
	*out = (struct bytes){ 0 };
	if (signer && CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token.data, (int)token.length))
		*out = DER_WRITE(arena, cms, CMS_ContentInfo);
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return out->length ? 0 : -1;
}
