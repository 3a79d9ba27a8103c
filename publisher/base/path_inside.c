#include "base/path_inside.h"
#include <stdbool.h>
#include <string.h>
#include "base/utf8.h"

enum { PART_MAX = 255, PATH_MOST = 1000 };

/* Is this a part of a path that goes down, and that any file system holds? */
static bool goes_down(const char *part, size_t length)
{
	bool good = length <= PART_MAX && !(length == 2 && part[0] == '.' && part[1] == '.');
	for (size_t i = 0; i < length; i++)
		good &= (unsigned char)part[i] >= ' ' && part[i] != 0x7F && part[i] != '\\';
	return good;
}

const char *path_inside(struct arena *arena, const char *path)
{
	size_t size = strlen(path);
	char *out = arena_alloc(arena, size + 1), *to = out;
	bool good = path[0] != '/' && size <= PATH_MOST && utf8_invalid(path, size) == size;
	while (good && *path) {
		size_t length = strcspn(path, "/");
		good = goes_down(path, length);
		if (good && length && !(length == 1 && path[0] == '.')) {
			if (to > out)
				*to++ = '/';
			memcpy(to, path, length);
			to += length;
		}
		path += length + (path[length] == '/');
	}
	return good && out[0] ? out : NULL;
}
