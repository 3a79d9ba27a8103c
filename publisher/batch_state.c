/* What runs have made, beside it: OUT/.hongtou-batch, a line for each file that was tried, written as soon as it is known. Shards have a file
 * each, .hongtou-batch.K-of-N, and read those of the others. The end of a run puts in order what has gathered; whatever ended one before that,
 * the next goes on from the lines that are whole. */
#include "batch.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/language.h"

static const char stem[] = ".hongtou-batch", lock_name[] = ".hongtou-batch.lock";

struct batch_state {
	const char *path;
	int file, folder_lock, shard_lock;     /* descriptors, or -1 */
	off_t end;
	char **lines;              /* of earlier runs, whole ones, by identity and variant; of two of one file the later */
	size_t count, capacity;
	char **own;                /* those of our own file, as they came */
	size_t own_count;
};

/* In a folder that others may write into, the name could be a link to somebody's file, or a pipe on which to wait for ever. -1 with errno: it
 * cannot be opened; with 0: it is no ordinary file. */
static int open_own(const char *path, int how)
{
	struct stat status;
	int fd = open(path, how | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
	bool ordinary = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	if (fd >= 0 && !ordinary)
		close(fd);
	errno = fd >= 0 || errno == ELOOP || errno == EISDIR ? 0 : errno;
	return ordinary ? fd : -1;
}

static int report_open(struct batch *batch, const char *path)
{
	struct diagnostics *all = batch->session->all;
	return errno ? REPORT(all, file_write, NULL, path, error_text(errno)) : REPORT(all, file_batch_state, NULL, path);
}

/* ---- locks ---- */

/* -1 with a diagnostic: somebody else has it. */
static int take_lock(struct batch *batch, const char *name, int how, int *fd)
{
	struct session *session = batch->session;
	const char *path = path_join(session->arena, batch->request.out, name);
	*fd = open_own(path, O_RDWR | O_CREAT);
	if (*fd < 0)
		return report_open(batch, path);
	if (flock(*fd, how | LOCK_NB) == 0)
		return 0;
	return errno == EWOULDBLOCK ? REPORT(session->all, file_batch_locked, NULL, batch->request.out) : REPORT(session->all, file_write, NULL, path, error_text(errno));
}

/* Shards share the folder; a run of all has it for itself. */
static int take_locks(struct batch *batch, struct batch_state *state)
{
	bool sharded = batch->request.shards > 1;
	const char *own = arena_printf(batch->session->arena, "%s.%d-of-%d.lock", stem, batch->request.shard, batch->request.shards);
	return take_lock(batch, lock_name, sharded ? LOCK_SH : LOCK_EX, &state->folder_lock)
	       || (sharded && take_lock(batch, own, LOCK_EX, &state->shard_lock)) ? -1 : 0;
}

/* ---- lines ---- */

/* Behind the status and the source: identity, then variant, each with its tab. */
static const char *key_of(const char *line)
{
	for (int i = 0; i < 2 && line; i++) {
		line = strchr(line, '\t');
		line = line ? line + 1 : NULL;
	}
	return line ? line : "";
}

static size_t key_length(const char *key)
{
	size_t length = strcspn(key, "\t");
	return key[length] ? length + 1 + strcspn(key + length + 1, "\t") : length;
}

static int compare_keys(const char *a, const char *b)
{
	size_t x = key_length(a), y = key_length(b);
	int order = memcmp(a, b, x < y ? x : y);
	return order ? order : x < y ? -1 : x > y;
}

struct numbered { char *line; size_t number; };

static int by_key(const void *left, const void *right)
{
	const struct numbered *a = left, *b = right;
	int order = compare_keys(key_of(a->line), key_of(b->line));
	return order ? order : a->number < b->number ? -1 : 1;
}

/* Lines of finished files alone; the last one of each. */
static void sort_lines(struct arena *arena, struct batch_state *state)
{
	struct numbered *list = arena_array(arena, state->count + 1, sizeof *list);
	size_t kept = 0;
	for (size_t i = 0; i < state->count; i++)
		list[i] = (struct numbered){ state->lines[i], i };
	qsort(list, state->count, sizeof *list, by_key);
	for (size_t i = 0; i < state->count; i++)
		if (i + 1 == state->count || compare_keys(key_of(list[i].line), key_of(list[i + 1].line)) != 0)
			state->lines[kept++] = list[i].line;
	state->count = kept;
}

static bool of_finished(const char *line)
{
	size_t length = strlen(line), status = strlen(batch_status_names[BATCH_RENDERED]);
	return strncmp(line, batch_status_names[BATCH_RENDERED], status) == 0 && line[status] == '\t' && line[length - 1] == '.';
}

/* One that cannot be read is as good as none: its editions are made again. */
static void read_lines(struct arena *arena, struct batch_state *state, const char *path)
{
	struct diagnostics *unheard = diagnostics_new(arena);
	struct bytes content = { NULL, 0 };
	int fd = open_own(path, O_RDONLY), result = fd < 0 ? -1 : file_read_descriptor(arena, unheard, path, fd, &content);
	if (fd >= 0)
		close(fd);
	if (result)
		return;
	char *line = (char *)content.data, *end = line + content.length;
	for (char *stop; line < end && (stop = memchr(line, '\n', (size_t)(end - line))) != NULL; line = stop + 1) {
		*stop = '\0';
		if (strlen(line) != (size_t)(stop - line) || !of_finished(line))
			continue;
		ARENA_GROW(arena, state->lines, &state->capacity, state->count + 1);
		state->lines[state->count++] = line;
	}
}

/* Those of other shards first: of our own files our own lines hold. */
static void read_states(struct batch *batch, struct batch_state *state)
{
	struct arena *arena = batch->session->arena;
	DIR *folder = opendir(batch->request.out);
	for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
		size_t length = strlen(entry->d_name);
		const char *path = path_join(arena, batch->request.out, entry->d_name);
		if (strncmp(entry->d_name, stem, strlen(stem)) == 0 && strcmp(entry->d_name + length - 4, "lock") != 0 && strcmp(path, state->path) != 0)
			read_lines(arena, state, path);
	}
	if (folder)
		closedir(folder);
	size_t others = state->count;
	read_lines(arena, state, state->path);
	state->own_count = state->count - others;
	state->own = arena_array(arena, state->own_count + 1, sizeof *state->own);
	for (size_t i = 0; i < state->own_count; i++)
		state->own[i] = state->lines[others + i];
	sort_lines(arena, state);
}

