#!/usr/bin/env python3
"""Seeds for fuzz_workbook: the sample's parts and whole, each behind the byte that chooses. seeds.py FOLDER"""
import os
import sys
import zipfile

PARTS = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
SAMPLE = "input/jining-2018h1-workbook/progress.xlsx"
ODS = b"""5<c xmlns:table="t" xmlns:text="x"><table:table table:name="s"><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>
<table:table-header-rows><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2">
<text:p>a<text:s text:c="3"/><text:tab/><text:line-break/></text:p><text:p>b</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="3"/>
</table:table-row></table:table-header-rows><table:table-row table:visibility="filter"><table:table-cell table:formula="1"/></table:table-row></table:table></c>"""


def main(folder):
    book = zipfile.ZipFile(SAMPLE)
    seeds = [bytes([number]) + book.read(part)[:4000] for number, part in enumerate(PARTS)]
    seeds += [b"\x06" + open(SAMPLE, "rb").read(), b"\x05" + ODS[1:]]
    for code in ('yyyy"年"m月d日 aaaa;[Red]-0', "[h]:mm:ss.00", "[DBNum1][$-804]h时", "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \\-??_ ;_ @_ ", "0.0,,%"):
        seeds.append(b"\x02<s><numFmts><numFmt numFmtId='9' formatCode='%s'/></numFmts><cellXfs><xf/><xf numFmtId='9'/></cellXfs></s>" % code.encode())
    for number, seed in enumerate(seeds):
        open(os.path.join(folder, "workbook-%d" % number), "wb").write(seed)


main(sys.argv[1])
