/* Electronic seals: one is minted here, for tests alone, used with an SM2 key, and every way to misuse it is refused. */
#include "seal_fixture.h"
#include <openssl/pem.h>
#include <openssl/x509.h>
#include "seal/electronic_seal.h"
#include "seal/electronic_seal_form.h"

struct minting {
	const char *signer;                /* certificate in the seal's list */
	bool digests;                      /* the list holds its SM3 instead */
	int version, valid_days;
	const char *id;
};

static void set_text(ASN1_STRING *string, const char *text) { ASN1_STRING_set(string, text, -1); }

static void add_signer(struct sealing *sealing, SES_PROPERTY *property, const struct minting *minting)
{
	struct bytes certificate = certificate_of(sealing, minting->signer);
	ASN1_TYPE *entry = ASN1_TYPE_new();
	ASN1_OCTET_STRING *string = ASN1_OCTET_STRING_new();
	ASN1_INTEGER_set(property->list_type, minting->digests ? 2 : 1);
	ASN1_OCTET_STRING_set(string, certificate.data, (int)certificate.length);
	if (minting->digests) {
		struct digest digest;
		unsigned char *der = NULL;
		digest_of_bytes(DIGEST_SM3, certificate, &digest);
		SES_CERTIFICATE_DIGEST *form = (SES_CERTIFICATE_DIGEST *)ASN1_item_new(ASN1_ITEM_rptr(SES_CERTIFICATE_DIGEST));
		set_text(form->type, "SM3");
		ASN1_OCTET_STRING_set(form->value, digest.value, (int)digest.length);
		int length = ASN1_item_i2d((ASN1_VALUE *)form, &der, ASN1_ITEM_rptr(SES_CERTIFICATE_DIGEST));
		ASN1_STRING_set(string, der, length);
		ASN1_item_free((ASN1_VALUE *)form, ASN1_ITEM_rptr(SES_CERTIFICATE_DIGEST));
		OPENSSL_free(der);
	}
	ASN1_TYPE_set(entry, minting->digests ? V_ASN1_SEQUENCE : V_ASN1_OCTET_STRING, string);
	sk_ASN1_TYPE_push(property->list, entry);
}

static void fill(struct sealing *sealing, SES_SEAL *seal, const struct minting *minting)
{
	struct bytes maker = certificate_of(sealing, "sm2-root"), picture = file_bytes(sealing, "input/example-pictures/seal-zhengfu.png");
	SES_INFO *info = seal->info;
	set_text(info->header->id, minting->id);
	ASN1_INTEGER_set(info->header->version, minting->version);
	set_text(info->header->vendor, "hongtou-tests");
	set_text(info->identifier, "3708000000000001");
	ASN1_INTEGER_set(info->property->type, 1);
	set_text(info->property->name, "济宁高新区督查局");
	add_signer(sealing, info->property, minting);
	ASN1_GENERALIZEDTIME_adj(info->property->created, time(NULL), -10, 0);
	ASN1_GENERALIZEDTIME_adj(info->property->valid_from, time(NULL), -10, 0);
	ASN1_GENERALIZEDTIME_adj(info->property->valid_to, time(NULL), minting->valid_days, 0);
	set_text(info->picture->type, "png");
	ASN1_OCTET_STRING_set(info->picture->data, picture.data, (int)picture.length);
	ASN1_INTEGER_set(info->picture->width, 42);
	ASN1_INTEGER_set(info->picture->height, 42);
	ASN1_OCTET_STRING_set(seal->certificate, maker.data, (int)maker.length);
	seal->algorithm = OBJ_txt2obj("1.2.156.10197.1.501", 1);
}

