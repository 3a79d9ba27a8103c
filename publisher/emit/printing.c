/* The header and the table of tags of an ICC profile (ICC.1:2004-10, 7.2 and 7.3); what a tag holds is the reader's affair. */
#include "emit/printing.h"
#include <string.h>
#include "base/arena.h"
#include "base/language.h"
#include "base/utf8.h"

enum { HEADER = 128, LEAST = HEADER + 4, MOST = 8 << 20, TAG = 12, TAGS_MOST = 100 };

static uint32_t number_at(struct bytes profile, size_t offset, int bytes)
{
	uint32_t number = 0;
	for (int i = 0; i < bytes; i++)
		number = number << 8 | profile.data[offset + (size_t)i];
	return number;
}

static bool says(struct bytes profile, size_t offset, const char *signature) { return memcmp(profile.data + offset, signature, 4) == 0; }

/* A tag's data; length 0: it has none of this name. */
static struct bytes tag_of(struct bytes profile, const char *name)
{
	struct bytes found = { 0 };
	uint32_t count = number_at(profile, HEADER, 4);
	for (uint32_t i = 0; i < count; i++) {
		size_t entry = LEAST + TAG * (size_t)i;
		if (says(profile, entry, name))
			found = (struct bytes){ profile.data + number_at(profile, entry + 4, 4), number_at(profile, entry + 8, 4) };
	}
	return found;
}

/* Do all tags lie inside? */
static bool tags_sound(struct bytes profile)
{
	uint32_t count = number_at(profile, HEADER, 4);
	bool sound = count > 0 && count <= TAGS_MOST && LEAST + TAG * (size_t)count <= profile.length;
	for (uint32_t i = 0; sound && i < count; i++) {
		size_t entry = LEAST + TAG * (size_t)i, offset = number_at(profile, entry + 4, 4), length = number_at(profile, entry + 8, 4);
		sound = offset >= LEAST && length >= 8 && offset <= profile.length && length <= profile.length - offset;
	}
	return sound;
}

/* What keeps it from being used, or NULL. */
static const char *fault(struct bytes profile)
{
	if (profile.length < LEAST || !says(profile, 36, "acsp"))
		return N_("it is no ICC profile");
	if (profile.length > MOST)
		return N_("it is larger than 8 MiB");
	if (number_at(profile, 0, 4) != profile.length)
		return N_("it is not as long as it says");
	if (!says(profile, 16, "CMYK"))
		return N_("it is not for CMYK");
	if (!says(profile, 12, "prtr"))
		return N_("it is no output profile (class prtr)");
	if (number_at(profile, 8, 1) != 2 && number_at(profile, 8, 1) != 4)
		return N_("its version is neither 2 nor 4");
	if (!tags_sound(profile))
		return N_("its parts do not lie inside it");
	if (!tag_of(profile, "A2B0").length || !tag_of(profile, "desc").length)
		return N_("it has no table from inks to colours (A2B0) or no description (desc)");
	return NULL;
}

static const char *plain_name(struct arena *arena, struct bytes words)
{
	size_t length = 0;
	while (length < words.length && words.data[length] >= ' ' && words.data[length] < 127)
		length++;
	return arena_strndup(arena, (const char *)words.data, length);
}

/* UTF-16BE; what is none ends it. */
static const char *wide_name(struct arena *arena, struct bytes words)
{
	char *name = arena_array(arena, words.length * 2 + 1, 1);
	size_t used = 0, at = 0;
	while (at + 2 <= words.length) {
		uint32_t code = number_at(words, at, 2);
		at += 2;
		if (code >= 0xD800 && code < 0xDC00 && at + 2 <= words.length && number_at(words, at, 2) >> 10 == 0xDC00 >> 10) {
			code = 0x10000 + ((code & 0x3FF) << 10) + (number_at(words, at, 2) & 0x3FF);
			at += 2;
		}
		if (code < ' ' || (code >= 0xD800 && code < 0xE000) || (code & 0xFFFE) == 0xFFFE)
			break;
		used += utf8_encode(code, name + used);
	}
	return name;
}

/* textDescriptionType of version 2, multiLocalizedUnicodeType of version 4: the first language. */
static const char *name_of(struct arena *arena, struct bytes profile)
{
	struct bytes tag = tag_of(profile, "desc");
	const char *name = "";
	if (tag.length > 12 && says(tag, 0, "desc")) {
		name = plain_name(arena, (struct bytes){ tag.data + 12, tag.length - 12 });
	} else if (tag.length >= 28 && says(tag, 0, "mluc")) {
		size_t length = number_at(tag, 20, 4), offset = number_at(tag, 24, 4);
		if (offset <= tag.length && length <= tag.length - offset)
			name = wide_name(arena, (struct bytes){ tag.data + offset, length });
	}
	return name[0] ? name : "CMYK";
}

int printing_load(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct printing *out)
{
	if (file_read(arena, all, at, path, &out->profile))
		return -1;
	const char *reason = fault(out->profile);
	if (reason)
		return REPORT(all, profile_bad, at, path, _(reason));
	out->name = name_of(arena, out->profile);
	return 0;
}
