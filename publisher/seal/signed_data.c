/* Judging SignedData step by step: form, signer, attributes, content, value. Each step gives the flaw it finds. Values are verified
 * by signature_good and not by CMS_verify, which knows no SM2, asks for an S/MIME purpose, and refuses later CRLs. */
#include "seal/signed_data.h"
#include <openssl/asn1t.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <string.h>
#include "base/arena.h"
#include "seal/openssl_object.h"

/* The attributes as they stand: signers are met that sorted them otherwise and signed them so (OpenSSL reads them so, too). */
ASN1_ITEM_TEMPLATE(ATTRIBUTES_AS_THEY_STAND) = ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SEQUENCE_OF | ASN1_TFLG_IMPTAG | ASN1_TFLG_UNIVERSAL,
	V_ASN1_SET, ATTRIBUTES_AS_THEY_STAND, X509_ATTRIBUTE)
static_ASN1_ITEM_TEMPLATE_END(ATTRIBUTES_AS_THEY_STAND)

/* ESSCertID and ESSCertIDv2 (RFC 5035, 3 and 4) in one: the older has no algorithm, for it is always SHA-1. */
typedef struct { X509_ALGOR *algorithm; ASN1_OCTET_STRING *hash; ASN1_TYPE *issuer_serial; } CERTIFICATE_ID;
ASN1_SEQUENCE(CERTIFICATE_ID) = {
	ASN1_OPT(CERTIFICATE_ID, algorithm, X509_ALGOR),
	ASN1_SIMPLE(CERTIFICATE_ID, hash, ASN1_OCTET_STRING),
	ASN1_OPT(CERTIFICATE_ID, issuer_serial, ASN1_ANY),
} static_ASN1_SEQUENCE_END(CERTIFICATE_ID)
DEFINE_STACK_OF(CERTIFICATE_ID)
typedef struct { STACK_OF(CERTIFICATE_ID) *ids; ASN1_TYPE *policies; } SIGNING_CERTIFICATE;
ASN1_SEQUENCE(SIGNING_CERTIFICATE) = {
	ASN1_SEQUENCE_OF(SIGNING_CERTIFICATE, ids, CERTIFICATE_ID),
	ASN1_OPT(SIGNING_CERTIFICATE, policies, ASN1_ANY),
} static_ASN1_SEQUENCE_END(SIGNING_CERTIFICATE)

/* Shorter ones can be factored by anybody; how long longer ones last is algorithm.h's. */
enum { RSA_LEAST = 1024 };

struct judging {
	struct arena *arena;
	const struct signed_data_rules *rules;
	CMS_ContentInfo *cms;
	CMS_SignerInfo *signer;
	X509 *certificate;                 /* the signer's; ours to free */
	X509_ALGOR *digest_algorithm, *signature_algorithm;
	struct bytes contents, content;    /* what was given; what is within it, if it is not detached */
	const struct covered *covered;
	struct cms_signature *out;
};

static enum flaw read_form(struct judging *judging)
{
	const unsigned char *at = judging->contents.data;
	if (!judging->contents.length || judging->contents.length > INT32_MAX)
		return FLAW_NOT_DER;
	judging->cms = d2i_CMS_ContentInfo(NULL, &at, (long)judging->contents.length);
	if (!judging->cms)
		return FLAW_NOT_DER;
	size_t length = (size_t)(at - judging->contents.data);
	judging->out->length = length;
	if (!bytes_are_zero((struct bytes){ at, judging->contents.length - length }))
		return FLAW_TRAILING;
	if (OBJ_obj2nid(CMS_get0_type(judging->cms)) != NID_pkcs7_signed)
		return FLAW_NOT_SIGNED_DATA;
	if (OBJ_obj2nid(CMS_get0_eContentType(judging->cms)) != judging->rules->content_type)
		return FLAW_NOT_SIGNED_DATA;
	ASN1_OCTET_STRING **content = CMS_get0_content(judging->cms);
	if (!content || (*content == NULL) != judging->rules->detached)
		return FLAW_NOT_SIGNED_DATA;
	if (*content)
		judging->content = bytes_copy(judging->arena, (*content)->data, (size_t)(*content)->length);
	return FLAW_NONE;
}