/* The first element of the encoding is what the maker signs. */
static void sign_by_maker(struct sealing *sealing, SES_SEAL *seal)
{
	unsigned char *der = NULL, value[128];
	size_t size = sizeof value;
	int total = ASN1_item_i2d((ASN1_VALUE *)seal, &der, ASN1_ITEM_rptr(SES_SEAL)), tag, class;
	const unsigned char *inside = der, *after;
	long length;
	ASN1_get_object(&inside, &length, &tag, &class, total);
	after = inside;
	ASN1_get_object(&after, &length, &tag, &class, total);
	struct bytes key_file = file_bytes(sealing, pki_path(sealing, "sm2-root.key"));
	BIO *bio = BIO_new_mem_buf(key_file.data, (int)key_file.length);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *with = EVP_PKEY_CTX_new(key, NULL);
	assert_true(EVP_PKEY_CTX_set1_id(with, "1234567812345678", 16) > 0);
	EVP_MD_CTX_set_pkey_ctx(context, with);
	assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sm3(), NULL, key), 1);
	assert_int_equal(EVP_DigestSign(context, value, &size, inside, (size_t)(after - inside + length)), 1);
	ASN1_STRING_set(seal->value, value, (int)size);
	seal->value->flags = (seal->value->flags & ~0x07L) | ASN1_STRING_FLAG_BITS_LEFT;
	EVP_MD_CTX_free(context);
	EVP_PKEY_CTX_free(with);
	EVP_PKEY_free(key);
	BIO_free(bio);
	OPENSSL_free(der);
}

static struct bytes mint(struct sealing *sealing, const struct minting *minting)
{
	SES_SEAL *seal = (SES_SEAL *)ASN1_item_new(ASN1_ITEM_rptr(SES_SEAL));
	unsigned char *der = NULL;
	fill(sealing, seal, minting);
	sign_by_maker(sealing, seal);
	int length = ASN1_item_i2d((ASN1_VALUE *)seal, &der, ASN1_ITEM_rptr(SES_SEAL));
	assert_true(length > 0);
	struct bytes out = { arena_alloc(sealing->arena, (size_t)length), (size_t)length };
	memcpy((void *)out.data, der, out.length);
	OPENSSL_free(der);
	ASN1_item_free((ASN1_VALUE *)seal, ASN1_ITEM_rptr(SES_SEAL));
	return out;
}

static const struct minting usual = { .signer = "sm2", .version = 4, .valid_days = 300, .id = "ES" };

static void an_issued_seal_is_read(void **state)
{
	struct sealing *sealing = *state;
	struct electronic_seal seal;
	const char *path = own_path(sealing, "seal.esl");
	file_put(sealing, path, mint(sealing, &usual));
	if (electronic_seal_load(sealing->arena, sealing->all, path, time(NULL), &seal))
		fail_msg("%s", reported(&sealing->bench));
	assert_string_equal(seal.name, "济宁高新区督查局");
	assert_string_equal(seal.identifier, "3708000000000001");
	assert_string_equal(seal.vendor, "hongtou-tests");
	assert_string_equal(seal.picture_type, "png");
	assert_true(seal.picture.length > 100 && memcmp(seal.picture.data, "\x89PNG", 4) == 0);
	assert_int_equal(seal.width_mm, 42);
	assert_int_equal(seal.version, 4);
	assert_int_equal(seal.signers.count, 1);
	assert_string_equal(seal.maker.name, "Test SM2 Root CA");
	assert_true(llabs(seal.valid_to - (int64_t)time(NULL) - 300 * 86400) < 60);
}

static void unsound_seals_are_refused(void **state)
{
	struct sealing *sealing = *state;
	struct electronic_seal seal;
	struct minting other = usual;
	int64_t now = time(NULL);
	struct bytes good = mint(sealing, &usual);
	assert_flaw(electronic_seal_judge(sealing->arena, good, now, &seal), FLAW_NONE);
	assert_flaw(electronic_seal_judge(sealing->arena, good, now - 20 * 86400, &seal), FLAW_SEAL_PERIOD);
	assert_flaw(electronic_seal_judge(sealing->arena, good, now + 400 * 86400, &seal), FLAW_SEAL_PERIOD);
	assert_flaw(electronic_seal_judge(sealing->arena, (struct bytes){ good.data, good.length - 1 }, now, &seal), FLAW_NOT_DER);
	other.id = "XX";
	assert_flaw(electronic_seal_judge(sealing->arena, mint(sealing, &other), now, &seal), FLAW_SEAL_VERSION);
	other = usual;
	other.version = 3;
	assert_flaw(electronic_seal_judge(sealing->arena, mint(sealing, &other), now, &seal), FLAW_SEAL_VERSION);
	other.version = 5;                 /* GM/T 0031-2025 */
	assert_flaw(electronic_seal_judge(sealing->arena, mint(sealing, &other), now, &seal), FLAW_NONE);
	file_put(sealing, own_path(sealing, "bad.esl"), text_bytes("no seal"));
	assert_int_equal(electronic_seal_load(sealing->arena, sealing->all, own_path(sealing, "bad.esl"), now, &seal), -1);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_seal_unsound), 1);
	/* no byte of what the maker signed can be changed: neither picture nor name nor list */
	unsigned char *copy = arena_alloc(sealing->arena, good.length);
	for (size_t i = 0; i < good.length; i += 11) {
		memcpy(copy, good.data, good.length);
		copy[i] ^= (unsigned char)(1u << i % 8);
		enum flaw flaw = electronic_seal_judge(sealing->arena, (struct bytes){ copy, good.length }, now, &seal);
		if (!flaw && seal.maker.der.length && memcmp(seal.maker.der.data, certificate_of(sealing, "sm2-root").data, seal.maker.der.length) == 0)
			fail_msg("byte %zu of %zu", i, good.length);
	}
}

