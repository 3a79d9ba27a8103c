/* What the values must look like (GB/T 9704-2012; gathered mistakes of practice). Private to model/. */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H
#include "model/document.h"
int rules_check(struct arena *arena, struct diagnostics *all, const struct document *document);
#endif
