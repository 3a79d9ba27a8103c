/* Ends of algorithms, as dates. */
#include "unit.h"
#include <time.h>
#include "seal/algorithm.h"
#include "seal/flaw.h"

static void ends_are_those_of_the_sources(void **state)
{
	(void)state;
	static const struct { enum digest_algorithm digest; enum key_kind kind; int bits; const char *end, *source; } cases[] = {
		{ DIGEST_SHA256, KEY_RSA, 2048, "2031-01-01", "SP 800-57" }, { DIGEST_SHA256, KEY_RSA, 3071, "2031-01-01", "SP 800-57" },
		{ DIGEST_SHA256, KEY_RSA, 3072, NULL, "SP 800-57" }, { DIGEST_SHA256, KEY_RSA_PSS, 4096, NULL, "SP 800-57" },
		{ DIGEST_SHA256, KEY_RSA, 1024, "2014-01-01", "SP 800-131A" }, { DIGEST_WEAK, KEY_RSA, 4096, "2014-01-01", "SP 800-131A" },
		{ DIGEST_SHA224, KEY_EC, 256, "2031-01-01", "SP 800-57" }, { DIGEST_SHA384, KEY_EC, 384, NULL, "SP 800-57" },
		{ DIGEST_SHA256, KEY_EC, 224, "2031-01-01", "SP 800-57" }, { DIGEST_SHA256, KEY_EC, 192, "2014-01-01", "SP 800-131A" },
		{ DIGEST_SM3, KEY_SM2, 256, NULL, "GB/T 32905" }, { DIGEST_SHA256, KEY_DSA, 3072, "2023-02-03", "FIPS 186-5" },
		{ DIGEST_SHA256, KEY_DSA, 1024, "2014-01-01", "SP 800-131A" }, { DIGEST_SHA512, KEY_EDWARDS, 253, NULL, "SP 800-57" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct algorithm_age age = algorithm_age(cases[i].digest, cases[i].kind, cases[i].bits);
		char text[16] = "";
		time_t end = (time_t)age.end;
		if (cases[i].end && strftime(text, sizeof text, "%Y-%m-%d", gmtime(&end)) && strcmp(text, cases[i].end))
			fail_msg("case %zu: %s", i, text);
		assert_true(cases[i].end || age.end == INT64_MAX);
		if (!strstr(age.source, cases[i].source))
			fail_msg("case %zu: %s", i, age.source);
	}
}

static void every_flaw_has_words_and_a_code_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < FLAW_COUNT; i++) {
		assert_non_null(flaw_text((enum flaw)i));
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(flaw_text((enum flaw)i), flaw_text((enum flaw)k));
			assert_string_not_equal(flaw_code((enum flaw)i), flaw_code((enum flaw)k));
		}
	}
}

static void every_digest_is_the_known_one(void **state)
{
	(void)state;
	static const struct { enum digest_algorithm algorithm; unsigned char first, last; size_t length; } cases[] = {   /* of "abc": FIPS 180-4, 202; GB/T 32905 A.1 */
		{ DIGEST_SHA224, 0x23, 0xA7, 28 }, { DIGEST_SHA256, 0xBA, 0xAD, 32 }, { DIGEST_SHA384, 0xCB, 0xA7, 48 }, { DIGEST_SHA512, 0xDD, 0x9F, 64 },
		{ DIGEST_SHA3_256, 0x3A, 0x32, 32 }, { DIGEST_SHA3_384, 0xEC, 0x25, 48 }, { DIGEST_SHA3_512, 0xB7, 0xF0, 64 }, { DIGEST_SM3, 0x66, 0xE0, 32 },
	};
	const struct bytes parts[] = { { (const unsigned char *)"a", 1 }, { NULL, 0 }, { (const unsigned char *)"bc", 2 } };
	struct digest digest;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(digest_of(cases[i].algorithm, &(struct covered){ parts, 3 }, &digest), 0);
		if (digest.length != cases[i].length || digest.value[0] != cases[i].first || digest.value[digest.length - 1] != cases[i].last)
			fail_msg("%s: %02x … %02x", digest_name(cases[i].algorithm), digest.value[0], digest.value[digest.length - 1]);
		assert_true(digest_equal(&digest, &digest));
	}
	struct digest nothing = { 0 };
	assert_false(digest_equal(&nothing, &nothing));
	assert_int_equal(digest_of(DIGEST_WEAK, &(struct covered){ parts, 3 }, &digest), -1);
	assert_int_equal(digest_of(DIGEST_UNKNOWN, &(struct covered){ parts, 3 }, &digest), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(ends_are_those_of_the_sources), TEST(every_flaw_has_words_and_a_code_of_its_own), TEST(every_digest_is_the_known_one) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
