/* Evidence fetched from honest and lying servers, and weighed at many times. */
#include "seal_fixture.h"
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include "seal/evidence.h"
#include "seal/trust.h"

static int collect(struct sealing *sealing, const char *leaf, const char *const *pool_names, struct evidence *io)
{
	struct der_list pool = { 0 };
	struct trust *trust;
	for (; *pool_names; pool_names++)
		der_list_add(sealing->arena, &pool, certificate_of(sealing, *pool_names));
	assert_int_equal(trust_open(sealing->arena, sealing->all, pki_path(sealing, "trust"), &trust), 0);
	const struct evidence_request request = { .leaf = certificate_of(sealing, leaf), .pool = &pool, .trust = trust, .now = time(NULL), .most_ms = 5000 };
	int result = evidence_collect(sealing->arena, sealing->all, &request, io);
	trust_close(trust);
	return result;
}

static void evidence_for_every_chain_is_fetched(void **state)
{
	struct sealing *sealing = *state;
	static const struct { const char *leaf, *pool[3]; size_t ocsps, crls, certificates; const char *kind; } cases[] = {
		{ "seal", { "ica", "root" }, 1, 1, 4, "OCSP" }, { "seal", { NULL }, 1, 1, 4, "OCSP" } /* issuer by its address */,
		{ "seal-crl", { "ica" }, 0, 2, 3, "CRL" }, { "tsa-0", { "tsa-ca" }, 1, 1, 4, "OCSP" },
	};
	struct servers servers;
	servers_start(sealing, &servers, "");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct evidence evidence = { 0 };
		struct revocation states[3];
		if (collect(sealing, cases[i].leaf, cases[i].pool, &evidence))
			fail_msg("%s: %s", cases[i].leaf, reported(&sealing->bench));
		if (evidence.ocsps.count != cases[i].ocsps || evidence.crls.count != cases[i].crls || evidence.certificates.count != cases[i].certificates)
			fail_msg("%s: %zu, %zu, %zu", cases[i].leaf, evidence.ocsps.count, evidence.crls.count, evidence.certificates.count);
		struct der_list chain = { evidence.certificates.items, 3, 3 };
		assert_flaw(evidence_judge_chain(sealing->arena, &evidence, &chain, time(NULL), states), FLAW_NONE);
		assert_string_equal(states[0].kind, cases[i].kind);
		assert_string_equal(states[1].kind, "CRL");
		assert_int_equal(states[0].state, REVOCATION_GOOD);
		assert_true(llabs(states[0].evidence_at - (int64_t)time(NULL)) < 60);
	}
	servers_stop(&servers);
}

static void what_is_there_is_not_fetched_again(void **state)
{
	struct sealing *sealing = *state;
	struct servers servers;
	struct evidence evidence = { 0 };
	servers_start(sealing, &servers, "");
	assert_int_equal(collect(sealing, "seal", (const char *const[]){ "ica", NULL }, &evidence), 0);
	servers_stop(&servers);
	struct evidence before = evidence;
	assert_int_equal(collect(sealing, "seal", (const char *const[]){ "ica", NULL }, &evidence), 0);
	assert_int_equal(evidence.ocsps.count, before.ocsps.count);
	assert_int_equal(evidence.crls.count, before.crls.count);
	assert_int_equal(collect(sealing, "seal-2", (const char *const[]){ "ica", NULL }, &evidence), -1);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_server_refused), 1);
}

struct mode { const char *leaf, *options; enum message message; const char *words; };

/* MESSAGE_COUNT: goes well. */
static void modes_give(struct sealing *sealing, const struct mode *modes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct sealing fresh = *sealing;
		struct servers servers;
		struct evidence evidence = { 0 };
		fresh.bench.all = fresh.all = diagnostics_new(sealing->arena);
		servers_start(sealing, &servers, modes[i].options);
		int result = collect(&fresh, modes[i].leaf, (const char *const[]){ "ica", "tsa-ca", NULL }, &evidence);
		servers_stop(&servers);
		if (modes[i].message == MESSAGE_COUNT ? result != 0 : result != -1 || diagnostics_of(fresh.all, modes[i].message) != 1)
			fail_msg("%s %s: %d %s", modes[i].leaf, modes[i].options, result, reported(&fresh.bench));
		if (modes[i].words)
			assert_reported(&fresh.bench, modes[i].words);
	}
}

