/* The look of tables and of their columns. */
#include <string.h>
#include "base/arena.h"
#include "style/length.h"
#include "style/resolver.h"

const char *const style_tints[] = { "none", "无", "grey", "灰", "red", "红", "yellow", "黄", "blue", "蓝", "green", "绿", NULL };

/* Bytes of the next item of a list divided by blanks, commas or 、; *at moves to it. 0: there is none. */
static size_t next_item(const char **at)
{
	static const char *const marks[] = { " ", "\t", ",", "，", "、", "\xE3\x80\x80", NULL };
	size_t length = 0, step = 1;
	while (step) {
		step = 0;
		for (int i = 0; marks[i] && !step; i++)
			step = strncmp(*at, marks[i], strlen(marks[i])) == 0 ? strlen(marks[i]) : 0;
		*at += step;
	}
	for (bool more = true; more && (*at)[length]; length += more)
		for (int i = 0; marks[i] && more; i++)
			more = strncmp(*at + length, marks[i], strlen(marks[i])) != 0;
	return length;
}

static int fit_step_named(const char *name, size_t length)
{
	static const char *const names[2 * FIT_STEPS] = { "widths", "列宽", "padding", "边距", "pitch", "行距", "size", "字号" };
	for (int i = 0; i < 2 * FIT_STEPS; i++)
		if (strlen(names[i]) == length && strncmp(names[i], name, length) == 0)
			return i / 2;
	return -1;
}

static void resolve_fit(struct resolver *resolver)
{
	struct style *style = resolver->style;
	const struct words *list = resolver_required(resolver, "table", "fit");
	mpt em = style->roles[ROLE_TABLE_TEXT].em;
	const char *at = list ? list->text : "";
	for (size_t length; (length = next_item(&at)) != 0; at += length) {
		const char *name = arena_strndup(resolver->arena, at, length);
		int step = fit_step_named(at, length);
		bool twice = false;
		for (int i = 0; i < style->fit_count; i++)
			twice |= (int)style->fit_order[i] == step;
		if (step < 0)
			resolver->result = REPORT(resolver->all, value_unknown, &list->at, name, "widths, 列宽, padding, 边距, pitch, 行距, size, 字号");
		else if (twice)
			resolver->result = REPORT(resolver->all, value_twice, &list->at, name);
		else
			style->fit_order[style->fit_count++] = (enum fit_step)step;
	}
	style->fit_padding_x = resolver_length(resolver, "table", "fit_padding_x", em);
	style->fit_padding_y = resolver_length(resolver, "table", "fit_padding_y", em);
	style->fit_pitch = resolver_positive(resolver, "table", "fit_pitch", em);
	style->fit_size = resolver_positive(resolver, "table", "fit_size", em);
}

static void resolve_rows(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_TABLE_TEXT].em;
	style->table_split_rows = resolver_flag(resolver, "table", "split_rows");
	style->table_split_min_lines = resolver_whole(resolver, "table", "split_lines", 1, 20);
	style->table_keep_groups = resolver_flag(resolver, "table", "keep_groups");
	style->table_row_min_height = resolver_optional(resolver, "table", "row_min", em);
	style->table_row_max_height = resolver_optional(resolver, "table", "row_max", em);
	const struct words *most = settings_lookup(resolver->settings, "table", "row_max");
	if (most && style->table_row_max_height && style->table_row_max_height < style->table_row_min_height)
		resolver->result = REPORT(resolver->all, row_heights_crossed, &most->at, most->text);
}

void style_resolve_table(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_TABLE_TEXT].em;
	style->table_padding_x = resolver_length(resolver, "table", "padding_x", em);
	style->table_padding_y = resolver_length(resolver, "table", "padding_y", em);
	style->table_rule = resolver_positive(resolver, "table", "rule", em);
	style->table_frame = resolver_positive(resolver, "table", "frame", em);
	style->table_title_gap = resolver_length(resolver, "table", "title_gap", em);
	style->table_continued_gap = resolver_length(resolver, "table", "continued_gap", em);
	style->stack_pitch_milli = resolver_positive(resolver, "table", "stack_pitch", 1000);
	style->continued = resolver_text(resolver, "table", "continued");
	style->rotate_view = resolver_flag(resolver, "table", "rotate_view");
	style->table_text_min = resolver_length(resolver, "table", "text_min", em);
	style->table_upright_lines = resolver_whole(resolver, "table", "upright_lines", 1, 1000);
	style->table_head_shade = (enum tint)resolver_required_choice(resolver, "table", "head_shade", style_tints);
	style->label_continued = resolver_text(resolver, "table", "label_continued");
	style->page_total = resolver_text(resolver, "table", "page_total");
	style->carried_over = resolver_text(resolver, "table", "carried_over");
	style->brought_forward = resolver_text(resolver, "table", "brought_forward");
	resolve_rows(resolver);
	resolve_fit(resolver);
}

