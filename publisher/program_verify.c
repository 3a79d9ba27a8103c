/* hongtou-verify: judges a signed file, or takes an earlier revision out of it. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/file.h"
#include "base/language.h"
#include "base/utc.h"
#include "seal/verify.h"
#include "session.h"

struct wishes {
	const char *input, *trust, *output;
	int64_t now;
	long revision;                     /* from 1; 0: none to be taken out */
};

static int extract(struct session *session, struct pdf_file *file, const struct wishes *wishes)
{
	struct revisions revisions;
	if (revisions_read(session->arena, file, &revisions))
		return -1;
	if (wishes->revision > (long)revisions.count)
		return REPORT(session->all, revision_unknown, &(struct place){ .file = wishes->input }, arena_printf(session->arena, "%zu", revisions.count),
		              arena_printf(session->arena, "%ld", wishes->revision));
	return file_replace(session->all, wishes->output, revision_bytes(&revisions, (size_t)wishes->revision - 1));
}

static int code_of(enum verdict verdict)
{
	return verdict == VERDICT_VALID ? EXIT_OK : verdict == VERDICT_INVALID ? EXIT_INPUT : EXIT_UNDECIDED;
}

static int verify(struct session *session, struct pdf_file *file, const struct wishes *wishes, int *code)
{
	struct verification verification;
	struct trust *trust = NULL;
	int result = wishes->trust ? trust_open(session->arena, session->all, wishes->trust, &trust) : 0;
	if (!result)
		result = verify_file(session->arena, file, &(struct verify_request){ trust, wishes->now }, &verification);
	if (!result) {
		(session->form == DIAGNOSTIC_JSON ? verification_print_json : verification_print)(&verification, stdout);
		*code = code_of(verification.verdict);
	}
	trust_close(trust);
	return result;
}

static int work(struct session *session, const struct wishes *wishes)
{
	struct pdf_file *file;
	int code = EXIT_OK;
	if (pdf_file_open(session->arena, session->all, wishes->input, &file))
		return session_report(session);
	if (wishes->revision)
		extract(session, file, wishes);
	else
		verify(session, file, wishes, &code);
	pdf_file_close(file);
	int reported = session_report(session);
	return reported ? reported : code;
}

static int read_option(struct wishes *wishes, int option, const char *text)
{
	char *end;
	int result = 0;
	switch (option) {
	case 'o': wishes->output = text; break;
	case 't': wishes->trust = text; break;
	case 'a': result = utc_read(text, &wishes->now) ? session_usage(_("--at takes a date such as 2031-05-01")) : 0; break;
	case 'x':
		wishes->revision = strtol(text, &end, 10);
		result = *end || wishes->revision < 1 ? session_usage(_("--extract-revision takes the number of a revision, from 1")) : 0;
		break;
	default: result = session_usage(NULL);
	}
	return result;
}

static int run(struct session *session)
{
	static const struct option options[] = { { "output", required_argument, NULL, 'o' }, { "trust", required_argument, NULL, 't' },
	                                         { "at", required_argument, NULL, 'a' }, { "extract-revision", required_argument, NULL, 'x' },
	                                         { NULL, 0, NULL, 0 } };
	struct wishes wishes = { .now = (int64_t)time(NULL) };
	int option, wrong = 0;
	if (session_answered(session, _("usage: hongtou verify FILE.pdf [--trust DIR] [--at DATE] [--json]\n"
	                                "       hongtou verify FILE.pdf --extract-revision N -o OUT.pdf\n\n"
	                                "Judges every signature and time stamp of a file, the newest first, and what was changed after signing.\n"
	                                "--trust: folder or file with the certificates that are trusted; --at: judge as of that date.\n"
	                                "Exit codes: 0 every signature is valid, 1 not so, 3 the file cannot be read, 5 it cannot be decided.\n")))
		return EXIT_OK;
	while (!wrong && (option = getopt_long(session->argument_count, session->arguments, "o:", options, NULL)) != -1)
		wrong = read_option(&wishes, option, optarg);
	if (wrong)
		return wrong;
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one PDF file"));
	if (!wishes.revision != !wishes.output)
		return session_usage(_("--extract-revision and -o go together"));
	wishes.input = session->arguments[optind];
	return work(session, &wishes);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
