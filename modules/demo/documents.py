"""Small valid files for the demonstration, made when it is loaded; each says that it is a sample."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import openpyxl
import typst

SCHEMAS = "http://schemas.openxmlformats.org"
RELATIONS = f"{SCHEMAS}/officeDocument/2006/relationships"
DRAWING = f'xmlns:a="{SCHEMAS}/drawingml/2006/main"'
SLIDES = f'xmlns:p="{SCHEMAS}/presentationml/2006/main" xmlns:r="{RELATIONS}" {DRAWING}'
PPTX_TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
FIXED_DATE = (2017, 11, 28, 0, 0, 0)


def sample_pdf(title: str, paragraphs: Sequence[str], *, language: str) -> bytes:
    body = "\n\n".join(f"#text({_typst_text(text)})" for text in paragraphs)
    source = (
        f"#set document(title: {_typst_text(title)}, date: none)\n"
        f'#set text(lang: "{language[:2]}", size: 11pt)\n#set page(margin: 2.5cm)\n'
        f"#heading({_typst_text(title)})\n\n{body}\n"
    )
    return typst.compile(source.encode())


def _typst_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _packed(members: Mapping[str, str]) -> bytes:
    """Always the same bytes for the same content, so that seeding twice adds nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, HEAD + content)
    return buffer.getvalue()


def _types(parts: Mapping[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in (("rels", rels), ("xml", "application/xml"))
    )
    return f'<Types xmlns="{SCHEMAS}/package/2006/content-types">{defaults}{overrides}</Types>'


def _links(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{rows}</Relationships>'


def sample_docx(title: str, paragraphs: Sequence[str]) -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    heading = f"<w:p><w:r><w:rPr><w:b/><w:sz w:val='36'/></w:rPr><w:t>{escape(title)}</w:t></w:r></w:p>"
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    return _packed(
        {
            "[Content_Types].xml": _types({"word/document.xml": main}),
            "_rels/.rels": _links(("officeDocument", "word/document.xml")),
            "word/document.xml": (
                f'<w:document xmlns:w="{SCHEMAS}/wordprocessingml/2006/main">'
                f"<w:body>{heading}{body}<w:sectPr/></w:body></w:document>"
            ),
        }
    )


def sample_xlsx(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title[:31]
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sample_pptx(slides: Sequence[tuple[str, str]]) -> bytes:
    """A deck of (title, text) slides on one plain layout."""
    numbers = range(1, len(slides) + 1)
    kinds = {
        "ppt/presentation.xml": f"{PPTX_TYPE}.presentation.main+xml",
        "ppt/slideMasters/slideMaster1.xml": f"{PPTX_TYPE}.slideMaster+xml",
        "ppt/slideLayouts/slideLayout1.xml": f"{PPTX_TYPE}.slideLayout+xml",
        "ppt/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        **{f"ppt/slides/slide{number}.xml": f"{PPTX_TYPE}.slide+xml" for number in numbers},
    }
    listed = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number + 1}"/>' for number in numbers)
    members = {
        "[Content_Types].xml": _types(kinds),
        "_rels/.rels": _links(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": (
            f'<p:presentation {SLIDES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
            f"</p:sldMasterIdLst><p:sldIdLst>{listed}</p:sldIdLst>"
            '<p:sldSz cx="9144000" cy="5143500"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": _links(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            *(("slide", f"slides/slide{number}.xml") for number in numbers),
        ),
        **_master(),
    }
    for number, (title, text) in enumerate(slides, 1):
        shapes = _shape(2, title, 457200, 400000, 3200) + _shape(3, text, 457200, 1600000, 1800)
        members[f"ppt/slides/slide{number}.xml"] = f"<p:sld {SLIDES}>{_tree(shapes)}</p:sld>"
        layout = _links(("slideLayout", "../slideLayouts/slideLayout1.xml"))
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = layout
    return _packed(members)


def _tree(shapes: str = "") -> str:
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<p:cSld><p:spTree>{group}{shapes}</p:spTree></p:cSld>"


def _shape(number: int, text: str, left: int, top: int, size: int) -> str:
    place = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="8229600" cy="1000000"/></a:xfrm>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Text {number}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square"/><a:lstStyle/><a:p><a:r><a:rPr sz="{size}"/>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _master() -> dict[str, str]:
    names = ("bg1", "tx1", "bg2", "tx2", "hlink", "folHlink", *(f"accent{number}" for number in range(1, 7)))
    scheme = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
    colours = " ".join(f'{name}="{scheme.get(name, name)}"' for name in names)
    layouts = '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
    folder = "ppt/slideMasters"
    return {
        f"{folder}/slideMaster1.xml": (
            f"<p:sldMaster {SLIDES}>{_tree()}<p:clrMap {colours}/>{layouts}</p:sldMaster>"
        ),
        f"{folder}/_rels/slideMaster1.xml.rels": _links(
            ("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")
        ),
        "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {SLIDES}>{_tree()}</p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _links(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        ),
        "ppt/theme/theme1.xml": _theme(),
    }


def _theme() -> str:
    values = {"dk1": "1B2A33", "lt1": "FFFFFF", "dk2": "0B5F5A", "lt2": "F3F6F6"}
    values |= {f"accent{number}": "0B6E67" for number in range(1, 7)}
    values |= {"hlink": "0B6E67", "folHlink": "5A6B73"}
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in values.items())
    font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = '<a:ln><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme {DRAWING} name="Plain"><a:themeElements><a:clrScheme name="Plain">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Plain"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="Plain"><a:fillStyleLst>{fill}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}"
        "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
