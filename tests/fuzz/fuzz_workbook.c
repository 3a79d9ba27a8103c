/* Any bytes as a workbook, or as one XML part of one that is sound otherwise: an error, or a grid whose cells, ranges and
 * titles lie within it. The first byte chooses. */
#include "fuzz.h"
#include <minizip/zip.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/utf8.h"
#include "read/ods.h"
#include "read/workbook.h"
#include "read/xlsx.h"

enum { PART_COUNT = 6 };

static const char *const names[PART_COUNT] = { "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                                               "content.xml" };
static const char *const sound[PART_COUNT] = {
	"<worksheet><cols><col min='3' max='3' hidden='1'/></cols><sheetData><row r='1'><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row r='2'><c s='1'><v>43300</v></c>"
	"<c t='inlineStr'><is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref='A2:A3'/></mergeCells></worksheet>",
	"<sst><si><t>a</t></si><si><r><t>b_x000D_</t></r></si></sst>",
	"<styleSheet><numFmts><numFmt numFmtId='170' formatCode='0.00'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='31'/></cellXfs></styleSheet>",
	"<workbook xmlns:r='r'><sheets><sheet name='s' r:id='1'/></sheets><definedNames><definedName name='_xlnm.Print_Titles'>s!$1:$2</definedName></definedNames></workbook>",
	"<R><Relationship Id='1' Type='/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='2' Type='/sharedStrings' Target='sharedStrings.xml'/>"
	"<Relationship Id='3' Type='/styles' Target='styles.xml'/></R>",
	"",
};

static void add_part(zipFile file, const char *name, const void *data, size_t size)
{
	zip_fileinfo info = { 0 };
	require(zipOpenNewFileInZip(file, name, &info, NULL, 0, NULL, 0, NULL, 0, 0) == ZIP_OK);
	require(zipWriteInFileInZip(file, data, (unsigned)size) == ZIP_OK && zipCloseFileInZip(file) == ZIP_OK);
}

static void write_book(const char *path, int changed, const uint8_t *data, size_t size)
{
	zipFile file = zipOpen(path, 0);
	require(file != NULL);
	for (int i = 0; i < PART_COUNT; i++)
		add_part(file, names[i], i == changed ? (const void *)data : sound[i], i == changed ? size : strlen(sound[i]));
	zipClose(file, NULL);
}

static void check_grid(const struct grid *grid)
{
	require(grid->title_first >= 0 && grid->title_rows >= 0 && grid->title_first + grid->title_rows <= grid->count);
	for (int r = 0; r < grid->count; r++)
		for (int c = 0; c < grid->rows[r].count; c++) {
			const struct grid_cell *cell = &grid->rows[r].cells[c];
			require(cell->line >= 1 && cell->line <= SHEET_ROWS && cell->column >= 1 && cell->column <= SHEET_COLUMNS);
			require(utf8_invalid(cell->text, strlen(cell->text)) == strlen(cell->text) && !strchr(cell->text, '\r'));
			require(r + cell->rows <= grid->count && c + cell->columns <= grid->rows[r].count);
			require(!cell->covered || (!cell->text[0] && !cell->rows));
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	int fd = memfd_create("workbook", 0), kind = size ? data[0] % 8 : 0;
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (kind < PART_COUNT && size)
		write_book(path, kind, data + 1, size - 1);
	else if (size)
		require(write(fd, data + 1, size - 1) == (ssize_t)(size - 1));
	struct place at = { .file = "f" };
	struct grid grid = { .count = 0 };
	struct book book = { .arena = arena, .all = all, .file = "f", .package = package_open(arena, all, &at, path) };
	int result = !book.package ? -1 : kind == 5 || kind == 7 ? ods_read(&book, &at, NULL, &grid) : xlsx_read(&book, &at, NULL, &grid);
	package_close(book.package);
	require(result == 0 || diagnostics_count(all, SEVERITY_ERROR) > 0);
	if (result == 0)
		check_grid(&grid);
	close(fd);
	arena_free(arena);
	return 0;
}
