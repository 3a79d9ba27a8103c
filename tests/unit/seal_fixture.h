/* For the tests of publisher/seal: the test PKI (tests/pki/pki.py) in a folder of its own, its files, its keys, and commands. */
#ifndef TESTS_SEAL_FIXTURE_H
#define TESTS_SEAL_FIXTURE_H
#include "unit.h"
#include <stdbool.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/file.h"
#include "seal/certificate.h"
#include "seal/flaw.h"
#include "seal/key.h"

struct sealing {
	struct bench bench;                /* first: unit.h's helpers take it */
	struct arena *arena;
	struct diagnostics *all;
	const char *folder;
};

/* One folder for all tests of a program; its name is in the environment, where cmocka's group has no other place to keep it. */
static inline const char *pki_folder(void) { return getenv("HONGTOU_TEST_PKI"); }

static inline int run_command(const char *format, ...) __attribute__((format(printf, 1, 2)));
static inline int run_command(const char *format, ...)
{
	char command[4096];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(command, sizeof command, format, arguments);
	va_end(arguments);
	int status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static inline int pki_make(void **state)
{
	char folder[] = "/tmp/hongtou-seal-XXXXXX";
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	setenv("HONGTOU_TEST_PKI", folder, 1);
	return run_command("python3 tests/pki/pki.py make %s/pki >/dev/null", folder);
}

static inline int pki_remove(void **state)
{
	(void)state;
	return run_command("rm -rf %s", pki_folder());
}

static inline int sealing_open(void **state)
{
	struct sealing *sealing = calloc(1, sizeof *sealing);
	sealing->bench.arena = sealing->arena = arena_new();
	sealing->bench.all = sealing->all = diagnostics_new(sealing->arena);
	sealing->folder = pki_folder();
	*state = sealing;
	return 0;
}

static inline int sealing_close(void **state)
{
	struct sealing *sealing = *state;
	arena_free(sealing->arena);
	free(sealing);
	return 0;
}
#define SEAL_TEST(function) cmocka_unit_test_setup_teardown(function, sealing_open, sealing_close)

/* A file of the PKI; and one beside it, for the test's own. */
static inline const char *pki_path(struct sealing *sealing, const char *name) { return arena_printf(sealing->arena, "%s/pki/%s", sealing->folder, name); }
static inline const char *own_path(struct sealing *sealing, const char *name) { return arena_printf(sealing->arena, "%s/%s", sealing->folder, name); }

static inline struct bytes file_bytes(struct sealing *sealing, const char *path)
{
	struct bytes bytes;
	if (file_read(sealing->arena, sealing->all, NULL, path, &bytes))
		fail_msg("cannot read %s", path);
	return bytes;
}

static inline void file_put(struct sealing *sealing, const char *path, struct bytes bytes)
{
	assert_int_equal(file_replace(sealing->all, path, bytes), 0);
}

static inline struct bytes certificate_of(struct sealing *sealing, const char *name)
{
	struct der_list list = { 0 };
	assert_int_equal(certificates_load(sealing->arena, sealing->all, pki_path(sealing, arena_printf(sealing->arena, "%s.pem", name)), &list), 0);
	return list.items[0];
}

static inline struct key_source source_of_key(struct sealing *sealing, const char *file)
{
	return (struct key_source){ .key = pki_path(sealing, file), .passphrase = { .fd = -1, .file = pki_path(sealing, "pass") }, .now = time(NULL) };
}

static inline struct signing_key *key_of(struct sealing *sealing, const char *file)
{
	struct key_source source = source_of_key(sealing, file);
	struct signing_key *key;
	if (signing_key_open(sealing->arena, sealing->all, &source, &key))
		fail_msg("no key: %s", reported(&sealing->bench));
	return key;
}

/* The PKI's servers (tests/pki/servers.py), until servers_stop. url: of the time-stamp authority, each of whose modes has a path. */
struct servers { pid_t process; int hold; char url[200]; };

static inline void servers_start(struct sealing *sealing, struct servers *servers, const char *options)
{
	int in[2], out[2];
	assert_true(pipe(in) == 0 && pipe(out) == 0);
	servers->process = fork();
	assert_true(servers->process >= 0);
	if (servers->process == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execlp("sh", "sh", "-c", arena_printf(sealing->arena, "exec python3 tests/pki/servers.py %s/pki %s", sealing->folder, options), NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	servers->hold = in[1];
	FILE *said = fdopen(out[0], "r");
	if (!fgets(servers->url, sizeof servers->url, said))
		fail_msg("no servers");
	servers->url[strcspn(servers->url, "\n")] = '\0';
	fclose(said);
}

static inline void servers_stop(struct servers *servers)
{
	int status;
	close(servers->hold);
	assert_int_equal(waitpid(servers->process, &status, 0), servers->process);
	assert_int_equal(status, 0);
}

static inline void assert_flaw(enum flaw seen, enum flaw wanted)
{
	if (seen != wanted)
		fail_msg("flaw %s, not %s", flaw_code(seen), flaw_code(wanted));
}

static inline struct bytes text_bytes(const char *text) { return (struct bytes){ (const unsigned char *)text, strlen(text) }; }
#endif
