/* Pages made by hand, for the tests of emit/. */
#ifndef EMIT_PAGE_H
#define EMIT_PAGE_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/utf8.h"
#include "font/font.h"
#include "page/document.h"

enum { A4_WIDTH = 595276, A4_HEIGHT = 841890, FANGSONG = 0, SONGTI = 4 };

/* Colours like those of the templates. */
static inline void page_palette(const uint8_t red[3], uint8_t colours[PAINT_COUNT][3])
{
	static const uint8_t others[PAINT_COUNT][3] = {
		[PAINT_LIGHT_RED] = { 208, 32, 32 }, [PAINT_LIGHT_YELLOW] = { 240, 176, 0 }, [PAINT_LIGHT_BLUE] = { 32, 96, 192 },
		[PAINT_LIGHT_GREEN] = { 32, 144, 64 }, [PAINT_SHADE_GREY] = { 224, 224, 224 }, [PAINT_SHADE_RED] = { 250, 220, 216 },
		[PAINT_SHADE_YELLOW] = { 253, 242, 204 }, [PAINT_SHADE_BLUE] = { 218, 232, 246 }, [PAINT_SHADE_GREEN] = { 222, 240, 222 },
	};
	memcpy(colours, others, sizeof others);
	memcpy(colours[PAINT_RED], red, 3);
}

struct bench {
	struct arena *arena;
	struct diagnostics *all;
	struct fonts *fonts;
	char folder[64];
};

static inline int bench_open(void **state)
{
	static const char *const catalogues[] = { "fonts/fonts.ini", NULL };
	struct bench *bench = calloc(1, sizeof *bench);
	bench->arena = arena_new();
	bench->all = diagnostics_new(bench->arena);
	strcpy(bench->folder, "/tmp/hongtou-test-XXXXXX");
	*state = bench;
	return !mkdtemp(bench->folder) || fonts_open(bench->all, catalogues, &bench->fonts);
}

static inline int bench_close(void **state)
{
	struct bench *bench = *state;
	char command[128];
	snprintf(command, sizeof command, "rm -r '%s'", bench->folder);
	int result = system(command);
	fonts_close(bench->fonts);
	arena_free(bench->arena);
	free(bench);
	return result;
}

static inline const char *bench_path(struct bench *bench, const char *name)
{
	return arena_printf(bench->arena, "%s/%s", bench->folder, name);
}

static inline struct page *bench_page(struct bench *bench, int number)
{
	struct page *page = page_new(bench->arena, number);
	page->width = A4_WIDTH;
	page->height = A4_HEIGHT;
	return page;
}

/* A run of one face, one glyph a character; first origin at (x, y), then `step` apart (downwards if vertical). */
struct wish { int family; mpt size, x, y, step; bool vertical; };

static inline struct glyph_run *bench_run(struct bench *bench, struct page *page, const char *text, const struct wish *wish)
{
	size_t length = strlen(text), room = length + 1;
	uint16_t *glyph = arena_array(bench->arena, room, sizeof *glyph);
	mpt *x = arena_array(bench->arena, room, sizeof *x), *y = arena_array(bench->arena, room, sizeof *y);
	uint32_t *cluster = arena_array(bench->arena, room, sizeof *cluster);
	struct glyph_run *run = &page_add(page, ITEM_GLYPHS)->of.glyphs;
	const char *at = text, *end = text + length;
	*run = (struct glyph_run){ .size = wish->size, .vertical = wish->vertical, .glyph = glyph, .x = x, .y = y, .text = text, .cluster = cluster };
	for (int i = 0; at < end; i++) {
		hb_codepoint_t found = 0;
		cluster[i] = (uint32_t)(at - text);
		uint32_t code = utf8_next(&at, end);
		run->face = i ? run->face : fonts_face_for(bench->fonts, wish->family, code, false);
		assert_true(run->face >= 0);
		assert_true(hb_font_get_nominal_glyph(face_hb(bench->fonts, run->face), code, &found));
		glyph[i] = (uint16_t)found;
		x[i] = wish->x + (wish->vertical ? 0 : i * wish->step);
		y[i] = wish->y + (wish->vertical ? i * wish->step : 0);
		cluster[i + 1] = (uint32_t)length;
		run->count = i + 1;
	}
	return run;
}

/* Output of a shell command; its exit code must be 0. */
static inline const char *bench_command(struct bench *bench, const char *format, const char *path)
{
	char *text = arena_alloc(bench->arena, 1 << 18);
	char command[512];
	snprintf(command, sizeof command, format, path);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	size_t length = fread(text, 1, (1 << 18) - 1, pipe);
	text[length] = '\0';
	if (pclose(pipe) != 0)
		fail_msg("%s: %s", command, text);
	return text;
}

static inline bool has(struct bytes bytes, const char *text)
{
	return memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;
}
#endif
