/* Template keys to numbers. What a template leaves out is an error: templates/gbt9704.ini is complete and all others
 * extend it. */
#include "style/style.h"
#include <string.h>
#include "base/arena.h"
#include "style/length.h"
#include "style/resolver.h"

static const char *const role_names[ROLE_COUNT] = {
	[ROLE_COPY_NUMBER] = "copy-number", [ROLE_SECRECY] = "secrecy", [ROLE_URGENCY] = "urgency", [ROLE_MARK] = "mark",
	[ROLE_NUMBER] = "number", [ROLE_SIGNER] = "signer", [ROLE_TITLE] = "title", [ROLE_ADDRESSEE] = "addressee", [ROLE_BODY] = "body",
	[ROLE_HEADING_1] = "heading-1", [ROLE_HEADING_2] = "heading-2", [ROLE_HEADING_3] = "heading-3", [ROLE_HEADING_4] = "heading-4",
	[ROLE_ATTACHMENT_NOTICE] = "attachment-notice", [ROLE_SIGNATURE] = "signature", [ROLE_DATE] = "date",
	[ROLE_ANNOTATION] = "annotation", [ROLE_ATTACHMENT_LABEL] = "attachment-label", [ROLE_ATTACHMENT_TITLE] = "attachment-title",
	[ROLE_TABLE_TITLE] = "table-title", [ROLE_TABLE_CONTINUED] = "table-continued", [ROLE_TABLE_HEAD] = "table-head",
	[ROLE_TABLE_TEXT] = "table-text", [ROLE_TABLE_NOTE] = "table-note", [ROLE_IMPRINT] = "imprint", [ROLE_PAGE_NUMBER] = "page-number",
	[ROLE_ORDER_NUMBER] = "order-number", [ROLE_ISSUE] = "issue", [ROLE_HEAD_LINE] = "head-line", [ROLE_SIGNER_NAME] = "signer-name",
	[ROLE_POST] = "post", [ROLE_ATTENDANCE_LABEL] = "attendance-label", [ROLE_ATTENDANCE] = "attendance",
};

const char *role_name(enum role role) { return role_names[role]; }

/* Bytes of the first length of a pair: a number, blanks, its unit. */
static size_t first_length(const char *at)
{
	size_t length = strspn(at, "-0123456789.");
	length += strspn(at + length, " \t");
	return length + strcspn(at + length, " \t,-0123456789");
}

/* shift = 2mm 0mm: to the right and down. */
static void resolve_shift(struct resolver *resolver)
{
	const struct words *value = resolver_required(resolver, "print", "shift");
	if (!value)
		return;
	struct words x = *value, y = *value;
	size_t length = first_length(value->text);
	x.text = arena_strndup(resolver->arena, value->text, length);
	y.text = value->text + length + strspn(value->text + length, " \t,");
	if (!x.text[0] || !y.text[0])
		resolver->result = REPORT(resolver->all, value_no_pair, &value->at, value->text);
	else if (length_parse(resolver->all, &x, 0, &resolver->style->shift_x) || length_parse(resolver->all, &y, 0, &resolver->style->shift_y))
		resolver->result = -1;
}

static void resolve_page(struct resolver *resolver)
{
	struct style *style = resolver->style;
	static const char *const sides[] = { "1", "单面", "2", "双面", NULL };
	style->page_width = resolver_positive(resolver, "page", "width", 0);
	style->page_height = resolver_positive(resolver, "page", "height", 0);
	style->top = resolver_positive(resolver, "page", "top", 0);
	style->binding = resolver_positive(resolver, "page", "binding", 0);
	style->text_width = resolver_positive(resolver, "page", "text_width", 0);
	style->text_height = resolver_positive(resolver, "page", "text_height", 0);
	style->lines = resolver_whole(resolver, "page", "lines", 2, 200);
	style->characters = resolver_whole(resolver, "page", "characters", 2, 200);
	style->most_lines = resolver_whole(resolver, "page", "most_lines", style->lines, 200);
	style->sides = resolver_required_choice(resolver, "print", "sides", sides) + 1;
	resolve_shift(resolver);
	style->foldout_width = resolver_positive(resolver, "page", "foldout_width", 0);
	style->foldout_text_width = resolver_positive(resolver, "page", "foldout_text_width", 0);
	const struct words *foldout = settings_lookup(resolver->settings, "page", "foldout_text_width");
	if (foldout && style->binding + style->foldout_text_width > style->foldout_width)
		resolver->result = REPORT(resolver->all, text_block_too_large, &foldout->at);
	const struct words *block = resolver_required(resolver, "page", "text_width");
	if (block && (style->binding + style->text_width > style->page_width || style->top + style->text_height > style->page_height))
		resolver->result = REPORT(resolver->all, text_block_too_large, &block->at);
}

