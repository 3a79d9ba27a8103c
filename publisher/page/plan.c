/* The plan as bytes: numbers of seven bits a byte, the low ones first; fingerprints as they are. */
#include "page/plan.h"
#include <limits.h>

static const char mark[] = "HTPLAN";
enum { VERSION = 2, MARK_LENGTH = sizeof mark - 1, FLAG_DRAFT = 1, FLAG_LIKE = 2, FLAG_DUPLEX = 4, FLAG_CLOSER = 8, FLAGS = 16, KINDS = 5, ORIENTATIONS = 4 };

struct plan *plan_new(struct arena *arena)
{
	struct plan *plan = arena_alloc(arena, sizeof *plan);
	plan->arena = arena;
	return plan;
}

/* Every bit of what was added last must count (the last step of MurmurHash3): that step of a fingerprint leaves the same difference in both
 * halves of a word, which would be gone when they are laid over each other. */
static uint64_t mixed(uint64_t word)
{
	word = (word ^ word >> 33) * 0xFF51AFD7ED558CCDu;
	word = (word ^ word >> 33) * 0xC4CEB9FE1A85EC53u;
	return word ^ word >> 33;
}

uint32_t plan_fold(const uint64_t print[2])
{
	return (uint32_t)(mixed(print[0] + mixed(print[1])) >> 32);
}

uint32_t plan_print(const void *data, size_t length)
{
	uint64_t print[2] = { length, 0 };
	fingerprint_add(print, data, length);
	return plan_fold(print);
}

const struct plan_table *plan_table(const struct plan *plan, uint32_t id)
{
	const struct plan_table *found = NULL;
	for (size_t i = 0; plan && i < plan->table_count && !found; i++)
		found = plan->tables[i].id == id ? &plan->tables[i] : NULL;
	return found;
}

const struct plan_start *plan_start(const struct plan *plan, int page)
{
	size_t low = 0, high = plan ? plan->start_count : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (plan->starts[middle].page < page)
			low = middle + 1;
		else
			high = middle;
	}
	return plan && low < plan->start_count && plan->starts[low].page == page ? &plan->starts[low] : NULL;
}

/* ---- writing ---- */

static void put_number(struct buffer *out, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		buffer_byte(out, (char)(number | 0x80));
	buffer_byte(out, (char)number);
}

static void put_print(struct buffer *out, uint32_t print, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buffer_byte(out, (char)(print >> 8 * i));
}

static void put_page(struct buffer *out, const struct plan_page *page)
{
	put_number(out, (uint32_t)page->kind << 2 | (page->recto ? 2 : 0) | (page->numbered ? 1 : 0));
	put_number(out, page->areas);
	for (int i = 0; i < AREA_COUNT; i++)
		if (page->areas >> i & 1)
			put_print(out, page->prints[i], 4);
	put_print(out, page->content, 4);
}

static void put_table(struct buffer *out, const struct plan_table *table)
{
	put_print(out, table->id, 4);
	put_number(out, (uint32_t)table->orientation << 1 | (table->new_page ? 1 : 0));
	put_number(out, (uint32_t)table->padding[0]);
	put_number(out, (uint32_t)table->padding[1]);
	put_number(out, (uint32_t)table->pitch);
	put_number(out, (uint32_t)table->size);
	put_number(out, (uint32_t)table->page);
	put_number(out, (uint32_t)table->column_count);
	for (int i = 0; i < table->column_count; i++) {
		put_print(out, table->columns[i].name, 4);
		put_number(out, (uint32_t)table->columns[i].content);
	}
	put_number(out, (uint32_t)table->row_count);
	for (int i = 0; i < table->row_count; i++)
		put_print(out, table->rows[i], 2);
	put_number(out, (uint32_t)table->part_count);
	for (int i = 1; i < table->part_count; i++) {
		put_number(out, (uint32_t)(table->parts[i].row - table->parts[i - 1].row));
		put_number(out, (uint32_t)table->parts[i].line << 1 | (table->parts[i].banner ? 1 : 0));
	}
}

