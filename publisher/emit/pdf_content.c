/* Operators. Fills of one colour, and rules of one colour and width, are painted together as one path. */
#include "emit/pdf_content.h"
#include <string.h>
#include "base/picture.h"
#include "emit/profile.h"

enum { GRID = 10 };    /* mpt in 1/100 pt, the unit of paths */

enum { MARK_NONE = -1, MARK_DECORATION = -2, MARK_REPEATED = -3, MARK_PAGE_NUMBER = -4 };

static void close_mark(struct content *content)
{
	if (content->mark != MARK_NONE)
		buffer_put(&content->out, "EMC\n");
	content->mark = MARK_NONE;
}

/* Everything before something else is written: text and path are closed. A sequence does not go beyond the text it began in. */
static void finish(struct content *content)
{
	if (content->text.open) {
		text_pause(&content->text);
		close_mark(content);
	}
	text_end(&content->text);
	if (content->path)
		buffer_put(&content->out, content->path == PATH_FILL ? "f\n" : "S\n");
	content->path = PATH_NONE;
}

static int mark_of(const struct item *item)
{
	if (item->artifact == ARTIFACT_PAGE_NUMBER)
		return MARK_PAGE_NUMBER;
	if (item->artifact == ARTIFACT_RULE || item->artifact == ARTIFACT_CHANGE_MARK || (!item->artifact && item->node < 0))
		return MARK_DECORATION;
	return item->artifact ? MARK_REPEATED : item->node;
}

static void open_mark(struct content *content, int mark)
{
	struct buffer *out = &content->out;
	content->mark = mark;
	if (mark == MARK_DECORATION) {
		buffer_put(out, "/Artifact BMC\n");
	} else if (mark < 0) {
		buffer_put(out, mark == MARK_PAGE_NUMBER ? "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n" : "/Artifact<</Type/Pagination>>BDC\n");
	} else {
		ARENA_GROW(out->arena, content->nodes, &content->node_capacity, content->node_count + 1);
		buffer_byte(out, '/');
		buffer_put(out, tree_type(content->tree, mark));
		buffer_put(out, "<</MCID ");
		buffer_decimal(out, (int64_t)content->node_count, 0);
		out->length--;
		buffer_put(out, ">>BDC\n");
		content->nodes[content->node_count++] = mark;
	}
}

/* What follows belongs to the item: a path or a picture. */
static void mark_item(struct content *content, const struct item *item)
{
	if (!content->tree || (content->mark == mark_of(item) && !content->text.open))
		return;
	finish(content);
	close_mark(content);
	open_mark(content, mark_of(item));
}

static void mark_text(struct content *content, const struct item *item)
{
	if (!content->tree || !item->of.glyphs.count || (content->mark == mark_of(item) && content->text.open))
		return;
	text_pause(&content->text);
	close_mark(content);
	text_open(&content->text);
	open_mark(content, mark_of(item));
}

static void put_length(struct content *content, int64_t length)
{
	buffer_decimal(&content->out, rounded_ratio(length, 1, GRID), 2);
}

static void put_colour(struct content *content, enum paint *in_force, enum paint paint, const char *const operators[3])
{
	const struct printing *printing = content->look->printing;
	const uint8_t *colour = printing ? printing->inks[paint] : content->look->colours[paint];
	bool grey = !printing && colour[0] == colour[1] && colour[0] == colour[2];
	int whole = printing ? 100 : 255;
	if (*in_force == paint)
		return;
	finish(content);
	*in_force = paint;
	for (int i = 0; i < (printing ? 4 : grey ? 1 : 3); i++)
		buffer_number(&content->out, (colour[i] * 1000 + whole / 2) / whole);
	buffer_put(&content->out, operators[printing ? 2 : grey]);
}

static void set_fill(struct content *content, enum paint paint)
{
	put_colour(content, &content->state.fill, paint, (const char *const[3]){ "rg\n", "g\n", "k\n" });
}

static void set_stroke(struct content *content, enum paint paint)
{
	put_colour(content, &content->state.stroke, paint, (const char *const[3]){ "RG\n", "G\n", "K\n" });
}

