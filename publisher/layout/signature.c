/* 发文机关署名, 成文日期, 印章 (GB/T 9704-2012 7.3.5).
 * A, sealed: two blank lines, the date four 字 in from the right, the signature centred on it; several bodies stand in rows,
 * each under its seal, the date under the last. B, unsealed: one blank line, the signature two 字 in, the date's first
 * character two 字 right of the signature's; several bodies below each other. C, signature stamp: two blank lines, the
 * stamp's room four 字 in, the post title two 字 left of it, the date one blank line below.
 * A name wider than the text block takes two lines, one centred under the other.
 * Where each seal or stamp goes is noted as the place of an electronic signature, Seal.1 … Seal.n. */
#include "layout/furniture.h"
#include "layout/name.h"

static int shape(struct layout_job *job, const struct words *text, enum role role, struct setting *out, mpt *width)
{
	*width = 0;
	if (!text->text)
		return 0;
	if (setting_shape(job, job->arena, text, role, out))
		return -1;
	*width = setting_width(out);
	return 0;
}

/* The date. A draft that has none yet gets the room of most dates, a month of one figure and a day of two, so that the signature stays where it
 * will be; nothing is put there. Blanks in a draft's date (2018年7月  日) get that of digits. */
static int shape_date(struct layout_job *job, struct setting *out, mpt *width)
{
	const struct document *document = job->document;
	struct words room = document->date;
	char *digits = arena_strdup(job->arena, document->date_later ? "2000年9月10日" : room.text ? room.text : "");
	for (char *at = digits; *at; at++)
		*at = *at == ' ' ? '0' : *at;
	room.text = digits[0] ? digits : NULL;
	return shape(job, &room, ROLE_DATE, out, width);
}

/* at: of the whole; what stands for blanks is passed over. */
static void put_date(struct paginator *pages, const struct setting *date, const mpt at[2])
{
	const struct words *words = &pages->job->document->date;
	const struct line whole = setting_whole(date);
	if (!words->text)
		return;
	struct tag tag = { .role = ROLE_DATE, .node = record_node(pages->job->record, NODE_PARAGRAPH, 0), .file = words->at.file, .line = words->at.line };
	int32_t *x = arena_array(pages->page->arena, (size_t)(whole.end - whole.start) + 1, sizeof *x);
	line_positions(&date->shaped, &whole, 0, x);
	for (int start = whole.start, end; start < whole.end; start = end + 1) {
		for (end = start; end < whole.end && words->text[date->shaped.cluster[end]] != ' '; end++)
			;
		const struct line part = { .start = start, .end = end };
		if (end > start)
			setting_put(pages, date, &part, x + (start - whole.start), at, &tag);
	}
}

/* A picture over a field; upright. It may be NULL. What a signature will show is not shown without it. */
static void put_field(struct paginator *pages, int number, const mpt box[4], const struct words *picture, const char *alt)
{
	struct item *field = page_add(pages->page, ITEM_FIELD);
	field->of.field.x = box[0];
	field->of.field.y = box[1];
	field->of.field.width = box[2];
	field->of.field.height = box[3];
	field->of.field.name = arena_printf(pages->page->arena, "Seal.%d", number);
	if (!picture || !picture->text || pages->job->document->seals_by_signature)
		return;
	struct item *image = page_add(pages->page, ITEM_IMAGE);
	image->of.image.x = box[0];
	image->of.image.y = box[1];
	image->of.image.width = box[2];
	image->of.image.height = box[3];
	image->of.image.path = picture->text;
	image->of.image.at = picture->at;
	image->of.image.alt = arena_printf(pages->page->arena, "%s%s", alt ? alt : "", pages->job->document->signature_mode == SIGNATURE_STAMP ? "签名章" : "印章");
	image->node = record_node(pages->job->record, NODE_FIGURE, 0);
}

/* ---- the bodies that sign ---- */

static int signer_count(const struct document *document)
{
	return document->issuer_count > 1 ? document->issuer_count : document->signature.text ? 1 : 0;
}

