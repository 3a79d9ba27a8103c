#include "page/frame.h"

const struct frame *frames_top(const struct frames *frames)
{
	return &frames->stack[frames->depth < FRAME_DEPTH ? frames->depth : FRAME_DEPTH];
}

void frame_on_sheet(const struct frame *frame, mpt x, mpt y, mpt out[2])
{
	const mpt turned[4][2] = { { x, y }, { y, -x }, { -x, -y }, { -y, x } };
	out[0] = frame->x + turned[frame->quarters][0];
	out[1] = frame->y + turned[frame->quarters][1];
}

bool frames_turn(struct frames *frames, const struct item *turn)
{
	const struct frame *outer = frames_top(frames);
	bool room = frames->depth++ < FRAME_DEPTH;
	mpt corner[2];
	frame_on_sheet(outer, turn->of.turn.x, turn->of.turn.y, corner);
	if (room)
		frames->stack[frames->depth] = (struct frame){ corner[0], corner[1], (outer->quarters + 1) & 3 };
	return room;
}

bool frames_end(struct frames *frames)
{
	if (!frames->depth)
		return false;
	return --frames->depth < FRAME_DEPTH;
}