static void put_rule(struct content *content, const struct item *item)
{
	int64_t width = rounded_ratio(item->of.rule.width, 1, GRID);
	mark_item(content, item);
	set_stroke(content, item->of.rule.paint);
	if (content->path != PATH_STROKE || content->state.width != width)
		finish(content);
	if (content->state.width != width) {
		buffer_decimal(&content->out, width, 2);
		buffer_put(&content->out, "w\n");
	}
	content->state.width = width;
	content->path = PATH_STROKE;
	put_length(content, item->of.rule.x0);
	put_length(content, (int64_t)content->height - item->of.rule.y0);
	buffer_put(&content->out, "m ");
	put_length(content, item->of.rule.x1);
	put_length(content, (int64_t)content->height - item->of.rule.y1);
	buffer_put(&content->out, "l\n");
}

/* By its corners on the grid, so that neighbours meet. */
static void put_rectangle(struct content *content, const mpt box[4])
{
	int64_t left = rounded_ratio(box[0], 1, GRID), right = rounded_ratio((int64_t)box[0] + box[2], 1, GRID);
	int64_t top = rounded_ratio((int64_t)content->height - box[1], 1, GRID), bottom = rounded_ratio((int64_t)content->height - box[1] - box[3], 1, GRID);
	const int64_t numbers[4] = { left, bottom, right - left, top - bottom };
	for (int i = 0; i < 4; i++)
		buffer_decimal(&content->out, numbers[i], 2);
	buffer_put(&content->out, "re\n");
}

/* Pictures are for the screen; among colours for a press they need a colour space that says so (ISO 19005-2, 6.2.4.3). */
static const char *picture_colours(struct content *content, struct arena *scratch)
{
	struct buffer profile = { .arena = scratch };
	if (!content->look->printing)
		return "/DeviceRGB";
	if (!content->screen_profile) {
		profile_srgb(&profile);
		content->screen_profile = store_stream(content->fonts->store, profile.text, profile.length, "/N 3");
	}
	return arena_printf(scratch, "[/ICCBased %d 0 R]", content->screen_profile);
}

/* Its object's number; 0 with a diagnostic. */
static int store_image(struct content *content, const struct item *item)
{
	struct store *store = content->fonts->store;
	struct arena *scratch = arena_new();
	struct picture picture;
	int image = 0;
	if (!picture_load(scratch, content->all, &item->of.image.at, item->of.image.path, &picture)) {
		size_t count = (size_t)picture.width * (size_t)picture.height;
		uint8_t *colours = arena_array(scratch, count, 3), *alpha = arena_array(scratch, count, 1);
		for (size_t i = 0; i < count; i++) {
			memcpy(colours + 3 * i, picture.rgba + 4 * i, 3);
			alpha[i] = picture.rgba[4 * i + 3];
		}
		const char *size = arena_printf(scratch, "/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 ", picture.width, picture.height);
		int mask = store_stream(store, alpha, count, arena_printf(scratch, "%s/ColorSpace /DeviceGray ", size));
		image = store_stream(store, colours, 3 * count, arena_printf(scratch, "%s/ColorSpace %s /SMask %d 0 R ", size, picture_colours(content, scratch), mask));
	} else {
		content->result = -1;
	}
	arena_free(scratch);
	return image;
}

static void put_image(struct content *content, const struct item *item)
{
	size_t i = 0;
	while (i < content->image_count && strcmp(content->images[i].path, item->of.image.path) != 0)
		i++;
	if (i == content->image_count) {
		ARENA_GROW(content->fonts->store->arena, content->images, &content->image_capacity, i + 1);
		content->images[i] = (struct pdf_image){ arena_strdup(content->fonts->store->arena, item->of.image.path), store_image(content, item) };
		content->image_count++;
	}
	if (!content->images[i].object)
		return;
	mark_item(content, item);
	finish(content);
	buffer_put(&content->out, "q /Multiply gs ");
	buffer_number(&content->out, item->of.image.width);
	buffer_put(&content->out, "0 0 ");
	buffer_number(&content->out, item->of.image.height);
	buffer_number(&content->out, item->of.image.x);
	buffer_number(&content->out, (int64_t)content->height - item->of.image.y - item->of.image.height);
	buffer_printf(&content->out, "cm /I%zu Do Q\n", i);
}

/* A quarter of an ellipse as a Bezier curve: its handles are this long (ten thousandths of the half axis). */
enum { HANDLE = 5523 };

static void put_point(struct content *content, const mpt middle[2], const int64_t offset[2])
{
	put_length(content, middle[0] + offset[0]);
	put_length(content, (int64_t)content->height - middle[1] + offset[1]);
}

