//! `hearken merge` gives the bytes of the vectors in `tests/vectors/merge/`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Laptop, ran};

/// A vector's inputs, by number.
fn inputs(vector: &Path) -> Vec<PathBuf> {
    let numbered = (1..).map(|number| vector.join(format!("{number}.json")));
    numbered.take_while(|path| path.exists()).collect()
}

#[test]
fn the_program_gives_the_bytes_of_every_vector_in_both_orders() {
    let laptop = Laptop::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/merge");
    let vectors = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut count = 0;
    for vector in vectors.filter(|path| path.is_dir()) {
        let mut inputs = inputs(&vector);
        let expected = fs::read_to_string(vector.join("merged.json")).unwrap();
        // A study goes into the folder of one and not into a file.
        if expected.contains("\"hearken/study\"") {
            continue;
        }
        for _ in 0..2 {
            let merged = ran(laptop.hearken().arg("merge").args(&inputs).args(["-o", "-"]));
            assert!([0, 3].contains(&merged.code), "{}: {}", vector.display(), merged.err);
            assert_eq!(merged.out, expected, "{}", vector.display());
            inputs.reverse();
        }
        count += 1;
    }
    assert!(count >= 20, "{count}");
}
