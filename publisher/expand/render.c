/* Parts to text. Each piece is noted with its place: what stood in the template as it is, what was put out for ${…} with the place
 * of that. */
#include <string.h>
#include "expand/template.h"

struct writer {
	const struct evaluation *evaluation;
	struct rows rows;
	struct buffer text;
	struct place_piece *pieces;
	size_t count, capacity;
};

static int render_parts(struct writer *writer, const struct part *parts);

static int put(struct writer *writer, size_t at, const char *text, const size_t length_literal[2])
{
	struct expansion *expansion = writer->evaluation->expansion;
	struct place place = evaluation_place(writer->evaluation, at);
	const size_t length = length_literal[0];
	if (!length)
		return EXPAND_DONE;
	expansion->bytes += length;
	if (expansion->bytes > EXPAND_MOST_BYTES && !expansion->exhausted) {
		expansion->exhausted = true;
		REPORT(expansion->all, expand_too_long, &place, arena_printf(expansion->arena, "%d", EXPAND_MOST_BYTES >> 20));
	}
	if (!expansion_spend(expansion, EXPAND_STEPS_OF_PIECE, &place))
		return EXPAND_FAILED;
	ARENA_GROW(expansion->arena, writer->pieces, &writer->capacity, writer->count + 1);
	writer->pieces[writer->count++] = (struct place_piece){ .start = (uint32_t)writer->text.length, .line = (uint32_t)place.line,
	                                                        .column = (uint32_t)place.column, .literal = length_literal[1] };
	buffer_add(&writer->text, text, length);
	return EXPAND_DONE;
}

static int render_output(struct writer *writer, const struct part *part)
{
	struct value value;
	const char *words = "";
	int result = evaluate(writer->evaluation, part->expression, &value);
	result = result ? result : value_words(writer->evaluation, &value, part->expression->at, &words);
	if (result)
		return result;
	whole_output(writer->evaluation, part, words);
	return put(writer, part->at, words, (const size_t[2]){ strlen(words), false });
}

/* The condition of a block. */
static int test(const struct writer *writer, const struct part *part, bool *truth)
{
	int result = evaluate_truth(writer->evaluation, part->expression, truth);
	if (!result)
		whole_truth(writer->evaluation, part->expression, *truth);
	return result;
}

static int render_if(struct writer *writer, const struct part *part)
{
	bool truth = false;
	int result = test(writer, part, &truth);
	while (!result && !truth && part->otherwise && part->otherwise->chained) {
		part = part->otherwise;
		result = test(writer, part, &truth);
	}
	return result ? result : render_parts(writer, truth ? part->body : part->otherwise);
}

/* A row's mistakes are likely those of all: the first row that has some is the last one. */
static int render_for(struct writer *writer, const struct part *part)
{
	struct place at = evaluation_place(writer->evaluation, part->at);
	struct row_test *test = NULL;
	bool first = true;
	int result = row_test_new(writer->evaluation, part->table, part->conditions, &test);
	for (int row = 0; row < part->table->rows && !result; row++) {
		int meets = row_test_meets(test, row);
		if (meets < 0 || !expansion_spend(writer->evaluation->expansion, row ? 1 : EXPAND_STEPS_OF_CALL, &at))
			result = EXPAND_FAILED;
		if (meets <= 0 || result)
			continue;
		if (!first && part->between)
			result = put(writer, part->at, part->between, (const size_t[2]){ strlen(part->between), false });
		writer->rows.row[part->depth] = row;
		result = result ? result : render_parts(writer, part->body);
		first = false;
	}
	return result;
}

static int render_parts(struct writer *writer, const struct part *parts)
{
	int result = EXPAND_DONE;
	for (const struct part *part = parts; part && result != EXPAND_LATE && !writer->evaluation->expansion->exhausted; part = part->next) {
		int one = part->kind == PART_TEXT ? put(writer, part->at, writer->evaluation->text->text + part->at, (const size_t[2]){ part->length, true })
		          : part->kind == PART_OUTPUT ? render_output(writer, part) : part->kind == PART_IF ? render_if(writer, part) : render_for(writer, part);
		result = one ? one : result;
	}
	return writer->evaluation->expansion->exhausted ? EXPAND_FAILED : result;
}

int template_render(const struct evaluation *evaluation, const struct part *parts, struct rendering *out)
{
	struct arena *arena = evaluation->expansion->arena;
	struct evaluation own = *evaluation;
	struct writer writer = { .evaluation = &own, .text = { .arena = arena } };
	struct place start = evaluation_place(evaluation, 0);
	own.rows = &writer.rows;
	buffer_put(&writer.text, "");
	int result = render_parts(&writer, parts);
	if (!writer.count) {
		ARENA_GROW(arena, writer.pieces, &writer.capacity, 1);
		writer.pieces[writer.count++] = (struct place_piece){ .line = (uint32_t)start.line, .column = (uint32_t)start.column };
	}
	out->map = arena_alloc(arena, sizeof *out->map);
	*out->map = (struct place_map){ .file = start.file, .text = writer.text.text, .length = writer.text.length, .pieces = writer.pieces, .count = writer.count };
	out->length = writer.text.length;
	return result;
}

bool template_has_marks(const char *text)
{
	enum mark mark;
	size_t length;
	lexer_mark(text, 0, &mark, &length);
	return mark != MARK_END;
}

static const struct template_stop *stops_of(struct arena *arena, const struct template_text *text)
{
	size_t count = strlen(text->text) / TEMPLATE_STOP + 1;
	struct template_stop *stops = arena_array(arena, count, sizeof *stops);
	struct words words = { .text = text->text, .at = text->source ? source_place(text->source, 0) : text->words.at };
	for (size_t i = 0; i < count; i++) {
		stops[i] = (struct template_stop){ words.at.line, words.at.column };
		if (i + 1 < count) {
			words.at = place_in(&words, TEMPLATE_STOP);
			words.text += TEMPLATE_STOP;
		}
	}
	return stops;
}

int template_expand(struct expansion *expansion, struct template_text *text, struct rendering *out)
{
	struct part *parts = NULL;
	text->stops = stops_of(expansion->arena, text);
	int result = template_parse(expansion, text, &parts);
	if (!result)
		result = template_render(&(const struct evaluation){ .expansion = expansion, .text = text }, parts, out);
	return result;
}
