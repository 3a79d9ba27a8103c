/* The wording of 发文机关标志 (GB/T 9704-2012 7.2.4, 10.1). Private to model/. */
#ifndef MODEL_MARK_H
#define MODEL_MARK_H
#include "model/document.h"
/* mark_lines and mark_suffix from mark_name; without a name, from the issuers. After them. -1 with a diagnostic. */
int mark_build(struct arena *arena, struct diagnostics *all, const struct settings *settings, struct document *document);
#endif
