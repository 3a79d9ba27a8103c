#include "diff/rows.h"
#include <stdio.h>
#include <string.h>
#include "base/buffer.h"
#include "diff/sequence.h"
#include "diff/words.h"

/* So many rows of a gap are held against each other, so many pairs of a table; percent of common words. */
enum { GAP_MOST = 40, PAIRS_MOST = 20000, ALIKE = 60 };

/* Rows of each key in their order: the first and the last by key, the next by row. */
struct queues { int *first, *last, *next; };

static void note_twice(struct diagnostics *all, const struct view *view, int first, int rows)
{
	char count[16];
	struct place at = table_place_of(view->table, first, 0);
	at.heading = NULL;
	snprintf(count, sizeof count, "%d", rows);
	if (rows)
		REPORT(all, diff_key_twice, &at, count);
}

static void queue_up(struct diagnostics *all, const struct view *view, const uint32_t *keys, struct queues *queues)
{
	int first = 0, twice = 0;
	for (int r = 0; r < view->table->row_count; r++) {
		uint32_t key = keys[r];
		queues->next[r] = -1;
		if (queues->first[key] < 0) {
			queues->first[key] = r;
		} else {
			queues->next[queues->last[key]] = r;
			if (view->table->rows[r].kind == ROW_ORDINARY && !twice++)
				first = r;
		}
		queues->last[key] = r;
	}
	note_twice(all, view, first, twice);
}

static void pair(struct pairing *out, int old, int new)
{
	out->partner[0][old] = new;
	out->partner[1][new] = old;
}

static void pair_by_key(struct diagnostics *all, const struct view sides[2], const struct key *key, struct pairing *out)
{
	struct arena *scratch = arena_new();
	struct key_reader reader = { .forms = { .arena = scratch }, .scratch = arena_new() };
	uint32_t *keys[2];
	struct queues queues[2];
	for (int side = 0; side < 2; side++) {
		keys[side] = arena_array(scratch, (size_t)sides[side].table->row_count + 1, sizeof **keys);
		for (int r = 0; r < sides[side].table->row_count; r++)
			keys[side][r] = key_of(&reader, &sides[side], key, (const int[2]){ r, side });
	}
	for (int side = 0; side < 2; side++) {
		int **lists[3] = { &queues[side].first, &queues[side].last, &queues[side].next };
		for (int i = 0; i < 3; i++)
			*lists[i] = arena_array(scratch, i < 2 ? (size_t)reader.forms.count + 1 : (size_t)sides[side].table->row_count + 1, sizeof **lists[i]);
		memset(queues[side].first, 0xFF, ((size_t)reader.forms.count + 1) * sizeof(int));
		queue_up(all, &sides[side], keys[side], &queues[side]);
	}
	for (uint32_t k = 0; k < reader.forms.count; k++)
		for (int old = queues[0].first[k], new = queues[1].first[k]; old >= 0 && new >= 0; old = queues[0].next[old], new = queues[1].next[new])
			pair(out, old, new);
	arena_free(reader.scratch);
	arena_free(scratch);
}

/* The words of the key, or of all other columns. */
static const char *words_of(struct arena *arena, const struct view *view, const struct key *key, const int row_and_side[2], bool of_key)
{
	struct buffer all = { .arena = arena };
	for (int c = 0; c < view->table->column_count; c++) {
		bool in_key = false;
		for (int i = 0; i < key->count; i++)
			in_key |= key->columns[row_and_side[1]][i] == c;
		if (in_key == of_key)
			buffer_printf(&all, "%s ", view_text(view, row_and_side[0], c));
	}
	return all.text ? all.text : "";
}

struct rewording { const struct view *sides; const struct key *key; struct pairing *out; struct arena *scratch, *texts; int tried; };

