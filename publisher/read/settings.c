/* Layers of keys. Names are brought to English when a file is read; look-ups then compare plain strings, layer by layer. */
#include "read/settings.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/language.h"
#include "read/nearest.h"
#include "read/settings_keys.h"
#include "read/settings_layers.h"

static const struct entry *layer_find(const struct layer *layer, const char *section, const char *key, uint32_t print)
{
	const struct entry *entry = layer->entries, *end = entry + layer->count;
	while (entry < end && !(entry->print == print && same(entry->key, key) && same(entry->section, section)))
		entry++;
	return entry < end ? entry : NULL;
}

int settings_add(struct settings *settings, struct diagnostics *all, struct layer *layer, const char *section, const struct ini_entry *from)
{
	const struct settings_key *known = settings_find_key(section, from->key);
	const char *key = !known ? NULL : known->use == KEY_FREE ? from->key : known->name;
	if (!known && strncmp(section, "output.", 7) == 0)    /* section.key of another section */
		key = settings_output_key(settings, all, layer, from);
	else if (!known)
		settings_report_key(settings, all, section, from);
	if (!key)
		return -1;
	if (known && known->use == KEY_GENERAL && strchr(section, '.'))
		return REPORT(all, key_place, &from->key_at, from->key, from->section, settings_section_told(settings->arena, known->section));
	if (known && known->use == KEY_INSTANCE && !strchr(section, '.'))
		return REPORT(all, key_place, &from->key_at, from->key, from->section, settings_section_told(settings->arena, arena_printf(settings->arena, "%s.%s", known->section, _("NAME"))));
	if (known && known->use == KEY_TEMPLATE && !layer->template)
		return REPORT(all, key_of_template, &from->key_at, from->key);
	const uint32_t print = entry_print(section, key);
	const struct entry *there = layer_find(layer, section, key, print);    /* 标题 and title are one key */
	if (there)
		return REPORT(all, ini_key_twice, &from->key_at, from->key, arena_printf(settings->arena, "%d", there->value.at.line));
	layer->entries[layer->count++] = (struct entry){ .section = section, .key = key, .print = print, .value = from->value };
	return 0;
}

static int add_entry(struct settings *settings, struct diagnostics *all, const struct ini_entry *from, struct layer *layer)
{
	const char *name = NULL;
	for (size_t i = 0; i < layer->section_count && !name; i++)
		if (same(layer->typed[i], from->section))
			name = layer->sections[i].text;
	return name ? settings_add(settings, all, layer, name, from) : -1;    /* the unknown section is reported already */
}

static int add_layer(struct settings *settings, struct diagnostics *all, const char *path, const struct place *at)
{
	bool template = settings->layer_count > 0;
	struct source source;
	struct ini ini;
	sources_add(settings->sources, template ? SOURCE_TEMPLATE : SOURCE_EDITION, strrchr(path, '/') ? strrchr(path, '/') + 1 : path, path);
	if (source_load(settings->arena, all, at, path, &source) || ini_read(settings->arena, all, &source, &ini))
		return -1;
	int result = 0;
	struct layer *layer = &settings->layers[settings->layer_count++];
	layer->path = path;
	layer->template = template;
	layer->sections = arena_array(settings->arena, ini.section_count + 1, sizeof *layer->sections);
	layer->typed = arena_array(settings->arena, ini.section_count + 1, sizeof *layer->typed);
	layer->entries = arena_array(settings->arena, ini.count + 1, sizeof *layer->entries);
	for (size_t i = 0; i < ini.section_count; i++) {
		const char *name = settings_section_name(settings, all, &ini.sections[i]);
		if (!name) {
			result = -1;
			continue;
		}
		for (size_t k = 0; k < layer->section_count; k++)    /* [公文] and [document] are one section */
			if (strcmp(layer->sections[k].text, name) == 0)
				result = REPORT(all, ini_section_twice, &ini.sections[i].at, ini.sections[i].text, arena_printf(settings->arena, "%d", layer->sections[k].at.line));
		layer->typed[layer->section_count] = ini.sections[i].text;
		layer->sections[layer->section_count++] = (struct words){ .text = name, .at = ini.sections[i].at };
	}
	for (size_t i = 0; i < ini.count; i++)
		result |= add_entry(settings, all, &ini.entries[i], layer);
	settings_add_variant(settings, layer);
	return result;
}

static const char *template_file(struct settings *settings, const char *name, const char *const *folders)
{
	const char *file = arena_printf(settings->arena, "%s.ini", name), *own = path_join(settings->arena, settings->folder, file);
	if (settings->manifest)
		return manifest_lookup(settings->manifest, SOURCE_TEMPLATE, file);
	const char *path = own;
	while (path && access(path, F_OK) != 0) {
		sources_miss(settings->sources, path);
		path = *folders ? arena_printf(settings->arena, "%s/%s.ini", *folders++, name) : NULL;
	}
	return path;
}

