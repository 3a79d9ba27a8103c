/* What a run chooses: values set for it alone, and one of the edition's sections [output.NAME]. Both override keys by their full
 * name, section.key; the last dot divides, for the names of columns may have dots, and those of keys have none. */
#include <string.h>
#include "base/utf8.h"
#include "read/nearest.h"
#include "read/settings_layers.h"

struct dotted { struct words section; const char *key; };

/* false: there is no dot with something at both sides of it. */
static bool divide(struct arena *arena, const char *name, const struct place *at, struct dotted *out)
{
	const char *dot = strrchr(name, '.');
	if (!dot || dot == name || !dot[1])
		return false;
	*out = (struct dotted){ .section = { .text = arena_strndup(arena, name, (size_t)(dot - name)), .at = *at }, .key = dot + 1 };
	return true;
}

static bool in_family(const char *section, const char *family)
{
	size_t length = strlen(family);
	return strncmp(section, family, length) == 0 && (!section[length] || section[length] == '.');
}

/* Puts one into a layer of overrides, which has room for it. */
static int override(struct settings *settings, struct diagnostics *all, struct layer *layer, const struct ini_entry *from)
{
	struct words typed = { .text = from->section, .at = from->key_at };
	const char *section = settings_section_name(settings, all, &typed);
	if (!section)
		return -1;
	if (in_family(section, "output"))
		return REPORT(all, override_output, &from->key_at, from->section);
	if (settings_add(settings, all, layer, section, from))
		return -1;
	bool known = false;
	for (size_t i = 0; i < layer->section_count; i++)
		known |= strcmp(layer->sections[i].text, section) == 0;
	if (!known)
		layer->sections[layer->section_count++] = (struct words){ .text = section, .at = from->key_at };
	return 0;
}

static struct layer new_layer(struct arena *arena, const char *path, size_t most)
{
	return (struct layer){
		.path = path, .entries = arena_array(arena, most + 1, sizeof(struct entry)), .sections = arena_array(arena, most + 1, sizeof(struct words)),
	};
}

/* ---- --set ---- */

static const char *trimmed(struct arena *arena, const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	return arena_strndup(arena, from, (size_t)(to - from));
}

/* Words as a line of an edition can have them. */
static bool is_line(const char *text)
{
	bool line = utf8_invalid(text, strlen(text)) == strlen(text);
	for (; line && *text; text++)
		line = (unsigned char)*text >= ' ' || *text == '\t';
	return line;
}

static int add_set(struct settings *settings, struct diagnostics *all, struct layer *layer, int number)
{
	const char *set = settings->choices.sets[number - 1], *equals = strchr(set, '=');
	struct place at = { .file = layer->path, .line = number, .column = 1 };
	struct dotted dotted;
	if (!is_line(set))
		return REPORT(all, set_no_text, &at);
	if (!equals || !divide(settings->arena, trimmed(settings->arena, set, equals), &at, &dotted))
		return REPORT(all, set_form, &at, set);
	struct ini_entry entry = { .section = dotted.section.text, .key = dotted.key, .key_at = at,
	                           .value = { .text = trimmed(settings->arena, equals + 1, set + strlen(set)), .at = at } };
	entry.value.at.column = (int)utf8_count(arena_strndup(settings->arena, set, (size_t)(equals - set))) + 2;
	return override(settings, all, layer, &entry);
}

int settings_add_sets(struct settings *settings, struct diagnostics *all)
{
	const char *const *sets = settings->choices.sets;
	int count = 0, result = 0;
	while (sets && sets[count])
		count++;
	if (!count)
		return 0;
	struct layer *layer = &settings->overlays[settings->overlay_count++];
	*layer = new_layer(settings->arena, "--set", (size_t)count);
	for (int i = 1; i <= count; i++)
		result |= add_set(settings, all, layer, i);
	return result;
}

/* ---- [output.NAME] ---- */

/* Of a template it cannot choose the template: that is chosen already. */
const char *settings_output_key(struct settings *settings, struct diagnostics *all, const struct layer *layer, const struct ini_entry *from)
{
	struct layer alone = new_layer(settings->arena, layer->path, 1);
	struct dotted dotted;
	alone.template = layer->template;
	if (!divide(settings->arena, from->key, &from->key_at, &dotted)) {
		REPORT(all, output_key, &from->key_at, from->key, from->section);
		return NULL;
	}
	struct ini_entry entry = { .section = dotted.section.text, .key = dotted.key, .key_at = from->key_at, .value = from->value };
	if (override(settings, all, &alone, &entry))
		return NULL;
	const struct entry *known = &alone.entries[0];
	if (layer->template && ((strcmp(known->section, "document") == 0 && strcmp(known->key, "template") == 0)
	                        || (strcmp(known->section, "template") == 0 && strcmp(known->key, "extends") == 0))) {
		REPORT(all, output_template, &from->key_at, from->key);
		return NULL;
	}
	return arena_printf(settings->arena, "%s.%s", known->section, known->key);
}

static bool is_variant(const struct settings *settings, const char *section)
{
	const char *variant = settings->choices.variant;
	return variant && in_family(section, "output") && section[6] && strcmp(section + 7, variant) == 0;
}

static void add_override(struct settings *settings, struct layer *layer, const struct entry *from)
{
	struct dotted dotted;
	if (!divide(settings->arena, from->key, &from->value.at, &dotted))
		return;    /* a key of the output itself */
	layer->entries[layer->count++] = (struct entry){
		.section = dotted.section.text, .key = dotted.key, .print = entry_print(dotted.section.text, dotted.key), .value = from->value,
	};
	bool known = false;
	for (size_t i = 0; i < layer->section_count; i++)
		known |= strcmp(layer->sections[i].text, dotted.section.text) == 0;
	if (!known)
		layer->sections[layer->section_count++] = dotted.section;
}

void settings_add_variant(struct settings *settings, const struct layer *layer)
{
	bool there = false;
	for (size_t i = 0; i < layer->count && !there; i++)
		there = is_variant(settings, layer->entries[i].section);
	if (!there)
		return;
	struct layer *overlay = &settings->overlays[settings->overlay_count++];
	*overlay = new_layer(settings->arena, layer->path, layer->count);
	overlay->template = layer->template;
	for (size_t i = 0; i < layer->count; i++)
		if (is_variant(settings, layer->entries[i].section))
			add_override(settings, overlay, &layer->entries[i]);
}

int settings_find_variant(struct settings *settings, struct diagnostics *all)
{
	const struct words *names = NULL;
	size_t count = settings_instances(settings, "output", &names);
	const char *variant = settings->choices.variant, **known = arena_array(settings->arena, count + 1, sizeof *known);
	struct place at = { .file = settings->file };
	bool there = !variant;
	for (size_t i = 0; i < count; i++) {
		known[i] = names[i].text;
		there |= variant && strcmp(names[i].text, variant) == 0;
	}
	if (there)
		return 0;
	return count ? REPORT(all, output_unknown, &at, variant, nearest(variant, known, count)) : REPORT(all, output_none, &at, variant);
}
