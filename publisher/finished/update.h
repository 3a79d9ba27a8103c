/* An incremental update (ISO 32000-1, 7.5.6): new and changed objects behind the untouched bytes of a file, with a
 * cross-reference section of the kind that the file's last section has. A hybrid file (7.5.8.4) continues with classic
 * tables: what its table hides stays hidden there until it is changed. Nothing is ever freed, so the list of free objects is
 * repeated as it was. The same changes give the same bytes. */
#ifndef FINISHED_UPDATE_H
#define FINISHED_UPDATE_H
#include <stdbool.h>
#include "base/buffer.h"
#include "finished/pdf_file.h"

struct update;

/* 0, or -1 with a diagnostic: nothing can be put behind these bytes (others stand before the header). The file must outlive it. */
int update_open(struct arena *arena, struct pdf_file *file, struct update **out);
int update_new(struct update *update);                             /* number of a new object, of generation 0; to be written before the end */
/* The object, with its value as PDF writes it. Each once. */
void update_object(struct update *update, int number, int generation, const struct buffer *value);
/* A new stream, deflated where that makes it shorter. entries: of its dictionary besides Length and Filter. Its number. */
int update_stream(struct update *update, const char *entries, struct bytes data);
/* Where the value of an object written here begins, counted from the file's first byte. 0: it was not written here. */
size_t update_offset(const struct update *update, int number);
struct arena *update_arena(const struct update *update);
/* The file's bytes, then the update. They lie in the arena and may be changed where a place was kept free. */
struct bytes update_finish(struct update *update);
#endif
