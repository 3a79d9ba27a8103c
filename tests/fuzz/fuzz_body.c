/* Any text as a body: no character but blanks is lost, headings end inside their line. */
#include "fuzz.h"
#include "model/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct document document = { 0 };
	struct source source;
	struct flow_text text;
	if (source_decode(arena, all, "f.txt", (struct bytes){ data, size }, &source) == 0
	    && body_build(arena, all, &source, &document, &text) == 0) {
		for (int i = 0; i < text.count; i++) {
			const struct paragraph *paragraph = &text.paragraphs[i];
			require(paragraph->text.text[0] && paragraph->heading_length <= strlen(paragraph->text.text));
			require(strstr(source.text, paragraph->text.text) != NULL);
			require(paragraph->level != LEVEL_BODY || paragraph->heading_length == 0);
		}
	}
	arena_free(arena);
	return 0;
}
