#!/usr/bin/env python3
"""Seeds for fuzz_workbook: the sample's parts and whole, each behind the byte that chooses; and for fuzz_table: settings and a
table. seeds.py FOLDER"""
import os
import sys
import zipfile

PARTS = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
SAMPLE = "input/jining-2018h1-workbook/progress.xlsx"
ODS = b"""5<c xmlns:table="t" xmlns:text="x"><table:table table:name="s"><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>
<table:table-header-rows><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2">
<text:p>a<text:s text:c="3"/><text:tab/><text:line-break/></text:p><text:p>b</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="3"/>
</table:table-row></table:table-header-rows><table:table-row table:visibility="filter"><table:table-cell table:formula="1"/></table:table-row></table:table></c>"""

TABLES = [
    ("[table]\nsplit_lines=3\nrow_min=8mm\nsums=carried\nbanner=yes\n[column.金额]\nsum=yes\nalign=decimal\nindent=2mm\n[rule.a]\nabove=5\nlight=red\nshade=grey\napply=row\n",
     "序号,项目名称,内容,金额\n1,甲工程,完成规划设计和土地征用工作。,5.25\n,,推进,-12\n一、重点,,,\n2,乙工程,\"①甲\n②乙\",\"1,000\"\n合计,,,993.25\n"),
    ("[table]\norientation=auto\nupright_lines=2\nmax_pages=1\n[column.内容]\nwidth=20%\nbullets=hang\nsplit=no\nvalign=top\nshrink=6pt\n[column.项目名称]\nrepeat=marked\nmerge=equal\n",
     "序号,项目名称,内容\n1,甲工程,完成规划设计和土地征用工作。\n2,甲工程,International\n"),
    ("[table]\norientation=foldout\npadding_x=0\nrow_max=20mm\nhead_shade=grey\n[role.table-text]\nsize=6pt\npitch=8pt\n[column.甲/丙]\nhead_form=rotated\nmin=30mm\n",
     "甲/乙,甲/丙,丁\n1,2,3\n,,4\n"),
]


def main(folder):
    for number, (settings, rows) in enumerate(TABLES):
        open(os.path.join(folder, "table-%d" % number), "w", encoding="utf-8").write(settings + "----\n" + rows)
    book = zipfile.ZipFile(SAMPLE)
    seeds = [bytes([number]) + book.read(part)[:4000] for number, part in enumerate(PARTS)]
    seeds += [b"\x06" + open(SAMPLE, "rb").read(), b"\x05" + ODS[1:]]
    for code in ('yyyy"年"m月d日 aaaa;[Red]-0', "[h]:mm:ss.00", "[DBNum1][$-804]h时", "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \\-??_ ;_ @_ ", "0.0,,%"):
        seeds.append(b"\x02<s><numFmts><numFmt numFmtId='9' formatCode='%s'/></numFmts><cellXfs><xf/><xf numFmtId='9'/></cellXfs></s>" % code.encode())
    sys.path.insert(0, "tests")
    from small_profile import profile
    whole = bytearray(profile())
    for name in (b"mluc\0\0\0\0\0\0\0\1\0\0\0\14zhCN\0\0\0\4\0\0\0\34\xd8\x40\xdc\0", b"desc\0\0\0\0\0\0\0\5name"):
        table = (2).to_bytes(4, "big") + b"A2B0" + (156).to_bytes(4, "big") + (8).to_bytes(4, "big") + b"desc" + (164).to_bytes(4, "big") + len(name).to_bytes(4, "big")
        seeds.append(bytes(whole[:128]) + table + bytes(8) + name)
    for number, seed in enumerate(seeds):
        open(os.path.join(folder, "workbook-%d" % number), "wb").write(seed)


main(sys.argv[1])
