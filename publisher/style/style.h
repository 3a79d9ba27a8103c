/* How the document looks: every number of GB/T 9704 and every house choice, resolved from the templates to mpt. Each
 * field names the template key it comes from; templates/gbt9704.ini carries the clause of each value. */
#ifndef STYLE_STYLE_H
#define STYLE_STYLE_H
#include <stdbool.h>
#include "base/decimal.h"
#include "base/diagnostic.h"
#include "base/units.h"
#include "read/rule.h"
#include "read/settings.h"

enum family { FAMILY_FANGSONG, FAMILY_XIAOBIAOSONG, FAMILY_HEITI, FAMILY_KAITI, FAMILY_SONGTI, FAMILY_COUNT };

enum strictness { STRICTNESS_NONE, STRICTNESS_BASIC, STRICTNESS_GB, STRICTNESS_STRICT };    /* 无 基本 国标 严格 */

enum role {
	ROLE_COPY_NUMBER, ROLE_SECRECY, ROLE_URGENCY, ROLE_MARK, ROLE_NUMBER, ROLE_SIGNER, ROLE_TITLE, ROLE_ADDRESSEE,
	ROLE_BODY, ROLE_HEADING_1, ROLE_HEADING_2, ROLE_HEADING_3, ROLE_HEADING_4, ROLE_ATTACHMENT_NOTICE, ROLE_SIGNATURE,
	ROLE_DATE, ROLE_ANNOTATION, ROLE_ATTACHMENT_LABEL, ROLE_ATTACHMENT_TITLE, ROLE_TABLE_TITLE, ROLE_TABLE_CONTINUED,
	ROLE_TABLE_HEAD, ROLE_TABLE_TEXT, ROLE_TABLE_NOTE, ROLE_IMPRINT, ROLE_PAGE_NUMBER,
	ROLE_ORDER_NUMBER, ROLE_ISSUE, ROLE_HEAD_LINE, ROLE_SIGNER_NAME, ROLE_POST, ROLE_ATTENDANCE_LABEL, ROLE_ATTENDANCE, ROLE_COUNT
};
const char *role_name(enum role role);   /* "body", "heading-1", …: section [role.body] and the dumps */

struct role_style {            /* [role.NAME] */
	enum family family;        /* font = 仿宋 | 小标宋 | 黑体 | 楷体 | 宋体 (or fangsong …) */
	mpt size;                  /* size: the glyph's em */
	mpt em;                    /* advance of a full-width character; advance = grid gives text width / characters, else = size */
	mpt pitch;                 /* pitch: distance of lines; pitch = grid for the 22-line grid */
	bool red;                  /* colour = red | black */
};

/* rgb(R, G, B) and, for print, cmyk(C, M, Y, K) in percent: given, else computed from the other. */
struct colour { uint8_t red, green, blue, inks[4]; };

/* Lights (红灯 …) and tints of cells. */
enum light { LIGHT_NONE, LIGHT_RED, LIGHT_YELLOW, LIGHT_BLUE, LIGHT_GREEN, LIGHT_COUNT };
enum tint { TINT_NONE, TINT_GREY, TINT_RED, TINT_YELLOW, TINT_BLUE, TINT_GREEN, TINT_COUNT };

enum alignment { ALIGN_AUTO, ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT, ALIGN_JUSTIFY, ALIGN_DECIMAL };
enum vertical_alignment { VERTICAL_MIDDLE, VERTICAL_TOP, VERTICAL_BOTTOM };
enum head_form { HEAD_PLAIN, HEAD_STACKED, HEAD_ROTATED };

enum { SHARE_WHOLE = 100000 };

struct column_style {          /* [column.NAME] */
	const char *name;
	mpt width, min, max;       /* 0: not given */
	int share;                 /* width = 20%: of the table's width, in SHARE_WHOLE parts; 0: not given */
	enum alignment align;
	enum vertical_alignment vertical;   /* valign: where a cell's lines stand in a higher row */
	enum head_form head_form;  /* head_form: its own head's characters stacked, or its lines turned 90 degrees */
	mpt indent;                /* of the first line of each paragraph of a cell */
	bool hang;                 /* paragraphs that begin with ①, 1. or （1） hang behind it */
	bool split;                /* a row may be divided between pages within this column's text (default yes) */
	mpt shrink;                /* text that fits no line of the column is set smaller, down to this size; 0: it is an error */
	struct place width_at;
};

/* A look by rule: [rule.NAME]. The first rule that fits gives each part of the look. */
struct table_rule {
	struct rule_condition when;
	bool row;                  /* apply = row: the whole row gets the look, else the tested cell */
	bool bold;
	enum tint shade;
	enum light light;          /* a round lamp before the text of the tested cell */
};

/* What hongtou fit and max_pages may change, in the template's order, each down to its floor. */
enum fit_step { FIT_WIDTHS, FIT_PADDING, FIT_PITCH, FIT_SIZE, FIT_STEPS };

