/* Shared by the unit tests: an arena, diagnostics, and text as a source. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "read/source.h"

struct bench { struct arena *arena; struct diagnostics *all; };

static inline int bench_open(void **state)
{
	struct bench *bench = malloc(sizeof *bench);
	bench->arena = arena_new();
	bench->all = diagnostics_new(bench->arena);
	*state = bench;
	return 0;
}

static inline int bench_close(void **state)
{
	struct bench *bench = *state;
	arena_free(bench->arena);
	free(bench);
	return 0;
}

static inline struct source source_of(struct bench *bench, const char *name, const char *text)
{
	struct source source;
	assert_int_equal(source_decode(bench->arena, bench->all, name, (struct bytes){ (const unsigned char *)text, strlen(text) }, &source), 0);
	return source;
}

/* Everything reported so far, as text. */
static inline char *reported(struct bench *bench)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	diagnostics_print(bench->all, DIAGNOSTIC_TEXT, out);
	fclose(out);
	char *kept = arena_strdup(bench->arena, text);
	free(text);
	return kept;
}

static inline void assert_reported(struct bench *bench, const char *part)
{
	char *all = reported(bench);
	if (!strstr(all, part))
		fail_msg("not reported: %s\nreported: %s", part, all);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, bench_open, bench_close)
#endif
