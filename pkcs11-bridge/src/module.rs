//! PKCS#11 libraries, each loaded and initialised once per process.
//!
//! A second C_Initialize of the same library fails, and two bindings to one library have crashed
//! processes; so modules are kept by their canonical path and never unloaded.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};

use crate::error::TokenError;
use crate::handle::TokenHandle;
use crate::options::TokenOptions;
use crate::owner::{Owner, Progress};
use crate::pin::RefusedPins;
use crate::state::TokenState;
use crate::token::{self, SlotInfo, TokenIdentity, TokenInfo};
use crate::uri::TokenUri;

/// A loaded PKCS#11 library. Clones, and further loads of the same path, share it.
#[derive(Clone)]
pub struct Module(Arc<Inner>);

/// What a library says of itself (CK_INFO).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LibraryInfo {
    /// Manufacturer of the library.
    pub manufacturer: String,
    /// Description of the library.
    pub description: String,
    /// Version of the library.
    pub version: String,
}

struct Inner {
    path: PathBuf,
    context: Pkcs11,
    /// Lists slots and tokens, so that a driver that hangs there hangs no caller.
    lister: Owner<Pkcs11>,
    seats: Mutex<HashMap<TokenIdentity, Seat>>,
}

/// What this process knows about one token, open or not.
struct Seat {
    owner: Weak<Owner<TokenState>>,
    progress: Arc<Progress>,
    refused: Arc<RefusedPins>,
}

impl Module {
    /// Loads the library at `path` and initialises it for use from several threads, or returns the
    /// one that this process has loaded from there before.
    ///
    /// # Errors
    /// [`TokenError::ModuleNotLoadable`]; [`TokenError::Call`] if C_Initialize fails, as it does
    /// for a library that cannot lock and for one initialised behind this crate's back.
    pub fn load(path: &Path) -> Result<Module, TokenError> {
        let canonical = path
            .canonicalize()
            .map_err(|error| not_loadable(path, error))?;
        let mut loaded = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = loaded.get(&canonical) {
            return Ok(module.clone());
        }
        let module = Module::initialize(canonical.clone())?;
        loaded.insert(canonical, module.clone());
        Ok(module)
    }

    /// The canonical path of the library.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// What the library says of itself.
    ///
    /// # Errors
    /// [`TokenError`] if the library fails or gives no answer.
    pub fn library(&self, options: &TokenOptions) -> Result<LibraryInfo, TokenError> {
        self.0.lister.ask(options.request_timeout, |context| {
            let info = context.get_library_info()?;
            Ok(LibraryInfo {
                manufacturer: info.manufacturer_id().to_owned(),
                description: info.library_description().to_owned(),
                version: info.library_version().to_string(),
            })
        })
    }

    /// All slots and what they hold. Needs no PIN.
    ///
    /// # Errors
    /// [`TokenError`] if the library fails or gives no answer.
    pub fn slots(&self, options: &TokenOptions) -> Result<Vec<SlotInfo>, TokenError> {
        self.0
            .lister
            .ask(options.request_timeout, |context| token::slots(context))
    }

    /// The tokens that are ready for use. Needs no PIN.
    ///
    /// # Errors
    /// [`TokenError`] if the library fails or gives no answer.
    pub fn tokens(&self, options: &TokenOptions) -> Result<Vec<TokenInfo>, TokenError> {
        self.0
            .lister
            .ask(options.request_timeout, |context| token::tokens(context))
    }

    /// The one token that the URI selects.
    ///
    /// # Errors
    /// [`TokenError::TokenNotFound`], [`TokenError::TokenAmbiguous`], and as [`Module::tokens`].
    pub fn token(&self, uri: &TokenUri, options: &TokenOptions) -> Result<TokenInfo, TokenError> {
        let present = self.tokens(options)?;
        let mut fitting: Vec<_> = present
            .iter()
            .filter(|token| uri.selects_token(token))
            .collect();
        match (fitting.pop(), fitting.as_slice()) {
            (Some(token), []) => Ok(token.clone()),
            (None, _) => Err(TokenError::TokenNotFound {
                wanted: uri.to_string(),
                present: names(&present),
            }),
            (Some(last), others) => Err(TokenError::TokenAmbiguous {
                wanted: uri.to_string(),
                found: names(others.iter().copied().chain([last])),
            }),
        }
    }

    /// Opens a token; all handles of one token share its owner's thread and its login.
    ///
    /// # Errors
    /// [`TokenError::Stuck`] while an earlier owner of the token hangs in the driver.
    pub fn open(
        &self,
        token: &TokenIdentity,
        options: &TokenOptions,
    ) -> Result<TokenHandle, TokenError> {
        let mut seats = self.0.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = seats.get(token);
        if let Some(owner) = earlier.and_then(|seat| seat.owner.upgrade())
            && !owner.progress().has_ended()
        {
            return Ok(TokenHandle::new(owner, token.clone(), options));
        }
        if let Some(seat) = earlier {
            seat.progress.vacated()?;
        }
        let refused = earlier
            .map(|seat| Arc::clone(&seat.refused))
            .unwrap_or_default();
        let owner = Arc::new(self.start_owner(token, Arc::clone(&refused))?);
        let (progress, owned) = (owner.progress(), Arc::downgrade(&owner));
        seats.insert(
            token.clone(),
            Seat {
                owner: owned,
                progress,
                refused,
            },
        );
        Ok(TokenHandle::new(owner, token.clone(), options))
    }

    fn initialize(path: PathBuf) -> Result<Module, TokenError> {
        let context = Pkcs11::new(&path).map_err(|error| not_loadable(&path, error))?;
        context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))?;
        tracing::info!(module = %path.display(), "PKCS#11 module initialised");
        let for_lister = context.clone();
        let lister = Owner::start("pkcs11-lister", || for_lister)?;
        Ok(Module(Arc::new(Inner {
            path,
            context,
            lister,
            seats: Mutex::default(),
        })))
    }

    fn start_owner(
        &self,
        token: &TokenIdentity,
        refused: Arc<RefusedPins>,
    ) -> Result<Owner<TokenState>, TokenError> {
        let (context, identity) = (self.0.context.clone(), token.clone());
        Owner::start("pkcs11-token", move || {
            TokenState::new(context, identity, refused)
        })
    }
}

impl PartialEq for Module {
    fn eq(&self, other: &Module) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Module {}

impl fmt::Debug for Module {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Module").field(&self.0.path).finish()
    }
}

fn names<'a>(tokens: impl IntoIterator<Item = &'a TokenInfo>) -> Vec<String> {
    tokens
        .into_iter()
        .map(|token| token.identity.to_string())
        .collect()
}

fn not_loadable(path: &Path, reason: impl fmt::Display) -> TokenError {
    TokenError::ModuleNotLoadable {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

static MODULES: Mutex<BTreeMap<PathBuf, Module>> = Mutex::new(BTreeMap::new());