static const struct words *signer_name(const struct document *document, int i)
{
	return document->issuer_count > 1 ? &document->issuers[i].name : &document->signature;
}

/* In the lines that it takes; a body without a name in none. */
static int shape_name(struct layout_job *job, int i, struct name *out)
{
	const struct words *name = signer_name(job->document, i);
	mpt room = job->style->text_width - (job->document->signature_mode == SIGNATURE_UNSEALED ? job->style->unsealed_indent : 0);
	*out = (struct name){ .count = 0 };
	return name->text ? name_shape(job, name, ROLE_SIGNATURE, (const mpt[2]){ room, room }, out) : 0;
}

/* Of the name that takes most, and of all names. */
struct name_lines { int most, all; };

static struct name_lines count_name_lines(struct layout_job *job)
{
	struct name_lines lines = { 0, 0 };
	for (int i = 0; i < signer_count(job->document); i++) {
		struct name name;
		shape_name(job, i, &name);
		lines.all += name.count;
		lines.most = name.count > lines.most ? name.count : lines.most;
	}
	return lines;
}

/* Its lines are centred over each other; in a column of unsealed names they begin with the others. */
static mpt name_inset(const struct layout_job *job, const struct name *name, int line)
{
	bool column = job->document->signature_mode == SIGNATURE_UNSEALED && signer_count(job->document) > 1;
	return column ? 0 : (name->width - name_line_width(name, line)) / 2;
}

/* left: of a block as wide as the name; line: the grid line of its first. */
static void put_name(struct paginator *pages, int i, const struct name *name, mpt left, int line)
{
	const struct tag tag = name_tag(pages, ROLE_SIGNATURE, &signer_name(pages->job->document, i)->at);
	for (int k = 0; k < name->count; k++)
		name_put_line(pages, name, k, (const mpt[2]){ left + name_inset(pages->job, name, k), paginator_grid(pages, line + k) }, &tag);
}

static mpt widest_seal(const struct layout_job *job)
{
	const mpt *diameters = job->style->seal_diameters;
	mpt widest = diameters[0];
	for (int i = 1; i < signer_count(job->document); i++)
		widest = diameters[i] > widest ? diameters[i] : widest;
	return widest;
}

/* ---- lines on the grid ---- */

/* Seals in one row: as many as have room, names included. */
static int seals_in_row(struct layout_job *job)
{
	const struct style *style = job->style;
	int count = signer_count(job->document), most = style->seals_in_row < count ? style->seals_in_row : count;
	mpt widest = widest_seal(job);
	for (int i = 0; i < count; i++) {
		struct setting setting;
		mpt width = 0;
		if (!shape(job, signer_name(job->document, i), ROLE_SIGNATURE, &setting, &width) && width > widest)
			widest = width;
	}
	while (most > 1 && most * widest + (most - 1) * style->seal_gap > style->text_width)
		most--;
	return most > 0 ? most : 1;
}

/* Grid lines from one row of seals to the next: no seal touches one of the next row. */
static int lines_of_row(const struct layout_job *job)
{
	mpt pitch = style_grid_line(job->style, 1);
	return (int)((widest_seal(job) + job->style->seal_gap + pitch - 1) / pitch);
}

/* Blank lines before a seal over so many lines: the style's for two, fewer for more, lest it stand too far from the text, or more when
 * its upper edge would reach into the text. */
static int blank_lines(const struct layout_job *job, int covered)
{
	const struct style *style = job->style;
	mpt pitch = style_grid_line(style, 1), size = style->roles[ROLE_SIGNATURE].size, half = widest_seal(job) / 2;
	int blank = covered > 2 ? style->seal_blank_lines - (covered - 2) : style->seal_blank_lines;
	for (blank = blank > 1 ? blank : 1; blank < 9; blank++) {
		mpt middle = (blank + 1) * pitch - size + ((covered - 1) * pitch + size) / 2;    /* below the last line's em box */
		if (middle - style->seal_raise - half > 0)
			break;
	}
	return blank;
}

