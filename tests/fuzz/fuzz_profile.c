/* Any bytes as an ICC profile that is as long as it says: refused, or its name is text. */
#include "fuzz.h"
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/utf8.h"
#include "emit/printing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct place at = { .file = "f" };
	struct printing printing = { .name = NULL };
	int fd = memfd_create("profile", 0);
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	const uint8_t length[4] = { 0, 0, (uint8_t)(size >> 8), (uint8_t)size };
	require(write(fd, data, size) == (ssize_t)size && pwrite(fd, length, sizeof length, 0) == sizeof length);
	size = size < sizeof length ? sizeof length : size;
	if (!printing_load(arena, all, &at, path, &printing))
		require(printing.name[0] && utf8_invalid(printing.name, strlen(printing.name)) == strlen(printing.name) && printing.profile.length == size);
	else
		require(diagnostics_count(all, SEVERITY_ERROR) == 1);
	close(fd);
	arena_free(arena);
	return 0;
}