static void keep_lists(struct judging *judging)
{
	STACK_OF(X509) *certificates = CMS_get1_certs(judging->cms);
	STACK_OF(X509_CRL) *crls = CMS_get1_crls(judging->cms);
	for (int i = 0; i < sk_X509_num(certificates); i++)
		der_list_add(judging->arena, &judging->out->certificates, x509_write(judging->arena, sk_X509_value(certificates, i)));
	for (int i = 0; i < sk_X509_CRL_num(crls); i++)
		der_list_add(judging->arena, &judging->out->crls, DER_WRITE(judging->arena, sk_X509_CRL_value(crls, i), X509_CRL));
	sk_X509_pop_free(certificates, X509_free);
	sk_X509_CRL_pop_free(crls, X509_CRL_free);
}

static enum flaw find_signer(struct judging *judging)
{
	STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(judging->cms);
	keep_lists(judging);
	if (sk_CMS_SignerInfo_num(signers) != 1)
		return FLAW_SIGNERS;
	judging->signer = sk_CMS_SignerInfo_value(signers, 0);
	struct bytes value = bytes_of_string(CMS_SignerInfo_get0_signature(judging->signer));
	judging->out->value = bytes_copy(judging->arena, value.data, value.length);
	CMS_SignerInfo_get0_algs(judging->signer, NULL, NULL, &judging->digest_algorithm, &judging->signature_algorithm);
	judging->out->digest = digest_of_algorithm(judging->digest_algorithm);
	const struct der_list *list = &judging->out->certificates;
	for (size_t i = 0; i < list->count && !judging->certificate; i++) {
		X509 *each = x509_read(list->items[i]);
		if (each && CMS_SignerInfo_cert_cmp(judging->signer, each) == 0) {
			judging->certificate = each;
			certificate_read(judging->arena, list->items[i], &judging->out->signer);
		} else {
			X509_free(each);
		}
	}
	return judging->certificate ? FLAW_NONE : FLAW_NO_CERTIFICATE;
}

/* The only value of an attribute that stands there once. count: how often it stands there; NULL: not once, or not one value. */
static ASN1_TYPE *attribute(const struct judging *judging, bool is_signed, const ASN1_OBJECT *name, int *count)
{
	ASN1_TYPE *value = NULL;
	*count = 0;
	int total = is_signed ? CMS_signed_get_attr_count(judging->signer) : CMS_unsigned_get_attr_count(judging->signer);
	for (int i = 0; i < total; i++) {
		X509_ATTRIBUTE *each = is_signed ? CMS_signed_get_attr(judging->signer, i) : CMS_unsigned_get_attr(judging->signer, i);
		if (OBJ_cmp(X509_ATTRIBUTE_get0_object(each), name))
			continue;
		if (++*count == 1 && X509_ATTRIBUTE_count(each) == 1)
			value = X509_ATTRIBUTE_get0_type(each, 0);
	}
	return *count == 1 || !is_signed ? value : NULL;
}

static ASN1_TYPE *signed_attribute(const struct judging *judging, int nid, int *count)
{
	return attribute(judging, true, OBJ_nid2obj(nid), count);
}

static bool names_certificate(const struct judging *judging, const ASN1_TYPE *value, bool old)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned int length = 0;
	bool same = false;
	SIGNING_CERTIFICATE *read = value && value->type == V_ASN1_SEQUENCE
	                            ? DER_READ(bytes_of_string(value->value.sequence), SIGNING_CERTIFICATE) : NULL;
	const CERTIFICATE_ID *first = read && sk_CERTIFICATE_ID_num(read->ids) > 0 ? sk_CERTIFICATE_ID_value(read->ids, 0) : NULL;
	if (first) {
		const EVP_MD *method = old ? EVP_sha1() : EVP_sha256();
		if (!old && first->algorithm)
			method = digest_method(digest_of_algorithm(first->algorithm));
		same = method && X509_digest(judging->certificate, method, hash, &length) && first->hash->length == (int)length
		       && memcmp(first->hash->data, hash, length) == 0;
	}
	ASN1_item_free((ASN1_VALUE *)read, ASN1_ITEM_rptr(SIGNING_CERTIFICATE));
	return same;
}

/* Both kinds may stand there; each that does must be right. The older rests on SHA-1, where a second certificate of the same hash would
 * be needed, which is not broken. */
static enum flaw check_certificate_attribute(const struct judging *judging)
{
	int new_count, old_count;
	const ASN1_TYPE *new_value = signed_attribute(judging, NID_id_smime_aa_signingCertificateV2, &new_count);
	const ASN1_TYPE *old_value = signed_attribute(judging, NID_id_smime_aa_signingCertificate, &old_count);
	if (!new_count && !old_count)
		return judging->rules->certificate_attribute ? FLAW_NO_CERTIFICATE_ATTRIBUTE : FLAW_NONE;
	if ((new_count && !names_certificate(judging, new_value, false)) || (old_count && !names_certificate(judging, old_value, true)))
		return FLAW_CERTIFICATE_ATTRIBUTE;
	return FLAW_NONE;
}

