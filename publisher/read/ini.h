/* INI files: a scanner of ours finds positions, original case and every trap of iniparser; iniparser then reads a
 * normalised copy from memory and its values are the ones handed out. */
#ifndef READ_INI_H
#define READ_INI_H
#include <stddef.h>
#include "base/place.h"
#include "read/source.h"

struct ini_entry {
	const char *section;    /* trimmed, original case, full-width brackets and blanks folded; e.g. "table.progress" */
	const char *key;        /* trimmed, original case */
	struct place key_at;
	struct words value;     /* trimmed, quotes removed; value.at is where the value starts */
};

struct ini {
	const char *file;
	const struct ini_entry *entries;  /* in file order */
	size_t count;
	const struct words *sections;     /* in file order, also empty ones, place of the [ */
	size_t section_count;
};

/* Errors (all are collected before -1): text outside section and key, key before any section, missing ] or =, key given
 * twice, section given twice, `;` or `#` straight after text, trailing backslash, unclosed quote, ':' in a section. */
int ini_read(struct arena *arena, struct diagnostics *all, const struct source *source, struct ini *out);
#endif