static void a_lying_responder_is_passed_over_for_a_list(void **state)
{
	static const struct mode modes[] = {
		{ "seal", "--ocsp unknown", MESSAGE_COUNT, NULL }, { "seal", "--ocsp expired", MESSAGE_COUNT, NULL }, { "seal", "--ocsp yet-to-come", MESSAGE_COUNT, NULL },
		{ "seal", "--ocsp other", MESSAGE_COUNT, NULL }, { "seal", "--ocsp unauthorised", MESSAGE_COUNT, NULL }, { "seal", "--ocsp try-later", MESSAGE_COUNT, NULL },
		{ "seal", "--ocsp garbage", MESSAGE_COUNT, NULL }, { "seal", "--ocsp truncated", MESSAGE_COUNT, NULL }, { "seal", "--ocsp 500", MESSAGE_COUNT, NULL },
		{ "seal", "--ocsp drop", MESSAGE_COUNT, NULL },
	};
	modes_give(*state, modes, sizeof modes / sizeof modes[0]);
}

static void what_proves_nothing_is_said(void **state)
{
	static const struct mode modes[] = {
		{ "seal-crl", "--crl expired", MESSAGE_evidence_unsound, "proves nothing" }, { "seal-crl", "--crl yet-to-come", MESSAGE_evidence_unsound, NULL },
		{ "seal-crl", "--crl stranger", MESSAGE_evidence_unsound, NULL }, { "seal-crl", "--crl garbage", MESSAGE_evidence_unsound, NULL },
		{ "seal-crl", "--crl 500", MESSAGE_server_status, NULL }, { "seal-crl", "--crl empty", MESSAGE_evidence_unsound, NULL },
		{ "seal-plain", "", MESSAGE_evidence_no_source, "does not say where to ask" },
		{ "stranger", "", MESSAGE_evidence_no_issuer, "issued '无人信任的印章' is missing" }, { "expired", "", MESSAGE_evidence_chain, "had ended" },
	};
	modes_give(*state, modes, sizeof modes / sizeof modes[0]);
}

static void a_revoked_certificate_is_said(void **state)
{
	static const struct mode modes[] = {
		{ "revoked", "", MESSAGE_evidence_revoked, "the certificate of '已吊销的印章' was revoked on 20" }, { "compromised", "", MESSAGE_evidence_revoked, NULL },
		{ "seal", "--ocsp revoked", MESSAGE_evidence_revoked, NULL }, { "seal-crl", "--crl revoked", MESSAGE_evidence_revoked, NULL },
	};
	modes_give(*state, modes, sizeof modes / sizeof modes[0]);
}

/* ---- weighing ---- */

/* The first of January of last year, from which the PKI counts (pki.py), and a moment so many years later. */
static int64_t year(double years)
{
	time_t now = time(NULL);
	struct tm start = *gmtime(&now);
	start = (struct tm){ .tm_year = start.tm_year - 1, .tm_mday = 1 };
	return (int64_t)timegm(&start) + (int64_t)(years * 31557600);
}

static struct bytes list_at(struct sealing *sealing, const char *issuer, double years)
{
	time_t at = (time_t)year(years);
	struct tm *tm = gmtime(&at);
	const char *path = own_path(sealing, "list.crl");
	assert_int_equal(run_command("python3 tests/pki/pki.py crl %s/pki %s %s --at %04d-%02d-%02d", sealing->folder, issuer, path,
	                             tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday), 0);
	return file_bytes(sealing, path);
}

