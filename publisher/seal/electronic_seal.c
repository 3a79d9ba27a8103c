/* Issued seals read, used and judged. What is signed (SES_SealInfo by the maker, TBS_Sign by the signer) is taken from the bytes as they
 * stand, never written anew. */
#include "seal/electronic_seal.h"
#include <openssl/err.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "seal/electronic_seal_form.h"
#include "seal/openssl_object.h"
#include "seal/signing_key.h"

enum { VERSION_2020 = 4, VERSION_2025 = 5, CERTIFICATES = 1, DIGESTS = 2 };

static const char *text_of(struct arena *arena, const ASN1_STRING *string)
{
	struct bytes bytes = bytes_of_string(string);
	return arena_strndup(arena, (const char *)bytes.data, bytes.length);
}

static struct bytes copy_of(struct arena *arena, const ASN1_STRING *string)
{
	struct bytes bytes = bytes_of_string(string);
	return bytes_copy(arena, bytes.data, bytes.length);
}

static long number_of(const ASN1_INTEGER *integer)
{
	int64_t number = -1;
	ASN1_INTEGER_get_int64(&number, integer);
	ERR_clear_error();
	return number < -1 || number > INT32_MAX ? -1 : (long)number;
}

static void read_signers(struct arena *arena, const SES_PROPERTY *property, struct electronic_seal *out)
{
	long kind = number_of(property->list_type);
	for (int i = 0; i < sk_ASN1_TYPE_num(property->list); i++) {
		const ASN1_TYPE *each = sk_ASN1_TYPE_value(property->list, i);
		if (kind == CERTIFICATES && each->type == V_ASN1_OCTET_STRING)
			der_list_add(arena, &out->signers, bytes_of_string(each->value.octet_string));
		if (kind == DIGESTS && each->type == V_ASN1_SEQUENCE) {
			SES_CERTIFICATE_DIGEST *digest = DER_READ(bytes_of_string(each->value.sequence), SES_CERTIFICATE_DIGEST);
			if (digest)
				der_list_add(arena, &out->signer_digests, bytes_of_string(digest->value));
			ASN1_item_free((ASN1_VALUE *)digest, ASN1_ITEM_rptr(SES_CERTIFICATE_DIGEST));
		}
	}
}

static void read_seal(struct arena *arena, const SES_SEAL *seal, struct electronic_seal *out)
{
	const SES_INFO *info = seal->info;
	out->identifier = text_of(arena, info->identifier);
	out->name = text_of(arena, info->property->name);
	out->vendor = text_of(arena, info->header->vendor);
	out->version = (int)number_of(info->header->version);
	out->created = seconds_of(info->property->created);
	out->valid_from = seconds_of(info->property->valid_from);
	out->valid_to = seconds_of(info->property->valid_to);
	out->picture_type = text_of(arena, info->picture->type);
	out->picture = copy_of(arena, info->picture->data);
	out->width_mm = number_of(info->picture->width);
	out->height_mm = number_of(info->picture->height);
	certificate_read(arena, copy_of(arena, seal->certificate), &out->maker);
	read_signers(arena, info->property, out);
}

/* By an algorithm that is named by its identifier alone. */
static enum flaw check_value(const struct certificate *signer, const ASN1_OBJECT *name, struct bytes data, const ASN1_BIT_STRING *value)
{
	X509 *certificate = x509_read(signer->der);
	X509_ALGOR *algorithm = X509_ALGOR_new();
	enum flaw flaw = FLAW_NO_CERTIFICATE;
	X509_ALGOR_set0(algorithm, OBJ_dup(name), V_ASN1_UNDEF, NULL);
	if (certificate) {
		enum digest_algorithm digest = digest_of_signature(algorithm, DIGEST_UNKNOWN);
		if (digest == DIGEST_WEAK)
			flaw = FLAW_DIGEST_WEAK;
		else
			flaw = signature_good(X509_get0_pubkey(certificate), algorithm, DIGEST_UNKNOWN, data, bytes_of_bits(value)) ? FLAW_NONE : FLAW_SIGNATURE;
	}
	X509_ALGOR_free(algorithm);
	X509_free(certificate);
	return flaw;
}

