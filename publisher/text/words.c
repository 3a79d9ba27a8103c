/* The C functions of ICU bear the library's version in their names (ubrk_open_72), so there is no one soname: the versions
 * of the supported Debian releases are tried first, then all others, the newest first. */
#include "text/words.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "text/shaper.h"
#include "text/word_breaker.h"

enum { NEWEST = 90, OLDEST = 60, WORD_ITERATOR = 1, DONE = -1, NAME_MAX_LENGTH = 32 };

typedef void *open_function(int kind, const char *locale, const uint16_t *text, int32_t length, int *status);
typedef int32_t next_function(void *iterator);
typedef void close_function(void *iterator);
typedef void cleanup_function(void);

struct word_breaker {
	void *library;             /* NULL: none was found */
	open_function *open;
	next_function *next;
	close_function *close;
	cleanup_function *cleanup;
};

/* A pointer to a function from dlsym's pointer to an object (POSIX warrants it). */
static void find_symbol(void *library, const char *name, const char *version, void *function)
{
	char versioned[NAME_MAX_LENGTH];
	snprintf(versioned, sizeof versioned, "%s_%s", name, version);
	void *symbol = dlsym(library, versioned);
	memcpy(function, &symbol, sizeof symbol);
}

static bool open_named(struct word_breaker *breaker, const char *name)
{
	const char *dot = strrchr(name, '.'), *version = dot ? dot + 1 : "";
	breaker->library = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
	if (!breaker->library)
		return false;
	find_symbol(breaker->library, "ubrk_open", version, &breaker->open);
	find_symbol(breaker->library, "ubrk_next", version, &breaker->next);
	find_symbol(breaker->library, "ubrk_close", version, &breaker->close);
	find_symbol(breaker->library, "u_cleanup", version, &breaker->cleanup);
	if (breaker->open && breaker->next && breaker->close && breaker->cleanup)
		return true;
	dlclose(breaker->library);
	breaker->library = NULL;
	return false;
}

static bool open_version(struct word_breaker *breaker, int version)
{
	char name[NAME_MAX_LENGTH];
	snprintf(name, sizeof name, "libicuuc.so.%d", version);
	return open_named(breaker, name);
}

static void open_any(struct word_breaker *breaker)
{
	static const int usual[] = { 76, 72 };    /* Debian 13, Debian 12 */
	bool found = false;
	for (size_t i = 0; i < sizeof usual / sizeof usual[0] && !found; i++)
		found = open_version(breaker, usual[i]);
	for (int version = NEWEST; version >= OLDEST && !found; version--)
		found = open_version(breaker, version);
}

struct word_breaker *word_breaker_open(const char *const *names)
{
	struct word_breaker *breaker = calloc(1, sizeof *breaker);
	if (!breaker)
		memory_exhausted();
	if (!names)
		open_any(breaker);
	for (bool found = false; names && *names && !found; names++)
		found = open_named(breaker, *names);
	return breaker;
}

void word_breaker_close(struct word_breaker *breaker)
{
	if (breaker && breaker->library) {
		breaker->cleanup();    /* what ICU keeps of its own */
		dlclose(breaker->library);
	}
	free(breaker);
}

/* UTF-16, and for each unit the byte where its character begins. Returns the number of units. */
static int32_t to_utf16(const char *text, uint16_t *units, uint32_t *bytes)
{
	const char *at = text, *end = text + strlen(text);
	int32_t count = 0;
	while (at < end) {
		uint32_t byte = (uint32_t)(at - text), code = utf8_next(&at, end);
		bytes[count] = byte;
		if (code > 0xFFFF) {
			units[count++] = (uint16_t)(0xD7C0 + (code >> 10));
			bytes[count] = byte;
			units[count++] = (uint16_t)(0xDC00 | (code & 0x3FF));
		} else {
			units[count++] = (uint16_t)code;
		}
	}
	bytes[count] = (uint32_t)(end - text);
	return count;
}

static void *memory(size_t count, size_t size)
{
	void *given = calloc(count, size);
	if (!given)
		memory_exhausted();
	return given;
}

static bool find_words(struct word_breaker *breaker, const char *text, bool *starts)
{
	size_t room = strlen(text) + 1;
	uint16_t *units = memory(room, sizeof *units);
	uint32_t *bytes = memory(room, sizeof *bytes);
	int32_t count = to_utf16(text, units, bytes);
	int status = 0;
	void *iterator = breaker->open(WORD_ITERATOR, "zh", units, count, &status);
	bool found = status <= 0 && iterator;
	for (int32_t at = found ? breaker->next(iterator) : DONE; at != DONE; at = breaker->next(iterator))
		starts[bytes[at]] = true;
	if (iterator)
		breaker->close(iterator);
	free(units);
	free(bytes);
	return found;
}

bool word_breaker_find(struct word_breaker *breaker, const char *text, bool *starts)
{
	size_t length = strlen(text);
	memset(starts, 0, (length + 1) * sizeof *starts);
	starts[0] = true;
	bool found = breaker->library && find_words(breaker, text, starts);
	for (size_t i = 0; i <= length && !found; i++)
		starts[i] = ((unsigned char)text[i] & 0xC0) != 0x80;
	return found;
}

bool words_find(struct shaper *shaper, const char *text, bool *starts)
{
	if (!shaper->words)
		shaper->words = word_breaker_open(NULL);
	return word_breaker_find(shaper->words, text, starts);
}