void plan_write(const struct plan *plan, struct buffer *out)
{
	buffer_add(out, mark, MARK_LENGTH);
	put_number(out, VERSION);
	put_number(out, (plan->draft ? FLAG_DRAFT : 0) | (plan->like ? FLAG_LIKE : 0) | (plan->duplex ? FLAG_DUPLEX : 0) | (plan->closer ? FLAG_CLOSER : 0));
	put_print(out, plan->title, 4);
	put_number(out, (uint32_t)plan->page_count);
	for (size_t i = 0; i < plan->page_count; i++)
		put_page(out, &plan->pages[i]);
	put_number(out, (uint32_t)plan->start_count);
	for (size_t i = 0; i < plan->start_count; i++) {
		put_number(out, (uint32_t)(plan->starts[i].page - (i ? plan->starts[i - 1].page : 0)));
		put_number(out, (uint32_t)plan->starts[i].line);
		put_print(out, plan->starts[i].paragraph, 4);
	}
	put_number(out, (uint32_t)plan->table_count);
	for (size_t i = 0; i < plan->table_count; i++)
		put_table(out, &plan->tables[i]);
}

/* ---- reading ---- */

struct reading { struct bytes left; bool bad; };

static unsigned take_byte(struct reading *reading)
{
	unsigned byte = 0;
	if (reading->left.length) {
		byte = *reading->left.data++;
		reading->left.length--;
	} else {
		reading->bad = true;
	}
	return byte;
}

/* 0 … most. */
static int take_number(struct reading *reading, int most)
{
	uint64_t number = 0;
	unsigned byte = 0x80;
	for (int shift = 0; byte & 0x80 && shift < 35; shift += 7) {
		byte = take_byte(reading);
		number |= (uint64_t)(byte & 0x7F) << shift;
	}
	if (byte & 0x80 || number > (uint64_t)most)
		reading->bad = true;
	return reading->bad ? 0 : (int)number;
}

/* How many things follow that take at least so many bytes each: no more than there are bytes for, so that no room is asked in vain. */
static int take_count(struct reading *reading, int most, size_t least)
{
	int count = take_number(reading, most);
	if ((size_t)count > reading->left.length / least)
		reading->bad = true;
	return reading->bad ? 0 : count;
}

static uint32_t take_print(struct reading *reading, int bytes)
{
	uint32_t print = 0;
	for (int i = 0; i < bytes; i++)
		print |= (uint32_t)take_byte(reading) << 8 * i;
	return print;
}

static void take_page(struct reading *reading, struct plan_page *page)
{
	int look = take_number(reading, KINDS * 4 - 1);
	page->kind = look >> 2;
	page->recto = look & 2;
	page->numbered = look & 1;
	page->areas = (uint32_t)take_number(reading, (1 << AREA_COUNT) - 1);
	for (int i = 0; i < AREA_COUNT; i++)
		if (page->areas >> i & 1)
			page->prints[i] = take_print(reading, 4);
	page->content = take_print(reading, 4);
}

static void take_pages(struct reading *reading, struct plan *plan)
{
	plan->page_count = (size_t)take_count(reading, INT_MAX, 6);
	plan->pages = arena_array(plan->arena, plan->page_count + 1, sizeof *plan->pages);
	for (size_t i = 0; i < plan->page_count && !reading->bad; i++)
		take_page(reading, &plan->pages[i]);
}

static void take_starts(struct reading *reading, struct plan *plan)
{
	int page = 0;
	plan->start_count = (size_t)take_count(reading, INT_MAX, 6);
	plan->starts = arena_array(plan->arena, plan->start_count + 1, sizeof *plan->starts);
	for (size_t i = 0; i < plan->start_count && !reading->bad; i++) {
		int step = take_number(reading, (int)plan->page_count - page);
		reading->bad |= !step;
		plan->starts[i].page = page += step;
		plan->starts[i].line = take_number(reading, INT_MAX);
		plan->starts[i].paragraph = take_print(reading, 4);
	}
}

