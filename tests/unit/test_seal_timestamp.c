/* Time stamps of an authority on loopback, honest and lying; servers that fail; tokens judged, of others and decades ahead. */
#include "seal_forge.h"
#include <openssl/ts.h>
#include "seal/timestamp.h"
#include "seal/transport.h"
#include "seal/trust.h"

static struct digest digest_of_text(const char *text, enum digest_algorithm algorithm)
{
	struct digest digest;
	assert_int_equal(digest_of_bytes(algorithm, text_bytes(text), &digest), 0);
	return digest;
}

static struct trust *trust_of(struct sealing *sealing, const char *name)
{
	struct trust *trust;
	if (trust_open(sealing->arena, sealing->all, pki_path(sealing, name), &trust))
		fail_msg("%s", reported(&sealing->bench));
	return trust;
}

static void an_honest_authority_is_believed(void **state)
{
	struct sealing *sealing = *state;
	struct servers servers;
	static const enum digest_algorithm algorithms[] = { DIGEST_SHA256, DIGEST_SHA512, DIGEST_SM3 };
	servers_start(sealing, &servers, "");
	struct trust *trust = trust_of(sealing, "trust");
	const struct timestamp_service service = { .url = servers.url, .trust = trust, .now = time(NULL) };
	for (size_t i = 0; i < 3; i++) {
		struct bytes token, text = text_bytes("what is stamped"), other = text_bytes("what is not");
		struct digest digest = digest_of_text("what is stamped", algorithms[i]);
		struct timestamp stamp;
		if (timestamp_fetch(sealing->arena, sealing->all, &service, &digest, &token))
			fail_msg("%s", reported(&sealing->bench));
		assert_flaw(timestamp_judge(sealing->arena, token, &(struct covered){ &text, 1 }, &stamp), FLAW_NONE);
		assert_true(llabs(stamp.time - (int64_t)time(NULL)) < 60);
		assert_int_equal(stamp.accuracy_ms, 1000);
		assert_string_equal(stamp.policy, "1.2.3.4.1");
		assert_string_equal(stamp.signer.name, "Test TSA 0");
		assert_true(digest_equal(&stamp.imprint, &digest));
		assert_flaw(timestamp_judge(sealing->arena, token, &(struct covered){ &other, 1 }, &stamp), FLAW_IMPRINT);
		file_put(sealing, own_path(sealing, "token"), token);
		file_put(sealing, own_path(sealing, "stamped"), text);
		assert_int_equal(run_command("openssl ts -verify -token_in -in %s/token -data %s/stamped -CAfile %s/pki/root.pem >/dev/null 2>&1",
		                             sealing->folder, sealing->folder, sealing->folder), 0);
	}
	trust_close(trust);
	servers_stop(&servers);
}

static void decades_ahead_they_work_too(void **state)
{
	struct sealing *sealing = *state;
	struct servers servers;
	struct bytes token, text = text_bytes("later");
	struct digest digest = digest_of_text("later", DIGEST_SHA256);
	struct timestamp stamp;
	servers_start(sealing, &servers, "--at 2061-05-06");
	const struct timestamp_service service = { .url = servers.url, .now = 2882563200 /* that day */ };
	if (timestamp_fetch(sealing->arena, sealing->all, &service, &digest, &token))
		fail_msg("%s", reported(&sealing->bench));
	assert_flaw(timestamp_judge(sealing->arena, token, &(struct covered){ &text, 1 }, &stamp), FLAW_NONE);
	assert_true(llabs(stamp.time - service.now) < 120);
	servers_stop(&servers);
}