static enum flaw check_attributes(const struct judging *judging)
{
	int count;
	const ASN1_TYPE *type = signed_attribute(judging, NID_pkcs9_contentType, &count);
	if (!type || type->type != V_ASN1_OBJECT || OBJ_obj2nid(type->value.object) != judging->rules->content_type)
		return FLAW_CONTENT_TYPE;
	const ASN1_TYPE *digest = signed_attribute(judging, NID_pkcs9_messageDigest, &count);
	if (!digest || digest->type != V_ASN1_OCTET_STRING)
		return FLAW_MESSAGE_DIGEST_ATTRIBUTE;
	const ASN1_TYPE *time = signed_attribute(judging, NID_pkcs9_signingTime, &count);
	if (time && (time->type == V_ASN1_UTCTIME || time->type == V_ASN1_GENERALIZEDTIME)) {
		int64_t seconds = seconds_of(time->value.asn1_string);
		judging->out->signing_time = seconds == INT64_MIN ? 0 : seconds;
	}
	return check_certificate_attribute(judging);
}

static enum flaw check_algorithms(const struct judging *judging)
{
	enum digest_algorithm digest = judging->out->digest;
	enum digest_algorithm in_signature = digest_of_signature(judging->signature_algorithm, digest);
	if (digest == DIGEST_WEAK || in_signature == DIGEST_WEAK)
		return FLAW_DIGEST_WEAK;
	if (digest == DIGEST_UNKNOWN || in_signature == DIGEST_UNKNOWN)
		return FLAW_DIGEST_UNKNOWN;
	if (judging->out->signer.kind != KEY_EDWARDS && digest != in_signature)   /* RFC 8419 leaves Edwards keys the choice */
		return FLAW_SIGNATURE_ALGORITHM;
	bool rsa = judging->out->signer.kind == KEY_RSA || judging->out->signer.kind == KEY_RSA_PSS;
	return rsa && judging->out->signer.bits < RSA_LEAST ? FLAW_KEY_TOO_SHORT : FLAW_NONE;
}

static enum flaw check_content(const struct judging *judging)
{
	int count;
	struct digest digest;
	struct covered within = { &judging->content, 1 };
	struct bytes said = bytes_of_string(signed_attribute(judging, NID_pkcs9_messageDigest, &count)->value.octet_string);
	if (digest_of(judging->out->digest, judging->covered ? judging->covered : &within, &digest))
		return FLAW_DIGEST_UNKNOWN;
	return bytes_equal(said, (struct bytes){ digest.value, digest.length }) ? FLAW_NONE : FLAW_CONTENT_CHANGED;
}

static struct bytes attributes_signed(const struct judging *judging)
{
	STACK_OF(X509_ATTRIBUTE) *attributes = sk_X509_ATTRIBUTE_new_null();
	for (int i = 0; i < CMS_signed_get_attr_count(judging->signer); i++)
		sk_X509_ATTRIBUTE_push(attributes, CMS_signed_get_attr(judging->signer, i));
	struct bytes der = DER_WRITE(judging->arena, attributes, ATTRIBUTES_AS_THEY_STAND);
	sk_X509_ATTRIBUTE_free(attributes);
	return der;
}

/* They must be DER (RFC 5652, 5.3) and stand in the bytes just so: OpenSSL reads more than it writes. */
static bool attributes_are_der(const struct judging *judging, struct bytes set)
{
	return set.length > 1 && memmem(judging->contents.data, judging->contents.length, set.data + 1, set.length - 1);
}

/* Without attributes the content itself is signed. */
static struct bytes content_whole(const struct judging *judging)
{
	size_t length = 0, at = 0;
	const struct covered *covered = judging->covered;
	for (size_t i = 0; covered && i < covered->count; i++)
		length += covered->parts[i].length;
	unsigned char *copy = arena_reserve(judging->arena, length + 1);
	for (size_t i = 0; covered && i < covered->count; at += covered->parts[i++].length)
		if (covered->parts[i].length)
			memcpy(copy + at, covered->parts[i].data, covered->parts[i].length);
	return covered ? (struct bytes){ copy, length } : judging->content;
}

static enum flaw check_value(const struct judging *judging, struct bytes data)
{
	EVP_PKEY *key = X509_get0_pubkey(judging->certificate);
	return signature_good(key, judging->signature_algorithm, judging->out->digest, data, judging->out->value) ? FLAW_NONE : FLAW_SIGNATURE;
}

