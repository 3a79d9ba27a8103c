/* Keys of every kind, and everything that can be wrong with one. */
#include "seal_fixture.h"
#include <openssl/crypto.h>
#include <openssl/provider.h>
#include <pty.h>
#include <signal.h>
#include <sys/stat.h>
#include <termios.h>
#include "seal/passphrase.h"

static int opens(struct sealing *sealing, const struct key_source *source)
{
	struct signing_key *key;
	int result = signing_key_open(sealing->arena, sealing->all, source, &key);
	assert_true((result == 0) == (key != NULL));
	signing_key_close(key);
	return result;
}

static void refused(struct sealing *sealing, const struct key_source *source, enum message message, const char *words)
{
	assert_int_equal(opens(sealing, source), -1);
	assert_int_equal(diagnostics_count(sealing->all, SEVERITY_ERROR), 1);
	assert_int_equal(diagnostics_of(sealing->all, message), 1);
	assert_reported(&sealing->bench, words);
}

static void keys_of_every_form_open(void **state)
{
	struct sealing *sealing = *state;
	static const struct { const char *file, *certificates; enum digest_algorithm digest; size_t chain; } cases[] = {
		{ "seal.p12", NULL, DIGEST_SHA256, 2 }, { "seal.enc.pem", "seal.pem", DIGEST_SHA256, 1 }, { "seal.key", "seal.pem", DIGEST_SHA256, 1 },
		{ "ec.p12", NULL, DIGEST_SHA256, 2 }, { "sm2.p12", NULL, DIGEST_SM3, 1 }, { "sm2.enc.pem", "sm2.pem", DIGEST_SM3, 1 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct key_source source = source_of_key(sealing, cases[i].file);
		struct signing_key *key;
		if (cases[i].certificates)
			source.certificates = pki_path(sealing, cases[i].certificates);
		if (signing_key_open(sealing->arena, sealing->all, &source, &key))
			fail_msg("%s: %s", cases[i].file, reported(&sealing->bench));
		assert_int_equal(signing_key_digest(key), cases[i].digest);
		assert_int_equal(signing_key_chain(key)->count, cases[i].chain);
		assert_true(strstr(signing_key_certificate(key)->name, "电子印章") != NULL);
		signing_key_close(key);
	}
}

static void one_file_may_hold_all_in_any_order(void **state)
{
	struct sealing *sealing = *state;
	assert_int_equal(run_command("cd %s/pki && cat root.pem seal.chain.pem seal.enc.pem seal.pem >all.pem", sealing->folder), 0);
	struct signing_key *key = key_of(sealing, "all.pem");
	const struct der_list *chain = signing_key_chain(key);
	const struct bytes wanted[] = { certificate_of(sealing, "seal"), certificate_of(sealing, "ica"), certificate_of(sealing, "root") };
	assert_int_equal(chain->count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(chain->items[i].length == wanted[i].length && memcmp(chain->items[i].data, wanted[i].data, wanted[i].length) == 0);
	signing_key_close(key);
}

static void old_pkcs12_with_rc2_opens(void **state)
{
	struct sealing *sealing = *state;
	assert_int_equal(run_command("cd %s/pki && openssl pkcs12 -export -legacy -inkey seal.key -in seal.pem -passout file:pass -out old.p12", sealing->folder), 0);
	struct key_source source = source_of_key(sealing, "old.p12");
	assert_int_equal(opens(sealing, &source), 0);
}

static void a_wrong_passphrase_is_said(void **state)
{
	struct sealing *sealing = *state;
	static const char *const files[] = { "seal.p12", "seal.enc.pem" };
	for (size_t i = 0; i < 2; i++) {
		struct sealing fresh = *sealing;
		fresh.bench.all = fresh.all = diagnostics_new(sealing->arena);
		struct key_source source = source_of_key(&fresh, files[i]);
		source.certificates = pki_path(&fresh, "seal.pem");
		source.passphrase.file = pki_path(&fresh, "pass-wrong");
		refused(&fresh, &source, MESSAGE_key_passphrase, "passphrase or PIN of the key is wrong");
	}
}

static void a_strange_key_is_said(void **state)
{
	struct sealing *sealing = *state;
	struct key_source source = source_of_key(sealing, "seal.key");
	source.certificates = pki_path(sealing, "ec.pem");
	refused(sealing, &source, MESSAGE_key_mismatch, "none of the certificates belongs to this key");
}

static void a_bare_key_is_said(void **state)
{
	struct sealing *sealing = *state;
	struct key_source source = source_of_key(sealing, "seal.key");
	refused(sealing, &source, MESSAGE_key_without_certificate, "no certificate beside it");
}

static void an_expired_certificate_is_said(void **state)
{
	struct key_source source = source_of_key(*state, "expired.p12");
	refused(*state, &source, MESSAGE_certificate_expired, "the certificate of '过期的印章' ended on ");
}

static void a_certificate_of_the_future_is_said(void **state)
{
	struct key_source source = source_of_key(*state, "not-yet.p12");
	refused(*state, &source, MESSAGE_certificate_not_yet_valid, "the certificate of '尚未生效的印章' is valid from ");
}

static void a_certificate_may_end_after_2038(void **state)
{
	struct sealing *sealing = *state;
	struct key_source source = source_of_key(sealing, "seal.p12");
	source.now = 4102444800;           /* 2100-01-01 */
	refused(sealing, &source, MESSAGE_certificate_expired, "ended on 20");
}

static void a_server_certificate_is_said(void **state)
{
	struct key_source source = source_of_key(*state, "wrong-usage.p12");
	refused(*state, &source, MESSAGE_certificate_usage, "issued for something else than signing documents");
}

static void document_signing_alone_is_taken(void **state)
{
	struct key_source source = source_of_key(*state, "document-signing.p12");
	assert_int_equal(opens(*state, &source), 0);
}

static void a_file_without_certificates_is_said(void **state)
{
	struct sealing *sealing = *state;
	struct key_source source = source_of_key(sealing, "seal.key");
	source.certificates = pki_path(sealing, "seal.key");
	refused(sealing, &source, MESSAGE_certificate_unreadable, "no CERTIFICATE");
}

static void a_damaged_certificate_is_said(void **state)
{
	struct sealing *sealing = *state;
	assert_int_equal(run_command("cd %s/pki && sed 5d seal.pem >torn.pem", sealing->folder), 0);
	struct key_source source = source_of_key(sealing, "seal.key");
	source.certificates = pki_path(sealing, "torn.pem");
	refused(sealing, &source, MESSAGE_certificate_unreadable, "no certificates can be read");
}

static void no_key_at_all_is_said(void **state)
{
	struct key_source source = source_of_key(*state, "seal.pem");
	refused(*state, &source, MESSAGE_key_unreadable, "no key can be read from this file");
}

static void a_short_key_is_said(void **state)
{
	struct sealing *sealing = *state;
	assert_int_equal(run_command("cd %s/pki && openssl req -x509 -newkey rsa:1024 -nodes -subj /CN=short -days 9 -keyout short.key -out short.pem 2>/dev/null", sealing->folder), 0);
	struct key_source source = source_of_key(sealing, "short.key");
	source.certificates = pki_path(sealing, "short.pem");
	refused(sealing, &source, MESSAGE_key_unsuitable, "a key of kind RSA with 1024 bits cannot sign documents");
}

static void a_passphrase_file_must_be_its_owners(void **state)
{
	struct sealing *sealing = *state;
	struct key_source source = source_of_key(sealing, "seal.p12");
	source.passphrase.file = own_path(sealing, "shown");
	file_put(sealing, source.passphrase.file, text_bytes("x\n"));
	assert_int_equal(chmod(source.passphrase.file, 0640), 0);
	refused(sealing, &source, MESSAGE_passphrase_file_exposed, "others than its owner can read or change");
}

static void several_passphrases_follow_on_one_descriptor(void **state)
{
	struct sealing *sealing = *state;
	int ends[2];
	struct passphrase first, second, third;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "eins\r\nzwei 二\nthree", 20), 20);
	close(ends[1]);
	const struct passphrase_source source = { .fd = ends[0] };
	assert_int_equal(passphrase_read(sealing->all, &source, "p", &first), 0);
	assert_int_equal(passphrase_read(sealing->all, &source, "p", &second), 0);
	assert_int_equal(passphrase_read(sealing->all, &source, "p", &third), 0);
	assert_string_equal(first.text, "eins");
	assert_string_equal(second.text, "zwei 二");
	assert_string_equal(third.text, "three");
	passphrase_wipe(&third);
	assert_int_equal(third.length, 0);
	assert_string_equal(third.text, "");
	close(ends[0]);
	assert_int_equal(passphrase_read(sealing->all, &source, "p", &first), -1);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_passphrase_unreadable), 1);
	assert_reported(&sealing->bench, "the passphrase cannot be read: Bad file descriptor");
}

