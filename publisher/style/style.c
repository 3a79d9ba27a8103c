/* Template keys to numbers. What a template leaves out is an error: templates/gbt9704.ini is complete and all others
 * extend it. */
#include "style/style.h"
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "style/length.h"

static const char *const role_names[ROLE_COUNT] = {
	[ROLE_COPY_NUMBER] = "copy-number", [ROLE_SECRECY] = "secrecy", [ROLE_URGENCY] = "urgency", [ROLE_MARK] = "mark",
	[ROLE_NUMBER] = "number", [ROLE_SIGNER] = "signer", [ROLE_TITLE] = "title", [ROLE_ADDRESSEE] = "addressee", [ROLE_BODY] = "body",
	[ROLE_HEADING_1] = "heading-1", [ROLE_HEADING_2] = "heading-2", [ROLE_HEADING_3] = "heading-3", [ROLE_HEADING_4] = "heading-4",
	[ROLE_ATTACHMENT_NOTICE] = "attachment-notice", [ROLE_SIGNATURE] = "signature", [ROLE_DATE] = "date",
	[ROLE_ANNOTATION] = "annotation", [ROLE_ATTACHMENT_LABEL] = "attachment-label", [ROLE_ATTACHMENT_TITLE] = "attachment-title",
	[ROLE_TABLE_TITLE] = "table-title", [ROLE_TABLE_CONTINUED] = "table-continued", [ROLE_TABLE_HEAD] = "table-head",
	[ROLE_TABLE_TEXT] = "table-text", [ROLE_TABLE_NOTE] = "table-note", [ROLE_IMPRINT] = "imprint", [ROLE_PAGE_NUMBER] = "page-number",
};

const char *role_name(enum role role) { return role_names[role]; }

struct resolver {
	struct arena *arena;
	struct diagnostics *all;
	const struct settings *settings;
	struct style *style;
	int result;
};

static const struct words *required(struct resolver *resolver, const char *section, const char *key)
{
	const struct words *value = settings_lookup(resolver->settings, section, key);
	struct place at = { .file = settings_file(resolver->settings) };
	if (!value)
		resolver->result = REPORT(resolver->all, template_incomplete, &at, section, key);
	return value;
}

static mpt length(struct resolver *resolver, const char *section, const char *key, mpt em)
{
	const struct words *value = required(resolver, section, key);
	mpt out = 0;
	if (value && length_parse(resolver->all, value, em, &out))
		resolver->result = -1;
	return out;
}

static mpt positive(struct resolver *resolver, const char *section, const char *key, mpt em)
{
	const struct words *value = required(resolver, section, key);
	mpt out = 0;
	if (value && length_parse(resolver->all, value, em, &out))
		resolver->result = -1;
	else if (value && out <= 0)
		resolver->result = REPORT(resolver->all, length_not_positive, &value->at, value->text);
	return out > 0 ? out : 1000;
}

static int whole(struct resolver *resolver, const char *section, const char *key, int least, int most)
{
	int out = least, range[2] = { least, most };
	if (required(resolver, section, key) && settings_integer(resolver->settings, resolver->all, section, key, range, &out) < 0)
		resolver->result = -1;
	return out;
}

static bool flag(struct resolver *resolver, const char *section, const char *key)
{
	bool out = false;
	if (required(resolver, section, key) && settings_flag(resolver->settings, resolver->all, section, key, &out) < 0)
		resolver->result = -1;
	return out;
}

static const char *text(struct resolver *resolver, const char *section, const char *key)
{
	const struct words *value = required(resolver, section, key);
	return value ? value->text : "";
}

static void resolve_page(struct resolver *resolver)
{
	struct style *style = resolver->style;
	static const char *const sides[] = { "1", "单面", "2", "双面", NULL };
	int choice = 1;
	style->page_width = positive(resolver, "page", "width", 0);
	style->page_height = positive(resolver, "page", "height", 0);
	style->top = positive(resolver, "page", "top", 0);
	style->binding = positive(resolver, "page", "binding", 0);
	style->text_width = positive(resolver, "page", "text_width", 0);
	style->text_height = positive(resolver, "page", "text_height", 0);
	style->lines = whole(resolver, "page", "lines", 2, 200);
	style->characters = whole(resolver, "page", "characters", 2, 200);
	style->most_lines = whole(resolver, "page", "most_lines", style->lines, 200);
	if (required(resolver, "print", "sides") && settings_choice(resolver->settings, resolver->all, "print", "sides", sides, &choice) < 0)
		resolver->result = -1;
	style->sides = choice + 1;
	const struct words *block = required(resolver, "page", "text_width");
	if (block && (style->binding + style->text_width > style->page_width || style->top + style->text_height > style->page_height))
		resolver->result = REPORT(resolver->all, text_block_too_large, &block->at);
}