static void lists_are_weighed_at_the_time_asked_about(void **state)
{
	struct sealing *sealing = *state;
	static const struct { const char *leaf; double list, at; enum revocation_state state; } cases[] = {
		{ "seal", 1, 1, REVOCATION_GOOD }, { "seal", 1, .2, REVOCATION_GOOD } /* a later list is better evidence */,
		{ "seal", 1, 1.05, REVOCATION_GOOD }, { "seal", 1, 1.5, REVOCATION_UNKNOWN } /* after its thirty days */,
		{ "seal", 6, 2, REVOCATION_UNKNOWN } /* a list after the certificate's end need not name it */,
		{ "revoked", 1, .2, REVOCATION_LATER }, { "revoked", 1, .8, REVOCATION_REVOKED }, { "revoked", .3, .2, REVOCATION_GOOD },
		{ "revoked", 1, 3, REVOCATION_REVOKED } /* once revoked, for ever, be the list ever so old */,
		{ "compromised", 1, .2, REVOCATION_REVOKED } /* whoever had the key could sign and date at will */, { "compromised", 1, .8, REVOCATION_REVOKED },
		{ "revoked-later", 4, 2, REVOCATION_LATER }, { "revoked-later", 2, 2, REVOCATION_GOOD }, { "revoked-later", 4, 3.9, REVOCATION_REVOKED },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct evidence evidence = { 0 };
		struct revocation revocation;
		der_list_add(sealing->arena, &evidence.crls, list_at(sealing, "ica", cases[i].list));
		evidence_judge(sealing->arena, &evidence, certificate_of(sealing, cases[i].leaf), certificate_of(sealing, "ica"), year(cases[i].at), &revocation);
		if (revocation.state != cases[i].state)
			fail_msg("%s, list of year %g, asked at %g: %d", cases[i].leaf, cases[i].list, cases[i].at, (int)revocation.state);
	}
}

static void a_revocation_outweighs_good_words_in_any_order(void **state)
{
	struct sealing *sealing = *state;
	struct bytes early = list_at(sealing, "ica", .3), late = list_at(sealing, "ica", 1);
	for (int order = 0; order < 2; order++) {
		struct evidence evidence = { 0 };
		struct revocation revocation;
		der_list_add(sealing->arena, &evidence.crls, order ? early : late);
		der_list_add(sealing->arena, &evidence.crls, order ? late : early);
		evidence_judge(sealing->arena, &evidence, certificate_of(sealing, "revoked"), certificate_of(sealing, "ica"), year(.35), &revocation);
		assert_int_equal(revocation.state, REVOCATION_LATER);
		assert_true(llabs(revocation.revoked_at - year(.5)) < 3 * 86400);
		evidence_judge(sealing->arena, &evidence, certificate_of(sealing, "seal"), certificate_of(sealing, "ica"), year(.35), &revocation);
		assert_int_equal(revocation.state, REVOCATION_GOOD);
		assert_true(revocation.by.length == late.length && memcmp(revocation.by.data, late.data, late.length) == 0);
	}
}

static void lists_of_others_and_changed_lists_say_nothing(void **state)
{
	struct sealing *sealing = *state;
	struct bytes list = list_at(sealing, "ica", 1), other = list_at(sealing, "root", 1);
	unsigned char *copy = arena_alloc(sealing->arena, list.length);
	for (size_t i = 0; i <= list.length; i++) {
		struct evidence evidence = { 0 };
		struct revocation revocation;
		memcpy(copy, list.data, list.length);
		if (i < list.length)
			copy[i] ^= (unsigned char)(1u << i % 8);
		der_list_add(sealing->arena, &evidence.crls, i < list.length ? (struct bytes){ copy, list.length } : other);
		evidence_judge(sealing->arena, &evidence, certificate_of(sealing, "seal"), certificate_of(sealing, "ica"), year(1), &revocation);
		if (revocation.state != REVOCATION_UNKNOWN)
			fail_msg("byte %zu of %zu", i, list.length);
	}
}

/* openssl writes lists signed with SM2; its own CRL functions cannot verify them. */
static void lists_of_sm2_authorities_count(void **state)
{
	struct sealing *sealing = *state;
	struct evidence evidence = { 0 };
	struct revocation revocation;
	der_list_add(sealing->arena, &evidence.crls, list_at(sealing, "sm2-root", 1));
	evidence_judge(sealing->arena, &evidence, certificate_of(sealing, "sm2"), certificate_of(sealing, "sm2-root"), year(1), &revocation);
	assert_int_equal(revocation.state, REVOCATION_GOOD);
	assert_string_equal(revocation.kind, "CRL");
}

