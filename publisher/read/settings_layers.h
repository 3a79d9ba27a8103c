/* How the layers of settings lie in memory. Private to read/settings*.c. */
#ifndef READ_SETTINGS_LAYERS_H
#define READ_SETTINGS_LAYERS_H
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/arena.h"
#include "read/ini.h"
#include "read/settings.h"
#include "read/settings_keys.h"

enum { LAYERS_MAX = 16 };

struct entry {
	const char *section, *key;
	uint32_t print;            /* of both: most that are compared differ in it */
	struct words value;
};

static inline uint32_t entry_print(const char *section, const char *key)
{
	uint32_t print = 0;
	for (const char *at = section; *at; at++)
		print = print * 31 + (unsigned char)*at;
	for (const char *at = key; *at; at++)
		print = print * 31 + (unsigned char)*at;
	return print;
}

struct layer {
	const char *path;
	bool template;             /* of a template, not of the edition or of the run */
	struct entry *entries;
	size_t count;
	struct words *sections;    /* text: English name */
	const char **typed;        /* the same as typed */
	size_t section_count;
};

struct settings {
	struct arena *arena;
	const char *file, *folder;
	struct choices choices;
	struct layer overlays[LAYERS_MAX + 1];     /* what the run sets, then the chosen [output.NAME] of each layer: they come first */
	int overlay_count;
	struct layer layers[LAYERS_MAX];           /* the edition, then its templates */
	int layer_count;
	struct sources *sources;
	const struct manifest *manifest;       /* of an extracted edition; else NULL */
};

static inline bool named(const char *given, size_t length, const char *name)
{
	return name && given[0] == name[0] && strncmp(given, name, length) == 0 && !name[length];
}

/* Most names that are compared differ in their first letters. */
static inline bool same(const char *a, const char *b)
{
	return a == b || (a[0] == b[0] && strcmp(a, b) == 0);
}

/* ---- settings_names.c ---- */
const char *settings_without_blanks(struct arena *arena, const char *text);        /* as names of columns are compared */
/* The known key of that English or Chinese name in a section (its name in English); NULL: there is none. */
const struct settings_key *settings_find_key(const char *section, const char *key);
int settings_report_key(struct settings *settings, struct diagnostics *all, const char *section, const struct ini_entry *entry);    /* that it is unknown: -1 */
/* English form of a section's name; NULL with a diagnostic if it is unknown. */
const char *settings_section_name(struct settings *settings, struct diagnostics *all, const struct words *given);
/* Checks a key of a section (its name in English) and adds it to the layer. -1 with a diagnostic. */
int settings_add(struct settings *settings, struct diagnostics *all, struct layer *layer, const char *section, const struct ini_entry *from);

/* The layer of the run's sets. -1 with diagnostics; what is right of them holds all the same. */
int settings_add_sets(struct settings *settings, struct diagnostics *all);
/* A key of [output.NAME] that names a section and a key of its own, brought to English: "印刷.颜色" is "print.colour". NULL with a
 * diagnostic. */
const char *settings_output_key(struct settings *settings, struct diagnostics *all, const struct layer *layer, const struct ini_entry *from);
/* Takes what the chosen [output.NAME] of a layer overrides as a layer before all others. */
void settings_add_variant(struct settings *settings, const struct layer *layer);
/* Is there such an [output.NAME]? -1 with a diagnostic: there is none. */
int settings_find_variant(struct settings *settings, struct diagnostics *all);
#endif
