/* hongtou-sign: signs and seals a finished file. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/decimal.h"
#include "base/file.h"
#include "base/language.h"
#include "base/utc.h"
#include "seal/electronic_seal.h"
#include "seal/key.h"
#include "seal/sign.h"
#include "seal/trust.h"
#include "session.h"

enum { OPTION_KEY = 256, OPTION_CERTIFICATE, OPTION_MODULE, OPTION_PASS_FD, OPTION_PASS_FILE, OPTION_FIELD, OPTION_INVISIBLE, OPTION_SEAL, OPTION_DIAMETER,
       OPTION_ELECTRONIC_SEAL, OPTION_LEVEL, OPTION_TIMESTAMP, OPTION_TRUST, OPTION_REASON, OPTION_LOCATION, OPTION_DATE, OPTION_ROOM,
       OPTION_RENEW };

/* What was asked for on the command line. */
struct order {
	const char *input, *output, *seal, *electronic_seal, *trust;
	struct key_source source;
	struct sign_request request;
	bool level_given, renew;
};

/* ---- options ---- */

static int parse_number(const char *text, long least, long most, long *out)
{
	char *end;
	errno = 0;
	*out = strtol(text, &end, 10);
	return errno || end == text || *end || *out < least || *out > most ? -1 : 0;
}

/* "42" or "42.5", in millimetres. */
static int parse_diameter(const char *text, int *um)
{
	char *end;
	double mm = strtod(text, &end);
	if (end == text || (*end && strcmp(end, "mm") != 0) || !(mm >= 1 && mm <= 500))
		return -1;
	*um = (int)(mm * 1000 + .5);
	return 0;
}

static int parse_level(const char *text, enum sign_level *out)
{
	static const char *const names[] = { "b-b", "b-t", "b-lt", "b-lta" };
	int found = -1;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(text, names[i]) == 0)
			found = (int)i;
	*out = (enum sign_level)found;
	return found < 0 ? -1 : 0;
}

/* The words for what is wrong with an option's value, or NULL. */
static const char *take(struct order *order, int option, const char *value)
{
	struct slot_wish *wish = &order->request.wish;
	const char *wrong = NULL;
	long number = 0;
	switch (option) {
	case 'o': order->output = value; break;
	case OPTION_KEY: order->source.key = value; break;
	case OPTION_CERTIFICATE: order->source.certificates = value; break;
	case OPTION_MODULE: order->source.module = value; break;
	case OPTION_PASS_FD:
		wrong = parse_number(value, 0, INT_MAX, &number) ? _("--pass-fd takes the number of an open file") : NULL;
		order->source.passphrase.fd = (int)number;
		break;
	case OPTION_PASS_FILE: order->source.passphrase.file = value; break;
	case OPTION_FIELD: wish->field = value; break;
	case OPTION_INVISIBLE: wish->invisible = true; break;
	case OPTION_SEAL: order->seal = value; break;
	case OPTION_DIAMETER: wrong = parse_diameter(value, &wish->seal.diameter_um) ? _("--diameter takes millimetres, 1 to 500") : NULL; break;
	case OPTION_ELECTRONIC_SEAL: order->electronic_seal = value; break;
	case OPTION_LEVEL:
		wrong = parse_level(value, &order->request.level) ? _("--level takes b-b, b-t, b-lt or b-lta") : NULL;
		order->level_given = true;
		break;
	case OPTION_TIMESTAMP: order->request.sources.service.url = value; break;
	case OPTION_TRUST: order->trust = value; break;
	case OPTION_REASON: wish->reason = value; break;
	case OPTION_LOCATION: wish->location = value; break;
	case OPTION_DATE:
		wrong = utc_read(value, &wish->time) ? _("--date takes a date like 2018-07-31 or 2018-07-31T09:30:00Z") : NULL;
		order->request.sources.now = wish->time;
		break;
	case OPTION_ROOM:
		wrong = parse_number(value, 1, 1 << 24, &number) ? _("--room takes a number of bytes, at most 16777216") : NULL;
		wish->room = (size_t)number;
		break;
	case OPTION_RENEW: order->renew = true; break;
	default: wrong = ""; break;
	}
	return wrong;
}

