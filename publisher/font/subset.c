/* Subsets for embedding: a CFF table or a TrueType file of ours, where the font is usual; else by hb-subset a CFF table or a TrueType
 * file with the source's glyph ids, without layout tables and hints. What hb-subset's holds is read from its plan, for it takes more
 * than it is asked. */
#include <hb-subset.h>
#include <stdlib.h>
#include <string.h>
#include "font/fonts.h"
#include "font/glyf.h"

/* A face of these tables alone: what is not in it costs hb-subset nothing, and GSUB and cmap cost it most. */
static hb_face_t *face_of_tables(const struct face *face, bool instructions)
{
	static const char tags[][5] = { "CFF ", "glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep" };
	size_t count = sizeof tags / sizeof tags[0] - (instructions ? 0 : 3);
	hb_face_t *builder = hb_face_builder_create();
	for (size_t i = 0; i < count; i++) {
		hb_tag_t tag = HB_TAG(tags[i][0], tags[i][1], tags[i][2], tags[i][3]);
		hb_blob_t *table = hb_face_reference_table(face->hb, tag);
		if (hb_blob_get_length(table))
			hb_face_builder_add_table(builder, tag, table);
		hb_blob_destroy(table);
	}
	return builder;
}

static hb_subset_input_t *make_input(const struct face *face, const struct subset_order *order)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	unsigned flags = HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE | HB_SUBSET_FLAGS_DESUBROUTINIZE;
	if (!input)
		return NULL;
	hb_set_t *glyphs = hb_subset_input_glyph_set(input);
	for (int i = 0; i < order->count; i++)
		hb_set_add(glyphs, order->glyphs[i]);
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
	if (length)
		memcpy(copy, data, length);
	out->data = copy;
	out->length = length;
	hb_blob_destroy(blob);
}

/* All of a face that may not be subset: its CFF table, or the tables of a TrueType file as they are. */
static void take_whole(struct arena *arena, const struct face *face, struct subset *out)
{
	uint16_t *glyphs = arena_array(arena, face->glyphs, sizeof *glyphs);
	hb_face_t *builder = face->kind == FACE_GLYF ? face_of_tables(face, true) : hb_face_reference(face->hb);
	for (unsigned i = 0; i < face->glyphs; i++)
		glyphs[i] = (uint16_t)i;
	out->glyphs = glyphs;
	out->glyph_count = (int)face->glyphs;
	copy_data(arena, builder, face->kind != FACE_GLYF, out);
	hb_face_destroy(builder);
}

static void take_part(struct arena *arena, const struct face *face, const struct subset_order *order, struct subset *out)
{
	hb_face_t *tables = face_of_tables(face, false);
	hb_subset_input_t *input = make_input(face, order);
	hb_subset_plan_t *plan = input ? hb_subset_plan_create_or_fail(tables, input) : NULL;
	hb_face_t *subset = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
	if (subset) {
		list_glyphs(arena, plan, out);
		copy_data(arena, subset, face->kind != FACE_GLYF, out);
	}
	hb_face_destroy(subset);
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
	hb_face_destroy(tables);
}

/* Gives the glyphs of a CFF keyed by CID the CIDs that were asked for. */
static bool recode(struct arena *arena, const struct subset_order *order, struct subset *subset)
{
	uint16_t *cids = arena_array(arena, (size_t)subset->glyph_count + 1, sizeof *cids);
	for (int i = 0; i < subset->glyph_count; i++)
		cids[i] = order->cid(order->context, subset->glyphs[i]);
	subset->data = cff_recode(arena, subset->data, &subset->length, cids, (unsigned)subset->glyph_count);
	return subset->data != NULL;
}

int face_subset_by_harfbuzz(struct arena *arena, struct diagnostics *all, struct fonts *fonts, int number, const struct subset_order *order,
                            struct subset *out)
{
	const struct face *face = &fonts->faces[number];
	struct place at = { .file = face->path };
	*out = (struct subset){ 0 };
	if (face->state == FACE_OPEN)
		take_part(arena, face, order, out);
	bool made = out->length && (face->kind != FACE_CFF_CID || recode(arena, order, out));
	return made ? 0 : REPORT(all, font_unusable, &at, face->name);
}