static void resolve_red(struct resolver *resolver)
{
	static const char *const spaces[] = { "rgb", "三色", "cmyk", "四色", NULL };
	int space = 0;
	if (settings_choice(resolver->settings, resolver->all, "print", "colour", spaces, &space) < 0)
		resolver->result = -1;
	if (space) {
		const struct words *given = settings_lookup(resolver->settings, "print", "colour");
		resolver->result = REPORT(resolver->all, value_not_yet, &given->at, given->text);
	}
	const struct words *value = required(resolver, "colour", "red");
	int red = 0, green = 0, blue = 0, used = 0;
	if (!value)
		return;
	bool sound = sscanf(value->text, "rgb(%d,%d,%d)%n", &red, &green, &blue, &used) == 3 && !value->text[used]
	             && red >= 0 && red < 256 && green >= 0 && green < 256 && blue >= 0 && blue < 256;
	if (!sound)
		resolver->result = REPORT(resolver->all, value_no_colour, &value->at, value->text);
	resolver->style->red = (struct colour){ (uint8_t)red, (uint8_t)green, (uint8_t)blue };
}

static void resolve_role(struct resolver *resolver, enum role role)
{
	static const char *const families[] = { "仿宋", "fangsong", "小标宋", "xiaobiaosong", "黑体", "heiti", "楷体", "kaiti", "宋体", "songti", NULL };
	static const char *const advances[] = { "size", "字号", "grid", "网格", NULL };
	static const char *const colours[] = { "black", "黑", "red", "红", NULL };
	struct style *style = resolver->style;
	struct role_style *look = &style->roles[role];
	const char *section = arena_printf(resolver->arena, "role.%s", role_names[role]);
	int family = 0, advance = 0, colour = 0;
	bool given = required(resolver, section, "font") && required(resolver, section, "advance") && required(resolver, section, "colour");
	if (given && (settings_choice(resolver->settings, resolver->all, section, "font", families, &family) < 0
	              || settings_choice(resolver->settings, resolver->all, section, "advance", advances, &advance) < 0
	              || settings_choice(resolver->settings, resolver->all, section, "colour", colours, &colour) < 0))
		resolver->result = -1;
	look->family = (enum family)family;
	look->red = colour == 1;
	look->size = positive(resolver, section, "size", 16000);
	look->em = advance ? style->text_width / style->characters : look->size;
	const struct words *pitch = required(resolver, section, "pitch");
	if (pitch && strcmp(pitch->text, "grid") == 0)
		look->pitch = style_grid_line(style, 1);
	else
		look->pitch = positive(resolver, section, "pitch", look->size);
}

static void resolve_head(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_BODY].em;
	style->mark_top = length(resolver, "mark", "top", em);
	style->mark_width = positive(resolver, "mark", "width", em);
	style->head_blank_mark_to_number = length(resolver, "number", "gap", em);
	style->red_line_gap = length(resolver, "red_line", "gap", em);
	style->red_line_width = positive(resolver, "red_line", "width", em);
	style->title_gap = length(resolver, "title", "gap", em);
	style->title_width = positive(resolver, "title", "width", style->roles[ROLE_TITLE].em);
	style->latin_space = flag(resolver, "text", "latin_space");
	style->paragraph_indent = length(resolver, "body", "indent", em);
	style->addressee_end = text(resolver, "body", "addressee_end");
	style->notice_blank_lines = whole(resolver, "notice", "blank", 0, 9);
}

