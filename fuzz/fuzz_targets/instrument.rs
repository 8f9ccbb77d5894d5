//! Any bytes as an instrument: everything that is wrong is told in order, each at a place that is there; one in which
//! nothing is wrong can be gone through, said in words and laid out on paper.
#![no_main]

use hearken::document::{Format, written};
use hearken::format::strict::{MOST, read_instrument};
use hearken::format::v1;
use hearken::model::visible::must_be_escaped;
use hearken::report::paper_twin;
use hearken::routing::check::check;
use hearken::routing::route::{Route, next_asked};
use hearken::routing::{ahead, words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let read = read_instrument(bytes);
    if let Err(slips) = &read {
        assert!((1..=MOST).contains(&slips.len()));
        assert!(slips.is_sorted_by_key(|slip| slip.span.start));
        for slip in slips {
            assert!(slip.span.start <= slip.span.end && slip.span.end <= bytes.len(), "{slip:?}");
            assert!(!slip.told.is_empty() && !slip.told.chars().any(must_be_escaped), "{slip:?}");
        }
    }
    // Inside a session one is read leniently, whatever is wrong with it.
    let lenient = std::str::from_utf8(bytes).ok().and_then(|text| v1::read_instrument(text).ok());
    let Some(instrument) = lenient.or_else(|| read.clone().ok()) else { return };
    let languages = instrument.languages();
    for language in languages.iter().map(String::as_str).take(3).chain(["xx"]) {
        let guide = instrument.guide_in(language);
        let problems = check(guide);
        assert!(read.is_err() || problems.is_empty() || language != languages[0], "{problems:?}");
        let route = Route::of(guide);
        let standings = route.walk(&[]);
        assert_eq!(standings.len(), guide.questions.len());
        let _ = next_asked(&standings, 0);
        for (place, question) in guide.questions.iter().enumerate() {
            if let Some(condition) = &question.when {
                let _ = words::in_words(&route, condition);
            }
            let _ = ahead::after(&route, place);
            for answer in guide.answers(question) {
                let _ = ahead::after_answer(&route, place, &answer.id);
            }
        }
        let paper = written(&paper_twin::document(guide, language), Format::Text, false).expect("text");
        let paper = String::from_utf8(paper).expect("UTF-8");
        assert!(paper.chars().all(|letter| letter == '\n' || letter == '\u{c}' || !must_be_escaped(letter)));
    }
});
