#include "unit.h"
#include "read/grid.h"
#include "read/ini.h"
#include "read/ini_scan.h"
#include "read/nearest.h"
#include "read/settings.h"

static struct ini parsed(struct bench *bench, const char *text, int expected)
{
	struct source source = source_of(bench, "e.ini", text);
	struct ini ini;
	assert_int_equal(ini_read(bench->arena, bench->all, &source, &ini), expected);
	return ini;
}

static const char *value_of(const struct ini *ini, const char *section, const char *key)
{
	for (size_t i = 0; i < ini->count; i++)
		if (strcmp(ini->entries[i].section, section) == 0 && strcmp(ini->entries[i].key, key) == 0)
			return ini->entries[i].value.text;
	return NULL;
}

static void character_sets_are_told(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *bytes; size_t length; const char *charset; } cases[] = {
		{ "\xEF\xBB\xBF济宁\n", 10, "UTF-8" }, { "济宁\n", 7, "UTF-8" }, { "\xBC\xC3\xC4\xFE\n", 5, "GB18030" },
		{ "\xFF\xFE\x4E\x6D\x81\x5B\x0A\x00", 8, "UTF-16LE" }, { "\xFE\xFF\x6D\x4E\x5B\x81\x00\x0A", 8, "UTF-16BE" },
		{ "\x4E\x6D\x81\x5B\x0A\x00", 6, "UTF-16LE" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct source source;
		struct bytes content = { (const unsigned char *)cases[i].bytes, cases[i].length };
		assert_int_equal(source_decode(bench->arena, bench->all, "t", content, &source), 0);
		assert_string_equal(source.charset, cases[i].charset);
		assert_string_equal(source.text, "济宁\n");
	}
}

static void undecodable_bytes_have_a_place(void **state)
{
	struct bench *bench = *state;
	struct source source;
	static const unsigned char bytes[] = "abc\n\xBC\xC3 \xFF\xFF\n";
	assert_int_equal(source_decode(bench->arena, bench->all, "t", (struct bytes){ bytes, sizeof bytes - 1 }, &source), -1);
	assert_reported(bench, "t:2:3: error: byte FF is no text");
}

static void line_ends_become_one(void **state)
{
	struct source source = source_of(*state, "t", "a\r\nb\rc\n");
	assert_string_equal(source.text, "a\nb\nc\n");
	struct place at = source_place(&source, 4);
	assert_int_equal(at.line, 3);
	assert_int_equal(at.column, 1);
}

static void ini_traps_do_not_bite(void **state)
{
	struct bench *bench = *state;
	struct ini ini = parsed(bench,
		"\xEF\xBB\xBF[document] ; 注释\n"
		"title = 一份|通报   ; comment\n"
		"Number = \"a;b#c\"\n"
		"note = 'it is \"so\"'\n"
		"empty =\n"
		"path = a\\b\n"
		"［列.Name］\n"
		"　宽　＝　28mm　\n", 0);
	assert_string_equal(value_of(&ini, "document", "title"), "一份|通报");
	assert_string_equal(value_of(&ini, "document", "Number"), "a;b#c");
	assert_string_equal(value_of(&ini, "document", "note"), "it is \"so\"");
	assert_string_equal(value_of(&ini, "document", "empty"), "");
	assert_string_equal(value_of(&ini, "document", "path"), "a\\b");
	assert_string_equal(value_of(&ini, "列.Name", "宽"), "28mm");
	assert_reported(bench, "e.ini:7:1: note: the full-width '［' is read as '['");
	assert_int_equal(ini.entries[0].value.at.line, 2);
	assert_int_equal(ini.entries[0].value.at.column, 9);
}

static void long_values_arrive_whole(void **state)
{
	struct bench *bench = *state;
	char text[9000] = "[a]\nk = ";
	for (int i = 0; i < 2000; i++)
		strcat(text, i % 3 ? "济" : "%");
	struct ini ini = parsed(bench, text, 0);
	assert_string_equal(ini.entries[0].value.text, text + 8);
}

