/* Frames of a page in force one inside the other: the sheet, and turns on it. All zero: the sheet. */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H
#include "page/page.h"

enum { FRAME_DEPTH = 4 };      /* turns inside turns; a deeper one has no effect anywhere */

struct frame { mpt x, y; int quarters; };    /* its top left corner on the sheet; quarter turns counter-clockwise, 0 … 3 */
struct frames { struct frame stack[FRAME_DEPTH + 1]; int depth; };

bool frames_turn(struct frames *frames, const struct item *turn);   /* false: too deep, no effect */
bool frames_end(struct frames *frames);                             /* false: no turn to end that had an effect */
const struct frame *frames_top(const struct frames *frames);        /* lends the one in force */
void frame_on_sheet(const struct frame *frame, mpt x, mpt y, mpt out[2]);
#endif
