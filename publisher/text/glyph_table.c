/* The table of characters. An entry is filled from HarfBuzz itself: the character is shaped alone. It is safe if the glyph
 * is the nominal one and stands in none of the lookups of the plan, be it as input or as context. Of an ideograph, which
 * HarfBuzz neither composes nor takes apart, that alone says what shaping would give. */
#include "text/glyph_table.h"
#include <hb-ot.h>
#include <string.h>
#include "text/shaper.h"

enum { SCRIPTS = 4, PLANS = SCRIPTS * 2, HAN_ONE = 0x4E00, TAGS_MAX = 32 };

struct plan_facts {
	bool known;
	bool unsure;                           /* every glyph may depend on its neighbours */
	hb_set_t *touched;                     /* glyphs in the plan's lookups */
	hb_ot_layout_glyph_class_t plain;      /* GDEF class of the ideographs */
};

struct glyph_table {
	struct arena *arena;
	struct fonts *fonts;
	struct plan_facts *plans;              /* by piece number */
	int plan_count;
	struct glyph_page *pages[FONT_FAMILIES][0x1100];
};

struct glyph_table *glyph_table_new(struct arena *arena, struct fonts *fonts)
{
	struct glyph_table *table = arena_alloc(arena, sizeof *table);
	table->arena = arena;
	table->fonts = fonts;
	table->plan_count = face_count(fonts) * PLANS;
	table->plans = arena_array(arena, (size_t)table->plan_count + 1, sizeof *table->plans);
	return table;
}

void glyph_table_close(struct glyph_table *table)
{
	for (int i = 0; i < table->plan_count; i++)
		hb_set_destroy(table->plans[i].touched);
}

static const hb_script_t scripts[SCRIPTS] = { HB_SCRIPT_HAN, HB_SCRIPT_LATIN, HB_SCRIPT_GREEK, HB_SCRIPT_CYRILLIC };
static const hb_feature_t half_width = { HB_TAG('h', 'w', 'i', 'd'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };

uint16_t piece_number(int face, uint32_t code, bool narrow)
{
	hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), code);
	int number = 0;
	for (int i = 1; i < SCRIPTS; i++)
		number = scripts[i] == script ? i : number;
	return (uint16_t)(face * PLANS + number * 2 + narrow);
}

static hb_segment_properties_t properties_of(const struct shaper *shaper, uint16_t piece)
{
	return (hb_segment_properties_t){ .direction = HB_DIRECTION_LTR, .script = scripts[piece / 2 % SCRIPTS], .language = shaper->language };
}

void piece_run(struct shaper *shaper, uint16_t piece)
{
	const hb_segment_properties_t properties = properties_of(shaper, piece);
	hb_buffer_set_content_type(shaper->buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
	hb_buffer_set_segment_properties(shaper->buffer, &properties);
	hb_shape(face_hb(shaper->fonts, piece_face(piece)), shaper->buffer, &half_width, piece & 1);
}

/* Tables whose rules cannot be asked for by glyph (kern, Apple's), and features that count glyphs (rand). */
static bool has_odd_rules(hb_face_t *face)
{
	static const hb_tag_t odd[] = { HB_TAG('k', 'e', 'r', 'n'), HB_TAG('k', 'e', 'r', 'x'), HB_TAG('m', 'o', 'r', 't'), HB_TAG('m', 'o', 'r', 'x'),
	                                HB_TAG('t', 'r', 'a', 'k'), HB_TAG('S', 'i', 'l', 'f') };
	hb_tag_t tags[TAGS_MAX];
	bool found = false;
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		hb_blob_t *table = hb_face_reference_table(face, odd[i]);
		found |= hb_blob_get_length(table) > 0;
		hb_blob_destroy(table);
	}
	for (unsigned at = 0, count = TAGS_MAX; count == TAGS_MAX && !found; at += count) {
		hb_ot_layout_table_get_feature_tags(face, HB_OT_TAG_GSUB, at, &count, tags);
		for (unsigned i = 0; i < count; i++)
			found |= tags[i] == HB_TAG('r', 'a', 'n', 'd');
	}
	return found;
}

static void add_touched(hb_face_t *face, hb_shape_plan_t *plan, hb_tag_t table, hb_set_t *touched)
{
	hb_set_t *lookups = hb_set_create();
	hb_codepoint_t lookup = HB_SET_VALUE_INVALID;
	hb_ot_shape_plan_collect_lookups(plan, table, lookups);
	while (hb_set_next(lookups, &lookup))
		hb_ot_layout_lookup_collect_glyphs(face, table, lookup, touched, touched, touched, NULL);
	hb_set_destroy(lookups);
}

static const struct plan_facts *facts_of(struct shaper *shaper, uint16_t piece)
{
	struct plan_facts *facts = &shaper->table->plans[piece];
	hb_font_t *font = face_hb(shaper->fonts, piece_face(piece));
	hb_face_t *face = hb_font_get_face(font);
	hb_codepoint_t one = 0;
	if (facts->known)
		return facts;
	const hb_segment_properties_t properties = properties_of(shaper, piece);
	hb_shape_plan_t *plan = hb_shape_plan_create_cached(face, &properties, &half_width, piece & 1, NULL);
	facts->known = true;
	facts->touched = hb_set_create();
	add_touched(face, plan, HB_OT_TAG_GSUB, facts->touched);
	add_touched(face, plan, HB_OT_TAG_GPOS, facts->touched);
	facts->unsure = !hb_shape_plan_get_shaper(plan) || strcmp(hb_shape_plan_get_shaper(plan), "ot") != 0 || has_odd_rules(face)
	                || !hb_set_allocation_successful(facts->touched);
	hb_font_get_nominal_glyph(font, HAN_ONE, &one);
	facts->plain = hb_ot_layout_get_glyph_class(face, one);
	hb_shape_plan_destroy(plan);
	return facts;
}