/* Parts ascend; none begins behind the last row, and the last one holds something. */
static void take_parts(struct reading *reading, struct plan *plan, struct plan_table *table)
{
	table->part_count = take_number(reading, (int)plan->page_count - table->page + 1);
	reading->bad |= table->part_count < 1 || (size_t)table->part_count - 1 > reading->left.length / 2;
	if (reading->bad)
		table->part_count = 0;
	table->parts = arena_array(plan->arena, (size_t)table->part_count + 1, sizeof *table->parts);
	for (int i = 1; i < table->part_count && !reading->bad; i++) {
		const struct plan_break *before = &table->parts[i - 1];
		int step = take_number(reading, table->row_count - before->row), look = take_number(reading, (UINT16_MAX << 1) + 1);
		table->parts[i] = (struct plan_break){ before->row + step, look >> 1, look & 1 };
		reading->bad |= table->parts[i].row >= table->row_count || (!step && table->parts[i].line <= before->line);
	}
}

static void take_table(struct reading *reading, struct plan *plan, struct plan_table *table)
{
	table->id = take_print(reading, 4);
	int look = take_number(reading, ORIENTATIONS * 2 - 1);
	table->orientation = look >> 1;
	table->new_page = look & 1;
	table->padding[0] = take_number(reading, INT_MAX);
	table->padding[1] = take_number(reading, INT_MAX);
	table->pitch = take_number(reading, INT_MAX);
	table->size = take_number(reading, INT_MAX);
	table->page = take_number(reading, (int)plan->page_count);
	reading->bad |= table->page < 1;
	table->column_count = take_count(reading, PLAN_COLUMNS_MOST, 5);
	table->columns = arena_array(plan->arena, (size_t)table->column_count + 1, sizeof *table->columns);
	for (int i = 0; i < table->column_count; i++) {
		table->columns[i].name = take_print(reading, 4);
		table->columns[i].content = take_number(reading, INT_MAX);
	}
	table->row_count = take_count(reading, INT_MAX, 2);
	table->rows = arena_array(plan->arena, (size_t)table->row_count + 1, sizeof *table->rows);
	for (int i = 0; i < table->row_count; i++)
		table->rows[i] = (uint16_t)take_print(reading, 2);
	if (!reading->bad)
		take_parts(reading, plan, table);
}

static void take_tables(struct reading *reading, struct plan *plan)
{
	plan->table_count = (size_t)take_count(reading, INT_MAX, 13);
	plan->tables = arena_array(plan->arena, plan->table_count + 1, sizeof *plan->tables);
	for (size_t i = 0; i < plan->table_count && !reading->bad; i++)
		take_table(reading, plan, &plan->tables[i]);
}

struct plan *plan_read(struct arena *arena, struct bytes bytes)
{
	struct reading reading = { .left = bytes };
	struct plan *plan = plan_new(arena);
	for (int i = 0; i < MARK_LENGTH; i++)
		reading.bad |= take_byte(&reading) != (unsigned char)mark[i];
	reading.bad |= take_number(&reading, VERSION) != VERSION;
	int flags = take_number(&reading, FLAGS - 1);
	plan->draft = flags & FLAG_DRAFT;
	plan->like = flags & FLAG_LIKE;
	plan->duplex = flags & FLAG_DUPLEX;
	plan->closer = flags & FLAG_CLOSER;
	plan->title = take_print(&reading, 4);
	if (!reading.bad)
		take_pages(&reading, plan);
	if (!reading.bad)
		take_starts(&reading, plan);
	if (!reading.bad)
		take_tables(&reading, plan);
	return reading.bad || reading.left.length ? NULL : plan;
}
