/* The files that an edition is made from, in the order in which they are read, each with a name under which it can be put
 * beside the others: a relative path that stays in its folder. What lies in the edition's folder keeps its path, templates
 * from elsewhere go to templates/, all else to outside/NUMBER/. The list of them (SOURCES_LIST, base/path_inside.h) says which is which. */
#ifndef READ_SOURCES_H
#define READ_SOURCES_H
#include "base/file_mark.h"
#include "base/place.h"
#include "base/arena.h"
#include "base/diagnostic.h"

enum source_kind { SOURCE_EDITION, SOURCE_TEMPLATE, SOURCE_BODY, SOURCE_TEXT, SOURCE_TABLE, SOURCE_PICTURE, SOURCE_PROFILE, SOURCE_KINDS };
extern const char *const source_kinds[SOURCE_KINDS];       /* their names in the list */

struct source_file {
	enum source_kind kind;
	const char *name;          /* as the edition names it; of a template NAME.ini */
	const char *path;          /* on the disk */
	const char *file;          /* beside the others */
	struct file_mark mark;     /* from just before it was read */
};

struct sources;
struct sources *sources_new(struct arena *arena);
/* Just before it is read. The same file of the same kind is noted once; a picture that is not there is none (should a page want to
 * draw it, that fails). */
void sources_add(struct sources *sources, enum source_kind kind, const char *name, const char *path);
/* Was looked for and is not there: had it been, it would have been read in place of another. */
void sources_miss(struct sources *sources, const char *path);
size_t sources_missed(const struct sources *sources, const char *const **out);     /* their paths: lent */
size_t sources_all(const struct sources *sources, const struct source_file **out);         /* lent */
#endif
