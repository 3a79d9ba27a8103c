/* Sections [sources], [set.N], [source.N], [font.N]. Names are written with %XX for what an INI value cannot hold. */
#include "read/manifest.h"
#include <string.h>
#include "base/bytes.h"
#include "base/path_inside.h"
#include "read/ini.h"

struct reader {
	struct arena *arena;
	struct diagnostics *all;
	const char *folder;
	struct ini ini;
};

static const char *decoded(struct arena *arena, const char *text)
{
	char *out = arena_strdup(arena, text), *to = out;
	while (*text) {
		int high = text[0] == '%' ? hex_digit(text[1]) : -1, low = high >= 0 ? hex_digit(text[2]) : -1;
		*to++ = low > 0 || high > 0 ? (char)(16 * high + low) : *text;
		text += low > 0 || high > 0 ? 3 : 1;
	}
	*to = '\0';
	return out;
}

/* Of a section; "" if it is not there. */
static const char *value(const struct reader *reader, const char *section, const char *key)
{
	for (size_t i = 0; i < reader->ini.count; i++)
		if (strcmp(reader->ini.entries[i].section, section) == 0 && strcmp(reader->ini.entries[i].key, key) == 0)
			return decoded(reader->arena, reader->ini.entries[i].value.text);
	return "";
}

static int wrong(const struct reader *reader, const struct words *section)
{
	return REPORT(reader->all, sources_form, &section->at, section->text);
}

/* The path of a file in the folder; NULL if what is said is none. */
static const char *path_of(const struct reader *reader, const char *file)
{
	const char *inside = path_inside(reader->arena, file);
	return inside ? arena_printf(reader->arena, "%s/%s", reader->folder, inside) : NULL;
}

static int read_source(const struct reader *reader, const struct words *section, struct source_file *out)
{
	const char *kind = value(reader, section->text, "kind");
	int number = 0;
	while (number < SOURCE_KINDS && strcmp(kind, source_kinds[number]) != 0)
		number++;
	*out = (struct source_file){ .kind = (enum source_kind)number, .name = value(reader, section->text, "name"), .file = value(reader, section->text, "file") };
	out->path = path_of(reader, out->file);
	return number < SOURCE_KINDS && out->path && out->name[0] ? 0 : wrong(reader, section);
}

static int read_head(const struct reader *reader, const struct words *section, struct manifest *out)
{
	const char *variant = value(reader, section->text, "output");
	out->epoch = value(reader, section->text, "epoch");
	out->choices.variant = variant[0] ? variant : NULL;
	out->edition = path_of(reader, value(reader, section->text, "edition"));
	return strcmp(value(reader, section->text, "form"), "1") == 0 && out->edition ? 0 : wrong(reader, section);
}

int manifest_read(struct arena *arena, struct diagnostics *all, const char *folder, struct manifest *out)
{
	struct reader reader = { .arena = arena, .all = all, .folder = folder };
	struct source source;
	const char *path = arena_printf(arena, "%s/%s", folder, SOURCES_LIST);
	*out = (struct manifest){ .folder = folder, .epoch = "" };
	if (source_load(arena, all, NULL, path, &source) || ini_read(arena, all, &source, &reader.ini))
		return -1;
	struct source_file *sources = arena_array(arena, reader.ini.section_count + 1, sizeof *sources);
	struct manifest_font *fonts = arena_array(arena, reader.ini.section_count + 1, sizeof *fonts);
	const char **sets = arena_array(arena, reader.ini.section_count + 1, sizeof *sets);
	size_t set_count = 0;
	int result = 0;
	for (size_t i = 0; i < reader.ini.section_count; i++) {
		const struct words *section = &reader.ini.sections[i];
		if (strncmp(section->text, "source.", 7) == 0)
			result |= read_source(&reader, section, &sources[out->count++]);
		else if (strncmp(section->text, "font.", 5) == 0)
			fonts[out->font_count++] = (struct manifest_font){ value(&reader, section->text, "name"), value(&reader, section->text, "version"),
			                                                   value(&reader, section->text, "sha256"), section->at };
		else if (strncmp(section->text, "set.", 4) == 0)
			sets[set_count++] = value(&reader, section->text, "value");
		else if (strcmp(section->text, "sources") == 0)
			result |= read_head(&reader, section, out);
		else
			result |= wrong(&reader, section);
	}
	out->choices.sets = sets;
	out->sources = sources;
	out->fonts = fonts;
	if (!result && !out->edition)
		result = REPORT(all, sources_form, &(struct place){ .file = path }, "[sources]");
	return result;
}

const char *manifest_lookup(const struct manifest *manifest, enum source_kind kind, const char *name)
{
	for (size_t i = 0; i < manifest->count; i++)
		if (manifest->sources[i].kind == kind && strcmp(manifest->sources[i].name, name) == 0)
			return manifest->sources[i].path;
	return NULL;
}
