/* Asking an authority, apart from judging: verification judges tokens and needs no libcurl. */
#include <openssl/asn1t.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/utc.h"
#include "seal/openssl_object.h"
#include "seal/timestamp.h"
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
	enum flaw flaw = timestamp_token_judge(arena, token, &stamp);
	if (!flaw && !digest_equal(&stamp.imprint, expected->imprint))
		return REPORT(all, timestamp_imprint, NULL, service->url);
	if (!flaw && strcmp(stamp.nonce, expected->nonce))
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