static void a_lying_authority_is_found_out(void **state)
{
	struct sealing *sealing = *state;
	struct servers servers;
	static const struct { const char *mode; enum message message; const char *words; } cases[] = {
		{ "imprint", MESSAGE_timestamp_imprint, "stamped something else" }, { "nonce", MESSAGE_timestamp_nonce, "old time stamp" },
		{ "no-nonce", MESSAGE_timestamp_nonce, "old time stamp" }, { "rejected", MESSAGE_timestamp_rejected, "gives no time stamp: " },
		{ "no-certificate", MESSAGE_timestamp_unsound, "the signer's certificate is missing" },
		{ "stranger", MESSAGE_timestamp_unsound, "leads to none that is trusted" }, { "expired", MESSAGE_timestamp_unsound, "had ended" },
		{ "yesterday", MESSAGE_timestamp_clock, "but this machine's clock says" }, { "tomorrow", MESSAGE_timestamp_clock, "stamps the time 20" },
		{ "garbage", MESSAGE_timestamp_not_der, "no time stamp" }, { "empty", MESSAGE_timestamp_not_der, "no time stamp" },
		{ "truncated", MESSAGE_timestamp_not_der, "no time stamp" }, { "500", MESSAGE_server_status, "(HTTP 500)" },
		{ "drop", MESSAGE_server_broken, "the connection to '" }, { "slow", MESSAGE_server_timeout, "did not answer in time" },
		{ "endless", MESSAGE_server_too_large, "larger than can be right" }, { "redirect-file", MESSAGE_server_address, "no address" },
		{ "../nowhere", MESSAGE_server_status, "(HTTP 404)" },
	};
	servers_start(sealing, &servers, "");
	struct trust *trust = trust_of(sealing, "trust");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct sealing fresh = *sealing;
		struct digest digest = digest_of_text("what is stamped", DIGEST_SHA256);
		struct bytes token;
		char *url = arena_strdup(sealing->arena, servers.url);
		*strrchr(url, '/') = '\0';
		const struct timestamp_service service = { .url = arena_printf(sealing->arena, "%s/%s", url, cases[i].mode), .trust = trust, .now = time(NULL),
			.most_ms = strcmp(cases[i].mode, "slow") ? 0 : 400 };
		fresh.bench.all = fresh.all = diagnostics_new(sealing->arena);
		assert_int_equal(timestamp_fetch(sealing->arena, fresh.all, &service, &digest, &token), -1);
		if (diagnostics_of(fresh.all, cases[i].message) != 1 || diagnostics_count(fresh.all, SEVERITY_ERROR) != 1)
			fail_msg("%s: %s", cases[i].mode, reported(&fresh.bench));
		assert_reported(&fresh.bench, cases[i].words);
	}
	trust_close(trust);
	servers_stop(&servers);
}

static void addresses_that_lead_nowhere_are_said(void **state)
{
	struct sealing *sealing = *state;
	static const struct { const char *url; enum message message; } cases[] = {
		{ "file:///etc/passwd", MESSAGE_server_address }, { "ftp://127.0.0.1/", MESSAGE_server_address }, { "", MESSAGE_server_address },
		{ "http://127.0.0.1:1/", MESSAGE_server_refused }, { "http://nobody.invalid/", MESSAGE_server_name },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct sealing fresh = *sealing;
		const struct transport_request request = { .url = cases[i].url };
		struct transport_answer answer;
		fresh.bench.all = fresh.all = diagnostics_new(sealing->arena);
		assert_int_equal(transport_fetch(sealing->arena, &request, &answer), -1);
		assert_int_equal(transport_report(fresh.all, &request, &answer), -1);
		if (diagnostics_of(fresh.all, cases[i].message) != 1)
			fail_msg("%s: %s", cases[i].url, reported(&fresh.bench));
	}
}

