//! `hearken report gate`

use sha2::{Digest as _, Sha256};

use crate::support::Laptop;

#[test]
fn the_gate_sheet_lists_what_is_carried_with_its_digest_and_holds_no_words() {
    let laptop = Laptop::new();
    assert_eq!(laptop.run(["demo", "--into", "study"]).code, 0);
    let made = laptop.run([
        "report",
        "gate",
        "--study",
        "study",
        "norwich",
        "--device",
        "A laptop",
        "--serial",
        "X1\u{1b}[2J",
        "-f",
        "html",
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    let file = laptop.names("study").into_iter().find(|name| name.contains("norwich")).unwrap();
    let bytes = std::fs::read(laptop.at(&format!("study/{file}"))).unwrap();
    let digest = hearken::study::digests::in_hex(&Sha256::digest(&bytes).into());
    for wanted in [
        file.as_str(),
        &digest,
        &bytes.len().to_string(),
        "Make and model: A laptop",
        "The study is not encrypted.",
        "0 of 1 are sealed",
        "opens no network connection",
        "no camera and no microphone",
        "Files carried (1)",
    ] {
        assert!(made.out.contains(wanted), "{wanted} is not in\n{}", made.out);
    }
    assert!(!made.out.contains('\u{1b}'), "{}", made.out);
    assert!(!made.out.contains("We find out in March"), "{}", made.out);
    let all = laptop.run(["report", "gate", "--study", "study"]);
    assert!(all.out.contains("Files carried (43)"), "{}", all.out);
    assert!(all.out.contains("Digests of the files carried"), "on a page of their own: {}", all.out);
    let rows = laptop.run(["report", "gate", "--study", "study", "-f", "csv"]);
    assert_eq!(rows.out.matches(&digest).count(), 1, "{}", rows.out);
    let carried = format!("study/.hearken/{}.backup", crate::support::ID);
    laptop.write(&carried, "words");
    laptop.write(&format!("study/.hearken/{}.lock", crate::support::ID), "");
    let all = laptop.run(["report", "gate", "--study", "study"]);
    assert!(all.out.contains("Files carried (44)"), "what is kept beside sessions: {}", all.out);
    let none = laptop.run(["report", "gate"]);
    assert!(none.out.contains("None: the device carries no session in."), "{}", none.out);
    let wrong = laptop.run(["report", "gate", "nowhere.json"]);
    assert_eq!(wrong.code, 1, "{}", wrong.err);
}
