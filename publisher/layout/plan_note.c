/* Fingerprints of pages and rows. A page's are relative to its text block, so that a page that only went to the other side of its
 * sheet is known again; the digits of its number are left out, for they follow from where it stands. */
#include "layout/plan_note.h"
#include <string.h>
#include "base/file.h"

static const uint8_t areas[ROLE_COUNT] = {
	[ROLE_COPY_NUMBER] = AREA_COPY_NUMBER, [ROLE_SECRECY] = AREA_SECRECY, [ROLE_URGENCY] = AREA_SECRECY, [ROLE_MARK] = AREA_HEAD,
	[ROLE_NUMBER] = AREA_NUMBER, [ROLE_SIGNER] = AREA_SIGNERS, [ROLE_TITLE] = AREA_TITLE, [ROLE_ADDRESSEE] = AREA_ADDRESSEE,
	[ROLE_BODY] = AREA_TEXT, [ROLE_HEADING_1] = AREA_TEXT, [ROLE_HEADING_2] = AREA_TEXT, [ROLE_HEADING_3] = AREA_TEXT,
	[ROLE_HEADING_4] = AREA_TEXT, [ROLE_ATTACHMENT_NOTICE] = AREA_NOTICE, [ROLE_SIGNATURE] = AREA_SIGNATURE, [ROLE_DATE] = AREA_DATE,
	[ROLE_ANNOTATION] = AREA_ANNOTATION, [ROLE_ATTACHMENT_LABEL] = AREA_TITLE, [ROLE_ATTACHMENT_TITLE] = AREA_TITLE,
	[ROLE_TABLE_TITLE] = AREA_TABLE_TITLE, [ROLE_TABLE_CONTINUED] = AREA_TABLE, [ROLE_TABLE_HEAD] = AREA_TABLE, [ROLE_TABLE_TEXT] = AREA_TABLE,
	[ROLE_TABLE_NOTE] = AREA_TABLE_NOTE, [ROLE_IMPRINT] = AREA_IMPRINT, [ROLE_PAGE_NUMBER] = AREA_TEXT, [ROLE_ORDER_NUMBER] = AREA_NUMBER,
	[ROLE_ISSUE] = AREA_NUMBER, [ROLE_HEAD_LINE] = AREA_HEAD, [ROLE_SIGNER_NAME] = AREA_SIGNERS, [ROLE_POST] = AREA_SIGNATURE,
	[ROLE_ATTENDANCE_LABEL] = AREA_TEXT, [ROLE_ATTENDANCE] = AREA_TEXT,
};

static bool is_table(const struct page *page) { return page->kind != PAGE_TEXT && page->kind != PAGE_BLANK; }

/* Rules and fills have no role: on a table's own sheet they are the table's. */
static enum area area_of(const struct page *page, const struct item *item)
{
	if (item->artifact == ARTIFACT_PAGE_NUMBER)
		return is_table(page) ? AREA_TABLE : AREA_TEXT;
	if (item->kind == ITEM_FIELD)
		return AREA_SIGNATURE;
	if (item->role >= 0 && item->role < ROLE_COUNT)
		return (enum area)areas[item->role];
	return is_table(page) ? AREA_TABLE : AREA_DRAWING;
}

/* ---- one item ---- */

struct noting {
	struct layout_job *job;
	const struct page *page;
	mpt left;                  /* what x is counted from: the text block's edge, in a turned frame 0 */
	int depth;                 /* of turned frames */
	uint64_t prints[AREA_COUNT][2];
	uint32_t seen;
};

static void add_point(uint64_t print[2], mpt x, mpt y)
{
	fingerprint_word(print, (uint64_t)(uint32_t)x << 32 | (uint32_t)y);
}

static void add_text(uint64_t print[2], const char *text)
{
	fingerprint_add(print, text ? text : "", text ? strlen(text) + 1 : 1);
}

/* There are millions: two chains side by side, which a processor works at together. */
static void add_glyph(uint64_t print[2], int i, uint64_t word)
{
	uint64_t *chain = &print[i & 1];
	*chain = (*chain ^ word) * 0x9E3779B97F4A7C15u;
	*chain ^= *chain >> 32;
}

static void add_glyphs(struct noting *noting, const struct glyph_run *run, uint64_t print[2], bool number)
{
	add_text(print, face_name(noting->job->fonts, run->face));
	add_point(print, run->size, run->paint << 1 | run->vertical);
	if (number && run->count)
		fingerprint_word(print, (uint64_t)run->y[0]);
	for (int i = 0; i < run->count && !number; i++)
		add_glyph(print, i, (uint64_t)run->glyph[i] << 48 ^ (uint64_t)(uint32_t)(run->x[i] - noting->left) << 24 ^ (uint64_t)(uint32_t)run->y[i]);
}

/* The picture itself: one of the same name may be another. */
static int add_picture(struct noting *noting, const char *path, uint64_t print[2])
{
	struct arena *arena = arena_new();
	struct bytes bytes;
	int result = file_read(arena, noting->job->all, NULL, path, &bytes);
	if (!result)
		fingerprint_add(print, bytes.data, bytes.length);
	arena_free(arena);
	return result;
}

