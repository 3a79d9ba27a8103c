/* The signatures of a file, judged by the program for it, hongtou verify, which is run and not linked. */
#ifndef ARCHIVE_JUDGE_H
#define ARCHIVE_JUDGE_H
#include "archive/database.h"

struct file_judgement {
	const char *verdict;               /* "valid", "invalid", "indeterminate"; "unsigned" where there was nothing to judge */
	const char *report;                /* the program's report as JSON; NULL: it gave none */
	const char *proven_until;          /* YYYY-MM-DDThh:mm:ssZ: the newest time stamp of the whole file, else the newest signature, proves nothing
	                                      that is judged later, for its certificate or algorithm ends then; NULL: unknown */
};

/* trust: a folder of certificates for the program, or NULL. -1 reported: the program cannot be started, or did not judge. */
int judge_file(struct database *database, const char *path, const char *trust, struct file_judgement *out);
#endif
