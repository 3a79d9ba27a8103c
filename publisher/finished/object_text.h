/* For this room alone: dictionaries as text, with some entries changed. */
#ifndef FINISHED_OBJECT_TEXT_H
#define FINISHED_OBJECT_TEXT_H
#include "base/buffer.h"
#include "finished/pdf_object.h"

struct entry { const char *key, *value; };    /* key with its slash; value as PDF writes it, NULL: the entry goes */

/* << … >> with the entries of a dictionary (of a stream's too) in the library's order, but for those changed, then these in
 * their order. The list ends with key NULL. dictionary may be null or no dictionary: only the changes are written. */
void put_dictionary(struct buffer *out, qpdf_data library, qpdf_oh dictionary, const struct entry *changes);
/* [ … ] with the items of an array, if it is one, and one more (NULL: none). */
void put_array(struct buffer *out, qpdf_data library, qpdf_oh array, const char *more);
void put_text_string(struct buffer *out, const char *text);        /* UTF-8 as <FEFF…>, ASCII as (…) */
#endif
