/* What differs between two versions, for people and for machines. */
#include "page/plan_compare.h"
#include "base/json.h"
#include "base/language.h"

static const struct { const char *code, *name; } areas[AREA_PAGE_NUMBER + 1] = {
	[AREA_TEXT] = { "text", N_("text") }, [AREA_NUMBER] = { "number", N_("document number") }, [AREA_DATE] = { "date", N_("date") },
	[AREA_TITLE] = { "title", N_("title") }, [AREA_SIGNATURE] = { "signature", N_("signature") }, [AREA_TABLE] = { "table", N_("table") },
	[AREA_TABLE_TITLE] = { "table-title", N_("table title") }, [AREA_TABLE_NOTE] = { "table-note", N_("table notes") },
	[AREA_HEAD] = { "head", N_("red head") }, [AREA_COPY_NUMBER] = { "copy-number", N_("copy number") },
	[AREA_SECRECY] = { "secrecy", N_("secrecy and urgency") }, [AREA_SIGNERS] = { "signers", N_("signers") },
	[AREA_ADDRESSEE] = { "addressee", N_("addressee") }, [AREA_NOTICE] = { "attachment-notice", N_("list of attachments") },
	[AREA_ANNOTATION] = { "annotation", N_("annotation") }, [AREA_IMPRINT] = { "imprint", N_("imprint") },
	[AREA_DRAWING] = { "drawing", N_("lines and pictures") }, [AREA_PAGE_NUMBER] = { "page-number", N_("page number") },
};

const char *area_name(int area) { return _(areas[area].name); }
const char *area_code(int area) { return areas[area].code; }

/* ---- lists ---- */

/* 1-11, 13: the numbers for which holds() is true, as ranges; NULL: there are none. */
static const char *ranges(const struct plan_changes *changes, int last, bool (*holds)(const struct plan_changes *, int, int), int what)
{
	struct buffer list = { .arena = changes->arena };
	for (int from = 1, to; from <= last; from = to + 1) {
		to = from;
		if (!holds(changes, from, what))
			continue;
		while (to < last && holds(changes, to + 1, what))
			to++;
		buffer_put(&list, list.length ? _(", ") : "");
		buffer_printf(&list, to > from ? "%d-%d" : "%d", from, to);
	}
	return list.text;
}

static bool has_fate(const struct plan_changes *changes, int page, int fate) { return (int)changes->pages[page].fate == fate; }

static bool sheet_changed(const struct plan_changes *changes, int sheet, int what)
{
	(void)what;
	return plan_sheet_changed(changes, sheet);
}

static const char *names_of(struct arena *arena, uint32_t set)
{
	struct buffer list = { .arena = arena };
	for (int i = 0; i <= AREA_PAGE_NUMBER; i++) {
		if (!(set >> i & 1))
			continue;
		buffer_put(&list, list.length ? _(", ") : "");
		buffer_put(&list, area_name(i));
	}
	return list.length ? list.text : area_name(AREA_DRAWING);
}

static void join(struct buffer *line, const char *format, const char *list)
{
	if (!list)
		return;
	buffer_put(line, line->length ? _("; ") : "");
	buffer_put(line, arena_printf(line->arena, format, list));
}

/* ---- for people ---- */

bool plan_differs(const struct plan_changes *changes)
{
	bool found = false;
	for (int page = 1; page <= changes->count; page++)
		found |= changes->pages[page].fate != PAGE_SAME;
	return found;
}

const char *plan_changes_line(const struct plan_changes *changes)
{
	struct buffer line = { .arena = changes->arena };
	if (!plan_differs(changes))
		return _("no page differs");
	join(&line, _("as before: pages %s"), ranges(changes, changes->count, has_fate, PAGE_SAME));
	join(&line, _("changed: pages %s"), ranges(changes, changes->count, has_fate, PAGE_CHANGED));
	join(&line, _("moved: pages %s"), ranges(changes, changes->count, has_fate, PAGE_MOVED));
	join(&line, _("new: pages %s"), ranges(changes, changes->count, has_fate, PAGE_ADDED));
	join(&line, _("gone: pages %s"), ranges(changes, changes->count, has_fate, PAGE_GONE));
	if (changes->areas)
		join(&line, _("only this differs: %s"), names_of(changes->arena, changes->areas));
	join(&line, _("sheets to print again: %s"), ranges(changes, plan_sheets(changes), sheet_changed, 0));
	return line.text;
}

