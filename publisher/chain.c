/* Between the programs the file lies in memory, so that whatever ends them leaves nothing behind. */
#include "chain.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/file.h"

enum { ARGUMENTS_MOST = 48 };

static const char *const levels[] = { "b-b", "基本", "b-t", "时间戳", "b-lt", "长期", "b-lta", "归档", NULL };

/* ---- settings ---- */

struct reading {
	struct session *session;
	const struct settings *settings;
	const struct document *document;
	struct chain *chain;
};

static const char *text_of(const struct reading *reading, const char *section, const char *key)
{
	const struct words *value = settings_lookup(reading->settings, section, key);
	return value && value->text[0] ? value->text : NULL;
}

/* Paths are written as seen from the edition's folder; the URI of a key on a token is none. */
static const char *path_of(const struct reading *reading, const char *section, const char *key)
{
	const char *text = text_of(reading, section, key);
	return !text || strncmp(text, "pkcs11:", strlen("pkcs11:")) == 0 ? text : path_join(reading->session->arena, settings_folder(reading->settings), text);
}

static int seals_of(const struct document *document)
{
	return document->signature_mode != SIGNATURE_UNSEALED && document->issuer_count > 1 ? document->issuer_count : 1;
}

static const char *picture_of(const struct document *document, int i)
{
	const struct issuer *issuer = i < document->issuer_count ? &document->issuers[i] : NULL;
	return !issuer ? NULL : document->signature_mode == SIGNATURE_STAMP ? issuer->stamp.text : issuer->seal.text;
}

/* [sign] is the first body's, [sign.N] that of the Nth. */
static void read_seal(struct reading *reading, int i)
{
	struct arena *arena = reading->session->arena;
	struct chain *chain = reading->chain;
	const char *section = arena_printf(arena, "sign.%d", i + 1);
	if (i == 0 && !text_of(reading, section, "key"))
		section = "sign";
	if (!text_of(reading, section, "key")) {
		REPORT(reading->session->all, seal_unsigned, &(struct place){ .file = settings_file(reading->settings) }, arena_printf(arena, "%d", i + 1));
		return;
	}
	bool prepared = reading->document->signature_mode != SIGNATURE_UNSEALED;
	chain->seals[chain->count++] = (struct chain_seal){
		.field = prepared ? arena_printf(arena, "Seal.%d", i + 1) : NULL, .picture = prepared ? picture_of(reading->document, i) : NULL,
		.key = path_of(reading, section, "key"), .certificate = path_of(reading, section, "certificate"),
		.module = path_of(reading, section, "module"), .pass_file = path_of(reading, section, "pass_file"),
	};
}

/* A key for a seal that the document has not would be passed over in silence. */
static int check_instances(const struct reading *reading, const struct words *names, size_t count)
{
	struct arena *arena = reading->session->arena;
	int result = 0, seals = seals_of(reading->document);
	for (size_t i = 0; i < count; i++) {
		bool known = false;
		for (int k = 1; k <= seals; k++)
			known |= strcmp(names[i].text, arena_printf(arena, "%d", k)) == 0;
		if (!known)
			result = REPORT(reading->session->all, sign_no_seal, &names[i].at, names[i].text, arena_printf(arena, "%d", seals));
	}
	return result;
}

int chain_read(struct session *session, const struct settings *settings, const struct document *document, struct chain *out)
{
	static const char *const keys[] = { "key", "certificate", "module", "pass_file", "level", "timestamp", "trust", "reason" };
	struct reading reading = { session, settings, document, out };
	const struct words *names = NULL;
	size_t count = settings_instances(settings, "sign", &names);
	bool wanted = count > 0;
	*out = (struct chain){ .archive = path_of(&reading, "archive", "folder") };
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		wanted |= text_of(&reading, "sign", keys[i]) != NULL;
	if (!wanted)
		return 0;
	out->timestamp = text_of(&reading, "sign", "timestamp");
	out->trust = path_of(&reading, "sign", "trust");
	out->reason = text_of(&reading, "sign", "reason");
	out->level = out->timestamp ? 1 : 0;
	out->seals = arena_array(session->arena, (size_t)seals_of(document), sizeof *out->seals);
	int result = settings_choice(settings, session->all, "sign", "level", levels, &out->level) < 0 ? -1 : 0;
	result |= check_instances(&reading, names, count);
	for (int i = 0; i < seals_of(document); i++)
		read_seal(&reading, i);
	if (!out->count)
		result = REPORT(session->all, element_missing, &(struct place){ .file = settings_file(settings) }, "key to sign with", "key", "sign");
	if (out->level > 0 && !out->timestamp)
		result = REPORT(session->all, element_missing, &(struct place){ .file = settings_file(settings) }, "server of time stamps", "timestamp", "sign");
	return result;
}

/* ---- programs ---- */

struct arguments { const char *list[ARGUMENTS_MOST + 1]; int count; };

static void add(struct arguments *arguments, const char *option, const char *value)
{
	if (!value || arguments->count + 2 > ARGUMENTS_MOST)
		return;
	if (option)
		arguments->list[arguments->count++] = option;
	arguments->list[arguments->count++] = value;
}

