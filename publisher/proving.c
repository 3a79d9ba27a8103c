/* Pages are set twice, first to know that all is well and what each page will look like, then to be drawn: setting takes some milliseconds,
 * drawing ten times as long, and no picture is shown of an edition that turns out to be wrong on its last page. */
#include "proving.h"
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/json.h"
#include "base/memory.h"
#include "emit/preview.h"
#include "pipeline.h"
#include "rendering.h"

/* One going through the stages, with diagnostics of its own. */
struct round {
	const struct proving *proving;
	int fd;
	struct session session;
	struct job job;
	uint8_t colours[PAINT_COUNT][3];
	struct preview *preview;
};

static void begin(struct round *round, const struct proving *proving, int fd)
{
	*round = (struct round){ .proving = proving, .fd = fd, .session = *proving->session, .job = { .fonts = proving->fonts, .choices = proving->choices } };
	round->session.arena = arena_new();
	round->session.all = diagnostics_new(round->session.arena);
	if (round->session.strict)
		diagnostics_make_warnings_errors(round->session.all);
}

/* What an edition says of signing and of its archive is for the finished document, not for a proof of it. */
static int load(struct round *round)
{
	int result = pipeline_load(&round->session, round->proving->edition, &round->job);
	if (!result && (round->job.sealing.count || round->job.sealing.archive))
		REPORT(round->session.all, watch_unsigned, &(struct place){ .file = settings_file(round->job.settings) });
	round->job.sealing = (struct sealing){ .count = 0 };
	return result;
}

static bool sound(const struct round *round) { return !diagnostics_count(round->session.all, SEVERITY_ERROR); }

static void end(struct round *round)
{
	pipeline_close(&round->job);
	arena_free(round->session.arena);
}

/* ---- what is told ---- */

static void tell_sources(const struct round *round)
{
	const struct source_file *files = NULL;
	size_t count = round->job.settings ? sources_all(settings_sources(round->job.settings), &files) : 0;
	for (size_t i = 0; i < count; i++) {
		const struct wire_source source = { files[i].mark };
		wire_send(round->fd, WIRE_SOURCE, (struct bytes){ (const unsigned char *)&source, sizeof source }, bytes_of_text(files[i].path));
	}
}

static void tell_messages(const struct round *round)
{
	const struct diagnostics *all = round->session.all;
	const struct wire_messages counts = { diagnostics_count(all, SEVERITY_ERROR), diagnostics_count(all, SEVERITY_WARNING) };
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	if (!out)
		memory_exhausted();
	diagnostics_print(all, DIAGNOSTIC_TEXT, out);
	fputc(0, out);
	diagnostics_print(all, DIAGNOSTIC_JSON, out);
	fclose(out);
	wire_send(round->fd, WIRE_MESSAGES, (struct bytes){ (const unsigned char *)&counts, sizeof counts }, (struct bytes){ (unsigned char *)text, length });
	free(text);
}

/* ---- what is seen on a page, as a number ---- */

static void add_text(uint64_t print[2], const char *text)
{
	fingerprint_add(print, text, strlen(text) + 1);
}

static void add_lengths(uint64_t print[2], const mpt *lengths, size_t count)
{
	fingerprint_add(print, lengths, count * sizeof *lengths);
}

/* What a paint looks like, not what it is called. */
static mpt colour_of(const struct round *round, enum paint paint)
{
	const uint8_t *colour = round->colours[paint];
	return colour[0] << 16 | colour[1] << 8 | colour[2];
}

static void add_glyphs(const struct round *round, uint64_t print[2], const struct glyph_run *run)
{
	const mpt head[] = { run->face, run->size, colour_of(round, run->paint), run->count };
	add_lengths(print, head, 4);
	fingerprint_add(print, run->glyph, (size_t)run->count * sizeof *run->glyph);
	add_lengths(print, run->x, (size_t)run->count);
	add_lengths(print, run->y, (size_t)run->count);
}

static void add_image(uint64_t print[2], const struct item *item)
{
	const mpt head[] = { item->of.image.x, item->of.image.y, item->of.image.width, item->of.image.height };
	struct file_mark mark;
	add_lengths(print, head, 4);
	add_text(print, item->of.image.path);
	file_mark(item->of.image.path, &mark);
	fingerprint_add(print, &mark.size, sizeof mark.size);
	fingerprint_add(print, mark.modified, sizeof mark.modified);
	fingerprint_add(print, mark.changed, sizeof mark.changed);
}

static void add_item(const struct round *round, uint64_t print[2], const struct item *item)
{
	const mpt kind = item->kind;
	add_lengths(print, &kind, 1);
	switch (item->kind) {
	case ITEM_GLYPHS:
		add_glyphs(round, print, &item->of.glyphs);
		break;
	case ITEM_RULE:
		add_lengths(print, (const mpt[]){ item->of.rule.x0, item->of.rule.y0, item->of.rule.x1, item->of.rule.y1, item->of.rule.width,
		                             colour_of(round, item->of.rule.paint) }, 6);
		break;
	case ITEM_FILL:
		add_lengths(print, (const mpt[]){ item->of.fill.x, item->of.fill.y, item->of.fill.width, item->of.fill.height,
		                             colour_of(round, item->of.fill.paint), item->of.fill.round }, 6);
		break;
	case ITEM_IMAGE:
		add_image(print, item);
		break;
	case ITEM_TURN:
		add_lengths(print, (const mpt[]){ item->of.turn.x, item->of.turn.y }, 2);
		break;
	case ITEM_TURN_END:
	case ITEM_LINK:
	case ITEM_FIELD:
		break;    /* nothing to see */
	}
}

