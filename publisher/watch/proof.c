#include "watch/proof.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/arena.h"
#include "base/json.h"

enum { PICTURES_SPARE = 32 << 20 };    /* bytes of pictures that no page has now: an edit that is undone needs no drawing */

struct picture_kept { uint64_t print[2]; unsigned char *data; size_t length; uint64_t used; };

struct pages { struct arena *arena; struct proof_page *list; size_t count, capacity; };

struct proof {
	const char *edition, *output;
	enum proof_status status;
	struct pages now, coming;
	struct picture_kept *pictures;
	size_t picture_count, picture_capacity;
	uint64_t clock;                        /* of use of pictures */
	struct wire_messages counts;
	char *text, *json;
	char time[16], written[16];            /* of the version that the pages are of; of the PDF */
	int milliseconds;
};

struct proof *proof_new(const char *edition, const char *output)
{
	struct proof *proof = calloc(1, sizeof *proof);    /* does not return without (base/memory.h) */
	proof->edition = edition;
	proof->output = output;
	proof->text = strdup("");
	proof->json = strdup("[\n]\n");
	return proof;
}

static void drop(struct pages *pages)
{
	arena_free(pages->arena);
	*pages = (struct pages){ .arena = NULL };
}

void proof_free(struct proof *proof)
{
	drop(&proof->now);
	drop(&proof->coming);
	for (size_t i = 0; i < proof->picture_count; i++)
		free(proof->pictures[i].data);
	free(proof->pictures);
	free(proof->text);
	free(proof->json);
	free(proof);
}

/* ---- pages ---- */

void proof_begin(struct proof *proof)
{
	drop(&proof->coming);
	proof->coming.arena = arena_new();
}

void proof_add_page(struct proof *proof, const struct wire_page *page, const char *spans)
{
	struct pages *pages = &proof->coming;
	ARENA_GROW(pages->arena, pages->list, &pages->capacity, pages->count + 1);
	pages->list[pages->count++] = (struct proof_page){
		.print = { page->print[0], page->print[1] }, .number = page->number, .width = page->width, .height = page->height, .turned = page->turned,
		.spans = arena_strdup(pages->arena, spans),
	};
}

static bool same_print(const uint64_t a[2], const uint64_t b[2]) { return a[0] == b[0] && a[1] == b[1]; }

static bool uses(const struct pages *pages, const uint64_t print[2])
{
	bool found = false;
	for (size_t i = 0; i < pages->count && !found; i++)
		found = same_print(pages->list[i].print, print);
	return found;
}

/* Pictures that no page has go, the longest unused first, until few enough are left. */
static void make_room(struct proof *proof)
{
	size_t spare = 0, oldest;
	do {
		spare = 0;
		oldest = proof->picture_count;
		for (size_t i = 0; i < proof->picture_count; i++) {
			if (uses(&proof->now, proof->pictures[i].print))
				continue;
			spare += proof->pictures[i].length;
			if (oldest == proof->picture_count || proof->pictures[i].used < proof->pictures[oldest].used)
				oldest = i;
		}
		if (spare > PICTURES_SPARE) {
			free(proof->pictures[oldest].data);
			proof->pictures[oldest] = proof->pictures[--proof->picture_count];
		}
	} while (spare > PICTURES_SPARE);
}

static void note_time(char out[16])
{
	time_t now = time(NULL);
	struct tm local;
	localtime_r(&now, &local);
	strftime(out, 16, "%H:%M:%S", &local);
}

void proof_accept(struct proof *proof)
{
	const struct pages before = proof->now;
	for (size_t i = 0; i < proof->coming.count; i++) {
		struct proof_page *page = &proof->coming.list[i];
		page->changed = before.arena && (i >= before.count || !same_print(page->print, before.list[i].print));
	}
	proof->clock++;
	for (size_t i = 0; i < proof->picture_count; i++)
		if (uses(&before, proof->pictures[i].print))
			proof->pictures[i].used = proof->clock;
	proof->now = proof->coming;
	proof->coming = (struct pages){ .arena = NULL };
	drop(&(struct pages){ .arena = before.arena });
	proof->status = PROOF_WRITING;
	note_time(proof->time);
	make_room(proof);
}