/* A server with a certificate that nobody knows. */
static void an_unknown_tls_server_is_said(void **state)
{
	struct sealing *sealing = *state;
	const char *script = "import http.server,ssl,sys;s=http.server.HTTPServer(('127.0.0.1',0),http.server.BaseHTTPRequestHandler);"
	                     "c=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);c.load_cert_chain('%s/pki/seal.pem','%s/pki/seal.key');"
	                     "s.socket=c.wrap_socket(s.socket,server_side=True);print(s.server_port,flush=True);s.handle_request()";
	FILE *server = popen(arena_printf(sealing->arena, "exec python3 -c \"%s\" 2>/dev/null", arena_printf(sealing->arena, script, sealing->folder, sealing->folder)), "r");
	int port = 0;
	assert_int_equal(fscanf(server, "%d", &port), 1);
	const struct transport_request request = { .url = arena_printf(sealing->arena, "https://127.0.0.1:%d/", port) };
	struct transport_answer answer;
	assert_int_equal(transport_fetch(sealing->arena, &request, &answer), -1);
	transport_report(sealing->all, &request, &answer);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_server_tls), 1);
	pclose(server);
}

/* ---- tokens without a server ---- */

/* TSTInfo over the SM3 of "guomi", at 2030-12-31 23:59:59.5. */
static struct bytes tst_info(struct sealing *sealing)
{
	struct digest digest = digest_of_text("guomi", DIGEST_SM3);
	static const unsigned char head[] = {
		0x30, 0x61, 2, 1, 1, 6, 4, 0x2A, 3, 4, 5,                              /* version 1, policy 1.2.3.4.5 */
		0x30, 0x30, 0x30, 0x0C, 6, 8, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 1, 0x83, 0x11, 5, 0, 4, 0x20 };   /* SM3 */
	static const unsigned char tail[] = { 2, 2, 0x12, 0x34, 0x18, 0x11, '2', '0', '3', '0', '1', '2', '3', '1', '2', '3', '5', '9', '5', '9', '.', '5', 'Z',
		0x30, 3, 2, 1, 1, 0x80 };
	size_t length = sizeof head + 32 + sizeof tail;
	unsigned char *out = arena_alloc(sealing->arena, length);
	memcpy(out, head, sizeof head);
	memcpy(out + sizeof head, digest.value, 32);
	memcpy(out + sizeof head + 32, tail, sizeof tail - 1);
	out[1] = (unsigned char)(length - 3);
	return (struct bytes){ out, length - 1 };
}

static void info_attributes(struct sealing *sealing, CMS_SignerInfo *signer, enum digest_algorithm algorithm)
{
	struct digest digest;
	assert_int_equal(digest_of_bytes(algorithm, tst_info(sealing), &digest), 0);
	CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_id_smime_ct_TSTInfo), -1);
	CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest.value, (int)digest.length);
}
static void info_sm3(struct sealing *sealing, CMS_SignerInfo *signer) { info_attributes(sealing, signer, DIGEST_SM3); }
static void info_sha256(struct sealing *sealing, CMS_SignerInfo *signer) { info_attributes(sealing, signer, DIGEST_SHA256); }

/* Certificates for time stamps with SM2 keys: as they should be, not critical, and for more than time stamps. */
static void make_sm2_authorities(struct sealing *sealing)
{
	static const char *const rows[][2] = { { "good", "critical,timeStamping" }, { "soft", "timeStamping" }, { "more", "critical,timeStamping,emailProtection" } };
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(run_command("cd %s/pki && printf 'extendedKeyUsage=%s\\n' >x.ext && openssl req -new -key sm2.key -sm3 -sigopt distid:1234567812345678 "
			"-subj /CN=%s -out x.csr && openssl x509 -req -in x.csr -vfyopt distid:1234567812345678 -CA sm2-root.pem -CAkey sm2-root.key -sm3 "
			"-sigopt distid:1234567812345678 -extfile x.ext -days 9000 -out tsa-sm2-%s.pem 2>/dev/null", sealing->folder, rows[i][1], rows[i][0], rows[i][0]), 0);
}

