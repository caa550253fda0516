//! The restrictions that a drawing process puts on itself before it reads a page: files, network,
//! programs, memory and time.
//!
//! It always sets the limits of the process, and uses Landlock and seccomp where the kernel offers
//! them. Its greeting names each restriction that it could not set, for `kyso doctor` and the log
//! of the service.

use kyso_words::Lang;

/// What is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Confinement(u8);

impl Confinement {
    /// Memory and processor time: without them nothing is drawn where the system has them.
    const BOUNDED: u8 = 1;
    /// No further files, nothing written, no core dumps.
    const NO_OUTPUT: u8 = 2;
    /// No system call but those that drawing needs (seccomp).
    const SECCOMP: u8 = 4;
    /// No file can be opened (Landlock).
    const NO_FILES: u8 = 8;
    /// No network and no signals to others either (Landlock of newer kernels).
    const ALONE: u8 = 16;

    const ALL: [u8; 5] = [
        Self::BOUNDED,
        Self::NO_OUTPUT,
        Self::SECCOMP,
        Self::NO_FILES,
        Self::ALONE,
    ];

    fn of(parts: &[(u8, bool)]) -> Self {
        let in_force = parts.iter().filter(|(_, is)| *is);
        Self(in_force.fold(0, |bits, (part, _)| bits | part))
    }

    pub(super) fn to_bits(self) -> u8 {
        self.0
    }

    pub(super) fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    fn has(self, part: u8) -> bool {
        self.0 & part != 0
    }

    /// Whether a page cannot take all memory or run for ever.
    pub(super) fn is_bounded(self) -> bool {
        self.has(Self::BOUNDED)
    }

    /// Whether everything is.
    #[must_use]
    pub fn is_complete(self) -> bool {
        Self::ALL.iter().all(|part| self.has(*part))
    }

    /// In words for people: which restrictions are set, and which are not.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        let landlock = match (self.has(Self::NO_FILES), self.has(Self::ALONE)) {
            (true, false) => lang.pick("Landlock (chỉ tệp)", "Landlock (files only)"),
            _ => "Landlock",
        };
        let parts = [
            (
                Self::BOUNDED,
                lang.pick("giới hạn bộ nhớ và thời gian", "limits of memory and time"),
            ),
            (
                Self::NO_OUTPUT,
                lang.pick("không ghi tệp", "nothing written"),
            ),
            (Self::NO_FILES, landlock),
            (Self::SECCOMP, "seccomp"),
        ];
        let parts = parts.map(|(part, name)| match self.has(part) {
            true => name.to_owned(),
            false => format!("{} {name}", lang.pick("KHÔNG có", "NO")),
        });
        parts.join(", ")
    }
}

/// Takes everything from this process that drawing does not need.
pub(super) fn confine() -> Confinement {
    close_inherited();
    // Landlock needs a descriptor, so the limits come after it; seccomp forbids what both need.
    let (files, alone) = without_files();
    let (bounded, no_output) = set_limits();
    Confinement::of(&[
        (Confinement::NO_FILES, files),
        (Confinement::ALONE, alone),
        (Confinement::BOUNDED, bounded),
        (Confinement::NO_OUTPUT, no_output),
        (Confinement::SECCOMP, only_needed_calls()),
    ])
}

/// Descriptors that some other program left open in the one that started this.
fn close_inherited() {
    let Ok(folder) = std::fs::read_dir("/proc/self/fd") else {
        return;
    };
    let names = folder.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let descriptors: Vec<i32> = names.filter_map(|name| name.parse().ok()).collect();
    for descriptor in descriptors.into_iter().filter(|number| *number > 2) {
        // The folder itself is closed already.
        let _ = nix::unistd::close(descriptor);
    }
}

