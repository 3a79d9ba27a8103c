/* What [table.ID], [table] and [column.NAME] ask for. */
#include "base/arena.h"
#include "model/table_build.h"
#include "model/table_show.h"

static const struct words *look_up(const struct table_builder *builder, const char *key)
{
	const struct words *own = settings_lookup(builder->settings, builder->section, key);
	return own ? own : settings_lookup(builder->settings, "table", key);
}

static const char *section_with(const struct table_builder *builder, const char *key)
{
	return settings_lookup(builder->settings, builder->section, key) ? builder->section : "table";
}

static int choice(struct table_builder *builder, const char *key, const char *const *names, int *out)
{
	return settings_choice(builder->settings, builder->all, section_with(builder, key), key, names, out) < 0;
}

void table_texts(const struct settings *settings, const char *section, struct table *table)
{
	const struct { const char *key; struct words *to; } texts[] = {
		{ "number", &table->number }, { "title", &table->title }, { "subtitle", &table->subtitle }, { "unit", &table->unit },
		{ "notes", &table->notes }, { "source", &table->source },
	};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const struct words *own = settings_lookup(settings, section, texts[i].key);
		const struct words *value = own ? own : settings_lookup(settings, "table", texts[i].key);
		*texts[i].to = value && value->text[0] ? *value : (struct words){ .text = NULL };
	}
}

static void table_key(struct table_builder *builder)
{
	const struct words *given = look_up(builder, "key");
	struct name_list names = cell_names(builder->arena, given ? given->text : "");
	struct words *key = arena_array(builder->arena, names.count + 1, sizeof *key);
	for (size_t i = 0; i < names.count; i++)
		key[i] = (struct words){ .text = names.names[i], .at = given->at };
	builder->table->key = key;
	builder->table->key_count = (int)names.count;
}

int table_options(struct table_builder *builder)
{
	static const char *const places[] = { "attachment", "附件", "body", "正文", NULL };
	static const char *const orientations[] = { "turned", "横排", "upright", "竖排", "auto", "自动", "foldout", "折页", NULL };
	static const char *const sums[] = { "none", "无", "page", "本页", "carried", "承前", NULL };
	const struct settings *settings = builder->settings;
	struct table *table = builder->table;
	int place = 0, orientation = 0, sum = 0, pages[2] = { 1, 100000 }, result = 0;
	const struct words *placeholders = look_up(builder, "placeholders");
	table_texts(settings, builder->section, table);
	table_key(builder);
	builder->units = cell_unit_names(builder->arena, settings);
	builder->placeholders = cell_names(builder->arena, placeholders ? placeholders->text : "");
	result |= choice(builder, "place", places, &place);
	result |= choice(builder, "orientation", orientations, &orientation);
	result |= choice(builder, "sums", sums, &sum);
	result |= settings_flag(settings, builder->all, section_with(builder, "banner"), "banner", &builder->banner) < 0;
	result |= settings_integer(settings, builder->all, section_with(builder, "max_pages"), "max_pages", pages, &table->max_pages) < 0;
	table->place = (enum table_place)place;
	table->orientation = (enum table_orientation)orientation;
	table->sums = (enum page_sums)sum;
	return result ? -1 : 0;
}

static int merge_policy(struct table_builder *builder, const char *section, struct table_column *column)
{
	static const char *const names[] = { "no", "否", "yes", "是", "empty", "空", "equal", "同", NULL };
	static const enum merge_policy policies[] = { MERGE_NEVER, MERGE_EMPTY_OR_EQUAL, MERGE_EMPTY, MERGE_EQUAL };
	int index = 0, given = settings_choice(builder->settings, builder->all, section, "merge", names, &index);
	column->policy = policies[index];
	column->merge = column->policy != MERGE_NEVER;
	return given < 0;
}

static int stacking(struct table_builder *builder, const char *section, struct table_column *column)
{
	static const char *const names[] = { "no", "否", "yes", "是", "merged", "合并时", NULL };
	int index = 0, given = settings_choice(builder->settings, builder->all, section, "stack", names, &index);
	column->stack = index > 0;
	column->stack_labels = index > 1;
	return given < 0;
}

int table_column_policy(struct table_builder *builder, struct table_column *column)
{
	static const char *const breaks[] = { "keep", "保留", "join", "连接", "list", "列表", NULL };
	static const char *const repeats[] = { "always", "每页", "marked", "标续", "never", "不", NULL };
	const struct settings *settings = builder->settings;
	const char *section = arena_printf(builder->arena, "column.%s", column->name);
	int index = 0, result = merge_policy(builder, section, column);
	result |= stacking(builder, section, column);
	result |= settings_flag(settings, builder->all, section, "row_head", &column->row_head) < 0;
	result |= settings_flag(settings, builder->all, section, "sum", &column->sum) < 0;
	result |= settings_flag(settings, builder->all, section, "progress", &column->progress) < 0;
	result |= settings_choice(settings, builder->all, section, "breaks", breaks, &index) < 0;
	column->breaks = (enum cell_breaks)index;
	index = 0;
	result |= settings_choice(settings, builder->all, section, "repeat", repeats, &index) < 0;
	column->repeat = (enum label_repeat)index;
	return result ? -1 : 0;
}
