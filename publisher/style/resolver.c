#include "style/resolver.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "style/length.h"

const struct words *resolver_required(struct resolver *resolver, const char *section, const char *key)
{
	const struct words *value = settings_lookup(resolver->settings, section, key);
	struct place at = { .file = settings_file(resolver->settings) };
	if (!value)
		resolver->result = REPORT(resolver->all, template_incomplete, &at, settings_section_told(resolver->arena, section), settings_key_told(section, key));
	return value;
}

mpt resolver_length(struct resolver *resolver, const char *section, const char *key, mpt em)
{
	const struct words *value = resolver_required(resolver, section, key);
	mpt out = 0;
	if (value && length_parse(resolver->all, value, em, &out))
		resolver->result = -1;
	return out;
}

mpt resolver_positive(struct resolver *resolver, const char *section, const char *key, mpt em)
{
	mpt out = resolver_required(resolver, section, key) ? resolver_optional(resolver, section, key, em) : 0;
	return out > 0 ? out : 1000;
}

int resolver_whole(struct resolver *resolver, const char *section, const char *key, int least, int most)
{
	int out = least, range[2] = { least, most };
	if (resolver_required(resolver, section, key) && settings_integer(resolver->settings, resolver->all, section, key, range, &out) < 0)
		resolver->result = -1;
	return out;
}

bool resolver_flag(struct resolver *resolver, const char *section, const char *key)
{
	bool out = false;
	if (resolver_required(resolver, section, key))
		resolver_optional_flag(resolver, section, key, &out);
	return out;
}

const char *resolver_text(struct resolver *resolver, const char *section, const char *key)
{
	const struct words *value = resolver_required(resolver, section, key);
	return value ? value->text : "";
}

int resolver_required_choice(struct resolver *resolver, const char *section, const char *key, const char *const *names)
{
	return resolver_required(resolver, section, key) ? resolver_choice(resolver, section, key, names) : 0;
}

/* "NAME(1, 2, 3)" with so many numbers up to most; NULL, or what follows it. */
static const char *take_numbers(const char *text, const char *name, uint8_t *out, const int count_most[2])
{
	size_t length = strlen(name);
	bool sound = strncmp(text, name, length) == 0;
	text += sound ? length : 0;
	for (int i = 0; sound && i < count_most[0]; i++) {
		char *end = NULL;
		text += strspn(text, " ");
		long number = strtol(text, &end, 10);
		end += strspn(end, " ");
		sound = text[0] >= '0' && text[0] <= '9' && number <= count_most[1] && *end == (i + 1 < count_most[0] ? ',' : ')');
		out[i] = (uint8_t)(sound ? number : 0);
		text = sound ? end + 1 : text;
	}
	return sound ? text : NULL;
}

/* Black ink takes all that the three others have in common, so that grey is printed with black alone. */
static void compute_inks(struct colour *colour)
{
	const uint8_t parts[3] = { colour->red, colour->green, colour->blue };
	uint8_t lightest = 0;
	for (int i = 0; i < 3; i++)
		lightest = parts[i] > lightest ? parts[i] : lightest;
	for (int i = 0; i < 3; i++)
		colour->inks[i] = (uint8_t)(lightest ? ((lightest - parts[i]) * 100 + lightest / 2) / lightest : 0);
	colour->inks[3] = (uint8_t)(((255 - lightest) * 100 + 127) / 255);
}

struct colour resolver_colour(struct resolver *resolver, const char *key)
{
	const struct words *value = resolver_required(resolver, "colour", key);
	uint8_t screen[3] = { 0 };
	struct colour colour = { 0 };
	if (!value)
		return colour;
	const char *rest = take_numbers(value->text, "rgb(", screen, (const int[2]){ 3, 255 });
	colour = (struct colour){ .red = screen[0], .green = screen[1], .blue = screen[2] };
	compute_inks(&colour);
	if (rest && *rest) {
		rest += strspn(rest, " ,");
		rest = take_numbers(rest, "cmyk(", colour.inks, (const int[2]){ 4, 100 });
	}
	if (!rest || *rest)
		resolver->result = REPORT(resolver->all, value_no_colour, &value->at, value->text);
	return colour;
}

mpt resolver_optional(struct resolver *resolver, const char *section, const char *key, mpt em)
{
	const struct words *value = settings_lookup(resolver->settings, section, key);
	mpt out = 0;
	if (!value)
		return 0;
	if (length_parse(resolver->all, value, em, &out))
		resolver->result = -1;
	else if (out <= 0)
		resolver->result = REPORT(resolver->all, length_not_positive, &value->at, value->text);
	return out > 0 ? out : 0;
}

int resolver_choice(struct resolver *resolver, const char *section, const char *key, const char *const *names)
{
	int choice = 0;
	if (settings_choice(resolver->settings, resolver->all, section, key, names, &choice) < 0)
		resolver->result = -1;
	return choice;
}

void resolver_optional_flag(struct resolver *resolver, const char *section, const char *key, bool *out)
{
	if (settings_flag(resolver->settings, resolver->all, section, key, out) < 0)
		resolver->result = -1;
}
