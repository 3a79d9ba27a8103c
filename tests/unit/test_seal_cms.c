/* CMS signatures: made with keys of every kind and judged by OpenSSL's own programs; and forged ones, which must not pass. */
#include "seal_forge.h"
#include "seal/cms.h"

static const char *const content_parts[] = { "%PDF-1.7 什么", "", "文件 the rest of the file" };

struct pieces { struct bytes parts[3]; struct covered covered; };
static void pieces_of(struct pieces *pieces)
{
	for (int i = 0; i < 3; i++)
		pieces->parts[i] = text_bytes(content_parts[i]);
	pieces->covered = (struct covered){ pieces->parts, 3 };
}

static struct bytes signed_with(struct sealing *sealing, const char *file)
{
	struct pieces pieces;
	struct digest digest;
	struct bytes out;
	struct signing_key *key = key_of(sealing, file);
	pieces_of(&pieces);
	assert_int_equal(digest_of(signing_key_digest(key), &pieces.covered, &digest), 0);
	if (cms_sign(sealing->arena, sealing->all, key, &digest, &out))
		fail_msg("%s: %s", file, reported(&sealing->bench));
	assert_true(out.length <= cms_room(key) && cms_room(key) < out.length + 4096);
	signing_key_close(key);
	return out;
}

static enum flaw judged(struct sealing *sealing, struct bytes contents, struct cms_signature *out)
{
	struct pieces pieces;
	pieces_of(&pieces);
	return cms_judge(sealing->arena, contents, CMS_PADES, &pieces.covered, out);
}

static void put_content(struct sealing *sealing)
{
	char all[200];
	snprintf(all, sizeof all, "%s%s%s", content_parts[0], content_parts[1], content_parts[2]);
	file_put(sealing, own_path(sealing, "content"), text_bytes(all));
}

static int openssl_verifies(struct sealing *sealing, struct bytes der)
{
	put_content(sealing);
	file_put(sealing, own_path(sealing, "signature.der"), der);
	return run_command("openssl cms -verify -cades -binary -inform DER -in %s/signature.der -content %s/content -CAfile %s/pki/root.pem -purpose any "
	                   "-out /dev/null 2>%s/openssl.log", sealing->folder, sealing->folder, sealing->folder, sealing->folder);
}

/* A key for RSASSA-PSS alone, issued by the seal CA. */
static void make_pss(struct sealing *sealing)
{
	assert_int_equal(run_command("cd %s/pki && openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key 2>/dev/null && "
	                             "openssl req -new -key pss.key -subj /CN=PSS -out pss.csr && openssl x509 -req -in pss.csr -CA ica.pem -CAkey ica.key "
	                             "-days 30 -out pss.pem 2>/dev/null && cat pss.key pss.pem ica.pem >pss-all.pem", sealing->folder), 0);
}

static void every_kind_of_key_signs(void **state)
{
	struct sealing *sealing = *state;
	static const char *const files[] = { "seal.p12", "ec.p12", "document-signing.p12", "pss-all.pem" };
	make_pss(sealing);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct cms_signature out;
		struct bytes der = signed_with(sealing, files[i]);
		assert_flaw(judged(sealing, der, &out), FLAW_NONE);
		assert_int_equal(out.length, der.length);
		assert_int_equal(out.certificates.count, 2);
		assert_int_equal(out.signing_time, 0);
		assert_null(out.timestamp.data);
		if (openssl_verifies(sealing, der))
			fail_msg("openssl cms -verify refuses %s", files[i]);
	}
}

static CMS_ContentInfo *parsed(struct bytes der)
{
	const unsigned char *at = der.data;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.length);
	assert_non_null(cms);
	return cms;
}

static CMS_SignerInfo *signer_of(CMS_ContentInfo *cms) { return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0); }

