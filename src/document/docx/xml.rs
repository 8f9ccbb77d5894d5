//! Elements written one inside the other; names are ours, and what stands in them is escaped.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::document::legible::legible;

/// A file of XML that is being written.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// One that has only said what it is.
    pub(super) fn new() -> Self {
        let mut xml = Self { writer: Writer::new(Vec::new()) };
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    /// An element with what `inside` writes into it.
    pub(super) fn within(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        inside(self);
        self.close(name);
    }

    /// The beginning of an element, for what is written into it by others; [`close`](Self::close) ends it.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.put(Event::Start(start(name, attributes)));
    }

    /// The end of the element that was opened last.
    pub(super) fn close(&mut self, name: &str) {
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with nothing in it.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.put(Event::Empty(start(name, attributes)));
    }

    /// An element with words in it, and blanks kept as they are.
    pub(super) fn words(&mut self, name: &str, words: &str) {
        let words = legible(words);
        self.within(name, &[("xml:space", "preserve")], |xml| xml.put(Event::Text(BytesText::new(&words))));
    }

    /// The bytes of the file.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner()
    }

    fn put(&mut self, event: Event<'_>) {
        // Memory takes everything: there is no failure to tell.
        let _ = self.writer.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, legible(value).replace('\n', " ").as_str()));
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_markup() {
        let mut xml = Xml::new();
        xml.within("a", &[("b", "\"<&\u{1}>\n")], |xml| xml.words("c", " </c>&amp;\u{1b} "));
        let written = String::from_utf8(xml.into_bytes()).unwrap();
        let (_, element) = written.split_once("?>").unwrap();
        assert_eq!(
            element,
            "<a b=\"&quot;&lt;&amp;\u{2401}&gt; \"><c xml:space=\"preserve\"> &lt;/c&gt;&amp;amp;\u{241b} </c></a>"
        );
    }
}
