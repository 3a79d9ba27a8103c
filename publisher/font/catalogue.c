/* The catalogue of fonts: [family.仿宋] faces = the chain by PostScript names, [face.NAME] where a face is and what it is
 * fit for. Several catalogues may be read: the first that knows a face wins, and chains are put behind one another. */
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "font/fonts.h"

const char *const family_names[FONT_FAMILIES] = { "仿宋", "小标宋", "黑体", "楷体", "宋体" };

static int face_number(const struct fonts *fonts, const char *name)
{
	for (int i = 0; i < fonts->count; i++)
		if (strcmp(fonts->faces[i].name, name) == 0)
			return i;
	return -1;
}

static int read_flag(struct fonts *fonts, const struct words *value, bool *out)
{
	bool yes = strcmp(value->text, "yes") == 0 || strcmp(value->text, "是") == 0;
	if (!yes && strcmp(value->text, "no") != 0 && strcmp(value->text, "否") != 0)
		return REPORT(fonts->all, value_unknown, &value->at, value->text, "yes, no");
	*out = yes;
	return 0;
}

static int read_index(struct fonts *fonts, const struct words *value, int *out)
{
	char *end = NULL;
	long number = strtol(value->text, &end, 10);
	if (end == value->text || *end || number < 0 || number > 255)
		return REPORT(fonts->all, value_no_integer, &value->at, value->text, "0", "255");
	*out = (int)number;
	return 0;
}

static int read_key(struct fonts *fonts, struct face *face, const struct ini_entry *entry)
{
	if (strcmp(entry->key, "paths") == 0)
		face->paths = entry->value.text;
	else if (strcmp(entry->key, "index") == 0)
		return read_index(fonts, &entry->value, &face->index);
	else if (strcmp(entry->key, "lacks") == 0)
		face->lacks = entry->value.text;
	else if (strcmp(entry->key, "punctuation") == 0)
		return read_flag(fonts, &entry->value, &face->punctuation);
	else if (strcmp(entry->key, "last_resort") == 0)
		return read_flag(fonts, &entry->value, &face->last_resort);
	else if (strcmp(entry->key, "optional") == 0)
		return read_flag(fonts, &entry->value, &face->optional);
	else
		return REPORT(fonts->all, catalogue_unknown, &entry->key_at, entry->key);
	return 0;
}

static int add_face(struct fonts *fonts, const struct ini *ini, const struct words *section, const char *folder)
{
	struct face face = { .name = section->text + strlen("face."), .folder = folder, .at = section->at, .punctuation = true };
	int result = 0;
	for (size_t i = 0; i < ini->count; i++)
		if (strcmp(ini->entries[i].section, section->text) == 0)
			result |= read_key(fonts, &face, &ini->entries[i]);
	if (result || face_number(fonts, face.name) >= 0)
		return result;
	if (fonts->count == FACES_MAX)
		return REPORT(fonts->all, catalogue_full, &section->at, face.name);
	fonts->faces[fonts->count++] = face;
	return 0;
}

static int add_to_chain(struct fonts *fonts, int family, const char *name, const struct place *at)
{
	int face = face_number(fonts, name), *length = &fonts->chain_length[family];
	if (face < 0)
		return REPORT(fonts->all, face_unknown, at, name);
	for (int i = 0; i < *length; i++)
		if (fonts->chain[family][i] == face)
			return 0;
	if (*length == FONT_CHAIN_MAX)
		return REPORT(fonts->all, catalogue_full, at, name);
	fonts->chain[family][(*length)++] = face;
	return 0;
}

static int add_chain(struct fonts *fonts, int family, const struct words *names)
{
	char *copy = arena_strdup(fonts->arena, names->text), *rest = NULL;
	int result = 0;
	for (char *name = strtok_r(copy, " ,\t", &rest); name; name = strtok_r(NULL, " ,\t", &rest))
		result |= add_to_chain(fonts, family, name, &names->at);
	return result;
}

static int family_number(const char *section)
{
	for (int i = 0; i < FONT_FAMILIES; i++)
		if (strncmp(section, "family.", 7) == 0 && strcmp(section + 7, family_names[i]) == 0)
			return i;
	return -1;
}

static bool is_face(const char *section) { return strncmp(section, "face.", 5) == 0 && section[5]; }

static int add_chains(struct fonts *fonts, const struct ini *ini)
{
	int result = 0;
	for (size_t i = 0; i < ini->count; i++) {
		const struct ini_entry *entry = &ini->entries[i];
		int family = family_number(entry->section);
		if (family < 0)
			continue;
		if (strcmp(entry->key, "faces") == 0)
			result |= add_chain(fonts, family, &entry->value);
		else
			result |= REPORT(fonts->all, catalogue_unknown, &entry->key_at, entry->key);
	}
	return result;
}

int catalogue_read(struct fonts *fonts, const char *path)
{
	struct source source;
	struct ini ini;
	int result = 0;
	const char *folder = path_folder(fonts->arena, path);
	if (source_load(fonts->arena, fonts->all, NULL, path, &source) || ini_read(fonts->arena, fonts->all, &source, &ini))
		return -1;
	for (size_t i = 0; i < ini.section_count; i++) {
		const struct words *section = &ini.sections[i];
		if (is_face(section->text))
			result |= add_face(fonts, &ini, section, folder);
		else if (family_number(section->text) < 0)
			result |= REPORT(fonts->all, catalogue_unknown, &section->at, section->text);
	}
	return result ? result : add_chains(fonts, &ini);
}
