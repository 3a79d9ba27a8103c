/* SHA-256 is libcrypto's, opened at run time: only editions that embed their sources need it, and linking it would cost every
 * start. Files are read in pieces, not through their mapping, which would make all of a font resident. */
#include <dlfcn.h>
#include <hb-ot.h>
#include <string.h>
#include "base/file_mark.h"
#include "font/fonts.h"

enum { VERSION_MAX_BYTES = 200, SHA256_BYTES = 32 };

/* As in OpenSSL's evp.h; its types are opaque. */
struct digest_library {
	void *handle;
	void *(*context_new)(void);
	void (*context_free)(void *context);
	const void *(*sha256)(void);
	int (*begin)(void *context, const void *type, void *engine);
	int (*add)(void *context, const void *data, size_t length);
	int (*end)(void *context, unsigned char *out, unsigned *length);
};

static bool find(void *handle, const char *name, void *function)
{
	void *symbol = dlsym(handle, name);
	memcpy(function, &symbol, sizeof symbol);
	return symbol != NULL;
}

static bool open_library(struct digest_library *library, const char *name)
{
	library->handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
	return library->handle && find(library->handle, "EVP_MD_CTX_new", &library->context_new) && find(library->handle, "EVP_MD_CTX_free", &library->context_free)
	       && find(library->handle, "EVP_sha256", &library->sha256) && find(library->handle, "EVP_DigestInit_ex", &library->begin)
	       && find(library->handle, "EVP_DigestUpdate", &library->add) && find(library->handle, "EVP_DigestFinal_ex", &library->end);
}

struct sum {
	const struct digest_library *library;
	void *context;
	bool failed;               /* the library has; else a -1 is of the file, and reported */
};

static int add_piece(void *context, struct bytes piece)
{
	struct sum *sum = context;
	sum->failed = sum->library->add(sum->context, piece.data, piece.length) != 1;
	return sum->failed ? -1 : 0;
}

static int sum_file(struct diagnostics *all, const char *path, struct sum *sum, char out[65])
{
	const struct digest_library *library = sum->library;
	struct file_mark mark;
	unsigned char bytes[SHA256_BYTES];
	file_mark(path, &mark);
	sum->failed = library->begin(sum->context, library->sha256(), NULL) != 1;
	int result = sum->failed ? -1 : file_read_marked(all, path, &mark, add_piece, sum);
	if (!result)
		sum->failed = library->end(sum->context, bytes, NULL) != 1;
	if (!result && !sum->failed)
		hex_write(out, (struct bytes){ bytes, SHA256_BYTES });
	out[2 * SHA256_BYTES] = '\0';
	return result;
}

int font_sha256(struct diagnostics *all, const char *library, const char *path, char out[65])
{
	struct digest_library functions = { 0 };
	struct sum sum = { .library = &functions, .failed = !open_library(&functions, library) };
	struct place at = { .file = path };
	int result = 0;
	if (!sum.failed) {
		sum.context = functions.context_new();
		result = sum_file(all, path, &sum, out);
		functions.context_free(sum.context);
	}
	if (functions.handle)
		dlclose(functions.handle);
	return sum.failed ? REPORT(all, digest_missing, &at, library) : result;
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
