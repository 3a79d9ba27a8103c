/* hongtou-merge: the reports of all parts of a list (hongtou batch --shard K/N) as one, of the same form. hongtou batch --merge starts it. */
#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/file.h"
#include "base/language.h"
#include "batch.h"
#include "session.h"

enum { FORM = 1, PRECISION = 9 /* digits of a number with a fraction */ };
static const double sum_most = 1e13;       /* of one part; so that those of all parts can be added */

struct part { const char *path; json_t *root; json_int_t number, of; const char *list; };
struct edition { json_t *object; const char *source, *output; json_int_t number; size_t arrival; };

struct merging {
	struct session *session;
	struct part *parts;
	int count;
	struct edition *editions;
	size_t edition_count, capacity;
};

static json_t *member(json_t *object, const char *first, const char *second) { return json_object_get(json_object_get(object, first), second); }

/* ---- the parts ---- */

/* Is all there that a report of ours has? */
static bool is_report(const struct part *part)
{
	json_t *root = part->root;
	bool sound = json_integer_value(json_object_get(root, "form")) == FORM && part->number >= 1 && part->of >= part->number && part->of <= BATCH_SHARDS_MOST
	             && part->list
	             && json_is_object(json_object_get(root, "sums")) && json_is_array(json_object_get(root, "editions"));
	const char *key;
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(root, "editions"), i, one)
		sound &= json_is_integer(json_object_get(one, "number")) && json_is_string(json_object_get(one, "source"));
	json_object_foreach(json_object_get(root, "sums"), key, one)
		sound &= json_is_number(one) && json_number_value(one) >= 0 && json_number_value(one) <= sum_most;
	return sound;
}

static int load(struct merging *merging, const char *path, struct part *part)
{
	struct session *session = merging->session;
	struct bytes content;
	json_error_t error;
	if (file_read(session->arena, session->all, NULL, path, &content))
		return -1;
	json_t *root = json_loadb((const char *)content.data, content.length, JSON_REJECT_DUPLICATES, &error);
	*part = (struct part){ .path = path, .root = root, .number = json_integer_value(member(root, "shard", "number")),
	                       .of = json_integer_value(member(root, "shard", "of")), .list = json_string_value(member(root, "list", "sha256")) };
	struct place at = { .file = path, .line = root ? 0 : error.line, .column = root ? 0 : error.column };
	return is_report(part) ? 0 : REPORT(session->all, merge_no_report, &at);
}

static const char *number(struct merging *merging, json_int_t value) { return arena_printf(merging->session->arena, "%lld", (long long)value); }

/* Of one division of one list, each part once. */
static int check_parts(struct merging *merging)
{
	struct session *session = merging->session;
	const struct part *first = &merging->parts[0];
	int result = 0;
	for (int i = 1; i < merging->count; i++) {
		const struct part *part = &merging->parts[i];
		struct place at = { .file = part->path };
		if (part->of != first->of)
			result = REPORT(session->all, merge_division, &at, number(merging, part->of), number(merging, first->of), first->path);
		else if (strcmp(part->list, first->list) != 0)
			result = REPORT(session->all, merge_list, &at, first->path);
		for (int k = 0; k < i; k++)
			if (merging->parts[k].number == part->number && merging->parts[k].of == part->of)
				result = REPORT(session->all, merge_twice, &at, number(merging, part->number), merging->parts[k].path);
	}
	for (json_int_t wanted = 1; !result && wanted <= first->of; wanted++) {
		bool found = false;
		for (int i = 0; i < merging->count; i++)
			found |= merging->parts[i].number == wanted;
		if (!found)
			REPORT(session->all, merge_missing, &(struct place){ .file = first->path }, number(merging, wanted), number(merging, first->of));
	}
	return diagnostics_count(session->all, SEVERITY_ERROR) ? -1 : 0;
}

/* ---- their editions ---- */

static int by_number(const void *left, const void *right)
{
	const struct edition *a = left, *b = right;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->arrival < b->arrival ? -1 : a->arrival > b->arrival;
}

static void gather(struct merging *merging)
{
	for (int i = 0; i < merging->count; i++) {
		size_t k;
		json_t *one;
		json_array_foreach(json_object_get(merging->parts[i].root, "editions"), k, one) {
			ARENA_GROW(merging->session->arena, merging->editions, &merging->capacity, merging->edition_count + 1);
			merging->editions[merging->edition_count] = (struct edition){
				one, json_string_value(json_object_get(one, "source")), json_string_value(json_object_get(one, "output")),
				json_integer_value(json_object_get(one, "number")), merging->edition_count,
			};
			merging->edition_count++;
		}
	}
	if (merging->edition_count)
		qsort(merging->editions, merging->edition_count, sizeof *merging->editions, by_number);
}

static int by_output(const void *left, const void *right)
{
	const struct edition *a = *(const struct edition *const *)left, *b = *(const struct edition *const *)right;
	int order = strcasecmp(a->output, b->output);
	return order ? order : by_number(a, b);
}

static bool has_file(const struct edition *edition)
{
	const char *status = json_string_value(json_object_get(edition->object, "status"));
	return edition->output && status && (strcmp(status, "rendered") == 0 || strcmp(status, "up-to-date") == 0);
}

/* No part can know the names that another gives. */
static void check_outputs(struct merging *merging)
{
	struct session *session = merging->session;
	const struct edition **list = arena_array(session->arena, merging->edition_count + 1, sizeof *list);
	size_t count = 0;
	for (size_t i = 0; i < merging->edition_count; i++)
		if (has_file(&merging->editions[i]))
			list[count++] = &merging->editions[i];
	qsort(list, count, sizeof *list, by_output);
	for (size_t i = 1; i < count; i++)
		if (strcasecmp(list[i]->output, list[i - 1]->output) == 0)
			REPORT(session->all, merge_output, &(struct place){ .file = list[i]->source }, list[i]->output, list[i - 1]->source);
}