/* A renewal takes no key and leaves all that is signed alone. */
static const char *contradiction_of_renewal(const struct order *order)
{
	const struct slot_wish *wish = &order->request.wish;
	if (!order->request.sources.service.url)
		return _("a renewal needs a time stamp: name its server with --timestamp");
	if (order->source.key || order->level_given || order->seal || order->electronic_seal || wish->field || wish->invisible || wish->reason || wish->location)
		return _("--renew goes with --timestamp and --trust alone");
	return NULL;
}

/* What contradicts itself or is missing, or NULL. */
static const char *contradiction(struct order *order)
{
	struct sign_request *request = &order->request;
	const bool stamped = request->sources.service.url != NULL;
	if (!order->level_given && stamped)
		request->level = SIGN_B_T;
	if (!order->input || !order->output)
		return _("name one PDF file, and the file to be written with -o");
	if (order->renew)
		return contradiction_of_renewal(order);
	if (!order->source.key)
		return _("name the key with --key");
	if (strcmp(order->input, "-") == 0 && order->source.passphrase.fd == 0)
		return _("standard input cannot give both the file and the passphrase");
	if (request->wish.field && request->wish.invisible)
		return _("--field and --invisible exclude each other");
	if (request->level >= SIGN_B_T && !stamped)
		return _("the level asks for a time stamp: name its server with --timestamp");
	if (request->level == SIGN_B_B && stamped)
		return _("--timestamp is of no use at level b-b");
	if (order->electronic_seal && (order->seal || request->level > SIGN_B_B))
		return _("--electronic-seal brings its own picture, and is signed at level b-b");
	if (request->wish.seal.diameter_um && !order->seal && !order->electronic_seal)
		return _("--diameter is that of a seal: name its picture with --seal");
	if (request->wish.invisible && (order->seal || order->electronic_seal))
		return _("a seal cannot be shown with --invisible");
	return NULL;
}

static int parse(struct session *session, struct order *order)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { "key", required_argument, NULL, OPTION_KEY },
		{ "certificate", required_argument, NULL, OPTION_CERTIFICATE }, { "module", required_argument, NULL, OPTION_MODULE },
		{ "pass-fd", required_argument, NULL, OPTION_PASS_FD }, { "pass-file", required_argument, NULL, OPTION_PASS_FILE },
		{ "field", required_argument, NULL, OPTION_FIELD }, { "invisible", no_argument, NULL, OPTION_INVISIBLE },
		{ "seal", required_argument, NULL, OPTION_SEAL }, { "diameter", required_argument, NULL, OPTION_DIAMETER },
		{ "electronic-seal", required_argument, NULL, OPTION_ELECTRONIC_SEAL }, { "level", required_argument, NULL, OPTION_LEVEL },
		{ "timestamp", required_argument, NULL, OPTION_TIMESTAMP }, { "trust", required_argument, NULL, OPTION_TRUST },
		{ "reason", required_argument, NULL, OPTION_REASON }, { "location", required_argument, NULL, OPTION_LOCATION },
		{ "date", required_argument, NULL, OPTION_DATE }, { "room", required_argument, NULL, OPTION_ROOM },
		{ "renew", no_argument, NULL, OPTION_RENEW }, { NULL, 0, NULL, 0 },
	};
	const char *wrong = NULL;
	int option;
	while (!wrong && (option = getopt_long(session->argument_count, session->arguments, "o:", options, NULL)) != -1)
		wrong = take(order, option, optarg);
	if (!wrong && optind + 1 == session->argument_count)
		order->input = session->arguments[optind];
	if (!wrong)
		wrong = contradiction(order);
	return wrong ? session_usage(wrong[0] ? wrong : NULL) : 0;
}

/* ---- signing ---- */

/* The date asked for, else SOURCE_DATE_EPOCH for what the signature says, else now. Evidence is asked for now. */
static void set_times(struct order *order)
{
	static const long long end_of_9999 = 253402300799;     /* PDF writes years with four digits */
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	struct sign_request *request = &order->request;
	if (!request->sources.now) {
		char *end = NULL;
		long long given = epoch ? strtoll(epoch, &end, 10) : 0;
		request->sources.now = time(NULL);
		request->wish.time = end && end != epoch && !*end && given > 0 && given <= end_of_9999 ? given : request->sources.now;
	}
	order->source.now = request->wish.time;
}