static int stamp_lines(const struct style *style)
{
	mpt pitch = style_grid_line(style, 1);
	return (int)((style->stamp_height + pitch - 1) / pitch);
}

int signature_lines(struct layout_job *job)
{
	const struct document *document = job->document;
	int count = signer_count(document), date = document->date.text || document->date_later ? 1 : 0;
	if (!count && !date)
		return 0;
	if (document->signature_mode == SIGNATURE_STAMP)
		return job->style->stamp_blank_lines + (count ? count : 1) * stamp_lines(job->style) + 1 + date;
	const struct name_lines names = count_name_lines(job);
	if (document->signature_mode == SIGNATURE_UNSEALED)
		return 1 + names.all + date;
	int in_row = seals_in_row(job), rows = (count + in_row - 1) / in_row;
	return blank_lines(job, names.most + (rows <= 1 && date)) + (rows > 1 ? (rows - 1) * lines_of_row(job) : 0) + names.most + date;
}

/* ---- A ---- */

/* Centre line of a signature: of a single one that of its date, else of its share of the row. */
static mpt centre_of(const struct layout_job *job, const int index_of_row[2], mpt date)
{
	const struct style *style = job->style;
	if (index_of_row[1] > 1)
		return (mpt)((int64_t)style->text_width * (2 * index_of_row[0] + 1) / (2 * index_of_row[1]));
	return style->text_width - style->date_indent - date / 2;
}

/* A signature wider than twice the way from its centre to the edge moves in, and its date with it. */
static mpt moved_in(const struct style *style, mpt centre, mpt width)
{
	if (centre + width / 2 > style->text_width)
		centre = style->text_width - width / 2;
	return centre - width / 2 < 0 ? width / 2 : centre;
}

/* Each row has the lines of the name that takes most; one that takes fewer stands on the last of them. */
static int put_sealed(struct paginator *pages, int line)
{
	struct layout_job *job = pages->job;
	const struct document *document = job->document;
	const struct style *style = job->style;
	struct setting date = { .look = NULL };
	struct name name;
	mpt date_width = 0, size = style->roles[ROLE_SIGNATURE].size;
	int count = signer_count(document), in_row = seals_in_row(job), rows = count ? (count + in_row - 1) / in_row : 1;
	int lines = count_name_lines(job).most;
	if (shape_date(job, &date, &date_width))
		return -1;
	line += blank_lines(job, lines + (rows == 1 && date_width));
	for (int i = 0; i < (count ? count : 1); i++) {
		int row = i / in_row, left = count - row * in_row, of_row = left < in_row ? left : in_row;
		bool last = i + 1 >= count;
		const int index_of_row[2] = { i - row * in_row, of_row };
		int at_line = line + row * lines_of_row(job);
		if (count && shape_name(job, i, &name))
			return -1;
		mpt width = count ? name.width : 0;
		mpt centre = moved_in(style, centre_of(job, index_of_row, date_width), width > date_width || !last ? width : date_width);
		mpt top = paginator_grid(pages, at_line);
		if (count)
			put_name(pages, i, &name, pages->left + centre - width / 2, at_line + lines - name.count);
		if (last && date_width)
			put_date(pages, &date, (const mpt[2]){ pages->left + centre - date_width / 2, paginator_grid(pages, at_line + lines) });
		int covered = lines + (row == rows - 1 && date_width);    /* seals of a row stand on one line */
		mpt bottom = paginator_grid(pages, at_line + (covered ? covered - 1 : 0)) + size;
		mpt diameter = style->seal_diameters[i], middle = (top + bottom) / 2 - style->seal_raise;
		const mpt box[4] = { pages->left + centre - diameter / 2, middle - diameter / 2, diameter, diameter };
		const struct words *seal = i < document->issuer_count ? &document->issuers[i].seal : NULL;
		put_field(pages, i + 1, box, seal, count ? signer_name(document, i)->text : NULL);
	}
	return 0;
}

/* ---- B ---- */

