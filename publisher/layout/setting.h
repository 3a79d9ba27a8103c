/* Text set in a role: shaped once, then put on a page line by line. */
#ifndef LAYOUT_SETTING_H
#define LAYOUT_SETTING_H
#include "layout/paginator.h"
#include "text/line.h"
#include "text/stack.h"

struct setting {
	struct shaped shaped;
	const struct role_style *look;
	enum paint paint;
};

/* text: shaped in the role's family. -1 with diagnostics. */
int setting_shape(struct layout_job *job, struct arena *arena, const struct words *text, enum role role, struct setting *out);
/* The same in a look of the caller's, which lives as long as out. */
int setting_shape_look(struct layout_job *job, struct arena *arena, const struct words *text, const struct role_style *look, struct setting *out);
/* The same with a start of heading_length bytes in another role's family (run-in heading). */
int setting_shape_heading(struct layout_job *job, const struct words *text, enum role heading, size_t heading_length,
                          struct setting *out);
struct line setting_whole(const struct setting *setting);          /* all glyphs as one line */
mpt setting_width(const struct setting *setting);                   /* natural width of that line */
int32_t setting_measure(const struct setting *setting, mpt width);  /* a width in milli-ems of its em */
/* Glyph runs of one line on the page in hand. x: pen positions (line_positions); at: left edge, top of the em box. */
void setting_put(struct paginator *pages, const struct setting *setting, const struct line *line, const int32_t *x,
                 const mpt at[2], const struct tag *tag);
/* Natural width, with at = left edge and top of the em box. */
void setting_put_natural(struct paginator *pages, const struct setting *setting, const struct line *line,
                         const mpt at[2], const struct tag *tag);
/* One line of an element, given a node of its own, at its natural width; from: where its words stand, NULL: nowhere; at: as above. */
void setting_put_line(struct paginator *pages, const struct setting *setting, enum role role, const struct place *from, const mpt at[2]);
/* The same, shaped first. */
int setting_put_element(struct paginator *pages, const struct words *text, enum role role, const mpt at[2]);
/* at: centre line and top of the stack. */
void setting_put_stack(struct paginator *pages, const struct stack *stack, mpt size, const mpt at[2], const struct tag *tag);

/* Lines of one paragraph with its geometry: indent of the first line, of the others, widths. */
struct paragraph_box {
	struct setting setting;
	struct line *lines;
	int count;
	bool heading;               /* stands alone: not parted from what follows */
	const struct setting *label;    /* stands before the first line at its natural width, from label_left on; NULL: none */
	mpt label_left;
	mpt indent, hang, width;    /* width: from the block's left edge to the right end of every line */
	struct tag tag;
};
void paragraph_break(struct layout_job *job, struct arena *arena, struct paragraph_box *box);   /* fills lines, count */
void paragraph_put_line(struct paginator *pages, const struct paragraph_box *box, int line, mpt top);
#endif
