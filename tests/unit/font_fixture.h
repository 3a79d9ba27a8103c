/* What the tests of publisher/font share: an arena, diagnostics, the repository's own catalogue, files made on the spot. */
#ifndef FONT_FIXTURE_H
#define FONT_FIXTURE_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "font/font.h"

#define FANG "fonts/downloaded/FandolFang-Regular.otf"
#define WENKAI "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf"
enum { FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI };

struct fixture {
	struct arena *arena;
	struct diagnostics *all;
	struct fonts *fonts;
	char folder[64];       /* for files of the test */
	int result;            /* of fonts_open */
};

static inline struct fixture *fixture_new(void)
{
	struct arena *arena = arena_new();
	struct fixture *fixture = arena_alloc(arena, sizeof *fixture);
	fixture->arena = arena;
	fixture->all = diagnostics_new(arena);
	strcpy(fixture->folder, "/tmp/hongtou-font-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	return fixture;
}

static inline void fixture_open(struct fixture *fixture, const char *first, const char *second)
{
	fixture->result = fonts_open(fixture->all, (const char *const[]){ first, second, NULL }, &fixture->fonts);
}

static inline void fixture_free(struct fixture *fixture)
{
	struct arena *arena = fixture->arena;
	if (fixture->fonts)
		fonts_close(fixture->fonts);
	char *command = arena_printf(arena, "rm -rf %s", fixture->folder);
	assert_int_equal(system(command), 0);
	arena_free(arena);
}

static inline const char *fixture_write(struct fixture *fixture, const char *name, const void *data, size_t length)
{
	const char *path = arena_printf(fixture->arena, "%s/%s", fixture->folder, name);
	assert_int_equal(file_replace(fixture->all, path, (struct bytes){ data, length }), 0);
	return path;
}

static inline const char *fixture_text(struct fixture *fixture, const char *name, const char *text)
{
	return fixture_write(fixture, name, text, strlen(text));
}

/* A writable copy of a file's bytes. */
static inline unsigned char *fixture_copy(struct fixture *fixture, const char *path, size_t *length)
{
	struct bytes bytes;
	assert_int_equal(file_read(fixture->arena, fixture->all, NULL, path, &bytes), 0);
	unsigned char *copy = arena_alloc(fixture->arena, bytes.length);
	memcpy(copy, bytes.data, bytes.length);
	*length = bytes.length;
	return copy;
}

/* The record of a table in the directory of a font that is no collection: tag, checksum, offset, length. */
static inline unsigned char *fixture_record(unsigned char *font, const char *tag)
{
	unsigned count = font[4] * 256u + font[5];
	for (unsigned i = 0; i < count; i++)
		if (memcmp(font + 12 + 16 * i, tag, 4) == 0)
			return font + 12 + 16 * i;
	fail_msg("no table %s", tag);
	return NULL;
}

static inline unsigned fixture_number(const unsigned char *at)
{
	return (unsigned)at[0] << 24 | (unsigned)at[1] << 16 | (unsigned)at[2] << 8 | at[3];
}

/* Everything that was reported, as text; at the end, for it prints once. */
static inline const char *fixture_report(struct fixture *fixture)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	diagnostics_print(fixture->all, DIAGNOSTIC_TEXT, out);
	fclose(out);
	const char *copy = arena_strndup(fixture->arena, text, length);
	free(text);
	return copy;
}

static inline int fixture_errors(struct fixture *fixture) { return diagnostics_count(fixture->all, SEVERITY_ERROR); }
static inline int fixture_warnings(struct fixture *fixture) { return diagnostics_count(fixture->all, SEVERITY_WARNING); }
#define assert_has(text, part) assert_non_null(strstr((text), (part)))
#endif