static void resolve_colours(struct resolver *resolver)
{
	static const char *const spaces[] = { "rgb", "三色", "cmyk", "四色", NULL };
	static const char *const names[] = { "red", "yellow", "blue", "green" };    /* LIGHT_RED … */
	struct style *style = resolver->style;
	style->cmyk = resolver_choice(resolver, "print", "colour", spaces) == 1;
	style->red = resolver_colour(resolver, "red");
	style->tints[TINT_GREY] = resolver_colour(resolver, "shade_grey");
	for (int i = 0; i < 4; i++) {
		style->lights[LIGHT_RED + i] = resolver_colour(resolver, arena_printf(resolver->arena, "light_%s", names[i]));
		style->tints[TINT_RED + i] = resolver_colour(resolver, arena_printf(resolver->arena, "shade_%s", names[i]));
	}
}

/* The mark has a pitch of its own, [mark] pitch. */
static void check_pitch(struct resolver *resolver, enum role role, const char *section)
{
	const struct role_style *look = &resolver->style->roles[role];
	const struct words *pitch = settings_lookup(resolver->settings, section, "pitch"), *size = settings_lookup(resolver->settings, section, "size");
	if (role == ROLE_MARK || look->pitch >= look->size || !pitch || !size)
		return;
	bool by_size = settings_in_edition(resolver->settings, section, "size") && !settings_in_edition(resolver->settings, section, "pitch");
	resolver->result = REPORT(resolver->all, pitch_too_small, by_size ? &size->at : &pitch->at, pitch->text, size->text, settings_section_told(resolver->arena, section));
}

static void resolve_role(struct resolver *resolver, enum role role)
{
	static const char *const families[] = { "仿宋", "fangsong", "小标宋", "xiaobiaosong", "黑体", "heiti", "楷体", "kaiti", "宋体", "songti", NULL };
	static const char *const advances[] = { "size", "字号", "grid", "网格", NULL };
	static const char *const colours[] = { "black", "黑", "red", "红", NULL };
	struct style *style = resolver->style;
	struct role_style *look = &style->roles[role];
	const char *section = arena_printf(resolver->arena, "role.%s", role_names[role]);
	look->family = (enum family)resolver_required_choice(resolver, section, "font", families);
	look->red = resolver_required_choice(resolver, section, "colour", colours) == 1;
	look->size = resolver_positive(resolver, section, "size", 16000);
	look->em = resolver_required_choice(resolver, section, "advance", advances) ? style->text_width / style->characters : look->size;
	const struct words *pitch = resolver_required(resolver, section, "pitch");
	if (pitch && (strcmp(pitch->text, "grid") == 0 || strcmp(pitch->text, "网格") == 0))
		look->pitch = style_grid_line(style, 1);
	else
		look->pitch = resolver_positive(resolver, section, "pitch", look->size);
	check_pitch(resolver, role, section);
}

static void resolve_head(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_BODY].em;
	style->mark_top = resolver_length(resolver, "mark", "top", em);
	style->mark_width = resolver_positive(resolver, "mark", "width", em);
	style->mark_least = resolver_length(resolver, "mark", "least", em);
	style->mark_names_pitch_milli = resolver_positive(resolver, "mark", "pitch", 1000);
	style->mark_suffix_gap = resolver_length(resolver, "mark", "suffix_gap", style->roles[ROLE_MARK].em);
	style->signer_label = resolver_text(resolver, "head", "signer_label");
	style->head_blank_mark_to_number = resolver_length(resolver, "number", "gap", em);
	style->red_line = resolver_flag(resolver, "red_line", "there");
	style->red_line_gap = resolver_length(resolver, "red_line", "gap", em);
	style->red_line_width = resolver_positive(resolver, "red_line", "width", em);
}

static void resolve_letter(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_BODY].em;
	style->letter_line_width = resolver_positive(resolver, "letter", "width", em);
	style->letter_first_gap = resolver_length(resolver, "letter", "first_gap", em);
	style->letter_second_bottom = resolver_length(resolver, "letter", "second_bottom", em);
	style->letter_thick = resolver_positive(resolver, "letter", "thick", em);
	style->letter_thin = resolver_positive(resolver, "letter", "thin", em);
	style->letter_line_gap = resolver_length(resolver, "letter", "gap", em);
	style->letter_text_gap = resolver_length(resolver, "letter", "text_gap", em);
}