/* Goes on behind what is there, on a line of its own. */
static int open_file(struct batch *batch, struct batch_state *state)
{
	state->file = open_own(state->path, O_RDWR | O_CREAT);
	state->end = state->file < 0 ? -1 : lseek(state->file, 0, SEEK_END);
	char last = '\n';
	if (state->end > 0 && pread(state->file, &last, 1, state->end - 1) == 1 && last != '\n' && pwrite(state->file, "\n", 1, state->end) == 1)
		state->end++;
	return state->end < 0 ? report_open(batch, state->path) : 0;
}

int batch_state_open(struct batch *batch)
{
	struct arena *arena = batch->session->arena;
	struct batch_state *state = arena_alloc(arena, sizeof *state);
	const char *name = batch->request.shards == 1 ? stem : arena_printf(arena, "%s.%d-of-%d", stem, batch->request.shard, batch->request.shards);
	*state = (struct batch_state){ .path = path_join(arena, batch->request.out, name), .file = -1, .folder_lock = -1, .shard_lock = -1 };
	batch->state = state;
	if (take_locks(batch, state))
		return -1;
	read_states(batch, state);
	return open_file(batch, state);
}

static void close_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void batch_state_forget_lock(const struct batch_state *state)
{
	close_open(state->folder_lock);
	close_open(state->shard_lock);
}

void batch_state_close(struct batch_state *state)
{
	if (!state)
		return;
	close_open(state->file);
	batch_state_forget_lock(state);
}

