#include "archive/bag.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "archive/chain.h"
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/utf8.h"

struct made { const char *path; bool folder; };

struct bag {
	struct arena *arena;
	struct diagnostics *all;
	const char *path, *temporary;
	struct made *made;                 /* in order of making, for removal */
	size_t made_count, made_capacity;
	struct buffer manifest, tags, info;
	unsigned long long octets;
	unsigned long files;
	bool committed;
};

static void note(struct bag *bag, const char *path, bool folder)
{
	ARENA_GROW(bag->arena, bag->made, &bag->made_capacity, bag->made_count + 1);
	bag->made[bag->made_count++] = (struct made){ path, folder };
}

static int make_folder(struct bag *bag, const char *path)
{
	if (mkdir(path, 0777) == 0)
		note(bag, path, true);
	else if (errno != EEXIST)
		return REPORT(bag->all, file_write, NULL, path, strerror(errno));
	return 0;
}

int bag_open(struct arena *arena, struct diagnostics *all, const char *path, struct bag **out)
{
	struct bag *bag = arena_alloc(arena, sizeof *bag);
	size_t length = strlen(path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	*bag = (struct bag){ .arena = arena, .all = all, .path = arena_strndup(arena, path, length), .manifest.arena = arena, .tags.arena = arena, .info.arena = arena };
	const char *slash = strrchr(bag->path, '/');
	bag->temporary = arena_printf(arena, "%s/.%s.%ld.tmp", path_folder(arena, bag->path), slash ? slash + 1 : bag->path, (long)getpid());
	*out = bag;
	if (access(bag->path, F_OK) == 0)
		return REPORT(all, archive_exists, NULL, bag->path);
	if (make_folder(bag, bag->temporary))
		return -1;
	return make_folder(bag, arena_printf(arena, "%s/data", bag->temporary));
}

static int make_parents(struct bag *bag, const char *path)
{
	const char *slash = strchr(path, '/');
	int result = 0;
	for (; slash && !result; slash = strchr(slash + 1, '/'))
		result = make_folder(bag, arena_printf(bag->arena, "%s/%.*s", bag->temporary, (int)(slash - path), path));
	return result;
}

static int write_file(struct bag *bag, const char *path, struct bytes bytes, struct buffer *manifest)
{
	const char *full = arena_printf(bag->arena, "%s/%s", bag->temporary, path);
	if (make_parents(bag, path) || file_replace(bag->all, full, bytes))
		return -1;
	note(bag, full, false);
	if (manifest)
		buffer_printf(manifest, "%s  %s\n", sha256_hex(bag->arena, bytes), path);
	return 0;
}

int bag_add(struct bag *bag, const char *path, struct bytes bytes)
{
	bag->octets += bytes.length;
	bag->files++;
	return write_file(bag, arena_printf(bag->arena, "data/%s", path), bytes, &bag->manifest);
}

void bag_info(struct bag *bag, const char *label, const char *value)
{
	buffer_printf(&bag->info, "%s: %s\n", label, value);
}

static int write_tag(struct bag *bag, const char *path, const char *text, struct buffer *manifest)
{
	return write_file(bag, path, bytes_of_text(text), manifest);
}

int bag_commit(struct bag *bag)
{
	bag_info(bag, "Payload-Oxum", arena_printf(bag->arena, "%llu.%lu", bag->octets, bag->files));
	if (write_tag(bag, "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", &bag->tags)
	    || write_tag(bag, "bag-info.txt", bag->info.text, &bag->tags)
	    || write_tag(bag, "manifest-sha256.txt", bag->manifest.text ? bag->manifest.text : "", &bag->tags)
	    || write_tag(bag, "tagmanifest-sha256.txt", bag->tags.text, NULL))
		return -1;
	if (rename(bag->temporary, bag->path))
		return REPORT(bag->all, file_write, NULL, bag->path, strerror(errno));
	bag->committed = true;
	return 0;
}

void bag_close(struct bag *bag)
{
	while (bag && !bag->committed && bag->made_count > 0) {
		const struct made *made = &bag->made[--bag->made_count];
		if (made->folder)
			rmdir(made->path);
		else
			unlink(made->path);
	}
}

const char *bag_name(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };
	const char *end = text + strlen(text);
	buffer_put(&out, "");
	for (int count = 0; text < end && count < 80; count++) {
		const char *start = text;
		uint32_t code = utf8_next(&text, end);
		bool bad = code < 0x20 || code == 0x7F || (code < 0x80 && strchr("/\\:*?\"<>|%", (int)code)) || (!count && code == '.');
		buffer_add(&out, bad ? "_" : start, bad ? 1 : (size_t)(text - start));
	}
	return out.text;
}
