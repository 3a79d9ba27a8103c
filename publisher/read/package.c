#include "read/package.h"
#include <errno.h>
#include <fcntl.h>
#include <minizip/unzip.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/language.h"

/* All members that are read, unpacked; text deflates at most some hundredfold. */
enum { UNPACKED_MAX = 192 << 20, RATIO_MAX = 400, RATIO_FROM = 1 << 20, PIECE = 256 << 10 };

struct package {
	struct arena *arena;
	struct diagnostics *all;
	struct place at;
	unzFile file;
	uint64_t unpacked;
	unsigned char *piece;
};

/* An OLE file: an .xls, or an .xlsx with a password. */
static bool is_old_form(int fd)
{
	unsigned char start[8] = { 0 };
	return read(fd, start, sizeof start) == sizeof start && memcmp(start, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

struct package *package_open(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path)
{
	struct package *package = arena_alloc(arena, sizeof *package);
	*package = (struct package){ .arena = arena, .all = all, .at = { .file = path } };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		REPORT(all, file_open, at, path, error_text(errno));
		return NULL;
	}
	bool old = is_old_form(fd);
	close(fd);
	package->file = old ? NULL : unzOpen64(path);
	if (old)
		REPORT(all, workbook_old_form, &package->at, path);
	else if (!package->file)
		REPORT(all, workbook_damaged, &package->at, path);
	return package->file ? package : NULL;
}

void package_close(struct package *package)
{
	if (package)
		unzClose(package->file);
}

static int unpack(struct package *package, const char *name, uint64_t size, package_taker *take, void *context)
{
	uint64_t length = 0;
	bool wanted = true;
	int got = 1;
	if (unzOpenCurrentFile(package->file) != UNZ_OK)
		return REPORT(package->all, workbook_damaged, &package->at, name);
	while (wanted && (got = unzReadCurrentFile(package->file, package->piece, PIECE)) > 0) {
		length += (unsigned)got;
		wanted = take(context, (struct bytes){ package->piece, (size_t)got }, false);
	}
	int closed = unzCloseCurrentFile(package->file);    /* checks the sum, once all was read */
	if (wanted && (got < 0 || length != size || closed != UNZ_OK))
		return REPORT(package->all, workbook_damaged, &package->at, name);
	return wanted && take(context, (struct bytes){ package->piece, 0 }, true) ? 1 : -1;
}

int package_member(struct package *package, const char *name, package_taker *take, void *context)
{
	unz_file_info64 info;
	if (unzLocateFile(package->file, name, 2) != UNZ_OK)
		return 0;
	if (unzGetCurrentFileInfo64(package->file, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
		return REPORT(package->all, workbook_damaged, &package->at, name);
	if (info.flag & 1)
		return REPORT(package->all, workbook_locked, &package->at);
	bool bomb = info.uncompressed_size > RATIO_FROM && info.uncompressed_size / RATIO_MAX > info.compressed_size;
	if (bomb || info.uncompressed_size > UNPACKED_MAX - package->unpacked)
		return REPORT(package->all, workbook_too_large, &package->at, name);
	package->unpacked += info.uncompressed_size;
	if (!package->piece)
		package->piece = arena_alloc(package->arena, PIECE);
	return unpack(package, name, info.uncompressed_size, take, context);
}
