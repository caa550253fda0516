//! OpenSSL's path building and validation (RFC 5280, section 6.1) behind a safe call.
//!
//! The safe bindings give no access to the parameters of one validation, so this module, and no other of the crate,
//! calls C functions. Each call takes its time and flags as arguments; nothing is shared between calls but the anchor.
#![allow(unsafe_code)]

use std::ffi::c_int;

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::asn1::Asn1Object;
use openssl::error::ErrorStack;
use openssl::stack::{Stack, StackRef};
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::{X509, X509Ref, X509StoreContext, X509StoreContextRef, X509VerifyResult};
use openssl_sys as ffi;

/// One anchor, ready for validations on any thread.
pub(crate) struct Engine {
    anchor: X509Store,
}

/// The input of one validation.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    /// Seconds since 1970; `None` leaves validity periods out.
    pub(crate) time: Option<i64>,
    pub(crate) policies: PolicySettings,
}

/// The inputs of RFC 5280, section 6.1.1, about certificate policies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicySettings {
    /// Acceptable policies in dotted form; none means any policy.
    pub acceptable: Vec<String>,
    /// Every certificate must be issued under an acceptable policy.
    pub require_explicit: bool,
    /// Policy mappings are not followed.
    pub inhibit_mapping: bool,
    /// The special policy anyPolicy does not match.
    pub inhibit_any: bool,
}

/// The result of one validation.
pub(crate) struct Outcome {
    /// `X509_V_OK` or the first error.
    pub(crate) code: c_int,
    /// Position in the chain that the error is about; 0 is the target.
    pub(crate) depth: usize,
    /// As far as it was built, target first.
    pub(crate) chain: Vec<X509>,
}

impl Engine {
    pub(crate) fn new(anchor: &X509Ref) -> Result<Self, ErrorStack> {
        let mut builder = X509StoreBuilder::new()?;
        builder.add_cert(anchor.to_owned())?;
        Ok(Self {
            anchor: builder.build(),
        })
    }

    /// Validates the path from `target` over `untrusted` to the anchor.
    pub(crate) fn validate<'a>(
        &self,
        target: &X509Ref,
        untrusted: impl IntoIterator<Item = &'a X509Ref>,
        task: &Task,
    ) -> Result<Outcome, ErrorStack> {
        let mut stack = Stack::new()?;
        for certificate in untrusted {
            stack.push(certificate.to_owned())?;
        }
        let mut context = X509StoreContext::new()?;
        context.init(&self.anchor, target, &stack, |context| {
            configure(context, task)?;
            let valid = context.verify_cert()?;
            Ok(outcome(context, valid))
        })
    }
}

fn outcome(context: &X509StoreContextRef, valid: bool) -> Outcome {
    let code = context.error().as_raw();
    Outcome {
        // A refusal without a reason must not look like success.
        code: match (valid, code) {
            (false, ffi::X509_V_OK) => ffi::X509_V_ERR_UNSPECIFIED,
            _ => code,
        },
        depth: usize::try_from(context.error_depth()).unwrap_or(0),
        chain: context.chain().map(owned).unwrap_or_default(),
    }
}

fn owned(chain: &StackRef<X509>) -> Vec<X509> {
    chain.iter().map(ToOwned::to_owned).collect()
}

/// Sets time, flags and policies of this one validation.
fn configure(context: &mut X509StoreContextRef, task: &Task) -> Result<(), ErrorStack> {
    // SAFETY: `context` is an initialised X509_STORE_CTX for the whole call; the returned parameters belong to it and
    // are used only here, while it is mutably borrowed.
    let parameters = unsafe { X509_STORE_CTX_get0_param(context.as_ptr()) };
    if parameters.is_null() {
        return Err(ErrorStack::get());
    }
    let flags = flags(task);
    // SAFETY: `parameters` is a valid, non-null X509_VERIFY_PARAM (see above); the functions copy their arguments.
    let set = unsafe {
        // Signatures with old algorithms are reported by this crate, not refused by the engine.
        ffi::X509_VERIFY_PARAM_set_auth_level(parameters, 0);
        ffi::X509_VERIFY_PARAM_set_depth(parameters, MAX_DEPTH);
        if let Some(time) = task.time {
            ffi::X509_VERIFY_PARAM_set_time(parameters, time);
        }
        ffi::X509_VERIFY_PARAM_set_flags(parameters, flags)
    };
    if set != 1 {
        return Err(ErrorStack::get());
    }
    let policies = &task.policies.acceptable;
    if policies.is_empty() {
        return add_policy(parameters, ANY_POLICY);
    }
    policies
        .iter()
        .try_for_each(|policy| add_policy(parameters, policy))
}

fn flags(task: &Task) -> std::ffi::c_ulong {
    let policies = &task.policies;
    let mut flags = ffi::X509_V_FLAG_POLICY_CHECK;
    for (wanted, flag) in [
        (task.time.is_none(), ffi::X509_V_FLAG_NO_CHECK_TIME),
        (policies.require_explicit, ffi::X509_V_FLAG_EXPLICIT_POLICY),
        (policies.inhibit_any, ffi::X509_V_FLAG_INHIBIT_ANY),
        (policies.inhibit_mapping, ffi::X509_V_FLAG_INHIBIT_MAP),
    ] {
        if wanted {
            flags |= flag;
        }
    }
    flags
}

fn add_policy(parameters: *mut ffi::X509_VERIFY_PARAM, policy: &str) -> Result<(), ErrorStack> {
    let object = Asn1Object::from_str(policy)?;
    // SAFETY: `parameters` is valid (see `configure`). On success the function takes ownership of the object, so it
    // is forgotten here; on failure it stays ours and is freed.
    let added = unsafe { X509_VERIFY_PARAM_add0_policy(parameters, object.as_ptr()) };
    if added != 1 {
        return Err(ErrorStack::get());
    }
    std::mem::forget(object);
    Ok(())
}

/// The library's name of an error, for people who know it.
pub(crate) fn describe(code: c_int) -> &'static str {
    // SAFETY: any number may be passed; the function only looks it up.
    let result = unsafe { X509VerifyResult::from_raw(code) };
    result.error_string()
}

unsafe extern "C" {
    /// `X509_VERIFY_PARAM *X509_STORE_CTX_get0_param(const X509_STORE_CTX *ctx)` (openssl/x509_vfy.h).
    fn X509_STORE_CTX_get0_param(context: *mut ffi::X509_STORE_CTX) -> *mut ffi::X509_VERIFY_PARAM;

    /// `int X509_VERIFY_PARAM_add0_policy(X509_VERIFY_PARAM *param, ASN1_OBJECT *policy)` (openssl/x509_vfy.h).
    fn X509_VERIFY_PARAM_add0_policy(
        parameters: *mut ffi::X509_VERIFY_PARAM,
        policy: *mut ffi::ASN1_OBJECT,
    ) -> c_int;
}

const ANY_POLICY: &str = "2.5.29.32.0";

/// Intermediates in one path; real ones have one or two.
const MAX_DEPTH: c_int = 16;
