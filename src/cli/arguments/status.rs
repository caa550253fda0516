//! Exit statuses, at the end of the help of each command.

/// Where the exit statuses of the commands are, at the end of the help of the program.
pub(super) const PROGRAM_STATUS: &str = "Exit status: 0 done, 2 wrong usage, 6 a result could not be written; the help of each command lists its others.";

/// The exit statuses of the commands below `trust`.
pub(super) const TRUST_STATUS: &str = "\
The trust folder is the one of --trust, or of the configuration (--config), or `kyso/trust` in the configuration folder of this user (~/.config); each command takes both options.
Exit status: 0 done or in order, 1 refused or something must be done, 2 wrong usage, or a trust folder that cannot be used, 6 the result could not be written.";

/// The exit status of `verify`, at the end of its help.
pub(super) const VERIFY_STATUS: &str = "\
Exit status: 0 TOTAL_PASSED, 1 TOTAL_FAILED, 2 wrong usage, or a trust folder, configuration or place for the result that cannot be used, 3 INDETERMINATE, 4 NOT_SIGNED, 5 unreadable, 6 the result could not be written.
Several files: the gravest, in the order 1, 5, 3, 4, 0. With --expect: 0 all as expected, 1 any difference.";

/// The exit status of `inspect`, at the end of its help.
pub(super) const INSPECT_STATUS: &str = "Exit status: 0 done, 1 refused (no such revision, the output exists), 2 wrong usage, or a place for the revision that cannot be used, 5 unreadable, 6 the result could not be written.";

/// The exit status of `extend`, at the end of its help.
pub(super) const EXTEND_STATUS: &str = "Exit status: 0 every signature has the level, 1 refused (the file stays as it was) or files still wait, 2 wrong usage, or a trust folder, configuration or place for the result that cannot be used, 6 a file could not be written.";

/// The exit status of `renew`, at the end of its help.
pub(super) const RENEW_STATUS: &str = "\
Exit status: 0 nothing that is due is left, 1 a file failed or was left, 2 wrong usage, or a trust folder or configuration that cannot be used, 6 a file or the answer could not be written.
A run that was interrupted is started again: what is renewed is not due any more.";

/// The exit status of `sign`, at the end of its help.
pub(super) const SIGN_STATUS: &str = "Exit status: 0 done, 1 refused (the reason is on standard error and nothing is written), 2 wrong usage, or a trust folder, configuration or place for the result that cannot be used, 6 the result could not be written.";

/// The exit statuses of the commands below `stamp`.
pub(super) const STAMP_STATUS: &str = "Exit status: 0 the picture can be used, 1 it cannot, or none could be made, 2 wrong usage, 5 unreadable, 6 a result could not be written.";

/// The exit status of `stamp check`.
pub(super) const STAMP_CHECK_STATUS: &str = "Exit status: 0 the picture can be used, 1 it cannot (lines with ✕), 2 wrong usage, 5 unreadable, 6 the answer could not be written.";

/// The exit status of `stamp clean`.
pub(super) const STAMP_CLEAN_STATUS: &str = "Exit status: 0 done, 1 no picture that can be used was made (nothing is written), 2 wrong usage, or a place for the picture that cannot be used, 5 unreadable, 6 the picture or the answer could not be written.";

/// The exit status of `trust check`, at the end of its help.
pub(super) const CHECK_STATUS: &str = "Exit status: 0 in order, 1 something must be done (lines with ✕), 2 wrong usage, or a trust folder that cannot be used, 6 the answer could not be written.";

/// The exit status of `trust add` and `trust remove`.
pub(super) const CHANGE_STATUS: &str = "Exit status: 0 done, 1 refused (the folder stays as it was), 2 wrong usage, or a trust folder that cannot be used, 6 a file of it or the answer could not be written.";

/// The exit status of `trust list`.
pub(super) const LIST_STATUS: &str = "Exit status: 0 done, 2 wrong usage, or a trust folder that cannot be used, 6 the list could not be written.";

/// The exit status of `demo`.
#[cfg(feature = "demo")]
pub(super) const DEMO_STATUS: &str = "Exit status: 0 done, 1 refused (the folder holds something else), 2 wrong usage, or a folder that cannot be used, 6 a file of it could not be written.";

/// The exit status of `doctor`.
pub(super) const DOCTOR_STATUS: &str = "Exit status: 0 ready, 1 something must be done (lines with ✕), 2 wrong usage, or a configuration that cannot be used, 6 the answer could not be written.";

/// The exit status of `serve`.
pub(super) const SERVE_STATUS: &str = "Exit status: 0 stopped in order, 1 it could not start, 2 wrong usage, or a configuration that cannot be used, 6 its address could not be written.";

/// The exit status of `schema`.
pub(super) const SCHEMA_STATUS: &str =
    "Exit status: 0 done, 2 wrong usage, 6 the schema could not be written.";

/// The exit status of `directory check`.
pub(super) const DIRECTORY_STATUS: &str = "Exit status: 0 sound, 1 faults (lines with ✕), 2 wrong usage, 5 the directory cannot be read, 6 the answer could not be written.";
