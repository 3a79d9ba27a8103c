/* 签发人 (GB/T 9704-2012 7.2.6): the label in 仿宋, names in 楷体, right indent one 字. Several names stand in the order of
 * the issuing bodies, two a line, in columns as wide as their widest name; lines below the first begin under its first name. */
#include <string.h>
#include "layout/head.h"

enum { IN_LINE = 2 };

struct signers {
	struct setting label, *names;
	int count;
	mpt columns[IN_LINE];      /* each as wide as its widest name: the last one's right end is one 字 in */
};

static int shape_all(struct paginator *pages, struct signers *signers)
{
	struct layout_job *job = pages->job;
	const struct document *document = job->document;
	const struct words label = { .text = job->style->signer_label };
	int result = setting_shape(job, pages->page_arena, &label, ROLE_SIGNER, &signers->label);
	signers->names = arena_array(pages->page_arena, (size_t)document->issuer_count + 1, sizeof *signers->names);
	for (int i = 0; i < document->issuer_count; i++) {
		if (!document->issuers[i].signer.text)
			continue;
		mpt *column = &signers->columns[signers->count % IN_LINE];
		struct setting *name = &signers->names[signers->count++];
		result |= setting_shape(job, pages->page_arena, &document->issuers[i].signer, ROLE_SIGNER_NAME, name);
		*column = !result && setting_width(name) > *column ? setting_width(name) : *column;
	}
	return result;
}

int head_signers_put(struct paginator *pages, mpt top, mpt *last)
{
	const struct style *style = pages->job->style;
	struct signers signers = { .count = 0 };
	mpt em = style->roles[ROLE_SIGNER_NAME].em, pitch = style_grid_line(style, 1);
	*last = top;
	if (shape_all(pages, &signers))
		return -1;
	if (!signers.count)
		return 0;
	int lines = (signers.count + IN_LINE - 1) / IN_LINE;
	mpt names = signers.columns[0] + (signers.count > 1 ? em + signers.columns[1] : 0);
	mpt left = pages->left + style->text_width - em - names;
	setting_put_line(pages, &signers.label, ROLE_SIGNER, NULL, (const mpt[2]){ left - setting_width(&signers.label), top });
	for (int i = 0; i < signers.count; i++) {
		mpt x = left + (i % IN_LINE ? signers.columns[0] + em : 0);
		setting_put_line(pages, &signers.names[i], ROLE_SIGNER_NAME, NULL, (const mpt[2]){ x, top + i / IN_LINE * pitch });
	}
	*last = top + (lines - 1) * pitch;
	return 0;
}