static void add_box(const struct noting *noting, const mpt box[4], uint64_t print[2])
{
	add_point(print, box[0] - noting->left, box[1]);
	add_point(print, box[2], box[3]);
}

static void turn(struct noting *noting, int by)
{
	noting->depth += by;
	noting->left = noting->depth ? 0 : noting->page->left;
}

static int add_item(struct noting *noting, const struct item *item)
{
	enum area area = area_of(noting->page, item);
	uint64_t *print = noting->prints[area];
	int result = 0;
	noting->seen |= 1u << area;
	fingerprint_word(print, (uint64_t)item->kind << 8 | (uint64_t)(item->role + 1));
	switch (item->kind) {
	case ITEM_GLYPHS:
		add_glyphs(noting, &item->of.glyphs, print, item->artifact == ARTIFACT_PAGE_NUMBER);
		break;
	case ITEM_RULE:
		add_point(print, item->of.rule.x0 - noting->left, item->of.rule.y0);
		add_point(print, item->of.rule.x1 - noting->left, item->of.rule.y1);
		add_point(print, item->of.rule.width, item->of.rule.paint);
		break;
	case ITEM_FILL:
		add_box(noting, (const mpt[4]){ item->of.fill.x, item->of.fill.y, item->of.fill.width, item->of.fill.height }, print);
		add_point(print, item->of.fill.round, item->of.fill.paint);
		break;
	case ITEM_IMAGE:
		add_box(noting, (const mpt[4]){ item->of.image.x, item->of.image.y, item->of.image.width, item->of.image.height }, print);
		result = add_picture(noting, item->of.image.path, print);
		break;
	case ITEM_LINK:
		add_box(noting, (const mpt[4]){ item->of.link.x, item->of.link.y, item->of.link.width, item->of.link.height }, print);
		add_text(print, item->of.link.uri);
		break;
	case ITEM_FIELD:
		add_box(noting, (const mpt[4]){ item->of.field.x, item->of.field.y, item->of.field.width, item->of.field.height }, print);
		break;
	case ITEM_TURN:
		add_point(print, item->of.turn.x - noting->left, item->of.turn.y);
		turn(noting, 1);
		break;
	case ITEM_TURN_END:
		turn(noting, -1);
		break;
	}
	return result;
}

/* ---- pages, tables ---- */

void plan_note_document(struct layout_job *job)
{
	struct plan *plan = job->record->plan;
	const char *title = job->record->title;
	if (!plan)
		return;
	plan->draft = job->document->draft;
	plan->like = job->like;
	plan->duplex = job->record->duplex;
	plan->title = title ? plan_print(title, strlen(title)) : 0;
}

int plan_note_page(struct layout_job *job, const struct page *page)
{
	struct plan *plan = job->record->plan;
	struct noting noting = { .job = job, .page = page, .left = page->left };
	int result = 0;
	if (!plan)
		return 0;
	for (size_t i = 0; i < page->count && !result; i++)
		result = add_item(&noting, &page->items[i]);
	ARENA_GROW(plan->arena, plan->pages, &plan->page_capacity, plan->page_count + 1);
	struct plan_page *noted = &plan->pages[plan->page_count++];
	*noted = (struct plan_page){ .kind = page->kind, .recto = page->recto, .numbered = page->numbered, .areas = noting.seen };
	for (int i = 0; i < AREA_COUNT; i++)
		if (noting.seen >> i & 1)
			noted->prints[i] = plan_fold(noting.prints[i]);
	return result;
}

void plan_note_start(struct layout_job *job, int page, const struct plan_start *start)
{
	struct plan *plan = job->record->plan;
	if (!plan)
		return;
	ARENA_GROW(plan->arena, plan->starts, &plan->start_capacity, plan->start_count + 1);
	plan->starts[plan->start_count] = *start;
	plan->starts[plan->start_count++].page = page;
}

void plan_note_table(struct layout_job *job, const struct plan_table *table)
{
	struct plan *plan = job->record->plan;
	if (!plan)
		return;
	ARENA_GROW(plan->arena, plan->tables, &plan->table_capacity, plan->table_count + 1);
	plan->tables[plan->table_count++] = *table;
}

uint32_t plan_table_id(const struct table *table)
{
	return plan_print(table->id, strlen(table->id));
}

static void add_cell(uint64_t print[2], const struct table *table, int row, int column)
{
	const struct table_cell *cell = table_cell(table, row, column);
	fingerprint_word(print, (uint64_t)cell->columns << 1 | cell->covered);
	add_text(print, table_words(table, row, column));
}

uint16_t *plan_table_rows(struct arena *arena, const struct table *table)
{
	uint16_t *rows = arena_array(arena, (size_t)table->row_count + 1, sizeof *rows);
	for (int r = 0; r < table->row_count; r++) {
		uint64_t print[2] = { table->rows[r].kind, 0 };
		for (int c = 0; c < table->column_count; c++)
			add_cell(print, table, r, c);
		uint32_t whole = plan_fold(print);
		rows[r] = (uint16_t)(whole ^ whole >> 16);
	}
	return rows;
}