static void ini_errors_are_all_found(void **state)
{
	struct bench *bench = *state;
	parsed(bench, "early = 1\n[a\n[b]\nk = 1\nk = 2\nno equals\nv = text;more\nw = back\\\nq = \"open\n[b]\n[x:y]\n[c] junk\n", -1);
	static const char *const expected[] = {
		"e.ini:1:1: error: key 'early' stands before any section", "e.ini:2:1: error: the section has no closing ]",
		"e.ini:5:1: error: key 'k' was given in line 4 already", "e.ini:6:1: error: 'no equals' is neither",
		"e.ini:7:9: error: ';' straight behind text", "e.ini:8:9: error: a value cannot end with a backslash",
		"e.ini:9:5: error: the quote that opens here is not closed", "e.ini:10:1: error: section [b] was opened in line 3 already",
		"e.ini:11:1: error: 'x:y' is no name for a section", "e.ini:12:5: error: 'junk' stands where nothing may follow",
	};
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
		assert_reported(bench, expected[i]);
	assert_int_equal(diagnostics_count(bench->all, SEVERITY_ERROR), 10);
}

static void names_are_guessed(void **state)
{
	(void)state;
	const char *names[] = { "number", "title", "发文字号", "标题" };
	assert_string_equal(nearest("titel", names, 4), "title");
	assert_string_equal(nearest("nubmer", names, 4), "number");
	assert_string_equal(nearest("发文号", names, 4), "发文字号");
	const char *short_first[] = { "份号", "发文字号" };
	assert_string_equal(nearest("文号", short_first, 2), "发文字号");
}

static struct grid grid_of(struct bench *bench, const char *name, const char *text, int expected)
{
	struct source source = source_of(bench, name, text);
	struct grid grid = { .count = -1 };
	assert_int_equal(grid_read(bench->arena, bench->all, &source, 0, &grid), expected);
	return grid;
}

static void cells_have_places(void **state)
{
	struct grid grid = grid_of(*state, "t.csv", "序号,内容\n1,\"两行\n文字，\"\"引\"\"\"\n\n2, 留白 \n,\n", 0);
	assert_int_equal(grid.count, 5);
	assert_string_equal(grid.rows[1].cells[1].text, "两行\n文字，\"引\"");
	assert_int_equal(grid.rows[1].cells[1].line, 2);
	assert_int_equal(grid.rows[1].cells[1].column, 3);
	assert_int_equal(grid.rows[2].count, 0);
	assert_string_equal(grid.rows[3].cells[1].text, " 留白 ");
	assert_int_equal(grid.rows[3].cells[1].line, 5);
	assert_int_equal(grid.rows[4].count, 2);
}

static void last_row_needs_no_line_end(void **state)
{
	struct grid grid = grid_of(*state, "t.tsv", "a\tb\n1\t", 0);
	assert_int_equal(grid.count, 2);
	assert_int_equal(grid.rows[1].count, 2);
	assert_string_equal(grid.rows[1].cells[1].text, "");
}

static void damaged_quotes_are_found(void **state)
{
	struct bench *bench = *state;
	grid_of(bench, "t.csv", "a,b\n1,x\"y\n\"q\"z,2\n3,\"open\n4,5\n", -1);
	assert_reported(bench, "t.csv:2:4: error: a quote stands inside a cell");
	assert_reported(bench, "t.csv:3:4: error: text stands behind the closing quote");
	assert_reported(bench, "t.csv:4:3: error: the quote that opens here is never closed");
}

static void settings_are_layered(void **state)
{
	struct bench *bench = *state;
	const char *folders[] = { "templates", NULL };
	struct settings *settings = NULL;
	assert_int_equal(settings_load(bench->arena, bench->all, "input/jining-2018h1", folders, &settings), 0);
	assert_string_equal(settings_lookup(settings, "head", "mark")->text, "preprinted");          /* edition over template */
	assert_string_equal(settings_lookup(settings, "column.责任单位", "breaks")->text, "list");      /* tongbao */
	assert_string_equal(settings_lookup(settings, "page", "text_width")->text, "156mm");         /* gbt9704 */
	assert_null(settings_lookup(settings, "document", "note"));
	assert_true(settings_in_edition(settings, "document", "title"));
	assert_false(settings_in_edition(settings, "page", "width"));
	const struct words *names = NULL;
	assert_int_equal(settings_instances(settings, "column", &names), 4);
	assert_string_equal(names[0].text, "序号");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(character_sets_are_told), TEST(undecodable_bytes_have_a_place), TEST(line_ends_become_one), TEST(ini_traps_do_not_bite),
		TEST(long_values_arrive_whole), TEST(ini_errors_are_all_found), TEST(names_are_guessed), TEST(cells_have_places),
		TEST(last_row_needs_no_line_end), TEST(damaged_quotes_are_found), TEST(settings_are_layered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