static void sm2_authorities_are_judged(void **state)
{
	struct sealing *sealing = *state;
	struct timestamp stamp;
	struct der_list chain = { 0 };
	struct bytes text = text_bytes("guomi"), info = tst_info(sealing);
	struct covered covered = { &text, 1 };
	make_sm2_authorities(sealing);
	struct forging forging = { .certificate = "tsa-sm2-good", .key = "sm2", .method = EVP_sm3(), .flags = CMS_CADES,
		.content_type = NID_id_smime_ct_TSTInfo, .content = info, .change = info_sm3 };
	struct bytes token = forge(sealing, &forging);
	assert_flaw(timestamp_judge(sealing->arena, token, &covered, &stamp), FLAW_NONE);
	assert_int_equal(stamp.time, 1924991999);
	assert_string_equal(stamp.serial, "1234");
	assert_int_equal(stamp.signer.kind, KEY_SM2);
	struct trust *trust = trust_of(sealing, "trust-sm2");
	assert_flaw(trust_chain(sealing->arena, trust, stamp.signer.der, &stamp.certificates, stamp.time, &chain), FLAW_NONE);
	assert_int_equal(chain.count, 2);
	trust_close(trust);
	forging.certificate = "tsa-sm2-soft";
	assert_flaw(timestamp_judge(sealing->arena, forge(sealing, &forging), &covered, &stamp), FLAW_TIMESTAMP_PURPOSE);
	forging.certificate = "tsa-sm2-more";
	assert_flaw(timestamp_judge(sealing->arena, forge(sealing, &forging), &covered, &stamp), FLAW_TIMESTAMP_PURPOSE);
}

static void a_seal_is_no_authority(void **state)
{
	struct sealing *sealing = *state;
	struct timestamp stamp;
	struct bytes text = text_bytes("guomi");
	const struct forging forging = { .certificate = "seal", .key = "seal", .method = EVP_sha256(), .flags = CMS_CADES,
		.content_type = NID_id_smime_ct_TSTInfo, .content = tst_info(sealing), .change = info_sha256 };
	assert_flaw(timestamp_judge(sealing->arena, forge(sealing, &forging), &(struct covered){ &text, 1 }, &stamp), FLAW_TIMESTAMP_PURPOSE);
	struct forging bare = forging;
	bare.flags = 0;
	bare.certificate = "tsa-0";
	bare.key = "tsa-0";
	assert_flaw(timestamp_judge(sealing->arena, forge(sealing, &bare), &(struct covered){ &text, 1 }, &stamp), FLAW_NO_CERTIFICATE_ATTRIBUTE);
	bare.flags = CMS_CADES;
	assert_flaw(timestamp_judge(sealing->arena, forge(sealing, &bare), &(struct covered){ &text, 1 }, &stamp), FLAW_NONE);
	bare.content = text_bytes("0\x03\x02\x01\x01");
	assert_true(timestamp_judge(sealing->arena, forge(sealing, &bare), &(struct covered){ &text, 1 }, &stamp) != FLAW_NONE);
}

/* ---- chains ---- */

