#include "diff/words.h"
#include <string.h>
#include "diff/interning.h"
#include "diff/meaning.h"
#include "diff/sequence.h"

struct side { const char *text; struct token *tokens; int count; uint32_t *things; bool *kept; };

static void read_side(struct arena *arena, struct interning *forms, const char *text, struct side *out)
{
	out->text = text;
	out->count = (int)meaning_tokens(arena, text, &out->tokens);
	out->things = arena_array(arena, (size_t)out->count + 1, sizeof *out->things);
	out->kept = arena_array(arena, (size_t)out->count + 1, sizeof *out->kept);
	for (int i = 0; i < out->count; i++)
		out->things[i] = intern(forms, out->tokens[i].form);
}

/* Words that stayed in both from here on; what came or went in either ends them. */
static int kept_from(const struct side *old, int o, const struct side *new, int n)
{
	int count = 0;
	while (o + count < old->count && n + count < new->count && old->kept[o + count] && new->kept[n + count])
		count++;
	return count;
}

static int changed_from(const struct side *side, int at)
{
	int end = at;
	while (end < side->count && !side->kept[end])
		end++;
	return end - at;
}

/* One or two words that stayed between others that were replaced hide what was written anew. */
static bool is_island(int kept, int before, int behind) { return kept <= 2 && before >= 2 * kept && behind >= 2 * kept && before + behind >= 6 * kept; }

static void join_islands(struct side *old, struct side *new)
{
	for (int o = 0, n = 0; o < old->count && n < new->count;) {
		int before = changed_from(old, o) + changed_from(new, n), old_at = o + changed_from(old, o), new_at = n + changed_from(new, n);
		int kept = kept_from(old, old_at, new, new_at);
		int behind = changed_from(old, old_at + kept) + changed_from(new, new_at + kept);
		if (kept && is_island(kept, before, behind)) {    /* looked at again with what it has joined */
			memset(old->kept + old_at, 0, (size_t)kept * sizeof *old->kept);
			memset(new->kept + new_at, 0, (size_t)kept * sizeof *new->kept);
			continue;
		}
		o = old_at + kept;
		n = new_at + kept;
	}
}

struct pieces { struct arena *arena; struct piece *list; size_t count, capacity; };

static void add_piece(struct pieces *pieces, enum piece_kind kind, size_t start, size_t end)
{
	if (start == end)
		return;
	ARENA_GROW(pieces->arena, pieces->list, &pieces->capacity, pieces->count + 1);
	pieces->list[pieces->count++] = (struct piece){ kind, start, end };
}

/* Where the words up to before `count` end, what stands between them and the next one included. */
static size_t end_of(const struct side *side, int count)
{
	return count < side->count ? side->tokens[count].start : strlen(side->text);
}

size_t words_compare(struct arena *arena, const char *old, const char *new, const struct piece **out)
{
	struct arena *scratch = arena_new();
	struct interning forms = { .arena = scratch };
	struct side left, right;
	struct pieces pieces = { .arena = arena };
	size_t old_at = 0, new_at = 0;
	read_side(scratch, &forms, old, &left);
	read_side(scratch, &forms, new, &right);
	const struct sequence sequences[2] = { { left.things, left.count, left.kept }, { right.things, right.count, right.kept } };
	sequence_align(scratch, &sequences[0], &sequences[1]);
	join_islands(&left, &right);
	for (int o = 0, n = 0; o < left.count || n < right.count;) {
		int kept = kept_from(&left, o, &right, n);
		o += kept;
		n += kept;
		if (kept) {
			add_piece(&pieces, PIECE_KEPT, new_at, end_of(&right, n));
			old_at = end_of(&left, o);
			new_at = end_of(&right, n);
		}
		o += changed_from(&left, o);
		n += changed_from(&right, n);
		add_piece(&pieces, PIECE_DROPPED, old_at, end_of(&left, o));
		add_piece(&pieces, PIECE_NEW, new_at, end_of(&right, n));
		old_at = end_of(&left, o);
		new_at = end_of(&right, n);
	}
	add_piece(&pieces, PIECE_KEPT, new_at, strlen(new));    /* of blanks alone */
	arena_free(scratch);
	*out = pieces.list;
	return pieces.count;
}

int words_likeness(struct arena *scratch, const char *old, const char *new)
{
	struct interning forms = { .arena = scratch };
	struct side left, right;
	int common = 0, share = 0;
	read_side(scratch, &forms, old, &left);
	read_side(scratch, &forms, new, &right);
	int *times = arena_array(scratch, (size_t)forms.count + 1, sizeof *times);
	for (int i = 0; i < left.count; i++)
		times[left.things[i]]++;
	for (int i = 0; i < right.count; i++)
		common += times[right.things[i]]-- > 0;
	if (left.count && right.count)
		share = 200 * common / (left.count + right.count);
	arena_clear(scratch);
	return share;
}