static bool is_safe(struct shaper *shaper, uint16_t piece, uint32_t code, hb_codepoint_t glyph)
{
	const struct plan_facts *facts = facts_of(shaper, piece);
	hb_font_t *font = face_hb(shaper->fonts, piece_face(piece));
	hb_codepoint_t nominal = 0;
	if (facts->unsure || !glyph || !hb_font_get_nominal_glyph(font, code, &nominal) || nominal != glyph)
		return false;
	if (hb_set_is_empty(facts->touched))
		return true;
	return !hb_set_has(facts->touched, glyph) && hb_ot_layout_get_glyph_class(hb_font_get_face(font), glyph) == facts->plain;
}

/* Characters that HarfBuzz composes, skips or clusters with their neighbours. */
static bool joins(uint32_t code)
{
	static const uint32_t ranges[][2] = { { 0x115F, 0x1160 }, { 0x2044, 0x2044 }, { 0x3164, 0x3164 }, { 0xFF9E, 0xFFA0 },
	                                      { 0x1F1E6, 0x1F1FF }, { 0x1F3FB, 0x1F3FF } };
	hb_unicode_general_category_t category = hb_unicode_general_category(hb_unicode_funcs_get_default(), code);
	bool found = category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK || category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK
	             || category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK || category == HB_UNICODE_GENERAL_CATEGORY_FORMAT
	             || category == HB_UNICODE_GENERAL_CATEGORY_UNASSIGNED;
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		found |= code >= ranges[i][0] && code <= ranges[i][1];
	return found;
}

/* The unified ideographs of the first two blocks. */
static bool is_ideograph(uint32_t code) { return (code >= 0x3400 && code <= 0x4DBF) || (code >= 0x4E00 && code <= 0x9FFF); }

static bool fill_unshaped(struct shaper *shaper, uint32_t code, struct glyph_entry *entry)
{
	hb_font_t *font = face_hb(shaper->fonts, piece_face(entry->piece));
	hb_codepoint_t glyph = 0;
	if (!is_ideograph(code) || !hb_font_get_nominal_glyph(font, code, &glyph) || !is_safe(shaper, entry->piece, code, glyph))
		return false;
	hb_position_t advance = hb_font_get_glyph_h_advance(font, glyph);
	if (advance < 0 || advance > INT16_MAX)
		return false;
	entry->glyph = (uint16_t)glyph;
	entry->advance = (int16_t)advance;
	entry->flags |= GLYPH_SAFE;
	return true;
}

static void fill_glyph(struct shaper *shaper, uint32_t code, struct glyph_entry *entry)
{
	unsigned count = 0;
	if (!shaper->whole && fill_unshaped(shaper, code, entry))
		return;
	hb_buffer_clear_contents(shaper->buffer);
	hb_buffer_add(shaper->buffer, code, 0);
	piece_run(shaper, entry->piece);
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &count);
	const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(shaper->buffer, &count);
	if (count != 1 || position->x_offset || position->y_offset || position->x_advance < 0 || position->x_advance > INT16_MAX)
		return;
	entry->glyph = (uint16_t)info->codepoint;
	entry->advance = (int16_t)position->x_advance;
	if (!(entry->flags & GLYPH_JOINS) && is_safe(shaper, entry->piece, code, info->codepoint))
		entry->flags |= GLYPH_SAFE;
}

/* Half-width digits where the family's own are proportional (fonts.md: no face has tabular ones, some have hwid). */
static bool wants_half_width(enum family family, uint32_t code, enum char_class class)
{
	return (family == FAMILY_SONGTI || family == FAMILY_XIAOBIAOSONG) && (class == CLASS_DIGIT || code == '-');
}

static void fill(struct shaper *shaper, enum family family, uint32_t code, struct glyph_entry *entry)
{
	enum char_class class = char_class(code);
	entry->class = (uint8_t)class;
	entry->flags = (uint8_t)(GLYPH_KNOWN | (joins(code) ? GLYPH_JOINS : 0) | (char_is_measure(code) ? GLYPH_MEASURE : 0));
	entry->piece = code == '\n' ? PIECE_NEWLINE : PIECE_NONE;
	if (code == '\n' || class == CLASS_COMBINING) {
		entry->flags |= GLYPH_SPECIAL | GLYPH_JOINS;
		return;
	}
	int face = fonts_face_for(shaper->fonts, family, code, char_is_punctuation(code));
	if (face < 0 || face_is_last_resort(shaper->fonts, face))
		entry->flags |= GLYPH_SPECIAL;
	if (face < 0)
		return;
	entry->piece = piece_number(face, code, wants_half_width(family, code, class));
	fill_glyph(shaper, code == '\t' ? ' ' : code, entry);
}

struct glyph_page *const *glyph_table_pages(const struct glyph_table *table, enum family family) { return table->pages[family]; }

const struct glyph_entry *glyph_table_fill(struct shaper *shaper, enum family family, uint32_t code)
{
	struct glyph_page **page = &shaper->table->pages[family][code >> 8];
	if (!*page)
		*page = arena_alloc(shaper->table->arena, sizeof **page);
	struct glyph_entry *entry = &(*page)->entries[code & 0xFF];
	if (!(entry->flags & GLYPH_KNOWN))
		fill(shaper, family, code, entry);
	return entry;
}
