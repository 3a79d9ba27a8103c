/* Time stamps. Tokens are judged as SignedData (signed_data.h) and not by OpenSSL's TS functions, which know no SM2 (GM/T 0033), want
 * PKCS#7 of the oldest form and check the chain only as of now. */
#include "seal/timestamp.h"
#include <openssl/asn1t.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/utc.h"
#include "seal/openssl_object.h"
#include "seal/signed_data.h"
#include "seal/transport.h"
#include "seal/trust.h"

/* PKIStatusInfo, and TimeStampResp with the token as it stands (RFC 3161, 2.4.2). */
typedef struct { ASN1_INTEGER *status; STACK_OF(ASN1_UTF8STRING) *text; ASN1_BIT_STRING *failure; } STATUS;
ASN1_SEQUENCE(STATUS) = {
	ASN1_SIMPLE(STATUS, status, ASN1_INTEGER),
	ASN1_SEQUENCE_OF_OPT(STATUS, text, ASN1_UTF8STRING),
	ASN1_OPT(STATUS, failure, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END(STATUS)
typedef struct { STATUS *status; ASN1_TYPE *token; } RESPONSE;
ASN1_SEQUENCE(RESPONSE) = {
	ASN1_SIMPLE(RESPONSE, status, STATUS),
	ASN1_OPT(RESPONSE, token, ASN1_ANY),
} static_ASN1_SEQUENCE_END(RESPONSE)

/* What a token may be off this machine's clock. */
enum { CLOCK_TOLERANCE = 600 /* s */, ANSWER_MOST = 1 << 20 /* bytes */, NONCE = 8 /* bytes */ };

static void read_imprint(TS_TST_INFO *info, struct digest *out)
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
	struct bytes said = bytes_of_string(TS_MSG_IMPRINT_get_msg(imprint));
	out->algorithm = digest_of_algorithm(TS_MSG_IMPRINT_get_algo(imprint));
	if (said.length <= sizeof out->value) {
		memcpy(out->value, said.data, said.length);
		out->length = said.length;
	}
}

static int64_t accuracy_of(const TS_TST_INFO *info)
{
	const TS_ACCURACY *accuracy = TS_TST_INFO_get_accuracy((TS_TST_INFO *)info);
	int64_t seconds = 0, millis = 0;
	if (accuracy && TS_ACCURACY_get_seconds(accuracy))
		ASN1_INTEGER_get_int64(&seconds, TS_ACCURACY_get_seconds(accuracy));
	if (accuracy && TS_ACCURACY_get_millis(accuracy))
		ASN1_INTEGER_get_int64(&millis, TS_ACCURACY_get_millis(accuracy));
	return seconds < 0 || seconds > INT32_MAX ? 0 : seconds * 1000 + millis;
}

/* Fractions of seconds (GeneralizedTime 20301231235959.5Z) are no part of ASN1_TIME's arithmetic: they are cut off. */
static int64_t time_of(TS_TST_INFO *info)
{
	char text[32] = "";
	struct bytes said = bytes_of_string(TS_TST_INFO_get_time(info));
	if (said.length < 15 || said.length >= sizeof text)
		return INT64_MIN;
	memcpy(text, said.data, 14);
	text[14] = 'Z';
	ASN1_TIME *time = ASN1_TIME_new();
	int64_t seconds = said.data[said.length - 1] == 'Z' && ASN1_TIME_set_string(time, text) ? seconds_of(time) : INT64_MIN;
	ASN1_TIME_free(time);
	return seconds;
}

static const char *policy_text(struct arena *arena, TS_TST_INFO *info)
{
	char text[128] = "";
	OBJ_obj2txt(text, sizeof text, TS_TST_INFO_get_policy_id(info), 1);
	return arena_strdup(arena, text);
}

/* RFC 3161, 2.3: the extension must be critical and name timeStamping alone. */
static bool for_timestamps(struct bytes certificate)
{
	int critical = 0;
	X509 *own = x509_read(certificate);
	EXTENDED_KEY_USAGE *purposes = own ? X509_get_ext_d2i(own, NID_ext_key_usage, &critical, NULL) : NULL;
	bool good = critical > 0 && sk_ASN1_OBJECT_num(purposes) == 1
	            && OBJ_obj2nid(sk_ASN1_OBJECT_value(purposes, 0)) == NID_time_stamp;
	EXTENDED_KEY_USAGE_free(purposes);
	X509_free(own);
	return good;
}

static TS_TST_INFO *read_info(struct bytes content)
{
	const unsigned char *at = content.data;
	TS_TST_INFO *info = content.length ? d2i_TS_TST_INFO(NULL, &at, (long)content.length) : NULL;
	if (info && at != content.data + content.length) {
		TS_TST_INFO_free(info);
		info = NULL;
	}
	return info;
}

/* Everything but the imprint. nonce: in hexadecimal, "" if there is none. */
static enum flaw token_judge(struct arena *arena, struct bytes token, struct timestamp *out, const char **nonce)
{
	static const struct signed_data_rules rules = { NID_id_smime_ct_TSTInfo, false, true };
	struct cms_signature signature;
	struct bytes content = { 0 };
	*out = (struct timestamp){ 0 };
	*nonce = "";
	enum flaw flaw = signed_data_judge(arena, token, &rules, NULL, &signature, &content);
	out->signer = signature.signer;
	out->certificates = signature.certificates;
	out->digest = signature.digest;
	TS_TST_INFO *info = read_info(content);
	if (info) {
		read_imprint(info, &out->imprint);
		out->time = time_of(info);
		out->accuracy_ms = accuracy_of(info);
		out->serial = hex_text(arena, TS_TST_INFO_get_serial(info));
		out->policy = policy_text(arena, info);
		if (TS_TST_INFO_get_nonce(info))
			*nonce = hex_text(arena, TS_TST_INFO_get_nonce(info));
	}
	if (!flaw && (!info || TS_TST_INFO_get_version(info) != 1 || out->time == INT64_MIN))
		flaw = FLAW_NOT_DER;
	TS_TST_INFO_free(info);
	ERR_clear_error();
	if (flaw)
		return flaw;
	if (out->imprint.algorithm == DIGEST_WEAK)
		return FLAW_DIGEST_WEAK;
	return for_timestamps(out->signer.der) ? FLAW_NONE : FLAW_TIMESTAMP_PURPOSE;
}

enum flaw timestamp_judge(struct arena *arena, struct bytes token, const struct covered *covered, struct timestamp *out)
{
	const char *nonce;
	struct digest digest;
	enum flaw flaw = token_judge(arena, token, out, &nonce);
	if (flaw)
		return flaw;
	if (digest_of(out->imprint.algorithm, covered, &digest))
		return FLAW_DIGEST_UNKNOWN;
	return digest_equal(&digest, &out->imprint) ? FLAW_NONE : FLAW_IMPRINT;
}

static struct bytes request_for(struct arena *arena, const struct digest *digest, const char **nonce_text)
{
	unsigned char random[NONCE];
	TS_REQ *request = TS_REQ_new();
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();
	ASN1_INTEGER *nonce = NULL;
	struct bytes out = { 0 };
	X509_ALGOR_set0(algorithm, OBJ_nid2obj(digest_nid(digest->algorithm)), V_ASN1_NULL, NULL);
	if (RAND_bytes(random, sizeof random) > 0) {
		random[0] = (random[0] & 0x7F) | 0x40;   /* of full length, so that it looks the same wherever it is written */
		BIGNUM *number = BN_bin2bn(random, sizeof random, NULL);
		nonce = BN_to_ASN1_INTEGER(number, NULL);
		BN_free(number);
		TS_REQ_set_version(request, 1);
		TS_MSG_IMPRINT_set_algo(imprint, algorithm);
		TS_MSG_IMPRINT_set_msg(imprint, (unsigned char *)digest->value, (int)digest->length);
		TS_REQ_set_msg_imprint(request, imprint);
		TS_REQ_set_nonce(request, nonce);
		TS_REQ_set_cert_req(request, 1);
		*nonce_text = hex_text(arena, nonce);
		unsigned char *der = NULL;
		int length = i2d_TS_REQ(request, &der);
		out = length > 0 ? bytes_copy(arena, der, (size_t)length) : out;
		OPENSSL_free(der);
	}
	ASN1_INTEGER_free(nonce);
	X509_ALGOR_free(algorithm);
	TS_MSG_IMPRINT_free(imprint);
	TS_REQ_free(request);
	return out;
}

/* The authority's words, else the names of PKIFailureInfo (RFC 3161, 2.4.2), else the number of the status. */
static const char *refusal(struct arena *arena, const STATUS *status)
{
	static const struct { int bit; const char *name; } failures[] = {
		{ 0, "badAlg" }, { 2, "badRequest" }, { 5, "badDataFormat" }, { 14, "timeNotAvailable" }, { 15, "unacceptedPolicy" },
		{ 16, "unacceptedExtension" }, { 17, "addInfoNotAvailable" }, { 25, "systemFailure" },
	};
	const ASN1_BIT_STRING *bits = status->failure;
	int64_t number = -1;
	if (sk_ASN1_UTF8STRING_num(status->text) > 0) {
		struct bytes text = bytes_of_string(sk_ASN1_UTF8STRING_value(status->text, 0));
		return arena_strndup(arena, (const char *)text.data, text.length);
	}
	for (size_t i = 0; bits && i < sizeof failures / sizeof failures[0]; i++)
		if (ASN1_BIT_STRING_get_bit(bits, failures[i].bit))
			return failures[i].name;
	ASN1_INTEGER_get_int64(&number, status->status);
	return arena_printf(arena, "PKIStatus %d", (int)number);
}

/* granted (0) and grantedWithMods (1) come with a token; everything else is a refusal. */
static int token_of(struct arena *arena, struct diagnostics *all, const char *url, struct bytes answer, struct bytes *token)
{
	int64_t status = -1;
	int result = 0;
	RESPONSE *response = answer.length ? DER_READ(answer, RESPONSE) : NULL;
	if (response)
		ASN1_INTEGER_get_int64(&status, response->status->status);
	if (!response)
		result = REPORT(all, timestamp_not_der, NULL, url);
	else if (status != 0 && status != 1)
		result = REPORT(all, timestamp_rejected, NULL, url, refusal(arena, response->status));
	else if (!response->token || response->token->type != V_ASN1_SEQUENCE)
		result = REPORT(all, timestamp_not_der, NULL, url);
	else
		*token = bytes_copy(arena, response->token->value.sequence->data, (size_t)response->token->value.sequence->length);
	ASN1_item_free((ASN1_VALUE *)response, ASN1_ITEM_rptr(RESPONSE));
	return result;
}

struct expected {
	const struct digest *imprint;
	const char *nonce;
};

static int check_token(struct arena *arena, struct diagnostics *all, const struct timestamp_service *service,
                       const struct expected *expected, struct bytes token)
{
	struct timestamp stamp;
	const char *nonce;
	enum flaw flaw = token_judge(arena, token, &stamp, &nonce);
	if (!flaw && !digest_equal(&stamp.imprint, expected->imprint))
		return REPORT(all, timestamp_imprint, NULL, service->url);
	if (!flaw && strcmp(nonce, expected->nonce))
		return REPORT(all, timestamp_nonce, NULL, service->url);
	if (!flaw && service->now && (stamp.time < service->now - CLOCK_TOLERANCE || stamp.time > service->now + CLOCK_TOLERANCE))
		return REPORT(all, timestamp_clock, NULL, service->url, utc_text(arena, stamp.time, UTC_WORDS), utc_text(arena, service->now, UTC_WORDS));
	if (!flaw && service->trust) {
		struct der_list chain = { 0 };
		flaw = trust_chain(arena, service->trust, stamp.signer.der, &stamp.certificates, stamp.time, &chain);
	}
	return flaw ? REPORT(all, timestamp_unsound, NULL, service->url, flaw_text(flaw)) : 0;
}

int timestamp_fetch(struct arena *arena, struct diagnostics *all, const struct timestamp_service *service, const struct digest *imprint,
                    struct bytes *out)
{
	struct expected expected = { .imprint = imprint, .nonce = "" };
	struct transport_request request = { .url = service->url, .content_type = "application/timestamp-query", .most_ms = service->most_ms,
		.most_bytes = ANSWER_MOST, .body = request_for(arena, imprint, &expected.nonce) };
	struct transport_answer answer;
	*out = (struct bytes){ 0 };
	if (!request.body.length)
		return REPORT(all, signing_failed, NULL, openssl_reason(arena));
	if (transport_fetch(arena, &request, &answer))
		return transport_report(all, &request, &answer);
	if (token_of(arena, all, service->url, answer.body, out))
		return -1;
	return check_token(arena, all, service, &expected, *out);
}