/* Counter-clockwise like a rectangle, so that overlapping parts of one path do not cancel out. */
static void put_ellipse(struct content *content, const mpt box[4])
{
	const mpt middle[2] = { box[0] + box[2] / 2, box[1] + box[3] / 2 };
	const int64_t across = box[2] / 2, down = box[3] / 2, handle[2] = { across * HANDLE / 10000, down * HANDLE / 10000 };
	const int64_t points[13][2] = {
		{ across, 0 }, { across, handle[1] }, { handle[0], down }, { 0, down }, { -handle[0], down }, { -across, handle[1] }, { -across, 0 },
		{ -across, -handle[1] }, { -handle[0], -down }, { 0, -down }, { handle[0], -down }, { across, -handle[1] }, { across, 0 },
	};
	for (int i = 0; i < 13; i++) {
		put_point(content, middle, points[i]);
		if (i % 3 == 0)
			buffer_put(&content->out, i ? "c\n" : "m\n");
	}
}

static void put_fill(struct content *content, const struct item *item)
{
	const mpt box[4] = { item->of.fill.x, item->of.fill.y, item->of.fill.width, item->of.fill.height };
	mark_item(content, item);
	set_fill(content, item->of.fill.paint);
	if (content->path != PATH_FILL)
		finish(content);
	content->path = PATH_FILL;
	if (item->of.fill.round)
		put_ellipse(content, box);
	else
		put_rectangle(content, box);
}

static void put_turn(struct content *content, const struct item *item)
{
	if (!frames_turn(&content->frames, item))
		return;
	finish(content);
	close_mark(content);
	content->outer[content->frames.depth - 1] = content->state;
	content->outer[content->frames.depth - 1].text = content->text.state;
	buffer_put(&content->out, "q 0 1 -1 0 ");
	buffer_number(&content->out, item->of.turn.x);
	buffer_number(&content->out, (int64_t)content->height - item->of.turn.y);
	buffer_put(&content->out, "cm\n");
	content->height = content->text.height = 0;
}

static void put_turn_end(struct content *content, mpt sheet)
{
	if (!frames_end(&content->frames))
		return;
	finish(content);
	close_mark(content);
	buffer_put(&content->out, "Q\n");
	content->height = content->text.height = content->frames.depth ? 0 : sheet;
	content->state = content->outer[content->frames.depth];
	content->text.state = content->state.text;
}

/* A line of glyph items; returns the item behind it. */
static size_t put_line(struct content *content, const struct page *page, size_t from)
{
	if (content->path)
		finish(content);
	size_t end = text_line(&content->text, page->items, from, page->count);
	for (; from < end; from++) {
		set_fill(content, page->items[from].of.glyphs.paint);
		mark_text(content, &page->items[from]);
		text_run(&content->text, &page->items[from].of.glyphs);
	}
	return end;
}

static void put_item(struct content *content, const struct item *item, mpt sheet)
{
	switch (item->kind) {
	case ITEM_RULE:
		put_rule(content, item);
		break;
	case ITEM_FILL:
		put_fill(content, item);
		break;
	case ITEM_IMAGE:
		put_image(content, item);
		break;
	case ITEM_TURN:
		put_turn(content, item);
		break;
	case ITEM_TURN_END:
		put_turn_end(content, sheet);
		break;
	case ITEM_GLYPHS:
	case ITEM_LINK:
	case ITEM_FIELD:
		break;    /* put by lines; annotations, not content */
	}
}

void content_page(struct content *content, const struct page *page)
{
	content->out.length = 0;
	content->node_count = 0;
	content->mark = MARK_NONE;
	content->height = content->text.height = page->height;
	content->state = (struct graphics){ .width = 100 };    /* PDF's own: black, 1 pt */
	if (content->look->printing)
		buffer_put(&content->out, "0 0 0 1 k 0 0 0 1 K\n");    /* PDF's own black is DeviceGray */
	text_begin_page(&content->text, page->height);
	content->path = PATH_NONE;
	content->frames = (struct frames){ .depth = 0 };
	for (size_t i = 0; i < page->count;) {
		if (page->items[i].kind == ITEM_GLYPHS)
			i = put_line(content, page, i);
		else
			put_item(content, &page->items[i++], page->height);
	}
	while (content->frames.depth)    /* turns left open */
		put_turn_end(content, page->height);
	finish(content);
	close_mark(content);
}
