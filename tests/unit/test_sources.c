/* Files that are read twice, names for them in one folder, the list of them, and the digest of font files. */
#include "unit.h"
#include <sys/stat.h>
#include <unistd.h>
#include "base/file_mark.h"
#include "base/path_inside.h"
#include "font/fonts.h"
#include "read/manifest.h"

struct place_of_work { char folder[40]; };

static struct place_of_work work_new(void)
{
	struct place_of_work work = { "/tmp/hongtou-sources-XXXXXX" };
	assert_non_null(mkdtemp(work.folder));
	return work;
}

static const char *written(struct bench *bench, const struct place_of_work *work, const char *name, const char *text)
{
	const char *path = arena_printf(bench->arena, "%s/%s", work->folder, name);
	assert_int_equal(file_replace(bench->all, path, (struct bytes){ (const unsigned char *)text, strlen(text) }), 0);
	return path;
}

static void paths_stay_inside(void **state)
{
	struct bench *bench = *state;
	static const char *const good[][2] = {
		{ "a", "a" }, { "a/b.txt", "a/b.txt" }, { "./a//b/./c", "a/b/c" }, { "乡镇/进展.tsv", "乡镇/进展.tsv" }, { "...", "..." }, { "a..b/..c", "a..b/..c" }, { "a/", "a" },
	};
	static const char *const bad[] = { "", ".", "./", "/a", "..", "a/..", "../a", "a/../b", "a\\b", "a\nb", "a\x7F", "\xFF", "a/\xC0\x80" };
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_string_equal(path_inside(bench->arena, good[i][0]), good[i][1]);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_null(path_inside(bench->arena, bad[i]));
	char part[300];
	memset(part, 'x', sizeof part);
	part[255] = '\0';
	assert_non_null(path_inside(bench->arena, part));
	part[255] = 'x';
	part[256] = '\0';
	assert_null(path_inside(bench->arena, part));
	const char *deep = "";
	for (int i = 0; i < 500; i++)
		deep = arena_printf(bench->arena, "%sx/", deep);
	assert_non_null(path_inside(bench->arena, deep));
	assert_null(path_inside(bench->arena, arena_printf(bench->arena, "%sx", deep)));
}

struct pieces { size_t count, length, last; };

static int count_piece(void *context, struct bytes piece)
{
	struct pieces *pieces = context;
	pieces->count++;
	pieces->length += piece.length;
	pieces->last = piece.length;
	return 0;
}

static int refuse_piece(void *context, struct bytes piece)
{
	(void)context;
	(void)piece;
	return -1;
}

static void files_are_read_again_in_pieces(void **state)
{
	struct bench *bench = *state;
	struct place_of_work work = work_new();
	char *text = arena_alloc(bench->arena, 600001);
	memset(text, 'x', 600000);
	const char *path = written(bench, &work, "a.txt", text);
	struct file_mark mark;
	struct pieces pieces = { 0 };
	file_mark(path, &mark);
	assert_true(mark.regular);
	assert_int_equal(mark.size, 600000);
	assert_int_equal(file_read_marked(bench->all, path, &mark, count_piece, &pieces), 0);
	assert_int_equal(pieces.length, 600000);
	assert_int_equal(pieces.count, 3);
	assert_int_equal(pieces.last, 600000 - 2 * 262144);
	assert_int_equal(file_read_marked(bench->all, path, &mark, refuse_piece, NULL), -1);
	assert_int_equal(diagnostics_count(bench->all, SEVERITY_ERROR), 0);
	unlink(path);
	rmdir(work.folder);
}

static void changed_files_are_not_taken(void **state)
{
	struct bench *bench = *state;
	struct place_of_work work = work_new();
	struct pieces pieces = { 0 };
	struct file_mark mark, none;
	const char *path = written(bench, &work, "a.txt", "before");
	file_mark(path, &mark);
	written(bench, &work, "a.txt", "after!");    /* as long as before, but another file */
	assert_int_equal(file_read_marked(bench->all, path, &mark, count_piece, &pieces), -1);
	assert_int_equal(pieces.count, 0);
	assert_reported(bench, "a.txt' cannot be embedded: it is no ordinary file, or it changed");
	file_mark(work.folder, &none);
	assert_false(none.regular);
	assert_int_equal(file_read_marked(bench->all, work.folder, &none, count_piece, &pieces), -1);
	unlink(path);
	file_mark(path, &none);
	assert_false(none.regular);
	assert_int_equal(file_read_marked(bench->all, path, &mark, count_piece, &pieces), -1);
	assert_reported(bench, "cannot open");
	rmdir(work.folder);
}

static const char *file_of(struct sources *sources, enum source_kind kind, const char *name, const char *path)
{
	const struct source_file *all;
	sources_add(sources, kind, name, path);
	size_t count = sources_all(sources, &all);
	return all[count - 1].file;
}