static void fingerprint(const struct round *round, const struct page *page, uint64_t print[2])
{
	const mpt sheet[] = { page->width, page->height, round->proving->dpi, 0 };
	print[0] = print[1] = 0;
	add_lengths(print, sheet, 4);
	for (size_t i = 0; i < page->count; i++)
		add_item(round, print, &page->items[i]);
}

/* ---- the first time: what pages there will be ---- */

/* What stands on a page of one source: lines of text, and rows of a table. From and to, 0: none. */
struct span { const char *file; int lines[2], rows[2]; };
enum { SPANS_MAX = 8 };    /* files on one page */

static void widen(int range[2], int to)
{
	range[0] = range[0] && range[0] < to ? range[0] : to;
	range[1] = range[1] > to ? range[1] : to;
}

/* What is repeated stands elsewhere. */
static int spans_of(const struct page *page, struct span spans[SPANS_MAX])
{
	int count = 0, at;
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		if (!item->file || item->line < 1 || item->artifact)
			continue;
		for (at = 0; at < count && strcmp(spans[at].file, item->file) != 0;)
			at++;
		if (at == SPANS_MAX)
			continue;
		if (at == count)
			spans[count++] = (struct span){ .file = item->file };
		widen(item->row ? spans[at].rows : spans[at].lines, item->row ? item->row : item->line);
	}
	return count;
}

static void put_spans(const struct page *page, FILE *out)
{
	struct span spans[SPANS_MAX];
	int count = spans_of(page, spans);
	for (int i = 0; i < count; i++) {
		const struct span *span = &spans[i];
		fputs(i ? ",{\"file\":" : "[{\"file\":", out);
		json_put_string(out, span->file);
		fprintf(out, ",\"lines\":[%d,%d],\"rows\":[%d,%d]}", span->lines[0], span->lines[1], span->rows[0], span->rows[1]);
	}
	fputs(count ? "]" : "[]", out);
}

static int tell_page(void *context, const struct page *page)
{
	const struct round *round = context;
	struct wire_page told = { .number = page->number, .width = page->width, .height = page->height, .turned = page->kind == PAGE_TABLE_TURNED };
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	if (!out)
		memory_exhausted();
	put_spans(page, out);
	fclose(out);
	fingerprint(round, page, told.print);
	wire_send(round->fd, WIRE_PAGE, (struct bytes){ (const unsigned char *)&told, sizeof told }, (struct bytes){ (unsigned char *)text, length });
	free(text);
	return 0;
}

static bool set_pages(const struct proving *proving, int fd)
{
	struct round round;
	begin(&round, proving, fd);
	int result = load(&round);
	if (!result && sound(&round)) {
		pipeline_palette(&round.job.style, round.colours);
		result = pipeline_pages(&round.session, &round.job, (struct page_receiver){ &round, tell_page }, NULL);
	}
	tell_sources(&round);
	tell_messages(&round);
	bool well = !result && sound(&round);
	if (well)
		wire_send(fd, WIRE_SET, (struct bytes){ NULL, 0 }, (struct bytes){ NULL, 0 });
	end(&round);
	return well;
}

/* ---- the second time: their pictures ---- */

static int draw_page(void *context, const struct page *page)
{
	struct round *round = context;
	struct wire_picture told;
	struct bytes picture = { 0 };
	fingerprint(round, page, told.print);
	if (page->number > PROOF_PICTURES || proof_picture(round->proving->proof, told.print, &picture))
		return 0;
	struct arena *arena = arena_new();
	int result = preview_page(round->preview, arena, page, &picture);
	if (!result)
		wire_send(round->fd, WIRE_PICTURE, (struct bytes){ (const unsigned char *)&told, sizeof told }, picture);
	arena_free(arena);
	return result;
}

static void draw_pages(const struct proving *proving, int fd)
{
	struct round round;
	begin(&round, proving, fd);
	int result = load(&round);
	if (!result) {
		struct preview_look look = { .dpi = proving->dpi, .quick = true };
		pipeline_palette(&round.job.style, look.colours);
		memcpy(round.colours, look.colours, sizeof look.colours);
		round.preview = preview_open(round.session.all, round.job.fonts, &look);
		result = round.preview ? pipeline_pages(&round.session, &round.job, (struct page_receiver){ &round, draw_page }, NULL) : -1;
	}
	if (round.preview)
		preview_close(round.preview);
	if (result)
		tell_messages(&round);
	end(&round);
}

void proving_draw(const struct proving *proving, int fd)
{
	if (set_pages(proving, fd) && proving->dpi)
		draw_pages(proving, fd);
}

void proving_write(const struct proving *proving, int fd)
{
	struct round round;
	begin(&round, proving, fd);
	int result = load(&round);
	if (!result)
		result = rendering_write(&round.session, &round.job, proving->output);
	tell_messages(&round);
	if (!result && sound(&round))
		wire_send(fd, WIRE_WRITTEN, (struct bytes){ NULL, 0 }, (struct bytes){ NULL, 0 });
	end(&round);
}
