#include "style/resolver.h"
#include <stdio.h>
#include "base/arena.h"
#include "style/length.h"

const struct words *resolver_required(struct resolver *resolver, const char *section, const char *key)
{
	const struct words *value = settings_lookup(resolver->settings, section, key);
	struct place at = { .file = settings_file(resolver->settings) };
	if (!value)
		resolver->result = REPORT(resolver->all, template_incomplete, &at, section, key);
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

struct colour resolver_colour(struct resolver *resolver, const char *key)
{
	const struct words *value = resolver_required(resolver, "colour", key);
	int red = 0, green = 0, blue = 0, used = 0;
	if (!value)
		return (struct colour){ 0 };
	bool sound = sscanf(value->text, "rgb(%3d,%3d,%3d)%n", &red, &green, &blue, &used) == 3 && used && !value->text[used]
	             && red >= 0 && red < 256 && green >= 0 && green < 256 && blue >= 0 && blue < 256;
	if (!sound)
		resolver->result = REPORT(resolver->all, value_no_colour, &value->at, value->text);
	return (struct colour){ (uint8_t)red, (uint8_t)green, (uint8_t)blue };
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
