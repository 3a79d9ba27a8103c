#!/usr/bin/env python3
"""Makes editions to render in one run, always the same ones, out of input/jining-2018h1 and the names of counties.

make.py OUT [--months N] [--counties N] [--editions N] [--broken WAY,WAY…]

  --months N     OUT/months/2018-01 …: one circular, issued month after month. Its numbers grow, some of its progress texts stay as they were.
  --counties N   OUT/counties/历下区 …: the circular of one month, issued by as many counties: other names, rows, numbers and texts.
  --editions N   OUT/editions/0001 …: counties by months, for long runs.
  --broken …     makes one of these editions unusable for each way that is named, evenly spread. Ways that the input can be wrong in: number
                 (is none), body (is missing), row (with a cell too few), template (is unknown), glyph (that no font has), picture (is none);
                 ways that hang or fell a program: fifo (the body is a pipe that nobody writes to), huge (a body of 16 GiB).

OUT/months.txt, OUT/counties.txt and OUT/editions.txt list them for hongtou batch. As a module: make(out, months=…, counties=…, editions=…,
broken=[…]) returns the names of the broken ones with their ways."""
import argparse
import csv
import io
import os
import random
import re

SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "input", "jining-2018h1")
COUNTIES = """历下区 市中区 槐荫区 天桥区 历城区 长清区 章丘区 济阳区 平阴县 商河县 市南区 市北区 黄岛区 崂山区 李沧区 城阳区 即墨区 胶州市 平度市 莱西市
淄川区 张店区 博山区 临淄区 周村区 桓台县 高青县 沂源县 薛城区 峄城区 台儿庄区 山亭区 滕州市 东营区 河口区 垦利区 利津县 广饶县 芝罘区 福山区 牟平区 莱山区
龙口市 莱阳市 莱州市 蓬莱市 招远市 栖霞市 海阳市 潍城区 寒亭区 坊子区 奎文区 临朐县 昌乐县 青州市 诸城市 寿光市 安丘市 高密市 昌邑市 任城区 兖州区 微山县
鱼台县 金乡县 嘉祥县 汶上县 泗水县 梁山县 曲阜市 邹城市 泰山区 岱岳区 宁阳县 东平县 新泰市 肥城市 环翠区 文登区 荣成市 乳山市 东港区 岚山区 五莲县 莒县
兰山区 罗庄区 河东区 沂南县 郯城县 沂水县 兰陵县 费县 平邑县 莒南县 蒙阴县 临沭县 德城区 陵城区 宁津县 庆云县 临邑县 齐河县 平原县 夏津县 武城县 乐陵市
禹城市""".split()
BEGUN = ["正在评审和论证招标文件。", "规划已审批完毕，正在办理用地手续。", "施工单位已进场，完成总工程量的{share}%。", "主体工程已完工，正在组织验收。",
         "已完成全年任务的{share}%，比上月增加{more}个百分点。", "资金已拨付到位，本月完成投资{sum}万元。"]
TROUBLES = ["无", "无", "无", "资金目前仍未到位。", "部分地块清表未果，需与街道协调。", "受连续降雨影响，室外工程进度滞后。", "上级配套文件尚未印发，审批手续不全。"]
WAYS = ("number", "body", "row", "template", "glyph", "picture", "fifo", "huge")


def sample(name):
    with open(os.path.join(SAMPLE, name), encoding="utf-8", newline="") as file:
        return file.read()


def projects():
    """Rows of the sample, grouped by project: a label that is merged stays with its group."""
    rows = list(csv.reader(io.StringIO(sample("progress.tsv")), delimiter="\t"))
    groups = []
    for row in rows[1:]:
        if row[0] and not (groups and groups[-1][0][0] == row[0]):
            groups.append([])
        groups[-1].append(row)
    return rows[0], groups


def scaled(text, factor):
    """What was counted grows with the months; a share stays below the whole."""
    def count(match):
        return "%d%s" % (max(1, round(int(match[1]) * factor)), match[2])

    def share(match):
        return "%.2f%%" % min(100, float(match[1]) * factor)
    text = re.sub(r"(?<![\d.])(\d+)(人|对|场|家|批次|户|盏|万元)", count, text)
    return re.sub(r"(?<![\d.])(\d+\.\d+)%", share, text)


def chosen(groups, chance, everything):
    """The projects of a county: most of them, some again as those of another year's list."""
    if everything:
        return groups
    count = chance.randint(6, len(groups) + 3)
    picked = sorted(chance.sample(range(len(groups)), min(count, len(groups))))
    return [groups[i] for i in picked + sorted(chance.choices(picked, k=max(0, count - len(picked))))]


