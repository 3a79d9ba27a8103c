/* An edition and its templates as one layered set of keys: the edition first, then its template, then what that
 * extends. Sections and keys have an English and a Chinese name (settings_keys.c holds the one table); both become
 * the English one here. */
#ifndef READ_SETTINGS_H
#define READ_SETTINGS_H
#include <stdbool.h>
#include <stddef.h>
#include "base/place.h"
#include "read/choices.h"
#include "read/manifest.h"
#include "read/source.h"

struct settings;

/* path: an INI or a folder that holds edition.ini. template_folders: NULL-terminated, searched in order after the
 * edition's own folder. -1 with all diagnostics: unknown section or key (with the nearest known one), unknown or
 * circular template, bad INI. */
int settings_load(struct arena *arena, struct diagnostics *all, const char *path, const char *const *template_folders,
                  struct settings **out);
/* The same as a run has chosen it; choices may be NULL. The places of what it sets are in a file "--set", a line for each set. Further
 * diagnostics: a set that names no known key, an output that the edition has not. */
int settings_load_as(struct arena *arena, struct diagnostics *all, const char *path, const struct choices *choices, const char *const *template_folders,
                     struct settings **out);
/* The same of what hongtou extract has put into a folder: edition, templates and all that they name are those of the list. */
int settings_load_extracted(struct arena *arena, struct diagnostics *all, const struct manifest *manifest, struct settings **out);
/* Of a template alone, as an empty edition in the current folder would have it. */
int settings_load_template(struct arena *arena, struct diagnostics *all, const char *name, const char *const *template_folders, struct settings **out);
const char *settings_file(const struct settings *settings);    /* the edition's INI */
const char *settings_folder(const struct settings *settings);  /* paths in it are relative to this */

/* The path of a file that the edition names, which is noted among its sources: call it just before the file is read. NULL with
 * a diagnostic: the edition was extracted, and this file is not among what was. */
const char *settings_source(const struct settings *settings, struct diagnostics *all, enum source_kind kind, const struct words *name);
const struct sources *settings_sources(const struct settings *settings);   /* all that was read so far: lent */

/* The value from the first layer that has it: what the run sets, the chosen output, the edition, its templates; NULL if none has. section in English, instance included
 * ("table.progress", "column.项目名称", "issuer.1"). An empty value (`key =`) is a value: text "". */
const struct words *settings_lookup(const struct settings *settings, const char *section, const char *key);
/* Is it in the edition, or set for this run? */
bool settings_in_edition(const struct settings *settings, const char *section, const char *key);
/* Is it set for this run, or by the output that was chosen? */
bool settings_in_choices(const struct settings *settings, const char *section, const char *key);
/* The name of that output; NULL: none. */
const char *settings_output(const struct settings *settings);
/* Instances of a section family, e.g. family "column": each different NAME of [column.NAME]; edition's first, then the
 * templates', in file order; numbered families (issuer, attachment) in order of their number. */
size_t settings_instances(const struct settings *settings, const char *family, const struct words **names);

/* Every value that holds, once each: sections and keys in the order of the one table, instances as they appear. */
struct resolved { const char *section, *key; struct words value; };
size_t settings_all(const struct settings *settings, const struct resolved **out);

/* The same of one section, or of the values whose text is wanted. Lent. */
size_t settings_of(const struct settings *settings, const char *section, const struct resolved **out);
size_t settings_with(const struct settings *settings, bool (*wanted)(const char *text), const struct resolved **out);
/* Puts another value in the place of the one that holds, which keeps its place in the layers. */
void settings_replace(struct settings *settings, const char *section, const char *key, const struct words *value);

/* English names of a section (instance included) and of its key, as messages have them: Chinese ones where messages are Chinese. */
const char *settings_section_told(struct arena *arena, const char *section);
const char *settings_key_told(const char *section, const char *key);

/* Typed values. Return 1 if given, 0 if not (*out untouched), -1 with a diagnostic. */
int settings_flag(const struct settings *settings, struct diagnostics *all, const char *section, const char *key, bool *out);       /* yes/no 是/否 */
int settings_integer(const struct settings *settings, struct diagnostics *all, const char *section, const char *key, int range[2], int *out);
/* one of names[] (English and Chinese spellings alternate: en0, zh0, en1, zh1, …, NULL); *out = index of the pair */
int settings_choice(const struct settings *settings, struct diagnostics *all, const char *section, const char *key, const char *const *names, int *out);
#endif