static void resolve_text(struct resolver *resolver)
{
	static const char *const strictnesses[] = { "none", "无", "basic", "基本", "gb", "国标", "strict", "严格", NULL };
	static const char *const grids[] = { "loose", "两端", "strict", "严格", NULL };
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_BODY].em;
	style->title_gap = resolver_length(resolver, "title", "gap", em);
	style->title_width = resolver_positive(resolver, "title", "width", style->roles[ROLE_TITLE].em);
	const struct words *words = settings_lookup(resolver->settings, "title", "words");
	style->title_words = words ? words->text : "";
	style->strictness = (enum strictness)resolver_required_choice(resolver, "text", "strictness", strictnesses);
	style->strict_grid = resolver_required_choice(resolver, "text", "grid", grids) == 1;
	style->latin_space = resolver_flag(resolver, "text", "latin_space");
	style->paragraph_indent = resolver_length(resolver, "body", "indent", em);
	style->squeeze_milli = resolver_length(resolver, "body", "squeeze", 1000);
	style->addressee_end = resolver_text(resolver, "body", "addressee_end");
	style->notice_blank_lines = resolver_whole(resolver, "notice", "blank", 0, 9);
}

static void resolve_stamp(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_BODY].em;
	style->stamp_indent = resolver_length(resolver, "signature", "stamp_indent", em);
	style->stamp_width = resolver_positive(resolver, "signature", "stamp_width", em);
	style->stamp_height = resolver_positive(resolver, "signature", "stamp_height", em);
	style->stamp_post_gap = resolver_length(resolver, "signature", "stamp_post_gap", em);
	style->stamp_blank_lines = resolver_whole(resolver, "signature", "stamp_blank", 0, 9);
}

/* What 国发〔1999〕25号 knows: 6.0, 5.0, 4.5 and 4.2 cm, and less for bodies within others. */
static bool diameter_usual(mpt diameter)
{
	int64_t millimetres = rounded_ratio(diameter, 127, 360000);
	return (millimetres >= 38 && millimetres <= 45) || millimetres == 50 || millimetres == 60;
}

/* Each body's seal: its own, else the first's, else that of the template. */
static void resolve_diameters(struct resolver *resolver)
{
	const struct words *names = NULL;
	size_t count = settings_instances(resolver->settings, "issuer", &names);
	mpt em = resolver->style->roles[ROLE_BODY].em;
	mpt *diameters = arena_array(resolver->arena, count + 1, sizeof *diameters);
	diameters[0] = resolver_positive(resolver, "signature", "seal_diameter", em);
	for (size_t i = 0; i < count; i++) {
		const char *section = arena_printf(resolver->arena, "issuer.%s", names[i].text);
		const struct words *given = settings_lookup(resolver->settings, section, "diameter");
		mpt diameter = resolver_optional(resolver, section, "diameter", em);
		if (diameter && !diameter_usual(diameter))
			REPORT(resolver->all, seal_diameter_unusual, &given->at, given->text);
		diameters[i] = diameter ? diameter : diameters[0];
	}
	resolver->style->seal_diameters = diameters;
}

static void resolve_end(struct resolver *resolver)
{
	struct style *style = resolver->style;
	mpt em = style->roles[ROLE_BODY].em, small = style->roles[ROLE_IMPRINT].em;
	style->seal_blank_lines = resolver_whole(resolver, "signature", "blank", 1, 9);
	style->date_indent = resolver_length(resolver, "signature", "date_indent", em);
	style->unsealed_indent = resolver_length(resolver, "signature", "indent", em);
	style->seal_raise = resolver_length(resolver, "signature", "seal_raise", em);
	style->seal_gap = resolver_length(resolver, "signature", "seal_gap", em);
	style->seals_in_row = resolver_whole(resolver, "signature", "seals_in_row", 1, 9);
	resolve_diameters(resolver);
	resolve_stamp(resolver);
	style->number_drop = resolver_length(resolver, "page_number", "drop", em);
	style->number_inset = resolver_length(resolver, "page_number", "inset", style->roles[ROLE_PAGE_NUMBER].em);
	style->imprint_outer = resolver_positive(resolver, "imprint", "outer_rule", small);
	style->imprint_inner = resolver_positive(resolver, "imprint", "inner_rule", small);
	style->imprint_inset = resolver_length(resolver, "imprint", "inset", small);
	style->copies_label = resolver_text(resolver, "imprint", "copies_label");
	style->addressee_label = resolver_text(resolver, "imprint", "addressee_label");
}

int style_resolve(struct arena *arena, struct diagnostics *all, const struct settings *settings, struct style *out)
{
	struct resolver resolver = { .arena = arena, .all = all, .settings = settings, .style = out };
	const struct words *name = settings_lookup(settings, "document", "template");
	*out = (struct style){ .template_name = name ? name->text : "gbt9704" };
	resolve_page(&resolver);
	out->roles[ROLE_BODY].size = resolver_positive(&resolver, "role.body", "size", 16000);
	for (int role = 0; role < ROLE_COUNT; role++)
		resolve_role(&resolver, (enum role)role);
	resolve_colours(&resolver);
	resolve_head(&resolver);
	resolve_letter(&resolver);
	resolve_text(&resolver);
	resolve_end(&resolver);
	style_resolve_table(&resolver);
	style_resolve_columns(&resolver);
	style_resolve_rules(&resolver);
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