static void a_line_without_end_is_refused(void **state)
{
	struct sealing *sealing = *state;
	struct passphrase passphrase;
	int ends[2];
	char filler[1100];
	memset(filler, 'x', sizeof filler);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], filler, sizeof filler), sizeof filler);
	close(ends[1]);
	const struct passphrase_source longer = { .fd = ends[0] };
	assert_int_equal(passphrase_read(sealing->all, &longer, "p", &passphrase), -1);
	assert_int_equal(diagnostics_of(sealing->all, MESSAGE_passphrase_too_long), 1);
	assert_reported(&sealing->bench, "longer than 1,023 bytes");
	close(ends[0]);
}

/* In a session without a terminal; the child tells by its exit code. */
static void without_a_terminal_it_is_said(void **state)
{
	struct sealing *sealing = *state;
	pid_t child = fork();
	if (child == 0) {
		struct passphrase passphrase;
		const struct passphrase_source source = { .fd = -1 };
		setsid();
		int result = passphrase_read(sealing->all, &source, "p", &passphrase);
		_exit(result == -1 && diagnostics_of(sealing->all, MESSAGE_passphrase_no_terminal) == 1 ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* The child asks at a terminal of its own; kill_it: a signal comes instead of an answer. What it wrote is in shown; its status is given. */
static int at_a_terminal(struct sealing *sealing, bool kill_it, char *shown, size_t size)
{
	int terminal, status;
	size_t length = 0;
	ssize_t got;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);
	if (child < 0)
		fail_msg("this machine gives no pseudo-terminal");   /* never kill(-1): that is everybody */
	if (child == 0) {
		struct passphrase passphrase;
		const struct passphrase_source source = { .fd = -1 };
		signal(SIGINT, SIG_DFL);    /* whoever started us in the background may have it ignored */
		int result = passphrase_read(sealing->all, &source, "PIN of x", &passphrase);
		_exit(result == 0 && strcmp(passphrase.text, "secret 密") == 0 ? 0 : 1);
	}
	while (!memmem(shown, length, "PIN of x: ", 10) && length < size && (got = read(terminal, shown + length, size - length)) > 0)
		length += (size_t)got;
	if (kill_it)
		kill(child, SIGINT);
	else
		assert_int_equal(write(terminal, "secret 密\n", 11), 11);
	assert_int_equal(waitpid(child, &status, 0), child);
	struct termios after;
	assert_int_equal(tcgetattr(terminal, &after), 0);
	assert_true(after.c_lflag & ECHO);
	while (length < size - 1 && (got = read(terminal, shown + length, size - 1 - length)) > 0)
		length += (size_t)got;
	shown[length] = '\0';
	close(terminal);
	return status;
}

static void the_terminal_shows_no_passphrase(void **state)
{
	char shown[200] = "";
	assert_int_equal(at_a_terminal(*state, false, shown, sizeof shown), 0);
	assert_string_equal(shown, "PIN of x: \r\n");
}

static void a_signal_leaves_the_terminal_as_it_was(void **state)
{
	char shown[200] = "";
	int status = at_a_terminal(*state, true, shown, sizeof shown);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
}

static bool by_provider(void)
{
	OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
	bool provider = OSSL_PROVIDER_load(library, "pkcs11") != NULL;
	OSSL_LIB_CTX_free(library);
	return provider;
}

/* pkcs11-provider opens the token's module with RTLD_DEEPBIND, which AddressSanitizer refuses. */
static void skip_if_sanitized(void)
{
#ifdef __SANITIZE_ADDRESS__
	if (by_provider())
		skip();
#endif
}

/* Each in a process of its own, as programs are: a token stays open, and its user logged in, as long as the process. */
static void token_gives(struct sealing *sealing, const struct key_source *source, int result, enum message message)
{
	pid_t child = fork();
	if (child == 0) {
		struct signing_key *key;
		bool good = signing_key_open(sealing->arena, sealing->all, source, &key) == result
		            && diagnostics_count(sealing->all, SEVERITY_ERROR) == (result ? 1 : 0) && (!result || diagnostics_of(sealing->all, message) == 1);
		if (!good)
			diagnostics_print(sealing->all, DIAGNOSTIC_TEXT, stderr);
		signing_key_close(key);
		_exit(good ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static struct key_source token_source(struct sealing *sealing, const char *pin)
{
	setenv("SOFTHSM2_CONF", pki_path(sealing, "softhsm2.conf"), 1);
	return (struct key_source){ .key = "pkcs11:token=hongtou;object=seal;type=private", .module = "/usr/lib/softhsm/libsofthsm2.so",
		.certificates = pki_path(sealing, "seal.pem"), .passphrase = { .fd = -1, .file = pki_path(sealing, pin) }, .now = time(NULL) };
}

static void a_key_on_a_token_opens(void **state)
{
	skip_if_sanitized();
	struct sealing *sealing = *state;
	assert_int_equal(run_command("python3 tests/pki/pki.py token %s/pki >/dev/null", sealing->folder), 0);
	struct key_source source = token_source(sealing, "pin");
	token_gives(sealing, &source, 0, MESSAGE_COUNT);
	source.key = "pkcs11:token=hongtou;object=seal;type=private;pin-value=1";
	token_gives(sealing, &source, -1, MESSAGE_token_pin_shown);
}

/* pkcs11-provider does not tell a wrong PIN from a missing key; libp11's engine does. */
static void a_wrong_pin_is_said(void **state)
{
	skip_if_sanitized();
	struct key_source source = token_source(*state, "pass-wrong");
	token_gives(*state, &source, -1, by_provider() ? MESSAGE_token_failed : MESSAGE_key_passphrase);
}

static void a_missing_object_is_said(void **state)
{
	skip_if_sanitized();
	struct key_source source = token_source(*state, "pin");
	source.key = "pkcs11:token=hongtou;object=nobody;type=private";
	token_gives(*state, &source, -1, MESSAGE_token_failed);
}

static void a_missing_module_is_said(void **state)
{
	struct key_source source = token_source(*state, "pin");
	source.module = "/nowhere/module.so";
	token_gives(*state, &source, -1, MESSAGE_file_open);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEAL_TEST(keys_of_every_form_open), SEAL_TEST(one_file_may_hold_all_in_any_order), SEAL_TEST(old_pkcs12_with_rc2_opens),
		SEAL_TEST(a_wrong_passphrase_is_said), SEAL_TEST(a_strange_key_is_said), SEAL_TEST(a_bare_key_is_said),
		SEAL_TEST(an_expired_certificate_is_said), SEAL_TEST(a_certificate_of_the_future_is_said), SEAL_TEST(a_certificate_may_end_after_2038),
		SEAL_TEST(a_server_certificate_is_said), SEAL_TEST(document_signing_alone_is_taken), SEAL_TEST(a_file_without_certificates_is_said),
		SEAL_TEST(a_damaged_certificate_is_said), SEAL_TEST(no_key_at_all_is_said),
		SEAL_TEST(a_short_key_is_said), SEAL_TEST(a_passphrase_file_must_be_its_owners), SEAL_TEST(several_passphrases_follow_on_one_descriptor),
		SEAL_TEST(a_line_without_end_is_refused), SEAL_TEST(without_a_terminal_it_is_said), SEAL_TEST(the_terminal_shows_no_passphrase),
		SEAL_TEST(a_signal_leaves_the_terminal_as_it_was), SEAL_TEST(a_key_on_a_token_opens),
		SEAL_TEST(a_wrong_pin_is_said), SEAL_TEST(a_missing_object_is_said), SEAL_TEST(a_missing_module_is_said),
	};
	return cmocka_run_group_tests(tests, pki_make, pki_remove);
}
