/* Parts of the 版头. Private to layout/. */
#ifndef LAYOUT_HEAD_H
#define LAYOUT_HEAD_H
#include "layout/furniture.h"

/* 发文机关标志 with the top of its ink at `top`, or the room of one on preprinted paper. *height: of its ink, that of 文件
 * at the mark's size, whatever it says, so that what stands below keeps its place; on preprinted paper as if its name were printed. */
int head_mark_put(struct paginator *pages, mpt top, mpt *height);
/* 签发人 (7.2.6): at the right, the first line's em box at `top`; *last: that of the last line. */
int head_signers_put(struct paginator *pages, mpt top, mpt *last);
/* Double lines of a letter (10.1), thick above thin or the other way round; y: upper edge. Returns the lower edge. */
mpt head_double_line(struct paginator *pages, mpt y, bool thick_first);
#endif