static struct electronic_seal_use use_of(struct sealing *sealing, struct electronic_seal *seal, const struct minting *minting, const char *key)
{
	struct electronic_seal_use use = { .seal = seal, .key = key_of(sealing, key), .property = "[0 100 200 300]", .now = time(NULL) };
	assert_flaw(electronic_seal_judge(sealing->arena, mint(sealing, minting), use.now, seal), FLAW_NONE);
	digest_of_bytes(DIGEST_SM3, text_bytes("content"), &use.content);
	return use;
}

static void a_seal_is_used_and_judged(void **state)
{
	struct sealing *sealing = *state;
	struct bytes content = text_bytes("content"), other = text_bytes("other"), out;
	struct covered covered = { &content, 1 }, changed = { &other, 1 };
	for (int digests = 0; digests < 2; digests++) {
		struct minting minting = usual;
		struct electronic_seal seal;
		struct electronic_seal_signature read;
		minting.digests = digests;
		struct electronic_seal_use use = use_of(sealing, &seal, &minting, "sm2.p12");
		if (electronic_seal_sign(sealing->arena, sealing->all, &use, &out))
			fail_msg("%s", reported(&sealing->bench));
		assert_true(out.length <= electronic_seal_room(&seal, use.key));
		assert_flaw(electronic_seal_signature_judge(sealing->arena, out, &covered, &read), FLAW_NONE);
		assert_flaw(electronic_seal_signature_judge(sealing->arena, out, &changed, &read), FLAW_CONTENT_CHANGED);
		assert_string_equal(read.property, "[0 100 200 300]");
		assert_string_equal(read.signer.name, "督查局电子印章（SM2）");
		assert_string_equal(read.seal.name, "济宁高新区督查局");
		assert_true(llabs(read.time - use.now) < 2);
		unsigned char *padded = arena_alloc(sealing->arena, out.length + 500);
		memcpy(padded, out.data, out.length);
		assert_flaw(electronic_seal_signature_judge(sealing->arena, (struct bytes){ padded, out.length + 500 }, &covered, &read), FLAW_NONE);
		padded[out.length + 499] = 1;
		assert_flaw(electronic_seal_signature_judge(sealing->arena, (struct bytes){ padded, out.length + 500 }, &covered, &read), FLAW_TRAILING);
		signing_key_close((struct signing_key *)use.key);
	}
	/* openssl verifies the value over TBS_Sign, which openssl cuts out */
	file_put(sealing, own_path(sealing, "ses"), out);
	assert_int_equal(run_command("cd %s && openssl asn1parse -inform DER -in ses -strparse $(openssl asn1parse -inform DER -in ses | sed -n '2s/^ *\\([0-9]*\\):.*/\\1/p') "
		"-out tbs -noout && openssl asn1parse -inform DER -in ses -strparse $(openssl asn1parse -inform DER -in ses | sed -n 's/^ *\\([0-9]*\\):d=1 .*BIT STRING.*/\\1/p' | tail -n 1) "
		"-out value -noout && openssl x509 -in pki/sm2.pem -noout -pubkey >sm2.pub && openssl pkeyutl -verify -pubin -inkey sm2.pub -rawin -digest sm3 "
		"-pkeyopt distid:1234567812345678 -in tbs -sigfile value >/dev/null", sealing->folder), 0);
}