/* A file of that very name; else the template of that kind of document: 通知 is tongzhi. */
static const char *template_path(struct settings *settings, const char *name, const char *const *folders)
{
	const char *path = template_file(settings, name, folders);
	for (const struct settings_template *kind = settings_templates; !path && kind->chinese; kind++)
		if (strcmp(kind->chinese, name) == 0)
			path = template_file(settings, kind->name, folders);
	return path;
}

/* The kind that is meant by a mistyped one; NULL: none is like it. */
static const char *kind_like(const char *name)
{
	const char *names[64];
	size_t count = 0;
	for (const struct settings_template *kind = settings_templates; kind->chinese; kind++) {
		names[count++] = kind->chinese;
		names[count++] = kind->name;
	}
	return nearest_like(name, names, count);
}

static int template_missing(struct diagnostics *all, const struct words *name)
{
	const char *like = kind_like(name->text);
	return like ? REPORT(all, template_like, &name->at, name->text, like) : REPORT(all, template_unknown, &name->at, name->text);
}

static int add_templates(struct settings *settings, struct diagnostics *all, const char *const *folders)
{
	const struct words *name = settings_lookup(settings, "document", "template");
	struct words standard = { .text = "gbt9704", .at = { .file = settings->file } };
	int result = 0;
	for (name = name ? name : &standard; name && !result;) {
		const char *path = strchr(name->text, '/') ? NULL : template_path(settings, name->text, folders);
		if (!path)
			return template_missing(all, name);
		for (int i = 0; i < settings->layer_count; i++)
			if (strcmp(settings->layers[i].path, path) == 0)
				return REPORT(all, template_circle, &name->at, name->text);
		if (settings->layer_count == LAYERS_MAX)
			return REPORT(all, template_circle, &name->at, name->text);
		result = add_layer(settings, all, path, &name->at);
		const struct layer *layer = &settings->layers[settings->layer_count - 1];
		name = NULL;
		for (size_t i = 0; !result && i < layer->count; i++)
			if (strcmp(layer->entries[i].section, "template") == 0 && strcmp(layer->entries[i].key, "extends") == 0)
				name = &layer->entries[i].value;
	}
	return result;
}

static struct settings *new_settings(struct arena *arena, const char *path, const struct choices *choices)
{
	struct settings *settings = arena_alloc(arena, sizeof *settings);
	if (choices)
		settings->choices = *choices;
	if (settings->choices.variant)
		settings->choices.variant = settings_without_blanks(arena, settings->choices.variant);
	settings->arena = arena;
	settings->file = path;
	settings->folder = path_folder(arena, path);
	settings->sources = sources_new(arena);
	return settings;
}

static int load(struct settings *settings, struct diagnostics *all, const char *const *template_folders)
{
	int result = settings_add_sets(settings, all);
	result |= add_layer(settings, all, settings->file, NULL);
	if (settings->layer_count)    /* the templates' own mistakes are worth knowing too */
		result |= add_templates(settings, all, template_folders) | settings_find_variant(settings, all);
	return result;
}

int settings_load_as(struct arena *arena, struct diagnostics *all, const char *path, const struct choices *choices, const char *const *template_folders,
                     struct settings **out)
{
	struct stat status;
	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
		size_t length = strlen(path);
		while (length > 1 && path[length - 1] == '/')
			length--;
		path = arena_printf(arena, "%.*s/edition.ini", (int)length, path);
	}
	*out = new_settings(arena, path, choices);
	return load(*out, all, template_folders);
}

int settings_load(struct arena *arena, struct diagnostics *all, const char *path, const char *const *template_folders,
                  struct settings **out)
{
	return settings_load_as(arena, all, path, NULL, template_folders, out);
}

int settings_load_extracted(struct arena *arena, struct diagnostics *all, const struct manifest *manifest, struct settings **out)
{
	*out = new_settings(arena, manifest->edition, &manifest->choices);
	(*out)->manifest = manifest;
	return load(*out, all, NULL);
}

int settings_load_template(struct arena *arena, struct diagnostics *all, const char *name, const char *const *template_folders, struct settings **out)
{
	struct entry *entry = arena_alloc(arena, sizeof *entry);
	*entry = (struct entry){ .section = "document", .key = "template", .print = entry_print("document", "template"), .value = { .text = name } };
	*out = new_settings(arena, "edition.ini", NULL);
	(*out)->layers[(*out)->layer_count++] = (struct layer){ .path = "", .entries = entry, .count = 1 };
	sources_add((*out)->sources, SOURCE_EDITION, "edition.ini", "edition.ini");
	return add_templates(*out, all, template_folders);
}

