//! The files of the example, by name. Written by a test: see `every_file_of_the_example_is_carried`.

/// Every file in `sessions/`: its name from there, with slashes, and its bytes.
#[rustfmt::skip]
pub const FILES: &[(&str, &[u8])] = &[
    (
        "2026-11-23-norwich-karg3zsk.json",
        include_bytes!("../../../sessions/2026-11-23-norwich-karg3zsk.json"),
    ),
    (
        "study.json",
        include_bytes!("../../../sessions/study.json"),
    ),
];