static struct cff *open_cff(struct fonts *fonts, struct face *face)
{
	unsigned length = 0;
	if (!face->cff_tried && face->kind != FACE_GLYF) {
		face->cff_blob = hb_face_reference_table(face->hb, HB_TAG('C', 'F', 'F', ' '));
		const unsigned char *table = (const unsigned char *)hb_blob_get_data(face->cff_blob, &length);
		face->cff = cff_open(fonts->arena, (struct bytes){ table, length });
		face->cff_tried = true;
	}
	return face->cff;
}

static int by_cid(const void *left, const void *right)
{
	return (int)((const struct cff_glyph *)left)->cid - (int)((const struct cff_glyph *)right)->cid;
}

static int by_glyph(const void *left, const void *right) { return (int)*(const uint16_t *)left - (int)*(const uint16_t *)right; }

static void list_asked(struct arena *arena, const struct subset_order *order, struct subset *out)
{
	uint16_t *glyphs = arena_array(arena, (size_t)order->count + 1, sizeof *glyphs);
	int count = 1;
	for (int i = 0; i < order->count; i++)
		if (order->glyphs[i])
			glyphs[count++] = order->glyphs[i];
	qsort(glyphs, (size_t)count, sizeof *glyphs, by_glyph);
	out->glyphs = glyphs;
	out->glyph_count = count;
}

/* false: the font is none for us. */
static bool take_flattened(struct arena *arena, struct fonts *fonts, struct face *face, const struct subset_order *order, struct subset *out)
{
	struct cff *cff = open_cff(fonts, face);
	bool usual = cff != NULL;
	if (!usual)
		return false;
	outlines_begin(fonts);
	list_asked(arena, order, out);
	unsigned char *room = arena_reserve(arena, CFF_OUTLINE_MOST);
	struct cff_glyph *glyphs = arena_array(arena, (size_t)out->glyph_count, sizeof *glyphs);
	for (int i = 0; i < out->glyph_count && usual; i++) {
		uint16_t glyph = out->glyphs[i], cid = !glyph || face->kind == FACE_CFF_NAMED ? glyph : order->cid(order->context, glyph);
		glyphs[i] = (struct cff_glyph){ glyph, cid, face_outline(fonts, face, glyph, room) };
		usual = glyphs[i].outline.length > 0;
	}
	if (usual) {
		qsort(glyphs, (size_t)out->glyph_count, sizeof *glyphs, by_cid);
		struct bytes table = cff_write(arena, cff, glyphs, (unsigned)out->glyph_count);
		out->data = table.data;
		out->length = table.length;
	}
	return usual;
}

static bool take_glyphs(struct arena *arena, const struct face *face, const struct subset_order *order, struct subset *out)
{
	static const hb_tag_t tags[GLYF_TABLES] = { HB_TAG('g', 'l', 'y', 'f'), HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'),
	                                            HB_TAG('h', 'm', 't', 'x'), HB_TAG('l', 'o', 'c', 'a'), HB_TAG('m', 'a', 'x', 'p') };
	hb_blob_t *blobs[GLYF_TABLES];
	struct bytes tables[GLYF_TABLES];
	struct glyf_subset made;
	for (int i = 0; i < GLYF_TABLES; i++) {
		unsigned length = 0;
		blobs[i] = hb_face_reference_table(face->hb, tags[i]);
		tables[i].data = (const unsigned char *)hb_blob_get_data(blobs[i], &length);
		tables[i].length = length;
	}
	bool usual = glyf_subset(arena, tables, order->glyphs, order->count, &made);
	if (usual)
		*out = (struct subset){ .data = made.file.data, .length = made.file.length, .glyphs = made.glyphs, .glyph_count = made.glyph_count, .renumbered = true };
	for (int i = 0; i < GLYF_TABLES; i++)
		hb_blob_destroy(blobs[i]);
	return usual;
}

/* By our own writers; false: the font is none for them. */
static bool take_ours(struct arena *arena, struct fonts *fonts, struct face *face, const struct subset_order *order, struct subset *out)
{
	return face->kind == FACE_GLYF ? take_glyphs(arena, face, order, out) : take_flattened(arena, fonts, face, order, out);
}

int face_subset(struct arena *arena, struct diagnostics *all, struct fonts *fonts, int number, const struct subset_order *order, struct subset *out)
{
	struct face *face = &fonts->faces[number];
	int result = 0;
	*out = (struct subset){ 0 };
	if (face->state == FACE_OPEN && face->whole)
		take_whole(arena, face, out);
	else if (face->state != FACE_OPEN || !take_ours(arena, fonts, face, order, out))
		result = face_subset_by_harfbuzz(arena, all, fonts, number, order, out);
	return result;
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
