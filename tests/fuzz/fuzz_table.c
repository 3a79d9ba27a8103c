/* Settings and a table, divided by a line ----, set behind a fixed edition: an error, or pages on which every Han character of
 * every cell stands once and no glyph off the sheet. */
#include "fuzz.h"
#include <stdio.h>
#include <unistd.h>
#include "base/file.h"
#include "layout/layout.h"

static const char edition[] = "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=通报\nbody=b.txt\n[head]\nmark=preprinted\n"
                              "[attachment.1]\nname=统计表\ntable=t\n[table.t]\ndata=t.csv\n";

struct seen { size_t han; bool off_sheet; };

/* Lead bytes of U+4E00 … U+9FFF. */
static size_t han_in(const char *text, size_t length)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++)
		count += (unsigned char)text[i] >= 0xE4 && (unsigned char)text[i] <= 0xE9;
	return count;
}

static int look_at(void *context, const struct page *page)
{
	struct seen *seen = context;
	mpt most = page->width > page->height ? page->width : page->height;
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		const struct glyph_run *run = &item->of.glyphs;
		if (item->kind != ITEM_GLYPHS || !run->count)
			continue;
		if (item->row > 0 && item->artifact == ARTIFACT_NONE)
			seen->han += han_in(run->text + run->cluster[0], run->cluster[run->count] - run->cluster[0]);
		for (int g = 0; g < run->count; g++)
			seen->off_sheet |= run->x[g] < -most || run->y[g] < -most || run->x[g] > 2 * most || run->y[g] > 2 * most;
	}
	return 0;
}

static void write_file(const char *folder, const char *name, const void *first, size_t first_size, const void *data, size_t size)
{
	char path[80];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	require(file && fwrite(first, 1, first_size, file) == first_size && fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

static size_t han_of(const struct document *document)
{
	size_t count = 0;
	for (int t = 0; t < document->table_count; t++)
		for (int r = 0; r < document->tables[t].row_count; r++)
			for (int c = 0; c < document->tables[t].column_count; c++)
				count += han_in(table_words(&document->tables[t], r, c), strlen(table_words(&document->tables[t], r, c)));
	return count;
}

static int set_table(struct arena *arena, struct diagnostics *all, const char *folder, struct fonts *fonts)
{
	static const char *const templates[] = { "templates", NULL };
	struct settings *settings = NULL;
	struct style style = { 0 };
	struct document document = { 0 };
	struct record record = { .arena = arena };
	struct seen seen = { 0 };
	if (settings_load(arena, all, folder, templates, &settings) || style_resolve(arena, all, settings, &style) || document_build(arena, all, settings, &document))
		return -1;
	struct shaper *shaper = shaper_open(fonts, &(struct text_rules){ .latin_space = style.latin_space, .strictness = style.strictness });
	struct layout_job job = { .arena = arena, .all = all, .document = &document, .style = &style, .fonts = fonts, .shaper = shaper, .record = &record,
	                          .receiver = { .context = &seen, .page = look_at } };
	int result = layout_document(&job);
	shaper_close(shaper);
	require(result || !seen.off_sheet);
	require(result || document.table_count != 1 || document.attachment_count != 1 || seen.han == han_of(&document));
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char folder[] = "/tmp/hongtou-fuzz-XXXXXX";
	static const char *const catalogues[] = { "fonts/fonts.ini", NULL };
	static struct fonts *fonts;
	static struct arena *kept;
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	if (!fonts) {
		kept = arena_new();
		require(mkdtemp(folder) && fonts_open(diagnostics_new(kept), catalogues, &fonts) == 0);
		write_file(folder, "b.txt", "正文。\n", strlen("正文。\n"), "", 0);
	}
	const uint8_t *middle = size ? memmem(data, size, "\n----\n", 6) : NULL;
	size_t settings = middle ? (size_t)(middle - data) + 1 : 0, table = middle ? settings + 5 : 0;
	if (!memmem(data, settings, "data", 4) && !memmem(data, settings, "数据", 6)) {    /* no other file is read */
		write_file(folder, "edition.ini", edition, sizeof edition - 1, data, settings);
		write_file(folder, "t.csv", "", 0, data + table, size - table);
		require(set_table(arena, all, folder, fonts) == 0 || diagnostics_count(all, SEVERITY_ERROR) > 0);
	}
	arena_free(arena);
	return 0;
}