const struct sources *settings_sources(const struct settings *settings) { return settings->sources; }

const char *settings_source(const struct settings *settings, struct diagnostics *all, enum source_kind kind, const struct words *name)
{
	const char *path = settings->manifest ? manifest_lookup(settings->manifest, kind, name->text)
	                                      : path_join(settings->arena, settings->folder, name->text);
	if (path)
		sources_add(settings->sources, kind, name->text, path);
	else if (kind == SOURCE_PICTURE)    /* one that was not there then, as nothing draws it */
		path = arena_printf(settings->arena, "%s/outside/absent", settings->folder);
	else
		REPORT(all, source_not_embedded, &name->at, name->text);
	return path;
}

const char *settings_file(const struct settings *settings) { return settings->file; }
const char *settings_folder(const struct settings *settings) { return settings->folder; }

static const struct words *in_layer(const struct layer *layer, const char *section, const char *key)
{
	const struct entry *entry = layer_find(layer, section, key, entry_print(section, key));
	return entry ? &entry->value : NULL;
}

const struct words *settings_lookup(const struct settings *settings, const char *section, const char *key)
{
	const uint32_t print = entry_print(section, key);
	const struct entry *entry = NULL;
	for (int i = 0; i < settings->overlay_count && !entry; i++)
		entry = layer_find(&settings->overlays[i], section, key, print);
	for (int i = 0; i < settings->layer_count && !entry; i++)
		entry = layer_find(&settings->layers[i], section, key, print);
	return entry ? &entry->value : NULL;
}

bool settings_in_edition(const struct settings *settings, const char *section, const char *key)
{
	bool found = settings->layer_count && in_layer(&settings->layers[0], section, key);
	for (int i = 0; i < settings->overlay_count; i++)
		found |= !settings->overlays[i].template && in_layer(&settings->overlays[i], section, key);
	return found;
}

bool settings_in_choices(const struct settings *settings, const char *section, const char *key)
{
	bool found = false;
	for (int i = 0; i < settings->overlay_count; i++)
		found |= in_layer(&settings->overlays[i], section, key) != NULL;
	return found;
}

const char *settings_output(const struct settings *settings) { return settings->choices.variant; }

static int by_number(const void *left, const void *right)
{
	const struct words *a = left, *b = right;
	long x = strtol(a->text, NULL, 10), y = strtol(b->text, NULL, 10);
	return x < y ? -1 : x > y;
}

/* All layers in the order in which they bring instances: the edition, what overrides it, its templates. */
static const struct layer *layer_of(const struct settings *settings, int number)
{
	int last = settings->overlay_count;
	return number == 0 || number > last ? &settings->layers[number ? number - last : 0] : &settings->overlays[number - 1];
}

static int layers_of(const struct settings *settings) { return settings->layer_count ? settings->layer_count + settings->overlay_count : 0; }

size_t settings_instances(const struct settings *settings, const char *family, const struct words **names)
{
	struct words *found = NULL;
	size_t count = 0, capacity = 0, length = strlen(family);
	bool numbered = strcmp(family, "issuer") == 0 || strcmp(family, "attachment") == 0;
	for (int l = 0; l < layers_of(settings); l++) {
		for (size_t i = 0; i < layer_of(settings, l)->section_count; i++) {
			const struct words *section = &layer_of(settings, l)->sections[i];
			bool known = strncmp(section->text, family, length) != 0 || section->text[length] != '.';
			for (size_t k = 0; k < count && !known; k++)
				known = strcmp(found[k].text, section->text + length + 1) == 0;
			if (known)
				continue;
			ARENA_GROW(settings->arena, found, &capacity, count + 1);
			found[count++] = (struct words){ .text = section->text + length + 1, .at = section->at };
		}
	}
	if (numbered && count)
		qsort(found, count, sizeof *found, by_number);
	*names = found;
	return count;
}

/* Places of a section and of a key in their tables. */
static int rank_of_section(const char *section)
{
	size_t length = strcspn(section, ".");
	int rank = 0;
	while (settings_sections[rank].name && !named(section, length, settings_sections[rank].name))
		rank++;
	return rank;
}

struct ranked { struct resolved setting; int section, instance, key; };

static int by_rank(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	if (a->instance != b->instance)
		return a->instance < b->instance ? -1 : 1;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return strcmp(a->setting.key, b->setting.key);
}

/* Where a section first stands, counted over all layers. */
static int instance_of(const struct settings *settings, const char *section)
{
	int instance = 0;
	for (int l = 0; l < layers_of(settings); l++)
		for (size_t i = 0; i < layer_of(settings, l)->section_count; i++, instance++)
			if (strcmp(layer_of(settings, l)->sections[i].text, section) == 0)
				return instance;
	return instance;
}