static void keep_timestamp(struct judging *judging)
{
	int count;
	const ASN1_TYPE *token = attribute(judging, false, OBJ_nid2obj(NID_id_smime_aa_timeStampToken), &count);
	if (token && token->type == V_ASN1_SEQUENCE)
		judging->out->timestamp = bytes_copy(judging->arena, token->value.sequence->data, (size_t)token->value.sequence->length);
}

/* RevocationInfoArchival ::= SEQUENCE { crl [0] SEQUENCE OF CRL, ocsp [1] SEQUENCE OF OCSPResponse, … } (ISO 32000-2, 12.8.3.3.2). */
typedef struct { STACK_OF(X509_CRL) *crls; STACK_OF(OCSP_RESPONSE) *ocsps; ASN1_TYPE *others; } REVOCATION_ARCHIVE;
ASN1_SEQUENCE(REVOCATION_ARCHIVE) = {
	ASN1_EXP_SEQUENCE_OF_OPT(REVOCATION_ARCHIVE, crls, X509_CRL, 0),
	ASN1_EXP_SEQUENCE_OF_OPT(REVOCATION_ARCHIVE, ocsps, OCSP_RESPONSE, 1),
	ASN1_EXP_OPT(REVOCATION_ARCHIVE, others, ASN1_ANY, 2),
} static_ASN1_SEQUENCE_END(REVOCATION_ARCHIVE)
DEFINE_STACK_OF(OCSP_RESPONSE)

static void keep_archive(struct judging *judging)
{
	int count;
	ASN1_OBJECT *name = OBJ_txt2obj("1.2.840.113583.1.1.8", 1);
	const ASN1_TYPE *value = attribute(judging, true, name, &count);
	REVOCATION_ARCHIVE *archive = value && value->type == V_ASN1_SEQUENCE
	                              ? DER_READ(bytes_of_string(value->value.sequence), REVOCATION_ARCHIVE) : NULL;
	for (int i = 0; archive && i < sk_X509_CRL_num(archive->crls); i++)
		der_list_add(judging->arena, &judging->out->crls, DER_WRITE(judging->arena, sk_X509_CRL_value(archive->crls, i), X509_CRL));
	for (int i = 0; archive && i < sk_OCSP_RESPONSE_num(archive->ocsps); i++)
		der_list_add(judging->arena, &judging->out->ocsps,
		             DER_WRITE(judging->arena, sk_OCSP_RESPONSE_value(archive->ocsps, i), OCSP_RESPONSE));
	ASN1_item_free((ASN1_VALUE *)archive, ASN1_ITEM_rptr(REVOCATION_ARCHIVE));
	ASN1_OBJECT_free(name);
}

static enum flaw judge(struct judging *judging)
{
	enum flaw flaw = read_form(judging);
	if (flaw == FLAW_NONE || flaw == FLAW_TRAILING) {
		enum flaw signer = find_signer(judging);
		flaw = flaw ? flaw : signer;
	}
	if (judging->signer) {
		keep_timestamp(judging);
		keep_archive(judging);
	}
	bool attributes = judging->signer && CMS_signed_get_attr_count(judging->signer) > 0;
	bool must_have = judging->rules->certificate_attribute || judging->rules->content_type != NID_pkcs7_data;
	if (!flaw && (attributes || must_have))
		flaw = check_attributes(judging);
	if (!flaw)
		flaw = check_algorithms(judging);
	if (!flaw && attributes)
		flaw = check_content(judging);
	if (flaw)
		return flaw;
	if (!attributes)
		return check_value(judging, content_whole(judging));
	struct bytes set = attributes_signed(judging);
	return attributes_are_der(judging, set) ? check_value(judging, set) : FLAW_NOT_DER;
}

enum flaw signed_data_judge(struct arena *arena, struct bytes contents, const struct signed_data_rules *rules,
                            const struct covered *covered, struct cms_signature *out, struct bytes *content)
{
	struct judging judging = { .arena = arena, .rules = rules, .contents = contents, .covered = covered, .out = out };
	*out = (struct cms_signature){ 0 };
	enum flaw flaw = judge(&judging);
	if (content)
		*content = judging.content;
	CMS_ContentInfo_free(judging.cms);
	X509_free(judging.certificate);
	ERR_clear_error();
	return flaw;
}

enum flaw cms_judge(struct arena *arena, struct bytes contents, enum cms_profile profile, const struct covered *covered,
                    struct cms_signature *out)
{
	const struct signed_data_rules rules = { NID_pkcs7_data, true, profile == CMS_PADES };
	return signed_data_judge(arena, contents, &rules, covered, out, NULL);
}