/* A list of certificates of users alone, of authorities alone, of another distribution point, and a delta list. */
static void lists_of_a_part_speak_of_their_part(void **state)
{
	struct sealing *sealing = *state;
	static const struct { const char *extension; enum revocation_state state; } cases[] = {
		{ "2.5.29.60=ASN1:GENERALIZEDTIME:20200101000000Z", REVOCATION_GOOD },
		{ "issuingDistributionPoint=critical,onlyuser:TRUE", REVOCATION_GOOD }, { "issuingDistributionPoint=critical,onlyCA:TRUE", REVOCATION_UNKNOWN },
		{ "issuingDistributionPoint=critical,indirectCRL:TRUE", REVOCATION_UNKNOWN },
		{ "issuingDistributionPoint=critical,onlysomereasons:keyCompromise", REVOCATION_UNKNOWN },
		{ "issuingDistributionPoint=critical,fullname:URI:http://other.invalid/x.crl", REVOCATION_UNKNOWN },
		{ "2.5.29.27=critical,ASN1:INTEGER:1", REVOCATION_UNKNOWN }, { "1.2.3.4=critical,ASN1:NULL", REVOCATION_UNKNOWN },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct evidence evidence = { 0 };
		struct revocation revocation;
		assert_int_equal(run_command("cd %s && : >empty.index && printf '[ca]\\ndefault_ca=i\\n[i]\\ndatabase=empty.index\\ndefault_md=sha256\\ncrl_extensions=x\\n[x]\\n%s\\n' "
			">part.cnf && openssl ca -gencrl -config part.cnf -cert pki/ica.pem -keyfile pki/ica.key -crldays 9 2>part.log | openssl crl -outform DER -out part.crl",
			sealing->folder, cases[i].extension), 0);
		der_list_add(sealing->arena, &evidence.crls, file_bytes(sealing, own_path(sealing, "part.crl")));
		evidence_judge(sealing->arena, &evidence, certificate_of(sealing, "seal"), certificate_of(sealing, "ica"), time(NULL), &revocation);
		if (revocation.state != cases[i].state)
			fail_msg("%s: %d", cases[i].extension, (int)revocation.state);
	}
}

static void a_chain_without_evidence_is_unknown(void **state)
{
	struct sealing *sealing = *state;
	struct evidence evidence = { 0 };
	struct der_list chain = { 0 };
	struct revocation states[3];
	der_list_add(sealing->arena, &chain, certificate_of(sealing, "seal"));
	der_list_add(sealing->arena, &chain, certificate_of(sealing, "ica"));
	der_list_add(sealing->arena, &chain, certificate_of(sealing, "root"));
	assert_flaw(evidence_judge_chain(sealing->arena, &evidence, &chain, time(NULL), states), FLAW_REVOCATION_UNKNOWN);
	der_list_add(sealing->arena, &evidence.crls, list_at(sealing, "root", 1.5));
	assert_flaw(evidence_judge_chain(sealing->arena, &evidence, &chain, year(1.4), states), FLAW_REVOCATION_UNKNOWN);
	assert_int_equal(states[1].state, REVOCATION_GOOD);
	der_list_add(sealing->arena, &evidence.crls, list_at(sealing, "ica", 1.5));
	assert_flaw(evidence_judge_chain(sealing->arena, &evidence, &chain, year(1.4), states), FLAW_NONE);
	chain.items[0] = certificate_of(sealing, "revoked");
	assert_flaw(evidence_judge_chain(sealing->arena, &evidence, &chain, year(1.4), states), FLAW_REVOKED);
	struct der_list responder = { 0 };
	der_list_add(sealing->arena, &responder, certificate_of(sealing, "ica-ocsp-0"));
	der_list_add(sealing->arena, &responder, certificate_of(sealing, "ica"));
	struct evidence none = { 0 };
	assert_flaw(evidence_judge_chain(sealing->arena, &none, &responder, year(1.4), states), FLAW_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEAL_TEST(evidence_for_every_chain_is_fetched), SEAL_TEST(what_is_there_is_not_fetched_again),
		SEAL_TEST(a_lying_responder_is_passed_over_for_a_list), SEAL_TEST(what_proves_nothing_is_said), SEAL_TEST(a_revoked_certificate_is_said),
		SEAL_TEST(lists_are_weighed_at_the_time_asked_about), SEAL_TEST(a_revocation_outweighs_good_words_in_any_order),
		SEAL_TEST(lists_of_others_and_changed_lists_say_nothing), SEAL_TEST(lists_of_sm2_authorities_count),
		SEAL_TEST(lists_of_a_part_speak_of_their_part), SEAL_TEST(a_chain_without_evidence_is_unknown),
	};
	return cmocka_run_group_tests(tests, pki_make, pki_remove);
}
