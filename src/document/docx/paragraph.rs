//! Words in paragraphs: their style, their weight, which way they run, and the bookmarks around them.

use super::body::Body;
use crate::document::direction::begins_right_to_left;

/// What a bookmark may be long.
const LONGEST_BOOKMARK: usize = 40;

/// How words stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Weight {
    /// Not at all.
    #[default]
    Plain,
    /// Bold.
    Bold,
    /// White, for a dark ground.
    White,
}

/// Words of one weight.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run<'a> {
    pub(super) words: &'a str,
    pub(super) weight: Weight,
    /// What points to them from elsewhere.
    pub(super) anchor: Option<&'a str>,
    /// The ground under them: how it is filled, with which colour on which.
    pub(super) ground: Option<[&'static str; 3]>,
}

impl<'a> Run<'a> {
    /// A jump to the next place where columns begin. In words a tab is made visible, so it cannot stand in them.
    pub(super) const TAB: Run<'static> = Run::plain("\t");

    pub(super) const fn plain(words: &'a str) -> Self {
        Self { words, weight: Weight::Plain, anchor: None, ground: None }
    }

    pub(super) const fn bold(words: &'a str) -> Self {
        Self { words, weight: Weight::Bold, anchor: None, ground: None }
    }
}

impl Body {
    /// A paragraph in a style.
    pub(super) fn paragraph(&mut self, style: &str, runs: &[Run<'_>]) {
        self.aligned(style, "", runs);
    }

    /// A paragraph in a style, its words at a side of their own: `center` or `right`; nothing leaves the side to the style.
    pub(super) fn aligned(&mut self, style: &str, side: &str, runs: &[Run<'_>]) {
        let is_to_left = runs.iter().find(|run| run.words.chars().any(char::is_alphabetic));
        let is_to_left = is_to_left.is_some_and(|run| begins_right_to_left(run.words));
        let keeps = self.keeps;
        self.xml.open("w:p", &[]);
        self.xml.within("w:pPr", &[], |xml| {
            xml.leaf("w:pStyle", &[("w:val", style)]);
            if keeps {
                xml.leaf("w:keepNext", &[]);
                xml.leaf("w:keepLines", &[]);
            }
            if is_to_left {
                xml.leaf("w:bidi", &[]);
            }
            if !side.is_empty() {
                xml.leaf("w:jc", &[("w:val", side)]);
            }
        });
        for run in runs {
            self.run(run);
        }
        self.xml.close("w:p");
    }

    fn run(&mut self, run: &Run<'_>) {
        let bookmark = run.anchor.map(|anchor| self.bookmark(anchor));
        if let Some((number, name)) = &bookmark {
            self.xml.leaf("w:bookmarkStart", &[("w:id", number), ("w:name", name)]);
        }
        self.xml.within("w:r", &[], |xml| {
            xml.within("w:rPr", &[], |xml| {
                match run.weight {
                    Weight::Plain => {}
                    Weight::Bold => {
                        xml.leaf("w:b", &[]);
                        xml.leaf("w:bCs", &[]);
                    }
                    Weight::White => xml.leaf("w:color", &[("w:val", "FFFFFF")]),
                }
                if let Some([fill, color, on]) = run.ground {
                    // A white ground would not be seen without a border.
                    let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
                    xml.leaf("w:bdr", &line);
                    xml.leaf("w:shd", &[("w:val", fill), ("w:color", color), ("w:fill", on)]);
                }
                if begins_right_to_left(run.words) {
                    xml.leaf("w:rtl", &[]);
                }
            });
            if run.words == Run::TAB.words {
                return xml.leaf("w:tab", &[]);
            }
            for (place, line) in run.words.split('\n').enumerate() {
                if place > 0 {
                    xml.leaf("w:br", &[]);
                }
                xml.words("w:t", line);
            }
        });
        if let Some((number, _)) = &bookmark {
            self.xml.leaf("w:bookmarkEnd", &[("w:id", number)]);
        }
    }

    /// A number and a name for an anchor: letters, digits and `_`, a letter first.
    fn bookmark(&mut self, anchor: &str) -> (String, String) {
        self.bookmarks += 1;
        let safe = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
        let mut name: String = anchor.chars().map(safe).collect();
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name.insert_str(0, "n_");
        }
        (self.bookmarks.to_string(), self.names.take(&name, LONGEST_BOOKMARK))
    }
}