const char *batch_state_lookup(const struct batch_state *state, struct arena *arena, const char *identity, const char *variant)
{
	const struct batch_record wanted = { .texts = { [TEXT_IDENTITY] = identity, [TEXT_VARIANT] = variant ? variant : "" } };
	const char *key = key_of(batch_record_line(arena, &wanted));
	size_t low = 0, high = state->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_keys(key_of(state->lines[middle]), key);
		if (!order)
			return state->lines[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

int batch_state_append(struct batch *batch, struct batch_unit *unit, const char *line)
{
	struct batch_state *state = batch->state;
	size_t length = strlen(line), wrote = 0;
	char *with_end = malloc(length + 1);
	memcpy(with_end, line, length);
	with_end[length] = '\n';
	ssize_t part = 0;
	while (wrote <= length && part >= 0) {
		part = pwrite(state->file, with_end + wrote, length + 1 - wrote, state->end + (off_t)wrote);
		wrote += part > 0 ? (size_t)part : 0;
		part = part < 0 && errno == EINTR ? 0 : part;
	}
	free(with_end);
	unit->line = part < 0 ? arena_strdup(batch->session->arena, line) : NULL;    /* the report at least shall have it */
	unit->length = 0;
	if (part < 0)
		return REPORT(batch->session->all, file_write, NULL, state->path, error_text(errno));
	unit->offset = state->end;
	unit->length = length;
	state->end += (off_t)length + 1;
	return 0;
}

/* The unit's line; NULL with a diagnostic. */
static char *line_of(struct batch *batch, const struct batch_unit *unit, struct arena *arena)
{
	if (!unit->length)
		return arena_strdup(arena, unit->line);
	char *line = arena_alloc(arena, unit->length + 1);
	ssize_t got = pread(batch->state->file, line, unit->length, unit->offset);
	if (got == (ssize_t)unit->length)
		return line;
	REPORT(batch->session->all, file_read, NULL, batch->state->path, error_text(got < 0 ? errno : EIO));
	return NULL;
}

int batch_state_record(struct batch *batch, const struct batch_unit *unit, struct arena *arena, struct batch_record *out)
{
	char *line = line_of(batch, unit, arena);
	return line ? batch_record_read(arena, line, out) : -1;
}

/* ---- the end of a run ---- */

static int add_line(struct file_writer *writer, const char *line)
{
	return file_writer_add(writer, line, strlen(line)) || file_writer_add(writer, "\n", 1) ? -1 : 0;
}

static bool is_there(const struct batch_unit *unit) { return unit->status == BATCH_RENDERED || unit->status == BATCH_CURRENT; }

static int settle_unit(struct batch *batch, struct file_writer *writer, const struct batch_unit *unit)
{
	struct arena *scratch = arena_new();
	char *line = is_there(unit) ? line_of(batch, unit, scratch) : NULL;
	int result = line ? add_line(writer, line) : 0;
	arena_free(scratch);
	return result;
}

/* Lines of an earlier run whose file is there, and which this run has no newer ones of. */
static int settle_earlier(struct batch *batch, struct file_writer *writer, const char *line, const struct batch_state *newer)
{
	struct arena *scratch = arena_new();
	struct batch_record record;
	int result = 0;
	if (!batch_record_read(scratch, arena_strdup(scratch, line), &record)
	    && !batch_state_lookup(newer, scratch, record.texts[TEXT_IDENTITY], record.texts[TEXT_VARIANT])
	    && access(path_join(scratch, batch->request.out, record.texts[TEXT_OUTPUT]), F_OK) == 0)
		result = add_line(writer, line);
	arena_free(scratch);
	return result;
}

/* Of what this run has made or found current, or of all of it: keys alone, to look up. */
static struct batch_state lines_of_run(struct batch *batch, bool all)
{
	struct arena *arena = batch->session->arena;
	struct batch_state lines = { .lines = arena_array(arena, batch->unit_count + 1, sizeof *lines.lines) };
	for (size_t i = 0; i < batch->unit_count; i++) {
		const struct batch_unit *unit = batch->units[i];
		const struct batch_record record = { .texts = { [TEXT_IDENTITY] = unit->edition->identity, [TEXT_VARIANT] = unit->variant } };
		if (all || is_there(unit))
			lines.lines[lines.count++] = (char *)batch_record_line(arena, &record);
	}
	sort_lines(arena, &lines);
	return lines;
}

int batch_state_settle(struct batch *batch)
{
	struct session *session = batch->session;
	struct batch_state *state = batch->state, newer = lines_of_run(batch, false), earlier = *state;
	struct file_writer *writer = file_writer_open(session->arena, session->all, state->path);
	struct batch_unit **units = batch_ordered(batch);
	int result = 0;
	earlier.lines = state->own;
	earlier.count = state->own_count;
	sort_lines(session->arena, &earlier);
	for (size_t i = 0; i < earlier.count && !result; i++)
		result = settle_earlier(batch, writer, earlier.lines[i], &newer);
	for (size_t i = 0; i < batch->unit_count && !result; i++)
		result = settle_unit(batch, writer, units[i]);
	if (!result)
		result = file_writer_commit(writer);
	file_writer_close(writer);
	return result;
}

/* ---- files of earlier runs that this one has not made ---- */

struct left_over {
	struct batch_state run;                    /* keys of all that this run was to make */
	const char **identities, **outputs;        /* of its editions; of what is there now */
	size_t identity_count, output_count;
};

static int by_text(const void *left, const void *right) { return strcmp(*(const char *const *)left, *(const char *const *)right); }
static bool has(const char **list, size_t count, const char *text) { return bsearch(&text, list, count, sizeof *list, by_text) != NULL; }

static struct left_over look_over(struct batch *batch)
{
	struct arena *arena = batch->session->arena;
	struct left_over out = { .run = lines_of_run(batch, true), .identities = arena_array(arena, batch->unit_count + 1, sizeof *out.identities),
	                         .outputs = arena_array(arena, batch->unit_count + 1, sizeof *out.outputs) };
	for (size_t i = 0; i < batch->unit_count; i++) {
		const struct batch_unit *unit = batch->units[i];
		if (unit->edition->identity)
			out.identities[out.identity_count++] = unit->edition->identity;
		if (is_there(unit))
			out.outputs[out.output_count++] = unit->output;
	}
	qsort(out.identities, out.identity_count, sizeof *out.identities, by_text);
	qsort(out.outputs, out.output_count, sizeof *out.outputs, by_text);
	return out;
}

/* Of an edition in another part of the list, and of outputs that were not wanted this time, nothing can be told. */
static bool concerns(const struct batch *batch, const struct left_over *now, struct arena *scratch, const struct batch_record *record)
{
	bool listed = has(now->identities, now->identity_count, record->texts[TEXT_IDENTITY]);
	bool same = batch_state_lookup(&now->run, scratch, record->texts[TEXT_IDENTITY], record->texts[TEXT_VARIANT]) != NULL;
	return same || (listed ? batch->request.all : batch->request.shards == 1);
}

static bool is_complete(const struct batch *batch)
{
	bool complete = true;
	for (size_t i = 0; i < batch->unit_count && complete; i++)
		complete = batch->units[i]->status != BATCH_WAITING;
	return complete;
}

size_t batch_state_left_over(struct batch *batch, const char ***out)
{
	struct arena *arena = batch->session->arena;
	const struct batch_state *state = batch->state;
	struct left_over now = look_over(batch);
	size_t count = 0, earlier = is_complete(batch) ? state->count : 0;
	*out = arena_array(arena, earlier + 1, sizeof **out);
	for (size_t i = 0; i < earlier; i++) {
		struct arena *scratch = arena_new();
		struct batch_record record;
		if (!batch_record_read(scratch, arena_strdup(scratch, state->lines[i]), &record)
		    && !has(now.outputs, now.output_count, record.texts[TEXT_OUTPUT]) && concerns(batch, &now, scratch, &record)
		    && access(path_join(scratch, batch->request.out, record.texts[TEXT_OUTPUT]), F_OK) == 0)
			(*out)[count++] = arena_strdup(arena, record.texts[TEXT_OUTPUT]);
		arena_free(scratch);
	}
	qsort(*out, count, sizeof **out, by_text);
	return count;
}
