//! Files and folders that are not where or what they should be.

use std::fs;

use insta::assert_snapshot;

use crate::knowledge::{GOTCHA, Knowledge};

#[test]
fn missing_folder() {
    let knowledge = Knowledge::valid();
    fs::remove_dir_all(knowledge.path("")).expect("it was there");
    assert_snapshot!(knowledge.report());
}

#[test]
fn file_instead_of_a_folder() {
    let knowledge = Knowledge::valid();
    let problems =
        gotchas_catalog::Catalogue::load(&knowledge.path(GOTCHA)).expect_err("no folder");
    assert_snapshot!(knowledge.neutral(&problems));
}

#[test]
fn missing_categories_and_runtimes() {
    assert_snapshot!(
        Knowledge::valid()
            .remove("categories.yaml")
            .remove("runtimes.yaml")
            .report()
    );
}

#[test]
fn no_gotchas() {
    let knowledge = Knowledge::valid();
    for folder in ["database", "time"] {
        fs::remove_dir_all(knowledge.path(folder)).expect("it was there");
    }
    assert_snapshot!(knowledge.report());
}

#[test]
fn empty_folder() {
    assert_snapshot!(Knowledge::valid().remove("time/clocks.yaml").report());
}

#[test]
fn folder_named_like_a_file() {
    let knowledge = Knowledge::valid();
    fs::create_dir(knowledge.path("time/zones.yaml")).expect("a folder");
    assert_snapshot!(knowledge.report());
}

#[test]
fn folder_in_a_category() {
    assert_snapshot!(Knowledge::valid().write("time/zones/utc.yaml", "").report());
}

#[test]
fn unknown_category() {
    let text = Knowledge::valid().read(GOTCHA);
    assert_snapshot!(
        Knowledge::valid()
            .write("databse/other.yaml", &text)
            .write("security/other.yaml", &text)
            .report()
    );
}

#[test]
fn wrong_extension() {
    assert_snapshot!(
        Knowledge::valid()
            .write("time/zones.yml", "")
            .write("time/notes.txt", "")
            .report()
    );
}

#[test]
fn stray_file() {
    assert_snapshot!(
        Knowledge::valid()
            .write("catgories.yaml", "")
            .write("README.md", "")
            .report()
    );
}

#[test]
fn hidden_files_and_backups_are_ignored() {
    let knowledge = Knowledge::valid()
        .write(".DS_Store", [0])
        .write("time/.clocks.yaml.swp", [0])
        .write("time/clocks.yaml~", "");
    knowledge.load().expect("valid");
}

#[test]
fn name_that_is_not_kebab_case() {
    let text = Knowledge::valid()
        .read("time/clocks.yaml")
        .replace("CFW601", "CFW602");
    assert_snapshot!(
        Knowledge::valid()
            .write("time/Clock_Drift.yaml", text)
            .report()
    );
}

#[test]
fn name_of_the_category_page() {
    let text = Knowledge::valid()
        .read("time/clocks.yaml")
        .replace("CFW601", "CFW602");
    assert_snapshot!(Knowledge::valid().write("time/index.yaml", text).report());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn symbolic_link_to_itself() {
        let knowledge = Knowledge::valid();
        symlink("loop.yaml", knowledge.path("time/loop.yaml")).expect("a link");
        symlink("loop", knowledge.path("loop")).expect("a link");
        assert_snapshot!(knowledge.report());
    }

    #[test]
    fn symbolic_link_to_the_folder_above() {
        let knowledge = Knowledge::valid();
        symlink("..", knowledge.path("time/up")).expect("a link");
        assert_snapshot!(knowledge.report());
    }

    #[test]
    fn dangling_link() {
        let knowledge = Knowledge::valid();
        symlink("nowhere", knowledge.path("time/zones.yaml")).expect("a link");
        assert_snapshot!(knowledge.report());
    }

    #[test]
    fn linked_files_are_read() {
        let knowledge = Knowledge::valid();
        fs::rename(
            knowledge.path("time/clocks.yaml"),
            knowledge.path("../clocks.yaml"),
        )
        .expect("moved");
        symlink("../../clocks.yaml", knowledge.path("time/clocks.yaml")).expect("a link");
        knowledge.load().expect("valid");
    }

    #[test]
    fn device_instead_of_a_file() {
        let knowledge = Knowledge::valid();
        symlink("/dev/zero", knowledge.path("time/zones.yaml")).expect("a link");
        assert_snapshot!(knowledge.report());
    }

    #[test]
    fn unreadable_file() {
        let knowledge = Knowledge::valid();
        let path = knowledge.path("time/clocks.yaml");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("own file");
        if fs::read(&path).is_ok() {
            // The superuser may read everything; what a refusal looks like, `dangling_link` shows.
            assert!(knowledge.load().is_ok());
        } else {
            let report = knowledge.report();
            assert!(
                report.contains("cannot read this file: Permission denied"),
                "{report}"
            );
            assert!(report.contains("gotchas/time/clocks.yaml"), "{report}");
        }
    }
}
