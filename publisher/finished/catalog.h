/* For this room alone: changes of dictionaries within an update, above all of the catalog. */
#ifndef FINISHED_CATALOG_H
#define FINISHED_CATALOG_H
#include "finished/object_text.h"
#include "finished/update.h"

enum { CHANGES_MOST = 12 };
struct changes { struct entry list[CHANGES_MOST + 1]; int count; };
void changes_add(struct changes *changes, const char *key, const char *value);    /* value NULL: nothing */

/* Changes the dictionary (or, with `more` of put_array, extends the array) that stands in parent at a key. One that is an object of its
 * own is written there, and NULL comes back; else the text of the new value, for the parent. own: what is new becomes an object. */
struct nested { qpdf_oh parent; const char *key; bool own; };
const char *changed_dictionary(struct update *update, struct pdf_file *file, const struct nested *at, const struct changes *changes);
const char *extended_array(struct update *update, struct pdf_file *file, const struct nested *at, const char *more);

void change_object(struct update *update, struct pdf_file *file, qpdf_oh object, const struct changes *changes);

/* Writes the catalog with these changes, and with what makes signatures of ETSI EN 319 142-1 known (clause 5.6: the extension ESIC; a
 * version of 1.7 where an older header asks for it), unless nothing changes. */
void change_catalog(struct update *update, struct pdf_file *file, struct changes *changes);
#endif
