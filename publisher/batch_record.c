/* A line of text with tabs between its fields: in the state file each line stands for itself, so that what was cut off by whatever ended
 * a run costs one edition and no more. */
#include "batch.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"

const char *const batch_status_names[BATCH_STATUSES] = { "not-started", "rendered", "up-to-date", "failed", "crashed", "timed-out", "out-of-memory" };

/* What a line says must be what was written: it goes into reports as it is. FNV-1a. */
static uint64_t check_of(const char *text, size_t length)
{
	uint64_t sum = 0xCBF29CE484222325u;
	for (size_t i = 0; i < length; i++)
		sum = (sum ^ (unsigned char)text[i]) * 0x100000001B3u;
	return sum;
}

static void put(struct buffer *line, const char *text)
{
	for (; *text; text++) {
		const char *special = strchr("\\\t\n", *text);
		if (special)
			buffer_byte(line, '\\');
		buffer_byte(line, !special || *text == '\\' ? *text : *text == '\t' ? 't' : 'n');
	}
	buffer_byte(line, '\t');
}

const char *batch_record_line(struct arena *arena, const struct batch_record *record)
{
	struct buffer line = { .arena = arena };
	buffer_printf(&line, "%s\t", batch_status_names[record->status]);
	for (int i = 0; i < BATCH_TEXTS; i++)
		put(&line, record->texts[i] ? record->texts[i] : "");
	for (int i = 0; i < BATCH_NUMBERS; i++)
		buffer_printf(&line, "%" PRId64 "\t", record->numbers[i]);
	for (size_t i = 0; i < record->dependency_count; i++)
		put(&line, record->dependencies[i]);
	buffer_printf(&line, "%016" PRIX64 ".", check_of(line.text, line.length));     /* the end, which one that was cut off has not */
	return line.text;
}

/* The next field, unescaped where it stands; NULL: there is no tab any more. */
static const char *take(char **at)
{
	char *start = *at, *to = start, *from = start;
	for (; *from && *from != '\t'; from++) {
		bool escaped = *from == '\\' && from[1] && strchr("\\tn", from[1]);
		from += escaped;
		*to++ = !escaped || *from == '\\' ? *from : *from == 't' ? '\t' : '\n';
	}
	bool ended = *from == '\t';
	*at = ended ? from + 1 : from;
	*to = '\0';
	return ended ? start : NULL;
}

static enum batch_status status_of(const char *name)
{
	int status = 0;
	while (status < BATCH_STATUSES && strcmp(batch_status_names[status], name) != 0)
		status++;
	return (enum batch_status)status;
}

static size_t count_of(const char *line, char byte)
{
	size_t count = 0;
	for (; (line = strchr(line, byte)) != NULL; line++)
		count++;
	return count;
}

static bool is_whole(const char *line)
{
	const char *last = strrchr(line, '\t');
	char end[20];
	snprintf(end, sizeof end, "%016" PRIX64 ".", last ? check_of(line, (size_t)(last + 1 - line)) : 0);
	return last && strcmp(last + 1, end) == 0;
}

/* Small enough to be added up over all editions. */
static bool counts_hold(const struct batch_record *record)
{
	const int64_t most = (int64_t)1 << 40;
	bool hold = true;
	for (int i = 0; i < NUMBER_SIZE; i++)
		hold &= record->numbers[i] >= 0 && record->numbers[i] <= most;
	return hold;
}

int batch_record_read(struct arena *arena, char *line, struct batch_record *out)
{
	size_t fields = count_of(line, '\t');
	char *at = line;
	*out = (struct batch_record){ .status = BATCH_STATUSES };
	if (fields < 1 + BATCH_TEXTS + BATCH_NUMBERS || !is_whole(line))
		return -1;
	out->status = status_of(take(&at));
	for (int i = 0; i < BATCH_TEXTS; i++)
		out->texts[i] = take(&at);
	for (int i = 0; i < BATCH_NUMBERS; i++)
		out->numbers[i] = strtoll(take(&at), NULL, 10);
	out->dependency_count = fields - 1 - BATCH_TEXTS - BATCH_NUMBERS;
	out->dependencies = arena_array(arena, out->dependency_count + 1, sizeof *out->dependencies);
	for (size_t i = 0; i < out->dependency_count; i++)
		out->dependencies[i] = take(&at);
	return out->status == BATCH_STATUSES || !counts_hold(out) ? -1 : 0;
}

void batch_record_mark(struct batch_record *record, const struct file_mark *mark)
{
	record->numbers[NUMBER_SIZE] = (int64_t)mark->size;
	record->numbers[NUMBER_INODE] = (int64_t)mark->inode;
	record->numbers[NUMBER_MODIFIED] = mark->modified[0];
	record->numbers[NUMBER_MODIFIED_NS] = mark->modified[1];
	record->numbers[NUMBER_CHANGED] = mark->changed[0];
	record->numbers[NUMBER_CHANGED_NS] = mark->changed[1];
}

bool batch_record_marked(const struct batch_record *record, const struct file_mark *mark)
{
	struct batch_record now = { .status = BATCH_WAITING };
	size_t bytes = (BATCH_NUMBERS - NUMBER_SIZE) * sizeof now.numbers[0];
	batch_record_mark(&now, mark);
	return mark->regular && memcmp(now.numbers + NUMBER_SIZE, record->numbers + NUMBER_SIZE, bytes) == 0;
}

const char *batch_first_error(const struct diagnostics *all, struct arena *arena, const char *source)
{
	const char *line = diagnostics_first_error(all, arena, source);
	size_t length = strlen(source);
	if (length > 4 && strcmp(source + length - 4, ".ini") == 0)
		while (length && source[length - 1] != '/')
			length--;
	bool own = length ? strncmp(line, source, length) == 0 : line[0] != '/' && line[0] != '-';
	return own ? line : arena_printf(arena, "%s: %s", source, line);
}