static void the_attributes_are_those_of_pades(void **state)
{
	struct sealing *sealing = *state;
	CMS_ContentInfo *cms = parsed(signed_with(sealing, "seal.p12"));
	CMS_SignerInfo *signer = signer_of(cms);
	assert_int_equal(CMS_signed_get_attr_count(signer), 3);
	assert_true(CMS_signed_get_attr_by_NID(signer, NID_pkcs9_contentType, -1) >= 0);
	assert_true(CMS_signed_get_attr_by_NID(signer, NID_pkcs9_messageDigest, -1) >= 0);
	assert_true(CMS_signed_get_attr_by_NID(signer, NID_id_smime_aa_signingCertificateV2, -1) >= 0);
	assert_int_equal(CMS_unsigned_get_attr_count(signer), -1);
	assert_int_equal(CMS_is_detached(cms), 1);
	CMS_ContentInfo_free(cms);
}

/* The attributes, [0], lent from the signature: they stand shortly before its value. */
static struct bytes attributes_in(struct bytes der, struct bytes value)
{
	const unsigned char *end = memmem(der.data, der.length, value.data, value.length);
	for (const unsigned char *at = end; at && at > der.data; at--) {
		size_t length = at[1] == 0x81 ? 3u + at[2] : at[1] == 0x82 ? 4u + 256u * at[2] + at[3] : 0;
		if (at[0] == 0xA0 && length && at + length < end && at + length + 24 > end && at[length] == 0x30)
			return (struct bytes){ at, length };
	}
	fail_msg("no attributes");
	return (struct bytes){ 0 };
}

static void sm2_signs_with_its_identifier(void **state)
{
	struct sealing *sealing = *state;
	struct cms_signature out;
	struct bytes der = signed_with(sealing, "sm2.p12");
	assert_flaw(judged(sealing, der, &out), FLAW_NONE);
	assert_int_equal(out.signer.kind, KEY_SM2);
	assert_int_equal(out.digest, DIGEST_SM3);
	struct bytes attributes = attributes_in(der, out.value), set = { arena_alloc(sealing->arena, attributes.length), attributes.length };
	memcpy((void *)set.data, attributes.data, set.length);
	((unsigned char *)set.data)[0] = 0x31;   /* signed as SET (RFC 5652, 5.4) */
	file_put(sealing, own_path(sealing, "attributes"), set);
	file_put(sealing, own_path(sealing, "value"), out.value);
	const char *check = "cd %s && openssl x509 -in pki/sm2.pem -noout -pubkey >sm2.pub && openssl pkeyutl -verify -pubin -inkey sm2.pub -rawin -digest sm3 "
	                    "-pkeyopt distid:%s -in attributes -sigfile value >/dev/null 2>&1";
	char command[600];
	snprintf(command, sizeof command, check, sealing->folder, "1234567812345678");
	assert_int_equal(run_command("%s", command), 0);
	snprintf(command, sizeof command, check, sealing->folder, "8765432187654321");
	assert_int_not_equal(run_command("%s", command), 0);
}