/* width = 28mm, or 20%: a share of the table's width. */
static void resolve_width(struct resolver *resolver, const char *section, mpt em, struct column_style *column)
{
	const struct words *value = settings_lookup(resolver->settings, section, "width");
	const struct decimal whole = { .value = 100 };
	struct decimal share;
	int64_t divisor = 1;
	bool percent = value && decimal_parse(value->text, &share) && (strcmp(share.unit, "%") == 0 || strcmp(share.unit, "％") == 0);
	if (!percent) {
		column->width = resolver_optional(resolver, section, "width", em);
		return;
	}
	for (int i = 0; i < share.places; i++)
		divisor *= 10;
	if (share.value > 0 && decimal_compare(&share, &whole) <= 0)
		column->share = (int)rounded_ratio(share.value, SHARE_WHOLE / 100, divisor);
	if (!column->share)
		resolver->result = REPORT(resolver->all, value_no_share, &value->at, value->text);
}

static void resolve_lengths(struct resolver *resolver, const char *section, struct column_style *column)
{
	static const char *const keys[] = { "min", "max", "width" };
	mpt em = resolver->style->roles[ROLE_TABLE_TEXT].em;
	column->min = resolver_optional(resolver, section, "min", em);
	column->max = resolver_optional(resolver, section, "max", em);
	const struct words *most = settings_lookup(resolver->settings, section, "max");
	if (most && column->max && column->max < column->min)
		resolver->result = REPORT(resolver->all, column_widths_crossed, &most->at, most->text);
	resolve_width(resolver, section, em, column);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const struct words *value = settings_lookup(resolver->settings, section, keys[i]);
		column->width_at = value ? value->at : column->width_at;
	}
	column->shrink = resolver_optional(resolver, section, "shrink", em);
	const struct words *indent = settings_lookup(resolver->settings, section, "indent");
	if (indent && length_parse(resolver->all, indent, em, &column->indent))
		resolver->result = -1;
	else if (indent && column->indent < 0)
		resolver->result = REPORT(resolver->all, length_not_positive, &indent->at, indent->text);
}

void style_resolve_columns(struct resolver *resolver)
{
	static const char *const aligns[] = { "auto", "自动", "left", "左", "centre", "中", "right", "右", "justify", "两端", "decimal", "小数点", NULL };
	static const char *const verticals[] = { "middle", "中", "top", "上", "bottom", "下", NULL };
	static const char *const forms[] = { "plain", "平排", "stacked", "竖排", "rotated", "转排", NULL };
	static const char *const bullets[] = { "plain", "平排", "hang", "悬挂", NULL };
	const struct words *names = NULL;
	size_t count = settings_instances(resolver->settings, "column", &names);
	struct column_style *columns = arena_array(resolver->arena, count + 1, sizeof *columns);
	for (size_t i = 0; i < count; i++) {
		const char *section = arena_printf(resolver->arena, "column.%s", names[i].text);
		columns[i] = (struct column_style){ .name = names[i].text, .width_at = names[i].at, .split = true };
		resolve_lengths(resolver, section, &columns[i]);
		columns[i].align = (enum alignment)resolver_choice(resolver, section, "align", aligns);
		columns[i].vertical = (enum vertical_alignment)resolver_choice(resolver, section, "valign", verticals);
		columns[i].head_form = (enum head_form)resolver_choice(resolver, section, "head_form", forms);
		columns[i].hang = resolver_choice(resolver, section, "bullets", bullets) == 1;
		resolver_optional_flag(resolver, section, "split", &columns[i].split);
	}
	resolver->style->columns = columns;
	resolver->style->column_count = (int)count;
}