static enum flaw check_seal(const SES_SEAL *seal, const struct electronic_seal *read, int64_t at)
{
	struct bytes id = bytes_of_string(seal->info->header->id);
	if (id.length != 2 || memcmp(id.data, "ES", 2) || (read->version != VERSION_2020 && read->version != VERSION_2025))
		return FLAW_SEAL_VERSION;
	if (check_value(&read->maker, seal->algorithm, der_signed_part(read->der), seal->value))
		return FLAW_SEAL_MAKER;
	bool dated = read->valid_from != INT64_MIN && read->valid_to != INT64_MIN && read->created != INT64_MIN;
	return dated && read->valid_from <= at && at <= read->valid_to ? FLAW_NONE : FLAW_SEAL_PERIOD;
}

enum flaw electronic_seal_judge(struct arena *arena, struct bytes der, int64_t at, struct electronic_seal *out)
{
	*out = (struct electronic_seal){ .der = der };
	SES_SEAL *seal = DER_READ(der, SES_SEAL);
	enum flaw flaw = FLAW_NOT_DER;
	if (seal) {
		read_seal(arena, seal, out);
		flaw = check_seal(seal, out, at);
	}
	ASN1_item_free((ASN1_VALUE *)seal, ASN1_ITEM_rptr(SES_SEAL));
	return flaw;
}

int electronic_seal_load(struct arena *arena, struct diagnostics *all, const char *path, int64_t at, struct electronic_seal *out)
{
	struct bytes bytes;
	if (file_read(arena, all, NULL, path, &bytes))
		return -1;
	enum flaw flaw = electronic_seal_judge(arena, bytes, at, out);
	return flaw ? REPORT(all, seal_unsound, &(struct place){ .file = path }, flaw_text(flaw)) : 0;
}

static bool holds(const struct der_list *list, struct bytes wanted)
{
	for (size_t i = 0; i < list->count; i++)
		if (bytes_equal(list->items[i], wanted))
			return true;
	return false;
}

static bool may_use(const struct electronic_seal *seal, struct bytes certificate)
{
	struct digest digest;
	return holds(&seal->signers, certificate)
	       || (!digest_of_bytes(DIGEST_SM3, certificate, &digest) && holds(&seal->signer_digests, (struct bytes){ digest.value, digest.length }));
}

/* ---- making ---- */

/* All bits count: without the flag OpenSSL takes zeros at the end for unused ones. */
static void set_bits(ASN1_BIT_STRING *string, const void *data, size_t length)
{
	ASN1_STRING_set(string, data, (int)length);
	string->flags = (string->flags & ~0x07L) | ASN1_STRING_FLAG_BITS_LEFT;
}

static struct bytes to_be_signed(struct arena *arena, const struct electronic_seal_use *use)
{
	SES_TO_BE_SIGNED *form = (SES_TO_BE_SIGNED *)ASN1_item_new(ASN1_ITEM_rptr(SES_TO_BE_SIGNED));
	ASN1_item_free((ASN1_VALUE *)form->seal, ASN1_ITEM_rptr(SES_SEAL));
	form->seal = DER_READ(use->seal->der, SES_SEAL);
	ASN1_INTEGER_set_int64(form->version, use->seal->version);
	ASN1_GENERALIZEDTIME_adj(form->time, 0, (int)(use->now / 86400), (long)(use->now % 86400));
	set_bits(form->digest, use->content.value, use->content.length);
	ASN1_STRING_set(form->property, use->property, -1);
	struct bytes der = form->seal ? DER_WRITE(arena, form, SES_TO_BE_SIGNED) : (struct bytes){ 0 };
	ASN1_item_free((ASN1_VALUE *)form, ASN1_ITEM_rptr(SES_TO_BE_SIGNED));
	return der;
}

static struct bytes put_together(struct arena *arena, struct bytes signed_part, struct bytes certificate, struct bytes value)
{
	SES_SIGNATURE *form = (SES_SIGNATURE *)ASN1_item_new(ASN1_ITEM_rptr(SES_SIGNATURE));
	ASN1_item_free((ASN1_VALUE *)form->to_be_signed, ASN1_ITEM_rptr(SES_TO_BE_SIGNED));
	form->to_be_signed = DER_READ(signed_part, SES_TO_BE_SIGNED);
	ASN1_OCTET_STRING_set(form->certificate, certificate.data, (int)certificate.length);
	form->algorithm = OBJ_nid2obj(NID_SM2_with_SM3);
	set_bits(form->value, value.data, value.length);
	struct bytes der = form->to_be_signed ? DER_WRITE(arena, form, SES_SIGNATURE) : (struct bytes){ 0 };
	ASN1_item_free((ASN1_VALUE *)form, ASN1_ITEM_rptr(SES_SIGNATURE));
	return der;
}

