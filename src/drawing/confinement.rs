//! What a drawing process takes from itself before it reads a page: files, network, programs, memory and time.
//!
//! Limits of the process always, Landlock and seccomp where the kernel offers them. Whatever it cannot take it says in
//! its greeting, so that `kyso doctor` and the log of the service can tell.

use kyso_verifier::Lang;

/// What is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct InForce {
    /// Memory, processor time, no further files, nothing written, no core dumps.
    pub(crate) limits: bool,
    /// No file can be opened (Landlock).
    pub(crate) landlock: bool,
    /// No system call but those that drawing needs (seccomp).
    pub(crate) seccomp: bool,
}

impl InForce {
    pub(super) fn to_bits(self) -> u8 {
        u8::from(self.limits) | u8::from(self.landlock) << 1 | u8::from(self.seccomp) << 2
    }

    pub(super) fn from_bits(bits: u8) -> Self {
        Self {
            limits: bits & 1 != 0,
            landlock: bits & 2 != 0,
            seccomp: bits & 4 != 0,
        }
    }

    /// Whether everything is.
    pub(crate) fn is_complete(self) -> bool {
        self.limits && self.landlock && self.seccomp
    }

    /// In words for people: what is, and what is not.
    pub(crate) fn text(self, lang: Lang) -> String {
        let parts = [
            (
                self.limits,
                lang.pick("giới hạn bộ nhớ và thời gian", "limits of memory and time"),
            ),
            (self.landlock, "Landlock"),
            (self.seccomp, "seccomp"),
        ];
        let parts = parts.map(|(is, name)| match is {
            true => name.to_owned(),
            false => format!("{} {name}", lang.pick("KHÔNG có", "NO")),
        });
        parts.join(", ")
    }
}

/// Takes everything from this process that drawing does not need.
#[cfg(unix)]
pub(super) fn confine() -> InForce {
    close_inherited();
    // Landlock needs a descriptor, so the limits come after it; seccomp forbids what both need.
    let landlock = without_files();
    let limits = set_limits().is_ok();
    InForce {
        limits,
        landlock,
        seccomp: only_needed_calls(),
    }
}

#[cfg(not(unix))]
pub(super) fn confine() -> InForce {
    InForce::default()
}

/// Descriptors that some other program left open in the one that started this.
#[cfg(unix)]
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

#[cfg(unix)]
fn set_limits() -> nix::Result<()> {
    use nix::sys::resource::{Resource, setrlimit};

    let limits = [
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_FSIZE, 0),
        (Resource::RLIMIT_NOFILE, 3),
        (Resource::RLIMIT_CPU, PROCESSOR_SECONDS),
        #[cfg(not(target_os = "openbsd"))]
        (Resource::RLIMIT_AS, MEMORY),
    ];
    for (resource, limit) in limits {
        setrlimit(resource, limit, limit)?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn without_files() -> bool {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};

    let restrict = || {
        let rules = Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V6))?
            .handle_access(AccessNet::from_all(ABI::V6))?
            .scope(Scope::from_all(ABI::V6))?
            .create()?;
        rules.restrict_self()
    };
    restrict().is_ok_and(|status: landlock::RestrictionStatus| {
        status.ruleset != RulesetStatus::NotEnforced
    })
}

#[cfg(all(unix, not(target_os = "linux")))]
fn without_files() -> bool {
    false
}

/// Memory for pixels, time, and the two pipes. Everything else is answered "not permitted".
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
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

#[cfg(all(
    unix,
    not(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    ))
))]
fn only_needed_calls() -> bool {
    false
}

#[cfg(target_os = "linux")]
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
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;

/// Seconds of processor time of one process; it ends by itself long before unless a page holds it up.
#[cfg(unix)]
const PROCESSOR_SECONDS: u64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_force_is_told() {
        for bits in 0..8 {
            assert_eq!(InForce::from_bits(bits).to_bits(), bits);
        }
        let partly = InForce::from_bits(5);
        assert!(!partly.is_complete() && InForce::from_bits(7).is_complete());
        assert_eq!(
            partly.text(Lang::En),
            "limits of memory and time, NO Landlock, seccomp"
        );
    }
}
