/* Each record: kind, length of all that follows, the bytes, a zero byte. Both ends are one program, so structs go as they are. */
#include "watch/wire.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 1 << 16, LONGEST = 1 << 28 };

struct head { uint32_t kind, length; };

static const size_t fixed_sizes[WIRE_KINDS] = {
	[WIRE_SOURCE] = sizeof(struct wire_source), [WIRE_PAGE] = sizeof(struct wire_page),
	[WIRE_MESSAGES] = sizeof(struct wire_messages), [WIRE_PICTURE] = sizeof(struct wire_picture),
};

static void send_all(int fd, const void *data, size_t length)
{
	const unsigned char *from = data;
	while (length) {
		ssize_t wrote = write(fd, from, length);
		if (wrote < 0 && errno != EINTR)
			_exit(1);
		from += wrote > 0 ? wrote : 0;
		length -= wrote > 0 ? (size_t)wrote : 0;
	}
}

void wire_send(int fd, enum wire_kind kind, struct bytes fixed, struct bytes rest)
{
	const struct head head = { kind, (uint32_t)(fixed.length + rest.length + 1) };
	send_all(fd, &head, sizeof head);
	send_all(fd, fixed.data, fixed.length);
	send_all(fd, rest.data, rest.length);
	send_all(fd, "", 1);
}

static bool sound(const struct head *head)
{
	return head->kind < WIRE_KINDS && head->length <= LONGEST && head->length > fixed_sizes[head->kind];
}

/* Reads at most so much at once that the caller gets to its other work. */
int wire_read(struct wire_reader *reader, int fd)
{
	if (reader->capacity - reader->length < PIECE) {
		reader->capacity = 2 * reader->capacity + 2 * PIECE;
		reader->data = realloc(reader->data, reader->capacity);    /* does not return without (base/memory.h) */
	}
	ssize_t got = read(fd, reader->data + reader->length, reader->capacity - reader->length);
	if (got < 0)
		return errno == EINTR || errno == EAGAIN ? 1 : 0;
	reader->length += (size_t)got;
	return got > 0;
}

bool wire_next(struct wire_reader *reader, size_t *taken, struct wire_record *out)
{
	struct head head;
	size_t left = reader->length - *taken;
	if (left < sizeof head)
		return false;
	memcpy(&head, reader->data + *taken, sizeof head);
	if (!sound(&head) || left - sizeof head < head.length)
		return false;
	const unsigned char *body = reader->data + *taken + sizeof head;
	size_t fixed = fixed_sizes[head.kind];
	*out = (struct wire_record){ (enum wire_kind)head.kind, body, { body + fixed, head.length - fixed - 1 } };
	*taken += sizeof head + head.length;
	return true;
}

int wire_done(struct wire_reader *reader, size_t taken)
{
	struct head head = { 0, 1 << 10 };
	if (taken)
		memmove(reader->data, reader->data + taken, reader->length - taken);
	reader->length -= taken;
	if (reader->length >= sizeof head)
		memcpy(&head, reader->data, sizeof head);
	return sound(&head) ? 0 : -1;
}

void wire_close(struct wire_reader *reader)
{
	free(reader->data);
	*reader = (struct wire_reader){ NULL, 0, 0 };
}
