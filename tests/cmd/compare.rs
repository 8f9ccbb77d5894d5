//! `hearken compare`

use crate::support::Laptop;

/// A laptop with the worked example.
fn laptop() -> Laptop {
    let laptop = Laptop::new();
    assert_eq!(laptop.run(["demo", "--into", "study"]).code, 0);
    laptop
}

fn findings(laptop: &Laptop, study: &str) -> String {
    let made = laptop.run(["report", "findings", study]);
    assert_eq!(made.code, 0, "{}", made.err);
    made.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

const AGREE: [&str; 9] = [
    "--study",
    "study",
    "compare",
    "funding",
    "prison-visits",
    "practice-survey",
    "--agree",
    "--words",
    "short-term everywhere",
];

#[test]
fn what_is_said_stands_in_the_findings_until_it_is_taken_back() {
    let laptop = laptop();
    let told = "Practice survey and Prison visits agree: short-term everywhere";
    assert!(!findings(&laptop, "study").contains(told));
    let said = laptop.run(AGREE);
    assert_eq!((said.code, said.err.as_str()), (0, "Noted. hearken report findings shows it.\n"));
    assert!(findings(&laptop, "study").contains(told), "{}", findings(&laptop, "study"));
    assert_eq!(laptop.run(["check", "study"]).code, 0);
    let before = laptop.read("study/study.json");
    let again = laptop.run(AGREE);
    assert_eq!((again.code, again.err.as_str()), (0, "That was said already.\n"));
    assert_eq!(laptop.read("study/study.json"), before);
    let clear = ["compare", "funding", "practice-survey", "prison-visits", "--clear", "--study", "study"];
    assert_eq!(laptop.run(clear).err, "Taken back.\n");
    assert!(!findings(&laptop, "study").contains(told));
    assert_eq!(laptop.run(clear).err, "Nothing was said of them.\n");
}

#[test]
fn what_two_people_say_merges_and_a_difference_between_them_shows() {
    let laptop = laptop();
    assert_eq!(laptop.run(["demo", "--into", "other"]).code, 0);
    let say = |study: &str, how: &str, words: &str| {
        let said = laptop.run([
            "--study",
            study,
            "compare",
            "funding",
            "prison-visits",
            "practice-survey",
            how,
            "--words",
            words,
        ]);
        assert_eq!(said.code, 0, "{}", said.err);
    };
    say("study", "--agree", "one of us");
    say("other", "--contradict", "the other one");
    let merged = laptop.run(["merge", "other", "-o", "study"]);
    assert!([0, 3].contains(&merged.code), "{}", merged.err);
    let findings = findings(&laptop, "study");
    assert!(findings.contains("(another wording of this is not settled)"), "{findings}");
}

#[test]
fn what_cannot_be_compared_is_refused_and_nothing_is_written() {
    let laptop = laptop();
    let before = laptop.read("study/study.json");
    for (theme, one, other, how, wanted) in [
        ("fundings", "prison-visits", "practice-survey", "--agree", "There are strategy, funding"),
        ("funding", "prison-visits", "prison-visits", "--agree", "compared with another one"),
        ("funding", "prison-visits", "visits", "--agree", "the lines of evidence are questionnaire"),
        ("funding", "prison-visits", "--words=x", "--agree", "STRAND"),
        ("funding", "prison-visits", "practice-survey", "literature", "--agree"),
    ] {
        let args = ["--study", "study", "compare", theme, one, other, how];
        let refused = laptop.run(args);
        assert_eq!(refused.code, 2, "{args:?}: {}", refused.err);
        assert!(refused.err.contains(wanted), "{args:?}: {}", refused.err);
    }
    assert_eq!(laptop.read("study/study.json"), before);
}