/* Numbers of the rows of one table that are new or say something else and begin on a page; NULL: there are none. */
static const char *row_numbers(const struct plan_changes *changes, int page, int table)
{
	struct buffer list = { .arena = changes->arena };
	for (size_t i = 0; i < changes->row_count; i++) {
		const struct row_change *row = &changes->rows[i];
		if (row->page != page || row->table != table)
			continue;
		buffer_put(&list, list.length ? _(", ") : "");
		buffer_printf(&list, "%d", row->row);
	}
	return list.text;
}

/* "": no rows are known. */
static const char *rows_of(const struct plan_changes *changes, int page)
{
	struct buffer list = { .arena = changes->arena };
	int table = 0;
	for (size_t i = 0; i < changes->row_count; i++) {
		const struct row_change *row = &changes->rows[i];
		if (row->page != page || row->table == table)
			continue;
		table = row->table;
		buffer_put(&list, list.length ? _("; ") : "");
		buffer_printf(&list, _("table %d, row %s"), table, row_numbers(changes, page, table));
	}
	return list.length ? arena_printf(changes->arena, _(" (%s)"), list.text) : "";
}

void plan_changes_text(const struct plan_changes *changes, FILE *out)
{
	for (int page = 1; page <= changes->count; page++) {
		const struct page_change *change = &changes->pages[page];
		switch (change->fate) {
		case PAGE_SAME:
			break;
		case PAGE_CHANGED:
			fprintf(out, _("page %d: changed: %s%s\n"), page, names_of(changes->arena, change->areas), rows_of(changes, page));
			break;
		case PAGE_MOVED:
			fprintf(out, _("page %d: was page %d\n"), page, change->before);
			break;
		case PAGE_ADDED:
			fprintf(out, _("page %d: new%s\n"), page, rows_of(changes, page));
			break;
		case PAGE_GONE:
			fprintf(out, _("page %d: gone\n"), page);
			break;
		}
	}
	fprintf(out, "%s\n", plan_changes_line(changes));
}

/* ---- for machines ---- */

static void put_areas(uint32_t set, FILE *out)
{
	const char *between = "";
	for (int i = 0; i <= AREA_PAGE_NUMBER; i++) {
		if (!(set >> i & 1))
			continue;
		fprintf(out, "%s\"%s\"", between, area_code(i));
		between = ",";
	}
}

static void put_rows(const struct plan_changes *changes, int page, FILE *out)
{
	const char *between = "";
	for (size_t i = 0; i < changes->row_count; i++) {
		const struct row_change *row = &changes->rows[i];
		if (row->page != page)
			continue;
		fprintf(out, "%s{\"table\":%d,\"row\":%d}", between, row->table, row->row);
		between = ",";
	}
}

static void put_page(const struct plan_changes *changes, int page, FILE *out)
{
	static const char *const fates[] = { "same", "changed", "moved", "added", "removed" };
	const struct page_change *change = &changes->pages[page];
	fprintf(out, "{\"page\":%d,\"is\":\"%s\"", page, fates[change->fate]);
	if (change->fate == PAGE_MOVED)
		fprintf(out, ",\"was\":%d", change->before);
	if (change->fate == PAGE_CHANGED) {
		fputs(",\"areas\":[", out);
		put_areas(change->areas, out);
		fputs("]", out);
	}
	if (change->fate == PAGE_CHANGED || change->fate == PAGE_ADDED) {
		fputs(",\"rows\":[", out);
		put_rows(changes, page, out);
		fputs("]", out);
	}
	fputs("}", out);
}

void plan_changes_json(const struct plan_changes *changes, const char *const old_and_new[2], FILE *out)
{
	const char *between = "";
	fputs("{\"old\":", out);
	json_put_string(out, old_and_new[0]);
	fputs(",\"new\":", out);
	json_put_string(out, old_and_new[1]);
	fprintf(out, ",\"old_pages\":%d,\"new_pages\":%d,\"sides\":%d,\"areas\":[", changes->old_count, changes->new_count, changes->duplex ? 2 : 1);
	put_areas(changes->areas, out);
	fputs("],\n\"pages\":[", out);
	for (int page = 1; page <= changes->count; page++) {
		if (changes->pages[page].fate == PAGE_SAME)
			continue;
		fprintf(out, "%s\n", between);
		put_page(changes, page, out);
		between = ",";
	}
	fprintf(out, "],\n\"sheets\":[");
	between = "";
	for (int sheet = 1; sheet <= plan_sheets(changes); sheet++) {
		if (!plan_sheet_changed(changes, sheet))
			continue;
		fprintf(out, "%s%d", between, sheet);
		between = ",";
	}
	fputs("]}\n", out);
}
