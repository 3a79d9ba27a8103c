#include "base/sha256.h"
#include <dlfcn.h>
#include <string.h>
#include "base/arena.h"

enum { SHA256_BYTES = 32 };

/* As in OpenSSL's evp.h; its types are opaque. */
struct sha256 {
	void *handle, *context;
	void *(*context_new)(void);
	void (*context_free)(void *context);
	const void *(*sha256)(void);
	int (*begin)(void *context, const void *type, void *engine);
	int (*add)(void *context, const void *data, size_t length);
	int (*end)(void *context, unsigned char *out, unsigned *length);
	bool failed;
};

static bool find(void *handle, const char *name, void *function)
{
	void *symbol = dlsym(handle, name);
	memcpy(function, &symbol, sizeof symbol);
	return symbol != NULL;
}

static bool open_library(struct sha256 *sum, const char *name)
{
	sum->handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
	return sum->handle && find(sum->handle, "EVP_MD_CTX_new", &sum->context_new) && find(sum->handle, "EVP_MD_CTX_free", &sum->context_free)
	       && find(sum->handle, "EVP_sha256", &sum->sha256) && find(sum->handle, "EVP_DigestInit_ex", &sum->begin)
	       && find(sum->handle, "EVP_DigestUpdate", &sum->add) && find(sum->handle, "EVP_DigestFinal_ex", &sum->end);
}

struct sha256 *sha256_open(struct arena *arena, const char *library)
{
	struct sha256 *sum = arena_alloc(arena, sizeof *sum);
	bool opened = open_library(sum, library);
	if (opened)
		sum->context = sum->context_new();
	if (!opened)
		sha256_close(sum);
	return opened ? sum : NULL;
}

void sha256_close(struct sha256 *sum)
{
	if (sum && sum->context)
		sum->context_free(sum->context);
	if (sum && sum->handle)
		dlclose(sum->handle);
}

void sha256_begin(struct sha256 *sum)
{
	sum->failed = !sum->context || sum->begin(sum->context, sum->sha256(), NULL) != 1;
}

void sha256_add(struct sha256 *sum, const void *data, size_t length)
{
	sum->failed |= sum->failed || sum->add(sum->context, data, length) != 1;
}

int sha256_end(struct sha256 *sum, char out[SHA256_TEXT])
{
	unsigned char bytes[SHA256_BYTES] = { 0 };
	sum->failed |= sum->failed || sum->end(sum->context, bytes, NULL) != 1;
	if (!sum->failed)
		hex_write(out, (struct bytes){ bytes, SHA256_BYTES });
	out[sum->failed ? 0 : 2 * SHA256_BYTES] = '\0';
	return sum->failed ? -1 : 0;
}

static int add_piece(void *sum, struct bytes piece)
{
	sha256_add(sum, piece.data, piece.length);
	return 0;
}

int sha256_add_file(struct sha256 *sum, struct diagnostics *all, const char *path, const struct file_mark *mark)
{
	return file_read_marked(all, path, mark, add_piece, sum);
}
