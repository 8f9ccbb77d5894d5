//! Tags: `#word` anywhere in a note.
//!
//! A tag begins with a letter, so `#3` is text. Tags at the end of a note are taken off; a tag within a
//! sentence leaves its word there, so that the sentence still reads.

use std::collections::BTreeSet;

fn is_tag_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '_')
}

/// The tag being typed just before `cursor`, as the bytes after its `#`; nothing when there is none.
#[must_use]
pub fn tag_before(text: &str, cursor: usize) -> Option<std::ops::Range<usize>> {
    let before = text.get(..cursor)?;
    let hash = before.rfind('#')?;
    let is_tag = starts_here(before, hash) && before.get(hash + 1..)?.chars().all(is_tag_letter);
    is_tag.then_some(hash + 1..cursor)
}

/// A tag starts a word: `issue#3` and `a##b` hold none.
fn starts_here(text: &str, hash: usize) -> bool {
    let before = text.get(..hash).and_then(|before| before.chars().next_back());
    before.is_none_or(|letter| letter.is_whitespace() || matches!(letter, '(' | '"' | '“' | ',' | ';'))
}

/// Takes the tags out of a text: the text that is left, and the tags in lower case.
#[must_use]
pub fn without_tags(text: &str) -> (String, BTreeSet<String>) {
    let mut tags = BTreeSet::new();
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(hash) = rest.find('#') {
        let (before, from_hash) = rest.split_at_checked(hash).unwrap_or((rest, ""));
        kept.push_str(before);
        let word: String = from_hash.chars().skip(1).take_while(|letter| is_tag_letter(*letter)).collect();
        let word = word.trim_end_matches(['-', '_']);
        let is_tag = word.starts_with(char::is_alphabetic) && starts_here(text, text.len() - from_hash.len());
        if !is_tag {
            kept.push('#');
            rest = from_hash.get(1..).unwrap_or_default();
            continue;
        }
        tags.insert(word.to_lowercase());
        let after = from_hash.get(1 + word.len()..).unwrap_or_default();
        if is_all_tags(after) {
            // Everything from here on is tags: none of it belongs to the sentence.
            tags.extend(
                after.split_whitespace().filter_map(|tag| tag.strip_prefix('#')).map(str::to_lowercase),
            );
            return (kept.trim_end().to_owned(), tags);
        }
        kept.push_str(word);
        rest = after;
    }
    kept.push_str(rest);
    (kept, tags)
}

fn is_all_tags(text: &str) -> bool {
    (text.is_empty() || text.starts_with(char::is_whitespace))
        && text.split_whitespace().all(|word| {
            word.strip_prefix('#')
                .is_some_and(|tag| tag.starts_with(char::is_alphabetic) && tag.chars().all(is_tag_letter))
        })
}