/* How much alike an old and a new row are; 0: not enough to be the same. */
static int likeness(struct rewording *rewording, int old, int new)
{
	const struct view *sides = rewording->sides;
	bool ordinary = sides[0].table->rows[old].kind == ROW_ORDINARY && sides[1].table->rows[new].kind == ROW_ORDINARY;
	int alike[2] = { 0, 0 };
	if (!ordinary || ++rewording->tried > PAIRS_MOST)
		return 0;
	for (int part = 0; part < 2 && (part == 0 || alike[0] >= ALIKE); part++) {
		const char *left = words_of(rewording->texts, &sides[0], rewording->key, (const int[2]){ old, 0 }, part == 0);
		const char *right = words_of(rewording->texts, &sides[1], rewording->key, (const int[2]){ new, 1 }, part == 0);
		alike[part] = words_likeness(rewording->scratch, left, right);
		arena_clear(rewording->texts);
	}
	return alike[0] >= ALIKE && alike[1] >= ALIKE ? alike[0] + alike[1] : 0;
}

/* Rows from old[0] and new[0] to before old[1] and new[1] that have no partner; each new one gets the most similar old one. */
static void pair_gap(struct rewording *rewording, const int old[2], const int new[2])
{
	for (int n = new[0]; n < new[1]; n++) {
		int best = -1, best_alike = 0;
		for (int o = old[0]; o < old[1]; o++) {
			int alike = rewording->out->partner[0][o] < 0 ? likeness(rewording, o, n) : 0;
			if (alike > best_alike) {
				best = o;
				best_alike = alike;
			}
		}
		if (best >= 0)
			pair(rewording->out, best, n);
	}
}

static int free_end(const int *partner, int from, int count)
{
	int end = from;
	while (end < count && partner[end] < 0)
		end++;
	return end;
}

static void pair_reworded(const struct view sides[2], const struct key *key, struct pairing *out)
{
	struct rewording rewording = { .sides = sides, .key = key, .out = out, .scratch = arena_new(), .texts = arena_new() };
	int counts[2] = { sides[0].table->row_count, sides[1].table->row_count };
	for (int n = 0; n < counts[1]; n++) {
		int behind = n ? out->partner[1][n - 1] + 1 : 0;
		if (out->partner[1][n] >= 0)
			continue;
		const int new[2] = { n, free_end(out->partner[1], n, counts[1]) }, old[2] = { behind, free_end(out->partner[0], behind, counts[0]) };
		if (new[1] - new[0] <= GAP_MOST && old[1] - old[0] <= GAP_MOST)
			pair_gap(&rewording, old, new);
		n = new[1] - 1;
	}
	arena_free(rewording.scratch);
	arena_free(rewording.texts);
}

/* The fewest rows that have to be taken elsewhere to make the new order of the old one. */
static void find_moved(const struct view sides[2], struct pairing *out)
{
	struct arena *scratch = arena_new();
	int count = sides[1].table->row_count, paired = 0;
	uint32_t *old = arena_array(scratch, (size_t)count + 1, sizeof *old);
	bool *kept = arena_array(scratch, (size_t)count + 1, sizeof *kept);
	for (int n = 0; n < count; n++)
		if (out->partner[1][n] >= 0)
			old[paired++] = (uint32_t)out->partner[1][n];
	sequence_rising(scratch, &(const struct sequence){ old, paired, kept });
	for (int n = 0, i = 0; n < count; n++)
		out->moved[n] = out->partner[1][n] >= 0 && !kept[i++];
	arena_free(scratch);
}

void rows_pair(struct arena *arena, struct diagnostics *all, const struct view sides[2], const struct key *key, struct pairing *out)
{
	for (int side = 0; side < 2; side++) {
		size_t size = ((size_t)sides[side].table->row_count + 1) * sizeof(int);
		out->partner[side] = arena_reserve(arena, size);
		memset(out->partner[side], 0xFF, size);
	}
	out->moved = arena_array(arena, (size_t)sides[1].table->row_count + 1, sizeof *out->moved);
	pair_by_key(all, sides, key, out);
	pair_reworded(sides, key, out);
	find_moved(sides, out);
}
