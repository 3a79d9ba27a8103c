/* Names of sections and keys: what was typed is brought to English, or the nearest name is proposed; messages name them in Chinese to those
 * who read Chinese, for whom the English names are the foreign ones. */
#include <string.h>
#include "base/language.h"
#include "read/nearest.h"
#include "read/settings_layers.h"

/* ---- as typed ---- */

/* Column names are compared without blanks. */
const char *settings_without_blanks(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) + 1), *to = out;
	while (*text) {
		if (strncmp(text, "\xE3\x80\x80", 3) == 0)
			text += 3;
		else if (*text == ' ' || *text == '\t')
			text++;
		else
			*to++ = *text++;
	}
	return out;
}

/* A known section as it would be written: with the instance that was given, or one if it needs one. */
static const char *section_shown(struct settings *settings, const char *name, const char *dot)
{
	const struct settings_section *known = settings_sections;
	while (strcmp(known->name, name) != 0 && strcmp(known->chinese, name) != 0)
		known++;
	if (dot ? known->instances : !known->plain)
		return arena_printf(settings->arena, "%s%s", name, dot && dot[1] ? dot : ".1");
	return name;
}

/* The one section that has a key of this name, which was taken for a section's ([署名] for [落款]), in the same language; NULL: none
 * has, or several. */
static const char *section_of_key(const char *key)
{
	const struct settings_key *found = NULL;
	const struct settings_section *section = settings_sections;
	for (const struct settings_section *known = settings_sections; known->name; known++)
		if (strcmp(key, known->name) == 0 || strcmp(key, known->chinese) == 0)
			return NULL;    /* it wants, or has, an instance */
	for (const struct settings_key *known = settings_keys; known->section; known++) {
		if (known->use == KEY_TEMPLATE || (strcmp(key, known->name) != 0 && strcmp(key, known->chinese) != 0))
			continue;
		if (found && strcmp(found->section, known->section) != 0)
			return NULL;
		found = known;
	}
	while (found && strcmp(section->name, found->section) != 0)
		section++;
	return !found ? NULL : strcmp(key, found->name) == 0 ? section->name : section->chinese;
}

const char *settings_section_name(struct settings *settings, struct diagnostics *all, const struct words *given)
{
	const char *dot = strchr(given->text, '.');
	size_t length = dot ? (size_t)(dot - given->text) : strlen(given->text);
	const char *names[128];
	size_t count = 0;
	for (const struct settings_section *known = settings_sections; known->name; known++) {
		if ((named(given->text, length, known->name) || named(given->text, length, known->chinese))
		    && (dot ? known->instances && dot[1] : known->plain))
			return dot ? arena_printf(settings->arena, "%s.%s", known->name, settings_without_blanks(settings->arena, dot + 1)) : known->name;
		names[count++] = known->name;
		names[count++] = known->chinese;
	}
	const char *name = arena_strndup(settings->arena, given->text, length), *near = section_of_key(name);
	const char *shown = section_shown(settings, near ? near : nearest(name, names, count), dot);
	REPORT(all, section_unknown, &given->at, given->text, shown);
	return NULL;
}

const struct settings_key *settings_find_key(const char *section, const char *key)
{
	const char *dot = strchr(section, '.');
	size_t length = dot ? (size_t)(dot - section) : strlen(section);
	for (const struct settings_key *known = settings_keys; known->section; known++)
		if (named(section, length, known->section) && (!known->name[0] || same(key, known->name) || same(key, known->chinese)))
			return known;
	return NULL;
}

/* The sections whose editions may have a key of this English or Chinese name: "[head], [imprint]", in the language of the key; "" if none. */
static const char *sections_with(struct settings *settings, const char *key)
{
	const char *list = "", *last = "";
	for (const struct settings_key *known = settings_keys; known->section; known++) {
		bool english = strcmp(key, known->name) == 0;
		if ((!english && strcmp(key, known->chinese) != 0) || strcmp(last, known->section) == 0 || known->use == KEY_TEMPLATE)
			continue;
		last = known->section;
		const struct settings_section *section = settings_sections;
		while (strcmp(section->name, last) != 0)
			section++;
		list = arena_printf(settings->arena, "%s%s[%s%s]", list, *list ? ", " : "", english ? section->name : section->chinese,
		                    known->use == KEY_INSTANCE || !section->plain ? ".1" : "");
	}
	return list;
}

/* The Chinese name that a section's key has whose Chinese name in other sections was given (名称 is name, and so is 署名); else NULL. */
static const char *namesake(const char *section, size_t length, const char *key)
{
	for (const struct settings_key *other = settings_keys; other->section; other++)
		for (const struct settings_key *known = settings_keys; known->section && strcmp(key, other->chinese) == 0; known++)
			if (named(section, length, known->section) && known->name[0] && strcmp(known->name, other->name) == 0)
				return known->chinese;
	return NULL;
}

int settings_report_key(struct settings *settings, struct diagnostics *all, const char *section, const struct ini_entry *entry)
{
	const char *names[256], *dot = strchr(section, '.');
	size_t count = 0, length = dot ? (size_t)(dot - section) : strlen(section);
	for (const struct settings_key *known = settings_keys; known->section; known++) {
		if (!named(section, length, known->section))
			continue;
		names[count++] = known->name;
		names[count++] = known->chinese;
	}
	const char *here = namesake(section, length, entry->key), *elsewhere = sections_with(settings, entry->key);
	if (!here && *elsewhere)
		return REPORT(all, key_elsewhere, &entry->key_at, entry->key, entry->section, elsewhere);
	return REPORT(all, key_unknown, &entry->key_at, entry->key, entry->section, here ? here : nearest_or_all(settings->arena, entry->key, names, count));
}

/* ---- as told ---- */

static size_t family(const char *section) { return strcspn(section, "."); }

const char *settings_section_told(struct arena *arena, const char *section)
{
	const struct settings_section *known = settings_sections;
	const size_t length = family(section);
	while (known->name && !named(section, length, known->name))
		known++;
	return known->name && language_is_chinese() ? arena_printf(arena, "%s%s", known->chinese, section + length) : section;
}

const char *settings_key_told(const char *section, const char *key)
{
	const size_t length = family(section);
	for (const struct settings_key *known = settings_keys; known->section && language_is_chinese(); known++)
		if (named(section, length, known->section) && known->name[0] && strcmp(known->name, key) == 0)
			return known->chinese;
	return key;
}
