/* The name of a body in one line or, where it is too long for that, in two that end at a word, rather behind a body's name within it
 * (…管理委员会|综合行政执法局), and of about one length. Private to layout/. */
#ifndef LAYOUT_NAME_H
#define LAYOUT_NAME_H
#include "layout/setting.h"

enum { NAME_LINES = 2 };

struct name {
	struct setting setting;
	struct line *lines;
	int count;                 /* of lines; 0: not shaped */
	mpt width;                 /* of the widest line */
};

/* rooms: of all lines but the last, of the last. -1 with diagnostics, also if it has no room even so. In the job's arena. */
int name_shape(struct layout_job *job, const struct words *text, enum role role, const mpt rooms[2], struct name *out);
/* Divides in two what is shaped, with no regard to any room, the first line within measures[0], the last within measures[1]
 * (milli-ems). false: there is no such place. */
bool name_divide(struct layout_job *job, struct arena *arena, struct shaped *shaped, const int32_t measures[2]);
mpt name_line_width(const struct name *name, int line);
/* The line with at = left edge and top of its em box. node: one for all lines of the name. */
void name_put_line(struct paginator *pages, const struct name *name, int line, const mpt at[2], const struct tag *tag);
/* A tag of the name's own, for all its lines. */
struct tag name_tag(struct paginator *pages, enum role role, const struct place *from);
#endif