/* The global options, as they were given to this program. */
static void add_global(struct session *session, struct arguments *arguments)
{
	for (char **given = session->given + 1; *given; given++) {
		if (strcmp(*given, "--json") == 0 || strcmp(*given, "-Werror") == 0 || strncmp(*given, "--lang=", 7) == 0)
			add(arguments, NULL, *given);
		else if ((strcmp(*given, "--lang") == 0 || strcmp(*given, "-W") == 0) && given[1])
			add(arguments, *given, given[1]);
	}
}

/* In the child. Returns only if the program cannot be started. */
static void become(const struct arguments *arguments, int input, int output)
{
	if (input >= 0 && (lseek(input, 0, SEEK_SET) != 0 || dup2(input, STDIN_FILENO) < 0))
		return;
	if (output >= 0 && dup2(output, STDOUT_FILENO) < 0)
		return;
	execv(arguments->list[0], (char *const *)arguments->list);
}

/* Runs a program to its end; input and output: files for its standard ones, or -1. */
static int run_program(struct session *session, const struct arguments *arguments, int input, int output)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		become(arguments, input, output);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return REPORT(session->all, program_start, NULL, arguments->list[0], strerror(errno)) ? EXIT_INPUT : EXIT_OK;
	if (!WIFEXITED(status))
		return REPORT(session->all, program_ended, NULL, arguments->list[0], strsignal(WTERMSIG(status))) ? EXIT_INPUT : EXIT_OK;
	if (WEXITSTATUS(status) == 127)
		return REPORT(session->all, program_start, NULL, arguments->list[0], strerror(ENOENT)) ? EXIT_INPUT : EXIT_OK;
	return WEXITSTATUS(status);
}

static int open_nameless(struct session *session)
{
	int fd = memfd_create("hongtou", MFD_CLOEXEC);
	if (fd < 0)
		REPORT(session->all, file_write, NULL, "memfd", strerror(errno));
	return fd;
}

int chain_open(struct session *session, const char **path)
{
	int fd = open_nameless(session);
	*path = arena_printf(session->arena, "/proc/self/fd/%d", fd);
	return fd;
}

/* Evidence comes with every signature, the time stamp of the whole with the last alone: it covers them all. */
static const char *level_of(const struct chain *chain, int i)
{
	int level = i + 1 < chain->count && chain->level == 3 ? 2 : chain->level;
	return levels[2 * level];
}

static int sign(struct session *session, const struct chain *chain, int i, const int files[2], const char *output, const char *pass_fd)
{
	const struct chain_seal *seal = &chain->seals[i];
	struct arguments arguments = { .count = 0 };
	add(&arguments, NULL, session_program(session, "sign"));
	add_global(session, &arguments);
	add(&arguments, NULL, "-");
	add(&arguments, "-o", output);
	add(&arguments, "--key", seal->key);
	add(&arguments, "--certificate", seal->certificate);
	add(&arguments, "--module", seal->module);
	add(&arguments, "--pass-file", seal->pass_file);
	add(&arguments, "--pass-fd", seal->pass_file ? NULL : pass_fd);
	add(&arguments, seal->field ? "--field" : NULL, seal->field ? seal->field : "--invisible");
	add(&arguments, "--seal", seal->picture);
	add(&arguments, "--level", level_of(chain, i));
	add(&arguments, "--timestamp", chain->level ? chain->timestamp : NULL);
	add(&arguments, "--trust", chain->trust);
	add(&arguments, "--reason", chain->reason);
	return run_program(session, &arguments, files[0], files[1]);
}

static int archive(struct session *session, const struct chain *chain, const char *output)
{
	struct arguments arguments = { .count = 0 };
	add(&arguments, NULL, session_program(session, "archive"));
	add_global(session, &arguments);
	add(&arguments, "add", chain->archive);
	add(&arguments, NULL, output);
	return run_program(session, &arguments, -1, -1);
}

/* The programs' own standard input is the file, so passphrases that come there go another way. */
static const char *moved_from_input(struct session *session, const char *pass_fd)
{
	bool input = pass_fd && strcmp(pass_fd, "0") == 0;
	return input ? arena_printf(session->arena, "%d", dup(STDIN_FILENO)) : pass_fd;
}

int chain_run(struct session *session, const struct chain *chain, int rendered, const char *output, const char *pass_fd)
{
	int code = EXIT_OK, from = rendered;
	pass_fd = moved_from_input(session, pass_fd);
	for (int i = 0; i < chain->count && code == EXIT_OK; i++) {
		bool last = i + 1 == chain->count;
		int to = last ? -1 : open_nameless(session);
		code = last || to >= 0 ? sign(session, chain, i, (const int[2]){ from, to }, last ? output : "-", pass_fd) : EXIT_FILE;
		close(from);
		from = to;
	}
	if (from >= 0)
		close(from);
	if (code == EXIT_OK && chain->archive)
		code = archive(session, chain, output);
	return code;
}
