/* Subsets for embedding, by hb-subset: a bare CFF table with the source's CIDs, or a TrueType file with the source's glyph
 * ids; no layout tables, no hints. What the subset holds is read from the plan, for it takes more than it is asked. */
#include <hb-subset.h>
#include <string.h>
#include "font/fonts.h"

static void drop_tables(hb_subset_input_t *input)
{
	static const char tags[][5] = { "GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "post", "OS/2", "name", "cmap", "gasp", "STAT",
	                                "kern", "DSIG", "meta", "MATH", "hdmx", "VDMX", "LTSH", "morx", "feat", "fpgm", "prep", "cvt ",
	                                "fvar", "gvar", "avar", "HVAR", "VVAR", "MVAR", "cvar" };
	hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
		hb_set_add(drop, HB_TAG(tags[i][0], tags[i][1], tags[i][2], tags[i][3]));
}

static hb_subset_input_t *make_input(const struct face *face, const bool *used)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	unsigned flags = HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE | HB_SUBSET_FLAGS_DESUBROUTINIZE;
	if (!input)
		return NULL;
	hb_set_t *glyphs = hb_subset_input_glyph_set(input);
	for (unsigned i = 0; i < face->glyphs; i++)
		if (used[i])
			hb_set_add(glyphs, i);
	drop_tables(input);
	if (face->kind != FACE_CFF_CID)
		flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
	hb_subset_input_set_flags(input, flags);
	return input;
}

/* In the order of the new ids, which is that of the old ones. */
static void list_glyphs(struct arena *arena, hb_subset_plan_t *plan, struct subset *out)
{
	const hb_map_t *map = hb_subset_plan_new_to_old_glyph_mapping(plan);
	unsigned room = hb_map_get_population(map), count = 0;
	uint16_t *glyphs = arena_array(arena, room + 1, sizeof *glyphs);
	for (hb_codepoint_t new = 0; new < 65536 && count < room; new++)
		if (hb_map_has(map, new))
			glyphs[count++] = (uint16_t)hb_map_get(map, new);
	out->glyphs = glyphs;
	out->glyph_count = (int)count;
}

static void copy_data(struct arena *arena, hb_face_t *subset, bool cff, struct subset *out)
{
	hb_blob_t *blob = cff ? hb_face_reference_table(subset, HB_TAG('C', 'F', 'F', ' ')) : hb_face_reference_blob(subset);
	unsigned length = 0;
	const char *data = hb_blob_get_data(blob, &length);
	unsigned char *copy = arena_alloc(arena, length + 1);
	memcpy(copy, data, length);
	out->data = copy;
	out->length = length;
	hb_blob_destroy(blob);
}

/* All of a face that may not be subset: its CFF table, or the tables of a TrueType file as they are. */
static void take_whole(struct arena *arena, const struct face *face, struct subset *out)
{
	static const char tags[][5] = { "glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep" };
	hb_face_t *builder = hb_face_builder_create();
	uint16_t *glyphs = arena_array(arena, face->glyphs, sizeof *glyphs);
	for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
		hb_tag_t tag = HB_TAG(tags[i][0], tags[i][1], tags[i][2], tags[i][3]);
		hb_blob_t *table = hb_face_reference_table(face->hb, tag);
		if (hb_blob_get_length(table))
			hb_face_builder_add_table(builder, tag, table);
		hb_blob_destroy(table);
	}
	for (unsigned i = 0; i < face->glyphs; i++)
		glyphs[i] = (uint16_t)i;
	out->glyphs = glyphs;
	out->glyph_count = (int)face->glyphs;
	copy_data(arena, face->kind == FACE_GLYF ? builder : face->hb, face->kind != FACE_GLYF, out);
	hb_face_destroy(builder);
}

static void take_part(struct arena *arena, const struct face *face, const bool *used, struct subset *out)
{
	hb_subset_input_t *input = make_input(face, used);
	hb_subset_plan_t *plan = input ? hb_subset_plan_create_or_fail(face->hb, input) : NULL;
	hb_face_t *subset = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
	if (subset) {
		list_glyphs(arena, plan, out);
		copy_data(arena, subset, face->kind != FACE_GLYF, out);
	}
	hb_face_destroy(subset);
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
}

int face_subset(struct arena *arena, struct diagnostics *all, struct fonts *fonts, int number, const bool *used, struct subset *out)
{
	const struct face *face = &fonts->faces[number];
	struct place at = { .file = face->path };
	*out = (struct subset){ 0 };
	if (face->state == FACE_OPEN && face->whole)
		take_whole(arena, face, out);
	else if (face->state == FACE_OPEN)
		take_part(arena, face, used, out);
	return out->length ? 0 : REPORT(all, font_unusable, &at, face->name);
}

int face_subset_recode(struct arena *arena, struct diagnostics *all, struct fonts *fonts, int number, const uint16_t *cids, struct subset *subset)
{
	const struct face *face = &fonts->faces[number];
	struct place at = { .file = face->path };
	size_t length = subset->length;
	const unsigned char *recoded = cff_recode(arena, subset->data, &length, cids, (unsigned)subset->glyph_count);
	if (!recoded)
		return REPORT(all, font_unusable, &at, face->name);
	subset->data = recoded;
	subset->length = length;
	return 0;
}

/* In milli-ems, rounded towards the outside of a box: down for its low sides. */
static int scaled(struct face *face, unsigned value, bool down)
{
	int upem = (int)hb_face_get_upem(face->hb), product = (int16_t)value * 1000;
	int rest = product % upem;
	return product / upem + (down && rest < 0 ? -1 : !down && rest > 0 ? 1 : 0);
}

struct face_descriptor face_describe(struct fonts *fonts, int number)
{
	struct face *face = &fonts->faces[number];
	const hb_tag_t head = HB_TAG('h', 'e', 'a', 'd'), os2 = HB_TAG('O', 'S', '/', '2');
	unsigned weight = table_u16(face->hb, os2, 4), cap = table_u16(face->hb, os2, 0) >= 2 ? table_u16(face->hb, os2, 88) : 0;
	struct face_descriptor out = { .ascent = FONT_ASCENT, .descent = -FONT_DESCENT, .stem_v = weight >= 600 ? 140 : 80, .flags = 4,
	                               .cap_height = cap ? scaled(face, cap, true) : 700, .no_subsetting = face->whole };
	for (unsigned i = 0; i < 4; i++)
		out.bbox[i] = scaled(face, table_u16(face->hb, head, 36 + 2 * i), i < 2);
	return out;
}