/* The openssl command, which knows no SM2 here, signs as every other program would. */
static void signatures_of_others_are_taken(void **state)
{
	struct sealing *sealing = *state;
	static const struct { const char *key, *options; enum flaw pades, plain; } cases[] = {
		{ "seal", "-cades -md sha256", FLAW_NONE, FLAW_NONE }, { "seal", "-cades -md sha512", FLAW_NONE, FLAW_NONE },
		{ "seal", "-cades -md sha3-256", FLAW_NONE, FLAW_NONE }, { "ec", "-cades -md sha384", FLAW_NONE, FLAW_NONE },
		{ "seal", "-cades -md sha256 -keyopt rsa_padding_mode:pss", FLAW_NONE, FLAW_NONE },
		{ "seal", "-md sha256", FLAW_NO_CERTIFICATE_ATTRIBUTE, FLAW_NONE }, { "seal", "-noattr -md sha256", FLAW_CONTENT_TYPE, FLAW_NONE },
		{ "seal", "-keyid -md sha256", FLAW_NO_CERTIFICATE_ATTRIBUTE, FLAW_NONE },
		{ "seal", "-cades -md sha1", FLAW_DIGEST_WEAK, FLAW_DIGEST_WEAK }, { "seal", "-noattr -md md5", FLAW_CONTENT_TYPE, FLAW_DIGEST_WEAK },
		{ "seal", "-cades -md sha256 -nocerts", FLAW_NO_CERTIFICATE, FLAW_NO_CERTIFICATE },
		{ "seal", "-cades -md sha256 -nodetach", FLAW_NOT_SIGNED_DATA, FLAW_NOT_SIGNED_DATA },
		{ "seal", "-cades -md sha256 -econtent_type 1.2.840.113549.1.9.16.1.4", FLAW_NOT_SIGNED_DATA, FLAW_NOT_SIGNED_DATA },
		{ "seal", "-cades -md sha256 -signer PKI/ec.pem -inkey PKI/ec.key", FLAW_SIGNERS, FLAW_SIGNERS },
	};
	put_content(sealing);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct pieces pieces;
		struct cms_signature out;
		pieces_of(&pieces);
		const char *file = own_path(sealing, "other.der"), *options = cases[i].options, *pki = strstr(options, "PKI/");
		if (pki)
			options = arena_printf(sealing->arena, "-cades -md sha256 -signer %s/pki/ec.pem -inkey %s/pki/ec.key", sealing->folder, sealing->folder);
		/* options behind the key are that key's (-keyopt) */
		assert_int_equal(run_command("openssl cms -sign -binary -outform DER -in %s/content -signer %s/pki/%s.pem -inkey %s/pki/%s.key %s -out %s 2>/dev/null",
		                             sealing->folder, sealing->folder, cases[i].key, sealing->folder, cases[i].key, options, file), 0);
		struct bytes der = file_bytes(sealing, file);
		enum flaw pades = cms_judge(sealing->arena, der, CMS_PADES, &pieces.covered, &out);
		enum flaw plain = cms_judge(sealing->arena, der, CMS_PLAIN, &pieces.covered, &out);
		if (pades != cases[i].pades || plain != cases[i].plain)
			fail_msg("%s: %s and %s", cases[i].options, flaw_code(pades), flaw_code(plain));
		assert_true(out.signing_time == 0 || llabs(out.signing_time - (int64_t)time(NULL)) < 60);
	}
}

static void other_content_is_noticed(void **state)
{
	struct sealing *sealing = *state;
	struct cms_signature out;
	struct bytes der = signed_with(sealing, "seal.p12"), other = text_bytes("%PDF-1.7 something else");
	assert_flaw(cms_judge(sealing->arena, der, CMS_PADES, &(struct covered){ &other, 1 }, &out), FLAW_CONTENT_CHANGED);
	assert_string_equal(out.signer.name, "督查局电子印章");
	assert_flaw(cms_judge(sealing->arena, der, CMS_PADES, &(struct covered){ NULL, 0 }, &out), FLAW_CONTENT_CHANGED);
}

static struct bytes lengthened(struct sealing *sealing, struct bytes der, size_t zeros, char last)
{
	unsigned char *copy = arena_alloc(sealing->arena, der.length + zeros + 1);
	memcpy(copy, der.data, der.length);
	copy[der.length + zeros] = (unsigned char)last;
	return (struct bytes){ copy, der.length + zeros + (last ? 1 : 0) };
}

static void a_digest_of_another_kind_is_not_signed(void **state)
{
	struct sealing *sealing = *state;
	struct digest digest;
	struct bytes out;
	struct signing_key *key = key_of(sealing, "seal.p12");
	assert_int_equal(digest_of_bytes(DIGEST_SM3, text_bytes("x"), &digest), 0);
	assert_int_equal(cms_sign(sealing->arena, sealing->all, key, &digest, &out), -1);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_signing_failed), 1);
	assert_null(out.data);
	signing_key_close(key);
}

