#include "page/document.h"

int record_node(struct record *record, enum node_kind kind, int parent)
{
	if (!record->structured)
		return (int)record->node_count++;
	ARENA_GROW(record->arena, record->nodes, &record->node_capacity, record->node_count + 1);
	record->nodes[record->node_count] = (struct node){ .kind = kind, .parent = parent, .row_span = 1, .column_span = 1 };
	return (int)record->node_count++;
}

void record_outline(struct record *record, const char *title, int level, const int page_and_y[2])
{
	if (!title)
		return;
	ARENA_GROW(record->arena, record->outline, &record->outline_capacity, record->outline_count + 1);
	record->outline[record->outline_count++] = (struct outline_entry){ .title = title, .level = level, .page = page_and_y[0], .y = page_and_y[1] };
}

void record_span(struct record *record, int node, int rows, int columns)
{
	if (!record->structured)
		return;
	record->nodes[node].row_span = rows;
	record->nodes[node].column_span = columns;
}
