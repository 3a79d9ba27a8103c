/* Two texts, divided by the first byte 0xFF or in the middle: the pieces of their comparison make both again, and whatever means the
 * same the one way round does so the other. */
#include "fuzz.h"
#include "base/utf8.h"
#include "diff/meaning.h"
#include "diff/words.h"

/* Valid UTF-8 without NUL, as read/ would give it. */
static char *text_of(struct arena *arena, const uint8_t *data, size_t size)
{
	char *text = arena_strndup(arena, (const char *)data, size);
	text[utf8_invalid(text, strlen(text))] = '\0';
	return text;
}

static void pieces_make_both(struct arena *arena, const char *old, const char *new)
{
	const struct piece *pieces = NULL;
	size_t count = words_compare(arena, old, new, &pieces), new_at = 0, old_at = 0;
	for (size_t i = 0; i < count; i++) {
		const struct piece *piece = &pieces[i];
		require(piece->start < piece->end && piece->end <= strlen(piece->kind == PIECE_DROPPED ? old : new));
		if (piece->kind == PIECE_DROPPED) {
			require(piece->start >= old_at);
			old_at = piece->end;
			continue;
		}
		require(piece->start == new_at);
		new_at = piece->end;
	}
	require(new_at == strlen(new));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	const uint8_t *middle = size ? memchr(data, 0xFF, size) : NULL;
	size_t first = middle ? (size_t)(middle - data) : size / 2, behind = middle ? first + 1 : first;
	const char *old = text_of(arena, data, first), *new = text_of(arena, data + behind, size - behind);
	pieces_make_both(arena, old, new);
	require(meaning_equal(scratch, old, new) == meaning_equal(scratch, new, old));
	require(meaning_equal(scratch, old, old));
	require(words_likeness(scratch, old, new) <= 100);
	arena_free(scratch);
	arena_free(arena);
	return 0;
}