static void only_zeros_may_follow(void **state)
{
	struct sealing *sealing = *state;
	struct cms_signature out;
	struct bytes der = signed_with(sealing, "ec.p12");
	assert_flaw(judged(sealing, lengthened(sealing, der, 9000, 0), &out), FLAW_NONE);
	assert_flaw(judged(sealing, lengthened(sealing, der, 9000, 1), &out), FLAW_TRAILING);
	assert_string_equal(out.signer.name, "水务局电子印章");
	assert_flaw(judged(sealing, lengthened(sealing, der, 0, 0x30), &out), FLAW_TRAILING);
	for (size_t cut = 0; cut < der.length; cut++)
		assert_true(judged(sealing, (struct bytes){ der.data, cut }, &out) != FLAW_NONE);
	assert_flaw(judged(sealing, lengthened(sealing, (struct bytes){ der.data, 0 }, 100, 0), &out), FLAW_NOT_DER);
}

static bool within(struct bytes whole, size_t at, struct bytes part)
{
	const unsigned char *from = memmem(whole.data, whole.length, part.data, part.length);
	return from && at >= (size_t)(from - whole.data) && at < (size_t)(from - whole.data) + part.length;
}

/* One changed bit in the signer's certificate, the attributes or the value may not pass, nor anywhere else bring in another signer. */
static void no_flipped_bit_passes(void **state)
{
	struct sealing *sealing = *state;
	static const char *const files[] = { "ec.p12", "sm2.p12" };
	for (size_t f = 0; f < 2; f++) {
		struct cms_signature out, whole;
		struct bytes der = signed_with(sealing, files[f]), copy = lengthened(sealing, der, 0, 0);
		assert_flaw(judged(sealing, der, &whole), FLAW_NONE);
		struct bytes attributes = attributes_in(der, whole.value);
		size_t passed = 0;
		for (size_t i = 0; i < der.length; i++) {
			((unsigned char *)copy.data)[i] ^= (unsigned char)(1u << i % 8);
			if (judged(sealing, copy, &out) == FLAW_NONE) {
				if (within(der, i, whole.signer.der) || within(der, i, attributes) || within(der, i, whole.value))
					fail_msg("%s: byte %zu of %zu", files[f], i, der.length);
				assert_memory_equal(out.signer.der.data, whole.signer.der.data, whole.signer.der.length);
				passed++;
			}
			((unsigned char *)copy.data)[i] ^= (unsigned char)(1u << i % 8);
		}
		assert_true(passed < der.length - whole.signer.der.length - attributes.length - whole.value.length);
	}
}

static void add_digest(CMS_SignerInfo *signer)
{
	struct pieces pieces;
	struct digest digest;
	pieces_of(&pieces);
	digest_of(DIGEST_SHA256, &pieces.covered, &digest);
	CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest.value, 32);
}
static void add_type(CMS_SignerInfo *signer, int nid)
{
	CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(nid), -1);
}
/* signing-certificate-v2 as our own signature has it: for "seal". */
static void add_certificate(struct sealing *sealing, CMS_SignerInfo *signer)
{
	CMS_ContentInfo *cms = parsed(signed_with(sealing, "seal.p12"));
	CMS_SignerInfo *own = signer_of(cms);
	CMS_signed_add1_attr(signer, CMS_signed_get_attr(own, CMS_signed_get_attr_by_NID(own, NID_id_smime_aa_signingCertificateV2, -1)));
	CMS_ContentInfo_free(cms);
}

static void all_is_there(struct sealing *sealing, CMS_SignerInfo *signer) { add_type(signer, NID_pkcs7_data); add_digest(signer); add_certificate(sealing, signer); }
static void another_type(struct sealing *sealing, CMS_SignerInfo *signer) { add_type(signer, NID_id_smime_ct_TSTInfo); add_digest(signer); add_certificate(sealing, signer); }
static void no_digest(struct sealing *sealing, CMS_SignerInfo *signer) { add_type(signer, NID_pkcs7_data); add_certificate(sealing, signer); }

