#include "read/workbook.h"
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "base/arena.h"
#include "read/ods.h"
#include "read/xlsx.h"

static bool has_ending(const char *path, const char *ending)
{
	size_t length = strlen(path), tail = strlen(ending);
	return length > tail && strcasecmp(path + length - tail, ending) == 0;
}

bool workbook_named(const char *path)
{
	return has_ending(path, ".xlsx") || has_ending(path, ".xlsm") || has_ending(path, ".ods") || has_ending(path, ".xls");
}

int workbook_in_use(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *folder = path_folder(arena, path);
	const char *locks[] = { arena_printf(arena, "%s/~$%s", folder, name), arena_printf(arena, "%s/.~lock.%s#", folder, name),
	                        arena_printf(arena, "%s/.~%s", folder, name) };
	for (int i = 0; i < 3; i++)
		if (access(locks[i], F_OK) == 0)
			return REPORT(all, workbook_in_use, at, locks[i]);
	return -1;
}

int workbook_read(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path_and_sheet[2], struct grid *out)
{
	const char *path = path_and_sheet[0];
	struct book book = { .arena = arena, .all = all, .file = arena_strdup(arena, path) };
	book.package = package_open(arena, all, at, path);
	int result = -1;
	if (book.package)
		result = has_ending(path, ".ods") ? ods_read(&book, at, path_and_sheet[1], out) : xlsx_read(&book, at, path_and_sheet[1], out);
	package_close(book.package);
	return result ? workbook_in_use(arena, all, at, path) : 0;
}
