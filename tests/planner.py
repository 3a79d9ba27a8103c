"""A slow planner of page breaks for tables without labels: how few parts there can be, and whether one of those plans leaves
no sheet but the last more than a quarter empty."""
from functools import lru_cache


def plan(lines, rooms, height, split_lines, allowed):
    """rooms: of the first and of the other parts, and of each as the last; height(row, begin, end); allowed: rows may be
    divided. (least parts, least number of sheets more than a quarter empty among plans of so many)"""
    rows = len(lines)

    def room(first, last):
        return rooms[2 * (not first) + last]

    def ends(start):
        """Where a part from start may end, with its height."""
        row, line = start
        used = 0
        while row < rows:
            inside = range(max(line + split_lines, split_lines), lines[row] - split_lines + 1)
            if allowed or height(row, 0, lines[row]) > room(row == 0, row == rows - 1):
                for end in inside:
                    yield (row, end), used + height(row, line, end)
            used += height(row, line, lines[row])
            row, line = row + 1, 0
            yield (row, 0), used
            if used > max(rooms):
                return

    @lru_cache(None)
    def best(start):
        if start == (rows, 0):
            return 0, 0
        found = (10 ** 9, 0)
        for end, used in ends(start):
            last = end == (rows, 0)
            have = room(start == (0, 0), last)
            if used > have:
                continue
            parts, empty = best(end)
            blank = (have - used) * 1000 // have > 250 and not last
            found = min(found, (parts + 1, empty + blank))
        return found

    return best((0, 0))
