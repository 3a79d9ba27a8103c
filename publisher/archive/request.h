/* What is asked of an archive: the arguments of the program, checked for form alone. */
#ifndef ARCHIVE_REQUEST_H
#define ARCHIVE_REQUEST_H
#include <stdbool.h>
#include <stdio.h>
#include "archive/catalogue.h"

struct archive_request {
	struct catalogue catalogue;        /* folder, arena, diagnostics and waiting time are filled in; not yet open */
	bool json;
	FILE *out;
	char **words;                      /* behind the folder */
	int word_count;
	const char **with;                 /* --with, each; the same files get copies beside the document */
	int with_count;
	const char *name;                  /* of the fonds */
	const char *number, *title, *issuer, *date;                /* of a file that does not say; of search: what must be in it */
	const char *item_number, *retention, *archive_code, *pages;
	const char *reason, *from, *to, *year, *head;
	const char *timestamp, *trust;     /* URL of a time-stamp authority, certificates to trust */
	long within_days, most;
	bool if_new;                       /* add: a file that is there already is no error */
	bool without_signatures;           /* verify leaves the signatures out */
};

/* Each does all of a command. 0, or -1 with what is wrong in the diagnostics. */
int archive_init(struct archive_request *request);
int archive_add(struct archive_request *request);
int archive_list(struct archive_request *request);
int archive_show(struct archive_request *request);
int archive_search(struct archive_request *request);
int archive_verify(struct archive_request *request);
int archive_supersede(struct archive_request *request);
int archive_renew(struct archive_request *request);
int archive_export(struct archive_request *request);
int archive_head(struct archive_request *request);
int archive_next(struct archive_request *request);
#endif
