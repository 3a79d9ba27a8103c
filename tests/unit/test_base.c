#include "unit.h"
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/file.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/units.h"
#include "base/utc.h"
#include "base/utf8.h"

static void lengths_round(void **state)
{
	(void)state;
	assert_int_equal(mpt_from_um(25400), 72000);
	assert_int_equal(mpt_from_um(156000), 442205);
	assert_int_equal(mpt_from_um(225000), 637795);
	assert_int_equal(rounded_ratio(5, 1, 2), 3);
	assert_int_equal(rounded_ratio(-5, 1, 2), -3);
	assert_int_equal(mpt_from_milli_em(28000, 15793), 442204);
}

static void utf8_goes_round(void **state)
{
	(void)state;
	const uint32_t codes[] = { 'A', 0xE9, 0x6D4E, 0x20BB7, 0x10FFFF };
	for (size_t i = 0; i < 5; i++) {
		char text[5] = "";
		size_t length = utf8_encode(codes[i], text);
		const char *at = text;
		assert_int_equal(utf8_next(&at, text + length), codes[i]);
		assert_ptr_equal(at, text + length);
		assert_int_equal(utf8_count(text), 1);
	}
}

static void utf8_finds_malformed(void **state)
{
	(void)state;
	assert_int_equal(utf8_invalid("济宁", 6), 6);
	assert_int_equal(utf8_invalid("a\xC0\x80", 3), 1);          /* overlong */
	assert_int_equal(utf8_invalid("\xED\xA0\x80", 3), 0);       /* surrogate */
	assert_int_equal(utf8_invalid("\xF4\x90\x80\x80", 4), 0);   /* beyond U+10FFFF */
	assert_int_equal(utf8_invalid("ab\xE6\xB5", 4), 2);         /* cut off */
	const char *bad = "\xFFz", *at = bad;
	assert_int_equal(utf8_next(&at, bad + 2), 0xFFFD);
	assert_ptr_equal(at, bad + 1);
}

static void arena_zeroes_and_grows(void **state)
{
	struct bench *bench = *state;
	int *items = NULL;
	size_t capacity = 0;
	for (int i = 0; i < 5000; i++) {
		ARENA_GROW(bench->arena, items, &capacity, (size_t)i + 1);
		assert_int_equal(items[i], 0);
		items[i] = i;
	}
	for (int i = 0; i < 5000; i++)
		assert_int_equal(items[i], i);
	struct arena *other = arena_new();
	memset(arena_alloc(other, 3000), 0xAA, 3000);
	arena_clear(other);
	const unsigned char *again = arena_alloc(other, 3000);
	for (int i = 0; i < 3000; i++)
		assert_int_equal(again[i], 0);
	arena_free(other);
}

static void diagnostics_are_sorted_and_kept_once(void **state)
{
	struct bench *bench = *state;
	struct place late = { .file = "b.ini", .line = 9, .column = 2 }, early = { .file = "a.ini", .line = 3, .column = 1 };
	assert_int_equal(REPORT(bench->all, ini_key_twice, &late, "标题", "4"), -1);
	REPORT(bench->all, ini_key_twice, &late, "标题", "4");
	assert_int_equal(REPORT(bench->all, ini_wide_form, &early, "［", "["), 0);
	assert_int_equal(diagnostics_count(bench->all, SEVERITY_ERROR), 1);
	assert_string_equal(reported(bench),
		"a.ini:3:1: note: the full-width '［' is read as '['; type '[' to be rid of this note\n"
		"b.ini:9:2: error: key '标题' was given in line 4 already; keep one of them\n");
}

