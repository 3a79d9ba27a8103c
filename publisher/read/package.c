#include "read/package.h"
#include <errno.h>
#include <minizip/unzip.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"

/* A sheet of a million long cells stays below the first; text deflates at most some hundredfold. */
enum { MEMBER_MAX = 192 << 20, RATIO_MAX = 400, RATIO_FROM = 1 << 20 };

struct package {
	struct arena *arena;
	struct diagnostics *all;
	struct place at;
	unzFile file;
	size_t unpacked;
};

struct package *package_open(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path)
{
	struct package *package = arena_alloc(arena, sizeof *package);
	*package = (struct package){ .arena = arena, .all = all, .at = { .file = path } };
	if (access(path, R_OK) != 0) {
		REPORT(all, file_open, at, path, strerror(errno));
		return NULL;
	}
	package->file = unzOpen64(path);
	if (!package->file) {
		REPORT(all, workbook_damaged, &package->at, path);
		return NULL;
	}
	return package;
}

void package_close(struct package *package)
{
	if (package)
		unzClose(package->file);
}

static int read_member(struct package *package, const char *name, size_t size, struct bytes *out)
{
	unsigned char *data = arena_alloc(package->arena, size + 1);
	size_t length = 0;
	int got = 1;
	if (unzOpenCurrentFile(package->file) != UNZ_OK)
		return REPORT(package->all, workbook_damaged, &package->at, name);
	while (length < size && (got = unzReadCurrentFile(package->file, data + length, (unsigned)(size - length < (1 << 20) ? size - length : 1 << 20))) > 0)
		length += (size_t)got;
	int closed = unzCloseCurrentFile(package->file);    /* checks the sum, once all was read */
	if (got < 0 || length != size || closed != UNZ_OK)
		return REPORT(package->all, workbook_damaged, &package->at, name);
	*out = (struct bytes){ data, size };
	return 1;
}

int package_member(struct package *package, const char *name, struct bytes *out)
{
	unz_file_info64 info;
	*out = (struct bytes){ NULL, 0 };
	if (unzLocateFile(package->file, name, 2) != UNZ_OK)
		return 0;
	if (unzGetCurrentFileInfo64(package->file, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
		return REPORT(package->all, workbook_damaged, &package->at, name);
	if (info.flag & 1)
		return REPORT(package->all, workbook_locked, &package->at);
	bool bomb = info.uncompressed_size > RATIO_FROM && info.uncompressed_size / RATIO_MAX > info.compressed_size;
	package->unpacked += info.uncompressed_size;
	if (bomb || info.uncompressed_size > MEMBER_MAX || package->unpacked > MEMBER_MAX)
		return REPORT(package->all, workbook_too_large, &package->at, name);
	return read_member(package, name, (size_t)info.uncompressed_size, out);
}