static void resolve_end(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_BODY].em, small = style->roles[ROLE_IMPRINT].em;
	style->seal_blank_lines = whole(resolver, "signature", "blank", 1, 9);
	style->date_indent = length(resolver, "signature", "date_indent", em);
	style->unsealed_indent = length(resolver, "signature", "indent", em);
	style->seal_diameter = positive(resolver, "signature", "seal_diameter", em);
	style->seal_raise = length(resolver, "signature", "seal_raise", em);
	const struct words *diameter = settings_lookup(resolver->settings, "issuer.1", "diameter");
	if (diameter && length_parse(resolver->all, diameter, em, &style->seal_diameter))
		resolver->result = -1;
	style->number_drop = length(resolver, "page_number", "drop", em);
	style->number_inset = length(resolver, "page_number", "inset", style->roles[ROLE_PAGE_NUMBER].em);
	style->imprint_outer = positive(resolver, "imprint", "outer_rule", small);
	style->imprint_inner = positive(resolver, "imprint", "inner_rule", small);
	style->imprint_inset = length(resolver, "imprint", "inset", small);
	style->copies_label = text(resolver, "imprint", "copies_label");
}

static void resolve_table(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_TABLE_TEXT].em;
	style->table_padding_x = length(resolver, "table", "padding_x", em);
	style->table_padding_y = length(resolver, "table", "padding_y", em);
	style->table_rule = positive(resolver, "table", "rule", em);
	style->table_frame = positive(resolver, "table", "frame", em);
	style->table_title_gap = length(resolver, "table", "title_gap", em);
	style->table_continued_gap = length(resolver, "table", "continued_gap", em);
	style->stack_pitch_milli = positive(resolver, "table", "stack_pitch", 1000);
	style->continued = text(resolver, "table", "continued");
	style->rotate_view = flag(resolver, "table", "rotate_view");
	style->table_split_rows = flag(resolver, "table", "split_rows");
	style->table_split_min_lines = whole(resolver, "table", "split_lines", 1, 20);
}

static mpt optional(struct resolver *resolver, const char *section, const char *key, mpt em, struct place *at)
{
	const struct words *value = settings_lookup(resolver->settings, section, key);
	mpt out = 0;
	if (!value)
		return 0;
	*at = value->at;
	if (length_parse(resolver->all, value, em, &out))
		resolver->result = -1;
	else if (out <= 0)
		resolver->result = REPORT(resolver->all, length_not_positive, &value->at, value->text);
	return out;
}

static void resolve_columns(struct resolver *resolver)
{
	static const char *const aligns[] = { "auto", "自动", "left", "左", "centre", "中", "right", "右", "justify", "两端", NULL };
	struct style *style = resolver->style;
	const struct words *names = NULL;
	size_t count = settings_instances(resolver->settings, "column", &names);
	struct column_style *columns = arena_array(resolver->arena, count + 1, sizeof *columns);
	mpt em = style->roles[ROLE_TABLE_TEXT].em;
	for (size_t i = 0; i < count; i++) {
		const char *section = arena_printf(resolver->arena, "column.%s", names[i].text);
		int align = 0;
		columns[i].name = names[i].text;
		columns[i].width_at = names[i].at;
		columns[i].min = optional(resolver, section, "min", em, &columns[i].width_at);
		columns[i].max = optional(resolver, section, "max", em, &columns[i].width_at);
		columns[i].width = optional(resolver, section, "width", em, &columns[i].width_at);
		if (settings_choice(resolver->settings, resolver->all, section, "align", aligns, &align) < 0)
			resolver->result = -1;
		columns[i].align = (enum alignment)align;
		columns[i].split = true;
	}
	style->columns = columns;
	style->column_count = (int)count;
}

int style_resolve(struct arena *arena, struct diagnostics *all, const struct settings *settings, struct style *out)
{
	struct resolver resolver = { .arena = arena, .all = all, .settings = settings, .style = out };
	const struct words *name = settings_lookup(settings, "document", "template");
	*out = (struct style){ .template_name = name ? name->text : "gbt9704" };
	resolve_page(&resolver);
	out->roles[ROLE_BODY].size = positive(&resolver, "role.body", "size", 16000);
	for (int role = 0; role < ROLE_COUNT; role++)
		resolve_role(&resolver, (enum role)role);
	resolve_red(&resolver);
	resolve_head(&resolver);
	resolve_end(&resolver);
	resolve_table(&resolver);
	resolve_columns(&resolver);
	return resolver.result;
}

const struct column_style *style_column(const struct style *style, const char *name)
{
	for (int i = 0; i < style->column_count; i++)
		if (strcmp(style->columns[i].name, name) == 0)
			return &style->columns[i];
	return NULL;
}

mpt style_grid_line(const struct style *style, int line)
{
	return (mpt)rounded_ratio(style->text_height - style->roles[ROLE_BODY].size, line, style->lines - 1);
}