struct style {
	const char *template_name;
	/* [page] */
	mpt page_width, page_height, top, binding;  /* binding: margin at the binding side (28 mm) */
	mpt text_width, text_height;                /* 156 x 225 mm */
	int lines, characters;                      /* 22, 28 */
	int most_lines;                             /* a page may take so many lines where the end of the text needs room (7.3.5.5) */
	int squeeze_milli;                          /* [body] squeeze: characters so much closer, in thousandths, for the same reason; 0: never */
	int sides;                                  /* [print] sides: 2 mirrors the margins on even pages */
	mpt shift_x, shift_y;                       /* [print] shift: everything moved, for a printer that draws paper in askew */
	bool cmyk;                                  /* [print] colour = cmyk: inks count, not red, green and blue */
	struct colour red;                          /* [colour] red = rgb(230, 42, 30) cmyk(0, 80, 80, 0) */
	/* [mark] */
	mpt mark_top, mark_width;                   /* top edge of the ink below the text block's top (35 mm); width to spread over */
	mpt mark_least;                             /* [mark] least: a single name that one line would make smaller takes two */
	mpt head_blank_mark_to_number;              /* 2行: ink of the mark to em box of the number */
	mpt red_line_gap, red_line_width;           /* [red_line] gap 4 mm, width 0.5 mm */
	bool red_line;                              /* [red_line] there: an order, letter or minutes has none */
	mpt mark_names_pitch_milli;                 /* [mark] pitch: of the lines of a joint mark, thousandths of their size */
	mpt mark_suffix_gap;                        /* between the names and 文件 */
	/* [letter] clause 10.1; lengths from the page's edges */
	mpt letter_line_width;                      /* 170 mm */
	mpt letter_first_gap, letter_second_bottom; /* 4 mm below the mark; 20 mm above the page's lower edge */
	mpt letter_thick, letter_thin, letter_line_gap;
	mpt letter_text_gap;                        /* 7/8 of 三号: below the first line, and above the second */
	mpt title_gap;                              /* [title] gap: 2行 from red line to first em box */
	mpt title_width;                            /* widest title line */
	enum strictness strictness;                 /* [text] strictness: characters that no line may begin or end with (CLREQ) */
	bool strict_grid;                           /* [text] grid = strict: every Han character stands in a cell of the 28 */
	bool latin_space;                           /* [text] latin_space: 1/4 em between Han and Latin */
	mpt paragraph_indent;                       /* [body] indent 2字 */
	int notice_blank_lines;                     /* [attachment_notice] blank 1 */
	int seal_blank_lines;                       /* [signature] blank: lines before a sealed signature, 2 */
	mpt date_indent, unsealed_indent;           /* 4字; 2字 */
	mpt seal_gap;                               /* least distance of the seals of a joint document, 3 mm */
	int seals_in_row;                           /* at most, 3 */
	mpt stamp_indent, stamp_width, stamp_height, stamp_post_gap;    /* 7.3.5.3: 4字; the stamp's room; 2字 to the post title */
	int stamp_blank_lines;                      /* before the stamp, 2 */
	mpt seal_raise;                             /* centre 3 mm above the middle */
	const mpt *seal_diameters;                  /* of each [issuer.N], in the order of its number; at least one, 42 mm if none is given */
	/* [page_number] */
	mpt number_drop;                            /* bottom of text block to the dash, 7 mm */
	mpt number_inset;                           /* 1字 */
	/* [imprint] */
	mpt imprint_outer, imprint_inner;           /* rules 0.35, 0.25 mm */
	mpt imprint_inset;                          /* 1字 */
	/* [table] */
	mpt table_padding_x, table_padding_y;       /* 1 mm, 0.8 mm */
	mpt table_rule, table_frame;                /* 0.25 mm, 0.5 mm */
	mpt table_title_gap;                        /* em box of the title's last line to the frame's outer edge */
	mpt table_continued_gap;
	mpt stack_pitch_milli;                      /* 1200: distance of stacked characters in milli-ems */
	const char *continued;                      /* 续表 */
	bool rotate_view;                           /* screens show turned sheets upright */
	bool table_split_rows;                      /* rows may be divided between pages */
	int table_split_min_lines;                  /* least lines of a divided row on either side, 2 */
	bool table_keep_groups;                     /* keep_groups: rows under one label stay together when a page can hold them */
	mpt table_row_min_height, table_row_max_height;     /* 0: none */
	mpt table_text_min;                         /* text_min: columns of running text are at least so wide where there is room; 4字 */
	int table_upright_lines;                    /* orientation = auto: upright when no row is higher than so many lines then */
	enum tint table_head_shade;
	const char *label_continued;                /* （续）, behind a label repeated with repeat = marked */
	const char *page_total, *carried_over, *brought_forward;    /* 本页小计 过次页 承前页 */
	enum fit_step fit_order[FIT_STEPS];
	int fit_count;
	mpt fit_padding_x, fit_padding_y, fit_pitch, fit_size;      /* floors */
	const struct table_rule *rules;
	int rule_count;
	struct colour lights[LIGHT_COUNT], tints[TINT_COUNT];       /* [colour] light_red …, shade_grey … */
	mpt foldout_width, foldout_text_width;      /* [page] of an A3 sheet that folds out: 420 mm, 366 mm; as high as the others */
	const char *copies_label, *addressee_end;   /* 抄送： ： */
	const char *addressee_label;                /* 主送：, in the imprint */
	const char *signer_label;                   /* 签发人： */
	const char *title_words;                    /* [title] words: names and terms that a title does not break, divided by 、 */
	struct role_style roles[ROLE_COUNT];
	const struct column_style *columns;
	int column_count;
};

int style_resolve(struct arena *arena, struct diagnostics *all, const struct settings *settings, struct style *out);
const struct column_style *style_column(const struct style *style, const char *name);  /* lends; NULL: default looks */
/* Top of the em box of grid line `line` (from 0) below the top of the text block, for text of 三号: the last line's box
 * ends on the block's bottom edge (GB/T 9704 5.2.3, 22 lines). */
mpt style_grid_line(const struct style *style, int line);
#endif
