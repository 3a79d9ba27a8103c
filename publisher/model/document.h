/* What the document says: the elements of GB/T 9704-2012 clause 7, without any look. Built once from the settings, the
 * body text and the tables; read-only afterwards. Strings live in the arena. words.text is NULL where an element is
 * absent. Labels and closing marks (抄送：…。) typed into a value are taken off here and put back by layout/. */
#ifndef MODEL_DOCUMENT_H
#define MODEL_DOCUMENT_H
#include <stdbool.h>
#include <stdio.h>
#include "base/diagnostic.h"
#include "expand/expand.h"
#include "model/table.h"
#include "read/settings.h"

enum level { LEVEL_BODY, LEVEL_1, LEVEL_2, LEVEL_3, LEVEL_4 };  /* 7.3.3: 一、 （一） 1. （1） */

struct paragraph {
	struct words text;         /* without leading blanks; number included */
	enum level level;
	enum level numbered;       /* level of the number it begins with, be it too long for a heading; LEVEL_BODY: none, or \ before it */
	size_t heading_length;     /* bytes at the start set in the heading's font; 0 for LEVEL_BODY */
	int table;                 /* index into document.tables for a line {表} / {table:ID}; else -1 */
};

struct flow_text {             /* the paragraphs of the body or of a text attachment */
	const struct paragraph *paragraphs;
	int count;
};

enum mark_mode { MARK_PRINTED, MARK_PREPRINTED, MARK_NONE };
enum signature_mode { SIGNATURE_SEALED, SIGNATURE_UNSEALED, SIGNATURE_STAMP };   /* 7.3.5.1, 7.3.5.2, 7.3.5.3 */

/* How the document looks as a whole, of its template ([template] format): the ordinary one, those of clause 10, and the
 * bulletin (简报) with its issue number and issuer line under the mark. */
enum document_format { FORMAT_DOCUMENT, FORMAT_LETTER, FORMAT_ORDER, FORMAT_MINUTES, FORMAT_BULLETIN };
enum document_direction { DIRECTION_DOWN, DIRECTION_UP, DIRECTION_LEVEL };       /* [template] direction: 下行 上行 平行 */

struct issuer {                        /* [issuer.N]; the first is the lead body */
	struct words name, seal;           /* seal: path of a PNG as written */
	struct words signer;               /* 签发人, in the head of an 上行文 (7.2.6) */
	struct words post;                 /* 职务 of the signer, for a signature stamp */
	struct words stamp;                /* path of the picture of the signature stamp (签名章) */
	struct words diameter;             /* as written, a length */
};

struct attendance { struct words label, names; };   /* 10.3: 出席, 请假, 列席, 记录 …, labels without colon, in order */

struct attachment {
	struct words name;         /* as announced; also the title of its page */
	struct words label;        /* label on its page: "附件", "附件1", … ; NULL text: none (page_label = none) */
	int table;                 /* index into document.tables, or -1 */
	struct flow_text text;     /* count 0 if none */
};

struct document {
	bool draft;
	bool number_later, issue_later, date_later;        /* a draft has none yet, but the finished document will: their room is kept */
	bool is_public;                    /* for the public: without 份号 and what its tables mark as not public */
	struct words kind;                 /* 文种: 通报, 请示 …, of the template ([template] kind); NULL text: none */
	enum document_format format;
	enum document_direction direction;
	struct words copy_number, secrecy, urgency, number, title, addressee, annotation;
	enum mark_mode mark;
	struct words mark_name;            /* printed mark, as written */
	const struct words *mark_lines;    /* its names, one below the other where it is joint (7.2.4) … */
	int mark_line_count;
	struct words mark_suffix;          /* … and 文件 at their right, for all of them; NULL text: it is part of the name */
	struct words head_issue, head_issuer, head_date;   /* of a bulletin: 第12期, the body that edits it, its date */
	const struct attendance *attendances;
	int attendance_count;
	const struct issuer *issuers;
	int issuer_count;
	enum signature_mode signature_mode;
	bool seals_by_signature;           /* their pictures come with the electronic signatures, so the page leaves them out; set by who renders */
	struct words signature, date;      /* date in the form 2018年7月19日 */
	struct words attachment_label;     /* "附件：" of the notice, with its colon */
	const struct attachment *attachments;
	int attachment_count;
	struct flow_text body;
	const struct table *tables;
	int table_count;
	bool addressee_in_imprint;         /* 7.3.2: moved to the 版记, above 抄送 */
	struct words copies_to, printer, print_date;
	struct words imprint_extra;        /* a further line of the 版记: 共印60份 … */
	bool imprint_even_page;
};

/* Expands the templates in the values of the settings, but for those that ask tables. Before anything else reads them. -1 with
 * diagnostics. */
int document_expand(struct expansion *expansion);
/* Reads body and tables, expands the templates that ask tables and those in the texts, applies the content rules, collects every
 * diagnostic. -1 if any error was recorded. expansion: after document_expand; NULL: nothing is a template. */
int document_build(struct arena *arena, struct diagnostics *all, const struct settings *settings, struct expansion *expansion,
                   struct document *out);
void document_dump(const struct document *document, FILE *out);   /* --dump=model */
#endif
