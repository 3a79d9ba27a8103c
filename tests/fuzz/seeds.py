#!/usr/bin/env python3
"""Seeds for fuzz_workbook: the sample's parts and whole, each behind the byte that chooses; for fuzz_table: settings and a table; for fuzz_expand: variables and a text; and for
fuzz_signed: a small file with a signature and updates behind it. seeds.py FOLDER"""
import os
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import pdf_update as pdf  # noqa: E402

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


TEXTS = [
    ("[vars]\n甲 = 一${乙}\n乙 = ${sum(\"投资/完成\", 单位=甲)}\n[period]\nyear = 2018\nmonth = 6\n[document]\ntitle = ${甲}\n",
     "截至${period.month}月底${甲}，${share(单位=甲)}，${fixed(1/3, 2)}。\n{% if count(率<60%) > 0 and not 乙 = 2 %}\n{% for r in t if 责任~B join \"、\" %}${r.单位}{% endfor %}\n{% elif 1 >= 2 %}x{% else %}$${x} {{% y\n{% endif %}\n"),
    ("[期间]\n起 = 2017-12\n止 = 2018年2月10日\n", "${期间.名称}${han_date(period.to)}${list(责任)}${cell(责任, 单位=甲, 率=50%)}${groups(单位)}${mean(率)}${wan(18600)}${grouped(12345)}${max(率)}{% for r in t %}{% for q in t if 单位=r.单位 %}${q.率}\n{% endfor %}{% endfor %}"),
]


def signed_files():
    """Small files whose signatures cover the right bytes and mean nothing."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>/Metadata 8 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>",
               3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[5 0 R]>>", 4: b"<</Length 5>>stream\nBT ET\nendstream",
               5: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(S)/Rect[0 0 1 1]/V 6 0 R>>", 7: b"<</Title(T)>>", 8: b"<</Length 4>>stream\n<x/>\nendstream",
               6: b"<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 0000000 0000000 0000000]/Contents<30820000>/Reference[<</TransformMethod/DocMDP/TransformParams<</P 2>>>>]>>"}
    out, entries = bytearray(b"%PDF-1.7\n"), {0: (0, 65535, False)}
    for number, text in objects.items():
        entries[number] = (len(out), 0, True)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = len(out)
    out += pdf.write_table(entries) + b"trailer\n<</Size 9/Root 1 0 R/Info 7 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table
    hole = out.index(b"<3082")
    first = bytes(out.replace(b"[0 0000000 0000000 0000000]", b"[0 %07d %07d %07d]" % (hole, hole + 10, len(out) - hole - 10)))
    top = objects[1].replace(b"/AcroForm", b"/DSS<</Certs[9 0 R]/VRI<<>>>>/AcroForm")
    second = pdf.update(first, {1: top, 9: b"<</Length 1>>stream\n0\nendstream"})
    row = b"\1" + len(second).to_bytes(3, "big") + b"\0"
    third = second + b"10 0 obj\n<</Type/XRef/Size 11/W[1 3 1]/Index[10 1]/Root 1 0 R/Info 7 0 R/Prev %d/Length 5>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        pdf.last_startxref(second), row, len(second))
    forged = pdf.update(second, {3: objects[3].replace(b"/Annots", b"/Rotate 90/Annots"), 7: b"<</Title(F)>>"}, extra={4: (0, 1, False)})
    return first, second, third, forged


def plan():
    """A page plan of three pages: one of text, a table of four rows on two (publisher/page/plan.c)."""
    page = b"\3\1abcdefgh", b"\x06\x20ijklmnop", b"\7\x20qrstuvwx"
    table = b"name\0\1\2\x80\x40\x90\x40\2\2colA\x88\x27colB\xd0\x0f\4\1\1\2\2\3\3\4\4\2\2\4"
    return b"HTPLAN\2\4titl\3" + b"".join(page) + b"\1\2\5parA" + b"\1" + table


def main(folder):
    open(os.path.join(folder, "plan"), "wb").write(plan())
    for number, data in enumerate(signed_files()):
        open(os.path.join(folder, "signed-%d" % number), "wb").write(data)
    for number, (settings, text) in enumerate(TEXTS):
        open(os.path.join(folder, "expand-%d" % number), "w", encoding="utf-8").write(settings + "----\n" + text)
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
