//! Words as XML can hold them.

use crate::model::visible::visible;

/// The words with everything made visible that a person could not see, and what no XML file may hold written out.
/// Line breaks stay, for the writer to lay out.
pub(super) fn legible(text: &str) -> String {
    visible(text).replace('\u{fffe}', "<U+FFFE>").replace('\u{ffff}', "<U+FFFF>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_written_out() {
        assert_eq!(legible("a\u{0}b\u{b}\u{fffe}c\n"), "a\u{2400}b\u{240b}<U+FFFE>c\n");
        let every: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        let is_char = |letter: char| matches!(letter, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(legible(&every).chars().all(is_char));
    }
}