static void a_seal_of_others_cannot_be_used(void **state)
{
	struct sealing *sealing = *state;
	struct electronic_seal seal;
	struct bytes out;
	struct minting strange = usual;
	strange.signer = "sm2-root";
	struct electronic_seal_use use = use_of(sealing, &seal, &strange, "sm2.p12");
	assert_int_equal(electronic_seal_sign(sealing->arena, sealing->all, &use, &out), -1);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_seal_other_signer), 1);
	assert_null(out.data);
	signing_key_close((struct signing_key *)use.key);
	use = use_of(sealing, &seal, &usual, "seal.p12");
	assert_int_equal(electronic_seal_sign(sealing->arena, sealing->all, &use, &out), -1);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_seal_needs_sm2), 1);
	signing_key_close((struct signing_key *)use.key);
}

/* The forger has the key "sm2" and a seal that was issued for somebody else: what electronic_seal_sign refuses is put together by hand. */
static void a_seal_lent_by_force_is_noticed(void **state)
{
	struct sealing *sealing = *state;
	struct minting strange = usual;
	struct electronic_seal mine, theirs;
	struct electronic_seal_signature read;
	struct bytes content = text_bytes("content"), out;
	strange.signer = "sm2-root";
	struct electronic_seal_use use = use_of(sealing, &mine, &usual, "sm2.p12");
	assert_flaw(electronic_seal_judge(sealing->arena, mint(sealing, &strange), use.now, &theirs), FLAW_NONE);
	theirs.signers = mine.signers;
	use.seal = &theirs;
	assert_int_equal(electronic_seal_sign(sealing->arena, sealing->all, &use, &out), 0);
	assert_flaw(electronic_seal_signature_judge(sealing->arena, out, &(struct covered){ &content, 1 }, &read), FLAW_SEAL_OTHER_SIGNER);
	use.seal = &mine;
	use.now += 400 * 86400;
	assert_int_equal(electronic_seal_sign(sealing->arena, sealing->all, &use, &out), 0);
	assert_flaw(electronic_seal_signature_judge(sealing->arena, out, &(struct covered){ &content, 1 }, &read), FLAW_SEAL_PERIOD);
	signing_key_close((struct signing_key *)use.key);
}

static void no_changed_byte_passes(void **state)
{
	struct sealing *sealing = *state;
	struct electronic_seal seal;
	struct electronic_seal_signature read;
	struct bytes content = text_bytes("content"), out, own = certificate_of(sealing, "sm2");
	struct covered covered = { &content, 1 };
	struct electronic_seal_use use = use_of(sealing, &seal, &usual, "sm2.p12");
	assert_int_equal(electronic_seal_sign(sealing->arena, sealing->all, &use, &out), 0);
	unsigned char *copy = arena_alloc(sealing->arena, out.length);
	for (size_t i = 0; i < out.length; i += i < out.length - 1000 ? 37 : 1) {
		memcpy(copy, out.data, out.length);
		copy[i] ^= (unsigned char)(1u << i % 8);
		if (!electronic_seal_signature_judge(sealing->arena, (struct bytes){ copy, out.length }, &covered, &read)
		    && memcmp(read.signer.der.data, own.data, own.length) == 0)
			fail_msg("byte %zu of %zu", i, out.length);
	}
	for (size_t cut = 0; cut < out.length; cut += 97)
		assert_true(electronic_seal_signature_judge(sealing->arena, (struct bytes){ out.data, cut }, &covered, &read) != FLAW_NONE);
	signing_key_close((struct signing_key *)use.key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEAL_TEST(an_issued_seal_is_read), SEAL_TEST(unsound_seals_are_refused), SEAL_TEST(a_seal_is_used_and_judged),
		SEAL_TEST(a_seal_of_others_cannot_be_used), SEAL_TEST(a_seal_lent_by_force_is_noticed), SEAL_TEST(no_changed_byte_passes),
	};
	return cmocka_run_group_tests(tests, pki_make, pki_remove);
}