int electronic_seal_sign(struct arena *arena, struct diagnostics *all, const struct electronic_seal_use *use, struct bytes *out)
{
	const struct certificate *own = signing_key_certificate(use->key);
	X509_ALGOR *algorithm = NULL;
	struct bytes value, part;
	*out = (struct bytes){ 0 };
	if (own->kind != KEY_SM2 || use->content.algorithm != DIGEST_SM3)
		return REPORT(all, seal_needs_sm2, NULL, key_kind_name(own->kind));
	if (!may_use(use->seal, own->der))
		return REPORT(all, seal_other_signer, NULL, use->seal->name, own->name);
	part = to_be_signed(arena, use);
	if (!part.length)
		return REPORT(all, signing_failed, NULL, openssl_reason(arena));
	if (signing_key_sign(arena, all, use->key, part, &value, &algorithm))
		return -1;
	X509_ALGOR_free(algorithm);
	*out = put_together(arena, part, own->der, value);
	return out->length ? 0 : REPORT(all, signing_failed, NULL, openssl_reason(arena));
}

size_t electronic_seal_room(const struct electronic_seal *seal, const struct signing_key *key)
{
	enum { FRAMES = 512, PROPERTY = 512 };
	return seal->der.length + signing_key_certificate(key)->der.length + FRAMES + PROPERTY;
}

/* ---- judging ---- */

static void read_signature(struct arena *arena, const SES_SIGNATURE *form, struct electronic_seal_signature *out)
{
	out->time = seconds_of(form->to_be_signed->time);
	out->property = text_of(arena, form->to_be_signed->property);
	out->value = copy_of(arena, form->value);
	if (form->timestamp)
		out->timestamp = copy_of(arena, form->timestamp);
	certificate_read(arena, copy_of(arena, form->certificate), &out->signer);
}

/* TBS_Sign's second value: the seal as it stands. */
static struct bytes seal_within(struct bytes signature)
{
	struct bytes part = der_signed_part(signature), first = der_signed_part(part);
	const unsigned char *next = first.data + first.length;
	struct bytes rest = { next, (size_t)(part.data + part.length - next) };
	return (struct bytes){ next, der_extent(rest) };
}

static enum flaw check_digest(const SES_SIGNATURE *form, const struct covered *covered)
{
	struct digest digest;
	int method = NID_undef, key = NID_undef;
	struct bytes said = bytes_of_bits(form->to_be_signed->digest);
	OBJ_find_sigid_algs(OBJ_obj2nid(form->algorithm), &method, &key);
	if (digest_of(digest_of_nid(method), covered, &digest))
		return FLAW_DIGEST_UNKNOWN;
	return bytes_equal(said, (struct bytes){ digest.value, digest.length }) ? FLAW_NONE : FLAW_CONTENT_CHANGED;
}

static enum flaw check_signature(struct arena *arena, const SES_SIGNATURE *form, struct bytes der, const struct covered *covered,
                                 struct electronic_seal_signature *out)
{
	enum flaw seal = electronic_seal_judge(arena, seal_within(der), out->time, &out->seal);
	enum flaw flaw = check_value(&out->signer, form->algorithm, der_signed_part(der), form->value);
	if (!flaw)
		flaw = check_digest(form, covered);
	if (!flaw)
		flaw = seal;
	if (!flaw && number_of(form->to_be_signed->version) != out->seal.version)
		flaw = FLAW_SEAL_VERSION;
	return flaw || may_use(&out->seal, out->signer.der) ? flaw : FLAW_SEAL_OTHER_SIGNER;
}

enum flaw electronic_seal_signature_judge(struct arena *arena, struct bytes contents, const struct covered *covered,
                                          struct electronic_seal_signature *out)
{
	*out = (struct electronic_seal_signature){ 0 };
	size_t length = der_extent(contents);
	struct bytes der = { contents.data, length };
	SES_SIGNATURE *form = length ? DER_READ(der, SES_SIGNATURE) : NULL;
	enum flaw flaw = FLAW_NOT_DER;
	if (form) {
		read_signature(arena, form, out);
		flaw = check_signature(arena, form, der, covered, out);
		if (!flaw && !bytes_are_zero((struct bytes){ contents.data + length, contents.length - length }))
			flaw = FLAW_TRAILING;
	}
	ASN1_item_free((ASN1_VALUE *)form, ASN1_ITEM_rptr(SES_SIGNATURE));
	return flaw;
}