/* ---- the whole ---- */

/* Counts are added; what the parts took at the same time is that of the longest. */
static json_t *sums_of(const struct merging *merging)
{
	json_t *sums = json_object();
	for (int i = 0; i < merging->count; i++) {
		const char *key;
		json_t *value;
		json_object_foreach(json_object_get(merging->parts[i].root, "sums"), key, value) {
			json_t *before = json_object_get(sums, key);
			double a = json_number_value(before), b = json_number_value(value), longest = a > b ? a : b;
			bool whole = json_is_integer(value) && (!before || json_is_integer(before));
			json_object_set_new(sums, key, whole ? json_integer(json_integer_value(before) + json_integer_value(value))
			                                     : json_real(strcmp(key, "wall_ms") == 0 ? longest : a + b));
		}
	}
	return sums;
}

static int by_part(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	return a->number < b->number ? -1 : a->number > b->number;
}

/* What each part says of itself. */
static json_t *list_parts(struct merging *merging)
{
	static const char *const keys[] = { "folder", "started", "workers", "interrupted", "sums", "diagnostics" };
	json_t *list = json_array();
	qsort(merging->parts, (size_t)merging->count, sizeof *merging->parts, by_part);
	for (int i = 0; i < merging->count; i++) {
		const struct part *part = &merging->parts[i];
		json_t *one = json_object();
		json_object_set_new(one, "number", json_integer(part->number));
		json_object_set_new(one, "report", json_string(part->path));
		for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
			json_object_set(one, keys[k], json_object_get(part->root, keys[k]));
		json_array_append_new(list, one);
	}
	return list;
}

/* But what another part has written meanwhile under such a name. */
static json_t *left_over_of(const struct merging *merging)
{
	json_t *list = json_array(), *names = json_object(), *name;
	size_t k;
	for (size_t i = 0; i < merging->edition_count; i++)
		if (merging->editions[i].output)
			json_object_set_new(names, merging->editions[i].output, json_true());
	for (int i = 0; i < merging->count; i++)
		json_array_foreach(json_object_get(merging->parts[i].root, "left_over"), k, name)
			if (json_is_string(name) && !json_object_get(names, json_string_value(name)))
				json_array_append(list, name);
	json_decref(names);
	return list;
}

static json_t *whole(struct merging *merging)
{
	json_t *root = json_object(), *editions = json_array(), *first = merging->parts[0].root;
	bool interrupted = false;
	for (int i = 0; i < merging->count; i++)
		interrupted |= json_is_true(json_object_get(merging->parts[i].root, "interrupted"));
	for (size_t i = 0; i < merging->edition_count; i++)
		json_array_append(editions, merging->editions[i].object);
	json_object_set_new(root, "program", json_string("hongtou " HONGTOU_VERSION));
	json_object_set_new(root, "form", json_integer(FORM));
	json_object_set(root, "list", json_object_get(first, "list"));
	json_object_set_new(root, "shard", json_pack("{s:i,s:i}", "number", 1, "of", 1));
	json_object_set_new(root, "interrupted", json_boolean(interrupted));
	json_object_set_new(root, "parts", list_parts(merging));
	json_object_set_new(root, "left_over", left_over_of(merging));
	json_object_set_new(root, "editions", editions);
	json_object_set_new(root, "sums", sums_of(merging));
	return root;
}

static int write_whole(struct merging *merging, const char *output, bool *all_done)
{
	json_t *root = whole(merging), *sums = json_object_get(root, "sums");
	json_int_t made = json_integer_value(json_object_get(sums, "rendered")) + json_integer_value(json_object_get(sums, "up-to-date"));
	char *text = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(PRECISION));
	*all_done = made == (json_int_t)merging->edition_count;
	int result = file_replace(merging->session->all, output, bytes_of_text(arena_printf(merging->session->arena, "%s\n", text)));
	free(text);
	json_decref(root);
	return result;
}

static int merge(struct merging *merging, char *const *paths, const char *output)
{
	struct session *session = merging->session;
	bool all_done = true;
	int result = 0;
	merging->parts = arena_array(session->arena, (size_t)merging->count, sizeof *merging->parts);
	for (int i = 0; i < merging->count; i++)
		result |= load(merging, paths[i], &merging->parts[i]);
	if (!result)
		result = check_parts(merging);
	if (!result) {
		gather(merging);
		check_outputs(merging);
		result = write_whole(merging, output, &all_done);
	}
	for (int i = 0; i < merging->count; i++)
		json_decref(merging->parts[i].root);
	int code = session_report(session);
	return code == EXIT_OK && !all_done ? EXIT_INPUT : code;
}

static int run(struct session *session)
{
	static const struct option options[] = { { "output", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 } };
	struct merging merging = { .session = session };
	const char *output = "-";
	int option;
	if (session_answered(session, _("usage: hongtou batch --merge REPORT.json … [-o REPORT.json]\n"
	                                "\n"
	                                "Puts the reports of all parts of a list (--shard K/N) together, each once, to standard output without -o.\n"
	                                "Ends with 1 if one is missing or given twice, or if an edition has no finished file.\n")))
		return EXIT_OK;
	while ((option = getopt_long(session->argument_count, session->arguments, "o:", options, NULL)) != -1) {
		if (option != 'o')
			return session_usage(NULL);
		output = optarg;
	}
	merging.count = session->argument_count - optind;
	return merging.count < 1 ? session_usage(_("name the reports of all parts")) : merge(&merging, session->arguments + optind, output);
}

int main(int count, char **arguments) { return session_main(count, arguments, run); }