static void chains_are_judged_at_their_time(void **state)
{
	struct sealing *sealing = *state;
	static const struct { const char *leaf, *trust; int years; enum flaw flaw; size_t length; } cases[] = {
		{ "seal", "trust", 0, FLAW_NONE, 3 }, { "seal", "trust", 3, FLAW_NONE, 3 }, { "seal", "trust", 6, FLAW_EXPIRED, 3 },
		{ "not-yet", "trust", 0, FLAW_NOT_YET_VALID, 3 }, { "not-yet", "trust", 5, FLAW_NONE, 3 }, { "expired", "trust", -2, FLAW_NOT_YET_VALID, 3 },
		{ "stranger", "trust", 0, FLAW_NO_ANCHOR, 1 }, { "sm2", "trust-sm2", 0, FLAW_NONE, 2 }, { "sm2", "trust", 0, FLAW_NO_ANCHOR, 1 },
		{ "seal", "ica.pem", 0, FLAW_NONE, 2 }, { "tsa-30", "trust", 33, FLAW_NONE, 3 },
	};
	struct der_list pool = { 0 };
	assert_int_equal(certificates_load(sealing->arena, sealing->all, pki_path(sealing, "ica.pem"), &pool), 0);
	assert_int_equal(certificates_load(sealing->arena, sealing->all, pki_path(sealing, "tsa-ca.pem"), &pool), 0);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct trust *trust = trust_of(sealing, cases[i].trust);
		struct der_list chain = { 0 };
		int64_t at = time(NULL) + (int64_t)cases[i].years * 31557600;
		enum flaw seen = trust_chain(sealing->arena, trust, certificate_of(sealing, cases[i].leaf), &pool, at, &chain);
		if (seen != cases[i].flaw || chain.count != cases[i].length)
			fail_msg("case %zu: %s, %zu", i, flaw_code(seen), chain.count);
		assert_int_equal(trust_has(trust, chain.items[chain.count - 1]), seen != FLAW_NO_ANCHOR);
		trust_close(trust);
	}
	struct der_list chain = { 0 };
	assert_flaw(trust_chain(sealing->arena, NULL, certificate_of(sealing, "seal"), &pool, time(NULL), &chain), FLAW_NO_ANCHOR);
	assert_int_equal(chain.count, 2);
}

/* A seal that issues certificates, and an authority that issues with SHA-1. */
static void chains_that_break_the_rules_are_refused(void **state)
{
	struct sealing *sealing = *state;
	struct trust *trust = trust_of(sealing, "trust");
	struct der_list pool = { 0 }, chain = { 0 }, weak = { 0 };
	assert_int_equal(run_command("cd %s/pki && openssl req -new -key ec.key -subj /CN=x -out y.csr && openssl x509 -req -in y.csr -CA seal.pem -CAkey seal.key -days 9 "
		"-out by-seal.pem 2>/dev/null && openssl x509 -req -in y.csr -CA ica.pem -CAkey ica.key -sha1 -days 9 -out weak.pem 2>/dev/null", sealing->folder), 0);
	assert_int_equal(certificates_load(sealing->arena, sealing->all, pki_path(sealing, "seal.pem"), &pool), 0);
	assert_int_equal(certificates_load(sealing->arena, sealing->all, pki_path(sealing, "ica.pem"), &pool), 0);
	assert_flaw(trust_chain(sealing->arena, trust, certificate_of(sealing, "by-seal"), &pool, time(NULL), &chain), FLAW_NOT_AUTHORITY);
	assert_flaw(trust_chain(sealing->arena, trust, certificate_of(sealing, "weak"), &pool, time(NULL), &weak), FLAW_DIGEST_WEAK);
	trust_close(trust);
}

static void an_empty_folder_is_said(void **state)
{
	struct sealing *sealing = *state;
	struct trust *trust;
	assert_int_equal(run_command("mkdir -p %s/empty", sealing->folder), 0);
	assert_int_equal(trust_open(sealing->arena, sealing->all, own_path(sealing, "empty"), &trust), -1);
	assert_null(trust);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_trust_empty), 1);
	assert_int_equal(trust_open(sealing->arena, sealing->all, own_path(sealing, "missing"), &trust), -1);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_file_open), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEAL_TEST(an_honest_authority_is_believed), SEAL_TEST(decades_ahead_they_work_too), SEAL_TEST(a_lying_authority_is_found_out),
		SEAL_TEST(addresses_that_lead_nowhere_are_said), SEAL_TEST(an_unknown_tls_server_is_said), SEAL_TEST(sm2_authorities_are_judged),
		SEAL_TEST(a_seal_is_no_authority), SEAL_TEST(chains_are_judged_at_their_time), SEAL_TEST(chains_that_break_the_rules_are_refused),
		SEAL_TEST(an_empty_folder_is_said),
	};
	return cmocka_run_group_tests(tests, pki_make, pki_remove);
}