static struct ranked ranked(const struct settings *settings, const struct entry *entry)
{
	const struct settings_key *key = settings_find_key(entry->section, entry->key);
	return (struct ranked){
		.setting = { .section = entry->section, .key = entry->key, .value = entry->value },
		.section = rank_of_section(entry->section), .instance = instance_of(settings, entry->section),
		.key = key ? (int)(key - settings_keys) : 0,
	};
}

size_t settings_all(const struct settings *settings, const struct resolved **out)
{
	struct ranked *list = NULL;
	size_t count = 0, capacity = 0;
	for (int l = 0; l < layers_of(settings); l++) {
		for (size_t i = 0; i < layer_of(settings, l)->count; i++) {
			const struct entry *entry = &layer_of(settings, l)->entries[i];
			if (settings_lookup(settings, entry->section, entry->key) != &entry->value)
				continue;    /* an earlier layer has the say */
			ARENA_GROW(settings->arena, list, &capacity, count + 1);
			list[count++] = ranked(settings, entry);
		}
	}
	struct resolved *settled = arena_array(settings->arena, count + 1, sizeof *settled);
	if (count)
		qsort(list, count, sizeof *list, by_rank);
	for (size_t i = 0; i < count; i++)
		settled[i] = list[i].setting;
	*out = settled;
	return count;
}

/* The entries of all layers that are wanted and that no earlier layer overrides; the names of a value decide, or its text. */
static size_t select_entries(const struct settings *settings, const char *section, bool (*wanted)(const char *text), struct resolved **out)
{
	struct resolved *list = NULL;
	size_t count = 0, capacity = 0;
	for (int l = 0; l < layers_of(settings); l++) {
		for (size_t i = 0; i < layer_of(settings, l)->count; i++) {
			const struct entry *entry = &layer_of(settings, l)->entries[i];
			bool override = strncmp(entry->section, "output.", 7) == 0 && strchr(entry->key, '.');     /* it counts where the output is chosen */
			bool is = section ? strcmp(entry->section, section) == 0 : !override && wanted(entry->value.text);
			if (!is || settings_lookup(settings, entry->section, entry->key) != &entry->value)
				continue;
			ARENA_GROW(settings->arena, list, &capacity, count + 1);
			list[count++] = (struct resolved){ .section = entry->section, .key = entry->key, .value = entry->value };
		}
	}
	*out = list;
	return count;
}

size_t settings_of(const struct settings *settings, const char *section, const struct resolved **out)
{
	struct resolved *list = NULL;
	size_t count = select_entries(settings, section, NULL, &list);
	*out = list;
	return count;
}

size_t settings_with(const struct settings *settings, bool (*wanted)(const char *text), const struct resolved **out)
{
	struct resolved *list = NULL;
	size_t count = select_entries(settings, NULL, wanted, &list);
	*out = list;
	return count;
}

void settings_replace(struct settings *settings, const char *section, const char *key, const struct words *value)
{
	const struct words *holds = settings_lookup(settings, section, key);
	for (int l = 0; holds && l < layers_of(settings); l++) {
		const struct layer *layer = layer_of(settings, l);
		for (size_t i = 0; i < layer->count; i++)
			if (&layer->entries[i].value == holds)
				layer->entries[i].value = *value;
	}
}

int settings_flag(const struct settings *settings, struct diagnostics *all, const char *section, const char *key, bool *out)
{
	static const char *const names[] = { "no", "否", "yes", "是", NULL };
	int choice = 0, given = settings_choice(settings, all, section, key, names, &choice);
	if (given == 1)
		*out = choice == 1;
	return given;
}

int settings_integer(const struct settings *settings, struct diagnostics *all, const char *section, const char *key, int range[2], int *out)
{
	const struct words *value = settings_lookup(settings, section, key);
	char *end = NULL;
	if (!value)
		return 0;
	long number = strtol(value->text, &end, 10);
	if (!value->text[0] || *end || number < range[0] || number > range[1])
		return REPORT(all, value_no_integer, &value->at, value->text, arena_printf(settings->arena, "%d", range[0]),
		              arena_printf(settings->arena, "%d", range[1]));
	*out = (int)number;
	return 1;
}

int settings_choice(const struct settings *settings, struct diagnostics *all, const char *section, const char *key, const char *const *names, int *out)
{
	const struct words *value = settings_lookup(settings, section, key);
	const char *list = "";
	if (!value)
		return 0;
	for (int i = 0; names[i]; i++) {
		if (strcmp(value->text, names[i]) == 0) {
			*out = i / 2;
			return 1;
		}
	}
	for (int i = 0; names[i]; i++)
		list = arena_printf(settings->arena, "%s%s%s", list, i ? ", " : "", names[i]);
	return REPORT(all, value_unknown, &value->at, value->text, list);
}