/* What is printed may hold what others wrote: a line stays one, and a terminal is told nothing. */
static void control_characters_are_shown(void **state)
{
	struct bench *bench = *state;
	struct place at = { .file = "a\n\033[2Jb", .line = 1, .column = 2 };
	REPORT(bench->all, value_unknown, &at, "\033]0;x\007\xC2\x9B" "31m\177é", "no");
	const char *text = reported(bench);
	assert_int_equal(strncmp(text, "a ␛[2Jb:1:2: error: '␛]0;x␇\xEF\xBF\xBD" "31m␡é' is not known here", strlen("a ␛[2Jb:1:2: error: '␛]0;x␇\xEF\xBF\xBD" "31m␡é' is not known here")), 0);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void json_is_escaped(void **state)
{
	struct bench *bench = *state;
	struct place at = { .file = "a\"b", .line = 1, .column = 2, .row = 3, .heading = "责任\n单位" };
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	REPORT(bench->all, value_unknown, &at, "x\\y\t", "no");
	diagnostics_print(bench->all, DIAGNOSTIC_JSON, out);
	fclose(out);
	assert_non_null(strstr(text, "\"file\":\"a\\\"b\",\"line\":1,\"column\":2,\"row\":3,\"heading\":\"责任\\u000a单位\""));
	assert_non_null(strstr(text, "\"severity\":\"error\",\"code\":\"value-unknown\",\"message\":\"'x\\\\y\\u0009' is not known here\""));
	free(text);
}

static void file_is_replaced_whole(void **state)
{
	struct bench *bench = *state;
	char folder[] = "/tmp/hongtou-unit-XXXXXX";
	struct stat status;
	struct bytes back;
	assert_non_null(mkdtemp(folder));
	const char *path = arena_printf(bench->arena, "%s/out.pdf", folder);
	assert_int_equal(file_replace(bench->all, path, (struct bytes){ (const unsigned char *)"one", 3 }), 0);
	chmod(path, 0600);
	assert_int_equal(file_replace(bench->all, path, (struct bytes){ (const unsigned char *)"second", 6 }), 0);
	assert_int_equal(file_read(bench->arena, bench->all, NULL, path, &back), 0);
	assert_int_equal(back.length, 6);
	assert_memory_equal(back.data, "second", 6);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	const char *nowhere = arena_printf(bench->arena, "%s/no/out.pdf", folder);
	assert_int_equal(file_replace(bench->all, nowhere, back), -1);
	assert_true(diagnostics_file_failed(bench->all));
	unlink(path);
	assert_int_equal(rmdir(folder), 0);    /* nothing else was left in it */
}

enum { LONG = 300000 };

static int entries_of(const char *path)
{
	DIR *folder = opendir(path);
	int count = 0;
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(folder);
	return count;
}

static void check_content(struct bench *bench, const char *path, const char *text, size_t length)
{
	struct bytes back;
	assert_int_equal(file_read(bench->arena, bench->all, NULL, path, &back), 0);
	assert_int_equal(back.length, length);
	assert_memory_equal(back.data, text, length);
}

static struct file_writer *begun(struct bench *bench, const char *path, const char *text)
{
	struct file_writer *writer = file_writer_open(bench->arena, bench->all, path);
	for (size_t at = 0; at < LONG; at += 1000)
		assert_int_equal(file_writer_add(writer, text + at, 1000), 0);
	return writer;
}

/* A writer that is closed, killed, or out of memory leaves the old file and nothing beside it. */
static void unfinished_file_leaves_nothing(void **state)
{
	struct bench *bench = *state;
	char folder[] = "/tmp/hongtou-unit-XXXXXX";
	const char *text = arena_alloc(bench->arena, LONG);
	int status = 0;
	assert_non_null(mkdtemp(folder));
	const char *path = arena_printf(bench->arena, "%s/out.pdf", folder);
	assert_int_equal(file_replace(bench->all, path, (struct bytes){ (const unsigned char *)"old", 3 }), 0);
	file_writer_close(begun(bench, path, text));
	for (int way = 0; way < 2; way++) {
		pid_t child = fork();
		if (child == 0) {
			begun(bench, path, text);
			close(2);
			if (way)
				kill(getpid(), SIGKILL);
			memory_exhausted();
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(way ? WIFSIGNALED(status) : WIFEXITED(status) && WEXITSTATUS(status) == EXIT_MEMORY);
		check_content(bench, path, "old", 3);
		assert_int_equal(entries_of(folder), 1);
	}
	unlink(path);
	assert_int_equal(rmdir(folder), 0);
}

/* Where a file without a name cannot be had, the bytes wait in memory. */
static void file_may_wait_in_memory(void **state)
{
	struct bench *bench = *state;
	char folder[] = "/tmp/hongtou-unit-XXXXXX";
	char *text = arena_alloc(bench->arena, LONG);
	struct rlimit before, none;
	for (int i = 0; i < LONG; i++)
		text[i] = (char)(i % 251);
	assert_non_null(mkdtemp(folder));
	const char *path = arena_printf(bench->arena, "%s/out.pdf", folder);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &none);
	struct file_writer *writer = begun(bench, path, text);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(entries_of(folder), 0);
	assert_int_equal(file_writer_commit(writer), 0);
	file_writer_close(writer);
	check_content(bench, path, text, LONG);
	writer = begun(bench, path, text);
	assert_int_equal(file_writer_commit(writer), 0);
	file_writer_close(writer);
	check_content(bench, path, text, LONG);
	assert_int_equal(entries_of(folder), 1);
	unlink(path);
	assert_int_equal(rmdir(folder), 0);
}

static void folder_is_no_file(void **state)
{
	struct bench *bench = *state;
	struct bytes out;
	assert_int_equal(file_read(bench->arena, bench->all, NULL, "/tmp", &out), -1);
	assert_reported(bench, "cannot read '/tmp'");
}

static void dates_are_days_of_the_calendar(void **state)
{
	(void)state;
	static const char *const good[] = { "2018-07-19", "2020-02-29", "2000-02-29", "0001-01-01" };
	static const char *const bad[] = { "", "2018-02-29", "1900-02-29", "2018-13-01", "2018-00-10", "2018-04-31", "2018-7-19", "2018-07-19 ", "+018-07-19",
	                                   "2018/07/19", "20180719", "2018-07-19T00:00:00", "0000-01-01" };
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(utc_is_day(good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (utc_is_day(bad[i]))
			fail_msg("taken for a date: %s", bad[i]);
}

static void moments_go_round(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *text, *whole; int64_t seconds; } good[] = {
		{ "1970-01-01", "1970-01-01T00:00:00Z", 0 }, { "2018-07-31T09:30:00Z", "2018-07-31T09:30:00Z", 1533029400 },
		{ "2040-02-29", "2040-02-29T00:00:00Z", 2214086400 }, { "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", -1 },
	};
	static const char *const bad[] = { "", "2018-02-31", "2018-7-31", "2018-07-31T", "2018-07-31T09:30Z", "2018-07-31T25:00:00Z", "2018-07-31 09:30:00", "2018-07-31x" };
	int64_t seconds = 0;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_int_equal(utc_read(good[i].text, &seconds), 0);
		assert_int_equal(seconds, good[i].seconds);
		assert_string_equal(utc_text(bench->arena, seconds, UTC_SECOND), good[i].whole);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (utc_read(bad[i], &seconds) == 0)
			fail_msg("taken for a moment: %s", bad[i]);
	assert_string_equal(utc_text(bench->arena, INT64_MAX, UTC_DAY), "?");
}

static void hexadecimal_digits_are_known(void **state)
{
	(void)state;
	char text[5] = "";
	hex_write(text, bytes_of_text("\x0F\xA1"));
	assert_string_equal(text, "0fa1");
	assert_int_equal(hex_digit('9'), 9);
	assert_int_equal(hex_digit('a'), 10);
	assert_int_equal(hex_digit('F'), 15);
	for (int i = -1; i < 256; i++)
		assert_int_equal(hex_digit(i) >= 0, i > 0 && strchr("0123456789abcdefABCDEF", i) != NULL);
}

static void chinese_is_found(void **state)
{
	(void)state;
	assert_int_equal(language_select("zh"), 0);
	assert_string_equal(_("error"), "错误");
	assert_string_equal(_("no such text"), "no such text");
	assert_int_equal(language_select("en"), 0);
	assert_string_equal(_("error"), "error");
	assert_int_equal(language_select("fr"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lengths_round), TEST(utf8_goes_round), TEST(utf8_finds_malformed), TEST(arena_zeroes_and_grows),
		TEST(diagnostics_are_sorted_and_kept_once), TEST(control_characters_are_shown), TEST(json_is_escaped), TEST(file_is_replaced_whole), TEST(folder_is_no_file),
		TEST(unfinished_file_leaves_nothing), TEST(file_may_wait_in_memory),
		TEST(dates_are_days_of_the_calendar), TEST(moments_go_round), TEST(hexadecimal_digits_are_known),
		TEST(chinese_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