def progress(row, month, chance):
    """落实进展情况, 存在问题 of a month: often as the sample has it, with its numbers grown; else in other words."""
    if chance.random() < 0.6:
        return scaled(row[4], month / 6), row[5]
    words = chance.choice(BEGUN).format(share=min(99, 8 * month + chance.randint(0, 7)), more=chance.randint(2, 9), sum=chance.randint(20, 3000) * month)
    return "正常推进。" + words, chance.choice(TROUBLES)


def table(county, month, groups, head):
    who = random.Random("rows of " + (county or ""))
    rows, number = [head], 0
    for group in chosen(groups, who, not county):
        number += 1
        for row in group:
            # what did not move since the month before keeps its words
            moved = [m for m in range(1, month + 1) if m == 1 or random.Random("%s %s %d" % (county, row[2], m)).random() < 0.7][-1]
            done, trouble = progress(row, moved, random.Random("%s %s %d" % (county, row[2], moved)))
            rows.append([str(number) if row[0] else "", row[1], row[2], row[3], done, trouble, row[6]])
    return [[renamed(cell, county) for cell in row] for row in rows]


def renamed(text, county):
    return text.replace("济宁高新区", county).replace("高新区", county).replace("高新工程", county[:-1] + "工程") if county else text


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def write_table(path, rows):
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    write(path, out.getvalue())


def edition(path, county, month, serial, source):
    """One edition. county None: the sample's own district."""
    os.makedirs(path, exist_ok=True)
    stem = (county or "济高")[:2]
    text = sample("edition.ini").replace("济高督字〔2018〕54号", "%s督字〔2018〕%d号" % (stem, serial))
    text = re.sub(r"(?m)^; .*通报$", "; %s 2018 年 %d 月为民办实事通报" % (county or "济宁高新区", month), text)
    text = text.replace("1-6月份", "1-%d月份" % month if month > 1 else "1月份")
    write(os.path.join(path, "edition.ini"), renamed(text, county))
    write(os.path.join(path, "body.txt"), renamed(sample("body.txt").replace("济高新管发", stem + "政发"), county))
    write_table(os.path.join(path, "progress.tsv"), table(county, month, source[1], source[0]))


def change(path, name, old, new):
    with open(os.path.join(path, name), encoding="utf-8") as file:
        text = file.read()
    changed = re.sub(old, new, text, count=1, flags=re.M)
    assert changed != text, (path, name, old)
    write(os.path.join(path, name), changed)


def spoil(path, way):
    body = os.path.join(path, "body.txt")
    if way == "number":
        change(path, "edition.ini", r"^number .*$", "number = 第五十四号")
    elif way == "row":
        change(path, "progress.tsv", r"\t[^\t]*\Z", "\n")
    elif way == "template":
        change(path, "edition.ini", r"^template .*$", "template = circular-of-mars")
    elif way == "glyph":
        change(path, "body.txt", "根据", "根据\U000f1234")
    elif way == "picture":
        change(path, "edition.ini", r"(?s)\Z", "\n[signature]\nmode = sealed\ndate = 2018年7月19日\n[issuer.1]\nname = 督查局\nseal = body.txt\n")
    else:
        os.unlink(body)
        if way == "fifo":
            os.mkfifo(body)
        elif way == "huge":
            with open(body, "wb") as file:
                file.truncate(16 << 30)


def place(month, i):
    return 10 + 40 * (month - 1) + i % 40


def make(out, months=0, counties=0, editions=0, broken=()):
    source = projects()
    assert counties <= len(COUNTIES), "there are names of %d counties" % len(COUNTIES)
    made = {
        "months": [("2018-%02d" % m, None, m, place(m, 4)) for m in range(1, months + 1)],
        "counties": [(COUNTIES[i], COUNTIES[i], 6, place(6, i)) for i in range(counties)],
        "editions": [("%04d" % (i + 1), COUNTIES[i % len(COUNTIES)], 1 + i // len(COUNTIES) % 12, place(1, i)) for i in range(editions)],
    }
    paths = []
    os.makedirs(out, exist_ok=True)
    for kind, list_of in made.items():
        for name, county, month, serial in list_of:
            paths.append(os.path.join(kind, name))
            edition(os.path.join(out, paths[-1]), county, month, serial, source)
        if list_of:
            write(os.path.join(out, kind + ".txt"), "# hongtou batch %s.txt -o DIR\n" % kind + "".join("%s/%s\n" % (kind, one[0]) for one in list_of))
    spoilt = {}
    for i, way in enumerate(broken):
        path = paths[(2 * i + 1) * len(paths) // (2 * len(broken))]
        assert way in WAYS and path not in spoilt, (way, path)
        spoil(os.path.join(out, path), way)
        spoilt[path] = way
    return spoilt


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    for count in ("months", "counties", "editions"):
        parser.add_argument("--" + count, type=int, default=0)
    parser.add_argument("--broken", default="")
    given = parser.parse_args()
    for where, how in make(given.out, given.months, given.counties, given.editions, [way for way in given.broken.split(",") if way]).items():
        print("%s\t%s" % (where, how))
