/* Tokens are judged as SignedData (signed_data.h) and not by OpenSSL's TS functions, which know no SM2 (GM/T 0033), want
 * PKCS#7 of the oldest form and check the chain only as of now. */
#include "seal/timestamp.h"
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <string.h>
#include "base/arena.h"
#include "seal/openssl_object.h"
#include "seal/signed_data.h"

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

enum flaw timestamp_token_judge(struct arena *arena, struct bytes token, struct timestamp *out)
{
	static const struct signed_data_rules rules = { NID_id_smime_ct_TSTInfo, false, true };
	struct cms_signature signature;
	struct bytes content = { 0 };
	*out = (struct timestamp){ .nonce = "" };
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
			out->nonce = hex_text(arena, TS_TST_INFO_get_nonce(info));
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
	struct digest digest;
	enum flaw flaw = timestamp_token_judge(arena, token, out);
	if (flaw)
		return flaw;
	if (digest_of(out->imprint.algorithm, covered, &digest))
		return FLAW_DIGEST_UNKNOWN;
	return digest_equal(&digest, &out->imprint) ? FLAW_NONE : FLAW_IMPRINT;
}