int proof_pages(const struct proof *proof, const struct proof_page **out)
{
	*out = proof->now.list;
	return (int)proof->now.count;
}

/* ---- pictures ---- */

bool proof_picture(const struct proof *proof, const uint64_t print[2], struct bytes *out)
{
	bool found = false;
	for (size_t i = 0; i < proof->picture_count && !found; i++) {
		found = same_print(proof->pictures[i].print, print);
		if (found)
			*out = (struct bytes){ proof->pictures[i].data, proof->pictures[i].length };
	}
	return found;
}

void proof_add_picture(struct proof *proof, const uint64_t print[2], struct bytes picture)
{
	struct bytes known;
	if (!uses(&proof->now, print) || proof_picture(proof, print, &known))
		return;
	if (proof->picture_count == proof->picture_capacity) {
		proof->picture_capacity = 2 * proof->picture_capacity + 16;
		proof->pictures = realloc(proof->pictures, proof->picture_capacity * sizeof *proof->pictures);
	}
	unsigned char *data = malloc(picture.length);
	memcpy(data, picture.data, picture.length);
	proof->pictures[proof->picture_count++] = (struct picture_kept){ { print[0], print[1] }, data, picture.length, proof->clock };
}

/* ---- messages ---- */

void proof_messages(struct proof *proof, const struct wire_messages *counts, const char *text, const char *json)
{
	free(proof->text);
	free(proof->json);
	proof->counts = *counts;
	proof->text = strdup(text);
	proof->json = strdup(json);
}

void proof_finish(struct proof *proof, bool sound, int milliseconds)
{
	proof->status = sound ? PROOF_SOUND : PROOF_FAULTY;
	if (sound) {
		proof->milliseconds = milliseconds;
		note_time(proof->written);
	}
}

struct wire_messages proof_counts(const struct proof *proof) { return proof->counts; }
const char *proof_text(const struct proof *proof) { return proof->text; }
const char *proof_json(const struct proof *proof) { return proof->json; }
const char *proof_written(const struct proof *proof) { return proof->written; }
bool proof_is(const struct proof *proof, enum proof_status status) { return proof->status == status; }

/* ---- for the browser ---- */

static void print_page(const struct proof *proof, const struct proof_page *page, FILE *out)
{
	struct bytes picture;
	bool shown = page->number <= PROOF_PICTURES;
	fprintf(out, "{\"number\":%d,\"width\":%d,\"height\":%d,\"turned\":%s,\"changed\":%s,\"picture\":", page->number, page->width, page->height,
	        page->turned ? "true" : "false", page->changed ? "true" : "false");
	if (shown)
		fprintf(out, "\"%016llx%016llx\"", (unsigned long long)page->print[0], (unsigned long long)page->print[1]);
	else
		fputs("null", out);
	fprintf(out, ",\"ready\":%s,\"sources\":%s}", shown && proof_picture(proof, page->print, &picture) ? "true" : "false", page->spans);
}

void proof_print(const struct proof *proof, FILE *out)
{
	static const char *const names[] = { "starting", "writing", "sound", "faulty" };
	fprintf(out, "{\"status\":\"%s\",\"edition\":", names[proof->status]);
	json_put_string(out, proof->edition);
	fputs(",\"output\":", out);
	json_put_string(out, proof->output);
	fprintf(out, ",\"time\":\"%s\",\"written\":\"%s\",\"milliseconds\":%d,\"errors\":%d,\"warnings\":%d,\"pages\":[", proof->time, proof->written,
	        proof->milliseconds, proof->counts.errors, proof->counts.warnings);
	for (size_t i = 0; i < proof->now.count; i++) {
		fputs(i ? "," : "", out);
		print_page(proof, &proof->now.list[i], out);
	}
	fputs("],\"messages\":", out);
	for (const char *at = proof->json; *at; at++)
		if (*at != '\n')       /* stands only between the objects */
			fputc(*at, out);
	fputc('}', out);
}
