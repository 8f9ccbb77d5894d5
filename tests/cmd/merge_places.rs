//! `hearken merge`: where it writes, and where it will not.

use std::fs;

use hearken::storage::lock::WriterLock;

use crate::support::{ID, Laptop, OTHER_ID, norwich, recording, text, with_quote};

/// One file with a quote and one without.
fn with_two() -> Laptop {
    let laptop = Laptop::new();
    laptop.write("one.json", text(&norwich(ID)));
    laptop.write("other.json", text(&with_quote(ID).0));
    laptop
}

#[test]
fn an_output_that_is_there_and_is_no_input_is_refused() {
    let laptop = with_two();
    laptop.write("there.json", "mine");
    let refused = laptop.run(["merge", "one.json", "other.json", "-o", "there.json"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("there.json is already there"), "{}", refused.err);
    assert_eq!(laptop.read("there.json"), "mine");
}

#[test]
fn the_output_may_be_one_of_the_inputs_under_any_name() {
    let laptop = with_two();
    let all = laptop.read("other.json");
    assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", "one.json"]).code, 0);
    assert_eq!(laptop.read("one.json"), all);
    laptop.write("one.json", text(&norwich(ID)));
    assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", "../work/./one.json"]).code, 0);
    assert_eq!(laptop.read("one.json"), all);
    laptop.write("one.json", text(&norwich(ID)));
    fs::hard_link(laptop.at("one.json"), laptop.at("link.json")).unwrap();
    assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", "link.json"]).code, 0);
    assert_eq!((laptop.read("link.json"), laptop.read("one.json")), (all, text(&norwich(ID))));
    assert_eq!(laptop.names(""), ["link.json", "one.json", "other.json"]);
}

/// What is saved between the reading and the writing would be gone.
#[test]
fn the_file_of_a_session_that_is_open_is_not_replaced() {
    let laptop = with_two();
    fs::create_dir(laptop.at(".hearken")).unwrap();
    let lock = laptop.at(".hearken").join(format!("{ID}.lock"));
    let held = WriterLock::try_take(&lock, 1).unwrap();
    let refused = laptop.run(["merge", "one.json", "other.json", "-o", "one.json"]);
    assert!(refused.code == 5 && refused.err.contains("is open in another hearken"), "{}", refused.err);
    assert_eq!(laptop.read("one.json"), text(&norwich(ID)));
    assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", "new.json"]).code, 0, "it is only read");
    drop(held);
    fs::remove_dir_all(laptop.at(".hearken")).unwrap();
    assert_eq!(laptop.run(["merge", "one.json", "other.json", "-o", "one.json"]).code, 0);
    assert_eq!(laptop.names(""), ["new.json", "one.json", "other.json"]);
}

#[cfg(unix)]
#[test]
fn an_output_through_a_link_or_onto_a_device_is_refused() {
    let laptop = with_two();
    std::os::unix::fs::symlink("one.json", laptop.at("link.json")).unwrap();
    std::os::unix::fs::symlink("nowhere.json", laptop.at("dangling.json")).unwrap();
    for out in ["link.json", "dangling.json", "/dev/null", "/dev/full"] {
        let refused = laptop.run(["merge", "one.json", "other.json", "-o", out]);
        assert_eq!(refused.code, 1, "{out}: {}", refused.err);
    }
    assert_eq!(laptop.read("one.json"), text(&norwich(ID)));
    assert!(!laptop.at("nowhere.json").exists());
}

#[test]
fn a_place_that_cannot_be_written_to_is_told_and_nothing_is_left_there() {
    let laptop = with_two();
    let long = "n".repeat(256);
    for out in ["no/such/folder.json", "one.json/below.json", long.as_str(), "one.json/"] {
        let refused = laptop.run(["merge", "one.json", "other.json", "-o", out]);
        assert_eq!(refused.code, 1, "{out}: {}", refused.err);
        assert!(!refused.err.contains("os error"), "{}", refused.err);
    }
    assert_eq!(laptop.names(""), ["one.json", "other.json"]);
}

#[test]
fn in_a_study_each_session_is_joined_with_its_file_and_others_stay_as_they_are() {
    let laptop = with_two();
    laptop.write("study/named by hand.json", text(&norwich(ID)));
    laptop.write("study/leeds.json", text(&norwich(OTHER_ID)));
    laptop.write("study/letter.json", "{\"dear\": \"all\"}");
    let merged = laptop.run(["merge", "other.json", "-o", "study"]);
    assert_eq!(merged.code, 0, "{}", merged.err);
    let told = "1 session, 1 note, no conflicts; 1 file changed.\n  study/named by hand.json\n";
    assert!(merged.out.starts_with(told), "{}", merged.out);
    assert_eq!(laptop.read("study/named by hand.json"), laptop.read("other.json"));
    assert_eq!(laptop.read("study/leeds.json"), text(&norwich(OTHER_ID)));
    assert_eq!(laptop.names("study"), [".hearken", "leeds.json", "letter.json", "named by hand.json"]);
}

#[test]
fn a_study_can_be_merged_into_another_and_into_itself() {
    let laptop = Laptop::new();
    for (site, study) in [("Leeds", "one"), ("Hull", "other")] {
        let made = laptop.run(["new", "--kind", "interview", "--site", site, "--study", study]);
        assert_eq!(made.code, 0);
    }
    assert_eq!(laptop.run(["merge", "one", "-o", "other"]).code, 0);
    let listed = laptop.run(["list", "--study", "other"]).out;
    assert!(listed.contains("Leeds") && listed.contains("Hull"), "{listed}");
    let itself = laptop.run(["merge", "other", "-o", "other"]);
    assert_eq!(itself.code, 0, "{}", itself.err);
    assert!(itself.out.contains("held all of it already"), "{}", itself.out);
}

#[test]
fn a_session_there_that_cannot_be_read_stops_it_before_anything_is_written() {
    let laptop = with_two();
    laptop.write("study/norwich.json", text(&norwich(ID)));
    laptop.write("study/cut.json", text(&norwich(OTHER_ID)).split_at(500).0);
    let refused = laptop.run(["merge", "other.json", "-o", "study"]);
    assert_eq!(refused.code, 4);
    assert!(refused.err.contains("study/cut.json: line "), "{}", refused.err);
    assert_eq!(laptop.read("study/norwich.json"), text(&norwich(ID)));
}

#[test]
fn a_session_that_is_being_recorded_there_is_left_to_its_writer() {
    let laptop = with_two();
    let path = laptop.write("study/norwich.json", text(&norwich(ID)));
    let recording = recording(&path, "words", "and");
    let refused = laptop.run(["merge", "other.json", "-o", "study"]);
    assert_eq!(refused.code, 5, "{}", refused.err);
    assert!(refused.err.contains(ID) && refused.err.contains("open in another hearken"), "{}", refused.err);
    assert_eq!(laptop.read("study/norwich.json"), text(&norwich(ID)));
    drop(recording);
    assert_eq!(laptop.run(["merge", "other.json", "-o", "study"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let laptop = with_two();
    let folder = laptop.at("closed");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    // Whoever may do everything may write here too.
    if fs::write(folder.join("probe"), "").is_err() {
        for out in ["closed/all.json", "closed"] {
            let refused = laptop.run(["merge", "one.json", "-o", out]);
            assert_eq!(refused.code, 1, "{out}: {}", refused.err);
        }
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
}