static void two_digests(struct sealing *sealing, CMS_SignerInfo *signer)
{
	all_is_there(sealing, signer);
	X509_ATTRIBUTE *more = X509_ATTRIBUTE_create(NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, ASN1_OCTET_STRING_new());
	CMS_signed_add1_attr(signer, more);
	X509_ATTRIBUTE_free(more);
}

static void two_values(struct sealing *sealing, CMS_SignerInfo *signer)
{
	all_is_there(sealing, signer);
	X509_ATTRIBUTE *digest = CMS_signed_get_attr(signer, CMS_signed_get_attr_by_NID(signer, NID_pkcs9_messageDigest, -1));
	X509_ATTRIBUTE_set1_data(digest, V_ASN1_OCTET_STRING, "other", 5);
}

static void forged_attributes_are_noticed(void **state)
{
	struct sealing *sealing = *state;
	static const struct { const char *certificate; void (*change)(struct sealing *, CMS_SignerInfo *); enum flaw flaw; } cases[] = {
		{ "seal", all_is_there, FLAW_NONE }, { "seal", another_type, FLAW_CONTENT_TYPE }, { "seal", no_digest, FLAW_MESSAGE_DIGEST_ATTRIBUTE },
		{ "seal", two_digests, FLAW_MESSAGE_DIGEST_ATTRIBUTE }, { "seal", two_values, FLAW_MESSAGE_DIGEST_ATTRIBUTE },
		{ "document-signing", all_is_there, FLAW_CERTIFICATE_ATTRIBUTE },   /* the same key under another certificate */
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cms_signature out;
		const struct forging forging = { .certificate = cases[i].certificate, .key = "seal", .method = EVP_sha256(), .change = cases[i].change };
		enum flaw seen = judged(sealing, forge(sealing, &forging), &out);
		if (seen != cases[i].flaw)
			fail_msg("case %zu: %s, not %s", i, flaw_code(seen), flaw_code(cases[i].flaw));
	}
}

static void a_time_stamp_is_put_in_and_found(void **state)
{
	struct sealing *sealing = *state;
	struct cms_signature out;
	struct digest imprint, wanted;
	struct bytes der = signed_with(sealing, "seal.p12"), with, token = { (const unsigned char *)"\x30\x03\x02\x01\x05", 5 };
	assert_int_equal(cms_imprint(der, DIGEST_SHA256, &imprint), 0);
	assert_int_equal(cms_add_timestamp(sealing->arena, der, token, &with), 0);
	assert_flaw(judged(sealing, with, &out), FLAW_NONE);
	assert_int_equal(out.timestamp.length, 5);
	assert_memory_equal(out.timestamp.data, token.data, 5);
	assert_int_equal(digest_of_bytes(DIGEST_SHA256, out.value, &wanted), 0);
	assert_true(digest_equal(&imprint, &wanted));
	assert_int_equal(openssl_verifies(sealing, with), 0);
	assert_int_equal(cms_imprint(token, DIGEST_SHA256, &imprint), -1);
	assert_int_equal(cms_add_timestamp(sealing->arena, token, token, &with), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEAL_TEST(every_kind_of_key_signs), SEAL_TEST(the_attributes_are_those_of_pades), SEAL_TEST(sm2_signs_with_its_identifier),
		SEAL_TEST(signatures_of_others_are_taken), SEAL_TEST(other_content_is_noticed), SEAL_TEST(a_digest_of_another_kind_is_not_signed),
		SEAL_TEST(only_zeros_may_follow),
		SEAL_TEST(no_flipped_bit_passes), SEAL_TEST(forged_attributes_are_noticed), SEAL_TEST(a_time_stamp_is_put_in_and_found),
	};
	return cmocka_run_group_tests(tests, pki_make, pki_remove);
}
