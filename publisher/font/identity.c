/* Which font this is: its name, its version, the SHA-256 of its file, which is read in pieces, not through its mapping: that would make all
 * of a font resident. */
#include <hb-ot.h>
#include <string.h>
#include "base/sha256.h"
#include "font/fonts.h"

enum { VERSION_MAX_BYTES = 200 };

int font_sha256(struct diagnostics *all, const char *library, const char *path, char out[65])
{
	struct arena *scratch = arena_new();
	struct sha256 *sum = sha256_open(scratch, library);
	struct place at = { .file = path };
	struct file_mark mark;
	bool missing = !sum;
	int result = -1;
	if (sum) {
		file_mark(path, &mark);
		sha256_begin(sum);
		result = sha256_add_file(sum, all, path, &mark);
		missing = !result && sha256_end(sum, out);
	}
	sha256_close(sum);
	arena_free(scratch);
	return missing ? REPORT(all, digest_missing, &at, library) : result;
}

int face_identify(struct arena *arena, struct fonts *fonts, int number, struct face_identity *out)
{
	struct face *face = &fonts->faces[number];
	char version[VERSION_MAX_BYTES] = "";
	unsigned length = sizeof version;
	hb_ot_name_get_utf8(face->hb, HB_OT_NAME_ID_VERSION_STRING, HB_LANGUAGE_INVALID, &length, version);
	*out = (struct face_identity){ .name = face->name, .version = arena_strdup(arena, version) };
	int result = face->sha256[0] ? 0 : font_sha256(fonts->all, "libcrypto.so.3", face->path, face->sha256);
	memcpy(out->sha256, face->sha256, sizeof out->sha256);
	return result;
}

const char *fonts_shaper_version(void) { return hb_version_string(); }

int fonts_open_face(const struct fonts *fonts, const char *name)
{
	for (int i = 0; i < fonts->count; i++)
		if (fonts->faces[i].state == FACE_OPEN && strcmp(fonts->faces[i].name, name) == 0)
			return i;
	return -1;
}