static int load_seal(struct session *session, struct order *order, struct electronic_seal *seal)
{
	struct seal_picture *picture = &order->request.wish.seal;
	int result = 0;
	if (order->seal) {
		result = file_read(session->arena, session->all, NULL, order->seal, &picture->png);
		picture->name = order->seal;
	} else if (order->electronic_seal) {
		result = electronic_seal_load(session->arena, session->all, order->electronic_seal, order->request.wish.time, seal);
		order->request.seal = seal;
		picture->png = seal->picture;
		picture->name = order->electronic_seal;
		picture->diameter_um = picture->diameter_um ? picture->diameter_um : (int)(seal->width_mm > seal->height_mm ? seal->width_mm : seal->height_mm) * 1000;
	}
	return result;
}

static int sign_file(struct session *session, struct order *order, struct pdf_file *file)
{
	struct bytes signed_file;
	struct file_writer *writer = file_writer_open(session->arena, session->all, order->output);
	int result = order->renew ? sign_renew(session->arena, session->all, file, &order->request.sources, &signed_file)
	                          : sign_document(session->arena, session->all, file, &order->request, &signed_file);
	if (!result)
		result = file_writer_add(writer, signed_file.data, signed_file.length);
	if (!result)
		result = file_writer_commit(writer);
	file_writer_close(writer);
	return result;
}

/* What needs no passphrase is read first: nobody types one for a file that is not there. */
static int sign(struct session *session, struct order *order)
{
	struct electronic_seal seal;
	struct pdf_file *file = NULL;
	struct trust *trust = NULL;
	struct signing_key *key = NULL;
	set_times(order);
	int result = pdf_file_open(session->arena, session->all, order->input, &file);
	if (!result)
		result = load_seal(session, order, &seal);
	if (!result && order->trust)
		result = trust_open(session->arena, session->all, order->trust, &trust);
	if (!result && !order->renew)
		result = signing_key_open(session->arena, session->all, &order->source, &key);
	order->request.key = key;
	order->request.sources.trust = order->request.sources.service.trust = trust;
	if (!result)
		result = sign_file(session, order, file);
	signing_key_close(key);
	trust_close(trust);
	pdf_file_close(file);
	return result;
}

static int run(struct session *session)
{
	struct order order = { .source = { .passphrase = { .fd = -1 } } };
	if (session_answered(session, _("usage: hongtou sign FILE.pdf -o OUT.pdf --key FILE|pkcs11:… [option …]\n\n"
	                                "Signs a finished file (PAdES) in the next field that rendering prepared for a seal.\n\n"
	                                "  --key FILE|pkcs11:…     PKCS#12 or PEM file, or a key on a token (--module LIBRARY: the token's)\n"
	                                "  --certificate FILE      certificate of the key and those above it, where the key's file has none\n"
	                                "  --pass-fd N             read the passphrase from an open file; --pass-file FILE: from a file of its owner's\n"
	                                "  --field NAME            the form field to sign; --invisible: a new field that nobody sees\n"
	                                "  --seal PNG              show this seal in the field (--diameter MM: so large)\n"
	                                "  --electronic-seal FILE  sign with an issued seal of GB/T 38540 and its SM2 key\n"
	                                "  --level LEVEL           b-b, b-t, b-lt or b-lta; b-b if there is no time stamp, else b-t\n"
	                                "  --timestamp URL         the time-stamp authority (RFC 3161)\n"
	                                "  --trust DIR             certificates that chains must end with\n"
	                                "  --reason, --location    words for the signature; --date DATE: the time it names\n"
	                                "  --room BYTES            keep so much for the signature\n"
	                                "  --renew                 sign nothing: add evidence and a time stamp to what is signed (with --timestamp)\n")))
		return EXIT_OK;
	if (parse(session, &order))
		return EXIT_USAGE;
	sign(session, &order);
	return session_report(session);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