static void sources_have_names_of_one_folder(void **state)
{
	struct bench *bench = *state;
	struct sources *sources = sources_new(bench->arena);
	const struct source_file *all;
	assert_string_equal(file_of(sources, SOURCE_EDITION, "july.ini", "x/july.ini"), "july.ini");
	assert_string_equal(file_of(sources, SOURCE_TEMPLATE, "own.ini", "x/own.ini"), "own.ini");
	assert_string_equal(file_of(sources, SOURCE_TEMPLATE, "tongbao.ini", "/usr/share/tongbao.ini"), "templates/tongbao.ini");
	assert_string_equal(file_of(sources, SOURCE_TABLE, "./a//t.csv", "x/./a//t.csv"), "a/t.csv");
	assert_string_equal(file_of(sources, SOURCE_TABLE, "/y/t.csv", "/y/t.csv"), "outside/4/t.csv");
	assert_string_equal(file_of(sources, SOURCE_TABLE, "../t.csv", "x/../t.csv"), "outside/5/t.csv");
	assert_string_equal(file_of(sources, SOURCE_TEXT, "templates/a.txt", "x/templates/a.txt"), "outside/6/a.txt");
	assert_string_equal(file_of(sources, SOURCE_TEXT, SOURCES_LIST, "x/" SOURCES_LIST), "outside/7/" SOURCES_LIST);
	assert_string_equal(file_of(sources, SOURCE_BODY, "b\\.txt", "x/b\\.txt"), "outside/8/body");
	assert_int_equal(sources_all(sources, &all), 9);
	sources_add(sources, SOURCE_TABLE, "/y/t.csv", "/y/t.csv");
	sources_add(sources, SOURCE_PICTURE, "none.png", "x/none.png");
	assert_int_equal(sources_all(sources, &all), 9);
}

static void names_are_not_given_twice(void **state)
{
	struct bench *bench = *state;
	struct place_of_work work = work_new();
	const char *one = written(bench, &work, "one", "1"), *other = written(bench, &work, "other", "2");
	struct sources *sources = sources_new(bench->arena);
	assert_string_equal(file_of(sources, SOURCE_EDITION, "outside", one), "edition.ini");
	assert_string_equal(file_of(sources, SOURCE_BODY, "edition.ini", other), "outside/1/other");
	assert_string_equal(file_of(sources, SOURCE_TEXT, "same.txt", one), "same.txt");
	assert_string_equal(file_of(sources, SOURCE_TABLE, "./same.txt", one), "same.txt");    /* the very file */
	unlink(one);
	unlink(other);
	rmdir(work.folder);
}

static void lists_are_read(void **state)
{
	struct bench *bench = *state;
	struct place_of_work work = work_new();
	struct manifest manifest;
	const char *path = written(bench, &work, SOURCES_LIST, "[sources]\nform = 1\nedition = \"e.ini\"\nepoch = \"86400\"\nlater = \"x\"\n"
	                           "[source.1]\nkind = \"table\"\nname = \"a%22b%25%zz%00.csv\"\nfile = \"outside/1/t.csv\"\n"
	                           "[font.1]\nname = \"F\"\nversion = \"V\"\nsha256 = \"ab\"\n");
	assert_int_equal(manifest_read(bench->arena, bench->all, work.folder, &manifest), 0);
	assert_string_equal(manifest.epoch, "86400");
	assert_string_equal(manifest.edition, arena_printf(bench->arena, "%s/e.ini", work.folder));
	assert_int_equal(manifest.count, 1);
	assert_string_equal(manifest_lookup(&manifest, SOURCE_TABLE, "a\"b%%zz%00.csv"), arena_printf(bench->arena, "%s/outside/1/t.csv", work.folder));
	assert_null(manifest_lookup(&manifest, SOURCE_TEXT, "a\"b%%zz%00.csv"));
	assert_int_equal(manifest.font_count, 1);
	assert_string_equal(manifest.fonts[0].sha256, "ab");
	unlink(path);
	assert_int_equal(manifest_read(bench->arena, bench->all, work.folder, &manifest), -1);
	rmdir(work.folder);
}

static void fonts_have_a_digest(void **state)
{
	struct bench *bench = *state;
	struct place_of_work work = work_new();
	char out[65] = "";
	const char *path = written(bench, &work, "abc", "abc");
	assert_int_equal(font_sha256(bench->all, "libcrypto.so.3", path, out), 0);
	assert_string_equal(out, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");    /* FIPS 180-2, B.1 */
	assert_int_equal(font_sha256(bench->all, "libc.so.6", path, out), -1);
	assert_int_equal(font_sha256(bench->all, "libnowhere.so.3", path, out), -1);
	assert_reported(bench, "libnowhere.so.3 is not on this machine");
	unlink(path);
	assert_int_equal(font_sha256(bench->all, "libcrypto.so.3", path, out), -1);
	rmdir(work.folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(paths_stay_inside), TEST(files_are_read_again_in_pieces), TEST(changed_files_are_not_taken), TEST(sources_have_names_of_one_folder),
		TEST(names_are_not_given_twice), TEST(lists_are_read), TEST(fonts_have_a_digest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
