/* Sections and keys as messages name them: in Chinese to those who read Chinese, for whom the English names are the foreign ones. */
#include <string.h>
#include "base/arena.h"
#include "base/language.h"
#include "read/settings.h"
#include "read/settings_keys.h"

static size_t family(const char *section) { return strcspn(section, "."); }

const char *settings_section_told(struct arena *arena, const char *section)
{
	const struct settings_section *known = settings_sections;
	const size_t length = family(section);
	while (known->name && !(strncmp(known->name, section, length) == 0 && !known->name[length]))
		known++;
	return known->name && language_is_chinese() ? arena_printf(arena, "%s%s", known->chinese, section + length) : section;
}

const char *settings_key_told(const char *section, const char *key)
{
	const size_t length = family(section);
	for (const struct settings_key *known = settings_keys; known->section && language_is_chinese(); known++)
		if (strncmp(known->section, section, length) == 0 && !known->section[length] && known->name[0] && strcmp(known->name, key) == 0)
			return known->chinese;
	return key;
}
