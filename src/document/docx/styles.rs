//! The parts of the file that are the same for every document but for its language: styles, lists, settings, and what
//! leads from one part to the other.

/// Which part is of which kind.
pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/><Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>"#;

/// Where the document and its properties are.
pub(super) const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>"#;

/// What the document uses.
pub(super) const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

/// The point in front of things of a list.
pub(super) const NUMBERING: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

/// Compatible with the newest form, so that no program says the file is from an old one.
pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#;

/// The number of the page at its foot.
pub(super) const FOOTER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="right"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>"#;

/// Who wrote the file.
pub(super) const APPLICATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>hearken</Application></Properties>"#;

/// The styles, for words in the language of this tag. Fonts that every system has, or has another for.
pub(super) fn styles(lang: &str) -> String {
    let heading = |number: u8, size: u8, before: u16, more: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"Heading{number}\"><w:name w:val=\"heading {number}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:uiPriority w:val=\"9\"/><w:qFormat/>\
             <w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"{before}\" w:after=\"80\"/>\
             <w:outlineLvl w:val=\"{}\"/></w:pPr><w:rPr><w:b/><w:bCs/>{more}<w:sz w:val=\"{size}\"/>\
             <w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
            number - 1
        )
    };
    let paragraph = |id: &str, name: &str, of_paragraph: &str, of_words: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{of_paragraph}</w:pPr><w:rPr>{of_words}</w:rPr></w:style>"
        )
    };
    let small = "<w:color w:val=\"333333\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>";
    [
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Georgia\" w:hAnsi=\"Georgia\" w:eastAsia=\"Georgia\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>",
        &format!("<w:lang w:val=\"{lang}\" w:bidi=\"{lang}\" w:eastAsia=\"{lang}\"/>"),
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"100\" w:line=\"264\" \
         w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>\
         <w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" \
         w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
        &paragraph(
            "Title",
            "Title",
            "<w:keepNext/><w:spacing w:after=\"200\"/>",
            "<w:b/><w:bCs/><w:sz w:val=\"36\"/><w:szCs w:val=\"36\"/>",
        ),
        &heading(1, 28, 360, ""),
        &heading(2, 24, 280, ""),
        &heading(3, 22, 200, "<w:i/><w:iCs/>"),
        &paragraph(
            "Quote",
            "Quote",
            "<w:keepLines/><w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"8\" w:color=\"999999\"/></w:pBdr>\
             <w:ind w:left=\"567\" w:right=\"284\"/>",
            "",
        ),
        &paragraph("QuoteSource", "Quote source", "<w:ind w:left=\"567\"/>", small),
        &paragraph("Caption", "caption", "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"80\"/>", "<w:b/><w:bCs/>"),
        &paragraph("List", "List", "<w:spacing w:after=\"40\"/><w:ind w:left=\"567\" w:hanging=\"283\"/>", ""),
        &paragraph(
            "ListBullet",
            "List Bullet",
            "<w:numPr><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"40\"/>\
             <w:ind w:left=\"567\" w:hanging=\"283\"/>",
            "",
        ),
        &paragraph(
            "Labelled",
            "Labelled",
            "<w:tabs><w:tab w:val=\"left\" w:pos=\"567\"/></w:tabs><w:ind w:left=\"567\" w:hanging=\"567\"/>",
            "",
        ),
        &paragraph("Onward", "Onward", "<w:ind w:left=\"567\"/>", ""),
        &paragraph("Remark", "Remark", "<w:spacing w:before=\"40\" w:after=\"80\"/>", small),
        &paragraph("InTable", "In a table", "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>", "<w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>"),
        &paragraph("Gap", "Gap", "<w:spacing w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/>", "<w:sz w:val=\"8\"/><w:szCs w:val=\"8\"/>"),
        &paragraph("Foot", "Foot", "<w:spacing w:after=\"20\"/>", "<w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>"),
        &paragraph("Footer", "footer", "<w:spacing w:after=\"0\"/>", small),
        "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn \
         w:val=\"TableNormal\"/><w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/>\
         <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:insideH w:val=\"single\" w:sz=\"4\" \
         w:space=\"0\" w:color=\"999999\"/></w:tblBorders></w:tblPr></w:style></w:styles>",
    ]
    .concat()
}