/* The date's first character stands two 字 right of that of the lead body's first line. */
static int put_unsealed(struct paginator *pages, int line)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	mpt em = style->roles[ROLE_BODY].em, right = style->text_width - style->unsealed_indent, widest = 0, inset = 0, date_width = 0;
	struct setting date;
	int count = signer_count(job->document);
	struct name *names = arena_array(job->arena, (size_t)count + 1, sizeof *names);
	if (shape_date(job, &date, &date_width))
		return -1;
	for (int i = 0; i < count; i++) {
		if (shape_name(job, i, &names[i]))
			return -1;
		widest = names[i].width > widest ? names[i].width : widest;
	}
	if (count && names[0].count)
		inset = name_inset(job, &names[0], 0);
	mpt left = right - widest, date_left = left + inset + 2 * em;
	if (!count || date_left + date_width > right) {    /* a date longer than the signature stands two 字 in and pushes the signature left */
		date_left = right - date_width;
		left = date_left - 2 * em - inset;
	}
	line++;
	for (int i = 0; i < count; line += names[i].count, i++)
		put_name(pages, i, &names[i], pages->left + left, line);
	if (date_width)
		put_date(pages, &date, (const mpt[2]){ pages->left + date_left, paginator_grid(pages, line) });
	return 0;
}

/* ---- C ---- */

/* In two lines where the text block has no room for one. at: right edge and middle. */
static int put_post(struct paginator *pages, const struct words *title, const mpt at[2])
{
	const struct style *style = pages->job->style;
	mpt size = style->roles[ROLE_POST].size, room = at[0] - pages->left;
	struct name post;
	if (name_shape(pages->job, title, ROLE_POST, (const mpt[2]){ room, room }, &post))
		return -1;
	const struct tag tag = name_tag(pages, ROLE_POST, &title->at);
	mpt top = at[1] - (style_grid_line(style, post.count - 1) + size) / 2;
	for (int i = 0; i < post.count; i++)
		name_put_line(pages, &post, i, (const mpt[2]){ at[0] - name_line_width(&post, i), top + style_grid_line(style, i) }, &tag);
	return 0;
}

static int put_stamps(struct paginator *pages, int line)
{
	struct layout_job *job = pages->job;
	const struct document *document = job->document;
	const struct style *style = job->style;
	struct setting date;
	mpt width = 0, size = style->roles[ROLE_POST].size;
	int count = document->issuer_count ? document->issuer_count : 1, lines = stamp_lines(style);
	mpt left = pages->left + style->text_width - style->stamp_indent - style->stamp_width;
	line += style->stamp_blank_lines;
	for (int i = 0; i < count; i++, line += lines) {
		const struct issuer *issuer = i < document->issuer_count ? &document->issuers[i] : NULL;
		const struct words *title = issuer && issuer->post.text ? &issuer->post : &document->signature;
		mpt top = paginator_grid(pages, line), room = paginator_grid(pages, line + lines - 1) + size - top;
		mpt y = top + (room - style->stamp_height) / 2;
		if (title->text && put_post(pages, title, (const mpt[2]){ left - style->stamp_post_gap, y + style->stamp_height / 2 }))
			return -1;
		put_field(pages, i + 1, (const mpt[4]){ left, y, style->stamp_width, style->stamp_height }, issuer ? &issuer->stamp : NULL,
		          issuer ? issuer->signer.text : NULL);
	}
	if (shape_date(job, &date, &width))
		return -1;
	mpt x = pages->left + style->text_width - style->date_indent - width;
	if (width)
		put_date(pages, &date, (const mpt[2]){ x, paginator_grid(pages, line + 1) });
	return 0;
}

int signature_put(struct paginator *pages)
{
	static int (*const cases[])(struct paginator *, int) = { [SIGNATURE_SEALED] = put_sealed, [SIGNATURE_UNSEALED] = put_unsealed, [SIGNATURE_STAMP] = put_stamps };
	int lines = signature_lines(pages->job), result = 0;
	if (!lines)
		return 0;
	result = cases[pages->job->document->signature_mode](pages, pages->line);
	pages->line += lines;
	return result;
}