/// Whether memory and time are limited, and whether output is. Each limit is set for itself, whatever became of another.
fn set_limits() -> (bool, bool) {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};

    let set = |resource, wanted: u64| {
        // Only root may raise a limit that the parent of this process has set lower.
        let limit = getrlimit(resource).map(|(_, greatest)| greatest.min(wanted));
        limit.is_ok_and(|limit| setrlimit(resource, limit, limit).is_ok())
    };
    let memory = set(Resource::RLIMIT_AS, MEMORY);
    let time = set(Resource::RLIMIT_CPU, PROCESSOR_SECONDS);
    let output = [
        set(Resource::RLIMIT_CORE, 0),
        set(Resource::RLIMIT_FSIZE, 0),
        set(Resource::RLIMIT_NOFILE, 3),
    ];
    (memory && time, output.iter().all(|is_set| *is_set))
}

/// Whether no file can be opened, and whether network and signals are out of reach too.
fn without_files() -> (bool, bool) {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};

    let restrict = || {
        let rules = Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V6))?
            .handle_access(AccessNet::from_all(ABI::V6))?
            .scope(Scope::from_all(ABI::V6))?
            .create()?;
        rules.restrict_self()
    };
    // Every version of Landlock knows files; what is enforced in part only is that.
    let status = restrict().map(|status: landlock::RestrictionStatus| status.ruleset);
    let status = status.unwrap_or(RulesetStatus::NotEnforced);
    (
        status != RulesetStatus::NotEnforced,
        status == RulesetStatus::FullyEnforced,
    )
}

/// Memory for pixels, time, and the two pipes. Everything else is answered "not permitted".
fn only_needed_calls() -> bool {
    use seccompiler::{
        BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
        SeccompFilter, SeccompRule, TargetArch, apply_filter,
    };

    let build = || -> Result<BpfProgram, BackendError> {
        let mut rules: std::collections::BTreeMap<i64, Vec<SeccompRule>> = NEEDED_CALLS
            .iter()
            .map(|call| (*call, Vec::new()))
            .collect();
        for call in [libc::SYS_mmap, libc::SYS_mprotect] {
            // The third argument says what the memory is for: never for code.
            let code = SeccompCmpOp::MaskedEq(libc::PROT_EXEC.unsigned_abs().into());
            let no_code = SeccompCondition::new(2, SeccompCmpArgLen::Dword, code, 0)?;
            rules.insert(call, vec![SeccompRule::new(vec![no_code])?]);
        }
        let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
        let architecture = TargetArch::try_from(std::env::consts::ARCH)?;
        SeccompFilter::new(rules, refused, SeccompAction::Allow, architecture)?.try_into()
    };
    build().is_ok_and(|program| apply_filter(&program).is_ok())
}

const NEEDED_CALLS: [i64; 22] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_getrusage,
    libc::SYS_sched_yield,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Bytes of memory: drawn at 600 dpi a colour scan of A4 takes a third of it.
const MEMORY: u64 = 1 << 30;

/// Seconds of processor time of one process; it ends by itself long before unless a page holds it up.
const PROCESSOR_SECONDS: u64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_force_is_told() {
        let all = Confinement::of(&Confinement::ALL.map(|part| (part, true)));
        assert!(all.is_complete() && all.is_bounded());
        assert_eq!(
            all.text(Lang::En),
            "limits of memory and time, nothing written, Landlock, seccomp"
        );
        for part in Confinement::ALL {
            let without = Confinement::from_bits(all.to_bits() & !part);
            assert!(!without.is_complete());
            assert_ne!(without.text(Lang::Vi), all.text(Lang::Vi));
            assert_eq!(without.is_bounded(), part != Confinement::BOUNDED);
        }
        let old_kernel = Confinement::from_bits(all.to_bits() & !Confinement::ALONE);
        assert!(old_kernel.text(Lang::En).contains("Landlock (files only)"));
        let none = Confinement::default().text(Lang::En);
        assert!(none.contains("NO Landlock, NO seccomp"), "{none}");
    }
}
